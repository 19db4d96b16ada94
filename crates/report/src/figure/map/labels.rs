//! Names beside symbols, numbers with a key below the map where a name finds no room.

use super::positions::Placed;
use super::{MOST_LABELLED, MapFigure};
use crate::figure::axis::counted;
use crate::figure::error::Result;
use crate::figure::font::{Type, clean};
use crate::figure::page::Page;
use crate::figure::place::Placer;
use crate::figure::scene::Rect;
use crate::figure::theme::{SMALL, THIN};

/// Labels avoid lines on maps of up to this many ties.
const MOST_AVOIDED: usize = 3000;

impl MapFigure {
    /// Labels beside symbols, the backbone's and the largest first; returns the note on labels without room.
    pub(super) fn draw_labels(
        &self,
        page: &mut Page,
        area: Rect,
        placed: &[Placed],
    ) -> Result<Vec<String>> {
        let named = self.partners.iter().filter(|p| p.label.is_some()).count();
        if self.many() {
            let words = format!("No labels: the map has more than {MOST_LABELLED} partners.");
            return Ok(if named > 0 { vec![words] } else { vec![] });
        }
        // Among thousands of lines no position is free of crossings, and the search would be slow.
        let known = self
            .ties
            .iter()
            .take(if self.ties.len() > MOST_AVOIDED {
                0
            } else {
                MOST_AVOIDED
            })
            .filter_map(|t| Some([placed.get(t.a as usize)?.at, placed.get(t.b as usize)?.at]));
        let mut placer = Placer {
            area: area.grown(4.0),
            taken: placed
                .iter()
                .map(|p| Rect::around(p.at, p.reach + THIN))
                .collect(),
            lines: known.collect(),
        };
        let mut order: Vec<usize> = (0..placed.len()).collect();
        let rank = |i: usize| {
            self.partners
                .get(i)
                .map_or((false, 0.0), |p| (p.backbone, p.size.unwrap_or(0.0)))
        };
        order.sort_by(|a, b| {
            let ((backbone_a, size_a), (backbone_b, size_b)) = (rank(*a), rank(*b));
            backbone_b
                .cmp(&backbone_a)
                .then(size_b.total_cmp(&size_a))
                .then(a.cmp(b))
        });
        let mut numbered = Vec::new();
        for i in order {
            let (Some(partner), Some(place)) = (self.partners.get(i), placed.get(i)) else {
                continue;
            };
            let Some(label) = partner
                .label
                .as_deref()
                .map(clean)
                .filter(|l| !l.is_empty())
            else {
                continue;
            };
            let face = if partner.backbone {
                Type::bold(SMALL)
            } else {
                Type::regular(SMALL)
            };
            let lines = face.wrap_evenly(&label, 120.0, 2)?;
            if !placer.label(&mut page.scene, &lines, face, place.at, place.reach)? {
                numbered.push((label, place));
            }
        }
        // Alphabetical numbers, so that the key below can be searched.
        numbered.sort_by(|a, b| a.0.cmp(&b.0));
        let mut key = Vec::new();
        let mut without_room = 0;
        for (label, place) in numbered {
            let number = (key.len() + 1).to_string();
            let face = Type::bold(SMALL);
            if placer.label(
                &mut page.scene,
                std::slice::from_ref(&number),
                face,
                place.at,
                place.reach,
            )? {
                key.push(format!("{number}\u{a0}{label}"));
            } else {
                without_room += 1;
            }
        }
        let mut notes = Vec::new();
        if !key.is_empty() {
            notes.push(format!("Numbers on the map: {}.", key.join("; ")));
        }
        if without_room > 0 {
            let labels = counted(without_room, "partner has", "partners have");
            notes.push(format!("{labels} no label for lack of room."));
        }
        Ok(notes)
    }
}
