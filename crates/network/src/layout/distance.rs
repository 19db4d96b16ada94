//! A component under its own numbers, and steps between its partners.

use ndarray::Array2;

use crate::network::csr::Csr;
use crate::reduce::fill_blocks;
use crate::{Control, Error};

/// One component of an undirected network, its members numbered from 0.
pub(super) struct Part {
    pub(super) rows: Csr,
}

impl Part {
    /// The part of `rows` among `members`, which must be ascending and a whole component.
    pub(super) fn new(rows: &Csr, members: &[u32]) -> Self {
        let mut offsets = vec![0];
        let mut targets = Vec::new();
        for &i in members {
            let numbers = rows
                .row(i)
                .iter()
                .filter_map(|j| members.binary_search(j).ok());
            targets.extend(numbers.map(|j| j as u32));
            offsets.push(targets.len() as u64);
        }
        Self {
            rows: Csr::from_parts(offsets, targets, None),
        }
    }

    pub(super) fn n(&self) -> usize {
        self.rows.n()
    }

    /// Steps from `source` to everyone, written to `steps`; `queue` is scratch.
    pub(super) fn steps(&self, source: u32, steps: &mut [f64], queue: &mut Vec<u32>) {
        steps.fill(f64::NAN);
        steps[source as usize] = 0.0;
        queue.clear();
        queue.push(source);
        let mut next = 0;
        while let Some(&v) = queue.get(next) {
            next += 1;
            let farther = steps[v as usize] + 1.0;
            for &u in self.rows.row(v) {
                if steps[u as usize].is_nan() {
                    steps[u as usize] = farther;
                    queue.push(u);
                }
            }
        }
    }

    /// Steps between all pairs, n × n. O(n m), parallel over sources.
    pub(super) fn all_steps(&self, control: &Control) -> Result<Array2<f64>, Error> {
        let n = self.n();
        let mut steps = Array2::zeros((n, n));
        if let Some(flat) = steps.as_slice_mut() {
            fill_blocks(flat, n, control, |start, row| {
                self.steps((start / n) as u32, row, &mut Vec::new());
                Ok(())
            })?;
        }
        Ok(steps)
    }
}
