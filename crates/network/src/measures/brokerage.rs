//! Gould and Fernandez: who stands between which kinds of partners.
//!
//! Partner b is a broker for every ordered pair (a, c) with a → b → c and no tie a → c. Its role depends on
//! the kinds of the three. Under a shuffle of the kinds the pairs stay the same and only their roles change,
//! so each pair is found once and given its role under the true kinds and every shuffle in one pass over
//! labels that lie side by side: the cost of finding pairs does not grow with the draws, and the pass is a
//! few vector instructions for each eight labels.

#[cfg(test)]
mod tests;

use super::mixing::Kinds;
use crate::measures::Mode;
use crate::network::TieState;
use crate::nulls::Beyond;
use crate::reduce::fill_blocks;
use crate::{Attribute, Control, Error, Network, PartnerScores};

/// Options of [`Network::brokerage`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BrokerageOptions {
    /// Undirected networks only: count the pair {a, c} once instead of in both orders (UCINET's option);
    /// gatekeeper and representative are then the halves of one count.
    pub halved: bool,
    /// Times the kinds are shuffled over the partners; 0 for no test.
    pub draws: u64,
    /// Seed of the shuffles.
    pub seed: u64,
}

/// Names of the roles, with the kinds of a, b (the broker) and c, and sna's symbols.
const ROLES: [(&str, &str); 5] = [
    ("coordinator", "A A A: all of one kind (sna w_I)"),
    ("itinerant", "A B A: a consultant of another kind (sna w_O)"),
    ("gatekeeper", "A B B: into the broker's kind (sna b_OI)"),
    (
        "representative",
        "A A B: out of the broker's kind (sna b_IO)",
    ),
    ("liaison", "A B C: three kinds (sna b_O)"),
];

/// Labels of all shuffles at most: 4 bytes each.
const MOST_LABELS: u64 = 1 << 31;

/// Counts of one partner with what the shuffles gave.
#[derive(Debug, Clone, Copy)]
struct Broker {
    pairs: f64,
    roles: [f64; 5],
    tests: [Option<Beyond>; 5],
}

impl Network {
    /// Brokerage of every partner in each of five roles, and in all (Gould & Fernandez 1989).
    ///
    /// Scores in order: `coordinator`, `itinerant`, `gatekeeper`, `representative`, `liaison`, `total`
    /// (ordered pairs brokered; see the conventions of each for its kinds). Then, for each role,
    /// `… expected`: the exact mean when kinds are shuffled over the partners of known kind, which is the
    /// partner's total times the share of ordered triples of partners with these kinds. With draws also
    /// `… z`, `… p high` and `… p low` as in [`Beyond`]; Gould and Fernandez' normal approximation is not
    /// used, because counts of triples that share partners are not normal at these sizes.
    ///
    /// Unknown: a pair (a, c) counts only where a → c is known to be absent, so every count is the lowest
    /// that the known ties allow. A partner is NaN when nobody has reported the ties into it or those out of
    /// it, or its kind is unknown; a and c of unknown kind count for nobody. Values of ties are not used.
    ///
    /// O(P (log d + draws)) for P = Σ d⁻(b) d⁺(b) two-step paths, parallel over brokers; 4 n draws bytes.
    /// The same answer for any number of threads.
    ///
    /// # Errors
    /// [`Error::NotDefined`] for `halved` on directed networks; [`Error::TooLarge`] above 2³¹ labels
    /// (partners × draws); an attribute of other partners; more than 4096 kinds; [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::measures::brokerage::BrokerageOptions;
    /// use commonweal_network::{Attribute, BuildOptions, Control, Network, Ties};
    ///
    /// // A clinic reaches a school through another school: the gatekeeper of its kind.
    /// let ties = Ties { source: &[0, 1], target: &[1, 2], value: None };
    /// let options = BuildOptions { directed: true, ..Default::default() };
    /// let net = Network::from_ties(3, &ties, &options)?;
    /// let sector = Attribute::new("sector", &[Some("health"), Some("school"), Some("school")]);
    /// let scores = net.brokerage(&sector, &BrokerageOptions::default(), &Control::new())?;
    /// assert_eq!((scores[2].name.as_str(), scores[2].values[1]), ("gatekeeper", 1.0));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn brokerage(
        &self,
        by: &Attribute,
        options: &BrokerageOptions,
        control: &Control,
    ) -> Result<Vec<PartnerScores>, Error> {
        if options.halved && self.is_directed() {
            return Err(Error::NotDefined {
                measure: "brokerage",
                reason: "a directed pair (a, c) is brokered in one order only, so there is nothing to halve.".to_owned(),
            });
        }
        let n = self.partners();
        let kinds = Kinds::of(self, by)?;
        control.begin(n as u64);
        let labels = Labels::of(&kinds, options, n, control)?;
        let nobody = Broker {
            pairs: f64::NAN,
            roles: [f64::NAN; 5],
            tests: [None; 5],
        };
        let mut brokers = vec![nobody; n];
        let unit = if options.halved { 0.5 } else { 1.0 };
        fill_blocks(&mut brokers, 8, control, |start, slice| {
            for (k, broker) in slice.iter_mut().enumerate() {
                let b = (start + k) as u32;
                if kinds.get(b).is_some() {
                    *broker = self.broker(b, &kinds, &labels, unit, control)?;
                }
            }
            control.advance(slice.len() as u64)
        })?;
        Ok(self.brokerage_scores(&kinds, &brokers, options))
    }

    fn broker(
        &self,
        b: u32,
        kinds: &Kinds<'_>,
        labels: &Labels,
        unit: f64,
        control: &Control,
    ) -> Result<Broker, Error> {
        let mut pairs = 0u64;
        let mut alike = Alike::new(labels.width);
        let own = labels.row(b);
        for &a in self.incoming().row(b) {
            if kinds.get(a).is_none() {
                continue;
            }
            control.check()?;
            let from = labels.row(a);
            for &c in self.out().row(b) {
                if a == c || kinds.get(c).is_none() || self.state(a, c) != TieState::NoTie {
                    continue;
                }
                pairs += 1;
                alike.count(from, own, labels.row(c));
            }
        }
        let role = |r: usize, d: usize| unit * alike.roles(pairs, d)[r] as f64;
        let draws = |r: usize| -> Vec<f64> { (1..labels.width).map(|d| role(r, d)).collect() };
        let roles = std::array::from_fn(|r| role(r, 0));
        Ok(Broker {
            pairs: unit * pairs as f64,
            roles,
            tests: std::array::from_fn(|r| {
                (labels.width > 1).then(|| Beyond::of(roles[r], &draws(r)))
            }),
        })
    }

    fn brokerage_scores(
        &self,
        kinds: &Kinds<'_>,
        brokers: &[Broker],
        options: &BrokerageOptions,
    ) -> Vec<PartnerScores> {
        let order = match (self.is_directed(), options.halved) {
            (true, _) => "ordered pairs a → b → c without a → c",
            (false, false) => "each pair {a, c} without a tie in both orders (not halved)",
            (false, true) => "each pair {a, c} without a tie once (halved)",
        };
        let mut frame = self.scores_named("brokerage");
        frame.caveats = kinds.caveats(self);
        if self.known_share().is_some_and(|s| s < 1.0) {
            frame.caveats.push(
                "A pair counts only where its direct tie is known to be absent: each count is the lowest the known ties allow. A partner whose ties in or out nobody has reported is unknown."
                    .to_owned(),
            );
        }
        "Gould & Fernandez (1989), Sociological Methodology 19, 89-126"
            .clone_into(&mut frame.citation);
        let column = |name: String, unit: &str, convention: String, of: &dyn Fn(&Broker) -> f64| {
            let mut values: Vec<f64> = brokers.iter().map(of).collect();
            self.hide_unreported(Mode::In, &mut values);
            self.hide_unreported(Mode::Out, &mut values);
            PartnerScores {
                name,
                values,
                unit: unit.to_owned(),
                convention,
                ..frame.clone()
            }
        };
        let mut scores: Vec<PartnerScores> = ROLES
            .iter()
            .enumerate()
            .map(|(r, (name, kinds))| {
                column(
                    (*name).to_owned(),
                    "pairs",
                    format!("{kinds}; {order}"),
                    &|b| b.roles[r],
                )
            })
            .collect();
        scores.push(column(
            "total".to_owned(),
            "pairs",
            order.to_owned(),
            &|b| b.pairs,
        ));
        let chances = role_chances(kinds);
        let shuffles = format!(
            "{} shuffles of the kinds, seed {}",
            options.draws, options.seed
        );
        for (r, (name, _)) in ROLES.iter().enumerate() {
            scores.push(column(
                format!("{name} expected"),
                "pairs",
                "exact mean when kinds are shuffled over the partners of known kind".to_owned(),
                &|b| {
                    if b.pairs == 0.0 {
                        0.0
                    } else {
                        b.pairs * chances[r]
                    }
                },
            ));
            if options.draws == 0 {
                continue;
            }
            let of = |pick: fn(&Beyond) -> f64| {
                move |b: &Broker| b.tests[r].as_ref().map_or(f64::NAN, pick)
            };
            for (what, unit, pick) in [
                ("z", "standard deviations of the shuffles", of(|t| t.z)),
                (
                    "p high",
                    "share of arrangements as high or higher",
                    of(|t| t.p_high),
                ),
                (
                    "p low",
                    "share of arrangements as low or lower",
                    of(|t| t.p_low),
                ),
            ] {
                scores.push(column(
                    format!("{name} {what}"),
                    unit,
                    shuffles.clone(),
                    &pick,
                ));
            }
        }
        scores
    }
}

/// How many pairs of one broker have which of the three alike, under each labelling. Equalities are counted
/// because they need no branch; the roles follow by subtraction.
struct Alike {
    all: Vec<u64>,
    ends: Vec<u64>,
    second: Vec<u64>,
    first: Vec<u64>,
}

impl Alike {
    fn new(labellings: usize) -> Self {
        let zeros = || vec![0; labellings];
        Self {
            all: zeros(),
            ends: zeros(),
            second: zeros(),
            first: zeros(),
        }
    }

    /// One more pair: the labels of a, of the broker and of c.
    fn count(&mut self, from: &[u32], own: &[u32], to: &[u32]) {
        let labels = from.iter().zip(own).zip(to);
        let counts = self.all.iter_mut().zip(&mut self.ends);
        let counts = counts.zip(self.second.iter_mut().zip(&mut self.first));
        for (((all, ends), (second, first)), ((a, b), c)) in counts.zip(labels) {
            let (ab, bc) = (u64::from(a == b), u64::from(b == c));
            *all += ab & bc;
            *ends += u64::from(a == c);
            *second += bc;
            *first += ab;
        }
    }

    /// Counts of the roles under labelling `d`, in the order of [`ROLES`].
    fn roles(&self, pairs: u64, d: usize) -> [u64; 5] {
        let all = self.all[d];
        let [ends, second, first] = [&self.ends, &self.second, &self.first].map(|x| x[d] - all);
        [
            all,
            ends,
            second,
            first,
            pairs - all - ends - second - first,
        ]
    }
}

/// Kinds of every partner under the truth and under each shuffle, side by side.
struct Labels {
    width: usize,
    of: Vec<u32>,
}

impl Labels {
    fn of(
        kinds: &Kinds<'_>,
        options: &BrokerageOptions,
        n: usize,
        control: &Control,
    ) -> Result<Self, Error> {
        let found = options.draws.saturating_add(1).saturating_mul(n as u64);
        if found > MOST_LABELS {
            return Err(Error::TooLarge {
                what: "partners times draws",
                found,
                limit: MOST_LABELS,
            });
        }
        let width = options.draws as usize + 1;
        let mut of = vec![0; width * n];
        let moving = kinds.exchangeable();
        for d in 0..width {
            control.check()?;
            let draw = d.checked_sub(1);
            let order = draw.map(|draw| moving.order(options.seed, draw as u64));
            for i in 0..n {
                let from = order.as_ref().map_or(i, |order| order[i] as usize);
                of[i * width + d] = kinds.of[from];
            }
        }
        Ok(Self { width, of })
    }

    fn row(&self, i: u32) -> &[u32] {
        let start = i as usize * self.width;
        &self.of[start..start + self.width]
    }
}

/// Chance of each role for three different partners of known kind, drawn in order: exact for shuffled
/// kinds, because every partner is equally likely to get every place. NaN below three partners.
fn role_chances(kinds: &Kinds<'_>) -> [f64; 5] {
    let n = kinds.known.len() as f64;
    let triples = n * (n - 1.0) * (n - 2.0);
    let sum = |f: fn(f64, f64) -> f64| {
        let of_kinds = kinds.sizes.iter().map(|&s| f(s as f64, n));
        of_kinds.sum::<f64>() / if n < 3.0 { f64::NAN } else { triples }
    };
    let all_alike = sum(|s, _| s * (s - 1.0) * (s - 2.0));
    let two_alike = sum(|s, n| s * (s - 1.0) * (n - s));
    let rest = 1.0 - all_alike - 3.0 * two_alike;
    [all_alike, two_alike, two_alike, two_alike, rest.max(0.0)]
}
