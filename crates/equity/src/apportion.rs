//! Whole children that add up: splitting an integer total in proportion to integer weights.

use crate::Error;

/// Splits `total` in proportion to `weights` by largest remainder (Hamilton's method).
///
/// Each part is its exact quota `total · w / Σw` rounded down or up, and the parts add up to `total`.
/// The units left after rounding down go to the largest remainders; a tie goes to the larger weight,
/// then to the earlier input. Not monotone in `total` (the Alabama paradox): a part can shrink when the
/// total grows by one. All arithmetic is in integers. Cost: O(m log m) for m weights.
///
/// # Errors
/// [`Error::NothingToWeigh`] when `total > 0` and every weight is zero.
///
/// ```
/// use commonweal_equity::apportion;
/// assert_eq!(apportion(200, &[210, 120, 60, 10])?, [105, 60, 30, 5]);
/// # Ok::<(), commonweal_equity::Error>(())
/// ```
pub fn apportion(total: u64, weights: &[u64]) -> Result<Vec<u64>, Error> {
    let sum: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
    if sum == 0 {
        return if total == 0 {
            Ok(vec![0; weights.len()])
        } else {
            Err(Error::NothingToWeigh { total })
        };
    }
    let quota = |weight: u64| u128::from(total) * u128::from(weight);
    // A quota is at most `total`, so its floor fits.
    let mut parts: Vec<u64> = weights
        .iter()
        .map(|&weight| (quota(weight) / sum) as u64)
        .collect();
    let left = total - parts.iter().sum::<u64>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    // The sort is stable: equal remainder and weight stay in input order.
    order.sort_by_key(|&i| std::cmp::Reverse((quota(weights[i]) % sum, weights[i])));
    // Fewer units are left than there are non-zero remainders, so zero weights never receive one.
    for &i in order.iter().take(left as usize) {
        parts[i] += 1;
    }
    Ok(parts)
}

/// As [`apportion`], but no part exceeds its cap; what a cap turns away goes to the others.
///
/// A part whose quota reaches its cap is set to the cap and the rest is split again among the others,
/// until no quota reaches a cap; then the last split is rounded. A quota below an integer cap rounds to
/// at most the cap, so caps hold exactly. Returns the parts and what no part could take (never dropped).
/// Cost: O(m) per round, at most m rounds.
///
/// # Errors
/// [`Error::LengthMismatch`] when there is not one cap per weight.
pub fn apportion_capped(
    total: u64,
    weights: &[u64],
    caps: &[u64],
) -> Result<(Vec<u64>, u64), Error> {
    let Filled {
        mut parts,
        open,
        left,
    } = fill_caps(total, weights, caps)?;
    if open.is_empty() {
        return Ok((parts, left));
    }
    let open_weights: Vec<u64> = open.iter().map(|&i| weights[i]).collect();
    for (&i, part) in open.iter().zip(apportion(left, &open_weights)?) {
        parts[i] = part;
    }
    Ok((parts, 0))
}

/// A split under caps before it is rounded.
pub(crate) struct Filled {
    /// The cap where it is reached, and 0 elsewhere.
    pub(crate) parts: Vec<u64>,
    /// Those whose quota of `left` is below their cap.
    pub(crate) open: Vec<usize>,
    /// What the open ones share; without open ones, what no part could take.
    pub(crate) left: u64,
}

/// Sets the parts whose quota reaches their cap, as [`apportion_capped`] does.
pub(crate) fn fill_caps(total: u64, weights: &[u64], caps: &[u64]) -> Result<Filled, Error> {
    if caps.len() != weights.len() {
        return Err(Error::LengthMismatch {
            what: "capacities",
            found: caps.len(),
            expected: weights.len(),
        });
    }
    let mut parts = vec![0; weights.len()];
    let mut open: Vec<usize> = (0..weights.len()).filter(|&i| weights[i] > 0).collect();
    let mut left = total;
    loop {
        let sum: u128 = open.iter().map(|&i| u128::from(weights[i])).sum();
        // The quota of i reaches its cap: left · w / sum >= cap.
        let (full, rest): (Vec<usize>, Vec<usize>) = open.iter().partition(|&&i| {
            (u128::from(left) * u128::from(weights[i])) / sum >= u128::from(caps[i])
        });
        open = rest;
        for &i in &full {
            parts[i] = caps[i];
            left -= caps[i];
        }
        if full.is_empty() || open.is_empty() {
            return Ok(Filled { parts, open, left });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn alabama_paradox() {
        // Standard example of the paradox: the last cell loses a seat when the house grows by one.
        let weights = [1500, 1500, 900, 500, 500, 200];
        assert_eq!(apportion(25, &weights).unwrap(), [7, 7, 4, 3, 3, 1]);
        assert_eq!(apportion(26, &weights).unwrap(), [8, 8, 5, 2, 2, 1]);
    }

    #[test]
    fn ties_go_to_the_larger_weight_then_to_the_earlier() {
        // Quotas 1/2, 1/2: equal remainders and weights.
        assert_eq!(apportion(1, &[5, 5]).unwrap(), [1, 0]);
        // Total 2 over 1, 3: quotas 0.5, 1.5; equal remainders, the larger weight wins.
        assert_eq!(apportion(2, &[1, 3]).unwrap(), [0, 2]);
    }

    #[test]
    fn nothing_to_weigh() {
        assert_eq!(apportion(0, &[0, 0]).unwrap(), [0, 0]);
        assert_eq!(apportion(0, &[]).unwrap(), Vec::<u64>::new());
        assert_eq!(
            apportion(3, &[0, 0]),
            Err(Error::NothingToWeigh { total: 3 })
        );
        assert_eq!(
            apportion_capped(3, &[0, 0], &[9, 9]).unwrap(),
            (vec![0, 0], 3)
        );
    }

    #[test]
    fn caps_pass_on_what_they_turn_away() {
        // By hand. 200 over needs 210, 120, 60, 10 with caps 100, 60, 60, 40. Quotas 105, 60, 30, 5:
        // the first two reach their caps; 40 are left over 60 and 10: quotas 34 2/7 and 5 5/7 -> 34, 6.
        let (parts, left) = apportion_capped(200, &[210, 120, 60, 10], &[100, 60, 60, 40]).unwrap();
        assert_eq!((parts, left), (vec![100, 60, 34, 6], 0));
        // Too little room: 10 + 10 of 50.
        assert_eq!(
            apportion_capped(50, &[1, 2], &[10, 10]).unwrap(),
            (vec![10, 10], 30)
        );
        assert!(apportion_capped(1, &[1, 2], &[1]).is_err());
    }

    proptest! {
        #[test]
        fn adds_up_within_quota(
            total in 0_u64..10_000,
            weights in prop::collection::vec(0_u64..5_000, 1..12),
        ) {
            let sum: u64 = weights.iter().sum();
            prop_assume!(sum > 0);
            let parts = apportion(total, &weights).unwrap();
            prop_assert_eq!(parts.iter().sum::<u64>(), total);
            for (part, weight) in parts.iter().zip(&weights) {
                // Quota rule: strictly within one of total·w/sum.
                prop_assert!((part * sum).abs_diff(total * weight) < sum);
            }
        }

        #[test]
        fn capped_parts_add_up_and_respect_caps(
            total in 0_u64..500,
            cells in prop::collection::vec((0_u64..50, 0_u64..60), 0..10),
        ) {
            let (weights, caps): (Vec<u64>, Vec<u64>) = cells.into_iter().unzip();
            let (parts, left) = apportion_capped(total, &weights, &caps).unwrap();
            prop_assert_eq!(parts.iter().sum::<u64>() + left, total);
            // Whatever is left, no cell with a weight has room for it.
            for i in 0..parts.len() {
                prop_assert!(parts[i] <= caps[i]);
                prop_assert!(weights[i] > 0 || parts[i] == 0);
                prop_assert!(left == 0 || weights[i] == 0 || parts[i] == caps[i]);
            }
        }

        #[test]
        fn caps_out_of_reach_change_nothing(
            total in 0_u64..500,
            weights in prop::collection::vec(1_u64..50, 1..10),
        ) {
            let caps = vec![total + 1; weights.len()];
            let (parts, left) = apportion_capped(total, &weights, &caps).unwrap();
            prop_assert_eq!((parts, left), (apportion(total, &weights).unwrap(), 0));
        }
    }
}
