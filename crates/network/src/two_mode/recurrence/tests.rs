use rand::RngExt;

use super::*;
use crate::Labels;
use crate::nulls::draws::stream;
use crate::two_mode::{Meeting, Record};

/// A table drawn as text (`x` present, `.` absent, `-` not eligible, `?` unknown) of meetings given by their day and
/// whether they were open.
fn table(meetings: &[(i64, bool)], rows: &[&str]) -> Affiliation {
    let of = |(e, &(day, open)): (usize, &(i64, bool))| Meeting {
        name: format!("E{e}"),
        day: Some(day),
        open: Some(open),
        complete: true,
    };
    let mut records = Vec::new();
    for (partner, row) in (0..).zip(rows) {
        for (meeting, c) in (0..).zip(row.chars()) {
            records.push(Record {
                partner,
                meeting,
                presence: match c {
                    'x' => Presence::Present,
                    '-' => Presence::NotEligible,
                    '?' => Presence::Unknown,
                    _ => Presence::Absent,
                },
            });
        }
    }
    let meetings = meetings.iter().enumerate().map(of).collect();
    Affiliation::new(rows.len(), Labels::Numbered, meetings, &records).unwrap()
}

fn found(table: &Affiliation, options: RecurrenceOptions) -> Recurrence {
    table.recurrence(&options, &Control::new()).unwrap()
}

/// Open on days 10, 20, 30 and 40; closed on 9, 17 and 19, 30, 36 and 39.
const DAYS: [(i64, bool); 10] = [
    (10, true),
    (9, false),
    (20, true),
    (17, false),
    (19, false),
    (30, true),
    (30, false),
    (40, true),
    (36, false),
    (39, false),
];

#[test]
fn occasions_and_overlap_by_hand() {
    let table = table(
        &DAYS,
        &[
            ".x..x....x",
            ".x.x.....x",
            "....x.x.x.",
            ".........x",
            "x.x..x.x..",
        ],
    );
    let r = found(
        &table,
        RecurrenceOptions {
            draws: 0,
            ..RecurrenceOptions::default()
        },
    );
    // The meeting of day 30 is as late as the open one of that day, and ten days before the next; that of day 36
    // is four days before.
    let occasion = |open, closed: &[u32], days, present| Preceded {
        open,
        closed: closed.to_vec(),
        days,
        present,
    };
    assert_eq!(r.open_meetings, 4);
    assert_eq!(
        r.preceded,
        [
            occasion(0, &[1], 1, 2),
            occasion(2, &[3, 4], 1, 3),
            occasion(7, &[9], 1, 3)
        ]
    );
    // {0,1}, {0,1,2}, {0,1,3}: 2/3, 2/3 and 2/4.
    assert!((r.overlap.unwrap() - (2.0 / 3.0 + 2.0 / 3.0 + 0.5) / 3.0).abs() < 1e-15);
    // Two of three occasions or more.
    assert_eq!(r.regulars, [0, 1]);
    assert_eq!(r.regulars_shown(), None, "a count of two points at two");
    assert!(r.overlap_test.is_none());
    assert!(
        r.sentence
            .starts_with("In 3 of 4 open meetings the 3 days before held a closed meeting.")
    );
    assert!(r.sentence.ends_with(LIMIT));
    // One day is the day before.
    let close = RecurrenceOptions {
        days: 4,
        draws: 0,
        ..RecurrenceOptions::default()
    };
    assert_eq!(found(&table, close).preceded[2].closed, [8, 9]);
}

#[test]
fn nothing_to_test_is_said_so() {
    let one = table(&[(9, false), (10, true)], &["xx", "x."]);
    let none = table(&[(10, true)], &["x"]);
    let nobody = table(
        &[(9, false), (10, true), (19, false), (20, true)],
        &["?x?x"],
    );
    for (table, preceded) in [(one, 1), (none, 0), (nobody, 2), (table(&[], &[]), 0)] {
        for null in [RecurrenceNull::Attendance, RecurrenceNull::Dates] {
            let r = found(
                &table,
                RecurrenceOptions {
                    null,
                    ..RecurrenceOptions::default()
                },
            );
            assert_eq!(r.preceded.len(), preceded);
            assert_eq!(
                (r.overlap, &r.overlap_test, r.regulars.len()),
                (None, &None, 0)
            );
            assert!(r.caveats[0].starts_with("Not testable"));
            assert!(r.sentence.contains("cannot be said"));
        }
    }
}

#[test]
fn meetings_without_a_day_or_a_kind_are_counted() {
    let meeting = |name: &str, day, open| Meeting {
        name: name.to_owned(),
        day,
        open,
        complete: true,
    };
    let meetings = vec![
        meeting("a", Some(1), None),
        meeting("b", None, Some(false)),
        meeting("c", Some(2), Some(true)),
    ];
    let table = Affiliation::new(1, Labels::Numbered, meetings, &[]).unwrap();
    let r = found(&table, RecurrenceOptions::default());
    assert_eq!((r.open_meetings, r.preceded.len()), (1, 0));
    assert!(
        r.caveats
            .iter()
            .any(|c| c.contains("Of 1 meeting it is not recorded"))
    );
    assert!(
        r.caveats
            .iter()
            .any(|c| c.contains("1 meeting without a day"))
    );
}

/// Three closed meetings, of which the first two come before open ones.
const SMALL: [(i64, bool); 5] = [(9, false), (10, true), (19, false), (20, true), (25, false)];
const SMALL_ROWS: [&str; 4] = ["x.x.x", "x.xx.", ".x..x", "xx..-"];

fn overlap(rows: &[u32]) -> f64 {
    let set = |e: u32| {
        rows.iter()
            .enumerate()
            .filter(move |(_, r)| *r >> e & 1 == 1)
            .map(|(i, _)| i)
    };
    let (a, b): (Vec<_>, Vec<_>) = (set(0).collect(), set(2).collect());
    let both = a.iter().filter(|i| b.contains(i)).count();
    let either = a.len() + b.len() - both;
    both as f64 / (either.max(1)) as f64
}

fn bits(row: &str) -> u32 {
    row.chars()
        .enumerate()
        .filter(|(_, c)| *c == 'x')
        .map(|(e, _)| 1 << e)
        .sum()
}

/// All rows of five cells with these numbers of closed and open meetings, of those that are possible.
fn every_row(possible: u32, keep: impl Fn(u32) -> bool) -> Vec<u32> {
    (0..32)
        .filter(|row| row & !possible == 0 && keep(*row))
        .collect()
}

fn product(choices: &[Vec<u32>]) -> Vec<Vec<u32>> {
    choices.iter().fold(vec![Vec::new()], |all, more| {
        all.iter()
            .flat_map(|head| more.iter().map(|x| [head.as_slice(), &[*x]].concat()))
            .collect()
    })
}

/// Both nulls beside the list of every table they could give.
#[test]
fn p_values_are_those_of_all_tables() {
    let observed: Vec<u32> = SMALL_ROWS.iter().map(|row| bits(row)).collect();
    let possible: Vec<u32> = SMALL_ROWS
        .iter()
        .map(|r| if r.contains('-') { 0b01111 } else { 0b11111 })
        .collect();
    let shuffled = product(
        &observed
            .iter()
            .zip(&possible)
            .map(|(row, can)| {
                // Closed meetings 0, 2 and 4; open ones stay.
                every_row(*can, |x| {
                    (x & 0b10101).count_ones() == (row & 0b10101).count_ones()
                        && x & 0b01010 == row & 0b01010
                })
            })
            .collect::<Vec<_>>(),
    );
    let sum = |rows: &[u32], e: u32| rows.iter().map(|r| r >> e & 1).sum::<u32>();
    let same_margins: Vec<Vec<u32>> = product(
        &observed
            .iter()
            .zip(&possible)
            .map(|(row, can)| every_row(*can, |x| x.count_ones() == row.count_ones()))
            .collect::<Vec<_>>(),
    )
    .into_iter()
    .filter(|rows| (0..5).all(|e| sum(rows, e) == sum(&observed, e)))
    .collect();
    let table = table(&SMALL, &SMALL_ROWS);
    for (null, all) in [
        (RecurrenceNull::Dates, shuffled),
        (RecurrenceNull::Attendance, same_margins),
    ] {
        assert!(all.len() > 10, "{} tables", all.len());
        let at_least = all
            .iter()
            .filter(|rows| overlap(rows) >= overlap(&observed) - 1e-12)
            .count();
        let exact = at_least as f64 / all.len() as f64;
        let draws = 20_000;
        let r = found(
            &table,
            RecurrenceOptions {
                null,
                draws,
                seed: 3,
                ..RecurrenceOptions::default()
            },
        );
        assert_eq!(r.overlap, Some(overlap(&observed)));
        let p = r.overlap_test.unwrap().p_high;
        let error = (exact * (1.0 - exact) / draws as f64).sqrt();
        assert!((p - exact).abs() < 4.0 * error, "{null}: {p} and {exact}");
        let mean = all.iter().map(|rows| overlap(rows)).sum::<f64>() / all.len() as f64;
        assert!((r.overlap_test.unwrap().mean - mean).abs() < 0.01);
    }
}

/// Partners who come at random, each at its own rate: p of at most .1 in at most a tenth of the tables.
#[test]
fn without_recurrence_the_level_holds() {
    const TABLES: u64 = 300;
    let meetings: Vec<(i64, bool)> = (0..24)
        .map(|e| (5 * (e / 2) + 4 * (e % 2), e % 2 == 1 || e % 6 == 0))
        .collect();
    for null in [RecurrenceNull::Attendance, RecurrenceNull::Dates] {
        let mut rejected = 0;
        for seed in 0..TABLES {
            let mut chance = stream(2026, seed);
            let rows: Vec<String> = (0..12)
                .map(|_| {
                    let rate = chance.random_range(0.2..0.8);
                    (0..24)
                        .map(|_| if chance.random_bool(rate) { 'x' } else { '.' })
                        .collect()
                })
                .collect();
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            let options = RecurrenceOptions {
                days: 5,
                draws: 99,
                seed,
                null,
            };
            let test = found(&table(&meetings, &rows), options)
                .overlap_test
                .unwrap();
            rejected += u64::from(test.p_high <= 0.1);
        }
        let share = rejected as f64 / TABLES as f64;
        let error = (0.1 * 0.9 / TABLES as f64).sqrt();
        assert!((share - 0.1).abs() < 3.0 * error, "{null}: {share}");
    }
}

#[test]
fn the_same_partners_before_every_plenary_are_found() {
    // Four of twelve come before each of eight open meetings; all come to open ones half of the time.
    let meetings: Vec<(i64, bool)> = (0..16)
        .map(|e| (10 * (e / 2) + 9 * (e % 2), e % 2 == 0))
        .collect();
    let rows: Vec<String> = (0..12)
        .map(|i| {
            (0..16)
                .map(|e| match (e % 2, i < 4) {
                    (0, _) => (i + e / 2) % 2 == 0,
                    (_, inside) => inside,
                })
                .map(|there| if there { 'x' } else { '.' })
                .collect()
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let table = table(&meetings, &rows);
    let r = found(&table, RecurrenceOptions::default());
    assert_eq!(r.overlap, Some(1.0));
    assert_eq!(r.regulars_shown(), Some(4));
    assert_eq!(r.overlap_test.unwrap().p_high, 0.001);
    let again = rayon::ThreadPoolBuilder::new()
        .num_threads(3)
        .build()
        .unwrap()
        .install(|| found(&table, RecurrenceOptions::default()));
    assert_eq!(r, again);
    // Every closed meeting comes before an open one, so shuffling dates changes who was where, not whether.
    let dates = found(
        &table,
        RecurrenceOptions {
            null: RecurrenceNull::Dates,
            ..RecurrenceOptions::default()
        },
    );
    assert_eq!(dates.overlap_test.unwrap().p_high, 1.0);
}
