//! Positions for maps: near on the map is near in the network.
//!
//! Each component is laid out by itself and turned so that its longest side lies across. Components are
//! then packed side by side, largest first, each on an area in proportion to its partners; partners
//! without ties stand in rows below, where they are seen and not mistaken for somebody's neighbour.
//! At last partners that lie too close are moved apart.

mod distance;
mod pack;
mod pivot;
mod separate;
mod stress;
#[cfg(test)]
mod tests;

use crate::measures::ComponentKind;
use crate::{Control, Error, Network, Symmetrise};

/// Components up to this size are laid out over all pairs (18 MB of distances, a few seconds).
pub const MOST_BY_STRESS: usize = 1500;

/// Options of [`positions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LayoutOptions {
    /// Seed of the starting positions; another seed may turn or mirror parts of the map.
    pub seed: u64,
}

/// Places the partners in the unit square, `[x, y]` for each.
///
/// Components of up to [`MOST_BY_STRESS`] partners by stress majorisation over the path lengths of all
/// pairs (Gansner, Koren & North 2004): straight-line distances come as near as they can to the number of
/// steps between partners, near pairs counting more. Larger ones by pivot multidimensional scaling
/// (Brandes & Pich 2007), which looks at distances to 50 partners only; it shows the large shape and less
/// of the neighbourhood. Ties are followed either way and values are not used; unknown ties pull nobody.
///
/// Two partners are at least 0.5/√n apart (in the unit square, 0.08 for 41 partners), so that discs and
/// labels have room; with more than 1,500 partners this is tried for and not promised. Position says
/// nothing about rank, and which way the map is turned means nothing.
///
/// Same seed, same positions, for any number of threads. Cost: O(n²) memory and O(n²) a round for stress
/// (up to 200 rounds), O(50 (n + m)) for large components.
///
/// # Errors
/// [`Error::Stopped`].
///
/// ```
/// use commonweal_network::layout::{LayoutOptions, positions};
/// use commonweal_network::{BuildOptions, Control, Network, Ties};
///
/// // On a path the middle partner lies between the ends.
/// let ties = Ties { source: &[0, 1], target: &[1, 2], value: None };
/// let net = Network::from_ties(3, &ties, &BuildOptions::default())?;
/// let [a, b, c] = positions(&net, &LayoutOptions::default(), &Control::new())?[..] else { panic!() };
/// assert!((a[0] - b[0]) * (b[0] - c[0]) > 0.0);
/// # Ok::<(), commonweal_network::Error>(())
/// ```
pub fn positions(
    net: &Network,
    options: &LayoutOptions,
    control: &Control,
) -> Result<Vec<[f64; 2]>, Error> {
    let net = net.symmetrise(Symmetrise::Either);
    let components = net.components(ComponentKind::Weak);
    let mut members = vec![Vec::new(); components.count()];
    for (i, &c) in (0_u32..).zip(&components.membership) {
        members[c as usize].push(i);
    }
    // Components are numbered by their smallest members, so equal sizes keep that order.
    members.sort_by_key(|m| std::cmp::Reverse(m.len()));
    let mut parts = Vec::new();
    for members in members.into_iter().filter(|m| m.len() > 1) {
        let part = distance::Part::new(net.out(), &members);
        let places = if members.len() <= MOST_BY_STRESS {
            stress::place(&part, options.seed, control)?
        } else {
            pivot::place(&part, control)?
        };
        parts.push((members, places));
    }
    let isolates: Vec<u32> = (0..net.partners() as u32)
        .filter(|&i| net.out().degree(i) == 0)
        .collect();
    let mut all = pack::pack(net.partners(), parts, &isolates);
    separate::apart(&mut all, options.seed, control)?;
    Ok(all)
}
