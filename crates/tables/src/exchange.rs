//! Network files that are workbooks; every other format is the network crate's.
//!
//! A workbook holds two sheets, as Kumu and Gephi write them: ties (`ties`, `edges`, `connections` or
//! `links`) and partners (`partners`, `nodes`, `elements` or `vertices`). A workbook of one sheet holds ties.
//! The columns are those of [`commonweal_network::format::Format::EdgeList`].

use std::io::{Cursor, Write};
use std::path::Path;

use commonweal_network::Network;
use commonweal_network::format::{
    Format, FormatCode, FormatError, ReadOptions, read_file, read_tables, write_file, write_tables,
};
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::read::{Line, sheets};
use crate::words::quoted;

const TIES: [&str; 4] = ["ties", "edges", "connections", "links"];
const PARTNERS: [&str; 4] = ["partners", "nodes", "elements", "vertices"];

fn fault(code: FormatCode, found: impl Into<String>, cure: &str) -> FormatError {
    FormatError {
        code,
        place: None,
        found: found.into(),
        cure: cure.to_owned(),
    }
}

fn is_workbook(path: &Path) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("xlsx"))
}

/// Reads a network from a file of any format: a workbook by its extension, else as
/// [`commonweal_network::format::read_file`] does.
///
/// # Errors
/// A workbook without a sheet of ties, and as [`commonweal_network::format::read`].
pub fn read_network(
    path: &Path,
    format: Option<Format>,
    options: &ReadOptions,
) -> Result<Network, FormatError> {
    if format.is_some() || !is_workbook(path) {
        return read_file(path, format, options);
    }
    let bytes = std::fs::read(path).map_err(|error| {
        let found = format!("{} cannot be opened ({error}).", path.display());
        fault(FormatCode::F15, found, "")
    })?;
    let sheets = sheets(&bytes).map_err(|found| fault(FormatCode::F03, found, ""))?;
    let named = |names: &[&str]| -> Option<&[Line]> {
        let same = |name: &str| names.iter().any(|n| name.trim().eq_ignore_ascii_case(n));
        let found = sheets.iter().find(|(name, _)| same(name));
        found.map(|(_, lines)| lines.as_slice())
    };
    let only = (sheets.len() == 1).then(|| sheets[0].1.as_slice());
    let Some(ties) = named(&TIES).or(only) else {
        let names: Vec<String> = sheets.iter().map(|(name, _)| quoted(name)).collect();
        let found = format!(
            "no sheet of the workbook holds ties ({}).",
            names.join(", ")
        );
        return Err(fault(
            FormatCode::F04,
            found,
            "Call it \"ties\", and the sheet of partners \"partners\".",
        ));
    };
    read_tables(ties, named(&PARTNERS), options)
}

/// Writes a network to a file of any format and answers what the format could not hold: a workbook by
/// its extension, else as [`commonweal_network::format::write_file`] does.
///
/// # Errors
/// A file that cannot be written, and as [`commonweal_network::format::write`].
pub fn write_network(
    network: &Network,
    path: &Path,
    format: Option<Format>,
) -> Result<Vec<String>, FormatError> {
    if format.is_some() || !is_workbook(path) {
        return write_file(network, path, format);
    }
    let (ties, partners, notes) = write_tables(network);
    let unwritten = |error: &dyn std::fmt::Display| {
        let found = format!("{} cannot be written ({error}).", path.display());
        fault(FormatCode::F15, found, "")
    };
    let bytes = workbook(&[("ties", &ties), ("partners", &partners)]).map_err(|e| unwritten(&e))?;
    std::fs::write(path, bytes).map_err(|e| unwritten(&e))?;
    Ok(notes)
}

/// A minimal workbook (ECMA-376) of sheets whose cells are texts; the values of ties are numbers.
fn workbook(sheets: &[(&str, &Vec<Vec<String>>)]) -> Result<Vec<u8>, zip::result::ZipError> {
    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let each = |text: &dyn Fn(usize, &str) -> String| -> String {
        (1..)
            .zip(sheets)
            .map(|(k, (name, _))| text(k, name))
            .collect()
    };
    let overrides = each(&|k, _| {
        format!(
            "<Override PartName=\"/xl/worksheets/sheet{k}.xml\" ContentType=\"{KIND}.worksheet+xml\"/>"
        )
    });
    let listed =
        each(&|k, name| format!("<sheet name=\"{name}\" sheetId=\"{k}\" r:id=\"rId{k}\"/>"));
    let related = each(&|k, _| {
        format!(
            "<Relationship Id=\"rId{k}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{k}.xml\"/>"
        )
    });
    let mut files = vec![
        (
            "[Content_Types].xml".to_owned(),
            format!(
                "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{KIND}.sheet.main+xml\"/>{overrides}</Types>"
            ),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{listed}</sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(
                "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{related}</Relationships>"
            ),
        ),
    ];
    for (k, (name, rows)) in (1..).zip(sheets) {
        let mut text = format!("{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>");
        // Only the values of ties: an attribute of that name is text, to be kept letter by letter.
        let value = rows
            .first()
            .filter(|_| *name == TIES[0])
            .and_then(|names| names.iter().position(|n| n == "value"));
        for (r, row) in (1..).zip(rows.iter()) {
            text.push_str("<row>");
            for (c, cell) in row.iter().enumerate() {
                let place = format!("{}{r}", column_name(c));
                let cell = escaped(cell);
                let cell = if r > 1 && Some(c) == value {
                    format!("<c r=\"{place}\"><v>{cell}</v></c>")
                } else {
                    format!(
                        "<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{cell}</t></is></c>"
                    )
                };
                text.push_str(&cell);
            }
            text.push_str("</row>");
        }
        text.push_str("</sheetData></worksheet>");
        files.push((format!("xl/worksheets/sheet{k}.xml"), text));
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in files {
        zip.start_file(name, stored)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// `A`, `B` … `Z`, `AA` …
fn column_name(mut c: usize) -> String {
    let mut name = Vec::new();
    loop {
        name.push(char::from(b'A' + (c % 26) as u8));
        if c < 26 {
            return name.iter().rev().collect();
        }
        c = c / 26 - 1;
    }
}

/// Text of a cell. A control character, which a workbook cannot hold, becomes a space.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            c if c < ' ' && !matches!(c, '\t' | '\n') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn column_names_are_a_spreadsheets() {
        let names = [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (27, "AB"),
            (701, "ZZ"),
            (702, "AAA"),
        ];
        for (c, name) in names {
            assert_eq!(column_name(c), name);
        }
    }
}
