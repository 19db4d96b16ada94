//! Ego networks of all partners, and who their contacts are.

use commonweal_network::Control;
use commonweal_network::measures::ego::CompositionOptions;
use pyo3::prelude::*;

use super::frames::{ScoreFrame, scores_table};
use super::{Network, parse};
use crate::door::{enter, quick};

#[pymethods]
impl Network {
    /// The basics of every partner's ego network, as in UCINET's egonet basic measures.
    ///
    /// Parameters
    /// ----------
    /// mode : {"all", "out", "in"}
    ///     Who is an alter: partners tied to ego in either direction, those it names, those that name
    ///     it. The second step follows ties in the same way.
    /// progress : bool, optional
    ///     As in :meth:`closeness`.
    ///
    /// Returns
    /// -------
    /// ScoreFrame
    ///     ``partner_id``; ``size`` (alters); ``ties_among_alters``; ``pairs_of_alters`` (ordered when
    ///     directed; UCINET counts undirected ones twice in both); ``ego_density``;
    ///     ``alter_components`` (ego taken out) and ``component_ratio``; ``two_step_reach``,
    ///     ``two_step_share`` and ``reach_efficiency``; ``brokerage`` (pairs of alters known not to be
    ///     tied, half the ordered pairs when directed) and ``normalized_brokerage``.
    ///
    /// Notes
    /// -----
    /// Unknown ties: alters, ties and reach are of the known ties and the least they can be; density and
    /// brokerage are of the pairs of alters that somebody has spoken about; a partner whose own ties
    /// nobody has reported is null. What has nothing to divide by is null too, where UCINET writes 0.
    /// Cost: the sum of squared degrees. Source: Everett & Borgatti 2005.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("a", "c"), ("b", "c"), ("c", "d")], directed=False)
    /// >>> net.ego_networks()["size", "ties_among_alters", "brokerage"].rows()[2]
    /// (3.0, 1.0, 2.0)
    #[pyo3(signature = (*, mode = "all", progress = None))]
    fn ego_networks(
        &self,
        py: Python<'_>,
        mode: &str,
        progress: Option<bool>,
    ) -> PyResult<ScoreFrame> {
        let (mode, control) = (parse(mode)?, Control::new());
        let columns = enter(py, "ego networks", progress, &control, || {
            self.0.ego_networks(mode, &control)
        })?;
        scores_table(&self.0, columns)
    }

    /// What share of every partner's alters is of each category of an attribute, and how mixed they are.
    ///
    /// Parameters
    /// ----------
    /// by : str
    ///     Name of the attribute.
    /// mode : {"all", "out", "in"}
    ///     Who is an alter in a directed network.
    /// ignore_own : bool, default False
    ///     Leave out alters of ego's own category (UCINET's option): the mix of those who differ.
    ///
    /// Returns
    /// -------
    /// ScoreFrame
    ///     ``partner_id``; ``alters`` (those whose category is known); ``same`` (share in ego's own
    ///     category); ``share_<category>`` for each; ``heterogeneity`` (Blau, 1 - sum of squared shares);
    ///     ``iqv`` (Blau divided by its maximum, 1 - 1/K).
    ///
    /// Notes
    /// -----
    /// Every tie counts once, whatever its value. Shares are null without an alter of known category, and
    /// for a partner whose own ties nobody has reported. O(n K + m). Source: Blau 1977; Agresti & Agresti
    /// 1978.
    ///
    /// Examples
    /// --------
    /// >>> partners = {"partner_id": ["a", "b", "c"], "sector": ["school", "school", "clinic"]}
    /// >>> net = cw.Network.from_ties([("a", "b"), ("a", "c")], partners=partners, directed=False)
    /// >>> net.composition("sector").rows()[0]
    /// ('a', 2.0, 0.5, 0.5, 0.5, 0.5, 1.0)
    #[pyo3(signature = (by, *, mode = "all", ignore_own = false))]
    fn composition(
        &self,
        py: Python<'_>,
        by: &str,
        mode: &str,
        ignore_own: bool,
    ) -> PyResult<ScoreFrame> {
        let options = CompositionOptions {
            mode: parse(mode)?,
            ignore_own,
        };
        let columns = quick(py, || self.0.composition(by, options))?;
        scores_table(&self.0, columns)
    }
}
