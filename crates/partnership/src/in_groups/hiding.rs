//! Which counts of partners may be told, and how the others are put into words.

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
