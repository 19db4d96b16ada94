use super::*;
use crate::generate::{PartnersOptions, partners};
use crate::{BuildOptions, Observed, Survey, Ties};

fn network(n: usize, ties: &[(u32, u32)], directed: bool) -> Network {
    let (source, target): (Vec<u32>, Vec<u32>) = ties.iter().copied().unzip();
    let ties = Ties {
        source: &source,
        target: &target,
        value: None,
    };
    let options = BuildOptions {
        directed,
        ..BuildOptions::default()
    };
    Network::from_ties(n, &ties, &options).unwrap()
}

fn run(net: &Network, options: &RichClubOptions) -> RichClub {
    net.rich_club(options, &Control::new()).unwrap()
}

/// Four hubs that are all tied to one another and have three other ties each, among 60 partners who are tied
/// to the two next on each side of a ring.
fn club() -> Network {
    let hubs = (0..4).flat_map(|i| (i + 1..4).map(move |j| (i, j)));
    let outside = (0..4).flat_map(|h| [0, 5, 10].map(|s| (h, 4 + 15 * h + s)));
    let ring = (0..60).flat_map(|s| [1, 2].map(|d| (4 + s, 4 + (s + d) % 60)));
    let ties: Vec<(u32, u32)> = hubs.chain(outside).chain(ring).collect();
    network(64, &ties, false)
}

#[test]
fn a_planted_club_by_hand() {
    let found = run(&club(), &RichClubOptions::default());
    // Degrees: 6 for hubs, 5 for the 12 whom hubs know, 4 for the others. 6 + 12 + 120 ties in all, and none
    // among the 12.
    let shape: Vec<_> = found
        .clubs
        .iter()
        .map(|c| (c.k, c.partners, c.ties, c.known))
        .collect();
    assert_eq!(shape, [(0, 64, 138, 2016), (4, 16, 18, 120), (5, 4, 6, 6)]);
    let top = &found.clubs[2];
    assert_eq!(top.phi, Some(1.0));
    // Two hubs are tied with chance near 36/276 in a random network of these degrees.
    let mean = top.test.unwrap().mean;
    assert!((mean - 36.0 / 276.0).abs() < 0.02, "{mean}");
    let whole = found.whole.unwrap();
    assert_eq!(whole.p_high, 0.001);
    assert_eq!(top.p_family, Some(whole.p_high));
    // With k = 0 everybody is a member and the number of ties is fixed.
    let all = &found.clubs[0];
    assert!(all.test.unwrap().sd < 1e-12);
    assert_eq!((all.test.unwrap().p_high, all.p_family), (1.0, None));
    let said = "The smallest p this test can give is 0.001.";
    assert!(found.sentence.starts_with(said), "{}", found.sentence);
}

#[test]
fn every_network_with_the_degrees_gives_the_exact_p() {
    // Degrees 3, 3, 3, 2, 2, 2, 1: all networks with them, by trying all sets of 8 of 21 pairs.
    let ties = [
        (0, 1),
        (0, 2),
        (1, 2),
        (0, 3),
        (1, 4),
        (2, 5),
        (3, 4),
        (5, 6),
    ];
    let net = network(7, &ties, false);
    let pairs: Vec<(u32, u32)> = (0..7)
        .flat_map(|i| (i + 1..7).map(move |j| (i, j)))
        .collect();
    let (mut all, mut closed) = (0_u32, 0_u32);
    for mask in 0..1_u32 << 21 {
        if mask.count_ones() != 8 {
            continue;
        }
        let mut degree = [0; 7];
        let mut rich = 0;
        for (k, &(i, j)) in pairs.iter().enumerate() {
            if mask >> k & 1 == 1 {
                degree[i as usize] += 1;
                degree[j as usize] += 1;
                rich += u32::from(j <= 2);
            }
        }
        if degree == [3, 3, 3, 2, 2, 2, 1] {
            all += 1;
            closed += u32::from(rich == 3);
        }
    }
    let exact = f64::from(closed) / f64::from(all);
    assert!(exact > 0.01 && exact < 0.5, "{closed} of {all}");
    let options = RichClubOptions {
        draws: 20_000,
        seed: 2,
        ..Default::default()
    };
    let top = &run(&net, &options).clubs[2];
    assert_eq!((top.k, top.partners, top.phi), (2, 3, Some(1.0)));
    let error = (exact * (1.0 - exact) / 20_001.0).sqrt();
    let p = top.test.unwrap().p_high;
    assert!((p - exact).abs() < 4.0 * error, "{p} beside {exact}");
    // One club varies beside this one; together they cannot be more surprising.
    assert!(top.p_family.unwrap() >= p - 1e-12);
}

#[test]
fn no_club_is_found_where_none_is() {
    // The observed network is itself a rewired one, so p is uniform up to its steps: over 400 networks the
    // share of p ≤ .1 is at most .1 within four standard errors, for a chain too short to mix as well.
    let base = club();
    for swaps_per_tie in [1, 10] {
        let low = (0..400)
            .filter(|&draw| {
                let rewire = crate::nulls::rewire::RewireOptions {
                    seed: 9,
                    draw,
                    ..Default::default()
                };
                let net = base.rewire(&rewire, &Control::new()).unwrap().network;
                let options = RichClubOptions {
                    draws: 49,
                    seed: draw,
                    swaps_per_tie,
                    ..Default::default()
                };
                run(&net, &options).whole.unwrap().p_high <= 0.1
            })
            .count();
        assert!((low as f64) < 40.0 + 4.0 * (400.0_f64 * 0.1 * 0.9).sqrt());
        assert!(low > 4, "{low}: a test that never rejects has no level");
    }
}

#[test]
fn directed_clubs_count_known_cells() {
    // 0, 1, 2 receive from 3, 4, 5 and know one another; 2 did not answer.
    let observed = Observed::survey(&Survey {
        asked: vec![true; 6],
        answered: vec![true, true, false, true, true, true],
        ..Survey::default()
    });
    let ties = [
        (0, 1),
        (1, 0),
        (0, 2),
        (1, 2),
        (3, 0),
        (3, 1),
        (4, 1),
        (4, 2),
        (5, 2),
        (5, 0),
    ];
    let net = network(6, &ties, true)
        .with_observed(observed.unwrap())
        .unwrap();
    let found = run(
        &net,
        &RichClubOptions {
            draws: 50,
            ..Default::default()
        },
    );
    // In-degrees 3, 3, 4. Of six cells the two of partner 2 are unknown, the four others hold a tie.
    let top = &found.clubs[0];
    assert_eq!((top.k, top.partners, top.ties, top.known), (0, 3, 4, 4));
    assert!(found.caveats.iter().any(|c| c.contains("unknown")));
    // Ties sent: 2, 2, 0, 2, 2, 2.
    let sent = run(
        &net,
        &RichClubOptions {
            mode: Mode::Out,
            draws: 0,
            ..Default::default()
        },
    );
    assert_eq!(
        (
            sent.clubs[0].partners,
            sent.clubs[0].ties,
            sent.clubs[0].known
        ),
        (5, 6, 20)
    );
    assert!(sent.whole.is_none() && sent.clubs[0].test.is_none());
    let both = run(
        &net,
        &RichClubOptions {
            mode: Mode::All,
            draws: 0,
            ..Default::default()
        },
    );
    assert_eq!(both.clubs.iter().map(|c| c.k).collect::<Vec<_>>(), [0, 2]);
}

#[test]
fn any_threads_a_stop_and_too_few() {
    let options = PartnersOptions {
        n: 60,
        mean_degree: 6.0,
        seed: 3,
        ..Default::default()
    };
    let net = partners(&options).unwrap().network;
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.unwrap().install(|| {
            run(
                &net,
                &RichClubOptions {
                    draws: 60,
                    ..Default::default()
                },
            )
        })
    };
    // As text, because NaN is no equal of itself.
    assert_eq!(format!("{:?}", with(1)), format!("{:?}", with(3)));
    let control = Control::new();
    control.stop();
    let stopped = net.rich_club(&RichClubOptions::default(), &control);
    assert_eq!(stopped.unwrap_err(), Error::Stopped);
    for (n, ties) in [(0, vec![]), (1, vec![]), (2, vec![(0, 1)]), (6, vec![])] {
        for directed in [false, true] {
            let found = run(&network(n, &ties, directed), &RichClubOptions::default());
            assert!(found.clubs.is_empty() && found.whole.is_none());
            assert!(found.caveats[0].starts_with("Not defined"));
        }
    }
    // All tied: no other network has these degrees.
    let all: Vec<(u32, u32)> = (0..5)
        .flat_map(|i| (i + 1..5).map(move |j| (i, j)))
        .collect();
    let found = run(&network(5, &all, false), &RichClubOptions::default());
    assert_eq!((found.clubs[0].phi, found.whole), (Some(1.0), None));
    assert_eq!(found.clubs[0].test.unwrap().p_high, 1.0);
}
