//! Whole-network measures by their names.

use serde::{Deserialize, Serialize};

use super::{Stability, StabilityOptions};
use crate::measures::PartnerMeasure;
use crate::options::{named, parse};
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

    /// [`Network::stability`] or [`Network::stability_whole`] of a measure by its name: any of
    /// [`PartnerMeasure::NAMES`] and [`WholeMeasure::NAMES`].
    ///
    /// # Errors
    /// Those of the two, and [`Error::BadOption`] for a name that neither has.
    pub fn stability_of(
        &self,
        name: &str,
        options: &StabilityOptions,
        control: &Control,
    ) -> Result<Stability, Error> {
        #[derive(Clone, Copy)]
        enum Any {
            Partner(PartnerMeasure),
            Whole(WholeMeasure),
        }
        let partner = PartnerMeasure::NAMES.iter();
        let whole = WholeMeasure::NAMES.iter();
        let names: Vec<(&'static str, Any)> = partner
            .map(|&(name, m)| (name, Any::Partner(m)))
            .chain(whole.map(|&(name, m)| (name, Any::Whole(m))))
            .collect();
        match parse("measure", name, &names)? {
            Any::Partner(measure) => self.stability(
                |net, control| net.partner_measure(measure, control),
                options,
                control,
            ),
            Any::Whole(measure) => self.stability_whole(
                |net, control| net.whole_measure(measure, control),
                options,
                control,
            ),
        }
    }
}
