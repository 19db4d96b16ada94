//! Files of other tools, in and out.
//!
//! | format | file | attributes | unknown ties | direction |
//! |---|---|---|---|---|
//! | [`Format::GraphMl`] | `.graphml` | kept | kept | kept |
//! | [`Format::Gexf`] (Gephi) | `.gexf` | kept | kept | kept |
//! | [`Format::NodeLink`] (networkx, d3) | `.json` | kept | kept | kept |
//! | [`Format::Kumu`] | `.json` | kept | kept | kept |
//! | [`Format::EdgeList`] | `.csv` and `_partners.csv` | kept | kept | kept |
//! | [`Format::Vna`] (`NetDraw`) | `.vna` | kept | who answered | not kept |
//! | [`Format::Matrix`], [`Format::Survey`] | `.csv` | not kept | kept | not kept |
//! | [`Format::Pajek`] | `.net` | not kept | not kept | kept |
//! | [`Format::Dl`] (UCINET) | `.dl` | not kept | not kept | not kept |
//!
//! Values, isolates and ids are kept by all. **Nothing is lost silently**: [`write()`] answers with a note for
//! everything the format could not hold, and a reader notes what it left out. Unknown is not zero: formats
//! with attributes keep who answered as `commonweal_answered` and the cells a respondent left open as
//! `commonweal_open`; a matrix has empty cells.
//!
//! Readers refuse what they would have to guess: repeated pairs and self-ties (unless
//! [`ReadOptions`] says what to do), several relations, ties with and without direction in one file. Each
//! error has a code, a place and a cure ([`FormatError`]). Nothing outside the bytes given is ever read.
//! Cost: O(bytes); 32 bytes a tie and the partners' texts beside the network (JSON: the whole tree).
//!
//! ```
//! use commonweal_network::format::{Format, ReadOptions, read, write};
//! let dl = b"dl n=3 format=edgelist1\nlabels:\nschool, clinic, library\ndata:\n1 2 4\n2 1 2\n";
//! let net = read(dl, Format::Dl, &ReadOptions::default())?;
//! assert_eq!((net.partners(), net.ties()), (3, 2)); // the library stays, without a tie
//! let written = write(&net, Format::GraphMl)?;
//! let again = read(&written.bytes, Format::GraphMl, &ReadOptions::default())?;
//! assert!(net.iter_ties().eq(again.iter_ties()));
//! # Ok::<(), commonweal_network::format::FormatError>(())
//! ```

mod dl;
mod document;
mod edge_list;
mod error;
mod file;
mod gexf;
mod graphml;
mod json;
mod kept;
mod matrix;
mod pajek;
mod text;
mod vna;
mod xml;

pub use error::{FormatCode, FormatError};
pub use file::{detect, read_file, write_file};

use crate::network::{Duplicates, Network, SelfTies, ValueMeans};
use crate::options::named;
use document::Document;

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// GraphML, read and written by most tools.
    GraphMl,
    /// GEXF of Gephi.
    Gexf,
    /// Pajek network.
    Pajek,
    /// UCINET data language.
    Dl,
    /// VNA of `NetDraw`.
    Vna,
    /// Kumu's JSON blueprint.
    Kumu,
    /// Node-link JSON of networkx and d3.
    NodeLink,
    /// A table of ties, with a table of partners beside it.
    EdgeList,
    /// A square matrix as CSV.
    Matrix,
    /// A wide survey as CSV: a row a respondent, a column a partner.
    Survey,
}

named!(Format, "format", {
    "graphml" => GraphMl, "gexf" => Gexf, "pajek" => Pajek, "dl" => Dl, "vna" => Vna, "kumu" => Kumu,
    "node_link" => NodeLink, "edge_list" => EdgeList, "matrix" => Matrix, "survey" => Survey,
});

/// Which field of a tie is its value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ValueField {
    /// The format's own place for it, or a field called `value`, `weight` or `strength`.
    #[default]
    Auto,
    /// Ties are read without values.
    None,
    /// The field of this name.
    Named(String),
}

/// What a reader cannot know.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Whether ties have a direction; by default as the file says, and directed where it has no word
    /// for it. `Some(true)` makes two reports of a tie without direction, `Some(false)` a pair of a
    /// report (two reports of one pair are then repeated).
    pub directed: Option<bool>,
    /// Which field is the value.
    pub value: ValueField,
    /// What a value means.
    pub value_means: ValueMeans,
    /// Which relation, where the file has several; `*` takes all as one.
    pub relation: Option<String>,
    /// The attribute that holds the partners' ids, instead of the file's own ids (igraph numbers its
    /// nodes `n0`, `n1` … and keeps names as the attribute `name`).
    pub id: Option<String>,
    /// What to do with repeated pairs.
    pub duplicates: Duplicates,
    /// What to do with self-ties.
    pub self_ties: SelfTies,
}

/// A written network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// The second file of [`Format::EdgeList`]: the table of partners.
    pub partners: Option<Vec<u8>>,
    /// What the format could not hold, as sentences.
    pub notes: Vec<String>,
}

/// A row of a table with its number in the file, counted from 1.
pub type Row = (u32, Vec<String>);

/// Reads a network from the bytes of one file. See the [module](self) for what each format keeps.
///
/// # Errors
/// [`FormatError`] with the place of the first fault.
pub fn read(bytes: &[u8], format: Format, options: &ReadOptions) -> Result<Network, FormatError> {
    read_with_partners(bytes, None, format, options)
}

/// The same with the table of partners that belongs to an edge list.
///
/// # Errors
/// As [`read`].
pub fn read_with_partners(
    bytes: &[u8],
    partners: Option<&[u8]>,
    format: Format,
    options: &ReadOptions,
) -> Result<Network, FormatError> {
    let (text, note) = text::decode(bytes)?;
    let text = text.as_ref();
    let units = match format {
        Format::Kumu => ("element", "connection"),
        Format::NodeLink => ("node", "edge"),
        Format::EdgeList => ("partners line", "line"),
        _ => ("line", "line"),
    };
    let mut doc = Document::new(options, units, bytes.len());
    doc.notes.extend(note);
    match format {
        Format::GraphMl => graphml::read(text, &mut doc)?,
        Format::Gexf => gexf::read(text, &mut doc)?,
        Format::Pajek => pajek::read(text, &mut doc)?,
        Format::Dl => dl::read(text, &mut doc)?,
        Format::Vna => vna::read(text, &mut doc)?,
        Format::Kumu => json::read_kumu(&json::parse(text)?, &mut doc)?,
        Format::NodeLink => json::read_node_link(&json::parse(text)?, &mut doc)?,
        Format::Matrix => matrix::read_square(&text::rows(text)?, &mut doc)?,
        Format::Survey => matrix::read_survey(&text::rows(text)?, &mut doc)?,
        Format::EdgeList => {
            let partners = match partners {
                Some(bytes) => {
                    let (text, note) = text::decode(bytes)?;
                    doc.notes.extend(note);
                    Some(text::rows(&text)?)
                }
                None => None,
            };
            two_tables(&text::rows(text)?, partners.as_deref(), &mut doc)?;
        }
    }
    doc.finish()
}

/// Reads a network from the rows of two tables, the names of the columns first: for sources that are
/// tables but not CSV text, such as the sheets of a workbook.
///
/// # Errors
/// As [`read`].
pub fn read_tables(
    ties: &[Row],
    partners: Option<&[Row]>,
    options: &ReadOptions,
) -> Result<Network, FormatError> {
    let mut doc = Document::new(options, ("partners row", "row"), 0);
    two_tables(ties, partners, &mut doc)?;
    doc.finish()
}

/// Makes a network of an n × n matrix and the partners' ids: 0 is no tie, NaN and `unknown` are cells
/// nobody has spoken about, the diagonal holds self-ties. Directed unless the options say otherwise; read
/// as pairs it must be symmetric. O(n²).
///
/// # Errors
/// A matrix of another shape, repeated ids, contradicting sides, and as
/// [`Network::from_ties`](crate::Network::from_ties).
pub fn from_dense(
    cells: &ndarray::ArrayView2<'_, f64>,
    unknown: f64,
    ids: &[String],
    options: &ReadOptions,
) -> Result<Network, FormatError> {
    let mut doc = Document::new(options, ("row", "row"), 0);
    matrix::read_dense(cells, unknown, ids, &mut doc)?;
    doc.finish()
}

fn two_tables(
    ties: &[Row],
    partners: Option<&[Row]>,
    doc: &mut Document<'_>,
) -> Result<(), FormatError> {
    match partners {
        Some(partners) => edge_list::read_partners(partners, doc)?,
        None => doc.inferred = true,
    }
    edge_list::read_ties(ties, doc)
}

/// The tables of a network as rows, the names of the columns first: ties, then partners; and what they
/// cannot hold.
pub fn write_tables(net: &Network) -> (Vec<Vec<String>>, Vec<Vec<String>>, Vec<String>) {
    let mut notes = Vec::new();
    let ties = edge_list::ties(net);
    let ties = ties
        .map(|row| row.into_iter().map(std::borrow::Cow::into_owned).collect())
        .collect();
    let partners = edge_list::partners(net, &mut notes);
    (ties, partners, notes)
}

/// Writes a network. O(n + m); a matrix O(n²).
///
/// # Errors
/// A name with a character that XML cannot hold; a matrix of more than 2²⁸ cells.
pub fn write(net: &Network, format: Format) -> Result<Written, FormatError> {
    let mut notes = Vec::new();
    let mut partners = None;
    let text = match format {
        Format::GraphMl => graphml::write(net, &mut notes)?,
        Format::Gexf => gexf::write(net, &mut notes)?,
        Format::Pajek => pajek::write(net, &mut notes),
        Format::Dl => dl::write(net, &mut notes),
        Format::Vna => vna::write(net, &mut notes),
        Format::Kumu => json::write_kumu(net, &mut notes),
        Format::NodeLink => json::write_node_link(net, &mut notes),
        Format::Matrix => matrix::write(net, false, &mut notes)?,
        Format::Survey => matrix::write(net, true, &mut notes)?,
        Format::EdgeList => {
            let (ties, of_partners) = edge_list::write(net, &mut notes);
            partners = Some(of_partners.into_bytes());
            ties
        }
    };
    Ok(Written {
        bytes: text.into_bytes(),
        partners,
        notes,
    })
}

/// Names that a format's quotation marks could not hold.
fn changed_names(changed: u64, all_different: bool) -> Option<String> {
    if changed == 0 {
        return None;
    }
    let clash = if all_different {
        ""
    } else {
        " Some are now the same: rename them first."
    };
    Some(format!(
        "Quotation marks and line ends in {changed} names were replaced.{clash}"
    ))
}
