use proptest::prelude::*;

use super::super::closeness::oracle::{Case, small, sparse};
use super::*;
use crate::{ComponentKind, Observed};

fn components(net: &Network) -> usize {
    net.components(ComponentKind::Weak).count()
}

/// A network without some pairs, whatever the direction of their ties.
fn cut(case: &Case, i: u32, j: u32) -> Network {
    let mut rest = case.clone();
    rest.ties
        .retain(|t| (t.0.min(t.1), t.0.max(t.1)) != (i.min(j), i.max(j)));
    rest.network()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Against the definitions: take the partner or the tie away and count components.
    #[test]
    fn cuts_are_what_adds_components(case in sparse(40)) {
        let net = case.network();
        let before = components(&net);
        let pieces = net.cut_points().values;
        for v in 0..case.n as u32 {
            let after = components(&net.without(&[v]).unwrap());
            prop_assert_eq!(pieces[v as usize], (after + 1 - before) as f64);
        }
        let bridges = net.bridges();
        let found: Vec<(u32, u32)> = bridges.source.iter().copied().zip(bridges.target.iter().copied()).collect();
        let mut pairs: Vec<(u32, u32)> = case.ties.iter().map(|t| (t.0.min(t.1), t.0.max(t.1))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let expected: Vec<(u32, u32)> = pairs
            .into_iter()
            .filter(|&(i, j)| components(&cut(&case, i, j)) > before)
            .collect();
        prop_assert_eq!(&found, &expected);
        let joined = |net: &Network| -> u64 {
            net.components(ComponentKind::Weak).sizes.iter().map(|&s| u64::from(s) * u64::from(s - 1) / 2).sum()
        };
        for (&(i, j), &pairs) in found.iter().zip(&bridges.values) {
            prop_assert_eq!(pairs, (joined(&net) - joined(&cut(&case, i, j))) as f64);
        }
    }

    /// Two ties belong together when a cycle runs through both; the blocks are the classes of that. Here
    /// by definition: a pair in a block stays connected whoever else leaves, and nobody can be added.
    #[test]
    fn blocks_are_the_largest_sets_no_one_can_break(case in small(7)) {
        let net = case.network();
        let apart = |a: usize, b: usize, gone: u32| {
            let rest = net.without(&[gone]).unwrap().components(ComponentKind::Weak).membership;
            let place = |v: usize| v - usize::from(v > gone as usize);
            rest[place(a)] != rest[place(b)]
        };
        let membership = net.components(ComponentKind::Weak).membership;
        let together = |a: usize, b: usize| {
            membership[a] == membership[b]
                && (0..case.n as u32).filter(|&g| g as usize != a && g as usize != b).all(|g| !apart(a, b, g))
        };
        // Of all sets of two or more with every pair together, the largest by inclusion; a pair that is
        // not tied but stays together lies on a cycle, and a pair of a bridge is a block of two.
        let sets: Vec<u32> = (0..1_u32 << case.n)
            .filter(|set| set.count_ones() >= 2)
            .filter(|set| {
                let inside: Vec<usize> = (0..case.n).filter(|v| set >> v & 1 == 1).collect();
                inside.iter().all(|&a| inside.iter().all(|&b| a >= b || together(a, b)))
            })
            .collect();
        let mut expected: Vec<Vec<u32>> = sets
            .iter()
            .filter(|&&set| !sets.iter().any(|&other| other != set && other & set == set))
            .map(|set| (0..case.n as u32).filter(|v| set >> v & 1 == 1).collect())
            .collect();
        expected.sort_unstable();
        prop_assert_eq!(net.biconnected().blocks, expected);
    }

    /// Every tie is in exactly one block, and the blocks of a connected part form a tree: the sum of
    /// (size − 1) is the number of partners less the number of components.
    #[test]
    fn blocks_form_a_tree(case in sparse(300)) {
        let net = case.network();
        let blocks = net.biconnected().blocks;
        let links: usize = blocks.iter().map(|b| b.len() - 1).sum();
        prop_assert_eq!(links, case.n - components(&net));
        let pieces = net.cut_points().values;
        for (v, pieces) in pieces.iter().enumerate() {
            let member = blocks.iter().filter(|b| b.binary_search(&(v as u32)).is_ok()).count();
            prop_assert_eq!(*pieces, member as f64);
        }
    }
}

#[test]
fn by_hand() {
    // Two triangles that share partner 2, an end 5 on 4, and 6 alone.
    let ties = [(0, 1), (0, 2), (1, 2), (2, 3), (2, 4), (3, 4), (4, 5)];
    let net = Case::plain(7, false, &ties).network();
    assert_eq!(net.cut_points().values, [1.0, 1.0, 2.0, 1.0, 2.0, 1.0, 0.0]);
    assert_eq!(
        net.biconnected().blocks,
        [vec![0, 1, 2], vec![2, 3, 4], vec![4, 5]]
    );
    let bridges = net.bridges();
    assert_eq!((bridges.source, bridges.target), (vec![4], vec![5]));
    assert_eq!(bridges.values, [5.0]);
}

#[test]
fn a_returned_tie_is_still_one_way() {
    // 0 <-> 1 <-> 2: two arcs between a pair are no second way.
    let net = Case::plain(3, true, &[(0, 1), (1, 0), (1, 2), (2, 1)]).network();
    assert_eq!(net.cut_points().values, [1.0, 2.0, 1.0]);
    assert_eq!(net.bridges().source, [0, 1]);
}

#[test]
fn a_long_path_needs_no_deep_stack() {
    let n = 300_000;
    let ties: Vec<(u32, u32)> = (1..n).map(|i| (i - 1, i)).collect();
    let net = Case::plain(n as usize, false, &ties).network();
    let bridges = net.bridges();
    assert_eq!(bridges.values.len(), n as usize - 1);
    assert_eq!(bridges.values[2], 3.0 * (f64::from(n) - 3.0));
    assert_eq!(net.cut_points().values[1..4], [2.0; 3]);
}

#[test]
fn silence_is_unknown_and_said() {
    let net = Case::plain(3, true, &[(0, 1), (1, 2)]).network();
    let complete = net.cut_points().caveats.len();
    let net = net
        .with_observed(Observed::respondents(&[true, true, false]).unwrap())
        .unwrap();
    let pieces = net.cut_points();
    assert_eq!(pieces.values, [1.0, 2.0, 1.0], "others spoke about 2");
    assert!(pieces.caveats.len() > complete);
    assert!(
        net.bridges()
            .caveats
            .iter()
            .any(|c| c.contains("second way"))
    );
    let nobody = Case::plain(3, true, &[])
        .network()
        .with_observed(Observed::respondents(&[false; 3]).unwrap())
        .unwrap();
    assert!(nobody.cut_points().values.iter().all(|v| v.is_nan()));
}
