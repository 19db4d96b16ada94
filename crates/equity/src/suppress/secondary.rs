//! Secondary suppression: what else is hidden, so that subtraction gives no hidden cell away.

use super::{Disclosure, HideReason, PrimaryRule};
use crate::GroupCount;

/// Why each group may not be shown beside the others and a total; `None` for those that may. O(groups²).
///
/// Groups that tell about single children by themselves are hidden, and then the smallest others until
/// the total less the shown groups is itself a crowd that may be shown. When that cannot be had, all are.
///
/// ```
/// use commonweal_equity::{suppressed, GroupCount, GroupKey, PrimaryRule};
/// let cells = [("A", 40, 30), ("B", 7, 3), ("C", 60, 20)]
///     .map(|(name, n, s)| GroupCount::new(GroupKey::of("race", name), n, s).unwrap());
/// let why = suppressed(&cells, PrimaryRule::default());
/// // The total less A and C would be B, so A goes with it.
/// assert_eq!(why[1].as_deref(), Some("not shown: fewer than 10 children"));
/// assert_eq!(why[0].as_deref(), Some("not shown: would give a smaller group away by subtraction"));
/// assert_eq!(why[2], None);
/// ```
pub fn suppressed(counts: &[GroupCount], rule: PrimaryRule) -> Vec<Option<String>> {
    let mut hidden: Vec<Option<String>> = counts
        .iter()
        .map(|count| match rule.decide(count) {
            Disclosure::Show => None,
            Disclosure::Hide(_) if count.n().high().is_none() => {
                Some("not shown: its number of children is not known".to_owned())
            }
            Disclosure::Hide(HideReason::FewChildren { min_n }) => {
                Some(format!("not shown: fewer than {min_n} children"))
            }
            Disclosure::Hide(_) => {
                Some("not shown: the rate would tell the outcome of every child".to_owned())
            }
        })
        .collect();
    // An empty group covers nobody, so hiding it protects nobody.
    let mut next: Vec<usize> = (0..counts.len())
        .filter(|&i| hidden[i].is_none() && counts[i].n().high() != Some(0))
        .collect();
    next.sort_by_key(|&i| std::cmp::Reverse((counts[i].n().low(), i)));
    while !rule.total_is_safe(
        counts
            .iter()
            .zip(&hidden)
            .filter(|(_, why)| why.is_some())
            .map(|(count, _)| count),
    ) {
        let Some(smallest) = next.pop() else { break };
        hidden[smallest] =
            Some("not shown: would give a smaller group away by subtraction".to_owned());
    }
    hidden
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::GroupKey;

    fn counts(cells: &[(u64, u64)]) -> Vec<GroupCount> {
        let key = |i: usize| GroupKey::of("race", format!("g{i}"));
        let cells = cells.iter().enumerate();
        cells
            .map(|(i, &(n, k))| GroupCount::new(key(i), n, k).unwrap())
            .collect()
    }

    fn shown(cells: &[(u64, u64)]) -> Vec<bool> {
        let why = suppressed(&counts(cells), PrimaryRule::default());
        why.iter().map(Option::is_none).collect()
    }

    #[test]
    fn hidden_groups_stand_in_a_crowd() {
        assert_eq!(shown(&[(40, 30), (60, 20)]), [true, true]);
        // 7 alone would be the total less the others: the next smallest goes too, and 47 are a crowd.
        assert_eq!(shown(&[(40, 30), (7, 3), (60, 20)]), [false, false, true]);
        // 5 + 6 are 11, but all 11 reach it: hiding their sum needs one more.
        assert_eq!(
            shown(&[(40, 30), (5, 5), (60, 20), (6, 6)]),
            [false, false, true, false]
        );
        // An empty group is no company.
        assert_eq!(
            shown(&[(0, 0), (300, 300), (60, 20), (50, 20)]),
            [true, false, true, false]
        );
        assert_eq!(shown(&[(7, 3)]), [false]);
        assert_eq!(shown(&[]), [true; 0]);
    }

    proptest! {
        /// Oracle: what a reader finds by subtracting the shown groups from the total.
        #[test]
        fn subtraction_gives_nobody_away(
            cells in prop::collection::vec((0_u64..60).prop_flat_map(|n| (Just(n), 0..=n)), 0..9),
        ) {
            let shown = shown(&cells);
            let of = |wanted: bool| cells.iter().zip(&shown).filter(move |(cell, shown)| **shown == wanted && cell.0 > 0);
            for (&(n, k), _) in of(true) {
                prop_assert!(n >= 10 && k > 0 && k < n);
            }
            let rest: Vec<(u64, u64)> = of(false).map(|(cell, _)| *cell).collect();
            let (n, k) = rest.iter().fold((0, 0), |sum, cell| (sum.0 + cell.0, sum.1 + cell.1));
            let nobody_else = of(true).next().is_none();
            let crowd = rest.len() >= 2 && n >= 10 && k > 0 && k < n;
            prop_assert!(rest.is_empty() || nobody_else || crowd, "{rest:?} of {cells:?}");
            // And no more than needed: without a group to protect nothing is hidden.
            let sensitive = cells.iter().any(|&(n, k)| n > 0 && (n < 10 || k == 0 || k == n));
            prop_assert!(sensitive || rest.is_empty());
        }
    }
}
