//! Several ways to split the same children, side by side: who gets how many, and which rates that gives.

use serde::{Deserialize, Serialize};

use super::axis::{Ticks, Unit, count, extent};
use super::error::{Result, inconsistent};
use super::font::{Type, clean};
use super::marks::{band, disc, hatching, hatching_key, line_key, ring};
use super::page::{Entry, Page, centred_within, or, words_on_paper};
use super::rows::{NOTE, RowWords, Rows, below};
use super::scene::{Anchor, Mark, Rect, Stroke, Text};
use super::theme::{BODY, LINE, MAIN, MARGIN, MEDIUM, THICK};

/// Groups that are drawn a method; of a longer list those that get most children, the rest counted.
const MOST_GROUPS: usize = 12;

/// One block a method, one row a group: the rate now, the rate after, the children between.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct AllocationFigure {
    /// The groups, in the order of every method's cells.
    pub groups: Vec<AllocationGroup>,
    /// The methods, from top to bottom.
    pub methods: Vec<AllocationRow>,
    /// The rate to be reached; a dashed line.
    pub goal: Option<f64>,
    /// Unit of the rates.
    pub unit: Unit,
    /// What the axis measures, and which direction is good if there is one.
    pub axis: String,
    /// Who is split, in the plural; empty stands for "children".
    pub people: String,
    /// Fewer are wanted: the children are subtracted.
    pub fewer: bool,
}

/// A group before the split.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct AllocationGroup {
    /// The group's name.
    pub label: String,
    /// Its rate now; `None` where it is not known exactly.
    pub rate: Option<f64>,
}

/// One method and what it gives, or why it gives nothing.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct AllocationRow {
    /// The method in words.
    pub label: String,
    /// One a group; empty where the method was refused.
    pub cells: Vec<AllocationCell>,
    /// Children whom capacities turned away.
    pub unallocated: u64,
    /// Why the method cannot split this total, if it cannot.
    pub refused: Option<String>,
}

/// What one group gets.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct AllocationCell {
    /// Children allocated; `None` where the group's counts are ranges.
    pub children: Option<u64>,
    /// The rate with them; `None` where it is not known exactly.
    pub rate: Option<f64>,
}

impl AllocationFigure {
    fn signed(&self, children: u64) -> String {
        let sign = match (children, self.fewer) {
            (0, _) => "",
            (_, true) => "−",
            (_, false) => "+",
        };
        format!("{sign}{}", count(children))
    }

    fn ticks(&self, most: usize) -> Ticks {
        let now = self.groups.iter().filter_map(|g| g.rate);
        let after = self.methods.iter().flat_map(|m| &m.cells);
        let all = now.chain(after.filter_map(|c| c.rate)).chain(self.goal);
        let (low, high) = extent(all).unwrap_or((0.0, 1.0));
        Ticks::covering(low, high, most, self.unit)
    }

    /// Methods often differ by less than the axis' steps, so percentages have a decimal at least.
    fn decimals(&self, ticks: &Ticks) -> usize {
        let least = usize::from(self.unit == Unit::Percent);
        self.unit.decimals(ticks.step).max(least)
    }

    /// Lowest to highest of the rates, in words: "at least" where a rate is not known. `None` where fewer
    /// than two are.
    fn spread(&self, rates: &[Option<f64>], decimals: usize) -> Option<String> {
        let known: Vec<f64> = rates.iter().copied().flatten().collect();
        let (low, high) = extent(known.iter().copied())?;
        let least = if known.len() < rates.len() {
            "at least "
        } else {
            ""
        };
        let distance = self.unit.distance(low, high, decimals);
        (known.len() > 1).then(|| format!("{least}{distance}"))
    }

    /// "highest less lowest: 15.0 pp, now 30.0 pp; 40 children not allocated".
    fn result(&self, method: &AllocationRow, decimals: usize) -> String {
        let now: Vec<_> = self.groups.iter().map(|g| g.rate).collect();
        let after: Vec<_> = method.cells.iter().map(|c| c.rate).collect();
        let (now, after) = (self.spread(&now, decimals), self.spread(&after, decimals));
        let gap = match (after, now) {
            (Some(after), Some(now)) => format!("highest less lowest: {after}, now {now}"),
            _ => "no two rates to compare".to_string(),
        };
        if method.unallocated == 0 {
            return gap;
        }
        format!(
            "{gap}; {} {} not allocated",
            count(method.unallocated),
            or(&self.people, "children")
        )
    }

    pub(super) fn describe(&self) -> String {
        let decimals = self.decimals(&self.ticks(6));
        let method = |m: &AllocationRow| {
            let label = or(&m.label, "(no name)");
            if let Some(why) = &m.refused {
                return format!("{label}: not possible, {why}");
            }
            let cell = |(g, c): (&AllocationGroup, &AllocationCell)| {
                let children = c
                    .children
                    .map_or_else(|| "not split".to_string(), |n| self.signed(n));
                let rate = c
                    .rate
                    .map(|r| format!(" to {}", self.unit.show(r, decimals)));
                let group = or(&g.label, "(no name)");
                format!("{group} {children}{}", rate.unwrap_or_default())
            };
            let cells: Vec<String> = self.groups.iter().zip(&m.cells).map(cell).collect();
            format!(
                "{label}: {} ({})",
                cells.join(", "),
                self.result(m, decimals)
            )
        };
        format!(
            "{}: {} ways to split {}. {}.",
            self.axis,
            count(self.methods.len() as u64),
            or(&self.people, "children"),
            self.methods
                .iter()
                .map(method)
                .collect::<Vec<_>>()
                .join("; ")
        )
    }

    fn check(&self) -> Result<()> {
        for (i, group) in self.groups.iter().enumerate() {
            if let Some(rate) = group.rate {
                self.unit
                    .check(rate, || format!("groups[{i}] ({})", clean(&group.label)))?;
            }
        }
        for (i, method) in self.methods.iter().enumerate() {
            let place = || format!("methods[{i}] ({})", clean(&method.label));
            let cells = method.cells.len();
            if method.refused.is_some() && cells > 0 {
                return inconsistent(
                    place(),
                    "the method is refused and has cells",
                    "Leave the cells of a refused method out",
                );
            }
            if method.refused.is_none() && cells != self.groups.len() {
                return inconsistent(
                    place(),
                    format!("{cells} cells for {} groups", self.groups.len()),
                    "Give one cell a group, in the order of the groups",
                );
            }
            for (j, cell) in method.cells.iter().enumerate() {
                if let Some(rate) = cell.rate {
                    self.unit
                        .check(rate, || format!("{}.cells[{j}]", place()))?;
                }
            }
        }
        match self.goal {
            Some(goal) => self.unit.check(goal, || "goal".to_string()).map(drop),
            None => Ok(()),
        }
    }

    /// Groups that are drawn and groups that are not, each in input order; the same in every method, so that
    /// methods can be compared.
    fn shown(&self) -> (Vec<usize>, Vec<usize>) {
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        let most = |i: &usize| {
            let cells = self.methods.iter().filter_map(|m| m.cells.get(*i));
            cells.filter_map(|c| c.children).max()
        };
        // The sort is stable: equal numbers stay in input order.
        order.sort_by_key(|i| std::cmp::Reverse(most(i)));
        let mut rest = order.split_off(order.len().min(MOST_GROUPS));
        order.sort_unstable();
        rest.sort_unstable();
        (order, rest)
    }

    /// "60 more groups together: +123; 4 of them not split."
    fn folded(&self, method: &AllocationRow, rest: &[usize]) -> String {
        let cells = || rest.iter().filter_map(|&i| method.cells.get(i));
        let children = (cells().filter_map(|c| c.children)).fold(0, u64::saturating_add);
        let open = cells().filter(|c| c.children.is_none()).count();
        let open = match open {
            0 => String::new(),
            open => format!("; {} of them not split", count(open as u64)),
        };
        let groups = if rest.len() == 1 { "group" } else { "groups" };
        format!(
            "{} more {groups} together: {}{open}.",
            count(rest.len() as u64),
            self.signed(children)
        )
    }

    fn words(&self, group: &AllocationGroup, cell: AllocationCell, decimals: usize) -> RowWords {
        let words = match (cell.children, cell.rate) {
            (Some(n), Some(rate)) => {
                format!("{} → {}", self.signed(n), self.unit.show(rate, decimals))
            }
            (Some(n), None) => self.signed(n),
            (None, _) => "not split".to_string(),
        };
        RowWords {
            label: group.label.clone(),
            words,
            ..RowWords::default()
        }
    }

    pub(super) fn draw(&self, page: &mut Page) -> Result<Vec<String>> {
        self.check()?;
        // A refusal is worth showing even where no method could split anything.
        let refused = self.methods.iter().any(|m| m.refused.is_some());
        if self.groups.is_empty() && !refused || self.methods.is_empty() {
            page.nothing("No allocation to show.")?;
            return Ok(vec![]);
        }
        page.paragraph(&self.axis, Type::regular(BODY), 3, true)?;
        page.skip(4.0);
        page.legend(&self.legend())?;
        let ticks = self.ticks(Rows::most_ticks(page));
        let decimals = self.decimals(&ticks);
        let (shown, rest) = self.shown();
        let words: Vec<Vec<RowWords>> = self
            .methods
            .iter()
            .map(|m| {
                let cells = shown.iter().filter_map(|&i| Some((i, m.cells.get(i)?)));
                cells
                    .map(|(i, c)| self.words(&self.groups[i], *c, decimals))
                    .collect()
            })
            .collect();
        let rows = Rows::new(page, words.iter().flatten(), ticks, self.unit, 0.0)?;
        let last = self.methods.iter().rposition(|m| m.refused.is_none());
        for (i, (method, words)) in self.methods.iter().zip(&words).enumerate() {
            page.skip(10.0);
            let label = or(&clean(&method.label), "(no name)");
            page.paragraph(&label, Type::bold(BODY), 3, false)?;
            if let Some(why) = &method.refused {
                draw_refusal(page, &rows, why)?;
                continue;
            }
            page.paragraph(&self.result(method, decimals), NOTE, 2, true)?;
            let (grid_at, top) = (page.scene.marks.len(), page.y);
            for (&i, words) in shown.iter().zip(words) {
                let y = rows.row(page, words)?;
                draw_cell(
                    page,
                    &rows,
                    self.groups[i].rate,
                    method.cells[i],
                    (y, words),
                );
            }
            let mut under = vec![rows.grid(top, page.y)];
            if let Some(goal) = self.goal {
                under.push(Mark::Segments {
                    lines: vec![rows.upright(goal, top, page.y)],
                    stroke: Stroke::dashed(LINE, MEDIUM),
                });
            }
            page.scene.marks.splice(grid_at..grid_at, under);
            if last == Some(i) {
                rows.axis(page)?;
            }
            if !rest.is_empty() {
                page.paragraph(&self.folded(method, &rest), NOTE, 2, true)?;
            }
        }
        Ok(vec![])
    }

    fn legend(&self) -> Vec<Entry> {
        let cells = || self.methods.iter().flat_map(|m| &m.cells);
        let mut entries = vec![
            Entry::new("rate now", |at| vec![ring(at, 5.0)]),
            Entry::new(
                format!("rate with the {} allocated", or(&self.people, "children")),
                |at| vec![disc(at, 5.5)],
            ),
        ];
        if let Some(goal) = self.goal {
            let decimals = self.decimals(&self.ticks(6));
            entries.push(Entry::new(
                format!("goal {}", self.unit.show(goal, decimals)),
                line_key(Stroke::dashed(LINE, MEDIUM)),
            ));
        }
        if cells().any(|c| c.rate.is_none()) || self.methods.iter().any(|m| m.refused.is_some()) {
            entries.push(Entry::new("no number to show", hatching_key));
        }
        entries
    }
}

fn draw_cell(
    page: &mut Page,
    rows: &Rows,
    now: Option<f64>,
    cell: AllocationCell,
    (y, words): (f64, &RowWords),
) {
    let (Some(now), Some(after)) = (now, cell.rate) else {
        let (start, end) = (rows.scale.start, rows.scale.end);
        page.scene.push(hatching(band(start, end, y, 6.0)));
        return;
    };
    let (from, to) = (rows.at(now), rows.at(after));
    let way = Mark::Segments {
        lines: vec![[(from, y), (to, y)]],
        stroke: Stroke::solid(MAIN, THICK),
    };
    let marks = if now == after {
        // The ring alone around the disc: nothing changes.
        vec![ring((from, y), 7.0), disc((to, y), 4.0)]
    } else {
        vec![way, ring((from, y), 5.0), disc((to, y), 5.5)]
    };
    page.scene.push(Mark::Named {
        name: format!(
            "{}: {} now, {}",
            clean(&words.label),
            rows.show(now),
            words.words
        ),
        marks,
    });
}

/// A hatched band with the reason, where a method gives nothing.
fn draw_refusal(page: &mut Page, rows: &Rows, why: &str) -> Result<()> {
    let why = format!("not possible: {}", or(&clean(why), "no reason given"));
    let room = page.inner_width() - 24.0;
    let lines = NOTE.wrap(&why, room, 3)?;
    let height = lines.len() as f64 * NOTE.leading() + 8.0;
    let top = page.y + 4.0;
    let area = Rect {
        x0: MARGIN,
        y0: top,
        x1: page.right(),
        y1: top + height,
    };
    page.scene.push(hatching(area));
    for (i, line) in lines.iter().enumerate() {
        let middle = top + 4.0 + (i as f64 + 0.5) * NOTE.leading();
        let x = f64::midpoint(rows.scale.start, rows.scale.end);
        let at = (x, below(middle, NOTE));
        let text = Text::new(line, at, NOTE).anchor(Anchor::Middle);
        let text = centred_within(text, MARGIN + 4.0, page.right() - 4.0)?;
        words_on_paper(&mut page.scene, text)?;
    }
    page.y = area.y1 + 4.0;
    Ok(())
}
