//! Primary suppression: cells that would tell about single children by themselves.

use serde::Serialize;

use crate::words::plural;
use crate::{GroupCount, GroupKey};

/// When a cell is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct PrimaryRule {
    /// Cells with at least one and fewer than `min_n` children are hidden. Default 10; minimum sizes from
    /// 5 to 30 are in use in the United States, 10 most often (NCES 2011-603).
    pub min_n: u64,
    /// Whether a cell in which no child or every child reaches the outcome is hidden, whatever its size:
    /// such a rate tells the outcome of every member. Default true.
    pub hide_all_or_none: bool,
}

impl Default for PrimaryRule {
    fn default() -> Self {
        Self {
            min_n: Self::MIN_N,
            hide_all_or_none: true,
        }
    }
}

/// Why a cell is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
#[non_exhaustive]
pub enum HideReason {
    /// It has, or may have, fewer children than the minimum.
    FewChildren {
        /// The minimum.
        min_n: u64,
    },
    /// None or all of its children reach the outcome.
    AllOrNone,
}

/// Whether a cell may be shown. A hidden cell hides everything computed from it: rate, gap, children needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "disclosure", rename_all = "snake_case")]
pub enum Disclosure {
    /// It may be shown.
    Show,
    /// It may not.
    Hide(HideReason),
}

/// The decision for a set of cells that are shown together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Protection {
    /// The rule used.
    pub rule: PrimaryRule,
    /// One per cell, in input order.
    pub cells: Vec<Disclosure>,
    /// How many are hidden.
    pub hidden: usize,
    /// Whether a total of all cells may stand beside the shown ones ([`PrimaryRule::total_is_safe`]).
    /// Everyone else's rate and the overall rate count as totals. Passing this test is necessary, not
    /// sufficient: several tables of the same children can still be solved against each other.
    pub total_is_safe: bool,
}

impl PrimaryRule {
    /// Fewest children of a cell that is shown, where nothing else is asked for.
    pub const MIN_N: u64 = 10;

    /// Decides about one cell. An empty cell is about nobody and may be shown; a cell whose size is a range
    /// is hidden when it may be too small.
    pub fn decide(&self, cell: &GroupCount) -> Disclosure {
        let (n, successes) = (cell.n(), cell.successes());
        if n.high() == Some(0) {
            return Disclosure::Show;
        }
        if n.low() < self.min_n {
            return Disclosure::Hide(HideReason::FewChildren { min_n: self.min_n });
        }
        let none = successes.high() == Some(0);
        let all = n.value().is_some() && n.value() == successes.value();
        if self.hide_all_or_none && (none || all) {
            return Disclosure::Hide(HideReason::AllOrNone);
        }
        Disclosure::Show
    }

    /// Whether a total may stand beside the shown cells, given the hidden ones. What subtraction leaves is
    /// their sum: nothing is hidden, or at least two cells with children are and their sum could itself be
    /// shown (it is known to have at least `min_n` children, and not all or none of them reach the outcome).
    pub fn total_is_safe<'a>(&self, hidden: impl IntoIterator<Item = &'a GroupCount>) -> bool {
        let hidden: Vec<&GroupCount> = hidden
            .into_iter()
            .filter(|cell| cell.n().high() != Some(0))
            .collect();
        let n = hidden.iter().map(|cell| cell.n()).sum();
        let successes = hidden.iter().map(|cell| cell.successes()).sum();
        match hidden.len() {
            0 => true,
            1 => false,
            _ => GroupCount::from_counts(GroupKey::everyone(), n, successes)
                .is_ok_and(|sum| self.decide(&sum) == Disclosure::Show),
        }
    }
}

/// Decides which cells may be shown together. Cost: O(cells).
///
/// ```
/// use commonweal_equity::{protect, GroupCount, GroupKey, PrimaryRule};
/// let cells = [("A", 40, 30), ("B", 7, 3), ("C", 60, 20)]
///     .map(|(name, n, s)| GroupCount::new(GroupKey::of("race", name), n, s).unwrap());
/// let found = protect(&cells, PrimaryRule::default());
/// assert_eq!(found.hidden, 1);
/// assert!(!found.total_is_safe); // 107 − 40 − 60 would give B away
/// ```
pub fn protect(cells: &[GroupCount], rule: PrimaryRule) -> Protection {
    let decisions: Vec<Disclosure> = cells.iter().map(|cell| rule.decide(cell)).collect();
    let hidden = cells
        .iter()
        .zip(&decisions)
        .filter(|(_, decision)| **decision != Disclosure::Show)
        .map(|(cell, _)| cell);
    let total_is_safe = rule.total_is_safe(hidden.clone());
    Protection {
        rule,
        hidden: hidden.count(),
        total_is_safe,
        cells: decisions,
    }
}

impl Protection {
    /// What was hidden, in one plain sentence.
    pub fn sentence(&self) -> String {
        let total = if self.total_is_safe {
            "A total may stand beside the others."
        } else {
            "A total beside the others would give the hidden cells away: leave it out, or merge cells."
        };
        match self.hidden {
            0 => "No cell is hidden.".to_owned(),
            hidden => format!(
                "{} of {} hidden to protect children (fewer than {}{}). {total}",
                hidden,
                plural(self.cells.len(), "cell"),
                self.rule.min_n,
                if self.rule.hide_all_or_none {
                    ", or all or none reach the outcome"
                } else {
                    ""
                }
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Censoring, Count};

    fn cell(name: &str, n: u64, s: u64) -> GroupCount {
        GroupCount::new(GroupKey::of("race", name), n, s).unwrap()
    }

    #[test]
    fn the_threshold_is_fewer_than() {
        let rule = PrimaryRule::default();
        assert_eq!(rule.decide(&cell("A", 10, 5)), Disclosure::Show);
        assert_eq!(
            rule.decide(&cell("A", 9, 5)),
            Disclosure::Hide(HideReason::FewChildren { min_n: 10 })
        );
        assert_eq!(rule.decide(&cell("A", 0, 0)), Disclosure::Show);
    }

    #[test]
    fn a_rate_of_all_or_none_tells_on_everybody() {
        let rule = PrimaryRule::default();
        for s in [0, 300] {
            assert_eq!(
                rule.decide(&cell("A", 300, s)),
                Disclosure::Hide(HideReason::AllOrNone)
            );
            let lenient = PrimaryRule {
                hide_all_or_none: false,
                ..rule
            };
            assert_eq!(lenient.decide(&cell("A", 300, s)), Disclosure::Show);
        }
        assert_eq!(rule.decide(&cell("A", 300, 299)), Disclosure::Show);
    }

    #[test]
    fn a_cell_that_may_be_small_is_hidden() {
        let unknown = Count::unknown(Censoring::Suppressed);
        let hidden = GroupCount::from_counts(GroupKey::of("race", "A"), unknown, unknown).unwrap();
        let few = Disclosure::Hide(HideReason::FewChildren { min_n: 10 });
        assert_eq!(PrimaryRule::default().decide(&hidden), few);
    }

    #[test]
    fn totals_are_safe_only_when_subtraction_leaves_a_crowd() {
        let rule = PrimaryRule::default();
        let safe = |cells: &[GroupCount]| protect(cells, rule).total_is_safe;
        assert!(safe(&[cell("A", 40, 30), cell("B", 60, 20)]));
        assert!(!safe(&[cell("A", 40, 30), cell("B", 7, 3)]));
        // 3 + 4 = 7 together are still fewer than 10; 5 + 6 = 11 are not.
        assert!(!safe(&[
            cell("A", 40, 30),
            cell("B", 3, 1),
            cell("C", 4, 1)
        ]));
        assert!(safe(&[cell("A", 40, 30), cell("B", 5, 1), cell("C", 6, 1)]));
        // Their sum would say that all 11 reach it; an empty cell is no company.
        assert!(!safe(&[
            cell("A", 40, 30),
            cell("B", 5, 5),
            cell("C", 6, 6)
        ]));
        assert!(!safe(&[
            cell("A", 40, 30),
            cell("B", 300, 300),
            cell("C", 0, 0)
        ]));
        assert_eq!(
            protect(&[cell("A", 40, 30), cell("B", 7, 3)], rule).sentence(),
            "1 of 2 cells hidden to protect children (fewer than 10, or all or none reach the outcome). A total beside the others would give the hidden cells away: leave it out, or merge cells."
        );
    }
}
