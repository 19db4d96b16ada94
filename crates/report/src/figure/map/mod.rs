//! The network map: who works with whom, who was not heard, and which ties nobody can tell.

mod labels;
mod legend;
mod positions;

use serde::{Deserialize, Serialize};

use super::axis::{count, counted, extent};
use super::error::{FigureError, Result, finite};
use super::page::Page;
use super::scene::{Mark, Point, Rect, Stroke};
use super::symbols::{Symbol, arrow_head};
use super::theme::{MARGIN, TIE, TIE_LIGHT, UNKNOWN};
use positions::Placed;

/// Above this number of partners a map has no labels and small symbols.
const MOST_LABELLED: usize = 300;
/// Above this number unknown pairs are counted in words, not drawn.
const MOST_UNKNOWN_DRAWN: usize = 3000;
/// Strokes of weak, middling and strong ties, px.
const TIE_WIDTHS: [f64; 3] = [0.8, 1.5, 2.4];

/// Partners at given positions, with known and unknown ties.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct MapFigure {
    /// The partners; ties name them by index.
    pub partners: Vec<MapPartner>,
    /// Names of the sectors; partners name them by index. The order decides colour and shape, so two maps with the same list
    /// look alike.
    pub sectors: Vec<String>,
    /// Known ties.
    pub ties: Vec<MapTie>,
    /// Pairs of which nobody could tell whether there is a tie: drawn dotted, under the known ties.
    pub unknown: Vec<(u32, u32)>,
    /// What a tie is, for the legend; empty stands for "tie".
    pub tie_label: String,
    /// What a tie's strength is, for the legend; empty stands for "stronger tie".
    pub strength_label: String,
    /// What a symbol's area is, for the legend; needed where partners have a size.
    pub size_label: String,
}

/// One partner on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MapPartner {
    /// Shown beside the symbol; `None` where no name may be shown.
    pub label: Option<String>,
    /// Position in any unit; the map is scaled to fit, both axes alike.
    pub x: f64,
    /// Position; grows downwards.
    pub y: f64,
    /// Index into `sectors`; `None` where the sector is not known.
    pub sector: Option<u32>,
    /// Marked with a double ring and a bold label.
    pub backbone: bool,
    /// Not negative; the symbol's area is proportional to it. `None` for the smallest symbol.
    pub size: Option<f64>,
    /// Whether the partner answered the survey: filled if so, hollow if not.
    pub answered: bool,
}

/// A known tie.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MapTie {
    /// Index of the source.
    pub a: u32,
    /// Index of the target.
    pub b: u32,
    /// Not negative; drawn in three widths between the least and the largest on the map.
    pub strength: Option<f64>,
    /// Drawn with an arrow head at `b`.
    pub directed: bool,
}

impl MapFigure {
    pub(super) fn describe(&self) -> String {
        let silent = self.partners.iter().filter(|p| !p.answered).count();
        format!(
            "Map of {} and {}; {} did not answer; {} cannot be known; {} in the backbone.",
            counted(self.partners.len(), "partner", "partners"),
            counted(self.ties.len(), "known tie", "known ties"),
            counted(silent, "partner", "partners"),
            counted(self.unknown.len(), "pair", "pairs"),
            counted(
                self.partners.iter().filter(|p| p.backbone).count(),
                "partner",
                "partners"
            ),
        )
    }

    fn check(&self) -> Result<()> {
        let not_negative = |value: Option<f64>, place: &dyn Fn() -> String| match value {
            Some(v) if finite(v, place)? < 0.0 => Err(FigureError::Number {
                place: place(),
                found: v,
                expected: "0 or more",
                cure: "Leave it out (None) where there is no value",
            }),
            _ => Ok(()),
        };
        for (i, p) in self.partners.iter().enumerate() {
            finite(p.x, || format!("partners[{i}].x"))?;
            finite(p.y, || format!("partners[{i}].y"))?;
            not_negative(p.size, &|| format!("partners[{i}].size"))?;
            if let Some(sector) = p.sector.filter(|s| *s as usize >= self.sectors.len()) {
                return Err(FigureError::Inconsistent {
                    place: format!("partners[{i}].sector"),
                    problem: format!("{sector} is not one of {} sectors", self.sectors.len()),
                    cure: "Give an index into `sectors`, counted from 0, or None",
                });
            }
        }
        let pair = |list: &str, i: usize, a: u32, b: u32| {
            let n = self.partners.len();
            if a != b && (a.max(b) as usize) < n {
                return Ok(());
            }
            let problem = if a == b {
                format!("partner {a} is tied to itself")
            } else {
                format!("{a}, {b}: there are {n} partners")
            };
            let cure = "Give two different indices into `partners`, counted from 0";
            Err(FigureError::Inconsistent {
                place: format!("{list}[{i}]"),
                problem,
                cure,
            })
        };
        for (i, t) in self.ties.iter().enumerate() {
            pair("ties", i, t.a, t.b)?;
            not_negative(t.strength, &|| format!("ties[{i}].strength"))?;
        }
        self.unknown
            .iter()
            .enumerate()
            .try_for_each(|(i, (a, b))| pair("unknown", i, *a, *b))
    }

    fn many(&self) -> bool {
        self.partners.len() > MOST_LABELLED
    }

    pub(super) fn draw(&self, page: &mut Page) -> Result<Vec<String>> {
        self.check()?;
        if self.partners.is_empty() {
            page.nothing("No partners to show.")?;
            return Ok(vec![]);
        }
        page.skip(4.0);
        page.legend(&self.legend())?;
        page.skip(4.0);
        let width = page.inner_width();
        let height = (width * 0.72).clamp(420.0, 900.0).min(width * 1.15);
        let area = Rect {
            x0: MARGIN,
            y0: page.y,
            x1: page.right(),
            y1: page.y + height,
        };
        let placed = self.place_partners(area);
        self.draw_unknown(page, &placed);
        self.draw_ties(page, &placed);
        for (partner, place) in self.partners.iter().zip(&placed) {
            page.scene.push(self.symbol(partner).named(
                place.at,
                place.radius,
                partner.label.as_deref(),
            ));
        }
        let mut notes = self.draw_labels(page, area, &placed)?;
        if self.unknown.len() > MOST_UNKNOWN_DRAWN {
            notes.push(format!(
                "{} unknown pairs are not drawn.",
                count(self.unknown.len() as u64)
            ));
        }
        page.y = area.y1;
        Ok(notes)
    }

    fn symbol(&self, partner: &MapPartner) -> Symbol {
        Symbol {
            sector: partner.sector,
            backbone: partner.backbone,
            answered: partner.answered,
            small: self.many(),
        }
    }

    fn draw_unknown(&self, page: &mut Page, placed: &[Placed]) {
        if self.unknown.is_empty() || self.unknown.len() > MOST_UNKNOWN_DRAWN {
            return;
        }
        let end = |i: u32| placed.get(i as usize).map(|p| p.at);
        let lines = self
            .unknown
            .iter()
            .filter_map(|(a, b)| Some([end(*a)?, end(*b)?]))
            .collect();
        page.scene.push(Mark::Segments {
            lines,
            stroke: Stroke::dotted(UNKNOWN, 1.2),
        });
    }

    /// Whether a tie is drawn lighter: the backbone's ties, which would hide all others.
    fn is_light(&self, tie: &MapTie) -> bool {
        let backbone = |i: u32| self.partners.get(i as usize).is_some_and(|p| p.backbone);
        backbone(tie.a) || backbone(tie.b)
    }

    fn strength_range(&self) -> Option<(f64, f64)> {
        extent(self.ties.iter().filter_map(|t| t.strength))
    }

    /// One mark for each width, weakest first, so that strong ties lie on top.
    fn draw_ties(&self, page: &mut Page, placed: &[Placed]) {
        let range = self.strength_range();
        let class = |t: &MapTie| match (t.strength, range) {
            (Some(s), Some((low, high))) if high > low => {
                (((s - low) / (high - low) * 3.0) as usize).min(2)
            }
            _ => usize::from(!self.many()),
        };
        // The light ties first, then the others from thin to thick.
        let mut lines: [[Vec<[Point; 2]>; 3]; 2] = Default::default();
        let mut arrows = Vec::new();
        for tie in &self.ties {
            let (Some(a), Some(b)) = (placed.get(tie.a as usize), placed.get(tie.b as usize))
            else {
                continue;
            };
            let light = self.many() || self.is_light(tie);
            if let Some(list) = lines
                .get_mut(usize::from(!light))
                .and_then(|shade| shade.get_mut(class(tie)))
            {
                list.push([a.at, b.at]);
            }
            if tie.directed && !self.many() {
                let color = if light { TIE_LIGHT } else { TIE };
                arrows.extend(arrow_head(a.at, b.at, b.reach + 1.0, color));
            }
        }
        for (shade, color) in lines.into_iter().zip([TIE_LIGHT, TIE]) {
            for (lines, width) in shade.into_iter().zip(TIE_WIDTHS) {
                let width = if self.many() { width * 0.5 } else { width };
                if !lines.is_empty() {
                    let stroke = Stroke::solid(color, width);
                    page.scene.push(Mark::Segments { lines, stroke });
                }
            }
        }
        page.scene.marks.extend(arrows);
    }
}
