//! A table as it came: text cells with their spreadsheet rows, nothing changed.

/// A table of text cells, row by row, exactly as they stood in the source.
///
/// All cells live in one string with end offsets (about 8 bytes of overhead a cell), because a tie list
/// may have millions of them. An empty cell is `""`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawTable {
    /// The contract's name of the table (`ties`).
    pub(crate) name: String,
    /// The source as the user knows it (`ties.csv`).
    pub(crate) file: String,
    header: Vec<String>,
    rows: Vec<u32>,
    text: String,
    ends: Vec<usize>,
}

impl RawTable {
    pub(crate) fn new(name: &str, file: &str, header: Vec<String>) -> Self {
        Self {
            name: name.to_owned(),
            file: file.to_owned(),
            header,
            ..Self::default()
        }
    }

    /// The contract's name of the table.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The source as the user knows it: `ties.csv`, `map.xlsx, sheet "ties"`, `frame "ties"`.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The header as written.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Number of data rows.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.header.len()
    }

    /// Spreadsheet row (header = 1) of data row `r`; 0 beyond the end.
    pub fn row_number(&self, r: usize) -> u32 {
        self.rows.get(r).copied().unwrap_or(0)
    }

    /// The cell of data row `r`, column `c`; `""` beyond the edges.
    pub fn cell(&self, r: usize, c: usize) -> &str {
        if c >= self.width() || r >= self.height() {
            return "";
        }
        let i = r * self.width() + c;
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        &self.text[start..self.ends[i]]
    }

    /// Adds a row; missing cells become empty and cells beyond the header are not kept.
    pub(crate) fn push<'a>(&mut self, row: u32, cells: impl IntoIterator<Item = &'a str>) {
        let mut cells = cells.into_iter();
        for _ in 0..self.width() {
            self.text.push_str(cells.next().unwrap_or(""));
            self.ends.push(self.text.len());
        }
        self.rows.push(row);
    }

    /// The same table without the columns marked, for data that must not be held.
    pub(crate) fn without_columns(&self, drop: &[usize]) -> Self {
        let keep: Vec<usize> = (0..self.width()).filter(|c| !drop.contains(c)).collect();
        let header = keep.iter().map(|&c| self.header[c].clone()).collect();
        let mut out = Self::new(&self.name, &self.file, header);
        for r in 0..self.height() {
            out.push(self.row_number(r), keep.iter().map(|&c| self.cell(r, c)));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_they_went_in() {
        let mut t = RawTable::new("ties", "ties.csv", vec!["a".into(), "b".into(), "c".into()]);
        t.push(2, ["x", "", "é"]);
        t.push(4, ["only one"]);
        assert_eq!((t.cell(0, 0), t.cell(0, 1), t.cell(0, 2)), ("x", "", "é"));
        assert_eq!(
            (t.cell(1, 0), t.cell(1, 2), t.cell(2, 0)),
            ("only one", "", "")
        );
        assert_eq!(t.row_number(1), 4);
        let kept = t.without_columns(&[1]);
        assert_eq!(kept.header(), ["a", "c"]);
        assert_eq!(kept.cell(0, 1), "é");
    }
}
