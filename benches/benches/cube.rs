//! The cube at 10^5 to 10^8 records, and how its cost grows.
//!
//! `cargo bench -p commonweal-benches --bench cube` counts records of six dimensions (race 8, gender 3,
//! school 120, year 5, two flags) and rolls them up to all 64 subsets, at 10^5, 10^6 and 10^7 records;
//! `COMMONWEAL_BENCH_MAX=100000000` sets the largest. Beside criterion's times it prints nanoseconds a record and
//! the growth, time = c·rowsᵃ by least squares on logarithms: an exponent near 1 is one pass.

#![allow(clippy::print_stdout, reason = "the table is the answer")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use commonweal_equity::Error;
use commonweal_equity::cube::{Coded, Codes, Records, count, lattice};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const LEVELS: [u32; 6] = [8, 3, 120, 5, 2, 2];

struct Children {
    columns: Vec<Vec<u8>>,
    reads: Vec<u8>,
}

impl Children {
    fn generate(rows: usize) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(20_261_122);
        let mut column = |levels: u32| -> Vec<u8> {
            let mut bytes = vec![0; rows];
            rng.fill_bytes(&mut bytes);
            for byte in &mut bytes {
                *byte = (u32::from(*byte) * levels / 256) as u8;
            }
            bytes
        };
        let columns = LEVELS.iter().map(|&levels| column(levels)).collect();
        // One child in fifty or so has no result.
        let reads = column(50)
            .into_iter()
            .map(|byte| if byte == 0 { 2 } else { byte % 2 });
        let reads = reads.collect();
        Self { columns, reads }
    }

    /// All 64 subsets; answers the number of groups.
    fn cube(&self) -> Result<usize, Error> {
        let dimensions = self
            .columns
            .iter()
            .zip(LEVELS)
            .map(|(column, levels)| Coded::new(Codes::U8(column), levels))
            .collect::<Result<_, _>>()?;
        let records = Records {
            rows: self.reads.len(),
            dimensions,
            ..Records::default()
        };
        let base = count(&records.with_outcome(&self.reads, None))?.remove(0);
        let subsets = lattice(&base, 0, None)?;
        Ok(subsets.iter().map(|subset| subset.cells.len()).sum())
    }
}

/// Slope of ln y over ln x by least squares; `None` with fewer than two points.
fn exponent(points: &[(f64, f64)]) -> Option<f64> {
    let count = points.len() as f64;
    let logs: Vec<(f64, f64)> = points.iter().map(|&(x, y)| (x.ln(), y.ln())).collect();
    let mean = |part: fn(&(f64, f64)) -> f64| logs.iter().map(part).sum::<f64>() / count;
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let spread: f64 = logs.iter().map(|p| (p.0 - x).powi(2)).sum();
    let joint: f64 = logs.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
    (points.len() > 1 && spread > 0.0).then(|| joint / spread)
}

/// Shortest of three runs, in seconds.
fn seconds(children: &Children) -> Result<f64, Error> {
    let mut shortest = Duration::MAX;
    for _ in 0..3 {
        let start = Instant::now();
        black_box(children.cube()?);
        shortest = shortest.min(start.elapsed());
    }
    Ok(shortest.as_secs_f64())
}

fn cube(criterion: &mut Criterion) {
    let once = std::env::args().any(|argument| argument == "--test");
    let asked = std::env::var("COMMONWEAL_BENCH_MAX").ok();
    let most = asked
        .and_then(|rows| rows.parse().ok())
        .unwrap_or(10_000_000);
    let most = if once { 100_000 } else { most };
    let mut points = Vec::new();
    let mut group = criterion.benchmark_group("cube");
    group.sample_size(10);
    for rows in [100_000, 1_000_000, 10_000_000, 100_000_000] {
        if rows > most {
            break;
        }
        let children = Children::generate(rows);
        group.throughput(Throughput::Elements(rows as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(rows),
            &children,
            |b, children| {
                b.iter(|| children.cube());
            },
        );
        if let (false, Ok(seconds)) = (once, seconds(&children)) {
            points.push((rows as f64, seconds));
            println!(
                "{rows} records: {:.2} ns a record",
                1e9 * seconds / rows as f64
            );
        }
    }
    group.finish();
    // The roll-up costs the same at any size, so the growth is that of the two largest.
    if let Some(exponent) = exponent(&points[points.len().saturating_sub(2)..]) {
        println!("time grows with records to the power {exponent:.2}");
    }
}

criterion_group!(benches, cube);
criterion_main!(benches);
