use proptest::prelude::*;

use super::Presence::{Absent, NotEligible, Present, Unknown};
use super::sdsm::{Chances, poisson_binomial};
use super::*;
use crate::Control;

fn meeting(e: usize) -> Meeting {
    Meeting {
        name: format!("E{e}"),
        day: Some(e as i64),
        open: Some(true),
        complete: true,
    }
}

/// A table drawn as text: `x` present, `.` absent, `-` not eligible, `?` unknown.
pub(super) fn table(rows: &[&str]) -> Affiliation {
    let m = rows.first().map_or(0, |row| row.len());
    let records: Vec<Record> = rows
        .iter()
        .enumerate()
        .flat_map(|(i, row)| {
            row.chars().enumerate().map(move |(e, c)| Record {
                partner: i as u32,
                meeting: e as u32,
                presence: match c {
                    'x' => Presence::Present,
                    '-' => Presence::NotEligible,
                    '?' => Presence::Unknown,
                    _ => Presence::Absent,
                },
            })
        })
        .collect();
    Affiliation::new(
        rows.len(),
        Labels::Numbered,
        (0..m).map(meeting).collect(),
        &records,
    )
    .unwrap()
}

fn plain(p: &[f64]) -> Vec<f64> {
    p.to_vec()
}

fn found(table: &Affiliation, method: BackboneMethod) -> Backbone {
    let options = BackboneOptions {
        method,
        ..BackboneOptions::default()
    };
    table.backbone(&options, plain, &Control::new()).unwrap()
}

#[test]
fn records_of_one_cell_become_one() {
    let record = |presence| Record {
        partner: 0,
        meeting: 0,
        presence,
    };
    for (a, b, both) in [
        (Absent, Present, Present),
        (Absent, Unknown, Unknown),
        (Unknown, NotEligible, NotEligible),
        (NotEligible, Present, Present),
    ] {
        for pair in [[a, b], [b, a]] {
            let records = pair.map(record);
            let table = Affiliation::new(1, Labels::Numbered, vec![meeting(0)], &records).unwrap();
            assert_eq!(table.presence(0, 0), both);
            let told = table
                .caveats()
                .iter()
                .any(|c| c.contains("not invited or not a member"));
            assert_eq!(told, both == Present && pair.contains(&NotEligible));
        }
    }
    // Nobody wrote anything down: absent where the sheet is complete, unknown where it is not.
    let lost = Meeting {
        complete: false,
        ..meeting(1)
    };
    let table = Affiliation::new(1, Labels::Numbered, vec![meeting(0), lost], &[]).unwrap();
    assert_eq!(table.row(0), [Absent, Unknown]);
    assert_eq!(table.coverage(), Some(0.5));
}

#[test]
fn what_does_not_exist_is_refused() {
    let record = |partner, meeting| Record {
        partner,
        meeting,
        presence: Presence::Present,
    };
    let build = |records: &[Record]| {
        Affiliation::new(1, Labels::Numbered, vec![meeting(0)], records).unwrap_err()
    };
    assert!(matches!(
        build(&[record(1, 0)]),
        Error::PartnerOutOfRange { .. }
    ));
    assert!(matches!(build(&[record(0, 1)]), Error::BadOption { .. }));
    let twice = Affiliation::new(1, Labels::Numbered, vec![meeting(0), meeting(0)], &[]);
    assert!(twice.unwrap_err().to_string().contains("\"E0\" twice"));
}

#[test]
fn tables_of_nobody_and_of_no_meeting_have_results() {
    for table in [
        table(&[]),
        table(&["", ""]),
        table(&["x"]),
        table(&["-", "-"]),
        table(&["??", "??"]),
        table(&["xx", "xx"]),
        table(&["..", ".."]),
    ] {
        let control = Control::new();
        for weighting in Weighting::NAMES {
            table.project(weighting.1).unwrap();
        }
        for (_, method) in BackboneMethod::NAMES {
            let backbone = found(&table, *method);
            for pair in &backbone.pairs {
                for p in [pair.p_high, pair.p_low, pair.adjusted, pair.smallest] {
                    assert!((0.0..=1.0).contains(&p), "{method} {pair:?}");
                }
                assert!(pair.expected.is_finite());
            }
            assert!(!backbone.sentence.is_empty());
        }
        let m = table.meetings().len();
        for scores in [
            table.degree(true),
            table.closeness(&control).unwrap(),
            table.betweenness(true, &control).unwrap(),
        ] {
            assert_eq!(
                (scores.partners.len(), scores.meetings.len()),
                (table.partners(), m)
            );
            assert!(scores.partners.iter().all(|v| v.is_nan() || v.is_finite()));
        }
    }
    // All unknown or not eligible: not defined, not zero.
    assert!(table(&["-", "x"]).degree(false).partners[0].is_nan());
    assert!(
        table(&["?", "x"])
            .closeness(&Control::new())
            .unwrap()
            .partners[0]
            .is_nan()
    );
    assert_eq!(table(&[".", "x"]).degree(false).partners[0], 0.0);
}

#[test]
fn weights_by_hand() {
    // Together at E0 (of three) and E1 (of two); the second alone at E2; nobody at E3.
    let table = table(&["xx..", "xxx.", "x..."]);
    let value = |weighting| {
        let net = table.project(weighting).unwrap();
        let at = net.out().find(0, 1).unwrap();
        net.out().values().unwrap()[at]
    };
    assert_eq!(value(Weighting::Count), 2.0);
    assert_eq!(value(Weighting::Jaccard), 2.0 / 3.0);
    assert_eq!(value(Weighting::Newman), 0.5 + 1.0);
    // a = 2, d = 1, b = 0: nothing speaks against the pair.
    assert_eq!(value(Weighting::Bonacich), 1.0);
}

#[test]
fn trap_46_a_meeting_of_one_joins_nobody() {
    let net = table(&["xx", "x."]).project(Weighting::Newman).unwrap();
    assert_eq!(net.out().values(), Some(&[1.0, 1.0][..]));
}

#[test]
fn bonacich_of_independent_partners_is_a_half() {
    // All four combinations once.
    let net = table(&["xx..", "x.x."])
        .project(Weighting::Bonacich)
        .unwrap();
    assert_eq!(net.out().values(), Some(&[0.5, 0.5][..]));
    // a = 4, d = 1, b = c = 1: 2/(2 + 1).
    let net = table(&["xxxxx..", "xxxx.x."])
        .project(Weighting::Bonacich)
        .unwrap();
    assert_eq!(net.out().values(), Some(&[2.0 / 3.0, 2.0 / 3.0][..]));
}

#[test]
fn a_pair_that_no_meeting_could_join_is_unknown() {
    // The first had left when the second joined.
    let net = table(&["xx--", "--xx", "x..x"])
        .project(Weighting::Count)
        .unwrap();
    assert_eq!(net.state(0, 1), crate::TieState::Unknown);
    assert_eq!(net.state(0, 2), crate::TieState::Tie);
    assert_eq!(net.coverage().pairs_none, 1);
    // Jaccard counts only the meetings both could attend: 1 of 2, not 1 of 3.
    let net = table(&["xxx-", "x.-x"])
        .project(Weighting::Jaccard)
        .unwrap();
    assert_eq!(net.out().values(), Some(&[0.5, 0.5][..]));
}

#[test]
fn fixed_row_is_the_hypergeometric_law() {
    // scipy.stats.hypergeom.sf(2, 10, 4, 5) and .cdf(3, 10, 4, 5).
    let pair = found(
        &table(&["xxxx......", "xxx....xx."]),
        BackboneMethod::FixedRow,
    )
    .pairs[0];
    assert_eq!((pair.together, pair.expected), (3, 2.0));
    // C(5,3)C(5,1) + C(5,4) over C(10,4); all four.
    assert!((pair.p_high - 55.0 / 210.0).abs() < 1e-14);
    assert!((pair.p_low - 205.0 / 210.0).abs() < 1e-14);
    assert!((pair.smallest - 5.0 / 210.0).abs() < 1e-14);
    // Structural zeros leave the law of the meetings both could attend.
    let shorter = found(
        &table(&["xxxx......--x", "xxx....xx.-x-"]),
        BackboneMethod::FixedRow,
    )
    .pairs[0];
    assert_eq!((pair.p_high, pair.p_low), (shorter.p_high, shorter.p_low));
}

#[test]
fn poisson_binomial_is_the_sum_over_all_outcomes() {
    let chances = [0.2, 0.0, 0.55, 1.0, 0.9, 0.01];
    for k in 0..=6 {
        let (mut high, mut low) = (0.0, 0.0);
        for outcome in 0_u32..1 << chances.len() {
            let weight: f64 = chances
                .iter()
                .enumerate()
                .map(|(e, p)| if outcome >> e & 1 == 1 { *p } else { 1.0 - p })
                .product();
            if outcome.count_ones() >= k {
                high += weight;
            }
            if outcome.count_ones() <= k {
                low += weight;
            }
        }
        let (found_high, found_low) = poisson_binomial(chances.iter().copied(), k as usize);
        assert!((found_high - high).abs() < 1e-14 && (found_low - low).abs() < 1e-14);
    }
}

/// SDSM by every table: the model is a random table with independent cells, so the chance of a pair's count is
/// the sum over all tables of these cells.
#[test]
fn sdsm_is_the_sum_over_all_tables() {
    for rows in [&["xx.", "x.x", ".x."][..], &["xx-", "x.x", "?x."][..]] {
        let table = table(rows);
        let chances = Chances::fit(&table, &Control::new()).unwrap();
        let (n, m) = (table.partners(), table.meetings().len());
        for pair in found(&table, BackboneMethod::Sdsm).pairs {
            let (mut high, mut low, mut mean) = (0.0, 0.0, 0.0);
            for cells in 0_u32..1 << (n * m) {
                let there = |i: u32, e: usize| cells >> (i as usize * m + e) & 1 == 1;
                let weight: f64 = (0..n * m)
                    .map(|k| {
                        let p = chances.cells[k];
                        if cells >> k & 1 == 1 { p } else { 1.0 - p }
                    })
                    .product();
                let together = (0..m)
                    .filter(|&e| there(pair.first, e) && there(pair.second, e))
                    .count() as u32;
                mean += weight * f64::from(together);
                if together >= pair.together {
                    high += weight;
                }
                if together <= pair.together {
                    low += weight;
                }
            }
            assert!((pair.p_high - high).abs() < 1e-12, "{pair:?} {high}");
            assert!((pair.p_low - low).abs() < 1e-12);
            assert!((pair.expected - mean).abs() < 1e-12);
        }
    }
}

#[test]
fn two_mode_network_keeps_what_is_unknown() {
    let net = table(&["x?", ".-"]).to_network().unwrap();
    assert_eq!((net.partners(), net.ties()), (4, 1));
    assert_eq!(net.labels().get(2), "E0");
    assert_eq!(net.state(0, 3), crate::TieState::Unknown);
    assert_eq!(net.state(1, 3), crate::TieState::NoTie);
    assert_eq!(net.attribute("mode").unwrap().category(3), Some("meeting"));
}

fn some_table() -> impl Strategy<Value = Affiliation> {
    (1..6_usize, 1..7_usize).prop_flat_map(|(n, m)| {
        proptest::collection::vec(proptest::collection::vec(0..8_u8, m), n).prop_map(|rows| {
            let rows: Vec<String> = rows
                .iter()
                .map(|row| {
                    row.iter()
                        .map(|c| match c {
                            0..=2 => 'x',
                            3..=5 => '.',
                            6 => '-',
                            _ => '?',
                        })
                        .collect()
                })
                .collect();
            table(&rows.iter().map(String::as_str).collect::<Vec<_>>())
        })
    })
}

proptest! {
    #[test]
    fn sdsm_meets_the_totals(table in some_table()) {
        let chances = Chances::fit(&table, &Control::new()).unwrap();
        let m = table.meetings().len();
        for i in 0..table.partners() {
            let expected: f64 = chances.cells[i * m..(i + 1) * m].iter().sum();
            prop_assert!((expected - table.attended(i as u32) as f64).abs() <= 2.0 * chances.error.max(1e-9));
            for e in 0..m {
                let open = table.presence(i as u32, e as u32).is_open();
                prop_assert!(open || chances.cells[i * m + e] == 0.0);
            }
        }
        // Margins on the edge of the possible are approached, not met.
        prop_assert!(chances.error < 1e-2, "{}", chances.error);
    }

    #[test]
    fn both_tails_overlap_in_what_was_seen(table in some_table()) {
        for (_, method) in BackboneMethod::NAMES {
            // The identities hold for any number of draws.
            let options = BackboneOptions { method: *method, draws: 99, ..BackboneOptions::default() };
            for pair in table.backbone(&options, plain, &Control::new()).unwrap().pairs {
                prop_assert!(pair.p_high + pair.p_low >= 1.0 - 1e-9, "{method} {pair:?}");
                prop_assert!(pair.smallest <= pair.p_high + 1e-9, "{method} {pair:?}");
            }
        }
    }

    /// The sum of all count weights is Σ k(k − 1)/2 over meetings, that of Newman's Σ k/2 over meetings of two or more.
    #[test]
    fn projected_weights_add_up(table in some_table()) {
        let total = |weighting| -> f64 {
            table.project(weighting).unwrap().iter_ties().filter_map(|t| t.2).sum()
        };
        let sizes = (0..table.meetings().len() as u32).map(|e| table.at_meeting(e, Presence::Present));
        let pairs: u64 = sizes.clone().map(|k| k * k.saturating_sub(1) / 2).sum();
        let halves: f64 = sizes.filter(|&k| k > 1).map(|k| k as f64 / 2.0).sum();
        prop_assert_eq!(total(Weighting::Count), pairs as f64);
        prop_assert!((total(Weighting::Newman) - halves).abs() < 1e-9);
    }
}

/// FDSM beside the list of all tables with these totals and structural zeros.
#[test]
fn fdsm_is_the_share_of_all_tables() {
    for rows in [
        &["xx..", "xx.x", "..x.", "x..."][..],
        &["xx.-", "xx.x", "?.x.", "x-.."][..],
    ] {
        let table = table(rows);
        let (n, m) = (table.partners(), table.meetings().len());
        let row_totals: Vec<u64> = (0..n as u32).map(|i| table.attended(i)).collect();
        let mut all: Vec<Vec<u32>> = vec![Vec::new()];
        for (i, total) in row_totals.iter().enumerate() {
            let able: u32 = (0..m)
                .filter(|&e| table.presence(i as u32, e as u32).is_open())
                .map(|e| 1 << e)
                .sum();
            let choices: Vec<u32> = (0..1_u32 << m)
                .filter(|x| x & !able == 0 && u64::from(x.count_ones()) == *total)
                .collect();
            all = all
                .iter()
                .flat_map(|head| choices.iter().map(|x| [head.as_slice(), &[*x]].concat()))
                .collect();
        }
        all.retain(|rows| {
            (0..m).all(|e| {
                let sum: u32 = rows.iter().map(|r| r >> e & 1).sum();
                u64::from(sum) == table.at_meeting(e as u32, Presence::Present)
            })
        });
        assert!(all.len() > 3, "{} tables", all.len());
        let options = BackboneOptions {
            draws: 20_000,
            seed: 5,
            ..BackboneOptions::default()
        };
        let found = table.backbone(&options, plain, &Control::new()).unwrap();
        for pair in &found.pairs {
            let together = |rows: &Vec<u32>| {
                (rows[pair.first as usize] & rows[pair.second as usize]).count_ones()
            };
            let share = |keep: &dyn Fn(u32) -> bool| {
                all.iter().filter(|rows| keep(together(rows))).count() as f64 / all.len() as f64
            };
            let mean = all
                .iter()
                .map(|rows| f64::from(together(rows)))
                .sum::<f64>()
                / all.len() as f64;
            let (high, low) = (
                share(&|k| k >= pair.together),
                share(&|k| k <= pair.together),
            );
            assert!((pair.p_high - high).abs() < 0.015, "{pair:?} {high}");
            assert!((pair.p_low - low).abs() < 0.015, "{pair:?} {low}");
            assert!((pair.expected - mean).abs() < 0.02, "{pair:?} {mean}");
        }
        let one = rayon::ThreadPoolBuilder::new()
            .num_threads(1)
            .build()
            .unwrap();
        let again = one.install(|| table.backbone(&options, plain, &Control::new()).unwrap());
        assert_eq!(found.pairs, again.pairs, "threads do not matter");
    }
}

#[test]
fn a_p_that_no_pair_could_reach_is_told_before_the_test() {
    let table = table(&["xx..", "xx..", "..xx", "x..x"]);
    let bonferroni = |p: &[f64]| p.iter().map(|x| x * p.len() as f64).collect::<Vec<f64>>();
    let options = BackboneOptions {
        draws: 99,
        ..BackboneOptions::default()
    };
    let told = |backbone: Backbone| backbone.caveats[0].contains("cannot be kept however often");
    assert!(told(
        table
            .backbone(&options, bonferroni, &Control::new())
            .unwrap()
    ));
    assert!(!told(
        table.backbone(&options, plain, &Control::new()).unwrap()
    ));
    let none = BackboneOptions {
        draws: 0,
        ..options
    };
    assert!(matches!(
        table.backbone(&none, plain, &Control::new()),
        Err(Error::BadOption {
            option: "draws",
            ..
        })
    ));
    let alpha = BackboneOptions {
        alpha: f64::NAN,
        ..options
    };
    assert!(table.backbone(&alpha, plain, &Control::new()).is_err());
}
