//! Whole-network measures by their names.

use serde::{Deserialize, Serialize};

use crate::options::named;
use crate::{
    ComponentKind, ConnectednessKind, Control, Error, Measure, Mode, Network, ReciprocityKind,
};

/// A measure of the whole network with its default options.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WholeMeasure {
    /// [`Network::density`].
    Density,
    /// [`Network::mean_degree`].
    MeanDegree,
    /// [`Network::reciprocity`], of arcs.
    Reciprocity,
    /// [`Network::component_count`], weak.
    Components,
    /// [`Network::connectedness`], Krackhardt's.
    Connectedness,
    /// [`Network::degree_centralization`], in either direction.
    DegreeCentralization,
    /// [`Network::degree_centralization`] by ties received.
    InDegreeCentralization,
}

named!(WholeMeasure, "measure", {
    "density" => Density, "mean_degree" => MeanDegree, "reciprocity" => Reciprocity,
    "components" => Components, "connectedness" => Connectedness,
    "degree_centralization" => DegreeCentralization,
    "in_degree_centralization" => InDegreeCentralization,
});

impl Network {
    /// One measure of the whole network, with its default options.
    ///
    /// # Errors
    /// Those of the measure, and [`Error::Stopped`].
    pub fn whole_measure(
        &self,
        measure: WholeMeasure,
        control: &Control,
    ) -> Result<Measure, Error> {
        use WholeMeasure as M;
        Ok(match measure {
            M::Density => self.density(),
            M::MeanDegree => self.mean_degree(),
            M::Reciprocity => self.reciprocity(ReciprocityKind::Arc)?,
            M::Components => self.component_count(ComponentKind::Weak),
            M::Connectedness => self.connectedness(ConnectednessKind::Krackhardt, control)?,
            M::DegreeCentralization => self.degree_centralization(Mode::All),
            M::InDegreeCentralization => self.degree_centralization(Mode::In),
        })
    }
}
