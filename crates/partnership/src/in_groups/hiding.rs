//! Which counts of partners may be told, and how the others are put into words.

use commonweal_equity::OverRepresentation;

use super::options::Hypothesis;
use super::{InGroupOptions, View};

/// Which cells of one table are hidden. A cell counts those on its two sides (with and without, agree and not);
/// both totals are public. O(cells²), for a handful of cells.
///
/// `by_itself` says which must be hidden whatever the others are, beside those that are not `safe`. Then the
/// smallest others are, until what subtraction leaves is the sum of at least two cells and is itself safe.
/// When that cannot be had, all are. Empty cells are about nobody.
pub(super) fn hidden(
    cells: &[[u64; 2]],
    by_itself: &[bool],
    safe: impl Fn([u64; 2]) -> bool,
) -> Vec<bool> {
    let size = |i: usize| cells[i][0] + cells[i][1];
    let hide = |(&cell, &hide): (&[u64; 2], &bool)| cell != [0, 0] && (hide || !safe(cell));
    let mut hidden: Vec<bool> = cells.iter().zip(by_itself).map(hide).collect();
    let mut next: Vec<usize> = (0..cells.len())
        .filter(|&i| !hidden[i] && size(i) > 0)
        .collect();
    next.sort_by_key(|&i| std::cmp::Reverse((size(i), i)));
    loop {
        let of = |side: usize| -> u64 {
            let open = cells.iter().zip(&hidden).filter(|(_, hidden)| **hidden);
            open.map(|(cell, _)| cell[side]).sum()
        };
        let count = hidden.iter().filter(|hidden| **hidden).count();
        if count == 0 || count > 1 && safe([of(0), of(1)]) {
            return hidden;
        }
        let Some(smallest) = next.pop() else {
            return hidden;
        };
        hidden[smallest] = true;
    }
}

/// Whether both sides of a count are large enough to be told.
pub(super) fn enough(cell: [u64; 2]) -> bool {
    cell.iter().all(|&count| count >= InGroupOptions::FEWEST)
}

/// A number of partners in words, or "fewer than 3".
pub(super) fn told(count: u64, view: View) -> String {
    match view {
        View::Shared if (1..InGroupOptions::FEWEST).contains(&count) => {
            format!("fewer than {} partners", InGroupOptions::FEWEST)
        }
        _ if count == 1 => "1 partner".to_owned(),
        _ => format!("{count} partners"),
    }
}

/// The hypotheses about single levels of one attribute, attribute by attribute: their counts add up.
fn levels(hypotheses: &[Hypothesis]) -> Vec<Vec<usize>> {
    let mut found: Vec<(&str, Vec<usize>)> = Vec::new();
    for (k, h) in hypotheses.iter().enumerate() {
        let [level] = h.levels.as_slice() else {
            continue;
        };
        match found.iter_mut().find(|(name, _)| *name == level.attribute) {
            Some((_, of)) => of.push(k),
            None => found.push((&level.attribute, vec![k])),
        }
    }
    found.into_iter().map(|(_, of)| of).collect()
}

/// Which hypotheses may tell how many of the whole have the label: at least three, and no level of which fewer
/// have it can be found from the others.
pub(super) fn margins_told(hypotheses: &[Hypothesis], view: View) -> Vec<bool> {
    if view == View::Backbone {
        return vec![true; hypotheses.len()];
    }
    let count = |h: &Hypothesis, has: bool| {
        h.has.iter().filter(|found| **found == Some(has)).count() as u64
    };
    let enough = |have: u64| have == 0 || have >= InGroupOptions::FEWEST;
    // How many labels are unknown is a count too: the known ones stand beside the number of all partners.
    let unknown = |h: &Hypothesis| h.has.iter().filter(|found| found.is_none()).count() as u64;
    let mut told: Vec<bool> = hypotheses
        .iter()
        .map(|h| enough(count(h, true)) && enough(unknown(h)))
        .collect();
    for of in levels(hypotheses) {
        let first = &hypotheses[of[0]];
        let mut have: Vec<u64> = of.iter().map(|&k| count(&hypotheses[k], true)).collect();
        let all = count(first, true) + count(first, false);
        have.push(all - have.iter().sum::<u64>());
        let cells: Vec<[u64; 2]> = have.iter().map(|&have| [have, have]).collect();
        let hide = hidden(&cells, &vec![false; cells.len()], |cell| enough(cell[0]));
        for (&k, hide) in of.iter().zip(hide) {
            told[k] &= !hide;
        }
    }
    for k in 0..hypotheses.len() {
        let apart = |j: usize| {
            enough(count(&hypotheses[j], true).saturating_sub(count(&hypotheses[k], true)))
        };
        let shown: Vec<usize> = parts(hypotheses, k).filter(|&j| told[j]).collect();
        told[k] &= shown.into_iter().all(apart);
    }
    told
}

/// The hypotheses that ask for some of the levels of `whole` only: "large" beside "large and executive".
fn parts(hypotheses: &[Hypothesis], whole: usize) -> impl Iterator<Item = usize> {
    let levels = &hypotheses[whole].levels;
    (0..hypotheses.len()).filter(move |&j| {
        let part = &hypotheses[j].levels;
        part.len() < levels.len() && part.iter().all(|level| levels.contains(level))
    })
}

/// Which hypotheses may tell how many of the set have the label. All four counts of a table must be large enough; the
/// levels of one attribute add up, so one hidden level takes another with it; and of "large and executive"
/// beside "large" the difference is a count too.
pub(super) fn open(
    hypotheses: &[Hypothesis],
    tests: &[OverRepresentation],
    view: View,
) -> Vec<bool> {
    if view == View::Backbone {
        return vec![true; hypotheses.len()];
    }
    // Members and others that have the label.
    let cell = |k: usize| {
        let ((with, _), (all_with, _)) = (tests[k].count.set(), tests[k].count.whole());
        [with, all_with - with]
    };
    let mut open: Vec<bool> = tests
        .iter()
        .map(|t| t.count.smallest_cell() >= InGroupOptions::FEWEST)
        .collect();
    for of in levels(hypotheses) {
        let mut cells: Vec<[u64; 2]> = of.iter().map(|&k| cell(k)).collect();
        let ((_, size), (_, all)) = (tests[of[0]].count.set(), tests[of[0]].count.whole());
        let sum = |side: usize| cells.iter().map(|cell| cell[side]).sum::<u64>();
        let rest = [size - sum(0), all - size - sum(1)];
        cells.push(rest);
        let mut by_itself: Vec<bool> = of.iter().map(|&k| !open[k]).collect();
        by_itself.push(false);
        let hide = hidden(&cells, &by_itself, enough);
        for (&k, hide) in of.iter().zip(hide) {
            open[k] &= !hide;
        }
    }
    for k in 0..hypotheses.len() {
        let apart = |j: usize| {
            let (part, both) = (cell(j), cell(k));
            enough([
                part[0].saturating_sub(both[0]),
                part[1].saturating_sub(both[1]),
            ])
        };
        let shown: Vec<usize> = parts(hypotheses, k).filter(|&j| open[j]).collect();
        open[k] &= shown.into_iter().all(apart);
    }
    open
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hide(cells: &[[u64; 2]]) -> Vec<bool> {
        hidden(cells, &vec![false; cells.len()], enough)
    }

    #[test]
    fn one_small_cell_takes_company() {
        assert_eq!(hide(&[[5, 9], [3, 12]]), [false, false]);
        // By hand: 2 alone would be the total less the others, so the smaller of the two others goes with it.
        assert_eq!(hide(&[[5, 9], [2, 12], [4, 4]]), [false, true, true]);
        assert_eq!(hide(&[[1, 1], [0, 0]]), [true, false]);
        assert_eq!(hide(&[]), [false; 0]);
        // Together 1 + 1 are still fewer than 3.
        assert_eq!(
            hide(&[[1, 9], [1, 9], [6, 9], [7, 20]]),
            [true, true, true, false]
        );
        // A cell that is hidden for a reason of its own takes company as well.
        assert_eq!(
            hidden(&[[5, 9], [3, 12], [4, 4]], &[true, false, false], enough),
            [true, false, true]
        );
    }

    #[test]
    fn small_numbers_are_put_into_words() {
        assert_eq!(told(0, View::Shared), "0 partners");
        assert_eq!(told(2, View::Shared), "fewer than 3 partners");
        assert_eq!(told(3, View::Shared), "3 partners");
        assert_eq!(told(1, View::Backbone), "1 partner");
    }

    proptest! {
        /// Oracle: what a reader finds by subtracting the shown cells from the totals.
        #[test]
        fn subtraction_gives_nobody_away(cells in prop::collection::vec([0_u64..9, 0_u64..9], 0..8)) {
            let found = hide(&cells);
            let rest: Vec<&[u64; 2]> = cells.iter().zip(&found)
                .filter(|(cell, hidden)| **hidden && **cell != [0, 0]).map(|(cell, _)| cell).collect();
            for (cell, _) in cells.iter().zip(&found).filter(|(cell, hidden)| !**hidden && **cell != [0, 0]) {
                prop_assert!(enough(*cell));
            }
            let pooled = [rest.iter().map(|c| c[0]).sum(), rest.iter().map(|c| c[1]).sum()];
            let nobody_else = cells.iter().zip(&found).all(|(cell, hidden)| *hidden || *cell == [0, 0]);
            prop_assert!(rest.is_empty() || nobody_else || rest.len() > 1 && enough(pooled), "{rest:?}");
            // And no more than needed: without a cell to protect nothing is hidden.
            prop_assert!(!cells.iter().all(|&c| c == [0, 0] || enough(c)) || rest.is_empty());
        }
    }
}
