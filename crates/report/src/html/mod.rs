//! The report as one HTML file: no script, no font, no picture and no address outside the file.
//!
//! Everything that comes from input passes askama's escaping; only our own style sheet and the SVG our
//! own writer made (which escapes its texts) are put in as they are.

mod card;
mod sections;

use askama::Template;
use commonweal_partnership::{Evidence, InGroupEvidence};

pub use card::measure_card;

use crate::figure::{Figure, FigureError};

/// Width of figures on a page, px.
const WIDE: u32 = 900;
/// Width of the same figures on a phone, px.
const NARROW: u32 = 380;

/// A part of the report, reached from the list of sections.
pub(crate) struct Section {
    pub(crate) id: &'static str,
    pub(crate) heading: &'static str,
    /// What this part answers, in a sentence or two.
    pub(crate) lead: String,
    pub(crate) blocks: Vec<Block>,
}

impl Section {
    /// The same section with a no-break space before each percent sign.
    fn joined(mut self) -> Self {
        let join = |text: &mut String| *text = text.replace(" %", "\u{a0}%");
        for block in &mut self.blocks {
            match block {
                Block::Statements(items) => {
                    for item in items {
                        join(&mut item.sentence);
                        join(&mut item.reference);
                    }
                }
                Block::Table(table) => {
                    join(&mut table.note);
                    table.rows.iter_mut().flatten().for_each(join);
                }
                Block::Heading(text) | Block::Note(text) => join(text),
                Block::Numbers(_) | Block::Figure(_) | Block::Details(_) => {}
            }
        }
        self
    }
}

/// What a section is made of.
pub(crate) enum Block {
    Heading(String),
    Numbers(Vec<Number>),
    Statements(Vec<Statement>),
    Figure(Drawn),
    Table(Table),
    Note(String),
    Details(Details),
}

/// A number to be seen at a glance; the sentence that explains it stands below.
pub(crate) struct Number {
    pub(crate) label: String,
    pub(crate) value: String,
}

/// One number in one sentence, with what it may be compared with.
pub(crate) struct Statement {
    pub(crate) sentence: String,
    pub(crate) reference: String,
}

/// A figure in two layouts of the same content.
pub(crate) struct Drawn {
    wide: String,
    narrow: String,
    caption: String,
}

pub(crate) struct Table {
    pub(crate) caption: String,
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) note: String,
}

/// A list that is folded away on a screen and open in print.
pub(crate) struct Details {
    pub(crate) summary: String,
    pub(crate) items: Vec<String>,
}

impl Block {
    /// Draws a figure for the page and for the phone.
    fn figure(figure: &Figure, caption: impl Into<String>) -> Result<Self, FigureError> {
        Ok(Self::Figure(Drawn {
            wide: figure.clone().width(WIDE).to_svg()?,
            narrow: figure.clone().width(NARROW).to_svg()?,
            caption: caption.into(),
        }))
    }
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    version: &'a str,
    title: &'a str,
    lead: &'a str,
    style: &'a str,
    sections: &'a [Section],
    footer: &'a str,
}

/// What can go wrong in writing a report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// A figure could not be drawn.
    #[error("a figure could not be drawn: {0}")]
    Figure(#[from] FigureError),
    /// The map could not be laid out.
    #[error("the map could not be laid out: {0}")]
    Map(#[from] commonweal_network::Error),
    /// The page could not be put together.
    #[error("the page could not be put together: {0}")]
    Page(#[from] askama::Error),
    /// The file could not be written.
    #[error(
        "{path}: the report could not be written ({reason}). Check that the folder exists and may be written to."
    )]
    Write {
        /// Where it should have gone.
        path: String,
        /// What the system said.
        reason: std::io::Error,
    },
}

/// The report of a partnership as the text of one HTML file.
///
/// The same evidence gives the same bytes: no date and no path of this machine is in it.
///
/// # Errors
/// [`ReportError::Figure`] and [`ReportError::Page`], neither of which sound evidence causes.
pub fn render(evidence: &Evidence) -> Result<String, ReportError> {
    page(&evidence.title, &evidence.lead, sections::all(evidence)?)
}

/// The evidence for a closed set of partners as the text of one HTML file, with the matrix of the ties. Insiders of
/// a small partnership can tell from a matrix who is who, so the file is not for the public.
///
/// # Errors
/// As [`render`].
pub fn in_groups(found: &InGroupEvidence, title: &str) -> Result<String, ReportError> {
    let section = sections::in_groups::section(found, true)?;
    let lead = found.reading.join(" ");
    page(title, &lead, vec![section])
}

fn page(title: &str, lead: &str, sections: Vec<Section>) -> Result<String, ReportError> {
    let version = env!("CARGO_PKG_VERSION");
    let footer = format!(
        "Made with commonweal {version} from the partnership's own tables, on the machine that holds \
         them. Definitions and sources stand beside the numbers; the same tables give the same report."
    );
    // A number and its percent sign stay on one line.
    let sections: Vec<Section> = sections.into_iter().map(Section::joined).collect();
    let page = Page {
        version,
        title,
        lead,
        style: include_str!("../../templates/report.css"),
        sections: &sections,
        footer: &footer,
    };
    Ok(page.render()?)
}

/// Renders the report and writes it to `path`.
///
/// # Errors
/// As [`render`]; [`ReportError::Write`].
pub fn write(evidence: &Evidence, path: &std::path::Path) -> Result<(), ReportError> {
    let page = render(evidence)?;
    std::fs::write(path, page).map_err(|reason| ReportError::Write {
        path: path.display().to_string(),
        reason,
    })
}
