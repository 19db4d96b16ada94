//! CSV text into lines of cells, with the row numbers that a spreadsheet shows.

use csv::{ByteRecord, ReaderBuilder};

use super::{Grid, Line};
use crate::problem::{Code, Problem, Problems};

/// Splits CSV into lines. A record is one spreadsheet row even when a quoted cell holds line breaks, and
/// a blank line is a row too, so that the numbers agree with what a spreadsheet shows.
///
/// Rows that are not UTF-8 are kept with replacement characters and told (E111).
pub(super) fn lines(bytes: &[u8], grid: &Grid<'_>, problems: &mut Problems) -> Vec<Line> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        problems.push(
            Problem::new(
                Code::E111,
                grid.table,
                grid.file,
                "the file is UTF-16 text.",
            )
            .expected("Expected UTF-8.")
            .cure("Save it as \"CSV UTF-8\". Nothing of it was read."),
        );
        return Vec::new();
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let mut record = ByteRecord::new();
    let mut lines = Vec::new();
    let mut row = 0_u32;
    let mut not_text = Vec::new();
    let mut last: &[u8] = &[];
    loop {
        let start = reader.position().byte() as usize;
        // A flexible byte reader over memory has nothing left to fail on; an error would end the text.
        if !reader.read_byte_record(&mut record).unwrap_or(false) {
            break;
        }
        let end = reader.position().byte() as usize;
        last = bytes.get(start..end).unwrap_or_default();
        row = row.saturating_add(1 + blank_lines(last, bytes[..start].ends_with(b"\r")));
        let mut damaged = false;
        let cells = record
            .iter()
            .map(|cell| {
                let text = String::from_utf8_lossy(cell);
                damaged |= matches!(text, std::borrow::Cow::Owned(_));
                text.into_owned()
            })
            .collect();
        if damaged {
            not_text.push(row);
        }
        lines.push((row, cells));
    }
    if !not_text.is_empty() {
        problems.push(
            Problem::new(
                Code::E111,
                grid.table,
                grid.file,
                "the text is not UTF-8 (letters such as é cannot be read).",
            )
            .rows(not_text)
            .expected("Expected UTF-8.")
            .cure("Save the file as \"CSV UTF-8\"."),
        );
    }
    if ends_inside_quotes(last) {
        problems.push(
            Problem::new(
                Code::E112,
                grid.table,
                grid.file,
                "a quotation mark opens a cell and never closes; the file ends inside it.",
            )
            .rows([row])
            .cure("Close the quotation mark, or check that the file is whole."),
        );
    }
    lines
}

/// Line ends before the record's first character; the csv crate skips such lines. The crate may stop
/// between `\r` and `\n`, so a `\n` whose `\r` went before belongs to the record before.
fn blank_lines(record: &[u8], after_return: bool) -> u32 {
    let mut blank = 0;
    let mut rest = record;
    if after_return {
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    loop {
        rest = match rest {
            [b'\r', b'\n', tail @ ..] | [b'\n' | b'\r', tail @ ..] => tail,
            _ => return blank,
        };
        blank += 1;
    }
}

/// Whether the last record has a quoted cell without an end: an odd number of quotation marks, one of
/// them at the start of a cell. A stray inch mark inside an unquoted cell does not count.
fn ends_inside_quotes(record: &[u8]) -> bool {
    let odd = record.split(|&b| b == b'"').count() % 2 == 0;
    let starts_cell = |i: usize| i == 0 || matches!(record[i - 1], b',' | b'\n' | b'\r');
    odd && record
        .iter()
        .enumerate()
        .any(|(i, &b)| b == b'"' && starts_cell(i))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Vec<Line>, Problems) {
        let mut problems = Problems::new();
        let grid = Grid {
            table: "ties",
            file: "ties.csv",
            options: &crate::ReadOptions::default(),
        };
        let lines = lines(bytes, &grid, &mut problems);
        (lines, problems)
    }

    fn rows(bytes: &[u8]) -> Vec<u32> {
        read(bytes).0.iter().map(|(row, _)| *row).collect()
    }

    #[test]
    fn rows_are_those_a_spreadsheet_shows() {
        assert_eq!(rows(b"a,b\n1,2\n3,4\n"), [1, 2, 3]);
        assert_eq!(rows(b"a,b\r\n1,2\r\n3,4"), [1, 2, 3]);
        assert_eq!(rows(b"a,b\n\n1,2\n\n\n3,4\n"), [1, 3, 6]);
        assert_eq!(rows(b"a,b\r\n\r\n1,2\r\n"), [1, 3]);
        assert_eq!(rows(b"a,b\n\"x\ny\nz\",2\n3,4\n"), [1, 2, 3]);
        assert_eq!(rows(b"\xEF\xBB\xBFa,b\n1,2\n"), [1, 2]);
        assert_eq!(rows(b"\n\na,b\n"), [3]);
        assert_eq!(rows(b""), [] as [u32; 0]);
    }

    #[test]
    fn a_byte_order_mark_is_not_part_of_the_first_name() {
        assert_eq!(read(b"\xEF\xBB\xBFa,b\n").0[0].1[0], "a");
    }

    #[test]
    fn text_that_is_not_utf8_is_told_with_its_rows() {
        let (_, problems) = read(b"a,b\n1,2\ncaf\xE9,4\n");
        assert_eq!(
            problems.to_string(),
            "E111 ties.csv row 3: the text is not UTF-8 (letters such as é cannot be read). Expected UTF-8. Save the file as \"CSV UTF-8\"."
        );
        let (lines, problems) = read(b"\xFF\xFEa\0,\0b\0");
        assert!(lines.is_empty());
        assert!(
            problems
                .to_string()
                .starts_with("E111 ties.csv: the file is UTF-16 text.")
        );
    }

    #[test]
    fn a_cut_file_is_told() {
        let (_, problems) = read(b"a,b\n1,\"half a ce");
        assert!(
            problems
                .to_string()
                .starts_with("E112 ties.csv row 2: a quotation mark opens a cell and never closes")
        );
        assert!(read(b"a,b\n1,5\" pipe\n").1.is_empty());
        assert!(read(b"a,b\n1,\"5\"\" pipe\"\n").1.is_empty());
    }
}
