//! From the count at the baseline to the count a goal takes, step by step: a waterfall chart.

use serde::{Deserialize, Serialize};

use super::axis::{Ticks, Unit, count, counted, extent};
use super::error::{Result, inconsistent};
use super::font::{Type, clean};
use super::marks::{band, block, diamond, frame, hatching, hatching_key, square};
use super::page::{Entry, Page, or};
use super::rows::{RowWords, Rows};
use super::scene::{Mark, Point, Stroke};
use super::theme::{BODY, LINE, MAIN, THIN};

/// Steps that are drawn one by one; the rest of a longer list is one row that says how many it holds, as are
/// the steps that change nothing and those without exact counts.
const MOST_STEPS: usize = 30;

/// Half the height of a bar, px.
const HALF: f64 = 8.0;

/// Whole numbers of children, each step beginning where the last one ended. They must add up.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WaterfallFigure {
    /// Children who reach the outcome at the baseline.
    pub baseline: u64,
    /// Name of the first row; empty stands for "baseline".
    pub baseline_label: String,
    /// What is allocated to each group, from top to bottom. Groups that get nobody and groups without exact
    /// counts are drawn after the others, as one row each where there are several.
    pub steps: Vec<WaterfallStep>,
    /// Children the goal takes whom nobody has been allocated: hatched.
    pub unallocated: u64,
    /// Children who reach the outcome at the goal: the baseline and all steps and the unallocated, added
    /// (or subtracted, where fewer is better).
    pub target: u64,
    /// Name of the last row; empty stands for "goal".
    pub target_label: String,
    /// Who is counted, in the plural; empty stands for "children".
    pub people: String,
    /// What the axis measures; empty stands for "children who reach the outcome".
    pub axis: String,
}

/// What one group gets.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WaterfallStep {
    /// The group's name.
    pub label: String,
    /// Children allocated; `None` where the group's counts are ranges, so that nothing could be allocated.
    pub children: Option<u64>,
}

/// What a row draws.
enum Row {
    Baseline,
    Step(Option<(u64, u64)>),
    Unallocated(u64, u64),
    Target,
}

impl WaterfallFigure {
    fn people_words(&self) -> String {
        or(&self.people, "children")
    }

    /// A goal below the baseline is reached by fewer.
    fn down(&self) -> bool {
        self.target < self.baseline
    }

    fn signed(&self, children: u64) -> String {
        let sign = match (children, self.down()) {
            (0, _) => "",
            (_, true) => "−",
            (_, false) => "+",
        };
        format!("{sign}{}", count(children))
    }

    /// The count after one more step. In range, because `check` has added everything up.
    fn after(&self, at: u64, children: u64) -> u64 {
        if self.down() {
            at.saturating_sub(children)
        } else {
            at.saturating_add(children)
        }
    }

    pub(super) fn describe(&self) -> String {
        let step = |s: &WaterfallStep| {
            let label = or(&s.label, "(no name)");
            s.children.map_or_else(
                || format!("{label} not split"),
                |n| format!("{label} {}", self.signed(n)),
            )
        };
        let steps: Vec<String> = self.steps.iter().map(step).collect();
        format!(
            "{}: {} {}; {}: {}. Between them: {}; not allocated {}.",
            or(&self.baseline_label, "baseline"),
            count(self.baseline),
            self.people_words(),
            or(&self.target_label, "goal"),
            count(self.target),
            if steps.is_empty() {
                "no steps".to_string()
            } else {
                steps.join(", ")
            },
            self.signed(self.unallocated),
        )
    }

    fn check(&self) -> Result<()> {
        let steps: u128 = self
            .steps
            .iter()
            .filter_map(|s| s.children)
            .chain([self.unallocated])
            .map(u128::from)
            .sum();
        let way = u128::from(self.baseline.abs_diff(self.target));
        if steps == way {
            return Ok(());
        }
        inconsistent(
            "steps and unallocated",
            format!(
                "together {steps}, but from {} to {} it is {way}",
                self.baseline, self.target
            ),
            "Give whole numbers that add up to the distance from baseline to target",
        )
    }

    fn rows(&self) -> Vec<(RowWords, Row)> {
        let plain = |label: String, words: String| RowWords {
            label,
            words,
            ..RowWords::default()
        };
        let bold = |label: &str, default: &str, n: u64| RowWords {
            label: or(label, default),
            words: count(n),
            bold: true,
            ..RowWords::default()
        };
        let first = bold(&self.baseline_label, "baseline", self.baseline);
        let mut rows = vec![(first, Row::Baseline)];
        let mut at = self.baseline;
        let of = |kind: fn(Option<u64>) -> bool| -> Vec<&WaterfallStep> {
            self.steps.iter().filter(|s| kind(s.children)).collect()
        };
        let steps = of(|n| n.is_some_and(|n| n > 0));
        let shown = if steps.len() > MOST_STEPS {
            MOST_STEPS - 1
        } else {
            steps.len()
        };
        let (single, rest) = steps.split_at(shown);
        for step in single {
            let children = step.children.unwrap_or(0);
            let next = self.after(at, children);
            rows.push((
                plain(step.label.clone(), self.signed(children)),
                Row::Step(Some((at, next))),
            ));
            at = next;
        }
        if !rest.is_empty() {
            let children = rest.iter().filter_map(|s| s.children).sum();
            let next = self.after(at, children);
            let label = format!("{} more rows together", count(rest.len() as u64));
            rows.push((
                plain(label, self.signed(children)),
                Row::Step(Some((at, next))),
            ));
            at = next;
        }
        // Rows that move nothing stand after the steps, several of a kind as one.
        let folded = |of: &[&WaterfallStep], what: &str| match of {
            [one] => one.label.clone(),
            several => format!("{} {what}", counted(several.len(), "row", "rows")),
        };
        let none = of(|n| n == Some(0));
        if !none.is_empty() {
            let label = folded(&none, "without a change");
            rows.push((plain(label, self.signed(0)), Row::Step(Some((at, at)))));
        }
        let open = of(|n| n.is_none());
        if !open.is_empty() {
            let label = folded(&open, "without exact counts");
            rows.push((plain(label, "not split".to_string()), Row::Step(None)));
        }
        if self.unallocated > 0 {
            rows.push((
                plain("not allocated".to_string(), self.signed(self.unallocated)),
                Row::Unallocated(at, self.target),
            ));
        }
        let last = bold(&self.target_label, "goal", self.target);
        rows.push((last, Row::Target));
        rows
    }

    pub(super) fn draw(&self, page: &mut Page) -> Result<Vec<String>> {
        self.check()?;
        let people = self.people_words();
        let words = or(&self.axis, &format!("{people} who reach the outcome"));
        page.paragraph(&clean(&words), Type::regular(BODY), 3, true)?;
        page.skip(4.0);
        let unsplit = self.steps.iter().filter(|s| s.children.is_none()).count();
        page.legend(&self.legend(unsplit > 0))?;
        let listed = self.rows();
        let ends = [self.baseline as f64, self.target as f64];
        let (low, high) = extent(ends).unwrap_or((0.0, 1.0));
        let ticks = Ticks::covering(low, high, Rows::most_ticks(page), Unit::Count);
        let rows = Rows::new(page, listed.iter().map(|(w, _)| w), ticks, Unit::Count, 8.0)?;
        page.skip(6.0);
        let (grid_at, top) = (page.scene.marks.len(), page.y);
        // The count at which the last bar ended, and where. Connectors lie under the words, as the grid does.
        let mut last: Option<(u64, f64)> = None;
        let mut connectors = Vec::new();
        for (words, row) in &listed {
            let y = rows.row(page, words)?;
            let Some(end) = self.draw_row(page, &rows, words, (row, y)) else {
                continue;
            };
            if let Some((n, above)) = last {
                let x = rows.at(n as f64);
                connectors.push([(x, above + HALF), (x, y - HALF)]);
            }
            last = Some((end, y));
        }
        let connectors = Mark::Segments {
            lines: connectors,
            stroke: Stroke::solid(LINE, THIN),
        };
        let under = [rows.grid(top, page.y), connectors];
        page.scene.marks.splice(grid_at..grid_at, under);
        rows.axis(page)?;
        let mut notes = Vec::new();
        if low > 0.0 {
            notes.push(
                "The axis shows the way from baseline to goal; it does not start at 0.".to_string(),
            );
        }
        if unsplit > 0 {
            notes.push(format!(
                "{} whose counts are published as ranges took no part in the split.",
                counted(unsplit, "row", "rows")
            ));
        }
        Ok(notes)
    }

    /// Draws a row's bar; the count at which it ends, `None` for a row without one.
    fn draw_row(
        &self,
        page: &mut Page,
        rows: &Rows,
        words: &RowWords,
        (row, y): (&Row, f64),
    ) -> Option<u64> {
        let x = |n: u64| rows.at(n as f64);
        // Even one child of thousands must be seen.
        let bar = |from: u64, to: u64| {
            let (a, b) = (x(from.min(to)), x(from.max(to)));
            band(a, b.max(a + 1.5), y, HALF)
        };
        let (marks, at) = match row {
            Row::Baseline => (vec![square((x(self.baseline), y))], self.baseline),
            Row::Target => (vec![diamond((x(self.target), y), 7.5)], self.target),
            Row::Step(Some((from, to))) if from == to => (vec![], *to),
            Row::Step(Some((from, to))) => (vec![block(bar(*from, *to), MAIN)], *to),
            Row::Step(None) => {
                let (start, end) = (rows.scale.start, rows.scale.end);
                page.scene.push(hatching(band(start, end, y, 6.0)));
                return None;
            }
            Row::Unallocated(from, to) => {
                let area = bar(*from, *to);
                (vec![hatching(area), frame(area)], *to)
            }
        };
        if !marks.is_empty() {
            page.scene.push(Mark::Named {
                name: format!("{}: {}", clean(&words.label), words.words),
                marks,
            });
        }
        Some(at)
    }

    fn legend(&self, unsplit: bool) -> Vec<Entry> {
        let bar = |(x, y): Point| vec![block(band(x - 11.0, x + 11.0, y, 6.0), MAIN)];
        let change = if self.down() { "fewer" } else { "more" };
        let mut entries = vec![
            Entry::new(or(&self.baseline_label, "baseline"), |at| vec![square(at)]),
            Entry::new(format!("{change} {}", self.people_words()), bar),
        ];
        if self.unallocated > 0 {
            entries.push(Entry::new("not allocated", |(x, y)| {
                let area = band(x - 11.0, x + 11.0, y, 6.0);
                vec![hatching(area), frame(area)]
            }));
        }
        if unsplit {
            entries.push(Entry::new("no exact count", hatching_key));
        }
        entries.push(Entry::new(or(&self.target_label, "goal"), |at| {
            vec![diamond(at, 7.5)]
        }));
        entries
    }
}
