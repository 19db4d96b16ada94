//! Figures: one description, two formats.
//!
//! A [`Figure`] is plain data (serde), free of network and equity types: a chart, its title and its notes. [`Figure::to_svg`]
//! and [`Figure::to_png`] lay it out once and write the same shapes. Layout measures every text with the embedded font, so
//! nothing is clipped or laid over something else, and nothing is looked up on the machine.
//!
//! What is unknown, suppressed or left out for lack of room is drawn as such or counted in words, never dropped.
//!
//! ```
//! use commonweal_report::figure::{Estimate, Figure, GapFigure, GapRow, Judgement, Reference, Unit};
//!
//! let known = |label: &str, n, value, low, high| GapRow {
//!     label: label.into(),
//!     n: Some(n),
//!     estimate: Estimate::Known { value, interval: Some((low, high)) },
//!     judgement: Judgement::NotFlagged,
//!     cut: None,
//! };
//! let figure = Figure::new(
//!     "Reading at grade level, by group",
//!     GapFigure {
//!         rows: vec![known("Black", 412, 0.47, 0.42, 0.52), known("White", 830, 0.68, 0.65, 0.71)],
//!         reference: Some(Reference { label: "all children".into(), value: 0.60 }),
//!         unit: Unit::Percent,
//!         axis: "Share reading at grade level".into(),
//!         ..GapFigure::default()
//!     },
//! )
//! .footnote("Source: example partnership, 2024.");
//! let svg = figure.to_svg()?;
//! assert!(svg.contains("role=\"img\"") && svg.contains("47\u{a0}%"));
//! # Ok::<(), commonweal_report::figure::FigureError>(())
//! ```

mod allocation;
mod axis;
mod equiplot;
mod error;
mod font;
mod gap;
mod heatmap;
mod level;
mod map;
mod marks;
mod matrix;
mod page;
mod path;
mod place;
mod png;
mod rows;
mod scene;
mod shortfall;
mod svg;
mod symbols;
#[cfg(test)]
mod tests;
pub mod theme;
mod waterfall;

use std::path::Path;

use serde::{Deserialize, Serialize};

use self::error::Result;
use self::page::Page;
use self::scene::Scene;

pub use self::allocation::{AllocationCell, AllocationFigure, AllocationGroup, AllocationRow};
pub use self::axis::Unit;
pub use self::equiplot::{EquiplotDot, EquiplotFigure, EquiplotPeriod};
pub use self::error::FigureError;
pub use self::gap::{Estimate, GapFigure, GapRow, Judgement, Reference};
pub use self::heatmap::{HeatmapFigure, HeatmapRow};
pub use self::level::Level;
pub use self::map::{MapFigure, MapPartner, MapTie};
pub use self::matrix::{MatrixCell, MatrixFigure};
pub use self::path::{Band, Milestone, Observation, PathFigure, PathShape, TrackStatus, Tracked};
pub use self::shortfall::{Cover, ShortfallFigure};
pub use self::waterfall::{WaterfallFigure, WaterfallStep};
pub(crate) use axis::{count, counted};

/// Narrowest figure that is laid out, px.
pub const LEAST_WIDTH: u32 = 300;
/// Widest figure, px.
pub const MOST_WIDTH: u32 = 4000;
/// Width of a new figure, px.
pub const PAGE_WIDTH: u32 = 900;

/// What a figure shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Chart {
    /// Who works with whom.
    Map(MapFigure),
    /// Estimates by group as dots with intervals.
    Gaps(GapFigure),
    /// Groups over time, one line a period.
    Equiplot(EquiplotFigure),
    /// The way from the baseline to the goal.
    Path(PathFigure),
    /// How concentrated the missing children are.
    Shortfall(ShortfallFigure),
    /// From the count at the baseline to the count at the goal.
    Waterfall(WaterfallFigure),
    /// Several ways to split the same children.
    Allocation(AllocationFigure),
    /// Groups by places.
    Heatmap(HeatmapFigure),
    /// Who is tied to whom, a set of partners first.
    Matrix(MatrixFigure),
}

macro_rules! chart_from {
    ($($figure:ty => $variant:ident),*) => {
        $(impl From<$figure> for Chart {
            fn from(figure: $figure) -> Self {
                Self::$variant(figure)
            }
        })*
    };
}
chart_from!(MapFigure => Map, GapFigure => Gaps, EquiplotFigure => Equiplot, PathFigure => Path, ShortfallFigure => Shortfall,
    WaterfallFigure => Waterfall, AllocationFigure => Allocation, HeatmapFigure => Heatmap,
    MatrixFigure => Matrix);

/// A chart with its title and notes, at a width. The height follows from the content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What the figure says, above it.
    pub title: String,
    /// A second line under the title.
    pub subtitle: Option<String>,
    /// Source and remarks, below the figure, after the figure's own notes on what it leaves out.
    pub footnotes: Vec<String>,
    /// A sentence for screen readers; [`Figure::description`] makes one from the chart where this is `None`.
    pub alt: Option<String>,
    /// Width in px, [`LEAST_WIDTH`] to [`MOST_WIDTH`]. The layout adapts: about 380 for a phone, 900 for a page.
    pub width: u32,
    /// What is shown.
    pub chart: Chart,
}

impl Figure {
    /// A figure of page width ([`PAGE_WIDTH`]) without notes.
    pub fn new(title: impl Into<String>, chart: impl Into<Chart>) -> Self {
        Self {
            title: title.into(),
            subtitle: None,
            footnotes: Vec::new(),
            alt: None,
            width: PAGE_WIDTH,
            chart: chart.into(),
        }
    }

    /// The same figure with a second line under the title.
    pub fn subtitle(self, subtitle: impl Into<String>) -> Self {
        Self {
            subtitle: Some(subtitle.into()),
            ..self
        }
    }

    /// The same figure with one more line below it.
    pub fn footnote(mut self, note: impl Into<String>) -> Self {
        self.footnotes.push(note.into());
        self
    }

    /// The same figure with this sentence for screen readers.
    pub fn alt(self, alt: impl Into<String>) -> Self {
        Self {
            alt: Some(alt.into()),
            ..self
        }
    }

    /// The same figure laid out for this width in px.
    pub fn width(self, width: u32) -> Self {
        Self { width, ..self }
    }

    /// The sentence for screen readers: `alt`, or what the chart says in words.
    pub fn description(&self) -> String {
        self.alt.clone().unwrap_or_else(|| match &self.chart {
            Chart::Map(chart) => chart.describe(),
            Chart::Gaps(chart) => chart.describe(),
            Chart::Equiplot(chart) => chart.describe(),
            Chart::Path(chart) => chart.describe(),
            Chart::Shortfall(chart) => chart.describe(),
            Chart::Waterfall(chart) => chart.describe(),
            Chart::Allocation(chart) => chart.describe(),
            Chart::Heatmap(chart) => chart.describe(),
            Chart::Matrix(chart) => chart.describe(),
        })
    }

    /// Width and height in px.
    ///
    /// # Errors
    /// As [`Figure::to_svg`].
    pub fn size(&self) -> Result<(u32, u32)> {
        let scene = self.layout()?;
        Ok((scene.width as u32, scene.height as u32))
    }

    /// An `<svg>` element: scales with the page up to its width, is `role="img"` with title and description, and holds no
    /// script, style sheet, link or id, so several may stand in one HTML page.
    ///
    /// # Errors
    /// [`FigureError::Number`] and [`FigureError::Inconsistent`] name the entry of the description that cannot be drawn (a NaN,
    /// a share above 1, an index of a partner that is not there); [`FigureError::Width`].
    pub fn to_svg(&self) -> Result<String> {
        Ok(svg::write(
            &self.layout()?,
            &self.title,
            &self.description(),
        ))
    }

    /// A PNG file with `scale` pixels to the px: 1 for screens, 2 to 3 for print.
    ///
    /// # Errors
    /// As [`Figure::to_svg`]; [`FigureError::Pixels`] where the picture would be empty or above 40 million pixels.
    pub fn to_png(&self, scale: f64) -> Result<Vec<u8>> {
        png::write(&self.layout()?, scale)
    }

    /// Writes the figure to `path`: `.svg`, or `.png` at scale 2.
    ///
    /// # Errors
    /// [`FigureError::Extension`] for any other ending, [`FigureError::Write`] where the file cannot be written, and as
    /// [`Figure::to_svg`] and [`Figure::to_png`].
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        let extension = path
            .extension()
            .and_then(|e| e.to_str())
            .map(str::to_ascii_lowercase);
        let bytes = match extension.as_deref() {
            Some("svg") => self.to_svg()?.into_bytes(),
            Some("png") => self.to_png(2.0)?,
            _ => {
                return Err(FigureError::Extension {
                    path: path.to_owned(),
                });
            }
        };
        std::fs::write(path, bytes).map_err(|source| FigureError::Write {
            path: path.to_owned(),
            source,
        })
    }

    fn layout(&self) -> Result<Scene> {
        if !(LEAST_WIDTH..=MOST_WIDTH).contains(&self.width) {
            return Err(FigureError::Width {
                found: self.width,
                least: LEAST_WIDTH,
                most: MOST_WIDTH,
            });
        }
        let mut page = Page::new(f64::from(self.width), &self.title, self.subtitle.as_deref())?;
        let mut notes = match &self.chart {
            Chart::Map(chart) => chart.draw(&mut page)?,
            Chart::Gaps(chart) => chart.draw(&mut page)?,
            Chart::Equiplot(chart) => chart.draw(&mut page)?,
            Chart::Path(chart) => chart.draw(&mut page)?,
            Chart::Shortfall(chart) => chart.draw(&mut page)?,
            Chart::Waterfall(chart) => chart.draw(&mut page)?,
            Chart::Allocation(chart) => chart.draw(&mut page)?,
            Chart::Heatmap(chart) => chart.draw(&mut page)?,
            Chart::Matrix(chart) => chart.draw(&mut page)?,
        };
        notes.extend(self.footnotes.iter().cloned());
        page.finish(&notes)
    }
}
