//! Bytes to text, and text to words and rows: what the text formats share.

use std::borrow::Cow;

use super::error::{FormatCode, FormatError};

/// Windows-1252 in its range 0x80..=0x9F; five bytes without a letter stand for themselves.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// The text of a file, and a note where the encoding was not UTF-8.
///
/// UTF-8 with or without a mark, UTF-16 with one, and what an XML declaration names if it is UTF-8,
/// Latin-1 or Windows-1252. Bytes that are not UTF-8 and declare nothing are read as Windows-1252,
/// which older Pajek and spreadsheet files use, and that is told.
pub(super) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Option<String>), FormatError> {
    let unreadable =
        |found: &str| FormatError::new(FormatCode::F02, found).cure("Save the file as UTF-8 text.");
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        let text = std::str::from_utf8(rest)
            .map_err(|_| unreadable("the file is marked as UTF-8 but is not."))?;
        return Ok((Cow::Borrowed(text), None));
    }
    for (mark, unit) in [
        ([0xFF, 0xFE], u16::from_le_bytes as fn([u8; 2]) -> u16),
        ([0xFE, 0xFF], u16::from_be_bytes),
    ] {
        if let Some(rest) = bytes.strip_prefix(&mark) {
            let units = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
            let text: Result<String, _> = char::decode_utf16(units).collect();
            let text = text.map_err(|_| unreadable("the file is marked as UTF-16 but is not."))?;
            return Ok((Cow::Owned(text), None));
        }
    }
    let declared = declared_encoding(bytes);
    let single_byte = match declared.as_deref() {
        None | Some("utf-8" | "utf8" | "us-ascii" | "ascii") => false,
        Some("iso-8859-1" | "latin1" | "latin-1" | "windows-1252" | "cp1252") => true,
        Some(other) => return Err(unreadable(&format!("the encoding {other} is not read."))),
    };
    if !single_byte && let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((Cow::Borrowed(text), None));
    }
    if bytes.contains(&0) {
        return Err(unreadable("the file is not text."));
    }
    let letter = |&byte: &u8| match byte {
        0x80..=0x9F => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    };
    let note = (!single_byte).then(|| {
        "The text is not UTF-8; it was read as Windows-1252. Check letters such as é.".to_owned()
    });
    Ok((Cow::Owned(bytes.iter().map(letter).collect()), note))
}

/// The encoding an XML declaration names, in lower case.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let declaration = start.trim_start().strip_prefix("<?xml")?;
    let declaration = declaration.split("?>").next()?;
    let after = declaration.split("encoding").nth(1)?.trim_start();
    let value = after.strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Some(value[1..].split(quote).next()?.to_lowercase())
}

/// The lines of a text with their numbers from 1. Ends may be `\n`, `\r\n` or, in old files, `\r`.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let old_ends = !text.contains('\n');
    let end = if old_ends { '\r' } else { '\n' };
    (1..).zip(text.split(end).map(|line| line.trim_end_matches('\r')))
}

/// The words of a line, split at white space and, if asked, at commas. A word in quotation marks may
/// hold either; there is no escape inside.
pub(super) fn words(line: &str, number: u32, commas: bool) -> Result<Vec<String>, FormatError> {
    let splits = |c: char| c.is_whitespace() || (commas && c == ',');
    let mut words = Vec::new();
    let mut rest = line.trim_start_matches(splits);
    while !rest.is_empty() {
        let (word, after) = if let Some(inside) = rest.strip_prefix('"') {
            inside.split_once('"').ok_or_else(|| {
                FormatError::new(FormatCode::F03, "a quotation mark is not closed.")
                    .at("line", number)
                    .cure("Close it on the same line.")
            })?
        } else {
            rest.split_at(rest.find(splits).unwrap_or(rest.len()))
        };
        words.push(word.to_owned());
        rest = after.trim_start_matches(splits);
    }
    Ok(words)
}

/// A word for a line that is split by [`words`]: in quotation marks where it must be. What quotation
/// marks cannot hold (themselves, line ends) is replaced; the flag says so.
pub(super) fn word(text: &str) -> (String, bool) {
    let plain: String = text
        .chars()
        .map(|c| match c {
            '"' => '\'',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    let changed = plain != text;
    (format!("\"{plain}\""), changed)
}

use super::Row;

/// The cells of delimited text (RFC 4180): a cell in quotation marks may hold separators, line ends and
/// doubled quotation marks. Empty lines are skipped. The separator is the one of comma, semicolon and
/// tab that the first line has most of.
pub(super) fn rows(text: &str) -> Result<Vec<Row>, FormatError> {
    let first = lines(text)
        .map(|(_, line)| line)
        .find(|l| !l.trim().is_empty());
    let count = |c: char| first.unwrap_or_default().matches(c).count();
    let separator = [',', ';', '\t']
        .into_iter()
        .rev()
        .max_by_key(|&c| count(c))
        .unwrap_or(',');
    let mut rows = Vec::new();
    let (mut line, mut began) = (1, 1);
    let mut row: Vec<String> = Vec::new();
    let mut cell = String::new();
    let mut chars = text.chars().peekable();
    let (mut inside, mut opened) = (false, false);
    while let Some(c) = chars.next() {
        let line_end = c == '\n' || (c == '\r' && chars.peek() != Some(&'\n'));
        line += u32::from(line_end);
        match c {
            '"' if inside && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if inside => inside = false,
            _ if inside => cell.push(c),
            '"' if cell.is_empty() && !opened => (inside, opened) = (true, true),
            _ if c == separator => {
                row.push(std::mem::take(&mut cell));
                opened = false;
            }
            '\r' | '\n' => {
                if line_end {
                    end_row(&mut rows, began, &mut row, &mut cell);
                    (began, opened) = (line, false);
                }
            }
            _ => cell.push(c),
        }
    }
    if inside {
        return Err(FormatError::new(
            FormatCode::F03,
            "a quotation mark opens a cell and never closes.",
        )
        .at("line", began)
        .cure("Close it, or check that the file is whole."));
    }
    end_row(&mut rows, began, &mut row, &mut cell);
    Ok(rows)
}

fn end_row(rows: &mut Vec<Row>, began: u32, row: &mut Vec<String>, cell: &mut String) {
    row.push(std::mem::take(cell));
    let row = std::mem::take(row);
    if row.iter().any(|cell| !cell.trim().is_empty()) {
        rows.push((began, row));
    }
}

/// Adds a row of cells to comma-separated text.
pub(super) fn push_row<'a>(out: &mut String, cells: impl IntoIterator<Item = Cow<'a, str>>) {
    for (c, cell) in cells.into_iter().enumerate() {
        if c > 0 {
            out.push(',');
        }
        // Spaces at the ends are kept by quotation marks, and an empty first cell is not an empty line.
        let plain = !cell.contains([',', ';', '\t', '"', '\n', '\r'])
            && cell.trim().len() == cell.len()
            && !(c == 0 && cell.is_empty());
        if plain {
            out.push_str(&cell);
        } else {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        }
    }
    out.push('\n');
}

/// Appends formatted text to a `String`, which cannot fail.
macro_rules! put {
    ($out:expr, $($text:tt)*) => {{
        let _ = std::fmt::Write::write_fmt(&mut $out, format_args!($($text)*));
    }};
}
pub(super) use put;

/// A number as short as it reads back exactly: `2`, `0.1`, `1e300`.
pub(super) fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        format!("{value}")
    } else {
        format!("{value:?}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        assert_eq!(decode("né".as_bytes()).unwrap(), ("né".into(), None));
        assert_eq!(decode(b"\xEF\xBB\xBFx").unwrap(), ("x".into(), None));
        assert_eq!(decode(b"\xFF\xFEx\0\xE9\0").unwrap(), ("xé".into(), None));
        let (text, note) = decode(b"caf\xE9 \x80").unwrap();
        assert_eq!(text, "café €");
        assert!(note.is_some());
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>";
        assert!(matches!(decode(latin), Ok((text, None)) if text.ends_with("é</a>")));
        assert!(decode(b"<?xml version='1.0' encoding='Shift_JIS'?>").is_err());
        assert!(decode(b"\xFF\0\0").is_err());
    }

    #[test]
    fn cells_with_everything_in_them_read_back() {
        let cells = ["a,b", "say \"so\"", "two\nlines", " spaced ", "", "ü;x"];
        let mut text = String::new();
        push_row(&mut text, cells.map(Cow::Borrowed));
        push_row(&mut text, ["", "", "", "", "", "z"].map(Cow::Borrowed));
        let read = rows(&text).unwrap();
        assert_eq!(read[0], (1, cells.map(str::to_owned).to_vec()));
        assert_eq!(read[1].0, 3); // the first row holds a line end
        assert_eq!(
            rows("a;b\r\n\r\n1;2\r\n").unwrap()[1],
            (3, vec!["1".into(), "2".into()])
        );
        assert_eq!(rows("a,\"b").unwrap_err().place, Some(("line", 1)));
    }

    #[test]
    fn numbers_read_back_exactly() {
        for value in [1.0, 0.1, 1e300, 1e-300, 2.5e15, f64::MAX, f64::MIN_POSITIVE] {
            assert_eq!(
                number(value).parse::<f64>().unwrap().to_bits(),
                value.to_bits()
            );
        }
        assert_eq!(number(3.0), "3");
    }
}
