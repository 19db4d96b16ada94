//! Two-mode tables at random: every partner attends as many meetings as here, every meeting has as many
//! partners, and cells that cannot hold an attendance stay empty.
//!
//! A Markov chain of two kinds of steps. In a *trade* (the curveball of Strona et al. 2014; Godard & Neal 2022)
//! two partners put the meetings that only one of them attended, and that both could have attended, into a pot
//! and draw as many as they gave back. With structural zeros (not yet a member, not invited) trades do not
//! always reach every table, so one step in [`CYCLE_EVERY`] of a table with zeros walks an alternating cycle
//! of any length: leave a meeting, somebody else joins it and leaves another, and so on until the walk meets
//! a partner or a meeting again, which closes a cycle. Any two tables with the same margins and zeros differ
//! by such cycles, so all of them are reached. A step and its reverse are equally likely, so all are equally
//! likely in the long run. Zeros also hold trades up, so a chain with zeros is longer: see [`Curveball::new`].

mod table;
#[cfg(test)]
mod tests;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

pub use table::Table;

use super::draws::{Null, refit, stream};
use crate::{Control, Error};

/// One step in so many walks a cycle, where there are structural zeros.
const CYCLE_EVERY: u32 = 2;

/// Least ones for which the length of a chain with structural zeros is reckoned: in a small table most steps
/// are refused, and they cost next to nothing.
const FEWEST_ONES: u64 = 100;

/// Random tables with the margins and structural zeros of one table.
///
/// Every draw starts from one table halfway, which the chain has reached from the observed one; so the
/// observed table and the draws are exchangeable and p = (1 + count)/(1 + draws) holds its level for any
/// number of steps (the parallel method of Besag & Clifford 1989, Biometrika 76, 633-642).
#[derive(Debug, Clone)]
pub struct Curveball {
    halfway: Table,
    steps: u64,
    seed: u64,
    chain: Chain,
}

/// What the steps need to know beside the table itself.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    /// Cells that may hold a one; `None`: all.
    possible: Option<Table>,
    /// Rows that could join each column, those in it included; empty without structural zeros.
    rows_of: Vec<Vec<u32>>,
    /// How many of them are not in it, which no step changes.
    free: Vec<usize>,
}

impl Curveball {
    /// Prepares draws with the margins of `table` that leave the cells `impossible` empty.
    /// `steps_per_row` is the length of the chain: 5 is usual (Strona et al. 2014), each row taking part in
    /// ten trades on average. O(`steps_per_row` · rows · columns / 64) and as much for each draw.
    ///
    /// With impossible cells the chain takes as many steps for each one of the table, and for 100 at least, so
    /// that draws forget the table halfway, from which all of them start. The length depends on the margins
    /// alone, which every draw shares. O(`steps_per_row` · ones · columns / 64) for each draw.
    ///
    /// # Errors
    /// [`Error::BadOption`] for an impossible cell that holds a one or lies outside the table;
    /// [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::Control;
    /// use commonweal_network::nulls::curveball::{Curveball, Table};
    /// // Three partners, three meetings; partner 2 had not joined when meeting 0 was held.
    /// let attended = Table::new(3, 3, &[(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)])?;
    /// let null = Curveball::new(&attended, &[(2, 0)], 5, 1, &Control::new())?;
    /// let drawn = null.table(0, &Control::new())?;
    /// assert_eq!(drawn.row_sums(), attended.row_sums());
    /// assert_eq!(drawn.column_sums(), attended.column_sums());
    /// assert!(!drawn.has(2, 0));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn new(
        table: &Table,
        impossible: &[(u32, u32)],
        steps_per_row: u64,
        seed: u64,
        control: &Control,
    ) -> Result<Self, Error> {
        let chain = Chain::new(table, impossible)?;
        let ones = table.row_sums().iter().map(|&sum| u64::from(sum)).sum();
        let steps = steps_per_row.saturating_mul(chain.unit(table.rows() as u64, ones));
        let mut halfway = table.clone();
        // The last stream of the seed: draws count from 0.
        chain.run(&mut halfway, steps, &mut stream(seed, u64::MAX), control)?;
        Ok(Self {
            halfway,
            steps,
            seed,
            chain,
        })
    }

    /// The table of draw number `draw`.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub fn table(&self, draw: u64, control: &Control) -> Result<Table, Error> {
        let mut table = self.blank();
        self.draw(&mut stream(self.seed, draw), control, &mut table)?;
        Ok(table)
    }

    /// A number or more of each of `draws` tables, in their order; parallel, and the same for any number of
    /// threads. Draw `k` is [`Curveball::table`] of `k`.
    ///
    /// # Errors
    /// An error of `statistic`; [`Error::Stopped`].
    pub fn sample<T: Send>(
        &self,
        draws: u64,
        control: &Control,
        statistic: impl Fn(&Table) -> Result<T, Error> + Sync,
    ) -> Result<Vec<T>, Error> {
        refit(
            self,
            draws,
            self.seed,
            control,
            || (),
            |table, ()| statistic(table),
        )
    }
}

impl Null for Curveball {
    type Draw = Table;

    fn blank(&self) -> Table {
        self.halfway.clone()
    }

    fn draw(
        &self,
        chance: &mut ChaCha8Rng,
        control: &Control,
        into: &mut Table,
    ) -> Result<(), Error> {
        into.copy_from(&self.halfway);
        self.chain.run(into, self.steps, chance, control)?;
        Ok(())
    }
}

impl Chain {
    pub(super) fn new(table: &Table, impossible: &[(u32, u32)]) -> Result<Self, Error> {
        let (rows, columns) = (table.rows(), table.columns());
        let within = |&(i, x): &(u32, u32)| (i as usize) < rows && (x as usize) < columns;
        let bad = impossible
            .iter()
            .find(|c| !within(c) || table.has(c.0, c.1));
        if let Some((i, x)) = bad {
            return Err(Error::BadOption {
                option: "impossible",
                found: format!("cell ({i}, {x})"),
                expected: format!(
                    "cells of a table of {rows} × {columns} in which nothing was observed"
                ),
            });
        }
        if impossible.is_empty() {
            return Ok(Self {
                possible: None,
                rows_of: Vec::new(),
                free: Vec::new(),
            });
        }
        let mut possible = Table::full(rows, columns);
        for &(i, x) in impossible {
            possible.clear(i, x);
        }
        let rows_of: Vec<Vec<u32>> = (0..columns as u32)
            .map(|x| (0..rows as u32).filter(|&i| possible.has(i, x)).collect())
            .collect();
        let sums = table.column_sums();
        let free = rows_of.iter().zip(sums).map(|(r, s)| r.len() - s as usize);
        Ok(Self {
            free: free.collect(),
            possible: Some(possible),
            rows_of,
        })
    }

    /// What the length of the chain is a multiple of.
    fn unit(&self, rows: u64, ones: u64) -> u64 {
        if self.possible.is_none() {
            rows
        } else {
            rows.max(ones).max(FEWEST_ONES)
        }
    }

    /// Takes steps; how many changed the table.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub(super) fn run(
        &self,
        table: &mut Table,
        steps: u64,
        chance: &mut ChaCha8Rng,
        control: &Control,
    ) -> Result<u64, Error> {
        let rows = table.rows() as u32;
        if rows < 2 {
            return Ok(0);
        }
        let mut cycle = Cycle::default();
        let mut changed = 0;
        for step in 0..steps {
            if step % 1024 == 0 {
                control.check()?;
            }
            let first = chance.random_range(0..rows);
            let walks = self.possible.is_some() && chance.random_range(0..CYCLE_EVERY) == 0;
            changed += u64::from(if walks {
                self.walk(table, first, &mut cycle, chance)
            } else {
                let second = chance.random_range(0..rows - 1);
                let second = second + u32::from(second >= first);
                self.trade(table, first, second, chance)
            });
        }
        Ok(changed)
    }

    /// The columns that only one of two rows holds, and both can hold, are dealt out anew.
    fn trade(&self, table: &mut Table, a: u32, b: u32, chance: &mut ChaCha8Rng) -> bool {
        let (row_a, row_b) = table.two_rows(a, b);
        let open = |w: usize| {
            let of = |possible: &Table| possible.row(a)[w] & possible.row(b)[w];
            self.possible.as_ref().map_or(u64::MAX, of)
        };
        let (mut pot, mut given) = (0, 0);
        for (w, (&x, &y)) in row_a.iter().zip(row_b.iter()).enumerate() {
            pot += ((x ^ y) & open(w)).count_ones();
            given += (x & !y & open(w)).count_ones();
        }
        if given == 0 || given == pot {
            return false;
        }
        let mut changed = false;
        for w in 0..row_a.len() {
            let here = (row_a[w] ^ row_b[w]) & open(w);
            let (mut left, mut drawn) = (here, 0);
            while left != 0 {
                let bit = left & left.wrapping_neg();
                left ^= bit;
                // Selection sampling: `given` of the `pot` left go to the first row (Knuth 3.4.2, S).
                if chance.random_range(0..pot) < given {
                    drawn |= bit;
                    given -= 1;
                }
                pot -= 1;
            }
            changed |= row_a[w] & here != drawn;
            row_a[w] = (row_a[w] & !here) | drawn;
            row_b[w] = (row_b[w] & !here) | (here & !drawn);
        }
        changed
    }

    /// An alternating cycle: the walk from `first` until it meets a row or a column again. What it walked
    /// before the cycle stays as it was.
    ///
    /// A row leaves one of its columns, each with the same chance; a possible row without it joins, each with
    /// the same chance. Row sums and the number of rows that could join a column never change, and the way to
    /// the cycle can be walked after the change as before it, so a cycle and its reverse have the same chance.
    fn walk(
        &self,
        table: &mut Table,
        first: u32,
        cycle: &mut Cycle,
        chance: &mut ChaCha8Rng,
    ) -> bool {
        let Cycle { rows, columns } = cycle;
        rows.clear();
        columns.clear();
        let mut row = first;
        let begin = loop {
            let Some(column) = table.random_one(row, chance) else {
                return false;
            };
            if self.free[column as usize] == 0 {
                return false;
            }
            rows.push(row);
            if let Some(k) = columns.iter().position(|&x| x == column) {
                // The row that joined it first may join it from here as well.
                columns.push(column);
                break k + 1;
            }
            columns.push(column);
            let able = &self.rows_of[column as usize];
            row = loop {
                let row = able[chance.random_range(0..able.len() as u32) as usize];
                if !table.has(row, column) {
                    break row;
                }
            };
            if let Some(k) = rows.iter().position(|&r| r == row) {
                break k;
            }
        };
        let (rows, columns) = (&rows[begin..], &columns[begin..]);
        for (k, (&row, &column)) in rows.iter().zip(columns).enumerate() {
            table.clear(row, column);
            table.set(rows[(k + 1) % rows.len()], column);
        }
        true
    }
}

/// The way of a walk: row k leaves column k, and row k + 1 joins it.
#[derive(Default)]
struct Cycle {
    rows: Vec<u32>,
    columns: Vec<u32>,
}
