//! Tests of chance at the size of a partnership: thousands of random tables and networks.
//!
//! `cargo bench -p commonweal-benches --bench nulls`; every draw is checked for its margins first.

use std::hint::black_box;

use commonweal_benches::network;
use commonweal_network::groups::core_periphery::{
    CoreMethod, CoreNull, CorePeriphery, CorePeripheryOptions, CoreTestOptions,
};
use commonweal_network::groups::rich_club::RichClubOptions;
use commonweal_network::measures::NetworkMeasure;
use commonweal_network::nulls::cug::{Condition, CugOptions};
use commonweal_network::nulls::curveball::{Curveball, Table};
use commonweal_network::{Control, Error};
use criterion::{Criterion, criterion_group, criterion_main};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Who attended what: partners between one meeting in twenty and one in two, at random.
fn attendance(partners: u32, meetings: u32) -> Result<Table, Error> {
    let mut rng = ChaCha8Rng::seed_from_u64(20_261_122);
    let mut cells = Vec::new();
    for i in 0..partners {
        let keen = rng.random_range(0.05..0.5);
        cells.extend(
            (0..meetings)
                .filter(|_| rng.random_bool(keen))
                .map(|x| (i, x)),
        );
    }
    Table::new(partners as usize, meetings as usize, &cells)
}

/// Ones of each of `draws` tables, which are those of the first.
fn curveball(table: &Table, impossible: &[(u32, u32)], draws: u64) -> Result<Vec<u32>, Error> {
    let control = Control::new();
    let null = Curveball::new(table, impossible, 5, 1, &control)?;
    assert_eq!(null.table(0, &control)?.row_sums(), table.row_sums());
    null.sample(draws, &control, |drawn| Ok(drawn.row_sums().iter().sum()))
}

fn nulls(c: &mut Criterion) {
    let mut group = c.benchmark_group("nulls");
    group.sample_size(10);
    let table = attendance(300, 200).expect("a table of this size");
    let absent: Vec<(u32, u32)> = (0..60)
        .flat_map(|i| (0..40).map(move |x| (i, x)))
        .filter(|&(i, x)| !table.has(i, x))
        .collect();
    for (name, impossible) in [("curveball", &[][..]), ("curveball with zeros", &absent)] {
        group.bench_function(format!("{name} 300 x 200, 1000 tables"), |b| {
            b.iter(|| black_box(curveball(&table, impossible, 1000).expect("it can be drawn")));
        });
    }
    let net = network(100, 12.0);
    group.bench_function("rich club of 100, 999 rewired networks", |b| {
        let options = RichClubOptions::default();
        b.iter(|| {
            black_box(
                net.rich_club(&options, &Control::new())
                    .expect("it has an answer"),
            )
        });
    });
    for condition in [Condition::Size, Condition::Ties, Condition::DyadCensus] {
        group.bench_function(
            format!("CUG of transitivity in 100, {condition}, 999 networks"),
            |b| {
                let options = CugOptions {
                    condition,
                    ..CugOptions::default()
                };
                let run = || net.cug(NetworkMeasure::Transitivity, &options, &Control::new());
                b.iter(|| black_box(run().expect("it has an answer")));
            },
        );
    }
    group.finish();
}

/// Fits of a core, and their test: 20 starts in each of 999 random networks.
fn cores(c: &mut Criterion) {
    let mut group = c.benchmark_group("core-periphery");
    group.sample_size(10);
    let small = network(25, 8.0);
    let net = network(100, 12.0);
    let control = Control::new();
    for (name, off_diagonal) in [("left out", None), ("equation 1", Some((1.0, 1.0)))] {
        let options = CorePeripheryOptions {
            off_diagonal,
            ..CorePeripheryOptions::default()
        };
        let certified = small.core_periphery(&options, &control);
        let sought = CorePeripheryOptions {
            exact_up_to: 0,
            ..options
        };
        let sought = small.core_periphery(&sought, &control);
        let fit = |found: Result<CorePeriphery, Error>| {
            found.expect("it has an answer").fit.expect("it has a core")
        };
        assert!((fit(certified) - fit(sought)).abs() < 1e-12);
        group.bench_function(format!("all 2^25 cores, {name}"), |b| {
            b.iter(|| black_box(small.core_periphery(&options, &control)));
        });
        group.bench_function(format!("20 starts in 100, {name}"), |b| {
            b.iter(|| black_box(net.core_periphery(&options, &control)));
        });
        for null in [CoreNull::Degree, CoreNull::Ties] {
            let test = CoreTestOptions {
                null,
                ..CoreTestOptions::default()
            };
            group.bench_function(format!("test in 100, {name}, {null}, 999 networks"), |b| {
                b.iter(|| black_box(net.core_periphery_test(&options, &test, &control)));
            });
        }
    }
    for method in [CoreMethod::Lip, CoreMethod::Minres, CoreMethod::Multi] {
        let options = CorePeripheryOptions {
            method,
            ..CorePeripheryOptions::default()
        };
        group.bench_function(format!("{method} in 100"), |b| {
            b.iter(|| black_box(net.core_periphery(&options, &control)));
        });
    }
    group.finish();
}

criterion_group!(benches, nulls, cores);
criterion_main!(benches);
