//! Communities: groups of partners with more ties inside than their numbers of ties would put there.
//!
//! Finding the partition of highest modularity is NP-hard, so every method is a search, and searches that
//! use chance end in different places. Therefore several starts are made (in parallel: they are
//! independent, and each has its own random stream, so threads do not change the answer), the best is
//! kept, and how often it was found and how alike the others are stands in the result.

mod labels;
mod leiden;
mod level;
mod partition;
#[cfg(test)]
mod tests;

use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

pub(in crate::groups) use partition::adjusted_rand;
pub use partition::{Partition, Run};

use super::girvan_newman::{GirvanNewmanOptions, TiedEdges};
use super::modularity::{ModularityOptions, check_resolution};
use crate::nulls::draws::stream;
use crate::options::named;
use crate::reduce::fill_blocks;
use crate::{Control, Error, Network};
use level::{Level, Mass, Quality};

/// How groups are searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommunityMethod {
    /// Local moving with refinement; groups are connected (Traag, Waltman & van Eck 2019).
    #[default]
    Leiden,
    /// Local moving without refinement; a group can fall apart into pieces (Blondel et al. 2008).
    Louvain,
    /// Every partner takes the label most of its ties carry (Raghavan, Albert & Kumara 2007).
    LabelPropagation,
    /// Ties of highest edge betweenness are removed one after another (Girvan & Newman 2002).
    GirvanNewman,
}

named!(CommunityMethod, "method", {
    "leiden" => Leiden, "louvain" => Louvain,
    "label_propagation" => LabelPropagation, "girvan_newman" => GirvanNewman,
});

/// What Leiden and Louvain raise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Objective {
    /// Modularity: ties inside beyond what the partners' numbers of ties give.
    #[default]
    Modularity,
    /// The constant Potts model: ties inside beyond `resolution` a pair (Traag, Van Dooren & Nesterov
    /// 2011). A group is denser inside than `resolution`, two groups are sparser between them.
    Cpm,
}

named!(Objective, "objective", { "modularity" => Modularity, "cpm" => Cpm });

/// Options of [`Network::communities`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CommunityOptions {
    /// How groups are searched for.
    pub method: CommunityMethod,
    /// What Leiden and Louvain raise; the other methods do not use it.
    pub objective: Objective,
    /// Resolution γ of the objective; label propagation does not use it.
    pub resolution: f64,
    /// Use tie values as strengths.
    pub weighted: bool,
    /// Seed of all chance.
    pub seed: u64,
    /// Number of starts; `None`: [`STARTS`] up to [`FEW_TIES`] ties, above that 1.
    pub starts: Option<usize>,
    /// How often Leiden begins again from its own result, at most; it ends before when nothing moves.
    pub iterations: usize,
    /// Girvan–Newman: what is done with ties of equal betweenness.
    pub tied: TiedEdges,
}

/// Default number of starts.
pub const STARTS: usize = 10;
/// Number of ties above which the default is one start.
pub const FEW_TIES: usize = 100_000;

impl Default for CommunityOptions {
    /// Leiden by modularity at resolution 1, every tie counted once, seed 0.
    fn default() -> Self {
        Self {
            method: CommunityMethod::Leiden,
            objective: Objective::Modularity,
            resolution: 1.0,
            weighted: false,
            seed: 0,
            starts: None,
            iterations: 2,
            tied: TiedEdges::Together,
        }
    }
}

impl Network {
    /// Groups of partners by the known ties.
    ///
    /// * `Leiden`, `Louvain`: raise modularity (directed networks: the directed one, whose gain of a move
    ///   is used as it is, not that of the symmetrised network) or the constant Potts quality.
    /// * `LabelPropagation`: no objective; near-linear; ties in either direction.
    /// * `GirvanNewman`: see [`Network::girvan_newman`], cut where modularity is highest.
    ///
    /// Starts begin from single partners; every second one of Leiden from scattered groups, because the best
    /// partition cannot always be reached from single partners. The best start is reported, with the
    /// quality of every start and its likeness to the best (adjusted Rand index): where the starts differ,
    /// the groups are not firm. Direction: none. A
    /// partner whose ties nobody has reported has no group; unknown ties elsewhere are left out, so that
    /// a group can be larger or smaller than it seems.
    ///
    /// The same seed gives the same groups for any number of threads. One start costs a few passes over
    /// the ties, O(m) each in practice, with 45 bytes a partner beside the network and 12 bytes for each
    /// tie row of a directed network (A + Aᵀ is built); starts run in parallel.
    ///
    /// # Errors
    /// [`Error::BadOption`] for no starts or a bad resolution; [`Error::NotDefined`] for `weighted`
    /// without strengths; [`Error::TooLarge`] for Girvan–Newman on many ties; [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::groups::communities::CommunityOptions;
    /// use commonweal_network::{BuildOptions, Control, Network, Ties};
    /// // Two triangles with a tie between them.
    /// let ties = Ties { source: &[0, 0, 1, 3, 3, 4, 2], target: &[1, 2, 2, 4, 5, 5, 3], value: None };
    /// let net = Network::from_ties(6, &ties, &BuildOptions::default())?;
    /// let found = net.communities(&CommunityOptions::default(), &Control::new())?;
    /// assert_eq!(found.membership, [0, 0, 0, 1, 1, 1].map(Some));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn communities(
        &self,
        options: &CommunityOptions,
        control: &Control,
    ) -> Result<Partition, Error> {
        check_resolution(options.resolution)?;
        self.check_strengths("communities", options.weighted)?;
        if options.method == CommunityMethod::GirvanNewman {
            let options = GirvanNewmanOptions {
                weighted: options.weighted,
                tied: options.tied,
                resolution: options.resolution,
                groups: None,
            };
            return Ok(self.girvan_newman(&options, control)?.best);
        }
        let starts = options
            .starts
            .unwrap_or(if self.ties() <= FEW_TIES { STARTS } else { 1 });
        if starts == 0 {
            return Err(Error::BadOption {
                option: "starts",
                found: "0".to_owned(),
                expected: "at least 1 start".to_owned(),
            });
        }
        let (objective, weighted) = (options.objective, options.weighted);
        if self.is_directed() {
            match level::directed(self, weighted, objective, options.resolution) {
                Some((base, quality)) => self.best_of(&base, quality, starts, options, control),
                None => self.apart(options),
            }
        } else {
            match level::undirected(self, weighted, objective, options.resolution) {
                Some((base, quality)) => self.best_of(&base, quality, starts, options, control),
                None => self.apart(options),
            }
        }
    }

    /// Without ties everyone stands alone.
    fn apart(&self, options: &CommunityOptions) -> Result<Partition, Error> {
        let alone: Vec<u32> = (0..self.partners() as u32).collect();
        self.found(&alone, Vec::new(), options)
    }

    fn best_of<M: Mass>(
        &self,
        base: &Level<'_, M>,
        quality: Quality,
        starts: usize,
        options: &CommunityOptions,
        control: &Control,
    ) -> Result<Partition, Error> {
        let search = leiden::Search {
            quality,
            refine: options.method == CommunityMethod::Leiden,
            iterations: match options.method {
                CommunityMethod::Leiden => options.iterations,
                _ => 1,
            },
        };
        control.begin(starts as u64);
        let mut found: Vec<Found> = vec![Found::default(); starts];
        fill_blocks(&mut found, 1, control, |start, slot| {
            let mut rng: ChaCha8Rng = stream(options.seed, start as u64);
            let (of, at_rest) = if options.method == CommunityMethod::LabelPropagation {
                labels::propagate(base, &mut rng, control)?
            } else {
                // Without refinement one large scattered group would never part again.
                let scattered = search.refine && start % 2 == 1;
                let of = leiden::search(base, &search, scattered, &mut rng, control)?;
                (of, true)
            };
            let (of, groups) = leiden::compact(&of);
            slot.fill(Found {
                quality: base.quality(&of, quality),
                of,
                groups,
                at_rest,
            });
            control.advance(1)
        })?;
        let top = found
            .iter()
            .map(|f| f.quality)
            .fold(f64::NEG_INFINITY, f64::max);
        // Sums made in another order differ in their last bits; the earliest of equally good starts stays.
        let least = top - 1e-12 * top.abs().max(quality.mean_weight);
        let best = found.iter().position(|f| f.quality >= least).unwrap_or(0);
        let runs = found
            .iter()
            .map(|f| Run {
                quality: base.reported(f, quality, options.objective),
                groups: f.groups as u32,
                similarity: adjusted_rand(&f.of, &found[best].of).unwrap_or(1.0),
            })
            .collect();
        let mut partition = self.found(&found[best].of, runs, options)?;
        let (_, pieces) = leiden::connected_parts(base, &found[best].of);
        let split = pieces - found[best].groups;
        if split > 0 {
            partition.caveats.push(format!(
                "Groups fall into {pieces} connected pieces ({split} more than groups): Louvain allows that, Leiden does not."
            ));
        }
        if found.iter().any(|f| !f.at_rest) {
            partition
                .caveats
                .push("Labels of some starts had not come to rest after 100 rounds.".to_owned());
        }
        Ok(partition)
    }

    fn found(
        &self,
        of: &[u32],
        runs: Vec<Run>,
        options: &CommunityOptions,
    ) -> Result<Partition, Error> {
        let groups: Vec<Option<u32>> = of.iter().map(|&g| Some(g)).collect();
        let quality = ModularityOptions {
            // With another objective γ means something else, and modularity is told at its own standard.
            resolution: match (options.method, options.objective) {
                (CommunityMethod::LabelPropagation, _) | (_, Objective::Cpm) => 1.0,
                _ => options.resolution,
            },
            weighted: options.weighted,
        };
        let method = options.method.to_string();
        let weights = if options.weighted {
            "values as strengths"
        } else {
            "every tie counts once"
        };
        let convention = match (options.method, options.objective) {
            (CommunityMethod::LabelPropagation, _) => format!(
                "label propagation in random order; a label among the largest is kept, else one of the largest is drawn; ties in either direction, {weights}"
            ),
            (method, Objective::Modularity) => {
                format!("{method}: {}", self.modularity_convention(&quality))
            }
            (method, Objective::Cpm) => format!(
                "{method}: constant Potts model, {weights}, resolution {}",
                options.resolution
            ),
        };
        let citation = match options.method {
            CommunityMethod::Leiden => "Traag, Waltman & van Eck (2019), Sci. Rep. 9, 5233",
            CommunityMethod::Louvain => "Blondel et al. (2008), J. Stat. Mech. P10008",
            CommunityMethod::LabelPropagation => {
                "Raghavan, Albert & Kumara (2007), Phys. Rev. E 76, 036106"
            }
            CommunityMethod::GirvanNewman => "Girvan & Newman (2002), PNAS 99, 7821-7826",
        };
        let mut partition = Partition {
            seed: Some(options.seed),
            runs,
            convention,
            citation: citation.to_owned(),
            ..Partition::new(self, &method, &groups, &quality)?
        };
        partition.tell_how_firm();
        Ok(partition)
    }
}

impl Partition {
    /// Says how alike the starts are.
    fn tell_how_firm(&mut self) {
        if self.runs.len() < 2 {
            self.caveats.push(
                "Found by one start; another seed can give other groups. More starts show how firm they are."
                    .to_owned(),
            );
            return;
        }
        let same = self.runs.iter().filter(|r| r.similarity == 1.0).count();
        let likeness: f64 = self.runs.iter().map(|r| r.similarity).sum();
        let likeness = likeness / self.runs.len() as f64;
        let told = format!(
            "{same} of {} starts gave these groups; likeness of all starts to them {likeness:.2} (adjusted Rand index, 1 = the same)",
            self.runs.len()
        );
        self.sentence = format!("{} {told}.", self.sentence);
        if same < self.runs.len() {
            self.caveats.push(format!(
                "{told}: partners who change groups between starts belong to none firmly."
            ));
        }
    }
}

/// What one start found.
#[derive(Debug, Clone, Default)]
struct Found {
    quality: f64,
    of: Vec<u32>,
    groups: usize,
    at_rest: bool,
}

impl<M: Mass> Level<'_, M> {
    /// The quality of a start in the objective's own unit, from the sum that the search raises.
    fn reported(&self, found: &Found, quality: Quality, objective: Objective) -> f64 {
        match objective {
            // The sum runs over all rows.
            Objective::Modularity => found.quality / quality.all,
            // Both rows of a tie were counted, and each partner's pair with itself.
            Objective::Cpm => {
                let own: f64 = self.mass.iter().map(|m| m.product(*m)).sum();
                0.5 * (found.quality + quality.penalty * own)
            }
        }
    }
}
