//! Conditional uniform graph tests: a number of the whole network beside the same number in every network
//! alike in size, ties or dyads.

#[cfg(test)]
mod tests;

use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::arcs::Arcs;
use super::conditions::Visit;
pub(crate) use super::conditions::{Countable, DyadCensus, Size, Ties};
use super::draws::{Beyond, Null, p_text, refit};
use crate::measures::NetworkMeasure;
use crate::options::named;
use crate::{Control, Error, Measure, Network};

/// What the networks of the null model have in common with the observed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// The partners: every network of them is equally likely, so that a tie has chance one half.
    Size,
    /// The partners and the number of ties (so the density).
    #[default]
    Ties,
    /// The partners and the numbers of mutual, asymmetric and null dyads; on undirected networks the same as
    /// `Ties`.
    DyadCensus,
}

named!(Condition, "condition", { "size" => Size, "ties" => Ties, "dyad_census" => DyadCensus });

/// Options of [`Network::cug`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CugOptions {
    /// What is kept.
    pub condition: Condition,
    /// Networks drawn.
    pub draws: u64,
    /// Where chance comes from.
    pub seed: u64,
}

impl Default for CugOptions {
    /// Ties kept, 999 networks, seed 0.
    fn default() -> Self {
        Self {
            condition: Condition::Ties,
            draws: 999,
            seed: 0,
        }
    }
}

/// A number of the whole network beside chance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CugTest {
    /// The number itself.
    pub measure: Measure,
    /// What the networks of the null model keep.
    pub condition: Condition,
    /// The number beside that of the null model; `None` where the measure has no value here.
    pub test: Option<Beyond>,
    /// Whether all networks of the null model were looked at instead of drawing some.
    pub exact: bool,
    /// The smallest p this test could have given, whatever the number: 1/(1 + draws), or 1 over the number of
    /// networks where all are looked at. `None` without networks to compare with.
    pub smallest: Option<f64>,
    /// Seed of the draws.
    pub seed: u64,
    /// What was tested, in words.
    pub convention: String,
    /// Sentences that belong to the test wherever it goes.
    pub caveats: Vec<String>,
    /// Source of the test.
    pub citation: String,
    /// The smallest possible p, then the result, in plain sentences.
    pub sentence: String,
}

/// The null model of a condition.
pub(crate) enum CugNull {
    Size(Size),
    Ties(Ties),
    DyadCensus(DyadCensus),
}

impl CugNull {
    /// O(n² log n).
    ///
    /// # Errors
    /// [`Error::TooLarge`] above 4,096 partners.
    pub(crate) fn new(net: &Network, condition: Condition) -> Result<Self, Error> {
        Ok(match condition {
            Condition::Size => Self::Size(Size::new(net)?),
            Condition::DyadCensus if net.is_directed() => Self::DyadCensus(DyadCensus::new(net)?),
            Condition::Ties | Condition::DyadCensus => Self::Ties(Ties::new(net)?),
        })
    }
}

impl Null for CugNull {
    type Draw = Arcs;

    fn blank(&self) -> Arcs {
        Arcs::default()
    }

    fn draw(
        &self,
        chance: &mut ChaCha8Rng,
        control: &Control,
        into: &mut Arcs,
    ) -> Result<(), Error> {
        match self {
            Self::Size(null) => null.draw(chance, control, into),
            Self::Ties(null) => null.draw(chance, control, into),
            Self::DyadCensus(null) => null.draw(chance, control, into),
        }
    }
}

impl Countable for CugNull {
    fn count(&self) -> f64 {
        match self {
            Self::Size(null) => null.count(),
            Self::Ties(null) => null.count(),
            Self::DyadCensus(null) => null.count(),
        }
    }

    fn every(&self, visit: &mut Visit<'_, Arcs>) -> Result<(), Error> {
        match self {
            Self::Size(null) => null.every(visit),
            Self::Ties(null) => null.every(visit),
            Self::DyadCensus(null) => null.every(visit),
        }
    }
}

impl Network {
    /// A conditional uniform graph test: whether a number of the whole network is larger or smaller than in
    /// networks drawn at random among all that have the same partners, ties or dyads. Both tails, p as in
    /// [`Beyond`]. Where all such networks are no more than `draws` + 1, each of them is looked at and p is
    /// exact.
    ///
    /// Unknown ties: draws put ties into known cells only and keep the counts among known cells, so the
    /// measure meets the same unknown cells in every network. Values of ties are not used. That a number is
    /// beyond chance says nothing about its cause; which condition is kept decides what "chance" means, so
    /// report it.
    ///
    /// Cost: `draws` times that of the measure and O(n²) for a draw; parallel over draws, the same answer for
    /// any number of threads.
    ///
    /// Source: Holland & Leinhardt 1976; Anderson, Butts & Carley 1999; Butts 2008.
    ///
    /// # Errors
    /// Those of the measure; [`Error::TooLarge`] above 4,096 partners; [`Error::Stopped`].
    ///
    /// ```
    /// # use commonweal_network::{BuildOptions, Control, Network, Ties};
    /// use commonweal_network::measures::NetworkMeasure;
    /// use commonweal_network::nulls::cug::CugOptions;
    /// let ties = Ties { source: &[0, 1, 2, 3], target: &[1, 0, 3, 2], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions { directed: true, ..Default::default() })?;
    /// let test = net.cug(NetworkMeasure::Reciprocity, &CugOptions::default(), &Control::new())?;
    /// // Of the C(12, 4) = 495 networks with four ties, C(6, 2) = 15 have two mutual dyads.
    /// assert!(test.exact && (test.test.unwrap().p_high - 15.0 / 495.0).abs() < 1e-12);
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn cug(
        &self,
        measure: NetworkMeasure,
        options: &CugOptions,
        control: &Control,
    ) -> Result<CugTest, Error> {
        let observed = self.network_measure(measure, &control.part())?;
        let null = CugNull::new(self, options.condition)?;
        let mut result = CugTest {
            measure: observed,
            condition: options.condition,
            test: None,
            exact: false,
            smallest: None,
            seed: options.seed,
            convention: self.cug_convention(options.condition),
            caveats: self.standing_caveats(),
            citation: "Anderson, Butts & Carley (1999), Social Networks 21, 239-267; Butts (2008), J. Stat. Softw. 24(6)".to_owned(),
            sentence: String::new(),
        };
        let Some(value) = result.measure.value else {
            result.sentence.clone_from(&result.measure.sentence);
            return Ok(result);
        };
        let refitted = |arcs: &Arcs| {
            let drawn = self.with_rows(arcs.rows(self.partners()));
            let value = drawn.network_measure(measure, &control.part())?.value;
            Ok(value.unwrap_or(f64::NAN))
        };
        result.exact = null.count() <= options.draws as f64 + 1.0;
        let drawn = if result.exact {
            others(&null, value, control, refitted)?
        } else {
            refit(
                &null,
                options.draws,
                options.seed,
                control,
                || (),
                |arcs, ()| refitted(arcs),
            )?
        };
        let test = Beyond::of(value, &drawn);
        result.smallest = Some(test.smallest);
        let undefined = drawn.len() as u64 - test.draws;
        if undefined > 0 {
            result.caveats.push(format!(
                "In {undefined} of {} networks of the null model the measure is not defined; they are left out.",
                drawn.len()
            ));
        }
        result.sentence = result.told(measure, &test);
        result.test = Some(test);
        Ok(result)
    }

    fn cug_convention(&self, condition: Condition) -> String {
        let cells = self.cell_name();
        let kept = match condition {
            Condition::Size => format!("the partners; every known {} holds a tie with chance 1/2", cells.trim_end_matches('s')),
            Condition::DyadCensus if self.is_directed() => "the partners and the numbers of mutual, asymmetric and null dyads; ties whose other side has not spoken keep their number".to_owned(),
            Condition::Ties | Condition::DyadCensus => format!("the partners and the number of ties in known {cells}"),
        };
        format!(
            "conditional uniform graphs that keep {kept}; p = (1 + count)/(1 + draws), both tails"
        )
    }
}

/// The number in all networks of a null model but one that equals the observed: with (1 + count)/(1 + others)
/// the p-value is then the share of all networks.
fn others(
    null: &CugNull,
    observed: f64,
    control: &Control,
    refitted: impl Fn(&Arcs) -> Result<f64, Error>,
) -> Result<Vec<f64>, Error> {
    let mut all = Vec::new();
    control.begin(null.count() as u64);
    null.every(&mut |arcs| {
        all.push(refitted(arcs)?);
        control.advance(1)
    })?;
    let distance = |v: &f64| (v - observed).abs();
    let own = (0..all.len())
        .filter(|&k| !all[k].is_nan())
        .min_by(|&a, &b| distance(&all[a]).total_cmp(&distance(&all[b])));
    if let Some(own) = own {
        all.swap_remove(own);
    }
    Ok(all)
}

impl CugTest {
    fn told(&self, measure: NetworkMeasure, test: &Beyond) -> String {
        let name = measure.to_string().replace('_', " ");
        if test.draws == 0 {
            return format!(
                "The {name} is {:.3}, and there is no other network to compare it with.",
                test.observed
            );
        }
        let networks = if self.exact {
            format!("the other {} networks", test.draws)
        } else {
            format!("{} random networks", test.draws)
        };
        let kept = match self.condition {
            Condition::Size => "of the same size",
            Condition::Ties => "with as many ties",
            Condition::DyadCensus => "with the same dyad census",
        };
        format!(
            "The smallest p this test can give is {}. The {name} is {:.3}, beside {:.3} on average in {networks} {kept}: p = {} for one as high, {} for one as low.",
            p_text(test.smallest),
            test.observed,
            test.mean,
            p_text(test.p_high),
            p_text(test.p_low)
        )
    }
}
