//! Triangles and clustering: how far the partners of a partner work with one another.

mod closure;
pub(in crate::measures) mod kernel;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use self::closure::OpenPairs;
use super::{Mode, PartnerScores};
use crate::measure::Measure;
use crate::options::named;
use crate::reduce::fill_blocks;
use crate::{Control, Error, Network, Symmetrise};

/// Which coefficient; all are the local one of Watts & Strogatz (1998) when ties have equal values and no
/// direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClusteringVariant {
    /// Share of the pairs of neighbours that are tied; directed, Fagiolo (2007).
    #[default]
    Binary,
    /// Pairs count by the mean strength of the two ties to the partner (Barrat et al. 2004; igraph).
    Barrat,
    /// Triangles count by the geometric mean of their strengths over the largest strength (Onnela et al.
    /// 2005; networkx with `weight=`).
    Onnela,
}

named!(ClusteringVariant, "variant", { "binary" => Binary, "barrat" => Barrat, "onnela" => Onnela });

/// What a partner with fewer than two neighbours gets, who has no pair that could be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClusteringConvention {
    /// Not defined, and left out of the average (igraph's default).
    #[default]
    Igraph,
    /// Zero, and counted in the average (networkx).
    Networkx,
}

named!(ClusteringConvention, "convention", { "igraph" => Igraph, "networkx" => Networkx });

/// Options of [`Network::clustering`].
#[derive(Debug, Clone, Copy, Default)]
pub struct ClusteringOptions {
    /// Which coefficient.
    pub variant: ClusteringVariant,
    /// Whether the direction of ties counts (Fagiolo 2007); else ties in either direction join a pair.
    pub directed: bool,
    /// What a partner with fewer than two neighbours gets.
    pub convention: ClusteringConvention,
}

impl Network {
    /// Number of triangles every partner is in: pairs of its neighbours that are tied to each other, ties in
    /// either direction joining a pair. An exact whole number; no good end.
    ///
    /// Counted over known ties, so it is the lowest value: an unknown tie can add triangles and take none
    /// away. Partners nobody has spoken about are NaN. O(m·a) with the arboricity a ≤ √(2m); 4 bytes a tie
    /// and 8 a partner.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    ///
    /// ```
    /// # use commonweal_network::{BuildOptions, Control, Network, Ties};
    /// let ties = Ties { source: &[0, 1, 2, 2], target: &[1, 2, 0, 3], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions::default())?;
    /// assert_eq!(net.triangles(&Control::new())?.values, [1.0, 1.0, 1.0, 0.0]);
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn triangles(&self, control: &Control) -> Result<PartnerScores, Error> {
        let pairs = self.symmetrise(Symmetrise::Either);
        let counts = kernel::triangle_counts(pairs.out(), control)?;
        let mut values: Vec<f64> = counts.iter().map(|&count| count as f64).collect();
        self.hide_unreported(Mode::All, &mut values);
        let mut scores = PartnerScores {
            values,
            unit: "triangles".to_owned(),
            convention: "pairs of neighbours that are tied; ties in either direction join a pair"
                .to_owned(),
            citation: "Watts & Strogatz (1998), Nature 393, 440-442; listing: Chiba & Nishizeki (1985), SIAM J. Comput. 14, 210-223".to_owned(),
            ..self.scores_named("triangles")
        };
        if self.known_share().is_some_and(|share| share < 1.0) {
            let caveat = "Unknown ties can add triangles, never take one away.";
            scores.caveats.push(caveat.to_owned());
        }
        Ok(scores)
    }

    /// Number of triangles in all: sets of three partners that are all tied, in either direction. The
    /// unknown ties can only add to it. Cost as [`Network::triangles`].
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub fn triangle_count(&self, control: &Control) -> Result<Measure, Error> {
        let pairs = self.symmetrise(Symmetrise::Either);
        // Each triangle is counted by its three partners.
        let count = kernel::triangle_counts(pairs.out(), control)?
            .iter()
            .sum::<u64>()
            / 3;
        let n = self.partners() as u64;
        let measure = Measure {
            value: Some(count as f64),
            unit: "triangles".to_owned(),
            n,
            coverage: self.known_share(),
            reference: "the triangles of rewired networks with the same degrees".to_owned(),
            convention:
                "sets of three partners that are all tied, of the known ties in either direction"
                    .to_owned(),
            caveats: self.standing_caveats(),
            citation: "Watts & Strogatz (1998), Nature 393, 440-442".to_owned(),
            sentence: format!(
                "The known ties form {}.",
                crate::network::counted(count, "triangle")
            ),
            ..Measure::named("triangles")
        };
        Ok(if n < 3 {
            measure.undefined("there are fewer than three partners.")
        } else {
            measure
        })
    }

    /// Clustering of every partner: the share of the pairs of its neighbours that are tied to each other
    /// (Watts & Strogatz 1998), or the weighted and directed forms of [`ClusteringVariant`]. Range 0 to 1; no
    /// good end: a dense neighbourhood is a group, an open one a bridge.
    ///
    /// Unknown ties: pairs of neighbours whose tie nobody has spoken about are left out, above and below the
    /// line, so unknown is not counted as open. There are no bounds, because an unknown tie of the partner
    /// itself would change which pairs there are. Partners nobody has spoken about are NaN.
    ///
    /// Cost: binary O(m·a) as [`Network::triangles`]; weighted or directed O(Σ d²). Where cells are unknown also
    /// O(Σ k² log d) for k neighbours with open cells.
    ///
    /// # Errors
    /// [`Error::NotDefined`] for a weighted variant without strengths, or Barrat's with direction (it has none);
    /// [`Error::Stopped`].
    pub fn clustering(
        &self,
        options: &ClusteringOptions,
        control: &Control,
    ) -> Result<PartnerScores, Error> {
        let directed = options.directed && self.is_directed();
        let options = ClusteringOptions {
            directed,
            ..*options
        };
        if directed && options.variant == ClusteringVariant::Barrat {
            return Err(Error::NotDefined {
                measure: "clustering",
                reason: "Barrat's coefficient has no directed form. Ask for the variant onnela, or leave direction out.".to_owned(),
            });
        }
        let pairs = self.symmetrise(Symmetrise::Either);
        let mut values = if options.variant == ClusteringVariant::Binary && !directed {
            pairs.plain_clustering(control)?
        } else {
            closure::ratios(if directed { self } else { &pairs }, options, control)?
        };
        if options.convention == ClusteringConvention::Networkx {
            for (i, value) in values.iter_mut().enumerate() {
                if pairs.out().degree(i as u32) < 2 {
                    *value = 0.0;
                }
            }
        }
        self.hide_unreported(Mode::All, &mut values);
        let mut scores = PartnerScores {
            values,
            unit: "share of pairs of neighbours".to_owned(),
            convention: format!("{}; {}", definition(options), few(options.convention)),
            citation: match (options.variant, directed) {
                (ClusteringVariant::Binary, false) => "Watts & Strogatz (1998), Nature 393, 440-442",
                (ClusteringVariant::Binary, true) => "Fagiolo (2007), Phys. Rev. E 76, 026107",
                (ClusteringVariant::Barrat, _) => "Barrat et al. (2004), PNAS 101, 3747-3752",
                (ClusteringVariant::Onnela, false) => "Onnela et al. (2005), Phys. Rev. E 71, 065103",
                (ClusteringVariant::Onnela, true) => "Fagiolo (2007), Phys. Rev. E 76, 026107; Onnela et al. (2005), Phys. Rev. E 71, 065103",
            }
            .to_owned(),
            ..self.scores_named("clustering")
        };
        if self.known_share().is_some_and(|share| share < 1.0) {
            let caveat = "Pairs of neighbours whose own tie is unknown are left out.";
            scores.caveats.push(caveat.to_owned());
        }
        Ok(scores)
    }

    /// Mean of [`Network::clustering`] over the partners. By the convention `igraph` over those where it is
    /// defined, by `networkx` over all, those with fewer than two neighbours counting 0; the convention is the
    /// `kind`. Partners nobody has spoken about are left out of both. Range 0 to 1, no good end; `None` when
    /// it is defined for nobody.
    ///
    /// # Errors
    /// As [`Network::clustering`].
    pub fn average_clustering(
        &self,
        options: &ClusteringOptions,
        control: &Control,
    ) -> Result<Measure, Error> {
        let scores = self.clustering(options, control)?;
        let known: Vec<f64> = scores.values.into_iter().filter(|v| !v.is_nan()).collect();
        let mean = known.iter().sum::<f64>() / known.len() as f64;
        let mut measure = Measure {
            value: (!known.is_empty()).then_some(mean),
            unit: scores.unit,
            n: known.len() as u64,
            coverage: scores.coverage,
            reference: "the same mean in rewired networks with the same degrees (small_world)"
                .to_owned(),
            convention: format!("mean over partners; {}", scores.convention),
            caveats: scores.caveats,
            citation: scores.citation,
            ..Measure::named("average_clustering").of_kind(options.convention)
        };
        let Some(value) = measure.value else {
            return Ok(measure.undefined(
                "no partner has two neighbours of whom anybody has said whether they are tied.",
            ));
        };
        measure.sentence = format!(
            "On average over {} partners {:.1} % of the pairs of a partner's neighbours are tied to each other.",
            known.len(),
            100.0 * value
        );
        Ok(measure)
    }

    /// Of an undirected network the share of the known pairs of neighbours that are tied; NaN without such
    /// a pair.
    fn plain_clustering(&self, control: &Control) -> Result<Vec<f64>, Error> {
        let counts = kernel::triangle_counts(self.out(), control)?;
        let missing = self.unknown_neighbour_pairs(control)?;
        let ratio = |(i, &closed): (usize, &u64)| {
            let d = self.out().degree(i as u32) as u64;
            let known = d * d.saturating_sub(1) / 2 - missing.get(i).copied().unwrap_or(0);
            if known == 0 {
                f64::NAN
            } else {
                closed as f64 / known as f64
            }
        };
        Ok(counts.iter().enumerate().map(ratio).collect())
    }

    /// For each partner of an undirected network the pairs of its neighbours whose tie is unknown; empty when
    /// everything is known.
    pub(super) fn unknown_neighbour_pairs(&self, control: &Control) -> Result<Vec<u64>, Error> {
        if self.observed().is_complete() {
            return Ok(Vec::new());
        }
        let open = OpenPairs::new(self);
        let mut missing = vec![0; self.partners()];
        fill_blocks(&mut missing, 64, control, |start, out| {
            for (k, count) in out.iter_mut().enumerate() {
                let row = self.out().row((start + k) as u32);
                open.each(self, row, |_, _, _| *count += 1);
            }
            Ok(())
        })?;
        Ok(missing)
    }
}

fn definition(options: ClusteringOptions) -> &'static str {
    match (options.variant, options.directed) {
        (ClusteringVariant::Binary, false) => {
            "local clustering: share of the known pairs of neighbours that are tied, ties in either direction"
        }
        (ClusteringVariant::Binary, true) => {
            "directed clustering (Fagiolo): directed triangles of every kind / those possible"
        }
        (ClusteringVariant::Barrat, _) => {
            "weighted clustering (Barrat): pairs of neighbours by the mean strength of the partner's two ties"
        }
        (ClusteringVariant::Onnela, false) => {
            "weighted clustering (Onnela): geometric mean of the strengths of each triangle, over the largest strength"
        }
        (ClusteringVariant::Onnela, true) => {
            "directed weighted clustering (Fagiolo): geometric means of the strengths, over the largest strength"
        }
    }
}

fn few(convention: ClusteringConvention) -> &'static str {
    match convention {
        ClusteringConvention::Igraph => "fewer than two neighbours: not defined (igraph)",
        ClusteringConvention::Networkx => "fewer than two neighbours: 0 (networkx)",
    }
}
