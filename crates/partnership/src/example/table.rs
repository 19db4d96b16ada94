//! A table as the CSV text that a partnership would bring.

/// One table of the example: its file name and its CSV text (UTF-8, `\n` line ends, header first).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// File name within the folder, such as `partners.csv`.
    pub file: &'static str,
    /// The whole file.
    pub csv: String,
}

impl Table {
    pub(crate) fn new(file: &'static str, header: &[&str]) -> Self {
        let mut table = Self {
            file,
            csv: String::new(),
        };
        table.push(header);
        table
    }

    /// Adds one row. A field with a comma, a quote or a line end is quoted (RFC 4180).
    pub(crate) fn push(&mut self, fields: &[&str]) {
        for (position, field) in fields.iter().enumerate() {
            if position > 0 {
                self.csv.push(',');
            }
            if field.contains([',', '"', '\n', '\r']) {
                self.csv.push('"');
                self.csv.push_str(&field.replace('"', "\"\""));
                self.csv.push('"');
            } else {
                self.csv.push_str(field);
            }
        }
        self.csv.push('\n');
    }
}

pub(crate) const fn yes_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

pub(crate) const fn true_false(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn awkward_fields_read_back_as_they_were() {
        let row = ["a,b", "say \"yes\"", "two\nlines", "", "plain"];
        let mut table = Table::new("x.csv", &["a", "b", "c", "d", "e"]);
        table.push(&row);
        let mut reader = csv::Reader::from_reader(table.csv.as_bytes());
        let back: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(back, vec![csv::StringRecord::from(row.to_vec())]);
    }
}
