use super::{PartnersOptions, Planted, partners};
use crate::Error;

fn make(options: &PartnersOptions) -> Planted {
    partners(options).unwrap()
}

/// Ties that both ends share a label in, as a share of all ties.
fn inside(planted: &Planted, label: &[u32]) -> f64 {
    let rows = planted.network.out();
    let same = (0..rows.n() as u32).map(|i| {
        rows.row(i)
            .iter()
            .filter(|&&j| label[i as usize] == label[j as usize])
            .count()
    });
    same.sum::<usize>() as f64 / rows.entries() as f64
}

#[test]
fn the_mean_degree_is_near_the_one_asked_for() {
    for (n, mean_degree, tolerance) in [(20_000, 15.4, 0.01), (2_000, 20.0, 0.03), (41, 12.0, 0.2)]
    {
        for seed in 0..3 {
            let made = make(&PartnersOptions {
                n,
                mean_degree,
                seed,
                ..Default::default()
            });
            let mean = 2.0 * made.network.ties() as f64 / n as f64;
            assert!(
                (mean / mean_degree - 1.0).abs() < tolerance,
                "{n} partners: {mean}, not {mean_degree}"
            );
        }
    }
}

#[test]
fn ties_stay_in_their_circles() {
    let made = make(&PartnersOptions {
        n: 20_000,
        ..Default::default()
    });
    // Backbones have 1.6 of the 20 ties a partner. Of the other 18.4 half are meant for work groups, 0.46
    // of all, of which groups of 30 cannot place a tenth. With three tenths meant for partnerships, less
    // the tenth that falls on pairs of one work group, and the backbones' own: 0.46 + 0.276 + 0.08 = 0.816
    // at most and 0.816 - 0.046 - 0.028 = 0.742 or so in the end.
    let group = inside(&made, &made.work_group);
    assert!((0.40..0.46).contains(&group), "{group}");
    let partnership = inside(&made, &made.partnership);
    assert!((0.73..0.816).contains(&partnership), "{partnership}");
    for (group, place) in made.work_group.iter().zip(&made.partnership) {
        let other = made.work_group.iter().position(|g| g == group).unwrap();
        assert_eq!(
            made.partnership[other], *place,
            "a work group lies in one partnership"
        );
    }
}

#[test]
fn backbones_reach_most_of_their_partnership() {
    let made = make(&PartnersOptions {
        n: 20_000,
        ..Default::default()
    });
    assert_eq!(
        made.backbone.len(),
        *made.partnership.iter().max().unwrap() as usize + 1
    );
    let (mut tied, mut possible) = (0, 0);
    for (place, &hub) in made.backbone.iter().enumerate() {
        assert_eq!(made.partnership[hub as usize] as usize, place);
        let row = made.network.out().row(hub);
        assert!(
            row.iter()
                .all(|&j| made.partnership[j as usize] as usize == place)
        );
        tied += row.len();
        possible += made
            .partnership
            .iter()
            .filter(|&&p| p as usize == place)
            .count()
            - 1;
    }
    // 20,000 chances of 0.8: five standard errors are 0.014.
    let share = tied as f64 / possible as f64;
    assert!((share - 0.8).abs() < 0.015, "{share}");
}

#[test]
fn degrees_are_heavy_tailed_and_bounded() {
    let made = make(&PartnersOptions {
        n: 20_000,
        ..Default::default()
    });
    let rows = made.network.out();
    let mut degrees: Vec<usize> = (0..20_000).map(|i| rows.degree(i)).collect();
    degrees.sort_unstable();
    // A Poisson with mean 20 has its 99th percentile at 31 and never reaches 100.
    assert!(degrees[19_800] > 60, "99th percentile {}", degrees[19_800]);
    assert!(degrees[19_999] < 500, "largest {}", degrees[19_999]);
    assert!(
        degrees[10_000] < 20,
        "the median is below the mean: {}",
        degrees[10_000]
    );
}

#[test]
fn the_in_group_is_there() {
    let options = PartnersOptions {
        n: 200,
        mean_degree: 12.0,
        in_group: 10,
        seed: 3,
        ..Default::default()
    };
    let made = make(&options);
    let tied = |net: &crate::Network, members: &[u32]| {
        members
            .iter()
            .map(|&i| {
                net.out()
                    .row(i)
                    .iter()
                    .filter(|j| members.contains(j))
                    .count()
            })
            .sum::<usize>()
            / 2
    };
    // 45 pairs at 0.9 or more: fewer than 33 has a chance below 0.001 (binomial), and without the plant
    // the same members of the same seed have about 12/200 of the pairs.
    assert!(tied(&made.network, &made.in_group) >= 33);
    let without = make(&PartnersOptions {
        in_group: 0,
        ..options
    });
    assert!(without.in_group.is_empty());
    assert!(tied(&without.network, &made.in_group) < 15);
    let hubs = &made.backbone;
    assert!(
        made.in_group
            .iter()
            .all(|i| made.partnership[*i as usize] == 0 && !hubs.contains(i))
    );
}

#[test]
fn same_seed_same_network_for_any_thread_count() {
    let options = PartnersOptions {
        n: 30_000,
        valued: true,
        in_group: 9,
        seed: 11,
        ..Default::default()
    };
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| make(&options))
    };
    let one = on(1);
    for threads in [2, 4] {
        let other = on(threads);
        assert_eq!(one.network.out(), other.network.out());
        assert_eq!(
            (&one.work_group, &one.in_group),
            (&other.work_group, &other.in_group)
        );
    }
    let other = make(&PartnersOptions {
        seed: 12,
        ..options
    });
    assert_ne!(one.network.out(), other.network.out());
}

#[test]
fn values_follow_the_circle() {
    let made = make(&PartnersOptions {
        n: 3000,
        valued: true,
        ..Default::default()
    });
    let rows = made.network.out();
    let values = rows.values().unwrap();
    assert!(
        values
            .iter()
            .all(|v| (1.0..=5.0).contains(v) && v.fract() == 0.0)
    );
    let mean = |same: bool| {
        let (mut sum, mut count) = (0.0, 0.0);
        for i in 0..3000 {
            for (&j, v) in rows.row(i).iter().zip(rows.row_values(i).unwrap()) {
                if (made.work_group[i as usize] == made.work_group[j as usize]) == same {
                    sum += v;
                    count += 1.0;
                }
            }
        }
        sum / count
    };
    assert!(mean(true) > mean(false) + 1.0);
}

#[test]
fn small_and_wrong_options() {
    for n in 0..4 {
        let options = PartnersOptions {
            n,
            mean_degree: 1.0,
            backbone_reach: 0.5,
            ..Default::default()
        };
        match partners(&options) {
            Ok(made) => assert_eq!(made.network.partners(), n),
            Err(e) => panic!("{n} partners: {e}"),
        }
    }
    let wrong = |change: fn(&mut PartnersOptions)| {
        let mut options = PartnersOptions::default();
        change(&mut options);
        matches!(partners(&options), Err(Error::BadOption { .. }))
    };
    assert!(wrong(|o| o.mean_degree = 1.0));
    assert!(wrong(|o| o.mean_degree = f64::NAN));
    assert!(wrong(|o| o.mean_degree = 1000.0));
    assert!(wrong(|o| o.within_group = 0.9));
    assert!(wrong(|o| o.backbone_reach = -0.1));
    assert!(wrong(|o| o.in_group = 150));
    assert!(wrong(|o| o.work_group_size = 0));
}
