//! Measures by their names, for calls that take any of them: those of partners and those of the whole network.

use serde::{Deserialize, Serialize};

use super::closeness::{ClosenessOptions, ClosenessVariant, Unreachable};
use super::connectedness::FragmentationKind;
use super::flow::{CurrentFlowOptions, InformationOptions};
use super::holes::HolesOptions;
use super::krackhardt::KrackhardtConvention;
use super::spectral::{EigenvectorOptions, HitsOptions, KatzOptions, PageRankOptions};
use super::triads::TransitivityKind;
use super::triangles::ClusteringOptions;
use super::{ComponentKind, ConnectednessKind, ReciprocityKind};
use crate::options::named;
use crate::{
    BetweennessOptions, Control, CorenessOptions, DegreeOptions, Error, Measure, Mode, Network,
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

/// A measure of the whole network by its default convention; ties count once, whatever their values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NetworkMeasure {
    /// [`Network::density`].
    Density,
    /// [`Network::mean_degree`].
    MeanDegree,
    /// [`Network::reciprocity`]: share of ties that are returned; directed networks only.
    Reciprocity,
    /// [`Network::reciprocity`]: share of tied pairs that are mutual; directed networks only.
    DyadReciprocity,
    /// [`Network::transitivity`]: ties in either direction join a pair.
    Transitivity,
    /// [`Network::transitivity`]: i → j → k closed by i → k; directed networks only.
    WeakTransitivity,
    /// [`Network::average_clustering`].
    AverageClustering,
    /// [`Network::triangle_count`].
    Triangles,
    /// [`Network::component_count`]: ties in either direction join.
    Components,
    /// [`Network::component_count`]: along directed paths.
    StrongComponents,
    /// [`Network::connectedness`] (Krackhardt).
    Connectedness,
    /// [`Network::fragmentation`] (share of ordered pairs without a path).
    Fragmentation,
    /// Mean length of the shortest paths that exist.
    MeanDistance,
    /// The longest of them.
    Diameter,
    /// Mean of 1/distance.
    Compactness,
    /// [`Network::degree_centralization`]: ties in either direction.
    DegreeCentralization,
    /// [`Network::degree_centralization`]: ties received.
    InDegreeCentralization,
    /// [`Network::degree_centralization`]: ties sent.
    OutDegreeCentralization,
    /// [`Network::closeness_centralization`], harmonic, either direction.
    ClosenessCentralization,
    /// [`Network::betweenness_centralization`].
    BetweennessCentralization,
    /// [`Network::hierarchy`]; directed networks only.
    Hierarchy,
    /// [`Network::efficiency`].
    Efficiency,
    /// [`Network::least_upper_boundedness`]; directed networks only.
    LeastUpperBoundedness,
}

named!(NetworkMeasure, "measure", {
    "density" => Density, "mean_degree" => MeanDegree, "reciprocity" => Reciprocity,
    "dyad_reciprocity" => DyadReciprocity, "transitivity" => Transitivity,
    "weak_transitivity" => WeakTransitivity, "average_clustering" => AverageClustering,
    "triangles" => Triangles, "components" => Components, "strong_components" => StrongComponents,
    "connectedness" => Connectedness, "fragmentation" => Fragmentation,
    "mean_distance" => MeanDistance, "diameter" => Diameter, "compactness" => Compactness,
    "degree_centralization" => DegreeCentralization,
    "in_degree_centralization" => InDegreeCentralization,
    "out_degree_centralization" => OutDegreeCentralization,
    "closeness_centralization" => ClosenessCentralization,
    "betweenness_centralization" => BetweennessCentralization,
    "hierarchy" => Hierarchy, "efficiency" => Efficiency,
    "least_upper_boundedness" => LeastUpperBoundedness,
});

impl Network {
    /// One measure of the whole network by its default convention.
    ///
    /// # Errors
    /// Those of the measure, and [`Error::Stopped`].
    pub fn network_measure(
        &self,
        measure: NetworkMeasure,
        control: &Control,
    ) -> Result<Measure, Error> {
        use NetworkMeasure as M;
        let paths = || self.distances(false, control);
        Ok(match measure {
            M::Density => self.density(),
            M::MeanDegree => self.mean_degree(),
            M::Reciprocity => self.reciprocity(ReciprocityKind::Arc)?,
            M::DyadReciprocity => self.reciprocity(ReciprocityKind::Dyad)?,
            M::Transitivity => self.transitivity(TransitivityKind::Undirected, control)?,
            M::WeakTransitivity => self.transitivity(TransitivityKind::Weak, control)?,
            M::AverageClustering => {
                self.average_clustering(&ClusteringOptions::default(), control)?
            }
            M::Triangles => self.triangle_count(control)?,
            M::Components => self.component_count(ComponentKind::Weak),
            M::StrongComponents => self.component_count(ComponentKind::Strong),
            M::Connectedness => self.connectedness(ConnectednessKind::Krackhardt, control)?,
            M::Fragmentation => self.fragmentation(FragmentationKind::Reachable, control)?,
            M::MeanDistance => paths()?.mean(Unreachable::LeftOut)?,
            M::Diameter => paths()?.diameter(),
            M::Compactness => paths()?.compactness(),
            M::DegreeCentralization => self.degree_centralization(Mode::All),
            M::InDegreeCentralization => self.degree_centralization(Mode::In),
            M::OutDegreeCentralization => self.degree_centralization(Mode::Out),
            M::ClosenessCentralization => {
                self.closeness_centralization(Mode::All, ClosenessVariant::Harmonic, control)?
            }
            M::BetweennessCentralization => self.betweenness_centralization(control)?,
            M::Hierarchy => self.hierarchy(control)?,
            M::Efficiency => self.efficiency(KrackhardtConvention::Krackhardt),
            M::LeastUpperBoundedness => {
                self.least_upper_boundedness(KrackhardtConvention::Krackhardt, control)?
            }
        })
    }
}
