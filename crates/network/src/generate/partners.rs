//! A network of partners as collective-impact partnerships have them.

use super::places::{Places, activities, cell};
use super::ties::draw_ties;
use crate::{BuildOptions, Duplicates, Error, Network, Ties};

/// Options of [`partners`].
#[derive(Debug, Clone, PartialEq)]
pub struct PartnersOptions {
    /// Number of partners, backbones included.
    pub n: usize,
    /// Expected ties a partner. Small dense networks come out up to a fifth lower: two very active
    /// partners of one group cannot be tied more than once, and a pair drawn in two circles is one tie.
    pub mean_degree: f64,
    /// Seed of all chance.
    pub seed: u64,
    /// Partners in one partnership (a place with its own backbone), from half to one and a half times it.
    pub partnership_size: usize,
    /// Partners in one work group, from half to one and a half times it.
    pub work_group_size: usize,
    /// Share of a partner's ties that are drawn inside its work group.
    pub within_group: f64,
    /// Share of a partner's ties that are drawn inside its partnership but outside its group; the rest,
    /// and what the inner circles could not place, go anywhere.
    pub within_partnership: f64,
    /// Chance that a backbone is tied to a partner of its partnership.
    pub backbone_reach: f64,
    /// Partners in the in-group planted in the first partnership; 0 plants none.
    pub in_group: usize,
    /// Chance that two of the in-group are tied, besides any other reason they have.
    pub in_group_density: f64,
    /// Whether ties have a strength of 1 to 5, higher the closer the circle that a tie was drawn in.
    pub valued: bool,
}

impl Default for PartnersOptions {
    /// A thousand partners with 20 ties each, in partnerships of about 300 and work groups of about 30.
    fn default() -> Self {
        Self {
            n: 1000,
            mean_degree: 20.0,
            seed: 0,
            partnership_size: 300,
            work_group_size: 30,
            within_group: 0.5,
            within_partnership: 0.3,
            backbone_reach: 0.8,
            in_group: 0,
            in_group_density: 0.9,
            valued: false,
        }
    }
}

/// A generated network and the truth about it.
#[derive(Debug, Clone)]
pub struct Planted {
    /// The network, undirected.
    pub network: Network,
    /// The partnership of each partner, numbered from 0.
    pub partnership: Vec<u32>,
    /// The work group of each partner, numbered from 0 over all partnerships; a group lies inside one.
    pub work_group: Vec<u32>,
    /// The backbone of each partnership.
    pub backbone: Vec<u32>,
    /// Members of the planted in-group, ascending; empty when none was planted.
    pub in_group: Vec<u32>,
    /// How active each partner is: its expected ties are in proportion. 0 for a backbone, whose ties
    /// follow from `backbone_reach` alone.
    pub activity: Vec<f64>,
}

/// Makes a network of partners: work groups nested in partnerships, a backbone for each, a few very
/// active partners (activity falls off as a power with exponent 1.8, cut at twenty times the least),
/// and, when asked for, an in-group whose members are tied beyond what all this explains.
///
/// Partner numbers are shuffled, so that they say nothing about groups. O(n + m) and parallel; the same
/// seed gives the same network for any number of threads.
///
/// # Errors
/// [`Error::BadOption`] for a share outside 0 to 1, a size of zero, a mean degree that the backbones
/// alone exceed or that the partners cannot have, or an in-group that its partnership cannot hold.
///
/// ```
/// use commonweal_network::generate::{PartnersOptions, partners};
///
/// let options = PartnersOptions { n: 500, mean_degree: 12.0, in_group: 8, ..Default::default() };
/// let planted = partners(&options)?;
/// assert_eq!(planted.network.partners(), 500);
/// assert_eq!(planted.in_group.len(), 8);
/// # Ok::<(), commonweal_network::Error>(())
/// ```
pub fn partners(options: &PartnersOptions) -> Result<Planted, Error> {
    check(options)?;
    let places = Places::draw(options);
    let activity = activities(options, &places);
    let draws = draw_ties(options, &places, &activity);

    let source: Vec<u32> = draws
        .iter()
        .flat_map(|d| d.iter().map(|t| places.id[t.0]))
        .collect();
    let target: Vec<u32> = draws
        .iter()
        .flat_map(|d| d.iter().map(|t| places.id[t.1]))
        .collect();
    let value: Option<Vec<f64>> = options.valued.then(|| {
        draws
            .iter()
            .flat_map(|d| d.iter().map(|t| f64::from(t.2)))
            .collect()
    });
    drop(draws);
    let ties = Ties {
        source: &source,
        target: &target,
        value: value.as_deref(),
    };
    let build = BuildOptions {
        duplicates: Duplicates::Max,
        ..BuildOptions::default()
    };
    let network = Network::from_ties(options.n, &ties, &build)?;

    let by_id = |of_seat: &dyn Fn(usize) -> u32| {
        let mut all = vec![0; options.n];
        for (seat, &id) in places.id.iter().enumerate() {
            all[id as usize] = of_seat(seat);
        }
        all
    };
    let mut activity_by_id = vec![0.0; options.n];
    for (&id, a) in places.id.iter().zip(activity) {
        activity_by_id[id as usize] = a;
    }
    let mut in_group: Vec<u32> = places
        .in_group
        .iter()
        .map(|&seat| places.id[seat])
        .collect();
    in_group.sort_unstable();
    Ok(Planted {
        network,
        partnership: by_id(&|seat| cell(&places.partnerships, seat)),
        work_group: by_id(&|seat| cell(&places.groups, seat)),
        backbone: places.partnerships[..places.partnerships.len() - 1]
            .iter()
            .map(|&seat| places.id[seat])
            .collect(),
        in_group,
        activity: activity_by_id,
    })
}

fn check(options: &PartnersOptions) -> Result<(), Error> {
    let bad = |option, found: String, expected: &str| {
        Err(Error::BadOption {
            option,
            found,
            expected: expected.to_owned(),
        })
    };
    if u32::try_from(options.n).is_err() {
        let found = options.n as u64;
        return Err(Error::TooLarge {
            what: "partners",
            found,
            limit: u64::from(u32::MAX),
        });
    }
    for (name, share) in [
        ("within_group", options.within_group),
        ("within_partnership", options.within_partnership),
        (
            "within_group + within_partnership",
            options.within_group + options.within_partnership,
        ),
        ("backbone_reach", options.backbone_reach),
        ("in_group_density", options.in_group_density),
    ] {
        if !(0.0..=1.0).contains(&share) {
            return bad(name, share.to_string(), "a share from 0 to 1");
        }
    }
    for (name, size) in [
        ("partnership_size", options.partnership_size),
        ("work_group_size", options.work_group_size),
    ] {
        if size < 2 {
            return bad(name, size.to_string(), "2 partners or more");
        }
    }
    let (least, most) = (
        2.0 * options.backbone_reach,
        options.n.saturating_sub(1) as f64,
    );
    if options.n > 1 && !(least..=most).contains(&options.mean_degree) {
        return bad(
            "mean_degree",
            options.mean_degree.to_string(),
            &format!(
                "{least} (the backbones' own ties: twice backbone_reach) to {most} (all others)"
            ),
        );
    }
    // The first partnership has at least half its size, or all partners, and one is the backbone.
    let room = (options.partnership_size / 2)
        .max(1)
        .min(options.n)
        .saturating_sub(1);
    if options.in_group > room {
        return bad(
            "in_group",
            options.in_group.to_string(),
            &format!("at most {room} partners"),
        );
    }
    Ok(())
}
