//! A network as a matrix, a set of partners first: blocks show what a map hides. Partners have no names here.

use serde::{Deserialize, Serialize};

use super::axis::counted;
use super::error::{Result, inconsistent};
use super::font::Type;
use super::marks::{band, block, frame};
use super::page::{Entry, Page, or};
use super::scene::{Mark, Point, Rect, Stroke};
use super::theme::{ACCENT, BODY, LINE, MAIN, MARGIN, MEDIUM, THICK, THIN};

/// Largest side of the matrix, px.
const WIDEST: f64 = 560.0;
/// With more partners a cell is less than a pixel wide on a phone, and the blocks are told in words only.
const MOST_PARTNERS: usize = 300;

/// What is known of one ordered pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatrixCell {
    /// Reported.
    Tie,
    /// Somebody who could say did not name it.
    NoTie,
    /// Nobody who could say has said.
    Unknown,
}

/// Who is tied to whom, a set of partners first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MatrixFigure {
    /// Number of partners: rows and columns.
    pub partners: usize,
    /// How many of them, from the first, are the set.
    pub first: usize,
    /// What the set is called: "the closest set".
    pub set: String,
    /// Row by row, from the reporting partner to the other; the diagonal is not drawn.
    pub cells: Vec<MatrixCell>,
    /// Whether a row is what its partner reports; otherwise both triangles say the same.
    pub directed: bool,
    /// What a tie is, in words.
    pub tie: String,
}

impl MatrixFigure {
    fn cell(&self, i: usize, j: usize) -> MatrixCell {
        self.cells[i * self.partners + j]
    }

    fn check(&self) -> Result<()> {
        if self.cells.len() != self.partners * self.partners {
            return inconsistent(
                "cells",
                format!("{} cells for {} partners", self.cells.len(), self.partners),
                "Give one cell for each ordered pair, the diagonal included",
            );
        }
        if self.first > self.partners {
            return inconsistent(
                "first",
                format!("a set of {} of {} partners", self.first, self.partners),
                "Give a set of at most all partners",
            );
        }
        Ok(())
    }

    /// Ties and known cells of a block.
    fn block(
        &self,
        rows: std::ops::Range<usize>,
        columns: &std::ops::Range<usize>,
    ) -> (usize, usize) {
        let (mut ties, mut known) = (0, 0);
        for i in rows {
            for j in columns
                .clone()
                .filter(|&j| j != i && (self.directed || i < j))
            {
                let cell = self.cell(i, j);
                known += usize::from(cell != MatrixCell::Unknown);
                ties += usize::from(cell == MatrixCell::Tie);
            }
        }
        (ties, known)
    }

    /// The share of known cells that hold a tie, block by block, in words.
    fn blocks(&self) -> Vec<String> {
        let (inside, others) = (0..self.first, self.first..self.partners);
        let set = or(&self.set, "the set");
        let mut blocks = vec![(format!("inside {set}"), self.block(inside.clone(), &inside))];
        if self.directed {
            blocks.push((
                format!("from {set} to the others"),
                self.block(inside.clone(), &others),
            ));
            blocks.push((
                format!("from the others to {set}"),
                self.block(others.clone(), &inside),
            ));
        } else {
            blocks.push((
                format!("between {set} and the others"),
                self.block(inside, &others),
            ));
        }
        blocks.push((
            "among the others".to_owned(),
            self.block(others.clone(), &others),
        ));
        let words = |(name, (ties, known)): (String, (usize, usize))| match known {
            0 => format!("{name} nothing is known"),
            _ => format!("{name} {:.0}\u{a0}%", 100.0 * ties as f64 / known as f64),
        };
        blocks.into_iter().map(words).collect()
    }

    pub(super) fn describe(&self) -> String {
        if self.check().is_err() || self.partners == 0 {
            return "A matrix without partners.".to_owned();
        }
        format!(
            "A matrix of {} without names, {} ({}) first. Share of known pairs that are tied: {}.",
            counted(self.partners, "partner", "partners"),
            or(&self.set, "the set"),
            self.first,
            self.blocks().join("; ")
        )
    }

    pub(super) fn draw(&self, page: &mut Page) -> Result<Vec<String>> {
        self.check()?;
        if self.partners == 0 {
            page.nothing("No partners to show.")?;
            return Ok(vec![]);
        }
        let mut notes: Vec<String> = vec![format!(
            "Share of known pairs that are tied: {}.",
            self.blocks().join("; ")
        )];
        if self.partners > MOST_PARTNERS {
            page.nothing(&format!(
                "No cells are drawn: there are more than {MOST_PARTNERS} partners."
            ))?;
            return Ok(notes);
        }
        page.paragraph(
            &format!(
                "{} rows and columns; the first {} are {}.{}",
                self.partners,
                self.first,
                or(&self.set, "the set"),
                if self.directed {
                    " A row is what one partner reports."
                } else {
                    ""
                }
            ),
            Type::regular(BODY),
            4,
            true,
        )?;
        page.skip(4.0);
        page.legend(&self.legend())?;
        page.skip(8.0);
        let side = page.inner_width().min(WIDEST);
        let area = Rect {
            x0: MARGIN,
            y0: page.y,
            x1: MARGIN + side,
            y1: page.y + side,
        };
        self.draw_cells(page, area);
        page.scene.push(frame(area));
        let at = side * self.first as f64 / self.partners as f64;
        if self.first > 0 && self.first < self.partners {
            page.scene.push(Mark::Segments {
                lines: vec![
                    [(area.x0 + at, area.y0), (area.x0 + at, area.y1)],
                    [(area.x0, area.y0 + at), (area.x1, area.y0 + at)],
                ],
                stroke: Stroke::solid(LINE, MEDIUM),
            });
        }
        if self.first > 0 {
            let corners = [
                (area.x0, area.y0),
                (area.x0 + at, area.y0),
                (area.x0 + at, area.y0 + at),
                (area.x0, area.y0 + at),
            ];
            page.scene.push(Mark::Polygon {
                points: corners.to_vec(),
                fill: None,
                outline: Some(Stroke::solid(ACCENT, THICK)),
            });
        }
        page.y = area.y1;
        page.skip(6.0);
        notes.push("Names are not shown. Within a block, partners with more ties come first; the order is no ranking.".to_owned());
        Ok(notes)
    }

    fn legend(&self) -> Vec<Entry> {
        let mut entries = vec![Entry::new(or(&self.tie, "tie"), |(x, y)| {
            vec![block(band(x - 6.0, x + 6.0, y, 6.0), MAIN)]
        })];
        entries.push(Entry::new("no tie", |(x, y)| {
            vec![frame(band(x - 6.0, x + 6.0, y, 6.0))]
        }));
        let unknown =
            |i: usize| (0..self.partners).any(|j| i != j && self.cell(i, j) == MatrixCell::Unknown);
        if (0..self.partners).any(unknown) {
            entries.push(Entry::new(
                "unknown: not asked or not answered",
                |(x, y)| vec![dots([(x - 11.0, y), (x + 11.0, y)])],
            ));
        }
        entries
    }

    /// Cells of a row that are alike and side by side are one shape.
    fn draw_cells(&self, page: &mut Page, area: Rect) {
        let pitch = area.width() / self.partners as f64;
        for i in 0..self.partners {
            let (top, middle) = (
                area.y0 + i as f64 * pitch,
                area.y0 + (i as f64 + 0.5) * pitch,
            );
            let mut start = 0;
            while start < self.partners {
                let drawn = |j: usize| (i != j).then(|| self.cell(i, j));
                let kind = drawn(start);
                let end = (start..self.partners)
                    .find(|&j| drawn(j) != kind)
                    .unwrap_or(self.partners);
                let [x0, x1] = [start, end].map(|j| area.x0 + j as f64 * pitch);
                match kind {
                    Some(MatrixCell::Tie) => {
                        page.scene.push(block(
                            Rect {
                                x0,
                                y0: top,
                                x1,
                                y1: top + pitch,
                            },
                            MAIN,
                        ));
                    }
                    Some(MatrixCell::Unknown) => {
                        page.scene.push(dots([(x0, middle), (x1, middle)]));
                    }
                    Some(MatrixCell::NoTie) | None => {}
                }
                start = end;
            }
        }
    }
}

fn dots(line: [Point; 2]) -> Mark {
    Mark::Segments {
        lines: vec![line],
        stroke: Stroke::dotted(LINE, THIN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Figure;

    fn figure(directed: bool) -> MatrixFigure {
        use MatrixCell::{NoTie as O, Tie as X, Unknown as U};
        MatrixFigure {
            partners: 3,
            first: 2,
            set: "the closest set".into(),
            cells: vec![O, X, O, X, O, U, O, O, O],
            directed,
            tie: "tie".into(),
        }
    }

    #[test]
    fn blocks_count_known_cells() {
        // By hand: 2 ties of 2 cells inside; out of the set one known cell and one unknown; into it 0 of 2.
        assert_eq!(
            figure(true).blocks(),
            [
                "inside the closest set 100\u{a0}%",
                "from the closest set to the others 0\u{a0}%",
                "from the others to the closest set 0\u{a0}%",
                "among the others nothing is known",
            ]
        );
        assert_eq!(figure(false).blocks().len(), 3);
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        let wrong = MatrixFigure {
            first: 4,
            ..figure(true)
        };
        assert!(Figure::new("", wrong.clone()).to_svg().is_err());
        assert_eq!(wrong.describe(), "A matrix without partners.");
        let few = MatrixFigure {
            cells: vec![MatrixCell::Tie],
            ..figure(true)
        };
        assert!(Figure::new("", few).to_svg().is_err());
        assert!(Figure::new("", MatrixFigure::default()).to_svg().is_ok());
    }
}
