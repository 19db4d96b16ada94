//! From ties to a network: checks, then rows.

use rayon::prelude::*;

use super::counted;
use super::csr::Csr;
use super::options::{BuildOptions, Duplicates, SelfTies, Ties};
use super::rows::{Payload, Sorted, sort_rows};
use crate::Error;

/// Ties a chunk of the input holds.
const CHUNK: usize = 1 << 20;
/// Rows a chunk holds when rows are the input.
const CHUNK_ROWS: usize = 1 << 15;

/// Outgoing rows of a network, and what was done to the ties on the way.
pub(super) struct Built {
    pub(super) out: Csr,
    pub(super) notes: Vec<String>,
}

/// Checks the ties and sorts them into rows; an undirected tie goes into the rows of both partners.
pub(super) fn build(n: usize, ties: &Ties<'_>, options: &BuildOptions) -> Result<Built, Error> {
    let dropped = check(n, ties, options)?;
    let sorted = if ties.value.is_some() {
        sort_ties::<f64>(n, ties, options)
    } else {
        sort_ties::<()>(n, ties, options)
    };
    if let (Duplicates::Error, Some(pair)) = (options.duplicates, sorted.repeated) {
        return Err(duplicate_error(pair, ties, options));
    }
    // An undirected repeat is met in both of its rows.
    let combined = if options.directed {
        sorted.combined
    } else {
        sorted.combined / 2
    };
    let mut notes = Vec::new();
    if dropped > 0 {
        notes.push(format!(
            "Dropped: {} of a partner to itself.",
            counted(dropped, "tie")
        ));
    }
    if combined > 0 {
        let rule = options.duplicates;
        let repeats = counted(combined, "repeated tie");
        notes.push(format!("Combined by the rule \"{rule}\": {repeats}."));
    }
    Ok(Built {
        out: sorted.csr,
        notes,
    })
}

fn sort_ties<P: Payload>(n: usize, ties: &Ties<'_>, options: &BuildOptions) -> Sorted {
    let m = ties.source.len();
    sort_rows(n, m.div_ceil(CHUNK), options.duplicates, |chunk, sink| {
        for k in chunk * CHUNK..m.min((chunk + 1) * CHUNK) {
            let (s, t) = (ties.source[k], ties.target[k]);
            if s == t {
                continue;
            }
            let payload = P::of(ties.value, k);
            sink(s, t, payload);
            if !options.directed {
                sink(t, s, payload);
            }
        }
    })
}

/// Incoming rows: the same entries, sorted by target.
pub(super) fn transpose(out: &Csr) -> Csr {
    if out.values().is_some() {
        transpose_with::<f64>(out)
    } else {
        transpose_with::<()>(out)
    }
}

fn transpose_with<P: Payload>(out: &Csr) -> Csr {
    let n = out.n();
    sort_rows(
        n,
        n.div_ceil(CHUNK_ROWS),
        Duplicates::First,
        |chunk, sink| {
            for i in (chunk * CHUNK_ROWS) as u32..n.min((chunk + 1) * CHUNK_ROWS) as u32 {
                for k in out.range(i) {
                    sink(out.targets()[k], i, P::of(out.values(), k));
                }
            }
        },
    )
    .csr
}

/// Refuses what cannot be a tie; answers how many self-ties will be dropped. The first fault in input
/// order is reported, whichever thread found it.
fn check(n: usize, ties: &Ties<'_>, options: &BuildOptions) -> Result<u64, Error> {
    let m = ties.source.len();
    for (what, found) in [("partners", n), ("ties", m)] {
        if found as u64 > u64::from(u32::MAX) {
            return Err(Error::TooLarge {
                what,
                found: found as u64,
                limit: u64::from(u32::MAX),
            });
        }
    }
    let lengths = [
        ("targets", ties.target.len(), m),
        ("values", ties.value.map_or(m, <[f64]>::len), m),
        (
            "labels",
            options.labels.names().map_or(n, <[String]>::len),
            n,
        ),
    ];
    for (what, found, expected) in lengths {
        if found != expected {
            return Err(Error::LengthMismatch {
                what,
                found,
                expected,
            });
        }
    }
    let counts: Vec<Result<u64, Error>> = (0..m.div_ceil(CHUNK))
        .into_par_iter()
        .map(|chunk| {
            (chunk * CHUNK..m.min((chunk + 1) * CHUNK))
                .map(|k| check_tie(n, k, ties, options).map(u64::from))
                .sum()
        })
        .collect();
    let dropped = counts.into_iter().sum::<Result<u64, Error>>()?;
    check_sums(ties)?;
    Ok(dropped)
}

/// Refuses values so large or so small that a sum of them, or of their inverses (the lengths of strong
/// ties), would leave the range of a double: strengths and path lengths are then finite. With room for
/// adding both directions.
fn check_sums(ties: &Ties<'_>) -> Result<(), Error> {
    const ROOM: f64 = f64::MAX / 4.0;
    let values = ties.value.unwrap_or_default();
    let largest = |a: f64, b: f64| a.total_cmp(&b);
    let smallest = |a: f64, b: f64| b.total_cmp(&a);
    let too_much = |value: fn(&f64) -> f64| values.iter().map(value).sum::<f64>() > ROOM;
    let (order, expected): (&dyn Fn(f64, f64) -> std::cmp::Ordering, _) = if too_much(|v| *v) {
        (
            &largest,
            "values whose sum is a finite number; rescale them",
        )
    } else if too_much(|v| v.recip()) {
        (
            &smallest,
            "values whose inverses have a finite sum; rescale them",
        )
    } else {
        return Ok(());
    };
    let worst = (0..values.len()).max_by(|&a, &b| order(values[a], values[b]).then(b.cmp(&a)));
    worst.map_or(Ok(()), |tie| {
        Err(Error::BadValue {
            tie,
            found: values[tie],
            expected,
        })
    })
}

/// Checks tie `k`; answers whether it is a self-tie to be dropped.
fn check_tie(n: usize, k: usize, ties: &Ties<'_>, options: &BuildOptions) -> Result<bool, Error> {
    let (s, t) = (ties.source[k], ties.target[k]);
    for id in [s, t] {
        if id as usize >= n {
            return Err(Error::PartnerOutOfRange {
                tie: k,
                found: u64::from(id),
                n,
            });
        }
    }
    if let Some(values) = ties.value
        && !(values[k].is_finite() && values[k] > 0.0)
    {
        let expected =
            "a finite number above zero (a tie reported as absent is left out, not given as 0)";
        return Err(Error::BadValue {
            tie: k,
            found: values[k],
            expected,
        });
    }
    if s == t && options.self_ties == SelfTies::Error {
        return Err(Error::SelfTie {
            tie: k,
            partner: options.labels.get(s).into_owned(),
        });
    }
    Ok(s == t)
}

/// Finds the two input positions of a repeated pair; paid only when there is an error to report.
fn duplicate_error(pair: (u32, u32), ties: &Ties<'_>, options: &BuildOptions) -> Error {
    let mut found = (0..ties.source.len()).filter(|&k| {
        let (s, t) = (ties.source[k], ties.target[k]);
        (s, t) == pair || (!options.directed && (t, s) == pair)
    });
    Error::DuplicateTie {
        first: found.next().unwrap_or_default(),
        second: found.next().unwrap_or_default(),
        source_id: options.labels.get(pair.0).into_owned(),
        target_id: options.labels.get(pair.1).into_owned(),
    }
}
