//! Partners that may be the same (W210).

use std::collections::BTreeMap;

use crate::problem::{Code, Problem, Problems};
use crate::tables::Tables;
use crate::words::quoted;

/// Tells names that are equal once case, punctuation and the words "the", "and", "of", "inc" are gone, or
/// that differ by one slip. Nothing is merged.
///
/// Slips are looked for among names that share their first two letters, so that the cost stays near
/// linear in the number of partners.
pub(super) fn check(tables: &Tables, problems: &mut Problems) {
    const LARGEST_BUCKET: usize = 500;
    let file = tables.file("partners");
    let mut buckets: BTreeMap<String, Vec<(String, &crate::tables::Partner)>> = BTreeMap::new();
    for partner in tables.partners.iter().filter(|p| p.level != "person") {
        if let Some(name) = &partner.name {
            let plain = plain(name);
            if plain.chars().count() >= 4 {
                buckets
                    .entry(plain.chars().take(2).collect())
                    .or_default()
                    .push((plain, partner));
            }
        }
    }
    for bucket in buckets.values().filter(|b| b.len() <= LARGEST_BUCKET) {
        for (i, (a, first)) in bucket.iter().enumerate() {
            for (b, second) in &bucket[i + 1..] {
                if a == b || (one_slip(a, b) && !digits_differ(a, b)) {
                    let (name_a, name_b) = (
                        first.name.as_deref().unwrap_or_default(),
                        second.name.as_deref().unwrap_or_default(),
                    );
                    problems.push(
                        Problem::new(
                            Code::W210,
                            "partners",
                            &file,
                            format!(
                                "{} and {} may be the same partner (ids {}, {}). Not merged.",
                                quoted(name_a),
                                quoted(name_b),
                                first.partner_id,
                                second.partner_id
                            ),
                        )
                        .rows([first.row, second.row]),
                    );
                }
            }
        }
    }
}

/// Letters and digits in lower case without the small words.
fn plain(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty() && !["the", "and", "of", "inc"].contains(w));
    words.collect()
}

/// At most one letter put in, left out, changed or swapped with its neighbour, in names long enough for
/// that to be a slip rather than another word.
fn one_slip(a: &str, b: &str) -> bool {
    let length = a.chars().count().min(b.chars().count());
    length >= 8 && strsim::osa_distance(a, b) <= 1
}

/// "School 12" and "School 13" are not a slip.
fn digits_differ(a: &str, b: &str) -> bool {
    let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
    digits(a) != digits(b)
}
