//! How the cost of each kernel grows: time against partners, and against ties, as a power.
//!
//! `cargo bench -p commonweal-benches --bench growth` times each kernel at sizes a factor of √10 apart
//! (20 ties a partner), then at one size with 5 to 80 ties a partner, and fits time = c·nᵃ and
//! time = c·mᵇ by least squares on logarithms. An exponent near 1 is a kernel that looks at each
//! partner or tie a few times; exact all-pairs kernels have 2 against n. `--max N` stops at N partners
//! (default 100,000; up to 10,000,000, which takes half an hour and 8 GiB); a word picks kernels by name.

#![allow(clippy::print_stdout, reason = "the table is the answer")]

use std::time::{Duration, Instant};

use commonweal_benches::{Kernel, kernels, network};
use commonweal_network::{Error, Network};

/// Shortest of a few runs: up to five, or as many as fit in two seconds.
fn seconds(kernel: &Kernel, net: &Network) -> Result<f64, Error> {
    let mut shortest = Duration::MAX;
    let begun = Instant::now();
    for _ in 0..5 {
        let start = Instant::now();
        (kernel.run)(net)?;
        shortest = shortest.min(start.elapsed());
        if begun.elapsed() > Duration::from_secs(2) {
            break;
        }
    }
    Ok(shortest.as_secs_f64())
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

fn shown(exponent: Option<f64>) -> String {
    exponent.map_or_else(String::new, |e| format!("{e:.2}"))
}

fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let once = arguments.iter().any(|a| a == "--test");
    let most = arguments
        .iter()
        .position(|a| a == "--max")
        .and_then(|i| arguments.get(i + 1)?.parse().ok())
        .unwrap_or(if once { 1_000 } else { 100_000 });
    let words: Vec<&String> = arguments
        .iter()
        .filter(|a| a.chars().all(|c| c.is_alphabetic() || c == ' '))
        .collect();
    let kernels: Vec<Kernel> = kernels()
        .into_iter()
        .filter(|k| words.is_empty() || words.iter().any(|w| k.name.contains(w.as_str())))
        .collect();

    let sizes: Vec<usize> = (0..=8)
        .map(|step| 10f64.powf(3.0 + f64::from(step) / 2.0).round() as usize)
        .filter(|&n| n <= most)
        .collect();
    let mut by_partners = vec![Vec::new(); kernels.len()];
    for &n in &sizes {
        let net = network(n, 20.0);
        for (kernel, points) in kernels.iter().zip(&mut by_partners) {
            if n <= kernel.largest {
                points.push((n as f64, seconds(kernel, &net)?));
            }
        }
    }
    let mut by_ties = vec![Vec::new(); kernels.len()];
    let dense: &[f64] = if once {
        &[5.0]
    } else {
        &[5.0, 10.0, 20.0, 40.0, 80.0]
    };
    for &degree in dense {
        let net = network(most.min(10_000), degree);
        for (kernel, points) in kernels.iter().zip(&mut by_ties) {
            points.push((net.ties() as f64, seconds(kernel, &net)?));
        }
    }

    println!("| kernel | time ~ partners^ | time ~ ties^ | at partners | seconds |");
    println!("|---|--:|--:|--:|--:|");
    for ((kernel, partners), ties) in kernels.iter().zip(&by_partners).zip(&by_ties) {
        let (n, time) = partners.last().copied().unwrap_or((0.0, 0.0));
        println!(
            "| {} | {} | {} | {n} | {time:.4} |",
            kernel.name,
            shown(exponent(partners)),
            shown(exponent(ties)),
        );
    }
    Ok(())
}
