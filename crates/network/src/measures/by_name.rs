//! Per-partner measures by their names, for calls that take any of them.

use serde::{Deserialize, Serialize};

use super::closeness::ClosenessOptions;
use super::flow::{CurrentFlowOptions, InformationOptions};
use super::holes::HolesOptions;
use super::spectral::{EigenvectorOptions, HitsOptions, KatzOptions, PageRankOptions};
use super::triangles::ClusteringOptions;
use crate::options::named;
use crate::{
    BetweennessOptions, Control, CorenessOptions, DegreeOptions, Error, Mode, Network,
    PartnerScores,
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
    /// [`Network::eigenvector`], unweighted; along ties received when directed.
    Eigenvector,
    /// [`Network::katz`].
    Katz,
    /// [`Network::pagerank`], damping 0.85.
    PageRank,
    /// [`Network::hits`]: named by good hubs.
    Authorities,
    /// [`Network::hits`]: names good authorities.
    Hubs,
    /// [`Network::information`]; undirected networks only.
    Information,
    /// [`Network::current_flow_betweenness`]; undirected networks only.
    CurrentFlowBetweenness,
    /// [`Network::clustering`]: ties among the partner's neighbours.
    Clustering,
    /// [`Network::structural_holes`]: Burt's constraint, whole network.
    Constraint,
    /// [`Network::structural_holes`]: effective size, whole network.
    EffectiveSize,
}

named!(PartnerMeasure, "measure", {
    "degree" => Degree, "in_degree" => InDegree, "out_degree" => OutDegree, "strength" => Strength,
    "closeness" => Closeness, "in_closeness" => InCloseness, "out_closeness" => OutCloseness,
    "betweenness" => Betweenness, "coreness" => Coreness, "eigenvector" => Eigenvector,
    "katz" => Katz, "pagerank" => PageRank, "authorities" => Authorities, "hubs" => Hubs,
    "information" => Information, "current_flow_betweenness" => CurrentFlowBetweenness,
    "clustering" => Clustering, "constraint" => Constraint, "effective_size" => EffectiveSize,
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
        let hits = || self.hits(&HitsOptions::default(), control);
        let holes = |column: &str| {
            let all = self.structural_holes(&HolesOptions::default(), control)?;
            let found = all.into_iter().find(|scores| scores.name == column);
            found.ok_or_else(|| Error::NotDefined {
                measure: "structural_holes",
                reason: format!("there is no column {column}."),
            })
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
            M::Eigenvector => self.eigenvector(&EigenvectorOptions::default(), control),
            M::Katz => self.katz(&KatzOptions::default(), control),
            M::PageRank => self.pagerank(&PageRankOptions::default(), control),
            M::Hubs => hits().map(|[hubs, _]| hubs),
            M::Authorities => hits().map(|[_, authorities]| authorities),
            M::Information => self.information(&InformationOptions::default(), control),
            M::CurrentFlowBetweenness => {
                self.current_flow_betweenness(&CurrentFlowOptions::default(), control)
            }
            M::Clustering => self.clustering(&ClusteringOptions::default(), control),
            M::Constraint => holes("constraint"),
            M::EffectiveSize => holes("effective size"),
        }?;
        let name = measure.to_string();
        Ok(PartnerScores { name, ..scores })
    }
}
