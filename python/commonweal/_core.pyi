"""
The engine of commonweal. Import `commonweal`, not this.
"""

from _typeshed import SupportsGetItem
from collections.abc import Iterable, Mapping
from commonweal._frames import IntoFrame
from commonweal._score_frame import ScoreFrame
from decimal import Decimal
from fractions import Fraction
from numpy import float64, uint32
from numpy.typing import ArrayLike, NDArray
from os import PathLike
from polars import DataFrame
from typing import Any, Final, SupportsFloat, SupportsIndex, final

__all__ = ["__version__", "Allocation", "ArrowStream", "Concentration", "Coverage", "Figure", "Measure", "Network", "Outcomes", "Partnership", "Readings", "Target", "example", "generate_partners", "main", "read"]

__version__: Final[str]

@final
class Allocation:
    """
    Children split over cells. ``print(a)`` is one sentence.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def allocated(self, /) -> int:
        """
        Children allocated.
        """
    @property
    def caveats(self, /) -> list[str]:
        """
        Sentences that belong to the numbers.
        """
    @property
    def price(self, /) -> int:
        """
        Children all cells together are short of the goal: the price of the goal in every cell.
        """
    @property
    def slack(self, /) -> int:
        """
        Children beyond the price.
        """
    def to_frame(self, /) -> DataFrame:
        """
        One row a cell: the dimensions, ``n, successes, rate, need, allocated, resulting_rate``.
        """
    @property
    def total(self, /) -> int:
        """
        Children there were to split.
        """
    @property
    def unallocated(self, /) -> int:
        """
        Children needed but turned away by capacities.
        """

@final
class ArrowStream:
    """
    What `polars.DataFrame(...)` reads a frame of ours from.
    """
    def __arrow_c_stream__(self, /, requested_schema: Any | None = None) -> Any: ...

@final
class Concentration:
    """
    Where the children missing to a level are. ``print(c)`` is one sentence.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def covered(self, /) -> int:
        """
        Children missing in those cells.
        """
    def plot(self, /) -> Figure:
        """
        Draw the shortfall curve.
        """
    @property
    def smallest(self, /) -> int:
        """
        The fewest cells that hold the share asked for.
        """
    def to_frame(self, /) -> DataFrame:
        """
        The cells, largest shortfall first; those with censored counts last, with nulls.
        """
    @property
    def total(self, /) -> int:
        """
        Children missing in all cells with exact counts.
        """

@final
class Coverage:
    """
    How much of a network anyone has spoken about. ``print(c)`` is a few plain sentences.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def answered(self, /) -> int:
        """
        Partners that answered.
        """
    @property
    def asked(self, /) -> int:
        """
        Partners that were asked.
        """
    @property
    def pairs(self, /) -> int:
        """
        Pairs of partners in all.
        """
    @property
    def pairs_both(self, /) -> int:
        """
        Pairs that both sides have spoken about.
        """
    @property
    def pairs_none(self, /) -> int:
        """
        Pairs that nobody has spoken about: unknown, not unconnected.
        """
    @property
    def pairs_one(self, /) -> int:
        """
        Pairs that one side has spoken about.
        """
    @property
    def response_rate(self, /) -> float | None:
        """
        ``answered / asked``, or None when nobody was asked.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The coverage as plain Python values, ready for JSON.
        """

@final
class Figure:
    """
    A figure. Shows itself in a notebook; ``figure.save("x.svg")`` or ``.save("x.png")`` writes a file.

    It needs no font, no other library and no network to draw, and its alternative text says in a
    sentence what it shows.
    """
    def __repr__(self, /) -> str: ...
    def _repr_html_(self, /) -> str: ...
    @property
    def alt(self, /) -> str:
        """
        What the figure shows, in words, for those who cannot see it.
        """
    def save(self, /, path: str | PathLike[str]) -> None:
        """
        Write the figure to a file ending in ``.svg`` or ``.png``.
        """
    @property
    def title(self, /) -> str:
        """
        Title of the figure.
        """
    def to_png(self, /, *, scale: SupportsFloat | SupportsIndex = 2.0) -> bytes:
        """
        The figure as the bytes of a PNG file.
        """
    def to_svg(self, /) -> str:
        """
        The figure as SVG text.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b")]).plot().to_svg()[:4]
        '<svg'
        """
    def width(self, /, pixels: SupportsIndex) -> Figure:
        """
        The same figure laid out for another width in pixels (380 for a phone, 900 for a page).

        Examples
        --------
        >>> figure = cw.Network.from_ties([("a", "b")]).plot().width(380)
        >>> figure.title
        'Who works with whom'
        """

@final
class Measure:
    """
    A number with everything needed to read it.

    ``print(m)`` is one plain sentence; ``float(m)`` is the bare number; ``m.to_dict()`` is ready for
    JSON. ``direction`` is ``"none"`` for most network measures: neither end is good by itself.

    Examples
    --------
    >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
    >>> m = net.density()
    >>> round(float(m), 3), m.n, m.direction
    (0.667, 3, 'none')
    """
    def __float__(self, /) -> float: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def _repr_html_(self, /) -> str: ...
    @property
    def caveats(self, /) -> list[str]:
        """
        Sentences that belong to the number wherever it goes.
        """
    @property
    def citation(self, /) -> str:
        """
        Source of the definition.
        """
    @property
    def convention(self, /) -> str:
        """
        The definition used, by its name in the field.
        """
    @property
    def coverage(self, /) -> float | None:
        """
        Share of the cells the measure needs that were observed, 0 to 1.
        """
    @property
    def direction(self, /) -> str:
        """
        Which way is good: ``"higher"``, ``"lower"`` or ``"none"``.
        """
    @property
    def interval(self, /) -> tuple[float, float, str] | None:
        """
        ``(low, high, kind)`` or None; the kind is ``"identification"`` (whatever the unknown ties
        are), ``"sampling"`` or ``"monte_carlo"``.
        """
    @property
    def kind(self, /) -> str:
        """
        Which of the definitions under this name, in the word that asks for it; empty where there is one.
        """
    @property
    def n(self, /) -> int:
        """
        How many things were counted (the denominator).
        """
    @property
    def name(self, /) -> str:
        """
        Name of the measure.
        """
    @property
    def reference(self, /) -> str:
        """
        What the value may be compared with.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The measure as plain Python values, ready for JSON.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b")]).density().to_dict()["value"]
        0.5
        """
    @property
    def unit(self, /) -> str:
        """
        Unit of the value.
        """
    @property
    def value(self, /) -> float | None:
        """
        The number, or None where it is not defined; `caveats` then says why.
        """

@final
class Network:
    """
    One relation among partners in one wave, with unknown ties as part of it. Immutable.

    Build one with :meth:`Network.from_ties` or :meth:`Network.from_arrays`, or take it from a
    partnership with ``p.network(layer, wave=...)``. An absent tie means "no tie" only where the
    reporter answered; otherwise it is unknown, and every result says how much was observed.

    Memory: 8 bytes a partner and 8 bytes a tie, 24 with values.

    Examples
    --------
    >>> net = cw.Network.from_ties([("school", "clinic"), ("clinic", "library")], directed=False)
    >>> len(net), net.n_ties
    (3, 2)
    """
    def __len__(self, /) -> int: ...
    def __repr__(self, /) -> str: ...
    def betweenness(self, /, *, weighted: bool = False, normalized: bool = True, progress: bool | None = None) -> ScoreFrame:
        """
        Betweenness of every partner: shortest paths of others that run through it (Brandes), exact.

        O(n m) unweighted. Ties in path length are compared with a relative tolerance, so that 1/3 + 1/3
        + 1/3 is 1.

        Parameters
        ----------
        weighted : bool, default False
            Path lengths from values: 1/value for strengths.
        normalized : bool, default True
            Divide by (n - 1)(n - 2), halved when undirected; False gives the sums igraph gives.
        progress : bool, optional
            As in :meth:`closeness`.

        Source: Freeman 1977; Brandes 2001.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
        >>> net.betweenness(normalized=False)["betweenness"].to_list()
        [0.0, 1.0, 0.0]
        """
    def closeness(self, /, *, mode: str = "out", weighted: bool = False, normalized: bool = True, progress: bool | None = None) -> ScoreFrame:
        """
        Harmonic closeness of every partner: the sum of 1/distance to (or from) all others.

        Unconnected pairs count zero, so disconnected networks and isolates are fine. Bit-parallel
        breadth-first search, O(n m / 512) word operations; weighted by Dijkstra.

        Parameters
        ----------
        mode : {"out", "in"}
            Distances from the partner (igraph's default) or to it (networkx's).
        weighted : bool, default False
            Path lengths from values: 1/value for strengths.
        normalized : bool, default True
            Divide by n - 1 (igraph, sna) or not (networkx, networkit).
        progress : bool, optional
            Default: a bar where somebody looks, for calls longer than a second.

        Returns
        -------
        polars.DataFrame
            ``partner_id``, ``harmonic_closeness``.

        Source: Rochat 2009; Gil-Schmidt 1996.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")])
        >>> net.closeness(mode="out", normalized=False)["harmonic_closeness"].to_list()
        [1.5, 1.0, 0.0]
        """
    def cohesion(self, /) -> DataFrame:
        """
        Every whole-network measure with its convention, one row each.

        Columns: ``measure, value, unit, direction, n, coverage, low, high, reference, convention,
        sentence``.
        """
    def component_membership(self, /, *, kind: str = "weak") -> DataFrame:
        """
        The component of every partner: ``partner_id``, ``component``.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")])
        >>> net.component_membership()["component"].to_list()
        [0, 0, 1, 1]
        """
    def components(self, /, *, kind: str = "weak") -> Measure:
        """
        Number of components of the known ties, with bounds. O(n + m).

        Parameters
        ----------
        kind : {"weak", "strong"}
            Whether the direction of ties is ignored.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")])
        >>> net.components().value, net.components(kind="strong").value
        (2.0, 4.0)
        """
    def connectedness(self, /, *, kind: str = "krackhardt") -> Measure:
        """
        Share of pairs of partners that can reach one another. O(n + m).

        Parameters
        ----------
        kind : {"krackhardt", "reachable"}
            Krackhardt's connectedness, which ignores direction, or the share of ordered pairs with a
            directed path (UCINET's multiple-measures block). Two definitions, two names.
        """
    def coreness(self, /, *, mode: str = "all", mutual: str = "once") -> ScoreFrame:
        """
        Coreness of every partner: the largest k of a k-core it belongs to. O(n + m).

        Parameters
        ----------
        mode : {"all", "in", "out"}
            Which ties of a directed network count.
        mutual : {"once", "twice"}
            Whether a returned tie counts once (UCINET: cores of pairs) or twice (igraph and networkx on
            directed ties) when all ties count.

        Source: Seidman 1983; Batagelj & Zaversnik 2003.

        Examples
        --------
        >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
        >>> cw.Network.from_ties(ties, directed=False).coreness()["coreness"].to_list()
        [2.0, 2.0, 2.0, 1.0]
        """
    def coverage(self, /) -> Coverage:
        """
        Who was asked, who answered, and for how many pairs both sides, one side or nobody has spoken.

        Examples
        --------
        >>> partners = {"partner_id": ["a", "b", "c"]}
        >>> net = cw.Network.from_ties([("a", "b")], partners=partners, respondents=["a"])
        >>> net.coverage().answered, net.coverage().pairs_none  # nobody has spoken of b and c
        (1, 1)
        """
    def degree(self, /, *, mode: str = "all", weighted: bool = False) -> ScoreFrame:
        """
        Number of ties of every partner, or the sum of their values.

        The out-degree of a partner that did not answer is unknown (null), not zero; ``low`` and
        ``high`` bound what it can be.

        Parameters
        ----------
        mode : {"all", "in", "out"}
            Which ties of a directed network count. "all" counts distinct partners, as UCINET does: one
            tied both ways counts once (igraph and networkx add in and out).
        weighted : bool, default False
            Sum of values instead; the column is then ``strength``.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("c", "b")])
        >>> net.degree(mode="in")["degree"].to_list()
        [0.0, 2.0, 0.0]
        """
    def degree_centralization(self, /, *, mode: str = "all") -> Measure:
        """
        Freeman's degree centralization. O(n + m).

        It holds nothing beyond size, density and the largest degree, which are printed beside it: for
        an undirected network ``C = (n * d_max - 2 m) / ((n - 1)(n - 2))``.

        Parameters
        ----------
        mode : {"all", "in", "out"}

        Examples
        --------
        >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b"), ("hub", "c")], directed=False)
        >>> star.degree_centralization().value
        1.0
        """
    def density(self, /) -> Measure:
        """
        Share of the observed possible ties that are ties (available case), with the bounds that the
        unknown ones leave open. Falls with size by arithmetic; no good end. O(n + m).

        Source: Wasserman & Faust 1994.

        Examples
        --------
        >>> print(cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False).density())
        2 of 3 known pairs of partners are tied (66.7 %).
        """
    def dichotomise(self, /, op: str, cut: SupportsFloat | SupportsIndex) -> Network:
        """
        Keep the ties whose value passes a cut, without values.

        Parameters
        ----------
        op : {"at_least", "above", "at_most", "below"}
        cut : float

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b", 3), ("b", "c", 1)], value="value")
        >>> net.dichotomise("at_least", 2).ties().rows()
        [('a', 'b')]
        """
    @property
    def directed(self, /) -> bool:
        """
        Whether a tie has a source and a target.
        """
    @staticmethod
    def from_arrays(n: SupportsIndex, source: ArrayLike, target: ArrayLike, value: ArrayLike | None = None, *, directed: bool = False, value_means: str = "strength", duplicates: str = "error", self_ties: str = "error") -> Network:
        """
        Build a network of partners ``0 .. n-1`` from arrays of partner numbers. O(n + m).

        Parameters
        ----------
        n : int
            Number of partners.
        source, target : numpy.ndarray
            Partner numbers of each tie (any integer type).
        value : numpy.ndarray, optional
            A number above zero for each tie.
        directed : bool, default False
        duplicates, self_ties : str
            As in :meth:`from_ties`.

        Examples
        --------
        >>> import numpy as np
        >>> cw.Network.from_arrays(3, np.array([0, 1]), np.array([1, 2])).n_ties
        2
        """
    @staticmethod
    def from_ties(ties: IntoFrame, *, partners: IntoFrame | None = None, source: str = "source_id", target: str = "target_id", value: str | None = None, directed: bool = True, value_means: str = "strength", respondents: Iterable[str | int] | None = None, duplicates: str = "error", self_ties: str = "error") -> Network:
        """
        Build a network from a table of ties.

        Parameters
        ----------
        ties : frame or list of tuples
            One row a tie: a polars, pandas, pyarrow or DuckDB frame, or ``[("a", "b"), ...]``.
        partners : frame, optional
            Every partner, in the column ``partner_id``, ``id`` or ``name`` (else the first column); a
            column ``is_backbone`` marks the backbone, other columns become attributes. Without it the
            partners are those that appear in a tie, and isolates cannot be seen.
        source, target, value : str
            Names of columns. Without `value` ties have no values.
        directed : bool, default True
            Whether a row is a report of its source about its target.
        value_means : {"strength", "distance"}
            Higher is closer, or higher is farther. Path lengths of strengths use 1/value.
        respondents : list of str, optional
            Who answered. What the others could have reported is unknown. Default: everything is known.
        duplicates : {"error", "sum", "max", "min", "mean", "first", "last"}
        self_ties : {"error", "drop"}

        Raises
        ------
        InputError
            With every problem of the table at once.

        Examples
        --------
        >>> net = cw.Network.from_ties(
        ...     {"source_id": ["a", "a"], "target_id": ["b", "c"]},
        ...     partners={"partner_id": ["a", "b", "c", "d"]},
        ...     respondents=["a", "b", "c"],
        ... )
        >>> net.density().n  # d did not answer: 9 of 12 ordered pairs were observed
        9
        """
    def largest_component(self, /) -> Network:
        """
        The partners of the largest component (weak when directed) and their ties.

        Examples
        --------
        >>> len(cw.Network.from_ties([("a", "b"), ("b", "c"), ("d", "e")]).largest_component())
        3
        """
    def mean_degree(self, /) -> Measure:
        """
        Known ties a partner has on average. O(1).

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "a")], directed=False).mean_degree().value
        2.0
        """
    @property
    def n_partners(self, /) -> int:
        """
        Number of partners, isolates included.
        """
    @property
    def n_ties(self, /) -> int:
        """
        Number of ties: reports when directed, pairs when not.
        """
    @property
    def notes(self, /) -> list[str]:
        """
        What was combined, dropped or derived on the way to this network, as sentences.
        """
    def partners(self, /) -> DataFrame:
        """
        The partners with their attributes: ``partner_id``, ``is_backbone`` and one column an attribute.

        Examples
        --------
        >>> partners = {"partner_id": ["a", "b"], "sector": ["school", "health"]}
        >>> cw.Network.from_ties([("a", "b")], partners=partners).partners().rows()
        [('a', False, 'school'), ('b', False, 'health')]
        """
    def plot(self, /, *, color: str | None = None, labels: bool = True, title: str | None = None, seed: SupportsIndex = 0) -> Figure:
        """
        Draw the map: partners by colour and shape, backbone marked, unknown ties dotted.

        Positions come from stress majorisation of path lengths, the same for the same seed.

        Parameters
        ----------
        color : str, optional
            An attribute of the partners, for example ``"sector"``.
        labels : bool, default True
            Whether partners are named.
        seed : int, default 0
        """
    def reciprocity(self, /, *, kind: str = "arc") -> Measure:
        """
        Share of ties that are returned, among pairs where both sides have spoken. O(m log d).

        Parameters
        ----------
        kind : {"arc", "dyad", "agreement"}
            Share of arcs that are returned (igraph's and networkx's default, UCINET's "arc"); of
            connected pairs that are mutual (UCINET's "dyad", igraph's "ratio"); or of all pairs that
            are mutual or empty (sna's "edgewise" default).
        """
    def symmetrise(self, /, rule: str) -> Network:
        """
        Turn two reports about a pair into one undirected tie.

        Parameters
        ----------
        rule : {"either", "both", "max", "min", "mean"}
            "either" takes one side's word; "both" needs two.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "a"), ("b", "c")])
        >>> net.symmetrise("either").n_ties, net.symmetrise("both").n_ties
        (2, 1)
        """
    def ties(self, /) -> DataFrame:
        """
        The known ties: ``source_id``, ``target_id`` and ``value`` where there are values.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b"), ("a", "c")]).ties().rows()
        [('a', 'b'), ('a', 'c')]
        """
    def to_igraph(self, /) -> Any:
        """
        The known ties as an `igraph.Graph` with partner ids in the vertex attribute ``name``.

        igraph has no unknown ties: they become absent ones there.
        """
    def to_networkx(self, /) -> Any:
        """
        The known ties as a `networkx.Graph` or `networkx.DiGraph` with partner ids as nodes.

        networkx has no unknown ties: they become absent ones there.
        """
    def to_numpy(self, /, *, unknown: SupportsFloat | SupportsIndex = ...) -> NDArray[float64]:
        """
        The network as an n x n matrix; cells nobody has spoken about get `unknown`. 8 n^2 bytes.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b")], directed=False).to_numpy(unknown=0).tolist()
        [[0.0, 1.0], [1.0, 0.0]]
        """
    @property
    def valued(self, /) -> bool:
        """
        Whether ties have values.
        """
    def without(self, /, partners: Iterable[str | int]) -> Network:
        """
        The network without some partners; everything else is carried along.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b"), ("b", "c")]).without(["c"]).ties().rows()
        [('a', 'b')]
        """
    def without_backbone(self, /) -> Network:
        """
        The network without its backbone; the same network where none is marked.

        Examples
        --------
        >>> net = cw.example().network("communication", wave="2025")
        >>> len(net), len(net.without_backbone())
        (41, 40)
        """

@final
class Outcomes:
    """
    One outcome of children, by period and group.

    Counts in, counts out: rates, gaps and shortfalls are computed from exact integers, and a count that
    is published only as a range (``*``, ``<10``, ``>=95%``) stays a range.

    Examples
    --------
    >>> o = cw.Outcomes.from_counts(
    ...     {"race": ["Black", "White"], "k": [270, 950], "n": [600, 1400]},
    ...     successes="k", total="n", by="race",
    ... )
    >>> o.rates(by="race")["rate"].round(3).to_list()
    [0.45, 0.679]
    """
    def __repr__(self, /) -> str: ...
    def concentration(self, /, *, goal: str | float | Fraction | Decimal, by: str | Iterable[str], within: dict[str, str] | None = None, cover: str | float | Fraction | Decimal | None = None, period: str | int | None = None) -> Concentration:
        """
        The fewest cells that hold most of the children missing to a level.

        Parameters
        ----------
        goal : str or float
            The level, "80%" or 0.8.
        by : str or list of str
            What a cell is: ``["school", "race"]``.
        within : dict, optional
            Only one group: ``{"race": "Black"}``.
        cover : str or float, default "80%"
            The share of the missing children the set must hold.
        period : str or int, optional
            The latest by default.

        Examples
        --------
        >>> o = cw.Outcomes.from_counts(
        ...     {"school": ["1", "2", "3"], "k": [10, 70, 78], "n": [100, 100, 100]},
        ...     successes="k", total="n", by="school",
        ... )
        >>> found = o.concentration(goal="80%", by="school")
        >>> found.smallest, found.covered, found.total
        (1, 70, 82)
        """
    def describe(self, /, by: str | Iterable[str], *, reference: str | float | Fraction | Decimal | None = None, period: str | int | None = None, min_n: SupportsIndex = 10, confidence: SupportsFloat | SupportsIndex = 0.95) -> list[str]:
        """
        The gaps as sentences, one a group, each with its reference.

        Examples
        --------
        >>> sentences = cw.example().outcomes("early_reading").describe(by="race_ethnicity")
        >>> len(sentences)
        5
        """
    @property
    def dimensions(self, /) -> list[str]:
        """
        The disaggregating dimensions.
        """
    @property
    def direction(self, /) -> str:
        """
        Which way is better.
        """
    @staticmethod
    def from_counts(counts: IntoFrame, *, successes: str, total: str, by: str | Iterable[str], period: str | None = None, direction: str = "higher") -> Outcomes:
        """
        Read a table of counts: one row a group.

        Parameters
        ----------
        counts : frame
        successes, total : str
            Columns of whole numbers; suppression marks are read as ranges.
        by, period, direction
            As in :meth:`from_records`.
        """
    @staticmethod
    def from_records(records: IntoFrame, *, outcome: str, by: str | Iterable[str], period: str | None = None, direction: str = "higher") -> Outcomes:
        """
        Count records: a frame with one row a child. O(rows).

        Parameters
        ----------
        records : frame
        outcome : str
            Column with true/false or 1/0; missing where the outcome is not recorded. Those children are
            counted apart, not as a failure.
        by : str or list of str
            Disaggregating columns. Key schools by number: two schools may share a name.
        period : str, optional
            Column of the year.
        direction : {"higher", "lower"}
            Which way is better.

        Examples
        --------
        >>> o = cw.Outcomes.from_records(
        ...     {"race": ["A", "A", "B"], "reads": [True, False, None]}, outcome="reads", by="race"
        ... )
        >>> o.rates(by="race").select("race", "n", "successes", "missing").rows()
        [('A', 2, 1, 0), ('B', 0, 0, 1)]
        """
    def gaps(self, /, by: str | Iterable[str], *, reference: str | float | Fraction | Decimal | None = None, period: str | int | None = None, min_n: SupportsIndex = 10, confidence: SupportsFloat | SupportsIndex = 0.95) -> DataFrame:
        """
        The gap of every group to a named reference, with interval, status and children to parity.

        ``difference_pp`` is group minus reference in percentage points. ``status`` is "flagged" when the
        whole interval lies on the unfavourable side, "not flagged", or "not assessable" with a reason.

        Parameters
        ----------
        by : str or list of str
        reference : {"rest", "overall", "best"}, group name or level, default "rest"
            "rest" is everyone else. A level is a share: 0.8 or "80%"; a text without a percent sign is
            the name of a group, so write the number of a school as text.
        period : str or int, optional
            The latest by default.
        min_n : int, default 10
            Smaller groups are not assessed, and cannot be the best group.
        confidence : float, default 0.95

        Source: Newcombe 1998; Wilson 1927.

        Examples
        --------
        >>> o = cw.example().outcomes("early_reading")
        >>> gaps = o.gaps(by="race_ethnicity", reference="rest")
        >>> gaps.select("race_ethnicity", "status", "needed").row(1)
        ('Black', 'flagged', 137)
        """
    @property
    def name(self, /) -> str:
        """
        What is measured.
        """
    def needed(self, /, by: str | Iterable[str], *, reference: str | float | Fraction | Decimal | None = None, period: str | int | None = None, min_n: SupportsIndex = 10) -> DataFrame:
        """
        Children each group needs to reach its reference, in exact integers.

        ``needed`` holds the reference fixed; ``needed_moving`` (overall only) lets it move with the
        group. Closing all gaps at once is not the sum of the column.

        Examples
        --------
        >>> o = cw.Outcomes.from_counts(
        ...     {"race": ["A", "B"], "k": [30, 45], "n": [60, 50]}, successes="k", total="n", by="race"
        ... )
        >>> o.needed(by="race", reference="80%").select("race", "needed").rows()
        [('A', 18), ('B', 0)]
        """
    @property
    def periods(self, /) -> list[str]:
        """
        The periods, in order.
        """
    def plot(self, /, by: str | Iterable[str], *, reference: str | float | Fraction | Decimal | None = None, period: str | int | None = None, min_n: SupportsIndex = 10, confidence: SupportsFloat | SupportsIndex = 0.95) -> Figure:
        """
        Draw the rates of the groups as dots with intervals; flagged groups are marked.
        """
    def rates(self, /, by: str | Iterable[str] | None = None, *, period: str | int | None = None, interval: str = "wilson", confidence: SupportsFloat | SupportsIndex = 0.95) -> DataFrame:
        """
        Rates with intervals, by period and group.

        A tested cohort is a census: the interval describes how far such a rate moves from year to year
        by chance, not an error of counting.

        Parameters
        ----------
        by : str or list of str, optional
            Dimensions; none gives all children.
        period : str or int, optional
            One period; all by default.
        interval : {"wilson", "clopper_pearson", "jeffreys", "agresti_coull"}
        confidence : float, default 0.95

        Returns
        -------
        polars.DataFrame
            ``period``, the dimensions, ``n``, ``successes``, ``missing``, ``rate``, ``lower``,
            ``upper``, ``status``.

        Examples
        --------
        >>> o = cw.example().outcomes("early_reading")
        >>> o.rates(by="race_ethnicity", period="2024-25").select("race_ethnicity", "n", "successes").row(1)
        ('Black', 611, 272)
        """
    def target(self, /, *, goal: str | float | Fraction | Decimal, years: SupportsIndex, start: SupportsIndex | None = None, period: str | int | None = None) -> Target:
        """
        A target that starts from the overall rate of a period.

        Parameters
        ----------
        goal : str or float
        years : int
        start : int, optional
            Year of the baseline; by default the year the period ends in.
        period : str or int, optional
            The latest by default.

        Examples
        --------
        >>> cw.example().outcomes("early_reading").target(goal="80%", years=5).children
        400
        """

@final
class Partnership:
    """
    The tables of a partnership, checked, and the networks, outcomes and targets in them.

    Made by :func:`read` or :func:`example`.

    Examples
    --------
    >>> p = cw.example()
    >>> sorted(p.tables)[:3]
    ['attendance', 'events', 'indicators']
    """
    def __repr__(self, /) -> str: ...
    def evidence(self, /, *, audience: str = "partners") -> dict[str, Any]:
        """
        Everything a report shows, as plain Python values.
        """
    @property
    def name(self, /) -> str:
        """
        Name of the partnership: that of its folder or workbook.
        """
    def network(self, /, layer: str, *, wave: str | int | None = None, symmetrise: str | None = None) -> Network:
        """
        The network of one relation in one wave.

        Partners without ties are in it; what nobody answered is unknown.

        Parameters
        ----------
        layer : str
            Which relation: an id of the table ``layers``.
        wave : str or int, optional
            May be left out when there is one only.
        symmetrise : {"either", "both", "mean", "max", "min", "none"}, optional
            How two reports about a pair become one; the layer's own rule by default.

        Examples
        --------
        >>> net = cw.example().network("communication", wave="2025")
        >>> net.coverage().answered, net.coverage().asked
        (27, 41)
        """
    def outcomes(self, /, indicator: str) -> Outcomes:
        """
        The outcomes of one indicator. Places are the dimension ``place_id``.

        Examples
        --------
        >>> o = cw.example().outcomes("early_reading")
        >>> o.rates(period="2024-25").select("n", "successes").row(0)
        (2000, 1200)
        """
    @property
    def problems(self, /) -> DataFrame:
        """
        Warnings and notices of the reader, one row each: ``code, severity, table, row, column, found,
        expected, cure``. Errors would have stopped the reading.
        """
    def report(self, /, path: str | PathLike[str], *, audience: str = "partners", title: str | None = None) -> None:
        """
        Write the report: one self-contained HTML file that opens offline and prints.

        Parameters
        ----------
        path : path
        audience : {"partners", "public"}
            The public report has no map and names no partner.
        title : str, optional
        """
    @property
    def tables(self, /) -> dict[str, DataFrame]:
        """
        What was loaded, typed, as a dict of frames. Contact data and free text are not in it.
        """
    def target(self, /, indicator: str) -> Target:
        """
        The target for all children of one indicator, from the table ``targets``.

        Examples
        --------
        >>> cw.example().target("early_reading").children
        400
        """

@final
class Readings:
    """
    The three readings of "N more each year", side by side. ``print(r)`` says which hold.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def holding(self, /) -> list[str]:
        """
        The readings under which the stated number is right: "level", "flow", "average".
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The readings as plain Python values, fractions as text.
        """
    @property
    def warning(self, /) -> str | None:
        """
        Set when the stated number fits no reading.
        """

@final
class Target:
    """
    A goal in exact arithmetic: from a baseline rate to a goal rate, for cohorts of one size.

    Parameters
    ----------
    baseline, goal : str, int, fractions.Fraction, decimal.Decimal or float
        ``"60%"``, ``"0.6"``, ``Fraction(3, 5)``. A float is read as the decimal that was typed; one
        with more than twelve digits was computed and is refused.
    cohort : int
        Children counted in one year.
    start : int
        Year of the baseline.
    years : int
        Years from the baseline to the goal.
    direction : {"higher", "lower"}
        Which way is better.

    Examples
    --------
    >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
    >>> t.children
    400
    """
    def __new__(cls, /, *, baseline: str | float | Fraction | Decimal, goal: str | float | Fraction | Decimal, cohort: SupportsIndex, start: SupportsIndex, years: SupportsIndex, direction: str = "higher") -> Target: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def allocate(self, /, outcomes: Outcomes, *, by: str | Iterable[str], method: str = "equal_rate", total: SupportsIndex | None = None, capacity: Iterable[SupportsIndex] | None = None, period: str | int | None = None) -> Allocation:
        """
        Split the children over groups or places, in whole children that add up.

        Parameters
        ----------
        outcomes : Outcomes
            Where each cell stands now.
        by : str or list of str
            What a cell is.
        method : {"equal_rate", "shortfall"}
            Every cell reaches the goal (its sum is the price of the goal), or each gets a share in
            proportion to its own shortfall.
        total : int, optional
            Children to split; by default as many as the cells are short of the goal.
        capacity : list of int, optional
            Most children each cell can take, in the order of the cells. What cannot be placed is
            reported as ``unallocated``.
        period : str or int, optional
            The latest by default.

        Examples
        --------
        >>> t = cw.example().target("early_reading")
        >>> print(t.allocate(cw.example().outcomes("early_reading"), by="race_ethnicity").allocated)
        402
        """
    @property
    def baseline(self, /) -> Fraction:
        """
        The baseline rate as an exact ``fractions.Fraction``.
        """
    @property
    def children(self, /) -> int:
        """
        Whole children by which the goal year's cohort must differ from one at the baseline rate.

        The count at the goal, rounded up, less the count at the baseline, rounded down: it always
        suffices.
        """
    @property
    def cohort(self, /) -> int:
        """
        Children counted in one year.
        """
    @property
    def goal(self, /) -> Fraction:
        """
        The goal rate as an exact ``fractions.Fraction``.
        """
    def path(self, /, kind: str = "linear", *, cohorts: Iterable[SupportsIndex] | None = None) -> DataFrame:
        """
        The way to the goal, one row a year: ``year, cohort, rate, required, additional, cumulative,
        change``.

        Parameters
        ----------
        kind : {"linear"}
            The same change of the rate every year.
        cohorts : list of int, optional
            Children in each year after the baseline, where enrolment changes.

        Examples
        --------
        >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
        >>> t.path()["additional"].to_list()
        [0.0, 80.0, 160.0, 240.0, 320.0, 400.0]
        """
    def plot(self, /, outcomes: Outcomes | None = None) -> Figure:
        """
        Draw the path with its milestones; `outcomes` adds what was observed before the baseline.
        """
    def readings(self, /, stated: SupportsIndex | None = None) -> Readings:
        """
        The three readings of "N more each year": level, rise, average.

        Parameters
        ----------
        stated : int, optional
            The number in the sentence; the readings then say which cohort each implies and which hold.

        Examples
        --------
        >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
        >>> t.readings(stated=400).holding
        ['level']
        """
    @property
    def required(self, /) -> int:
        """
        The count at the goal: the goal rate of the cohort, rounded up on the exact value.
        """
    @property
    def start(self, /) -> int:
        """
        Year of the baseline.
        """
    @property
    def years(self, /) -> int:
        """
        Years from the baseline to the goal.
        """

def example() -> Partnership:
    """
    The example partnership: synthetic, with a known truth.

    41 organisations of an invented valley asked twice who they work with, two years of meetings, and the
    reading results of 30 schools over six years.

    Examples
    --------
    >>> cw.example().name
    'Tarrow Valley (example)'
    """

def generate_partners(n: SupportsIndex, mean_degree: SupportsFloat | SupportsIndex, seed: SupportsIndex) -> tuple[NDArray[uint32], NDArray[uint32]]:
    """
    The ties of a generated partner network as two arrays (source, target), for benchmarks.
    """

def main(arguments: SupportsGetItem[int, str]) -> int:
    """
    Run the command line with these arguments (the program's name first); returns the exit code.
    """

def read(data: str | PathLike[str] | Mapping[str, IntoFrame], *, rename: dict[str, str] | None = None, header_row: dict[str, SupportsIndex] | None = None, duplicates: str = "error", self_ties: str = "error", labels: bool = False, excel_dates: bool = False, truthy: str | Iterable[str] | None = None, allow_unassigned: bool = False, scheme: str | None = None) -> Partnership:
    """
    Read a partnership: a folder of CSV files, one ``.xlsx`` workbook, or a dict of frames.

    Nothing is changed or merged silently: each of the options below repairs one kind of thing, and only
    when asked to.

    Parameters
    ----------
    data : path or dict of frames
        Frames of polars, pandas, pyarrow or DuckDB by table name, ``{"partners": ..., "ties": ...}``.
    rename : dict, optional
        Names of columns as found and the names they stand for: ``{"to": "target_id"}``.
    header_row : dict, optional
        Row of the column names by table, where it is not the first: ``{"partners": 3}``.
    duplicates : {"error", "max", "mean", "last"}
        Two values for the same tie.
    self_ties : {"error", "drop"}
    labels : bool, default False
        Read tie values that are labels of their scale ("weekly").
    excel_dates : bool, default False
        Read Excel's day numbers in date columns.
    truthy : list of str, optional
        More words that mean yes.
    allow_unassigned : bool, default False
        Accept groups that do not add up to their total.
    scheme : str, optional
        The category standard to use where there are several.

    Raises
    ------
    InputError
        With every problem of every table; ``error.problems`` is a frame of them.

    Examples
    --------
    >>> p = cw.read({"partners": {"partner_id": ["a", "b"]}})
    >>> len(p.tables["partners"])
    2
    """
