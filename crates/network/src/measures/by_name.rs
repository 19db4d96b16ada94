//! Per-partner measures by their names, for calls that take any of them.

use serde::{Deserialize, Serialize};

use crate::options::named;
use crate::{
    BetweennessOptions, ClosenessOptions, Control, CorenessOptions, DegreeOptions, Error, Mode,
    Network, PartnerScores,
};

/// A measure of partners with its default options; `in_` and `out_` say which ties of a directed network
/// count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartnerMeasure {
    /// Distinct partners tied in either direction: [`Network::degree`].
    Degree,
    /// Ties others report: [`Network::degree`].
    InDegree,
    /// Ties the partner reports: [`Network::degree`].
    OutDegree,
    /// Sum of tie values: [`Network::degree`] with `weighted`.
    Strength,
    /// Harmonic closeness along paths to the partner.
    InCloseness,
    /// Harmonic closeness along paths from the partner.
    OutCloseness,
    /// Harmonic closeness along paths in either direction.
    Closeness,
    /// [`Network::betweenness`], unweighted.
    Betweenness,
    /// [`Network::coreness`], mutual ties once.
    Coreness,
}

named!(PartnerMeasure, "measure", {
    "degree" => Degree, "in_degree" => InDegree, "out_degree" => OutDegree, "strength" => Strength,
    "closeness" => Closeness, "in_closeness" => InCloseness, "out_closeness" => OutCloseness,
    "betweenness" => Betweenness, "coreness" => Coreness,
});

impl Network {
    /// One measure of every partner, with the measure's default options and under its name here.
    ///
    /// # Errors
    /// Those of the measure, and [`Error::Stopped`].
    pub fn partner_measure(
        &self,
        measure: PartnerMeasure,
        control: &Control,
    ) -> Result<PartnerScores, Error> {
        use PartnerMeasure as M;
        let degree = |mode, weighted| self.degree(&DegreeOptions { mode, weighted });
        let closeness = |mode| {
            let options = ClosenessOptions {
                mode,
                ..ClosenessOptions::default()
            };
            self.closeness(&options, control)
        };
        let scores = match measure {
            M::Degree => degree(Mode::All, false),
            M::InDegree => degree(Mode::In, false),
            M::OutDegree => degree(Mode::Out, false),
            M::Strength => degree(Mode::All, true),
            M::InCloseness => closeness(Mode::In),
            M::OutCloseness => closeness(Mode::Out),
            M::Closeness => closeness(Mode::All),
            M::Betweenness => self.betweenness(&BetweennessOptions::default(), control),
            M::Coreness => Ok(self.coreness(&CorenessOptions::default())),
        }?;
        let name = measure.to_string();
        Ok(PartnerScores { name, ..scores })
    }
}
