//! What the benches time: the kernels of the engine by name, and the networks they run on.

use std::hint::black_box;

use commonweal_network::generate::{PartnersOptions, partners};
use commonweal_network::groups::cliques::CliqueOptions;
use commonweal_network::groups::communities::{CommunityMethod, CommunityOptions};
use commonweal_network::measures::betweenness::SampleOptions;
use commonweal_network::measures::holes::HolesOptions;
use commonweal_network::measures::reach::ReachOptions;
use commonweal_network::measures::spectral::{EigenvectorOptions, PageRankOptions};
use commonweal_network::measures::triangles::ClusteringOptions;
use commonweal_network::{
    BetweennessOptions, BuildOptions, ClosenessOptions, ComponentKind, Control, CorenessOptions,
    Error, Network, Ties,
};

/// Partners in work groups and partnerships with a backbone each: far from a random graph of the same
/// size, whose even degrees would flatter us.
///
/// # Panics
/// When the options of the generator are refused, which is a defect of the bench.
pub fn network(n: usize, mean_degree: f64) -> Network {
    let options = PartnersOptions {
        n,
        mean_degree,
        seed: 1,
        ..PartnersOptions::default()
    };
    partners(&options)
        .expect("a shape that can be drawn")
        .network
}

/// Something to time on a network.
#[derive(Clone, Copy)]
pub struct Kernel {
    /// Name in tables.
    pub name: &'static str,
    /// Most partners (of 20 ties each) for which one run is a matter of seconds.
    pub largest: usize,
    /// One run; the answer goes to a black box.
    pub run: fn(&Network) -> Result<(), Error>,
}

/// A kernel whose answer is not wanted.
macro_rules! kernel {
    ($name:literal, $largest:expr, |$net:ident, $control:ident| $call:expr) => {
        Kernel {
            name: $name,
            largest: $largest,
            run: |$net| {
                let $control = &Control::new();
                black_box($call?);
                Ok(())
            },
        }
    };
}

/// Every kernel, those that look at each tie a few times first.
pub fn kernels() -> Vec<Kernel> {
    const ALL: usize = 10_000_000;
    vec![
        Kernel {
            name: "building",
            largest: ALL,
            run: |net| {
                let (mut source, mut target) = (Vec::new(), Vec::new());
                for (i, j, _) in net.iter_ties() {
                    source.push(i);
                    target.push(j);
                }
                let ties = Ties {
                    source: &source,
                    target: &target,
                    value: None,
                };
                black_box(Network::from_ties(
                    net.partners(),
                    &ties,
                    &BuildOptions::default(),
                )?);
                Ok(())
            },
        },
        kernel!("components", ALL, |net, _control| Ok::<_, Error>(
            net.components(ComponentKind::Weak)
        )),
        kernel!("coreness", ALL, |net, _control| Ok::<_, Error>(
            net.coreness(&CorenessOptions::default())
        )),
        kernel!("cut points", ALL, |net, _control| Ok::<_, Error>(
            net.cut_points()
        )),
        kernel!("pagerank", ALL, |net, control| net
            .pagerank(&PageRankOptions::default(), control)),
        kernel!("eigenvector", ALL, |net, control| net
            .eigenvector(&EigenvectorOptions::default(), control)),
        kernel!("clustering", ALL, |net, control| net
            .clustering(&ClusteringOptions::default(), control)),
        kernel!("triad census", 1_000_000, |net, control| net
            .triad_census(control)),
        kernel!("structural holes", 1_000_000, |net, control| net
            .structural_holes(&HolesOptions::default(), control)),
        kernel!("cliques", 1_000_000, |net, control| net
            .cliques(&CliqueOptions::default(), control)),
        kernel!("label propagation", ALL, |net, control| net.communities(
            &groups_by(CommunityMethod::LabelPropagation),
            control
        )),
        kernel!("leiden", 1_000_000, |net, control| net
            .communities(&groups_by(CommunityMethod::Leiden), control)),
        kernel!("sampled betweenness", 1_000_000, |net, control| net
            .sampled_betweenness(
                &SampleOptions {
                    samples: 32,
                    ..SampleOptions::default()
                },
                control
            )),
        kernel!("reach in 2 steps", 100_000, |net, control| net
            .reach(&ReachOptions::default(), control)),
        kernel!("harmonic closeness", 100_000, |net, control| net
            .closeness(&ClosenessOptions::default(), control)),
        kernel!("betweenness", 10_000, |net, control| net
            .betweenness(&BetweennessOptions::default(), control)),
    ]
}

/// One start, so that sizes can be compared.
fn groups_by(method: CommunityMethod) -> CommunityOptions {
    CommunityOptions {
        method,
        starts: Some(1),
        ..CommunityOptions::default()
    }
}
