//! Building rows, betweenness and harmonic closeness on generated partner networks.
//!
//! Answers are checked by another way of computing them before anything is timed. How to run and read
//! the benches: `benches/README.md`.

use std::hint::black_box;

use commonweal_network::generate::{PartnersOptions, partners};
use commonweal_network::{
    BetweennessOptions, BuildOptions, ClosenessOptions, Control, Mode, Network, Ties,
};
use criterion::{
    BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};
use petgraph::algo::dijkstra;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// Partners with 20 ties each on average, in work groups and partnerships with a backbone each: far from
/// a random graph of the same size, whose even degrees would flatter us.
fn network(n: usize) -> Network {
    let options = PartnersOptions {
        n,
        seed: 1,
        ..PartnersOptions::default()
    };
    partners(&options).expect("the default shape").network
}

/// O(m). Reports come in any order, so the ties are shuffled: sorted ones would spare the sorting.
fn build(c: &mut Criterion) {
    let mut group = c.benchmark_group("build");
    for n in [1_000, 10_000, 100_000, 1_000_000] {
        let net = network(n);
        let mut ties: Vec<(u32, u32)> = net.iter_ties().map(|(i, j, _)| (i, j)).collect();
        ties.shuffle(&mut ChaCha8Rng::seed_from_u64(1));
        let (source, target): (Vec<u32>, Vec<u32>) = ties.into_iter().unzip();
        let build = || {
            let ties = Ties {
                source: black_box(&source),
                target: black_box(&target),
                value: None,
            };
            Network::from_ties(n, &ties, &BuildOptions::default()).expect("ties of a network")
        };
        assert!(build().iter_ties().eq(net.iter_ties()));
        group.throughput(Throughput::Elements(net.ties() as u64));
        if n >= 1_000_000 {
            group.sample_size(10).sampling_mode(SamplingMode::Flat);
        }
        group.bench_function(BenchmarkId::from_parameter(n), |b| b.iter(build));
    }
    group.finish();
}

/// O(n·m), so ten thousand partners take a hundred times as long as one thousand; beyond that an exact
/// answer is a matter of minutes and says nothing new about the kernel.
fn betweenness(c: &mut Criterion) {
    let options = BetweennessOptions {
        normalized: false,
        ..BetweennessOptions::default()
    };
    let mut group = c.benchmark_group("betweenness");
    group.sampling_mode(SamplingMode::Flat);
    for n in [1_000, 10_000] {
        let net = network(n);
        let run = || {
            black_box(&net)
                .betweenness(&options, &Control::new())
                .expect("a network without values")
                .values
        };
        // A shortest path of d steps has d − 1 partners between its ends.
        let steps = net.distance_counts(Mode::Out, &Control::new());
        let inner: u64 = steps
            .expect("not stopped")
            .iter()
            .flat_map(|row| {
                (0..)
                    .zip(row)
                    .map(|(between, &count)| between * u64::from(count))
            })
            .sum();
        let (found, wanted) = (run().iter().sum::<f64>(), inner as f64 / 2.0);
        assert!((found / wanted - 1.0).abs() < 1e-9, "{found} for {wanted}");
        group.throughput(Throughput::Elements(n as u64 * net.ties() as u64));
        if n >= 10_000 {
            group.sample_size(10);
        }
        group.bench_function(BenchmarkId::from_parameter(n), |b| b.iter(run));
    }
    group.finish();
}

/// O(n·m) too, but 512 sources share a sweep: a hundred thousand partners are still a matter of seconds.
fn harmonic_closeness(c: &mut Criterion) {
    let options = ClosenessOptions {
        normalized: false,
        ..ClosenessOptions::default()
    };
    let mut group = c.benchmark_group("harmonic closeness");
    group.sampling_mode(SamplingMode::Flat);
    for n in [1_000, 10_000, 100_000] {
        let net = network(n);
        let run = || {
            black_box(&net)
                .closeness(&options, &Control::new())
                .expect("a network without values")
                .values
        };
        // The largest is the same code, and once more would be seconds.
        if n <= 10_000 {
            let found = run();
            for i in [0, n / 2, n - 1] {
                let steps = dijkstra(&net, i as u32, None, |_| 1_u32);
                let wanted: f64 = steps
                    .values()
                    .filter(|&&d| d > 0)
                    .map(|&d| 1.0 / f64::from(d))
                    .sum();
                assert!((found[i] / wanted - 1.0).abs() < 1e-9, "partner {i}");
            }
        }
        group.throughput(Throughput::Elements(n as u64 * net.ties() as u64));
        if n >= 10_000 {
            group.sample_size(10);
        }
        group.bench_function(BenchmarkId::from_parameter(n), |b| b.iter(run));
    }
    group.finish();
}

criterion_group!(benches, build, betweenness, harmonic_closeness);
criterion_main!(benches);
