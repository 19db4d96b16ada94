//! Groups that are nearly cliques: k-plexes, n-cliques, k-cores.

mod plex;
#[cfg(test)]
mod tests;

use super::cliques::search::maximal;
use super::cliques::{JoinedBy, Subgroups};
use crate::network::counted;
use crate::reduce::map_merge;
use crate::{Control, CorenessOptions, Csr, Error, Network};

pub use self::plex::PlexOptions;

/// Options of [`Network::n_cliques`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NCliqueOptions {
    /// Most steps between any two members; 1 gives the cliques.
    pub n: u32,
    /// Smallest group listed.
    pub min_size: usize,
    /// Which directed ties join two partners.
    pub ties: JoinedBy,
    /// Most groups listed before the search gives up.
    pub limit: usize,
}

impl Default for NCliqueOptions {
    fn default() -> Self {
        Self {
            n: 2,
            min_size: 3,
            ties: JoinedBy::Either,
            limit: super::cliques::DEFAULT_LIMIT,
        }
    }
}

impl Network {
    /// All maximal n-cliques: groups of which any two are at most n steps apart in the whole network, and that no
    /// further partner could join (Luce 1950). The steps may lead through partners outside the group; that is the
    /// definition, and why a group need not hang together by itself.
    ///
    /// They are the cliques of the network that ties everybody within n steps, which takes 8 bytes for each such
    /// pair and then costs as [`Network::cliques`]. Unknown ties: distances are over known ties, so an unknown one
    /// could shorten them.
    ///
    /// # Errors
    /// [`Error::BadOption`] for n = 0; [`Error::TooLarge`] with more than 2²⁷ pairs within n steps;
    /// [`Error::NotDefined`] when more than `limit` groups are found; [`Error::Stopped`].
    pub fn n_cliques(
        &self,
        options: &NCliqueOptions,
        control: &Control,
    ) -> Result<Subgroups, Error> {
        if options.n == 0 {
            return Err(Error::BadOption {
                option: "n",
                found: "0".to_owned(),
                expected: "a whole number from 1 up".to_owned(),
            });
        }
        let pairs = options.ties.pairs(self);
        let near = within(pairs.out(), options.n, control)?;
        let found = maximal(&near, "n_cliques", options.min_size, options.limit, control)?;
        let kind = format!("{}-clique", options.n);
        Ok(
            Subgroups::new(self, &found, options.min_size, &kind).defined(
                format!(
                    "maximal groups within {} of each other in the whole network, by {}",
                    counted(u64::from(options.n), "step"),
                    options.ties.words(self)
                ),
                "Luce (1950), Psychometrika 15, 169-190",
            ),
        )
    }

    /// The k-core: the partners whose coreness is at least k, with the ties among them, as a network of its own
    /// (Seidman 1983). It is empty when there is none; what counts as a tie is set by the options of
    /// [`Network::coreness`]. It may be in several parts. O(n + m).
    ///
    /// Unknown ties can raise a coreness, never lower it: everyone here belongs to the k-core for certain.
    ///
    /// # Errors
    /// [`Error::UnknownPartner`] never for partners of this network.
    pub fn k_core(&self, k: u32, options: &CorenessOptions) -> Result<Self, Error> {
        let coreness = self.coreness(options).values;
        // The coreness of a partner nobody has spoken about is unknown; nothing shows that it belongs.
        let outside = |(i, core): (usize, f64)| {
            (k > 0 && (core.is_nan() || core < f64::from(k))).then_some(i as u32)
        };
        let out: Vec<u32> = coreness
            .into_iter()
            .enumerate()
            .filter_map(outside)
            .collect();
        let core = self.without(&out)?;
        Ok(core.with_note(format!(
            "The {k}-core: {} of {} partners.",
            self.partners() - out.len(),
            self.partners()
        )))
    }
}

/// Rows of everybody within `steps` of each partner.
fn within(rows: &Csr, steps: u32, control: &Control) -> Result<Csr, Error> {
    const LIMIT: u64 = 1 << 28;
    let n = rows.n();
    control.begin(n as u64);
    let arcs = map_merge(
        n,
        control,
        |block| {
            let mut arcs = Vec::new();
            let mut seen = vec![u32::MAX; n];
            let (mut front, mut next) = (Vec::new(), Vec::new());
            for i in block {
                let i = i as u32;
                front.clear();
                front.push(i);
                seen[i as usize] = i;
                for _ in 0..steps {
                    next.clear();
                    for &j in &front {
                        for &h in rows.row(j) {
                            if seen[h as usize] != i {
                                seen[h as usize] = i;
                                next.push(h);
                                arcs.push((i, h));
                            }
                        }
                    }
                    std::mem::swap(&mut front, &mut next);
                    if front.is_empty() {
                        break;
                    }
                }
                // Each block holds 1/256 of the partners, so the sum is checked before it can grow too far.
                too_many(arcs.len() as u64, LIMIT)?;
                control.advance(1)?;
            }
            Ok(arcs)
        },
        |mut a, mut b| {
            if a.len() as u64 <= LIMIT {
                a.append(&mut b);
            }
            a
        },
    )?
    .unwrap_or_default();
    too_many(arcs.len() as u64, LIMIT)?;
    Ok(Csr::from_arcs(n, &arcs))
}

fn too_many(found: u64, limit: u64) -> Result<(), Error> {
    if found > limit {
        return Err(Error::TooLarge {
            what: "ordered pairs of partners within n steps",
            found,
            limit,
        });
    }
    Ok(())
}
