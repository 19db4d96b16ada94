//! A new network from this one.

use commonweal_network::network::{CutAt, CutRow, EgoOptions};
use polars::prelude::{IntoColumn, NamedFrom, Series};
use pyo3::prelude::*;

use super::frames::{frame, number_column};
use super::{Network, parse};
use crate::arrow::Frame;
use crate::convert::{Names, PartnerId, PartnerIds, Renamed, whole};
use crate::errors::Failure;

#[pymethods]
impl Network {
    /// The network without some partners; everything else is carried along.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b"), ("b", "c")]).without(["c"]).ties().rows()
    /// [('a', 'b')]
    fn without(&self, partners: PartnerIds) -> PyResult<Self> {
        let numbers: Result<Vec<u32>, _> = partners
            .0
            .iter()
            .map(|label| self.0.partner(label))
            .collect();
        changed(numbers.and_then(|numbers| self.0.without(&numbers)))
    }

    /// The network without its backbone; the same network where none is marked.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.example().network("communication", wave="2025")
    /// >>> len(net), len(net.without_backbone())
    /// (41, 40)
    fn without_backbone(&self) -> Self {
        Self(self.0.without_backbone())
    }

    /// The partners of the largest component (weak when directed) and their ties.
    ///
    /// Examples
    /// --------
    /// >>> len(cw.Network.from_ties([("a", "b"), ("b", "c"), ("d", "e")]).largest_component())
    /// 3
    fn largest_component(&self) -> Self {
        Self(self.0.largest_component())
    }

    /// Turn two reports about a pair into one undirected tie.
    ///
    /// Parameters
    /// ----------
    /// rule : str
    ///     What becomes of the two reports, and when a pair is known although a side is silent:
    ///
    ///     - ``"either"`` (sna's "weak"): one side's word makes a tie; the closer value. Known when a side
    ///       has spoken, as are
    ///       ``"max"`` (the larger value), ``"mean"`` (of the sides that spoke, an absence 0; UCINET's
    ///       "average") and ``"sum"`` (without values: 1 or 2 reports).
    ///     - ``"both"`` (sna's "strong"): two words make a tie; the less close value. A "no" settles
    ///       the pair, a lone "yes" leaves it unknown, as with ``"min"`` and ``"product"``.
    ///     - ``"difference"``: how far the reports are apart, an absence 0; ``"relative_difference"``
    ///       divides that by their sum (UCINET's "absdiffsum"). Known when both sides have spoken.
    ///     - ``"upper"``, ``"lower"``: the word of the partner that stands first, or later, in the order
    ///       of partners; for matrices kept as a triangle. Known when that partner has spoken.
    ///
    ///     "weak", "strong", "average", "maximum" and "minimum" are understood too. UCINET's "division"
    ///     and its comparisons "gt, ge, le, lt" are left out, because they depend on which partner
    ///     stands first; "eq" would tie all pairs that agree on "no".
    ///
    /// O(n + m log d).
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b", 3), ("b", "a", 1), ("b", "c", 2)], value="value")
    /// >>> [net.symmetrise(rule).ties()["value"].to_list() for rule in ["either", "both", "mean"]]
    /// [[3.0, 2.0], [1.0], [2.0, 1.0]]
    fn symmetrise(&self, rule: &str) -> PyResult<Self> {
        Ok(Self(self.0.symmetrise(parse(rule)?)))
    }

    /// Keep the ties whose value passes a cut, without values.
    ///
    /// A tie that does not pass becomes a reported absence; an unknown pair stays unknown. O(n + m).
    ///
    /// Parameters
    /// ----------
    /// op : {"at_least", "above", "at_most", "below", "equal", "not_equal"}
    ///     How the value must stand to the cut (UCINET's ge, gt, le, lt, eq, ne).
    /// cut : float or "mean", optional
    ///     The cut, or the mean value of the ties.
    /// density : float, optional
    ///     Instead of a cut: the most selective of the values present that still leaves this share of
    ///     the known pairs tied. The density reached stands in :attr:`notes`; :meth:`cuts` shows the
    ///     others.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b", 3), ("b", "c", 1)], value="value")
    /// >>> net.dichotomise("at_least", 2).ties().rows()
    /// [('a', 'b')]
    /// >>> net.dichotomise("at_least", density=0.3).n_ties
    /// 2
    #[pyo3(signature = (op, cut = None, *, density = None))]
    fn dichotomise(
        &self,
        op: &str,
        cut: Option<CutArgument>,
        density: Option<f64>,
    ) -> PyResult<Self> {
        let at = match (cut, density) {
            (Some(CutArgument::Value(cut)), None) => CutAt::Value(cut),
            (Some(CutArgument::Word(word)), None) if word == "mean" => CutAt::Mean,
            (None, Some(density)) => CutAt::Density(density),
            _ => {
                return Err(Failure::input(
                    "dichotomise needs one of two: a cut (a number or \"mean\"), or density=.",
                )
                .into());
            }
        };
        changed(self.0.dichotomise(parse(op)?, at))
    }

    /// What each possible cut would leave: ``cut, ties, density, correlation``, one row for every value.
    ///
    /// ``correlation`` is Pearson's between tied or not and the value over the known pairs (0 without a
    /// tie); the cut with the highest one keeps most of the values. This is the table of UCINET's
    /// interactive dichotomising. O(m log m).
    ///
    /// Parameters
    /// ----------
    /// op : {"at_least", "above", "at_most", "below", "equal", "not_equal"}
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b", 3), ("b", "c", 1)], value="value")
    /// >>> net.cuts()["ties"].to_list()
    /// [2, 1]
    #[pyo3(signature = (op = "at_least"))]
    fn cuts(&self, op: &str) -> PyResult<Frame> {
        let rows = self.0.cuts(parse(op)?).map_err(Failure::from)?;
        let column = |name: &str, get: fn(&CutRow) -> f64| {
            number_column(name, rows.iter().map(get).collect())
        };
        let ties: Vec<u64> = rows.iter().map(|row| row.ties).collect();
        let columns = vec![
            column("cut", |row| row.cut),
            Series::new("ties".into(), ties).into_column(),
            column("density", |row| row.density),
            column("correlation", |row| row.correlation),
        ];
        frame(rows.len(), columns)
    }

    /// Every tie turned round (the transpose).
    ///
    /// What was unknown in a cell is unknown in its mirror image; who answered can no longer be read from
    /// the result. O(1) where everything is known.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b")]).reverse().ties().rows()
    /// [('b', 'a')]
    fn reverse(&self) -> PyResult<Self> {
        changed(self.0.reverse())
    }

    /// Only the ties that are returned, still directed and with their values.
    ///
    /// A tie whose other side has not spoken becomes unknown; one that the other side denies becomes an
    /// absence. O(n + m log d).
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b"), ("b", "a"), ("b", "c")]).reciprocated().ties().rows()
    /// [('a', 'b'), ('b', 'a')]
    fn reciprocated(&self) -> Self {
        Self(self.0.reciprocated())
    }

    /// The network as if these partners had not answered: what they said becomes unknown.
    ///
    /// They stay partners, and what others said of them stays. A tie without direction is taken as
    /// reported by both of its partners. O(n + m log d).
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "a")]).without_answers(["a"])
    /// >>> net.ties().rows(), net.coverage().pairs_one
    /// ([('b', 'a')], 1)
    fn without_answers(&self, partners: PartnerIds) -> PyResult<Self> {
        let numbers: Result<Vec<u32>, _> = partners
            .0
            .iter()
            .map(|label| self.0.partner(label))
            .collect();
        changed(numbers.and_then(|numbers| self.0.without_answers(&numbers)))
    }

    /// The network with every unknown report filled by the other side's (reconstruction).
    ///
    /// What a silent partner would have said of another is taken to be what that one said of it, with
    /// its value. Cells that neither side has spoken about stay unknown. It rests on ties being returned:
    /// look at :meth:`reciprocity` first, and do not read it off the result. Source: Stork & Richards 1992.
    /// O(n + m log d + S n) with S silent partners.
    ///
    /// Examples
    /// --------
    /// >>> partners = {"partner_id": ["a", "b"]}
    /// >>> net = cw.Network.from_ties([("a", "b")], partners=partners, respondents=["a"])
    /// >>> net.reconstruct().ties().rows()
    /// [('a', 'b'), ('b', 'a')]
    fn reconstruct(&self) -> PyResult<Self> {
        changed(self.0.reconstruct())
    }

    /// The partners that have one of these values of an attribute, and the ties among them.
    ///
    /// A partner whose value is unknown is left out, and :attr:`notes` says how many. O(n + m).
    ///
    /// Parameters
    /// ----------
    /// attribute : str
    /// values : str or list of str
    ///
    /// Examples
    /// --------
    /// >>> partners = {"partner_id": ["a", "b", "c"], "sector": ["school", "school", "clinic"]}
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], partners=partners)
    /// >>> net.where("sector", "school").ties().rows()
    /// [('a', 'b')]
    #[pyo3(name = "where")]
    fn where_(&self, attribute: &str, values: Names) -> PyResult<Self> {
        changed(self.0.where_attribute(attribute, &values.into_vec()))
    }

    /// The ego network of a partner: everyone within some steps of it and the known ties among them.
    ///
    /// Unknown ties are not followed, so the true ego network may hold more. O(n + m).
    ///
    /// Parameters
    /// ----------
    /// partner : str or int
    /// steps : int, default 1
    /// mode : {"all", "in", "out"}
    ///     Which ties of a directed network the steps follow.
    /// center : bool, default True
    ///     Whether the partner itself is part of it.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "d")])
    /// >>> net.ego("b").partners()["partner_id"].to_list()
    /// ['a', 'b', 'c']
    #[pyo3(signature = (partner, *, steps = 1, mode = "all", center = true))]
    fn ego(&self, partner: PartnerId, steps: i64, mode: &str, center: bool) -> PyResult<Self> {
        let options = EgoOptions {
            steps: whole("steps", steps)?,
            mode: parse(mode)?,
            center,
        };
        let ego = self.0.partner(&partner.0).map_err(Failure::from)?;
        changed(self.0.ego(ego, &options))
    }

    /// Other names for some partners; the rest keep theirs. O(n).
    ///
    /// Parameters
    /// ----------
    /// names : dict
    ///     New names by old ones.
    ///
    /// Examples
    /// --------
    /// >>> cw.Network.from_ties([("a", "b")]).relabel({"a": "School"}).ties().rows()
    /// [('School', 'b')]
    fn relabel(&self, names: Renamed) -> PyResult<Self> {
        changed(self.0.relabel(&names.0))
    }

    /// Every name replaced by a code that only the holder of the key can find again.
    ///
    /// The code is ``"p-"`` and the first 16 hexadecimal digits of HMAC-SHA-256 of the name, so the same
    /// key gives the same code in every wave, and nobody without the key can try out likely names.
    /// Partners are put in the order of their codes. Attributes, backbone marks and the ties themselves
    /// stay and may point to a partner all the same. O(n log n + m log d).
    ///
    /// Parameters
    /// ----------
    /// key : bytes or str
    ///     A secret of at least 16 bytes, for example ``secrets.token_bytes(32)``. Keep it apart from
    ///     what you share.
    ///
    /// Examples
    /// --------
    /// >>> net = cw.Network.from_ties([("a", "b")])
    /// >>> net.pseudonymise("a long secret of ours").partners()["partner_id"].to_list()
    /// ['p-...', 'p-...']
    fn pseudonymise(&self, key: Key) -> PyResult<Self> {
        let key = match key {
            Key::Text(text) => text.into_bytes(),
            Key::Bytes(bytes) => bytes,
        };
        changed(self.0.pseudonymise(&key))
    }
}

/// Where to cut: a number or "mean".
#[derive(FromPyObject)]
enum CutArgument {
    Value(f64),
    Word(String),
}

/// A secret as text or bytes.
#[derive(FromPyObject)]
enum Key {
    Text(String),
    Bytes(Vec<u8>),
}

fn changed(
    network: Result<commonweal_network::Network, commonweal_network::Error>,
) -> PyResult<Network> {
    network
        .map(Network)
        .map_err(|error| Failure::from(error).into())
}
