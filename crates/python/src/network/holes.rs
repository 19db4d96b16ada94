//! Structural holes and brokerage.

use commonweal_network::Control;
use commonweal_network::measures::brokerage::BrokerageOptions;
use commonweal_network::measures::holes::HolesOptions;
use pyo3::prelude::*;

use super::frames::{ScoreFrame, scores_table, tie_scores};
use super::mixing::By;
use super::{Network, parse};
use crate::convert::whole;
use crate::door::enter;

#[pymethods]
impl Network {
    /// Burt's structural holes: how far the contacts of a partner are tied to one another.
    ///
    /// Columns: ``partner_id, degree, effective_size, efficiency, constraint, hierarchy``. The degree
    /// (contacts in either direction) is there to be read: constraint falls with it by arithmetic and
    /// can exceed 1, so only partners of equal degree compare. No column has a good end.
    ///
    /// The strength of a pair is ``z_ij + z_ji``. Computed on known ties, and an unknown one can raise
    /// or lower any of these; a partner nobody has spoken about is null. O(m sqrt(m)) at worst, parallel.
    ///
    /// Parameters
    /// ----------
    /// scope : {"whole", "ego"}
    ///     Whether the shares of a contact are of all its ties (Burt's formulas as printed, igraph,
    ///     networkx, UCINET's "whole network"), or of its ties to the partner and the partner's other
    ///     contacts (UCINET's default, what an ego-network survey can know).
    /// weighted : bool, default False
    ///     Use the values of ties. Else every report counts 1, so a returned tie 2.
    /// convention : {"burt", "ucinet"}
    ///     Partners with fewer than two contacts: the formulas, null without contacts and 1 with one
    ///     (igraph, networkx), or UCINET's constraint null and effective size 0 without contacts.
    /// progress : bool, optional
    ///     Show a bar; by default when the call takes longer than a second.
    ///
    /// Raises
    /// ------
    /// InputError
    ///     For ``weighted=True`` without values, or where values are distances.
    ///
    /// Source: Burt 1992; Everett & Borgatti 2020.
    ///
    /// Examples
    /// --------
    /// >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b")], directed=False)
    /// >>> star.structural_holes()["constraint"].to_list()  # hub: 2 * (1/2)^2
    /// [0.5, 1.0, 1.0]
    #[pyo3(signature = (*, scope = "whole", weighted = false, convention = "burt", progress = None))]
    fn structural_holes(
        &self,
        py: Python<'_>,
        scope: &str,
        weighted: bool,
        convention: &str,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let options = HolesOptions {
            scope: parse(scope)?,
            weighted,
            convention: parse(convention)?,
        };
        let result = enter(py, "structural holes", progress, &control, || {
            self.0.structural_holes(&options, &control)
        })?;
        scores_table(&self.0, result)
    }

    /// The constraint that each contact puts on each partner; summed over contacts it is the constraint.
    ///
    /// Columns: ``source_id`` (the partner), ``target_id`` (its contact), ``dyadic_constraint``. Both
    /// orders of a pair are there, also in undirected networks, because they differ. Options, cost,
    /// unknown ties and errors as in :meth:`structural_holes`.
    ///
    /// Source: Burt 1992.
    ///
    /// Examples
    /// --------
    /// >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b")], directed=False)
    /// >>> star.dyadic_constraint().rows()[0]
    /// ('hub', 'a', 0.25)
    #[pyo3(signature = (*, scope = "whole", weighted = false, progress = None))]
    fn dyadic_constraint(
        &self,
        py: Python<'_>,
        scope: &str,
        weighted: bool,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let options = HolesOptions {
            scope: parse(scope)?,
            weighted,
            ..HolesOptions::default()
        };
        let result = enter(py, "dyadic constraint", progress, &control, || {
            self.0.dyadic_constraint(&options, &control)
        })?;
        tie_scores(&self.0, result)
    }

    /// Gould and Fernandez' brokerage: between which kinds of partners a partner stands.
    ///
    /// Partner b brokers every ordered pair (a, c) with ties a -> b -> c and no tie a -> c. Columns:
    /// ``coordinator`` (kinds A A A), ``itinerant`` (A B A, the consultant), ``gatekeeper`` (A B B),
    /// ``representative`` (A A B), ``liaison`` (A B C), ``total``; then ``<role>_expected``, the exact
    /// mean when kinds are shuffled over the partners, and with draws ``<role>_z``, ``<role>_p_high``,
    /// ``<role>_p_low``. p-values are (1 + count)/(1 + draws), one tail each; z is for size.
    ///
    /// A pair counts only where a -> c is known to be absent, so counts are the lowest that the known
    /// ties allow. Null where nobody has reported the ties into a partner or out of it, or its kind is
    /// unknown. O(P (log d + draws)) for P two-step paths, parallel; 4 n draws bytes. Values of ties are
    /// not used.
    ///
    /// Parameters
    /// ----------
    /// by : str or list
    ///     An attribute of the partners, or one value a partner in their order (None is unknown).
    /// halved : bool, default False
    ///     Undirected only: count each pair {a, c} once (an option of UCINET) instead of in both orders
    ///     (sna).
    /// draws : int, default 999
    ///     Shuffles; 0 for none.
    /// seed : int, default 0
    /// progress : bool, optional
    ///     As in :meth:`structural_holes`.
    ///
    /// Source: Gould & Fernandez 1989.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("clinic", "school"), ("school", "library")])
    /// >>> roles = net.brokerage(["health", "education", "education"], draws=0)
    /// >>> roles["gatekeeper"].to_list()
    /// [0.0, 1.0, 0.0]
    #[pyo3(signature = (by, *, halved = false, draws = 999, seed = 0, progress = None))]
    fn brokerage(
        &self,
        py: Python<'_>,
        by: By,
        halved: bool,
        draws: i64,
        seed: i64,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let control = Control::new();
        let by = by.attribute(&self.0)?;
        let options = BrokerageOptions {
            halved,
            draws: whole("draws", draws)?,
            seed: whole("seed", seed)?,
        };
        let result = enter(py, "brokerage", progress, &control, || {
            self.0.brokerage(&by, &options, &control)
        })?;
        scores_table(&self.0, result)
    }
}
