use proptest::prelude::*;

use super::ranks::*;
use super::*;
use crate::measures::by_name::PartnerMeasure;
use crate::{BuildOptions, Duplicates, SelfTies, Ties};

fn network(n: usize, arcs: &[(u32, u32)]) -> Network {
    let (source, target): (Vec<u32>, Vec<u32>) = arcs.iter().copied().unzip();
    let ties = Ties {
        source: &source,
        target: &target,
        value: None,
    };
    let options = BuildOptions {
        directed: true,
        duplicates: Duplicates::First,
        self_ties: SelfTies::Drop,
        ..BuildOptions::default()
    };
    Network::from_ties(n, &ties, &options).unwrap()
}

/// 40 partners with 5 ties each that look irregular and are the same in every run.
fn irregular() -> Network {
    let arcs: Vec<(u32, u32)> = (0..200u32)
        .map(|k| (k % 40, (k * k + 7 * k / 3) % 40))
        .collect();
    network(40, &arcs)
}

fn named_measure(
    measure: PartnerMeasure,
) -> impl Fn(&Network, &Control) -> Result<PartnerScores, Error> {
    move |net, control| net.partner_measure(measure, control)
}

fn row(found: &Stability, share: f64, statistic: Statistic) -> StabilityRow {
    let row = |r: &&StabilityRow| r.share == share && r.statistic == statistic;
    *found.rows.iter().find(row).unwrap()
}

/// Pairs looked at one by one.
fn kendall_by_pairs(a: &[f64], b: &[f64]) -> f64 {
    let (mut score, mut differ_a, mut differ_b) = (0.0, 0.0, 0.0);
    for i in 0..a.len() {
        for j in 0..i {
            let side = |x: f64, y: f64| f64::from(i8::from(x > y) - i8::from(x < y));
            let (sa, sb) = (side(a[i], a[j]), side(b[i], b[j]));
            score += sa * sb;
            differ_a += sa * sa;
            differ_b += sb * sb;
        }
    }
    score / f64::sqrt(differ_a * differ_b)
}

proptest! {
    #[test]
    fn rank_correlations_follow_their_definitions(
        pairs in prop::collection::vec((0i32..6, 0i32..6), 0..25),
    ) {
        let a: Vec<f64> = pairs.iter().map(|p| f64::from(p.0)).collect();
        let b: Vec<f64> = pairs.iter().map(|p| f64::from(p.1)).collect();
        let (fast, slow) = (kendall(&a, &b), kendall_by_pairs(&a, &b));
        prop_assert!((fast.is_nan() && slow.is_nan()) || (fast - slow).abs() < 1e-12);
        let ranks = average_ranks(&a);
        for i in 0..a.len() {
            // 1 + how many are smaller + half of the others that are equal.
            let below = a.iter().filter(|&&x| x < a[i]).count() as f64;
            let equal = a.iter().filter(|&&x| x == a[i]).count() as f64;
            prop_assert_eq!(ranks[i], below + f64::midpoint(equal, 1.0));
        }
    }
}

#[test]
fn rank_correlations_by_hand() {
    // Ranks 1 2 3 4 and 2 1 4 3: Spearman 1 - 6·4/(4·15) = 0.6; 4 pairs agree, 2 do not: tau 1/3.
    let (a, b) = ([1.0, 2.0, 3.0, 4.0], [20.0, 10.0, 40.0, 30.0]);
    assert!((spearman(&a, &b) - 0.6).abs() < 1e-15);
    assert!((kendall(&a, &b) - 1.0 / 3.0).abs() < 1e-15);
    assert!(pearson(&[0.1; 7], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]).is_nan());
    assert!(kendall(&[1.0], &[1.0]).is_nan() && spearman(&[], &[]).is_nan());
    assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.75), 3.0);
    // Top tenth of 11 is 2; both lists have 10 in it, and each one other: overlap 1/3.
    let old: Vec<f64> = (0..11).map(f64::from).collect();
    let mut new = old.clone();
    new.swap(9, 3);
    assert_eq!(top_overlap(&old, &new), 1.0 / 3.0);
}

#[test]
fn silence_lowers_in_degree_by_the_share_that_is_silent() {
    // Everyone names everyone: in-degree 9. With 3 of 10 silent, a silent one is named by 7 others and
    // a respondent by 6: the mean is 6.3 in every draw, a bias of -2.7, -30 %.
    let all: Vec<(u32, u32)> = (0..10).flat_map(|i| (0..10).map(move |j| (i, j))).collect();
    let options = StabilityOptions {
        shares: vec![0.3],
        draws: 7,
        ..StabilityOptions::default()
    };
    let net = network(10, &all);
    let measure = named_measure(PartnerMeasure::InDegree);
    let found = net.stability(measure, &options, &Control::new()).unwrap();
    let bias = row(&found, 0.3, Statistic::Bias);
    assert_eq!((bias.dropped, bias.draws, bias.defined), (3, 7, 7));
    assert!((bias.mean + 2.7).abs() < 1e-12 && bias.sd < 1e-12);
    assert!((row(&found, 0.3, Statistic::RelativeBias).p50 + 0.3).abs() < 1e-12);
    // The scores of the whole data do not vary, so no correlation is defined, and the rows say so.
    let spearman = row(&found, 0.3, Statistic::Spearman);
    assert!(spearman.defined == 0 && spearman.mean.is_nan());
    assert!(found.sentences[0].contains("not defined in any of 7 draws"));
    // Out-degree is known of those who answered alone, and theirs does not change.
    let measure = named_measure(PartnerMeasure::OutDegree);
    let found = net.stability(measure, &options, &Control::new()).unwrap();
    assert_eq!(row(&found, 0.3, Statistic::Bias).p05, 0.0);
}

#[test]
fn central_first_takes_the_centre() {
    // A star named by all: without the centre nothing is left to name.
    let star: Vec<(u32, u32)> = (1..10).map(|i| (i, 0)).collect();
    let net = network(10, &star);
    let options = StabilityOptions {
        shares: vec![0.1],
        draws: 5,
        how: DropOrder::CentralFirst,
        what: Missing::Partners,
        seed: 1,
    };
    let density = |net: &Network, _: &Control| Ok(net.density());
    let found = net
        .stability_whole(density, &options, &Control::new())
        .unwrap();
    let value = row(&found, 0.1, Statistic::Value);
    assert_eq!((value.p05, value.p95, value.dropped), (0.0, 0.0, 1));
    assert_eq!(row(&found, 0.1, Statistic::RelativeBias).p50, -1.0);
    // The least central first leaves the centre in every draw: 8 ties of 72.
    let options = StabilityOptions {
        how: DropOrder::PeripheralFirst,
        ..options
    };
    let found = net
        .stability_whole(density, &options, &Control::new())
        .unwrap();
    assert_eq!(row(&found, 0.1, Statistic::Value).p50, 8.0 / 72.0);
}

#[test]
fn density_of_the_known_cells_has_no_bias_at_random() {
    // Of a random half of the rows the mean density is that of all rows: the mean over all 400 draws
    // lies within four standard errors of 0.
    let net = irregular();
    let options = StabilityOptions {
        shares: vec![0.5],
        draws: 400,
        ..StabilityOptions::default()
    };
    let density = |net: &Network, _: &Control| Ok(net.density());
    let found = net
        .stability_whole(density, &options, &Control::new())
        .unwrap();
    let bias = row(&found, 0.5, Statistic::Bias);
    assert!(
        bias.mean.abs() < 4.0 * bias.sd / 20.0 && bias.sd > 0.0,
        "{bias:?}"
    );
}

#[test]
fn any_thread_count_gives_the_same_answer_and_a_stop_is_obeyed() {
    let net = irregular();
    let options = StabilityOptions {
        draws: 9,
        seed: 3,
        ..StabilityOptions::default()
    };
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let measure = named_measure(PartnerMeasure::Betweenness);
        let found = pool
            .unwrap()
            .install(|| net.stability(measure, &options, &Control::new()));
        format!("{:?}", found.unwrap())
    };
    let one = with(1);
    assert_eq!(one, with(2));
    assert_eq!(one, with(5));
    let control = Control::new();
    control.stop();
    let stopped = net.stability(named_measure(PartnerMeasure::Degree), &options, &control);
    assert_eq!(stopped, Err(Error::Stopped));
}

#[test]
fn options_that_mean_nothing_are_refused() {
    let net = irregular();
    let degree = |options: &StabilityOptions| {
        net.stability(
            named_measure(PartnerMeasure::Degree),
            options,
            &Control::new(),
        )
    };
    for shares in [vec![], vec![0.0], vec![0.2, 1.0], vec![f64::NAN]] {
        let options = StabilityOptions {
            shares,
            ..StabilityOptions::default()
        };
        assert!(degree(&options).unwrap_err().to_string().contains("drop"));
    }
    let none = StabilityOptions {
        draws: 0,
        ..StabilityOptions::default()
    };
    assert!(degree(&none).is_err());
}
