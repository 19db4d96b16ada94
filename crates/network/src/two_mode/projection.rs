//! From partners at meetings to ties between partners.

use serde::{Deserialize, Serialize};

use super::{Affiliation, Presence, pairs};
use crate::nulls::curveball::Table;
use crate::options::named;
use crate::{Error, Network, Ties};

/// How much a pair's common meetings count for. All of them look only at meetings that both could have attended
/// and of which it is known whether they did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Weighting {
    /// The number of meetings at which both were.
    #[default]
    Count,
    /// Meetings at which both were, divided by meetings at which at least one of them was.
    Jaccard,
    /// The sum over common meetings of 1/(k − 1), k partners having been there (Newman 2001): a large plenary
    /// says less of a pair than a meeting of two. A meeting with one partner joins nobody.
    Newman,
    /// √(ad)/(√(ad) + √(bc)), with a meetings of both, d of neither, b and c of one alone; ½ where ad = bc
    /// (Bonacich 1972, as UCINET). It does not depend on how often each one comes: ½ is independence.
    Bonacich,
}

named!(Weighting, "weighting", {
    "count" => Count, "jaccard" => Jaccard, "newman" => Newman, "bonacich" => Bonacich,
});

impl Weighting {
    fn note(self) -> &'static str {
        match self {
            Self::Count => "A tie's value is the number of meetings at which both partners were.",
            Self::Jaccard => {
                "A tie's value is the meetings at which both partners were, divided by those at which at least one was (Jaccard)."
            }
            Self::Newman => {
                "A tie's value is the sum over common meetings of 1/(attendance − 1) (Newman 2001, Phys. Rev. E 64, 016132); meetings of one partner add nothing."
            }
            Self::Bonacich => {
                "A tie's value is Bonacich's overlap, √(ad)/(√(ad) + √(bc)), ½ where ad = bc (Bonacich 1972, Sociol. Methodol. 4, 176-185); where it is 0 there is no tie."
            }
        }
    }
}

impl Affiliation {
    /// The network of partners who were at meetings together: undirected, valued, with the partners' names and
    /// attributes. A pair that no recorded meeting could have brought together is unknown, not untied.
    ///
    /// O(n² · meetings/64), `newman` O(Σ attendance²).
    ///
    /// # Errors
    /// [`Error::TooLarge`] beyond 2³² − 1 ties.
    ///
    /// ```
    /// use commonweal_network::Labels;
    /// use commonweal_network::two_mode::{Affiliation, Meeting, Presence, Record, Weighting};
    /// let meeting = |name: &str| Meeting { name: name.into(), complete: true, ..Meeting::default() };
    /// let there = |partner, meeting| Record { partner, meeting, presence: Presence::Present };
    /// let table = Affiliation::new(3, Labels::Numbered, vec![meeting("May"), meeting("June")],
    ///     &[there(0, 0), there(1, 0), there(0, 1), there(1, 1), there(2, 1)])?;
    /// let ties = table.project(Weighting::Newman)?;
    /// assert_eq!(ties.out().row_values(0), Some(&[1.0 + 0.5, 0.5][..]));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn project(&self, weighting: Weighting) -> Result<Network, Error> {
        let present = self.table(|c| c == Presence::Present)?;
        let open = self.table(Presence::is_open)?;
        let newman = (weighting == Weighting::Newman).then(|| self.newman());
        let (mut source, mut target, mut values) = (Vec::new(), Vec::new(), Vec::new());
        let mut blank = Vec::new();
        for (k, (i, j)) in pairs(self.partners()).enumerate() {
            let common = Common::of(&present, &open, i, j);
            if common.open == 0 {
                blank.extend([(i, j), (j, i)]);
                continue;
            }
            let value = match &newman {
                Some(sums) => sums[k],
                None => common.value(weighting),
            };
            if common.both > 0 && value > 0.0 {
                source.push(i);
                target.push(j);
                values.push(value);
            }
        }
        let ties = Ties {
            source: &source,
            target: &target,
            value: Some(&values),
        };
        Ok(self.network(&ties, blank)?.with_note(weighting.note()))
    }

    /// Newman's weight of every pair, in the order of [`pairs`].
    fn newman(&self) -> Vec<f64> {
        let n = self.partners();
        let mut sums = vec![0.0; n * n.saturating_sub(1) / 2];
        // Pairs (0, ·) come first, then (1, ·): those of i begin after Σ (n − 1 − h) for h < i.
        let start = |i: usize| i * (2 * n - i - 1) / 2;
        for e in 0..self.meetings().len() as u32 {
            let there: Vec<usize> = (0..n)
                .filter(|&i| self.presence(i as u32, e) == Presence::Present)
                .collect();
            for (a, &i) in there.iter().enumerate() {
                for &j in &there[a + 1..] {
                    sums[start(i) + j - i - 1] += 1.0 / (there.len() as f64 - 1.0);
                }
            }
        }
        sums
    }
}

/// What two partners have in common.
pub(super) struct Common {
    /// Meetings both could have attended, with both answers known.
    pub(super) open: u32,
    /// Of these, how many both, the first, and the second attended.
    pub(super) both: u32,
    pub(super) first: u32,
    pub(super) second: u32,
}

impl Common {
    pub(super) fn of(present: &Table, open: &Table, i: u32, j: u32) -> Self {
        let one = |there: u32, able: u32| {
            let words = present.row(there).iter().zip(open.row(able));
            words.map(|(a, b)| (a & b).count_ones()).sum()
        };
        Self {
            open: open.shared(i, j),
            both: present.shared(i, j),
            first: one(i, j),
            second: one(j, i),
        }
    }

    fn value(&self, weighting: Weighting) -> f64 {
        let (both, either) = (self.both, self.first + self.second - self.both);
        match weighting {
            Weighting::Count | Weighting::Newman => f64::from(both),
            Weighting::Jaccard => f64::from(both) / f64::from(either.max(1)),
            Weighting::Bonacich => {
                let product = |a: u32, b: u32| f64::from(a) * f64::from(b);
                let alike = product(both, self.open - either);
                let unlike = product(self.first - both, self.second - both);
                if alike == unlike {
                    0.5
                } else {
                    alike.sqrt() / (alike.sqrt() + unlike.sqrt())
                }
            }
        }
    }
}
