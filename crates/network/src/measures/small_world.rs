//! Small worlds: more clustered than chance, and hardly longer ways.

use serde::{Deserialize, Serialize};

use super::triangles::kernel::triangle_counts;
use crate::measure::{Interval, IntervalKind, Measure};
use crate::network::share;
use crate::nulls::Beyond;
use crate::nulls::draws::simulate;
use crate::nulls::rewire::Chain;
use crate::options::named;
use crate::{Control, Error, Mode, Network, Symmetrise};

/// Which clustering is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmallWorldClustering {
    /// 3 × triangles / paths of two ties (Humphries & Gurney 2008; networkx).
    #[default]
    Transitivity,
    /// The mean over partners with two neighbours or more (Watts & Strogatz 1998).
    Average,
}

named!(SmallWorldClustering, "clustering", { "transitivity" => Transitivity, "average" => Average });

/// Options of [`Network::small_world`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SmallWorldOptions {
    /// Which clustering is compared.
    pub clustering: SmallWorldClustering,
    /// Number of rewired networks.
    pub draws: u64,
    /// Where chance comes from.
    pub seed: u64,
    /// Steps of the rewiring a tie.
    pub swaps_per_tie: u64,
}

impl Default for SmallWorldOptions {
    fn default() -> Self {
        Self {
            clustering: SmallWorldClustering::default(),
            draws: 100,
            seed: 0,
            swaps_per_tie: 10,
        }
    }
}

/// Clustering and mean distance beside chance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SmallWorld {
    /// The clustering of the network and of the rewired ones.
    pub clustering: Beyond,
    /// The mean distance of the network and of the rewired ones.
    pub distance: Beyond,
    /// The ratios: kinds `sigma`, `clustering`, `distance` (all against the rewired networks) and `analytic`
    /// (sigma against the formulas for a random graph of the same size and density).
    pub measures: Vec<Measure>,
}

/// Clustering and mean distance of one network.
#[derive(Debug, Clone, Copy, Default)]
struct Shape {
    clustering: f64,
    distance: f64,
}

impl Network {
    /// The small-world ratio `sigma = (C/C_random) / (L/L_random)`, and its two parts, against networks rewired at
    /// random with the same degrees; and once more against the formulas for an Erdős–Rényi graph,
    /// C = k/(n − 1) and L = ln n / ln k for mean degree k, which is what older work reports and which a
    /// skewed degree distribution alone can exceed. Ties in either direction join a pair; L is the mean over
    /// pairs that can reach one another. No good end; there is no agreed limit above which a network "is" a
    /// small world.
    ///
    /// Each ratio's `interval` is the central 95 % of the ratios to single rewired networks (widened to hold the
    /// ratio to their mean where draws are few), and its
    /// `reference` gives their mean and standard deviation. `None` without ties, without triangles in the
    /// rewired networks, or without draws.
    ///
    /// Unknown ties: computed on known ties; rewired ties stay in known cells.
    ///
    /// Cost: all distances of draws + 1 networks, O(draws · (n·m / 512 + m·a)). Same seed, same answer, for
    /// any number of threads.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub fn small_world(
        &self,
        options: &SmallWorldOptions,
        control: &Control,
    ) -> Result<SmallWorld, Error> {
        let pairs = self.symmetrise(Symmetrise::Either);
        let own = shape(&pairs, options.clustering, &control.part())?;
        let start = Chain::new(&pairs, false);
        let steps = options.swaps_per_tie.saturating_mul(pairs.ties() as u64);
        control.begin(options.draws);
        let draws = simulate(
            options.draws,
            options.seed,
            control,
            || (),
            |_, chance, ()| {
                let part = control.part();
                let mut chain = start.clone();
                chain.run(steps, chance, &part)?;
                let drawn = shape(&pairs.with_rows(chain.rows()), options.clustering, &part)?;
                control.advance(1)?;
                Ok(drawn)
            },
        )?;
        let column = |of: fn(&Shape) -> f64| draws.iter().map(of).collect::<Vec<f64>>();
        let clustering = Beyond::of(own.clustering, &column(|s| s.clustering));
        let distance = Beyond::of(own.distance, &column(|s| s.distance));
        let measures = vec![
            self.against(Ratio::Sigma, own, &draws, options),
            self.against(Ratio::Clustering, own, &draws, options),
            self.against(Ratio::Distance, own, &draws, options),
            self.analytic(own, &pairs),
        ];
        Ok(SmallWorld {
            clustering,
            distance,
            measures,
        })
    }

    /// A ratio to the rewired networks.
    fn against(
        &self,
        ratio: Ratio,
        own: Shape,
        draws: &[Shape],
        options: &SmallWorldOptions,
    ) -> Measure {
        let mean = |of: fn(&Shape) -> f64| {
            let known = draws.iter().map(of).filter(|v| !v.is_nan());
            let (sum, count) = known.fold((0.0, 0.0), |(s, k), v| (s + v, k + 1.0));
            sum / count
        };
        let chance = Shape {
            clustering: mean(|s| s.clustering),
            distance: mean(|s| s.distance),
        };
        let value = ratio.of(own, chance);
        let mut single: Vec<f64> = draws
            .iter()
            .map(|&draw| ratio.of(own, draw))
            .filter(|v| v.is_finite())
            .collect();
        single.sort_by(f64::total_cmp);
        let at = |share: f64| single.get((share * (single.len() as f64 - 1.0)).round() as usize);
        let mut measure = Measure {
            value: value.is_finite().then_some(value),
            unit: "ratio".to_owned(),
            n: options.draws,
            coverage: self.known_share(),
            interval: at(0.025).zip(at(0.975)).map(|(&low, &high)| Interval {
                low: low.min(value),
                high: high.max(value),
                kind: IntervalKind::MonteCarlo,
            }),
            reference: format!(
                "{} networks rewired with the same degrees (seed {}): clustering {}, mean distance {}",
                options.draws,
                options.seed,
                spread(draws, |s| s.clustering),
                spread(draws, |s| s.distance)
            ),
            convention: format!("{}; clustering: {}; distance: pairs that can reach one another", ratio.formula(), options.clustering),
            caveats: self.standing_caveats(),
            citation: "Humphries & Gurney (2008), PLoS ONE 3, e0002051; Maslov & Sneppen (2002), Science 296, 910-913".to_owned(),
            ..Measure::named("small_world").of_kind(ratio.kind())
        };
        let Some(value) = measure.value else {
            return measure.undefined(
                "it needs ties, rewired networks to compare with, and triangles in them.",
            );
        };
        measure.sentence = match ratio {
            Ratio::Sigma => format!(
                "Clustering relative to distance is {value:.2} times what the degrees alone would give."
            ),
            Ratio::Clustering => format!(
                "Clustering is {value:.2} times what the degrees alone would give ({:.3} beside {:.3}).",
                own.clustering, chance.clustering
            ),
            Ratio::Distance => format!(
                "The mean distance is {value:.2} times what the degrees alone would give ({:.2} beside {:.2} steps).",
                own.distance, chance.distance
            ),
        };
        measure
    }

    /// Sigma against the formulas for a random graph of the same size and density.
    fn analytic(&self, own: Shape, pairs: &Network) -> Measure {
        let n = self.partners() as f64;
        let k = 2.0 * pairs.ties() as f64 / n;
        let chance = Shape {
            clustering: k / (n - 1.0),
            distance: n.ln() / k.ln(),
        };
        let value = Ratio::Sigma.of(own, chance);
        let mut measure = Measure {
            value: (k > 1.0 && value.is_finite()).then_some(value),
            unit: "ratio".to_owned(),
            n: self.partners() as u64,
            coverage: self.known_share(),
            reference: format!(
                "an Erdős–Rényi graph of {n} partners with mean degree {k:.2}: clustering {:.3}, mean distance {:.2}",
                chance.clustering, chance.distance
            ),
            convention: format!("{}; C_random = k/(n − 1), L_random = ln n / ln k", Ratio::Sigma.formula()),
            caveats: self.standing_caveats(),
            citation: "Watts & Strogatz (1998), Nature 393, 440-442; Humphries & Gurney (2008), PLoS ONE 3, e0002051".to_owned(),
            ..Measure::named("small_world").of_kind("analytic")
        };
        let Some(value) = measure.value else {
            return measure
                .undefined("the formulas need a mean degree above 1 and a path of two ties.");
        };
        measure.sentence = format!(
            "Clustering relative to distance is {value:.2} times that of a random graph of the same size and density."
        );
        measure
    }
}

/// Clustering and mean distance of an undirected network; NaN where they are not defined.
fn shape(
    network: &Network,
    clustering: SmallWorldClustering,
    control: &Control,
) -> Result<Shape, Error> {
    let rows = network.out();
    let triangles = triangle_counts(rows, control)?;
    let pairs = |i: usize| {
        let d = rows.degree(i as u32) as u64;
        d * d.saturating_sub(1) / 2
    };
    let all: u64 = (0..rows.n()).map(pairs).sum();
    let clustering = match clustering {
        SmallWorldClustering::Transitivity => share(triangles.iter().sum(), all),
        SmallWorldClustering::Average => {
            let local = triangles.iter().enumerate();
            let local: Vec<f64> = local.filter_map(|(i, &t)| share(t, pairs(i))).collect();
            (!local.is_empty()).then(|| local.iter().sum::<f64>() / local.len() as f64)
        }
    };
    let (mut steps, mut reached) = (0, 0);
    for counts in network.distance_counts(Mode::All, control)? {
        for (d, &count) in counts.iter().enumerate() {
            steps += (d as u64 + 1) * u64::from(count);
            reached += u64::from(count);
        }
    }
    Ok(Shape {
        clustering: clustering.unwrap_or(f64::NAN),
        distance: share(steps, reached).unwrap_or(f64::NAN),
    })
}

#[derive(Clone, Copy)]
enum Ratio {
    Sigma,
    Clustering,
    Distance,
}

impl Ratio {
    fn of(self, own: Shape, chance: Shape) -> f64 {
        let (c, l) = (
            own.clustering / chance.clustering,
            own.distance / chance.distance,
        );
        match self {
            Self::Sigma => c / l,
            Self::Clustering => c,
            Self::Distance => l,
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Self::Sigma => "sigma",
            Self::Clustering => "clustering",
            Self::Distance => "distance",
        }
    }

    fn formula(self) -> &'static str {
        match self {
            Self::Sigma => "sigma = (C/C_random) / (L/L_random)",
            Self::Clustering => "C/C_random",
            Self::Distance => "L/L_random",
        }
    }
}

/// Mean and standard deviation over the draws, as text.
fn spread(draws: &[Shape], of: fn(&Shape) -> f64) -> String {
    let beyond = Beyond::of(f64::NAN, &draws.iter().map(of).collect::<Vec<f64>>());
    format!("{:.4} (sd {:.4})", beyond.mean, beyond.sd)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BuildOptions, Ties};

    fn lattice(n: u32) -> Network {
        // A ring where everybody is tied to the two nearest on each side.
        let ties: Vec<(u32, u32)> = (0..n)
            .flat_map(|i| [(i, (i + 1) % n), (i, (i + 2) % n)])
            .collect();
        let (source, target): (Vec<u32>, Vec<u32>) = ties.into_iter().unzip();
        let ties = Ties {
            source: &source,
            target: &target,
            value: None,
        };
        Network::from_ties(n as usize, &ties, &BuildOptions::default()).unwrap()
    }

    #[test]
    fn a_ring_lattice_by_hand() {
        // n = 40, k = 4: C = 3(k − 2)/(4(k − 1)) = 1/2 (Watts & Strogatz). Others stand 1, 1, 2, 2 … 10, 10
        // pairs of steps away, less one at the end: distance d is reached by 4 for d = 1 … 9 and by 3 for
        // d = 10, so L = (4·45 + 30)/39 = 210/39.
        let result = lattice(40)
            .small_world(
                &SmallWorldOptions {
                    draws: 20,
                    ..Default::default()
                },
                &Control::new(),
            )
            .unwrap();
        assert_eq!(result.clustering.observed, 0.5);
        assert!((result.distance.observed - 210.0 / 39.0).abs() < 1e-12);
        let [sigma, clustering, distance, analytic] = &result.measures[..] else {
            panic!("four measures")
        };
        // C_random = 4/39, L_random = ln 40/ln 4.
        let by_hand = (0.5 / (4.0 / 39.0)) / ((210.0 / 39.0) / (40.0_f64.ln() / 4.0_f64.ln()));
        assert!((analytic.value.unwrap() - by_hand).abs() < 1e-12);
        assert!(clustering.value.unwrap() > 3.0 && distance.value.unwrap() > 1.5);
        let ratio = clustering.value.unwrap() / distance.value.unwrap();
        assert!((sigma.value.unwrap() - ratio).abs() < 1e-12);
        assert!((clustering.value.unwrap() - 0.5 / result.clustering.mean).abs() < 1e-12);
    }

    #[test]
    fn same_seed_same_answer_for_any_threads_and_a_stop() {
        let net = lattice(30);
        let options = SmallWorldOptions {
            draws: 7,
            seed: 5,
            ..Default::default()
        };
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(|| net.small_world(&options, &Control::new()).unwrap())
        };
        assert_eq!(with(1), with(3));
        let control = Control::new();
        control.stop();
        assert_eq!(net.small_world(&options, &control), Err(Error::Stopped));
    }

    #[test]
    fn too_little_is_not_defined() {
        for n in 0..3 {
            let ties = Ties {
                source: &[],
                target: &[],
                value: None,
            };
            let net = Network::from_ties(n, &ties, &BuildOptions::default()).unwrap();
            let result = net
                .small_world(&SmallWorldOptions::default(), &Control::new())
                .unwrap();
            assert!(
                result
                    .measures
                    .iter()
                    .all(|m| m.value.is_none() && !m.caveats.is_empty())
            );
        }
    }
}
