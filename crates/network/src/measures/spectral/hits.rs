//! Hubs and authorities (Kleinberg 1999).

use super::VectorScale;
use super::leading::Pieces;
use super::pull::{Pull, counting};
use crate::measures::Components;
use crate::measures::components::weak_both_ends;
use crate::network::csr::Csr;
use crate::{ComponentKind, Control, Error, Mode, Network, PartnerScores};

/// Options of [`Network::hits`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HitsOptions {
    /// Whether ties count by their value.
    pub weighted: bool,
    /// How long each of the two vectors is: Kleinberg's squares (default), igraph's largest, networkx's sum.
    pub scale: VectorScale,
}

impl Network {
    /// Hubs and authorities, in this order: a good hub names good authorities, a good authority is named by
    /// good hubs (Kleinberg 1999). h ∝ Aa and a ∝ Aᵀh. No good end.
    ///
    /// They are the two halves of the eigenvector of the two-mode network of senders and receivers, and are computed as
    /// that, in fewer multiplications than by turns. Where several of its components share the
    /// largest eigenvalue neither vector is determined, and all values are NaN with the reason (the usual iteration
    /// then returns what its start happened to be). On undirected networks hubs, authorities and the
    /// eigenvector are the same, and this gives the eigenvector.
    ///
    /// Unknown ties: computed over known ties, no bounds; a hub that did not answer and an authority nobody was asked
    /// about are NaN. Cost as [`Network::eigenvector`], and one more copy of the ties.
    ///
    /// # Errors
    /// [`Error::NotDefined`] for weights without values that are strengths; [`Error::Stopped`].
    pub fn hits(
        &self,
        options: &HitsOptions,
        control: &Control,
    ) -> Result<[PartnerScores; 2], Error> {
        self.check_strengths("hits", options.weighted)?;
        let n = self.partners();
        let mut caveats = self.standing_caveats();
        let found = if self.is_directed() {
            let rows = self.senders_and_receivers();
            let raw = weak_both_ends(&[&rows]);
            let component = Components::new(ComponentKind::Weak, &raw).membership;
            let pieces = Pieces::new(Pull::new(&rows, options.weighted), &rows, component, true);
            pieces.vectors(vec![pieces.all()], VectorScale::Max, control)?
        } else {
            let pieces = self.pieces(Mode::All, options.weighted);
            pieces.vectors(vec![pieces.all()], VectorScale::Max, control)?
        };
        if found.shared > 0 {
            caveats.insert(0, format!(
                "Not defined: {} separate groups of senders and receivers share the largest singular value, so neither vector is determined.",
                found.leaders
            ));
        } else if found.largest == 0.0 {
            caveats.insert(0, "Not defined: there are no ties.".to_owned());
        }
        caveats.extend(found.reached());
        caveats.extend(self.known_ties_only());
        let half = |first: usize, mode: Mode| {
            let mut values = found.values[first..first + n].to_vec();
            options.scale.apply(&mut values);
            self.hide_unreported(mode, &mut values);
            values
        };
        let scores = |name: &str, values: Vec<f64>| PartnerScores {
            values,
            unit: "share of the vector".to_owned(),
            convention: format!(
                "{name} score of Kleinberg, largest singular value {:.6}, {}, {}",
                found.largest,
                counting(options.weighted),
                options.scale.said(),
            ),
            caveats: caveats.clone(),
            citation: "Kleinberg (1999), J. ACM 46, 604-632".to_owned(),
            ..self.scores_named(name)
        };
        let second = if self.is_directed() { n } else { 0 };
        Ok([
            scores("hub", half(0, Mode::Out)),
            scores("authority", half(second, Mode::In)),
        ])
    }

    /// The two-mode network of ties: row i is partner i as a sender, row n + i as a receiver.
    fn senders_and_receivers(&self) -> Csr {
        let n = self.partners() as u32;
        let (out, incoming) = (self.out(), self.incoming());
        let ends = out.entries() as u64;
        let later = incoming.offsets().iter().skip(1).map(|o| o + ends);
        let receivers = out.targets().iter().map(|j| j + n);
        let values = out.values().zip(incoming.values());
        Csr::from_parts(
            out.offsets().iter().copied().chain(later).collect(),
            receivers
                .chain(incoming.targets().iter().copied())
                .collect(),
            values.map(|(a, b)| [a, b].concat()),
        )
    }
}
