//! The fixed degree sequence model: how often a pair meets in random tables with the same totals.

use std::sync::atomic::{AtomicU64, Ordering};

use super::backbone::{BackboneOptions, Law};
use super::projection::Common;
use super::{Affiliation, Presence};
use crate::network::counted;
use crate::nulls::curveball::Curveball;
use crate::nulls::draws::{attained, refit};
use crate::{Control, Error};

/// Length of the chain of trades for each row of a table (Strona et al. 2014); for each attendance where some
/// cells are closed ([`Curveball::new`]).
const STEPS_PER_ROW: u64 = 5;

/// What the draws say of one pair. Whole numbers, so that the order of adding does not matter and threads can
/// share them.
#[derive(Default)]
struct Tally {
    high: AtomicU64,
    low: AtomicU64,
    together: AtomicU64,
}

impl Affiliation {
    pub(super) fn fdsm(
        &self,
        family: &[((u32, u32), Common)],
        options: &BackboneOptions,
        caveats: &mut Vec<String>,
        control: &Control,
    ) -> Result<Vec<Law>, Error> {
        if options.draws == 0 {
            return Err(Error::BadOption {
                option: "draws",
                found: "0".to_owned(),
                expected: "at least 1, for example 9999; the other methods need none".to_owned(),
            });
        }
        let null = self.random_tables(options.seed, control)?;
        let tallies: Vec<Tally> = family.iter().map(|_| Tally::default()).collect();
        refit(
            &null,
            options.draws,
            options.seed,
            control,
            || (),
            |table, ()| {
                for (((i, j), common), tally) in family.iter().zip(&tallies) {
                    let together = table.shared(*i, *j);
                    tally.together.fetch_add(together.into(), Ordering::Relaxed);
                    if together >= common.both {
                        tally.high.fetch_add(1, Ordering::Relaxed);
                    }
                    if together <= common.both {
                        tally.low.fetch_add(1, Ordering::Relaxed);
                    }
                }
                Ok(())
            },
        )?;
        caveats.push(format!(
            "p-values are (1 + count)/(1 + {}): the smallest is {:.2e}.",
            counted(options.draws, "draw"),
            attained(0, options.draws)
        ));
        let law = |tally: &Tally| Law {
            expected: tally.together.load(Ordering::Relaxed) as f64 / options.draws as f64,
            p_high: attained(tally.high.load(Ordering::Relaxed), options.draws),
            p_low: attained(tally.low.load(Ordering::Relaxed), options.draws),
            smallest: attained(0, options.draws),
        };
        Ok(tallies.iter().map(law).collect())
    }

    /// Random tables with these totals. A partner is never put where it could not have come, nor where nobody
    /// knows whether it came.
    pub(super) fn random_tables(&self, seed: u64, control: &Control) -> Result<Curveball, Error> {
        let closed = self.cells_where(|c| !c.is_open());
        Curveball::new(
            &self.table(|c| c == Presence::Present)?,
            &closed,
            STEPS_PER_ROW,
            seed,
            &control.part(),
        )
    }
}
