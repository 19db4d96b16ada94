//! Files on disk: telling the format, reading, writing.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::error::{FormatCode, FormatError};
use super::{Format, ReadOptions, edge_list, json, matrix, read_with_partners, text, write};
use crate::network::Network;

/// The format of a file, by its name and, where that leaves several, by its content.
pub fn detect(name: &str, bytes: &[u8]) -> Option<Format> {
    let extension = Path::new(name)
        .extension()
        .map(|e| e.to_string_lossy().to_lowercase());
    let start = || text::decode(bytes).ok();
    match extension.as_deref().unwrap_or_default() {
        "graphml" => Some(Format::GraphMl),
        "gexf" => Some(Format::Gexf),
        "net" | "paj" => Some(Format::Pajek),
        "dl" => Some(Format::Dl),
        "vna" => Some(Format::Vna),
        "json" => {
            let object = json::parse(&start()?.0).ok()?;
            let has = |name: &str| object.contains_key(name);
            if has("elements") {
                Some(Format::Kumu)
            } else {
                has("nodes").then_some(Format::NodeLink)
            }
        }
        "csv" | "tsv" => {
            let rows = text::rows(&start()?.0).ok()?;
            Some(if edge_list::is_list(&rows) {
                Format::EdgeList
            } else if matrix::is_square(&rows) {
                Format::Matrix
            } else {
                Format::Survey
            })
        }
        "xml" | "txt" | "dat" | "" => {
            let (text, _) = start()?;
            let head: String = text
                .trim_start()
                .chars()
                .take(2000)
                .collect::<String>()
                .to_lowercase();
            let begins = |word: &str| head.starts_with(word);
            if head.contains("<graphml") {
                Some(Format::GraphMl)
            } else if head.contains("<gexf") {
                Some(Format::Gexf)
            } else if begins("dl ") || begins("dl\n") || begins("dl\r") {
                Some(Format::Dl)
            } else if begins("*node data") || begins("*tie data") {
                Some(Format::Vna)
            } else {
                (begins("*vertices") || begins("*network")).then_some(Format::Pajek)
            }
        }
        _ => None,
    }
}

/// The table of partners that belongs to an edge list: `map_partners.csv` beside `map.csv`.
fn partners_of(path: &Path) -> PathBuf {
    let mut name = path.file_stem().map(OsString::from).unwrap_or_default();
    name.push("_partners");
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

/// Reads a network from a file; its format is told by name and content unless given. An edge list
/// `map.csv` takes its partners from `map_partners.csv` where that is there.
///
/// # Errors
/// A file that cannot be opened, a format that cannot be told, and as [`super::read`].
pub fn read_file(
    path: &Path,
    format: Option<Format>,
    options: &ReadOptions,
) -> Result<Network, FormatError> {
    let bytes = load(path)?;
    let Some(format) = format.or_else(|| detect(&path.to_string_lossy(), &bytes)) else {
        return Err(unknown_format(path));
    };
    let beside = partners_of(path);
    let partners = (format == Format::EdgeList && beside.exists())
        .then(|| load(&beside))
        .transpose()?;
    read_with_partners(&bytes, partners.as_deref(), format, options)
}

fn load(path: &Path) -> Result<Vec<u8>, FormatError> {
    std::fs::read(path).map_err(|error| {
        FormatError::new(
            FormatCode::F15,
            format!("{} cannot be opened ({error}).", path.display()),
        )
    })
}

fn unknown_format(path: &Path) -> FormatError {
    let names: Vec<&str> = Format::NAMES.iter().map(|(name, _)| *name).collect();
    FormatError::new(
        FormatCode::F01,
        format!("the format of {} cannot be told.", path.display()),
    )
    .cure(format!("Name it: one of {}.", names.join(", ")))
}

/// Writes a network to a file and answers what the format could not hold. The format is that of the
/// file's name unless given (`.json` is node-link, `.csv` an edge list, whose partners go into a second
/// file beside it).
///
/// # Errors
/// A format that cannot be told, a file that cannot be written, and as [`write()`](super::write()).
pub fn write_file(
    net: &Network,
    path: &Path,
    format: Option<Format>,
) -> Result<Vec<String>, FormatError> {
    let by_name = || match path.extension()?.to_string_lossy().to_lowercase().as_str() {
        "json" => Some(Format::NodeLink),
        "csv" => Some(Format::EdgeList),
        _ => detect(&path.to_string_lossy(), &[]),
    };
    let Some(format) = format.or_else(by_name) else {
        return Err(unknown_format(path));
    };
    let mut written = write(net, format)?;
    let save = |path: &Path, bytes: &[u8]| {
        std::fs::write(path, bytes).map_err(|error| {
            FormatError::new(
                FormatCode::F15,
                format!("{} cannot be written ({error}).", path.display()),
            )
        })
    };
    save(path, &written.bytes)?;
    if let Some(partners) = &written.partners {
        let beside = partners_of(path);
        save(&beside, partners)?;
        written
            .notes
            .push(format!("The partners are in {}.", beside.display()));
    }
    Ok(written.notes)
}
