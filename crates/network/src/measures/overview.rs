//! All whole-network numbers together.

use super::closeness::{ClosenessVariant, Unreachable};
use super::connectedness::FragmentationKind;
use super::krackhardt::KrackhardtConvention;
use super::triads::TransitivityKind;
use super::triangles::ClusteringOptions;
use super::{ComponentKind, ConnectednessKind, Mode, ReciprocityKind};
use crate::{Control, Error, Measure, Network};

/// Options of [`Network::cohesion`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CohesionOptions {
    /// Whether to follow all shortest paths too (default): distances, closeness and betweenness
    /// centralization, Krackhardt's least upper bounds. Exact, so O(n·m): seconds for tens of thousands of
    /// partners; leave them out for a million.
    pub paths: bool,
}

impl Default for CohesionOptions {
    fn default() -> Self {
        Self { paths: true }
    }
}

impl Network {
    /// Every whole-network measure by its default convention, each definition that shares a name as a row
    /// of its own [`Measure::kind`]. A measure that this network does not have is there without a value,
    /// with the reason. No row says that a network is good; O(n + m·a) without `paths`, O(n·m) with them.
    ///
    /// # Errors
    /// [`Error::Stopped`] when `control` asks for it.
    pub fn cohesion(
        &self,
        options: &CohesionOptions,
        control: &Control,
    ) -> Result<Vec<Measure>, Error> {
        let directed = self.is_directed();
        let mut all = Rows(vec![self.density(), self.mean_degree()]);
        if directed {
            for kind in [ReciprocityKind::Arc, ReciprocityKind::Dyad] {
                all.add("reciprocity", self.reciprocity(kind))?;
            }
        }
        let mut transitivity = vec![TransitivityKind::Undirected];
        if directed {
            transitivity.push(TransitivityKind::Weak);
        }
        for kind in transitivity {
            all.add("transitivity", self.transitivity(kind, control))?;
        }
        let clustering = ClusteringOptions::default();
        all.add(
            "average_clustering",
            self.average_clustering(&clustering, control),
        )?;
        all.0.push(self.component_count(ComponentKind::Weak));
        if directed {
            all.0.push(self.component_count(ComponentKind::Strong));
        }
        control.check()?;
        let krackhardt = ConnectednessKind::Krackhardt;
        all.add("connectedness", self.connectedness(krackhardt, control))?;
        if directed {
            let reachable = ConnectednessKind::Reachable;
            all.add("connectedness", self.connectedness(reachable, control))?;
        }
        all.add(
            "fragmentation",
            self.fragmentation(FragmentationKind::Reachable, control),
        )?;
        let modes: &[Mode] = if directed {
            &[Mode::All, Mode::In, Mode::Out]
        } else {
            &[Mode::All]
        };
        for &mode in modes {
            all.0.push(self.degree_centralization(mode));
        }
        all.0
            .push(self.efficiency(KrackhardtConvention::Krackhardt));
        if directed {
            all.add("hierarchy", self.hierarchy(control))?;
        }
        if options.paths {
            self.path_measures(modes, &mut all, control)?;
        }
        Ok(all.0)
    }

    fn path_measures(
        &self,
        modes: &[Mode],
        all: &mut Rows,
        control: &Control,
    ) -> Result<(), Error> {
        let distances = self.distances(false, control)?;
        all.add("mean_distance", distances.mean(Unreachable::LeftOut))?;
        all.0
            .extend([distances.diameter(), distances.compactness()]);
        for &mode in modes {
            let closeness =
                self.closeness_centralization(mode, ClosenessVariant::Harmonic, control);
            all.add("closeness_centralization", closeness)?;
        }
        all.add(
            "betweenness_centralization",
            self.betweenness_centralization(control),
        )?;
        if self.is_directed() {
            let bounds = self.least_upper_boundedness(KrackhardtConvention::Krackhardt, control);
            all.add("least_upper_boundedness", bounds)?;
        }
        Ok(())
    }
}

struct Rows(Vec<Measure>);

impl Rows {
    /// A measure, or the reason why this network has none; a stop goes on to the caller.
    fn add(&mut self, name: &str, measure: Result<Measure, Error>) -> Result<(), Error> {
        self.0.push(match measure {
            Err(Error::Stopped) => return Err(Error::Stopped),
            Err(reason) => Measure::named(name).undefined(&reason.to_string()),
            Ok(measure) => measure,
        });
        Ok(())
    }
}
