use proptest::prelude::*;

use super::*;
use crate::measures::closeness::oracle::{Case, small, with_threads};

fn lub(net: &Network, convention: KrackhardtConvention) -> Option<f64> {
    net.least_upper_boundedness(convention, &Control::new())
        .unwrap()
        .value
}

/// Whether each can reach each other, itself included (Warshall).
fn closure(case: &Case, both_ways: bool) -> Vec<Vec<bool>> {
    let mut reach = vec![vec![false; case.n]; case.n];
    for &(i, j, _) in &case.ties {
        let (i, j) = (i as usize, j as usize);
        reach[i][j] = true;
        reach[j][i] |= both_ways || !case.directed;
    }
    for k in 0..case.n {
        reach[k][k] = true;
        for i in 0..case.n {
            for j in 0..case.n {
                reach[i][j] |= reach[i][k] && reach[k][j];
            }
        }
    }
    reach
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Word by word from Krackhardt's definitions.
    #[test]
    fn the_four_are_their_definitions(case in small(7)) {
        let net = case.network();
        let n = case.n;
        let reach = closure(&case, false);
        let piece = closure(&case, true);
        let pairs = || (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j)));
        let joined = pairs().filter(|&(i, j)| reach[i][j] || reach[j][i]).count();
        let ordered = pairs().filter(|&(i, j)| reach[i][j] != reach[j][i]).count();
        let hierarchy = (joined > 0).then(|| ordered as f64 / joined as f64);
        prop_assert_eq!(net.hierarchy(&Control::new()).unwrap().value, hierarchy);

        let mut sizes: Vec<usize> = Vec::new();
        for (i, row) in piece.iter().enumerate() {
            if !row[..i].contains(&true) {
                sizes.push(row.iter().filter(|&&r| r).count());
            }
        }
        let tied = pairs().filter(|&(i, j)| {
            case.ties.iter().any(|t| (t.0 as usize, t.1 as usize) == (i, j) || (t.0 as usize, t.1 as usize) == (j, i))
        }).count();
        let needed: usize = sizes.iter().map(|s| s - 1).sum();
        let most = sizes.iter().map(|s| s * (s - 1) / 2 - (s - 1)).sum::<usize>();
        let efficiency = (most > 0).then(|| (most - (tied - needed)) as f64 / most as f64);
        prop_assert_eq!(net.efficiency(KrackhardtConvention::Krackhardt).value, efficiency);

        let most: usize = sizes.iter().filter(|&&s| s > 2).map(|s| (s - 1) * (s - 2) / 2).sum();
        for convention in [KrackhardtConvention::Krackhardt, KrackhardtConvention::Sna] {
            let unbounded = pairs().filter(|&(i, j)| piece[i][j]).filter(|&(i, j)| {
                let upper: Vec<usize> = (0..n).filter(|&u| reach[u][i] && reach[u][j]).collect();
                !upper.iter().any(|&c| upper.iter().all(|&u| match convention {
                    KrackhardtConvention::Krackhardt => reach[u][c],
                    KrackhardtConvention::Sna => reach[c][u],
                }))
            }).count();
            let wanted = (most > 0).then(|| (most - unbounded) as f64 / most as f64);
            prop_assert_eq!(lub(&net, convention), wanted);
        }
    }
}

#[test]
fn an_out_tree_is_one_on_all_four_and_an_in_tree_is_not() {
    let down = [(0, 1), (0, 2), (1, 3), (1, 4), (2, 5)];
    let up: Vec<(u32, u32)> = down.iter().map(|&(a, b)| (b, a)).collect();
    for convention in [KrackhardtConvention::Krackhardt, KrackhardtConvention::Sna] {
        let four = Case::plain(6, true, &down)
            .network()
            .krackhardt(convention, &Control::new());
        assert!(
            four.unwrap().iter().all(|m| m.value == Some(1.0)),
            "{convention}"
        );
    }
    // In the in-tree only a partner and its own superiors have an upper bound: of 15 pairs the 8 of
    // (3 and 4: two superiors each, 5: two, 1 and 2: one) have one, so 7 of at most 10 have none.
    assert_eq!(
        lub(
            &Case::plain(6, true, &up).network(),
            KrackhardtConvention::Krackhardt
        ),
        Some(0.3)
    );
}

#[test]
fn efficiency_of_a_mutual_tree_is_one_but_not_for_sna() {
    // 0 - 1 - 2: two ties, none to spare; as four arcs, two more than a tree, of at most four: 1/2.
    let path = Case::plain(3, false, &[(0, 1), (1, 2)]).network();
    assert_eq!(
        path.efficiency(KrackhardtConvention::Krackhardt).value,
        Some(1.0)
    );
    assert_eq!(path.efficiency(KrackhardtConvention::Sna).value, Some(0.5));
}

#[test]
fn small_networks_say_why() {
    for n in 0..3 {
        let four = Case::plain(n, true, &[])
            .network()
            .krackhardt(KrackhardtConvention::Krackhardt, &Control::new())
            .unwrap();
        for m in &four[1..] {
            assert_eq!(m.value, None);
            assert!(m.caveats[0].starts_with("Not defined"));
        }
    }
}

#[test]
fn any_thread_count_and_a_stop() {
    let ties: Vec<(u32, u32)> = (1..900_u32)
        .map(|i| (i / 2, i))
        .chain((3..900).map(|i| (i / 3, i)))
        .collect();
    let mut ties = ties;
    ties.sort_unstable();
    ties.dedup();
    let net = Case::plain(900, true, &ties).network();
    let value = || lub(&net, KrackhardtConvention::Krackhardt);
    assert_eq!(with_threads(1, value), with_threads(3, value));
    let control = Control::new();
    control.stop();
    let stopped = net.krackhardt(KrackhardtConvention::Krackhardt, &control);
    assert_eq!(stopped, Err(Error::Stopped));
}
