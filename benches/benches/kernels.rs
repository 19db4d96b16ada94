//! Every kernel on generated partner networks of 10³ partners and more, as far as one run is a matter of
//! seconds. How to run and read the benches: `benches/README.md`.

use commonweal_benches::{kernels, network};
use criterion::{
    BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};

/// The largest networks take minutes to make and time: they are timed when `COMMONWEAL_BENCH_MAX` says so.
fn largest() -> usize {
    let asked = std::env::var("COMMONWEAL_BENCH_MAX").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(10_000)
}

fn all(c: &mut Criterion) {
    let most = largest();
    for n in (3..8)
        .map(|power| 10usize.pow(power))
        .filter(|&n| n <= most)
    {
        let net = network(n, 20.0);
        for kernel in kernels().iter().filter(|k| n <= k.largest) {
            let mut group = c.benchmark_group(kernel.name);
            group.throughput(Throughput::Elements(net.ties() as u64));
            group.sampling_mode(SamplingMode::Flat).sample_size(10);
            group.bench_function(BenchmarkId::from_parameter(n), |b| {
                b.iter(|| (kernel.run)(&net).expect("a kernel runs on a generated network"));
            });
            group.finish();
        }
    }
}

criterion_group!(benches, all);
criterion_main!(benches);
