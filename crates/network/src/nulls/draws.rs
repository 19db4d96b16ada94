//! Random streams and what a p-value is. Every test of chance in the crate reads its numbers from here.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::reduce::map_merge;
use crate::{Control, Error};

/// The random stream of one draw. A stream belongs to a draw, never to a thread, so the same seed gives
/// the same draws for any number of threads.
pub(crate) fn stream(seed: u64, draw: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(draw);
    rng
}

/// The results of `draws` draws, in their order, each from its own stream: the one loop of every test of
/// chance. `scratch` makes the working memory of a block of draws; `draw(number, chance, scratch)` gives one
/// result and counts itself with [`Control::advance`] where the caller shows progress by draws.
///
/// # Errors
/// An error of `draw`, or [`Error::Stopped`].
pub(crate) fn simulate<S, T: Send>(
    draws: u64,
    seed: u64,
    control: &Control,
    scratch: impl Fn() -> S + Sync,
    draw: impl Fn(u64, &mut ChaCha8Rng, &mut S) -> Result<T, Error> + Sync,
) -> Result<Vec<T>, Error> {
    let block = |range: std::ops::Range<usize>| {
        let mut scratch = scratch();
        range
            .map(|k| {
                control.check()?;
                draw(k as u64, &mut stream(seed, k as u64), &mut scratch)
            })
            .collect()
    };
    let join = |mut left: Vec<T>, right: Vec<T>| {
        left.extend(right);
        left
    };
    Ok(map_merge(draws as usize, control, block, join)?.unwrap_or_default())
}

/// What chance alone would give, as something that can be drawn again and again.
pub(crate) trait Null: Sync {
    /// One draw: ties, labels, a table. Filled anew by every draw, so that its memory is used again.
    type Draw;

    /// Memory for draws.
    fn blank(&self) -> Self::Draw;

    /// Replaces `into` by a draw that depends on `chance` alone, never on what `into` held.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    fn draw(
        &self,
        chance: &mut ChaCha8Rng,
        control: &Control,
        into: &mut Self::Draw,
    ) -> Result<(), Error>;
}

/// A statistic computed anew on each of `draws` draws of a null model, in their order: the one driver of
/// tests by simulation. `statistic(draw, scratch)` sees one draw and the working memory that `scratch` made.
/// Progress is counted in draws.
///
/// # Errors
/// An error of `statistic`, or [`Error::Stopped`].
pub(crate) fn refit<N: Null, S, T: Send>(
    null: &N,
    draws: u64,
    seed: u64,
    control: &Control,
    scratch: impl Fn() -> S + Sync,
    statistic: impl Fn(&N::Draw, &mut S) -> Result<T, Error> + Sync,
) -> Result<Vec<T>, Error> {
    control.begin(draws);
    // The steps of one draw are not the units of the call.
    let part = control.part();
    let memory = || (null.blank(), scratch());
    simulate(draws, seed, control, memory, |_, chance, memory| {
        let (drawn, scratch) = memory;
        null.draw(chance, &part, drawn)?;
        let value = statistic(drawn, scratch)?;
        control.advance(1)?;
        Ok(value)
    })
}

/// The p-value when `count` of `draws` draws are at least as extreme as what was observed.
pub(crate) fn attained(count: u64, draws: u64) -> f64 {
    (1 + count) as f64 / (1 + draws) as f64
}

/// An observed number beside the same number in draws of what chance alone would give.
///
/// p-values are (1 + count)/(1 + draws): the observed arrangement is one of those that chance could have
/// given, so a p of zero does not exist and the test holds its level (Phipson & Smyth 2010,
/// doi:10.2202/1544-6115.1585).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Beyond {
    /// The number itself.
    pub observed: f64,
    /// Number of draws; those where the number is not defined (NaN) are not counted.
    pub draws: u64,
    /// Mean of the draws; NaN without draws.
    pub mean: f64,
    /// Standard deviation of the draws (divisor draws − 1); NaN below two.
    pub sd: f64,
    /// (observed − mean)/sd; NaN where the draws do not vary. For size, not for a normal p.
    pub z: f64,
    /// Share of arrangements at least as large as the observed one, itself included.
    pub p_high: f64,
    /// Share of arrangements at most as large as the observed one, itself included.
    pub p_low: f64,
    /// Twice the smaller tail, at most 1.
    pub p: f64,
    /// The smallest one-tailed p this number of draws can give, 1/(1 + draws).
    pub smallest: f64,
}

impl Beyond {
    /// Compares `observed` with draws. Equal within one part in 10¹² counts as equal, because sums in
    /// another order differ in their last bits. O(draws).
    pub fn of(observed: f64, draws: &[f64]) -> Self {
        let known: Vec<f64> = draws.iter().copied().filter(|d| !d.is_nan()).collect();
        let count = known.len() as f64;
        let slack = 1e-12 * observed.abs().max(1e-300);
        let high = known.iter().filter(|&&d| d >= observed - slack).count();
        let low = known.iter().filter(|&&d| d <= observed + slack).count();
        let share = |k: usize| {
            if observed.is_nan() {
                f64::NAN
            } else {
                attained(k as u64, known.len() as u64)
            }
        };
        let mean = known.iter().sum::<f64>() / count;
        let spread: f64 = known.iter().map(|d| (d - mean).powi(2)).sum();
        let sd = (spread / (count - 1.0)).sqrt();
        Self {
            observed,
            draws: known.len() as u64,
            mean,
            sd: if known.len() < 2 { f64::NAN } else { sd },
            z: if known.len() >= 2 && sd > 1e-12 * mean.abs().max(1e-300) {
                (observed - mean) / sd
            } else {
                f64::NAN
            },
            p_high: share(high),
            p_low: share(low),
            p: (2.0 * share(high.min(low))).min(1.0),
            smallest: attained(0, known.len() as u64),
        }
    }
}

/// A p-value as people read it: three significant digits.
pub(crate) fn p_text(p: f64) -> String {
    let digits = (2.0 - p.abs().max(1e-300).log10().floor()).clamp(0.0, 12.0) as usize;
    let text = format!("{p:.digits$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_count_the_observed_arrangement() {
        // By hand: of the draws 1, 2, 3, 4 two are at least 3 and three are at most 3.
        let test = Beyond::of(3.0, &[1.0, 2.0, 3.0, 4.0]);
        assert_eq!((test.p_high, test.p_low), (3.0 / 5.0, 4.0 / 5.0));
        assert_eq!((test.p, test.smallest), (1.0, 0.2));
        assert_eq!(test.mean, 2.5);
        assert!((test.sd - (5.0f64 / 3.0).sqrt()).abs() < 1e-15);
        assert!((test.z - 0.5 / (5.0f64 / 3.0).sqrt()).abs() < 1e-15);
        // Beyond every draw.
        let far = Beyond::of(9.0, &[1.0; 99]);
        assert_eq!((far.p_high, far.p, far.draws), (0.01, 0.02, 99));
        assert!(far.z.is_nan(), "draws that do not vary have no spread");
    }

    #[test]
    fn p_values_are_short() {
        let text: Vec<String> = [1.0, 0.5, 0.012_345_6, 0.0001, 2.48e-5]
            .map(p_text)
            .to_vec();
        assert_eq!(text, ["1", "0.5", "0.0123", "0.0001", "0.0000248"]);
    }

    #[test]
    fn what_is_not_defined_stays_so() {
        let none = Beyond::of(1.0, &[]);
        assert_eq!((none.p, none.draws), (1.0, 0));
        assert!(none.mean.is_nan() && none.sd.is_nan());
        assert!(Beyond::of(f64::NAN, &[1.0]).p_high.is_nan());
        assert_eq!(Beyond::of(1.0, &[f64::NAN, 0.0]).draws, 1);
    }

    #[test]
    fn draws_come_in_order_each_from_its_own_stream() {
        use rand::RngExt;
        let control = Control::new();
        let take = |draws| {
            simulate(
                draws,
                5,
                &control,
                || (),
                |k, chance, ()| Ok((k, chance.random::<u64>())),
            )
        };
        let all = take(1000).unwrap();
        assert!(
            all.iter()
                .enumerate()
                .all(|(i, &(k, x))| { k == i as u64 && x == stream(5, k).random::<u64>() })
        );
        assert_eq!(take(0).unwrap(), []);
        control.stop();
        assert!(matches!(take(3), Err(Error::Stopped)));
    }

    #[test]
    fn streams_differ_and_repeat() {
        use rand::RngExt;
        let take = |seed, draw| stream(seed, draw).random::<u64>();
        assert_eq!(take(1, 2), take(1, 2));
        assert_ne!(take(1, 2), take(1, 3));
        assert_ne!(take(1, 2), take(2, 2));
    }
}
