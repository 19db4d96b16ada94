"""
The engine of commonweal. Import `commonweal`, not this.
"""

from _typeshed import SupportsGetItem, SupportsLenAndGetItem
from collections.abc import Iterable, Mapping, Sequence
from commonweal._core import AttributePairs as AttributePairs2, Network as Network2, Outcomes as Outcomes2, Partition as Partition2
from commonweal._frames import IntoFrame
from commonweal._score_frame import ScoreFrame
from decimal import Decimal
from fractions import Fraction
from numpy import float64, uint32
from numpy.typing import ArrayLike, NDArray
from os import PathLike
from polars import DataFrame
from typing import Any, Final, SupportsFloat, SupportsIndex, final

__all__ = ["__version__", "Affiliation", "AffiliationBackbone", "Allocation", "AllocationComparison", "ArrowStream", "AttributePairs", "ChanceGap", "CommitmentCoverage", "Commitments", "Comparison", "Concentration", "Consensus", "CorePeriphery", "CoreTest", "Coverage", "CugTest", "Decomposition", "EiIndex", "Feasibility", "Figure", "Goals", "InGroupEvidence", "KeyPlayers", "Measure", "Milestones", "MissingBounds", "Network", "OnTrack", "Outcomes", "Partition", "Partnership", "PermutationRegression", "PermutationTest", "QuickWins", "Readings", "Recurrence", "Shrinkage", "Stability", "Subgroups", "Target", "Trends", "difference", "example", "generate_partners", "goal_rate", "inequality", "logistic_qap", "main", "mrqap", "over_representation", "qap", "read", "read_network", "read_published", "receiver", "same", "sender", "tabulate"]

__version__: Final[str]

@final
class Affiliation:
    """
    Partners by meetings: a two-mode table. Immutable.

    Build one with :meth:`Affiliation.from_attendance`, or take it from a partnership with
    ``p.affiliation("events")``. Of each partner and meeting it is known that the partner was there, was not
    there, could not have come (not yet a member, not invited: a structural zero), or it is unknown.

    Examples
    --------
    >>> sheet = {"partner_id": ["a", "b", "a", "c"], "event_id": ["May", "May", "June", "June"]}
    >>> meetings = cw.Affiliation.from_attendance(sheet)
    >>> meetings
    <Affiliation: 3 partners, 2 meetings, 4 attendances>
    """
    def __repr__(self, /) -> str: ...
    def attendance(self, /) -> ScoreFrame:
        """
        How often each partner came of the times it could have: ``partner_id, attended, eligible, unknown, rate,
        low, high``.

        `eligible` counts the meetings it could have attended and of which it is known whether it did; the
        interval is Wilson's, 95 %. A partner without such a meeting has no rate.

        Examples
        --------
        >>> sheet = {"partner_id": ["a", "b", "a"], "event_id": ["May", "May", "June"]}
        >>> cw.Affiliation.from_attendance(sheet).attendance().select("partner_id", "attended", "rate").rows()
        [('a', 2, 1.0), ('b', 1, 0.5)]
        """
    def backbone(self, /, *, method: str = "fdsm", alpha: SupportsFloat | SupportsIndex = 0.05, correction: str = "bh", draws: SupportsIndex = 19999, seed: SupportsIndex = 0, progress: bool | None = None) -> AffiliationBackbone:
        """
        The pairs of partners who were together more often than chance.

        Who comes often meets everybody often: a pair is kept only when random tables with the same totals seldom
        bring it together as often.

        Parameters
        ----------
        method : {"fdsm", "sdsm", "fixed_row"}
            What random tables share with this one. "fdsm": how often each partner came and how many came to each
            meeting, exactly, by draws. "sdsm": both on average, exact p, little power at this size.
            "fixed_row": how often each partner came, whatever the sizes of meetings.
        alpha : float, default 0.05
            A pair is kept when its adjusted p is at most this.
        correction : {"bh", "holm", "none"}
            For the number of pairs, those never together included. "none" keeps every pair as if it were the
            only one: of 820 pairs up to 41 are then kept by chance alone.
        draws : int, default 19999
            Random tables of "fdsm". A caveat says where a single pair could not be kept with so few.
        seed : int, default 0
        progress : bool, optional
            As in :meth:`Network.closeness`.

        Returns
        -------
        AffiliationBackbone

        Notes
        -----
        One-sided. Random tables never put a partner where it could not have come or where nobody knows. Draws of
        the same seed are the same on any number of threads. Source: Neal, Domagalski & Sagan (2021).

        Examples
        --------
        >>> sheet = {"partner_id": list("aaabbbcd"), "event_id": [1, 2, 3, 1, 2, 3, 4, 5]}
        >>> found = cw.Affiliation.from_attendance(sheet).backbone(method="fixed_row", correction="none")
        >>> round(found.to_frame().row(0, named=True)["p_high"], 9)  # one of 10 ways to choose 3 of 5
        0.1
        """
    def betweenness(self, /, *, normalized: bool = True, progress: bool | None = None) -> ScoreFrame:
        """
        Betweenness in the two-mode network: ``mode, id, betweenness``.

        Parameters
        ----------
        normalized : bool, default True
            Divided by the most that a node of its mode can have (Borgatti & Everett 1997, with the general
            maximum: the one printed there for more partners than meetings is wrong).
        progress : bool, optional
            As in :meth:`Network.closeness`.

        Examples
        --------
        >>> sheet = {"partner_id": ["a", "b", "a"], "event_id": ["May", "May", "June"]}
        >>> cw.Affiliation.from_attendance(sheet).betweenness(normalized=False)["betweenness"].to_list()
        [2.0, 0.0, 2.0, 0.0]
        """
    def closeness(self, /, *, progress: bool | None = None) -> ScoreFrame:
        """
        Closeness in the two-mode network, normalised for each mode: ``mode, id, closeness``.

        1 when every node of the other mode is one step away and everybody of the own mode two (Borgatti & Everett
        1997); where not everybody is reached, times the share reached, as networkx.

        Examples
        --------
        >>> sheet = {"partner_id": ["a", "b", "a"], "event_id": ["May", "May", "June"]}
        >>> cw.Affiliation.from_attendance(sheet).closeness()["closeness"].round(3).to_list()
        [1.0, 0.667, 1.0, 0.667]
        """
    @property
    def coverage(self, /) -> float | None:
        """
        Share of the cells in which a partner could have come of which it is known whether it did.
        """
    def decided_before(self, /, data: IntoFrame) -> Measure:
        """
        Share of the recorded decisions that were taken before the day of the meeting that lists them.

        Parameters
        ----------
        data : frame
            One row a decision: ``decided_on``, ``event_id`` (the meeting that lists it) and, where recorded,
            ``authority`` (yes, no or unknown). Meetings need a date.

        Examples
        --------
        >>> meetings = cw.example().affiliation("events")
        >>> taken = {"decided_on": ["2023-07-18", "2023-07-20"], "event_id": ["M004", "M004"]}
        >>> 0 <= float(meetings.decided_before(taken)) <= 1
        True
        """
    def degree(self, /, *, normalized: bool = False) -> ScoreFrame:
        """
        Meetings of each partner and partners of each meeting: ``mode, id, degree``.

        Parameters
        ----------
        normalized : bool, default False
            The share of those that were possible and known.

        Examples
        --------
        >>> sheet = {"partner_id": ["a", "b", "a"], "event_id": ["May", "May", "June"]}
        >>> cw.Affiliation.from_attendance(sheet).degree().rows()
        [('partner', 'a', 2.0), ('partner', 'b', 1.0), ('meeting', 'May', 2.0), ('meeting', 'June', 1.0)]
        """
    def events(self, /) -> DataFrame:
        """
        How many came to each meeting: ``event_id, open, attended, eligible, unknown, rate``.

        Examples
        --------
        >>> sheet = {"partner_id": ["a", "b", "a"], "event_id": ["May", "May", "June"]}
        >>> cw.Affiliation.from_attendance(sheet).events().select("event_id", "attended", "eligible").rows()
        [('May', 2, 2), ('June', 1, 2)]
        """
    @staticmethod
    def from_attendance(data: IntoFrame, *, partner: str = "partner_id", event: str = "event_id", attended: str | None = None, partners: IntoFrame | None = None, events: IntoFrame | None = None, complete: bool = True, impossible: SupportsGetItem[int, tuple[str | int, str | int]] | None = None) -> Affiliation:
        """
        Build the table from an attendance list.

        Parameters
        ----------
        data : frame
            One row an attendance: a partner at a meeting.
        partner, event : str
            Names of columns.
        attended : str, optional
            A column that says yes, no or unknown. Without it every row is an attendance.
        partners : frame, optional
            Every partner, as in :meth:`Network.from_ties`. Without it the partners are those in `data`, and
            whoever never came cannot be seen.
        events : frame, optional
            Every meeting: ``event_id`` (or its first column), ``date`` and ``open`` (yes/no) where known.
        complete : bool, default True
            Whether a partner without a row was absent, instead of unknown.
        impossible : list of (partner, event), optional
            Where a partner could not have come: not a member that day, or not invited. Left as plain absences,
            late joiners look like a circle of their own.

        Raises
        ------
        InputError
            With every problem of the tables at once.

        Examples
        --------
        >>> sheet = {"partner_id": ["a", "b", "a", "c"], "event_id": ["May", "May", "June", "June"]}
        >>> meetings = cw.Affiliation.from_attendance(sheet, impossible=[("c", "May")])
        >>> meetings.attendance()["eligible"].to_list()
        [2, 2, 1]
        """
    @property
    def n_events(self, /) -> int:
        """
        Number of meetings.
        """
    @property
    def n_partners(self, /) -> int:
        """
        Number of partners, those who never came included.
        """
    @property
    def notes(self, /) -> list[str]:
        """
        How the table came about, as sentences.
        """
    def notice(self, /, data: IntoFrame) -> Measure:
        """
        Median days from the announcement of a meeting to the day it took place.

        Parameters
        ----------
        data : frame
            One row a meeting: ``event_id`` and ``announced_on``. Meetings need a date.

        Examples
        --------
        >>> events = {"event_id": ["May"], "date": ["2025-05-20"]}
        >>> meetings = cw.Affiliation.from_attendance({"partner_id": ["a"], "event_id": ["May"]}, events=events)
        >>> float(meetings.notice({"event_id": ["May"], "announced_on": ["2025-05-06"]}))
        14.0
        """
    def project(self, /, weighting: str = "count") -> Network:
        """
        The network of partners who were at meetings together: undirected, valued.

        Only meetings that both could have attended, and of which it is known whether they did, count. A pair
        without such a meeting is unknown, not untied.

        Parameters
        ----------
        weighting : {"count", "jaccard", "newman", "bonacich"}
            Common meetings; the same over meetings of at least one of them; the sum of 1/(attendance - 1) over
            common meetings (Newman 2001); Bonacich's overlap (1972), 1/2 for independence.

        Examples
        --------
        >>> sheet = {"partner_id": ["a", "b", "c", "a", "b"], "event_id": ["May"] * 3 + ["June"] * 2}
        >>> cw.Affiliation.from_attendance(sheet).project("newman").ties().rows()
        [('a', 'b', 1.5), ('a', 'c', 0.5), ('b', 'c', 0.5)]
        """
    def recurrence(self, /, *, days: SupportsIndex = 3, null: str = "attendance", draws: SupportsIndex = 999, seed: SupportsIndex = 0, progress: bool | None = None) -> Recurrence:
        """
        Whether the same partners recur at closed meetings in the days before open ones.

        Needs meetings with a day and a known `open`. A closed meeting belongs to the first open meeting on a
        later day. The overlap is the mean, over pairs of such occasions, of the partners present at both divided
        by those present at either.

        Parameters
        ----------
        days : int, default 3
            How many days before an open meeting count.
        null : {"attendance", "dates"}
            "attendance": random tables with the same attendance of partners and meetings (curveball): is it the
            same partners more than attendance explains? "dates": each partner's closed meetings are shuffled
            among those it could attend: are the meetings just before open ones different from other closed ones?
        draws : int, default 999
        seed : int, default 0
        progress : bool, optional
            As in :meth:`Network.closeness`.

        Returns
        -------
        Recurrence

        Notes
        -----
        Records say nothing about what was said, and a meeting nobody recorded is not in them. A partner recorded
        as not invited is never drawn: to ask about invitations themselves, build the table without them.

        Examples
        --------
        >>> found = cw.example().affiliation("events").recurrence(days=3, draws=99)
        >>> found.n_preceded, found.n_open
        (14, 28)
        """
    def to_network(self, /) -> Network:
        """
        The table as one undirected network of partners and meetings, with the attribute ``mode``.

        Examples
        --------
        >>> sheet = {"partner_id": ["a", "b", "a"], "event_id": ["May", "May", "June"]}
        >>> cw.Affiliation.from_attendance(sheet).to_network()
        <Network: 4 partners, 3 ties, undirected>
        """

@final
class AffiliationBackbone:
    """
    Pairs of partners who were together more often than chance. ``print(b)`` is a plain sentence.

    From :meth:`Affiliation.backbone`.

    Examples
    --------
    >>> sheet = {"partner_id": list("aaabbbcd"), "event_id": [1, 2, 3, 1, 2, 3, 4, 5]}
    >>> cw.Affiliation.from_attendance(sheet).backbone(draws=99)
    <AffiliationBackbone: 0 of 6 pairs kept, fdsm>
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def caveats(self, /) -> list[str]:
        """
        Sentences that belong to the result wherever it goes.
        """
    @property
    def citation(self, /) -> str:
        """
        Source of the model.
        """
    @property
    def convention(self, /) -> str:
        """
        The model, what it holds fixed, and the correction for the number of pairs.
        """
    @property
    def coverage(self, /) -> float | None:
        """
        Share of the cells in which a partner could have come of which it is known whether it did.
        """
    @property
    def method(self, /) -> str:
        """
        The model of chance.
        """
    @property
    def n_kept(self, /) -> int:
        """
        Number of pairs kept.
        """
    @property
    def n_pairs(self, /) -> int:
        """
        Number of pairs tested.
        """
    @property
    def network(self, /) -> Network:
        """
        The kept pairs as an undirected network; pairs that no meeting could have brought together are unknown.
        """
    @property
    def seed(self, /) -> int:
        """
        Seed of the draws.
        """
    def to_frame(self, /) -> ScoreFrame:
        """
        One row a pair: ``first_id, second_id, together, expected, p_high, p_low, smallest_p, adjusted_p, kept``.

        Every pair that a meeting could have brought together is there. `smallest_p` is the smallest p the pair
        could have had: compare it with alpha before reading any p.
        """

@final
class Allocation:
    """
    Children split over cells. ``print(a)`` is one sentence and the caveats.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def allocated(self, /) -> int:
        """
        Children allocated.
        """
    def by_year(self, /, kind: str = "linear", *, quiet_years: SupportsIndex | float | None = None, every: SupportsIndex | float | None = None, to: str | None = None) -> DataFrame:
        """
        The allocation over the years of a path, one row a cell and year: the dimensions, ``year,
        allocated``.

        Top-down: the year's total from the path, then over the first dimension, then inside each over the
        next, so that every margin adds up in every year. No cell falls from one year to the next where the
        path does not. ``allocated`` is by how many children the cohort of that year differs from one at
        today's rate, not new children on top of the year before. Where the allocation has more or fewer
        children than the target, each year has the path's share of it; where the overall rate is at the goal
        from the start, equal parts. :meth:`by_year_caveats` says which.

        Parameters
        ----------
        kind, quiet_years, every, to
            The shape of the way, as in :meth:`Target.path`. On a ``"gap_halving"`` path the last year may
            be short of the allocation.

        Source: Balinski and Young 1975; Steiner and Yeomans 1993.

        Examples
        --------
        >>> o = cw.Outcomes.from_counts(
        ...     {"race": ["Black", "White"], "k": [270, 930], "n": [600, 1400]},
        ...     successes="k", total="n", by="race",
        ... )
        >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
        >>> t.allocate(o, by="race").by_year().rows()[:4]
        [('Black', 2027, 42), ('White', 2027, 38), ('Black', 2028, 84), ('White', 2028, 76)]
        """
    def by_year_caveats(self, /, kind: str = "linear", *, quiet_years: SupportsIndex | float | None = None, every: SupportsIndex | float | None = None, to: str | None = None) -> list[str]:
        """
        Sentences that belong to :meth:`by_year` with the same arguments; the last is how it was computed.
        Those of ``caveats`` belong to it too.

        Parameters
        ----------
        kind, quiet_years, every, to
            As in :meth:`by_year`.

        Examples
        --------
        >>> o = cw.Outcomes.from_counts(
        ...     {"race": ["Black", "White"], "k": [650, 950], "n": [1000, 1000]},
        ...     successes="k", total="n", by="race",
        ... )
        >>> t = cw.Target(baseline="80%", goal="80%", cohort=2000, start=2026, years=5)
        >>> a = t.allocate(o, by="race")
        >>> a.by_year()["allocated"].to_list()[::2]
        [30, 60, 90, 120, 150]
        >>> "at the goal at the start" in a.by_year_caveats()[0]
        True
        """
    @property
    def caveats(self, /) -> list[str]:
        """
        Sentences that belong to the numbers; ``print(a)`` ends with them.
        """
    @property
    def convention(self, /) -> str:
        """
        How it was computed, in words: the rule, the order and the rounding.
        """
    @property
    def method(self, /) -> str:
        """
        The rule, by its name.
        """
    def plot(self, /) -> Figure:
        """
        Draw the way from the count now to the count at the goal, cell by cell; what capacities turned away
        is hatched.
        """
    @property
    def price(self, /) -> int:
        """
        Children all cells together are short of the goal: the price of the goal in every cell.
        """
    @property
    def slack(self, /) -> int:
        """
        Children nobody has room for. ``total = allocated + unallocated + slack``, always.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The allocation as plain Python values, fractions as text.
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
class AllocationComparison:
    """
    Every method on the same cells. ``print(c)`` is one sentence a method, then the caveats.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def caveats(self, /) -> list[str]:
        """
        Sentences that belong to the numbers; ``print(c)`` ends with them.
        """
    def plot(self, /) -> Figure:
        """
        Draw the methods one above the other: children and resulting rate of each cell, and the gap that
        remains. No method is the best one.
        """
    def summary(self, /) -> DataFrame:
        """
        One row a method: ``method, holds_equal, total, price, allocated, unallocated, slack,
        furthest_rate, spread_pp, status``.

        ``furthest_rate`` is the lowest rate that results (the highest where lower is better), ``spread_pp``
        the points between the highest and the lowest. ``status`` is "allocated" or says why not.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The methods as plain Python values, fractions as text.
        """
    def to_frame(self, /) -> DataFrame:
        """
        One row a method and cell: the dimensions, ``method, n, successes, rate, need, allocated,
        resulting_rate, remaining, remaining_pp``.

        ``remaining`` is the children still short of the goal, ``remaining_pp`` the points by which the rate
        is. A method that the total cannot pay for has nulls.
        """

@final
class ArrowStream:
    """
    What `polars.DataFrame(...)` reads a frame of ours from.
    """
    def __arrow_c_stream__(self, /, requested_schema: Any | None = None) -> Any: ...

@final
class AttributePairs:
    """
    A predictor for pairs of partners, made from an attribute of each.

    From :func:`same`, :func:`sender`, :func:`receiver` and :func:`difference`; give it to :func:`qap`,
    :func:`mrqap` or :func:`logistic_qap`. The attribute is that of the outcome's partners.

    Examples
    --------
    >>> cw.same("kind")
    <AttributePairs: same kind>
    """
    def __repr__(self, /) -> str: ...

@final
class ChanceGap:
    """
    The gap between highest and lowest rate, seen and by chance alone. ``print(c)`` is the sentence.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def draws(self, /) -> int:
        """
        Tables drawn; 0 where all were enumerated.
        """
    @property
    def groups(self, /) -> int:
        """
        Groups compared.
        """
    @property
    def left_out(self, /) -> int:
        """
        Groups left out: too small, or with censored counts.
        """
    @property
    def mean_pp(self, /) -> float | None:
        """
        Its mean if all groups had one rate, percentage points.
        """
    @property
    def observed_pp(self, /) -> float | None:
        """
        Highest minus lowest rate as seen, percentage points; None with fewer than two groups.
        """
    @property
    def p95_pp(self, /) -> float | None:
        """
        Its 95th percentile if all groups had one rate, percentage points.
        """
    @property
    def p_value(self, /) -> float | None:
        """
        Probability of a gap at least as large as the one seen: (1 + count)/(1 + draws), or exact.
        """
    @property
    def seed(self, /) -> int:
        """
        The seed.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        Everything as a dictionary, ready for JSON.
        """

@final
class CommitmentCoverage:
    """
    Promised children beside those the goal takes. ``print(c)`` is one sentence and the caveats.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def caveats(self, /) -> list[str]:
        """
        Sentences that belong to the numbers; they end ``print(c)`` too.
        """
    @property
    def counted(self, /) -> int:
        """
        Promised children that count: in no cell more than are required.
        """
    @property
    def covered(self, /) -> Fraction | None:
        """
        Share of the required children that somebody promised, exact; None where nothing is required.
        """
    @property
    def elsewhere(self, /) -> list[tuple[str, int]]:
        """
        Promises where or when nothing is required, with their children.
        """
    @property
    def excess(self, /) -> int:
        """
        Promised beyond what is required in their cell.
        """
    @property
    def required(self, /) -> int:
        """
        Children required over all cells and years, cohort by cohort.
        """
    def to_frame(self, /) -> DataFrame:
        """
        One row a year and cell: ``year``, the dimensions, ``required, partners, promised, counted, excess,
        uncovered, coverage, delivered``. ``coverage`` is promised over required and may exceed 1; numbers
        that censored counts or missing reports leave open are null.
        """
    @property
    def without_year(self, /) -> list[tuple[str, int]]:
        """
        Promises in periods that belong to no calendar year, with their children: they cannot be set beside
        a year.
        """

@final
class Commitments:
    """
    What partners promised and delivered, row by row.

    A shortfall is never paid for by a surplus elsewhere, what nobody has reported is unknown and not
    zero, and partners are neither scored nor ranked: rows stay in the order given. ``print(c)`` is one
    sentence.

    Parameters
    ----------
    frame : frame
        One row a partner, period, and place or group where those are given.
    partner : str, optional
        Column of the partner; ``partner_id`` or ``partner`` by default.
    period : str, optional
        Column of the period; ``period`` or ``year`` by default. To be set beside a target, its
        label is a calendar or school year (``2027``, ``2026-27``); "Spring 2027" has no year.
    by : str or list of str, optional
        Columns of the place and the group; those of ``place_id``, ``place`` and ``group`` that are there
        by default.
    promised : str
        Column of children promised: whole numbers.
    delivered : str
        Column of children delivered: whole numbers or marks (``*``, ``<10``), empty where not yet
        reported.

    Examples
    --------
    >>> c = cw.Commitments({
    ...     "partner_id": ["Library", "Library"], "year": [2027, 2028],
    ...     "promised": [100, 100], "delivered": [45, 165],
    ... })
    >>> c.delivered, c.shortfall, c.delivery_ratio
    (210, 55, Fraction(21, 20))
    """
    def __len__(self, /) -> int: ...
    def __new__(cls, /, frame: IntoFrame, *, partner: str | None = None, period: str | None = None, by: str | Iterable[str] | None = None, promised: str = "promised", delivered: str = "delivered") -> Commitments: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def coverage(self, /, target: Target, outcomes: Outcomes | None = None, *, by: str | Iterable[str] | None = None, method: str = "equal_rate", total: SupportsIndex | float | None = None, path: str = "linear", quiet_years: SupportsIndex | float | None = None, every: SupportsIndex | float | None = None, to: str | None = None, period: str | int | None = None) -> CommitmentCoverage:
        """
        Promised children beside those the goal takes, by year and place.

        More promised than required in a cell covers nobody else: it is told as ``excess``, which with two
        or more partners may be the same children counted twice. Promises where or when nothing is required
        are in ``elsewhere``, those of periods without a calendar year in ``without_year``.

        Parameters
        ----------
        target : Target
        outcomes : Outcomes, optional
            Where each cell stands now; without it the children of the whole path are required.
        by : str or list of str, optional
            What a cell is: dimensions of the outcomes that are also columns of the commitments.
        method : {"equal_rate", "shortfall", "max_min", "leximin", "enrolment", "nonproficient"}
            How the required children are split over cells; see :meth:`Target.allocate`.
        total : int, optional
            Children to split; by default as many as the cells are short of the goal.
        path, quiet_years, every, to
            The shape of the way, as ``kind`` and its options in :meth:`Target.path`.
        period : str or int, optional
            Of the outcomes; the latest by default.

        Examples
        --------
        >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
        >>> c = cw.Commitments({
        ...     "partner_id": ["Library", "School"], "year": [2027, 2027], "promised": [60, 40],
        ...     "delivered": [30, 40],
        ... })
        >>> c.coverage(t).to_frame().select("year", "required", "promised", "counted", "excess").row(0)
        (2027, 80, 100, 80, 20)
        """
    @property
    def delivered(self, /) -> int | None:
        """
        Children delivered; None where a promise is not reported exactly.
        """
    @property
    def delivery_ratio(self, /) -> Fraction | None:
        """
        Delivered over promised where the delivery is known, exact; may exceed 1.
        """
    @property
    def not_reported(self, /) -> int:
        """
        Promises of which nothing is reported yet.
        """
    @property
    def promised(self, /) -> int:
        """
        Children promised.
        """
    def sentences(self, /, by: str = "partner") -> list[str]:
        """
        One plain sentence a partner or a period.

        Parameters
        ----------
        by : {"partner", "period"}
        """
    @property
    def shortfall(self, /) -> int | None:
        """
        Children promised and not delivered, promise by promise, surpluses not set against it; None where
        a promise is not reported exactly.
        """
    def summary(self, /, by: str = "partner") -> DataFrame:
        """
        Sums by partner, in the order in which they first appear, or by period, in order of time.

        Parameters
        ----------
        by : {"partner", "period"}

        Returns
        -------
        polars.DataFrame
            ``partner_id`` or ``period``, ``commitments, not_reported, promised, promised_reported,
            delivered, delivery_ratio, shortfall, shortfall_low, shortfall_high``; for partners also
            ``raised_after_shortfall`` (periods in which a partner promised more right after a shortfall)
            and ``raised_before_report`` (before the last promise was reported). ``delivery_ratio`` is over
            ``promised_reported``, the promises whose delivery is known.

        Examples
        --------
        >>> c = cw.Commitments({
        ...     "partner_id": ["Library", "Library"], "year": [2027, 2028],
        ...     "promised": [50, 80], "delivered": [30, None],
        ... })
        >>> c.summary().select("shortfall_low", "shortfall_high", "raised_after_shortfall").row(0)
        (20, 100, '2028')
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The sums as plain Python values, fractions as text.
        """
    def to_frame(self, /) -> DataFrame:
        """
        The promises, in the order given: ``partner_id, period``, the keys, ``promised, delivered,
        shortfall, shortfall_low, shortfall_high``. What is not known exactly is null; the two ends say what
        is known.
        """
    @property
    def withheld(self, /) -> int:
        """
        Promises that are reported, but not as an exact count (``*``, ``<10``).
        """

@final
class Comparison:
    """
    Two waves side by side. ``print(c)`` is a few plain sentences.

    Examples
    --------
    >>> before = cw.Network.from_ties([("a", "b"), ("b", "c")])
    >>> print(before.compare(cw.Network.from_ties([("a", "b"), ("c", "b")])))
    3 partners stayed, 0 joined and 0 left.
    Of 3 ties that stayers had in either wave 1 were kept; 1 were gained and 1 lost.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def churn(self, /) -> Measure:
        """
        (gained + lost) / (kept + gained + lost), which is 1 - Jaccard.
        """
    def correlation(self, /, *, over: str = "cells") -> Measure:
        """
        Pearson correlation of the values of the two waves.

        Parameters
        ----------
        over : {"cells", "ties"}
            All cells both waves observed, an absence being 0 (without values, or where values are
            distances: tied 1, untied 0), or the kept ties alone.
        """
    @property
    def formation(self, /) -> Measure:
        """
        Share of untied cells that became tied.
        """
    @property
    def gained(self, /) -> int:
        """
        Ties of stayers that were observed absent before.
        """
    @property
    def hamming(self, /) -> Measure:
        """
        Hamming distance, gained + lost.
        """
    @property
    def jaccard(self, /) -> Measure:
        """
        kept / (kept + gained + lost). Directed, the bounds cover every way the unknown cells could be.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")])
        >>> net.compare(net).jaccard.value
        1.0
        """
    @property
    def joiners(self, /) -> int:
        """
        Partners in the later wave only.
        """
    @property
    def kept(self, /) -> int:
        """
        Ties of stayers in both waves.
        """
    @property
    def leavers(self, /) -> int:
        """
        Partners in the earlier wave only.
        """
    @property
    def lost(self, /) -> int:
        """
        Ties of stayers that were observed absent later.
        """
    def measures(self, /) -> DataFrame:
        """
        Every number with its convention, one row each; columns as in :meth:`Network.cohesion`.
        """
    @property
    def observed(self, /) -> int:
        """
        Cells among stayers that both waves observed.
        """
    @property
    def partner_jaccard(self, /) -> Measure:
        """
        stayers / (stayers + joiners + leavers).
        """
    def partners(self, /, *, mode: str = "all") -> DataFrame:
        """
        What changed for each partner of either wave.

        Parameters
        ----------
        mode : {"all", "out", "in"}
            Ties the partner reports, those others report to it, or both (each report counts once).

        Returns
        -------
        polars.DataFrame
            ``partner_id``, ``status`` (stayer, joiner, leaver), ``kept, gained, lost``, ``unknown`` (ties
            whose cell the other wave leaves unknown), ``observed`` (cells both waves observed),
            ``jaccard``. Null for joiners and leavers, and where nothing was observed twice.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")])
        >>> net.compare(net).partners(mode="out")["kept"].to_list()
        [1, 1, 0]
        """
    @property
    def persistence(self, /) -> Measure:
        """
        Share of earlier ties that were kept.
        """
    @property
    def stayers(self, /) -> int:
        """
        Partners in both waves.
        """
    def ties(self, /) -> DataFrame:
        """
        Every tie of either wave: ``source_id, target_id, change, before, after``.

        ``change`` is one of ``kept, gained, lost, unknown_after`` (a tie, then unknown),
        ``unknown_before, with_joiner, with_leaver``; ``before`` and ``after`` are the values, null where
        there is no tie or no value.

        Examples
        --------
        >>> before = cw.Network.from_ties([("a", "b"), ("b", "c")])
        >>> before.compare(cw.Network.from_ties([("a", "b"), ("c", "b")])).ties()["change"].to_list()
        ['kept', 'lost', 'gained']
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The comparison as plain Python values, ready for JSON.
        """
    @property
    def unknown(self, /) -> int:
        """
        Ties of stayers in one wave whose cell the other wave leaves unknown: neither kept nor lost.
        """

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
    def curve(self, /) -> DataFrame:
        """
        The curve as a frame: ``cells, children, shortfall``, shares from 0 to 1, largest shortfall first.

        ``children`` is the reference: the shortfall if every cell missed the same share of its children.
        """
    @property
    def gini(self, /) -> float | None:
        """
        Gini coefficient of the shortfall over the cells; None where nothing is missing.
        """
    def plot(self, /) -> Figure:
        """
        Draw the shortfall curve, with the cells in the order of their enrolment beside it and how sure the
        size of the smallest set is.
        """
    @property
    def smallest(self, /) -> int:
        """
        The fewest cells that hold the share asked for.
        """
    @property
    def stability(self, /) -> float | None:
        """
        Mean Jaccard similarity of the drawn smallest sets with the set as counted; None without draws.
        """
    def to_frame(self, /) -> DataFrame:
        """
        The cells, largest shortfall first; those with censored counts last, with nulls. Cells without
        children have no row.

        With draws also ``rank_lower, rank_median, rank_upper`` and ``in_smallest_probability``.
        """
    @property
    def total(self, /) -> int:
        """
        Children missing in all cells with exact counts.
        """

@final
class Consensus:
    """
    What is found again over methods, cuts, answers left out and unknown ties filled in.

    From :meth:`Network.consensus`. ``print(c)`` is one plain sentence. Nobody is named in it or in
    :meth:`to_frame`; scores of partners are for the staff that keeps the tables (``view="backbone"``).

    Examples
    --------
    >>> ties = [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("c", "d"), ("d", "e"), ("e", "f")]
    >>> found = cw.Network.from_ties(ties, directed=False).consensus(["inner_core", "k_plex"])
    >>> found.size
    4
    >>> found.members(view="backbone")["partner_id"].to_list()
    ['a', 'b', 'c', 'd']
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def caveats(self, /) -> list[str]:
        """
        Sentences that belong to the result wherever it goes.
        """
    @property
    def citation(self, /) -> str:
        """
        Source of the definition.
        """
    @property
    def convention(self, /) -> str:
        """
        The definition used.
        """
    @property
    def coverage(self, /) -> float | None:
        """
        Share of the pairs that are known.
        """
    def members(self, /, *, view: str | None = None) -> DataFrame:
        """
        The partners of the consensus, ``partner_id`` and ``score``.

        Parameters
        ----------
        view : {"backbone"}
            Must be given: names are for the staff that keeps the tables.
        """
    def scores(self, /, *, view: str | None = None) -> DataFrame:
        """
        The score of every partner, ``partner_id`` and ``score``: the mean share of the runs that found it. Persons
        and partners that refused to be named (``consent_named``) are left out, here and below.

        Parameters
        ----------
        view : {"backbone"}
            Must be given: scores of named partners are for the staff that keeps the tables.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")], directed=False)
        >>> net.consensus("inner_core").scores(view="backbone")["score"].to_list()
        [1.0, 1.0, 1.0, 0.0]
        """
    @property
    def size(self, /) -> int:
        """
        Partners that belong to the consensus.
        """
    @property
    def threshold(self, /) -> float:
        """
        Score from which a partner belongs to it.
        """
    def to_frame(self, /) -> DataFrame:
        """
        One row a method, cut and kind of variation: ``method``, ``cut`` (null: ties as they are),
        ``variation`` ("as_answered", "one_answer_less", "completed"), ``runs``, ``found`` (runs that found a
        set), ``mean_size`` and ``similarity``, the mean likeness to the consensus (Jaccard; a run without a
        set counts as 0).

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")], directed=False)
        >>> net.consensus("inner_core", leave_one_out=False).to_frame().rows()
        [('inner_core', None, 'as_answered', 1, 1, 3.0, 1.0)]
        """
    def together(self, /, *, view: str | None = None) -> DataFrame:
        """
        Pairs of partners that were found together: ``source_id``, ``target_id``, ``score`` (mean share of the
        runs that found both in one set). Pairs never found together are left out.

        Parameters
        ----------
        view : {"backbone"}
            Must be given: names are for the staff that keeps the tables.
        """

@final
class CorePeriphery:
    """
    A core and a periphery: what :meth:`Network.core_periphery` finds. ``print(c)`` is a plain sentence.

    A fit by itself is no evidence of an inner circle: :meth:`test` holds it against random networks.

    Examples
    --------
    >>> ties = [("a", "b"), ("a", "c"), ("b", "c"), ("a", "d"), ("b", "e"), ("c", "f")]
    >>> core = cw.Network.from_ties(ties, directed=False).core_periphery()
    >>> core.members, core.fit, core.certified
    (['a', 'b', 'c'], 1.0, True)
    >>> print(core)
    A core of 3 of 6 partners fits with 1.000 (correlation with the ideal picture).
    """
    def __float__(self, /) -> float: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def caveats(self, /) -> list[str]:
        """
        Sentences that belong to the result wherever it goes.
        """
    @property
    def certified(self, /) -> bool:
        """
        Whether no better core exists, for certain.
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
        Share of the cells that are known.
        """
    def densities(self, /) -> ScoreFrame:
        """
        How dense the four blocks are: ``from_core, to_core, ties, known_pairs, density``. Null where nobody
        has spoken about any cell of a block.

        Examples
        --------
        >>> ties = [("a", "b"), ("a", "c"), ("b", "c"), ("a", "d"), ("b", "e"), ("c", "f")]
        >>> cw.Network.from_ties(ties, directed=False).core_periphery().densities().rows()[0]
        (True, True, 3, 3, 1.0)
        """
    @property
    def fit(self, /) -> float | None:
        """
        How well it fits, in `unit`; None where that is not defined, and ``caveats`` says why.
        """
    @property
    def members(self, /) -> list[int | str]:
        """
        Partners in the core; of several equally good cores the first of ``optima``.
        """
    @property
    def method(self, /) -> str:
        """
        The word that asks for the method.
        """
    @property
    def n_optima(self, /) -> int:
        """
        How many equally good cores there are; those that were found, where not certified.
        """
    @property
    def optima(self, /) -> list[list[int | str]]:
        """
        The equally good cores, at most 1,000 of them; empty for "minres" and "multi".
        """
    @property
    def reached(self, /) -> tuple[int, int] | None:
        """
        ``(reached, starts)``: starts that reached the best fit; None where no search by chance was made.
        """
    @property
    def reference(self, /) -> str:
        """
        What the fit may be compared with.
        """
    @property
    def seed(self, /) -> int:
        """
        Seed of all chance.
        """
    def test(self, /, *, null: str = "degree", draws: SupportsIndex = 999, seed: SupportsIndex = 0, progress: bool | None = None) -> CoreTest:
        """
        Hold the fit against the best fits of random networks of the same kind.

        Each draw is searched anew, from the same starts as the network itself, never by looking at all cores:
        a statistic sought harder in the data than in the draws would not be the same statistic. p-values are
        (1 + count)/(1 + draws), both tails; ``print(t)`` gives the smallest p that these draws can reach
        before the p that was reached. Unknown cells stay unknown in every draw.

        Parameters
        ----------
        null : {"degree", "dyad_census", "ties", "size"}
            What random networks keep: everybody's number of ties (directed: also of mutual ties), so that a
            core which only gathers partners with many ties is no more than chance; or the dyad census, the
            number of ties, the partners alone, which ask whether there is any core at all.
            With ``"degree"``, directed or with unknown cells, a few of these networks may be out of reach
            of the swaps; below about 10 partners a caveat says so (:meth:`Network.rewire`).
        draws : int, default 999
        seed : int, default 0
            The same seed gives the same p for any number of threads.
        progress : bool, optional
            As in :meth:`Network.closeness`.

        Returns
        -------
        CoreTest

        Raises
        ------
        InputError
            For a weighted fit: random networks have no values.

        Notes
        -----
        Source: Boyd, Fitzgerald & Beck 2006; Kojaku & Masuda 2018.

        Examples
        --------
        >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b"), ("hub", "c")], directed=False)
        >>> core = star.core_periphery(off_diagonal=1)
        >>> core.fit, core.test(draws=99).test["p_high"]  # its degrees leave no other network
        (1.0, 1.0)
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        Everything as a plain dictionary; partners by their numbers in the node table.
        """
    def to_frame(self, /) -> DataFrame:
        """
        One row a partner: ``partner_id``, ``in_core`` and what else the method gives.

        * discrete, lip: ``share_of_optima``, the share of equally good cores that hold the partner.
        * minres: ``coreness`` (directed: ``coreness_sent``, ``coreness_received``), squares summing to 1.
        * multi: ``pair``, the number of the pair of a core and a periphery; null for partners in none.

        A partner nobody has spoken about is in neither group (null).

        Examples
        --------
        >>> ties = [("a", "b"), ("a", "c"), ("b", "c"), ("a", "d"), ("b", "e"), ("c", "f")]
        >>> core = cw.Network.from_ties(ties, directed=False).core_periphery(method="minres")
        >>> core.to_frame().columns
        ['partner_id', 'in_core', 'coreness']
        """
    @property
    def unit(self, /) -> str:
        """
        What the fit is: a correlation ("discrete"), a share of cells ("lip"), a reduction of error
        ("minres") or a share of ties beyond chance ("multi").
        """

@final
class CoreTest:
    """
    The fit of a core beside the fits of random networks: what :meth:`CorePeriphery.test` gives.

    Examples
    --------
    >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b"), ("hub", "c")], directed=False)
    >>> print(star.core_periphery(off_diagonal=1).test(draws=99))
    With 99 draws no p can be smaller than 0.0100. The best fit is 1.000; random networks of the
    same kind reach 1.000 on average. Share at least as good: p = 1.0000; at most as good: p = 1.0000.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def caveats(self, /) -> list[str]:
        """
        Sentences that belong to the test wherever it goes.
        """
    @property
    def citation(self, /) -> str:
        """
        Source of the test.
        """
    @property
    def convention(self, /) -> str:
        """
        What was compared with what.
        """
    @property
    def coverage(self, /) -> float | None:
        """
        Share of the cells that are known.
        """
    @property
    def drawn(self, /) -> list[float | None]:
        """
        The fit of each draw, in order; None where it is not defined.
        """
    @property
    def null(self, /) -> str:
        """
        What random networks keep.
        """
    @property
    def seed(self, /) -> int:
        """
        Seed of all chance.
        """
    @property
    def smallest(self, /) -> float:
        """
        The smallest p these draws can give, known before any of them is made.
        """
    @property
    def test(self, /) -> dict[str, Any] | None:
        """
        The fit beside its draws: ``observed, draws, mean, sd, z, p_high, p_low, p, smallest``; None where
        the network has no fit. p-values are (1 + count)/(1 + draws).
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        Everything as a plain dictionary, ready for JSON.
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
class CugTest:
    """
    A number of the whole network beside networks alike in size, ties or dyads.

    From :meth:`Network.cug`. ``print(t)`` gives the smallest p that was possible, then the result.

    Examples
    --------
    >>> net = cw.Network.from_ties([("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")])
    >>> test = net.cug("reciprocity", condition="ties")
    >>> test.exact, round(test.test["p_high"], 3)
    (True, 0.03)
    """
    def __float__(self, /) -> float: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def caveats(self, /) -> list[str]:
        """
        Sentences that belong to the test wherever it goes.
        """
    @property
    def citation(self, /) -> str:
        """
        Source of the test.
        """
    @property
    def condition(self, /) -> str:
        """
        What the networks of the null model keep: ``"size"``, ``"ties"`` or ``"dyad_census"``.
        """
    @property
    def convention(self, /) -> str:
        """
        What was tested, in words.
        """
    @property
    def exact(self, /) -> bool:
        """
        Whether all networks of the null model were looked at instead of drawing some.
        """
    @property
    def measure(self, /) -> Measure:
        """
        The number itself, as a :class:`Measure`.
        """
    @property
    def seed(self, /) -> int:
        """
        Seed of the draws.
        """
    @property
    def smallest(self, /) -> float | None:
        """
        The smallest p this test could have given, whatever the number.
        """
    @property
    def test(self, /) -> dict[str, Any] | None:
        """
        The number beside chance: ``observed, draws, mean, sd, z, p_high, p_low, p, smallest``; None where the
        measure has no value. p-values are (1 + count)/(1 + draws).
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        Everything, ready for JSON.
        """

@final
class Decomposition:
    """
    A difference taken apart. ``print(d)`` is the parts in plain sentences.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def between(self, /) -> Fraction | None:
        """
        The part between places (composition), a share, exactly.
        """
    @property
    def convention(self, /) -> str:
        """
        Rule and interval by name.
        """
    @property
    def gap(self, /) -> Fraction | None:
        """
        First minus second, a share, exactly; None where a side has no children with known counts.
        """
    @property
    def one_sided(self, /) -> int:
        """
        Places with children of only one of the two.
        """
    def parts(self, /) -> DataFrame:
        """
        The two parts: ``part``, ``pp``, ``standard_error_pp``, ``lower_pp``, ``upper_pp``.
        """
    @property
    def places_left_out(self, /) -> int:
        """
        Places left out because of censored counts.
        """
    @property
    def three_fold(self, /) -> tuple[Fraction, Fraction, Fraction] | None:
        """
        The three-fold version seen from the second group: composition, rate, interaction, exactly.

        Exchanging the groups changes all three.
        """
    def to_frame(self, /) -> DataFrame:
        """
        One row a place: the dimensions, ``first_n, first_successes, first_share, second_n,
        second_successes, second_share, between_pp, within_pp, status``.

        ``between_pp`` and ``within_pp`` add up to the two parts.
        """
    @property
    def within(self, /) -> Fraction | None:
        """
        The part within places (rates), a share, exactly.
        """

@final
class EiIndex:
    """
    The E-I index of a network, of its kinds of partners and of its partners.

    From :meth:`Network.ei_index`. ``print(e)`` is one plain sentence, ``float(e)`` the whole index.

    Examples
    --------
    >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "d")], directed=False)
    >>> e = net.ei_index(["x", "x", "y", "y"], draws=0)
    >>> round(float(e), 3), round(e.expected, 3)
    (-0.333, 0.333)
    """
    def __float__(self, /) -> float: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def expected(self, /) -> float:
        """
        Mean of the index when the kinds are shuffled over the partners, from their sizes alone.
        """
    def groups(self, /) -> DataFrame:
        """
        One row a kind: ``kind, partners, internal, external, ei_index`` and, with draws, ``mean, z,
        p_high, p_low`` of the shuffles. External ties are those with one end in the kind.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
        >>> net.ei_index(["x", "x", "y"], draws=0).groups().rows()[0]
        ('x', 2, 1.0, 1.0, 0.0)
        """
    def partners(self, /) -> ScoreFrame:
        """
        The index of every partner over its own contacts: ``partner_id, ei_index``. Null without contacts,
        of unknown kind, or where nobody has spoken about the partner.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
        >>> net.ei_index(["x", "x", "y"], draws=0).partners()["ei_index"].to_list()
        [-1.0, 0.0, 1.0]
        """
    @property
    def test(self, /) -> dict[str, Any] | None:
        """
        The index beside its shuffles: ``observed, draws, mean, sd, z, p_high, p_low, p, smallest``; None
        without draws. p-values are (1 + count)/(1 + draws).
        """
    @property
    def whole(self, /) -> Measure:
        """
        The index over all known ties, as a :class:`Measure`.
        """

@final
class Feasibility:
    """
    A goal beside the past. ``print(f)`` says it in sentences.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def caveats(self, /) -> list[str]:
        """
        Sentences that belong to the numbers: breaks in the history, regression to the mean.
        """
    @property
    def convention(self, /) -> str:
        """
        How the chance is computed.
        """
    @property
    def pace_log_odds(self, /) -> float | None:
        """
        Required pace in log odds a year; None where baseline or goal is 0 or 100 %.
        """
    @property
    def pace_pp(self, /) -> float:
        """
        Required pace in percentage points a year.
        """
    @property
    def peer_share(self, /) -> float | None:
        """
        Share of the peers' windows with a change as large, add-one smoothed; None without a window.
        """
    @property
    def peers(self, /) -> int | None:
        """
        Peers with at least one window of the target's length; None without peers.
        """
    @property
    def percentile(self, /) -> float | None:
        """
        Share of the indicator's own past windows of the target's length that were slower, in percent; 100
        says that it was never done. None without such a window.
        """
    @property
    def reach(self, /) -> float | None:
        """
        Chance to reach the goal if the years to come vary like the past ones; None with a ``reason``.
        """
    @property
    def reach_less_sampling(self, /) -> float | None:
        """
        The same after the sampling variance of each year is taken out of the past changes; None where
        children are not counted.
        """
    @property
    def reason(self, /) -> str | None:
        """
        Why there is no chance.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        Everything as plain Python values.
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
    def width(self, /, pixels: SupportsIndex | float) -> Figure:
        """
        The same figure laid out for another width in pixels (380 for a phone, 900 for a page).

        Examples
        --------
        >>> figure = cw.Network.from_ties([("a", "b")]).plot().width(380)
        >>> figure.title
        'Who works with whom'
        """

@final
class Goals:
    """
    Goals by group and year. ``print(g)`` names the rule and the goals of the last year.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def convention(self, /) -> str:
        """
        The rule in words, with its reference.
        """
    def to_frame(self, /) -> DataFrame:
        """
        One row a group and year: the dimensions, ``year, n, baseline, rate, required, additional,
        reason``. ``required`` is the count at the goal in a group of the present size, ``additional``
        what that is beyond the present count; null with a ``reason`` where there is no goal.
        """

@final
class InGroupEvidence:
    """
    Four lines of evidence for a closed set of partners, side by side.

    From :meth:`Network.in_groups`. ``print(found)`` is what the lines say together; ``found.verdicts`` is one
    word each. Nobody is named, and counts of fewer than three partners are not in it, unless it was made with
    ``view="backbone"``.

    Examples
    --------
    >>> net = cw.example().network("communication", wave="2025")
    >>> found = net.in_groups(draws=99, completions=2)
    >>> found.verdicts["structure"], found.set_size, found.named
    ('supported', 8, None)
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def assumptions(self, /) -> list[str]:
        """
        What was assumed, and how it was computed.
        """
    @property
    def beforehand(self, /) -> list[str]:
        """
        What could be known before any result: what is tested, and the smallest p it can give.
        """
    @property
    def caveats(self, /) -> list[str]:
        """
        Sentences that belong to the numbers wherever they go.
        """
    @property
    def named(self, /) -> list[str] | None:
        """
        Ids of the partner organisations in the set that may be named; None unless made with ``view="backbone"``.
        """
    def plot(self, /) -> Figure:
        """
        The ties as a matrix, the closest set first, without names.
        """
    @property
    def reading(self, /) -> list[str]:
        """
        What the lines say together.
        """
    @property
    def reasons(self, /) -> dict[str, str]:
        """
        Why each line comes to what it comes to.
        """
    @property
    def sensitivity(self, /) -> list[str]:
        """
        How much the answers that are missing could change.
        """
    @property
    def sentences(self, /) -> list[str]:
        """
        The numbers of all lines in plain sentences.
        """
    @property
    def set_size(self, /) -> int | None:
        """
        Number of partners in the closest set; None where no set holds.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        Everything as plain Python values, ready for JSON.
        """
    def to_frame(self, /) -> DataFrame:
        """
        Every number: ``line, verdict, statistic, label, value, low, high, expected, n, p, p_adjusted, smallest_p,
        draws, passed, note``. Null is not defined, or may not be told; the note says which.

        Examples
        --------
        >>> net = cw.example().network("communication", wave="2025")
        >>> net.in_groups(draws=99, completions=2).to_frame()["line"].unique().to_list()
        ['structure']
        """
    def to_html(self, /, *, title: str = "Is there a meeting before the meeting?") -> str:
        """
        One HTML page, self-contained: verdicts, what could be known beforehand, numbers, sensitivity, limits.

        It holds the matrix of the ties without names, from which insiders can tell who is who: not for the public.
        """
    @property
    def verdicts(self, /) -> dict[str, str]:
        """
        ``{"structure": "supported", ...}``: supported, not supported or not testable, line by line.
        """

@final
class KeyPlayers:
    """
    The best sets of partners at fragmenting or reaching a network, from :meth:`Network.key_players`.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def baseline(self, /) -> float:
        """
        The same without any set: the fragmentation of the whole network; 0 for reach.
        """
    @property
    def caveats(self, /) -> list[str]:
        """
        Sentences that belong to the sets wherever they go.
        """
    @property
    def convention(self, /) -> str:
        """
        The definition used and how the sets were found.
        """
    @property
    def coverage(self, /) -> float | None:
        """
        Share of the cells of the network that were observed.
        """
    @property
    def exact(self, /) -> bool:
        """
        Whether every set was tried, so that no better one exists.
        """
    @property
    def optima(self, /) -> int:
        """
        Number of equally good sets: of all there are when `exact`, else of those that were found.
        """
    @property
    def sets(self, /) -> list[list[int | str]]:
        """
        The best sets, each a list of partners; at most 1,000 are listed.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        Everything as a plain dictionary; partners by their numbers in the node table.
        """
    def to_frame(self, /) -> DataFrame:
        """
        The sets as a frame: ``set``, ``partner_id``, one row a member.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
        >>> net.key_players(goal="reach").to_frame().rows()
        [(0, 'b')]
        """
    @property
    def tried(self, /) -> int:
        """
        Number of sets whose value was computed.
        """
    @property
    def value(self, /) -> float:
        """
        What the sets reach, 0 to 1.
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
class Milestones:
    """
    Milestones announced in advance. ``print(m)`` is one sentence a year.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def convention(self, /) -> str:
        """
        How the ranges are made.
        """
    def to_frame(self, /) -> DataFrame:
        """
        One row a year: ``year, cohort, rate, required, low, high, smallest_n``.
        """

@final
class MissingBounds:
    """
    Bounds for what is not recorded. ``print(b)`` says how much that is.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def both_unknown(self, /) -> int | None:
        """
        Children of whom neither is recorded; None where it is not known.
        """
    @property
    def children(self, /) -> int:
        """
        All children that are counted.
        """
    def describe(self, /) -> list[str]:
        """
        One sentence a group.
        """
    @property
    def group_unknown(self, /) -> int:
        """
        Children whose group is not recorded, with a recorded outcome.
        """
    @property
    def not_assessed(self, /) -> list[str]:
        """
        Groups without bounds, because their number of children is published only as a range.
        """
    @property
    def outcome_unknown(self, /) -> int | None:
        """
        Children whose outcome is not recorded, with a recorded group; None where it is not known.
        """
    def to_frame(self, /) -> DataFrame:
        """
        Three rows a group, one a source: the dimension, ``source, n, withheld, outcome_unknown, rate,
        rate_low, rate_high, gap_pp, gap_low_pp, gap_high_pp``. ``rate`` and ``gap_pp`` are null where a
        censored count makes them a range and where no outcome is recorded; bounds only where some way of
        filling in leaves a side without children.
        """
    @property
    def withheld(self, /) -> int:
        """
        Children with a recorded outcome for whom a censored count withholds it.
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
    def assortativity(self, /, by: str | Iterable[object], *, kind: str = "newman") -> Measure:
        """
        Assortativity by an attribute: whether ties join partners of the same kind, or of similar number.

        1 when all do, 0 when ends of ties meet at random, negative when unlike partners are tied. Known
        ties between partners of known kind; None when all ends are of one kind. O(n + m).

        Parameters
        ----------
        by : str or list
            An attribute of the partners, or one value a partner in their order (None is unknown).
        kind : {"newman", "symmetrised", "numeric"}
            Newman's coefficient with rows and columns of their own (networkx, igraph, UCINET); with the
            mixing table made symmetric first (R netseg), another number on directed ties; or the
            correlation of the attribute read as numbers.

        Source: Newman 2003.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")], directed=False)
        >>> net.assortativity(["x", "x", "y", "y"]).value
        1.0
        """
    def average_clustering(self, /, *, variant: str = "binary", directed: bool = False, convention: str = "igraph", progress: bool | None = None) -> Measure:
        """
        Mean of :meth:`clustering` over the partners.

        With ``convention="igraph"`` over those with two partners or more, with "networkx" over all, the
        others counting 0: 0.218 and 0.16 for the marriages of Florence. The convention is the kind of
        the measure. Partners nobody has spoken about are left out of both.

        Parameters
        ----------
        variant, directed, convention, progress
            As in :meth:`clustering`.

        Examples
        --------
        >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
        >>> net = cw.Network.from_ties(ties, directed=False)
        >>> [round(float(net.average_clustering(convention=c)), 3) for c in ["igraph", "networkx"]]
        [0.778, 0.583]
        """
    def backbone_impact(self, /) -> Measure:
        """
        What the others lose when the whole backbone leaves, and how many single partners would take more.

        The share of the pairs of partners outside the backbone that are connected with it and not
        without it; ``reference`` counts the other partners who would disconnect a larger share by
        leaving alone. Undefined without a backbone. Unknown ties as in :meth:`removal_impact`. O(n + m).

        Examples
        --------
        >>> partners = {"partner_id": ["hub", "a", "b", "c"], "is_backbone": [True, False, False, False]}
        >>> ties = [("hub", "a"), ("hub", "b"), ("hub", "c"), ("a", "b")]
        >>> print(cw.Network.from_ties(ties, partners=partners, directed=False).backbone_impact())
        Without the backbone (1 partner), 2 of 3 connected pairs of the 3 others fall apart
        (66.7 % of their pairs); 0 of them would disconnect a larger share by leaving alone.
        """
    def betweenness(self, /, *, weighted: bool = False, normalized: bool = True, samples: SupportsIndex | float | None = None, seed: SupportsIndex | float = ..., confidence: SupportsFloat | SupportsIndex = 0.95, progress: bool | None = None) -> ScoreFrame:
        """
        Betweenness of every partner: the share of pairs of others whose shortest paths run through it.

        Exact by Brandes' algorithm, or estimated from the paths out of `samples` partners drawn at
        random, for networks where the exact one takes too long. The estimate is unbiased.

        Paths run over known ties; an unknown tie can raise or lower any value, so there are no bounds.
        A partner whose ties out or in nobody has reported is null. Weighted path lengths are compared
        with a relative tolerance, so that 1/3 + 1/3 + 1/3 is 1 (networkx splits such ties).

        Parameters
        ----------
        weighted : bool, default False
            Path lengths from values: 1/value for strengths, value for distances.
        normalized : bool, default True
            Divide by the pairs of others: (n - 1)(n - 2) ordered pairs when directed, half as many
            when not (networkx, rustworkx). False gives the pairs that igraph gives; undirected, each
            pair counts once (networkit counts it twice).
        samples : int, optional
            Estimate from this many partners (two or more) instead of all; with everybody it is exact.
        seed : int, default 0
            Which partners are drawn. The same seed gives the same answer.
        confidence : float, default 0.95
            Probability with which all error bounds hold at once.
        progress : bool, optional
            As in :meth:`closeness`.

        Returns
        -------
        ScoreFrame
            ``partner_id``, ``betweenness``; with `samples` also ``standard_error``, from the spread
            between the drawn partners, and ``error_bound``, which supposes nothing and is wide unless
            the sample is large.

        Notes
        -----
        O(n m) unweighted, O(samples m) when sampled, times log n when weighted.

        Source: Freeman 1977; Brandes 2001; Brandes & Pich 2007; Bardenet & Maillard 2015.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
        >>> net.betweenness(normalized=False)["betweenness"].to_list()
        [0.0, 1.0, 0.0]
        >>> net.betweenness(samples=2, seed=1).columns
        ['partner_id', 'betweenness', 'standard_error', 'error_bound']
        """
    def betweenness_centralization(self, /, *, progress: bool | None = None) -> Measure:
        """
        Freeman's betweenness centralization: the differences from the largest count over
        (n - 1)^2 (n - 2), halved when undirected; 1 for a star.

        Not defined where a partner's ties are unreported. Computed on known ties, no bounds. Cost as
        :meth:`betweenness`.

        Parameters
        ----------
        progress : bool, optional
            As in :meth:`closeness`.

        Source: Freeman 1979.

        Examples
        --------
        >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b"), ("hub", "c")], directed=False)
        >>> star.betweenness_centralization().value
        1.0
        """
    def biconnected(self, /) -> ScoreFrame:
        """
        Biconnected components (blocks): the largest sets that stay connected whichever partner leaves.

        Direction of ties is ignored. A cut point is in several blocks, an isolate in none, and the two
        ends of a bridge are a block of two; the two ends of every tie share exactly one block. Unknown
        ties can merge blocks and make new ones.

        Returns
        -------
        polars.DataFrame
            ``block``, ``partner_id``: one row a partner and block.

        Notes
        -----
        O(n + m), one depth-first search. Source: Hopcroft & Tarjan 1973.

        Examples
        --------
        >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
        >>> cw.Network.from_ties(ties, directed=False).biconnected().rows()
        [(0, 'a'), (0, 'b'), (0, 'c'), (1, 'c'), (1, 'd')]
        """
    def block_densities(self, /, groups: Partition2 | str | Iterable[object], *, weighted: bool = False) -> ScoreFrame:
        """
        How dense the ties are within and between groups: the image of a blockmodel.

        One row for each ordered pair of groups (undirected: both orders, the same): ``from_group``,
        ``to_group``, ``ties``, ``known_pairs`` and ``density``, which is ties over the pairs that anyone
        able to say has spoken about; null where there is no such pair. O(m + unknown pairs).

        Parameters
        ----------
        groups : Partition, str or list
            As in :meth:`modularity`; partners without a group are left out. Groups of a partition are told by
            their numbers, those of an attribute or a list by their labels.
        weighted : bool, default False
            Mean value of the known pairs, an absent tie counting 0.

        Examples
        --------
        >>> partners = {"partner_id": ["a", "b", "c"]}
        >>> net = cw.Network.from_ties([("a", "c"), ("b", "c")], partners=partners)
        >>> net.block_densities(["senders", "senders", "receiver"]).rows()[1]
        ('senders', 'receiver', 2, 2, 1.0)
        """
    def bonacich(self, /, *, beta_fraction: SupportsFloat | SupportsIndex = 0.5, mode: str = "out", weighted: bool = False, beta: SupportsFloat | SupportsIndex | None = None, progress: bool | None = None) -> ScoreFrame:
        """
        Bonacich's power: being tied to the well tied (beta above 0) or to those with few others (below 0).

        c = (I - beta A)^-1 A 1, scaled by a positive number so that the squares add up to n (sna, R igraph); with
        a negative beta single values may be negative. At beta 0 it is proportional to the degree. The
        convention prints beta. Computed over known ties, one more of which can raise or lower any value;
        partners whose ties of this kind nobody has reported are null. O(m) a step, tens of steps.

        Parameters
        ----------
        beta_fraction : float, default 0.5
            beta times the largest eigenvalue, above -1 and below 1.
        mode : {"out", "in", "all"}
            Ties sent (sna, igraph), received, or either way.
        weighted : bool, default False
            Whether ties count by their value (a strength).
        beta : float, optional
            beta itself, instead of the fraction.
        progress : bool, optional
            As in :meth:`closeness`.

        Source: Bonacich 1987.

        Examples
        --------
        >>> path = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
        >>> path.bonacich(beta_fraction=0)["bonacich"].round(4).to_list()  # 1 : 2 : 1
        [0.7071, 1.4142, 0.7071]
        """
    def breadth(self, /, *, progress: bool | None = None) -> Measure:
        """
        Breadth: 1 - :meth:`compactness`, with its bounds (UCINET). 0 when everyone is tied to everyone.

        Parameters
        ----------
        progress : bool, optional
            As in :meth:`closeness`.

        Source: Borgatti 2006.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b")]).breadth().value
        0.5
        """
    def bridges(self, /) -> ScoreFrame:
        """
        The ties without which two partners have no way to one another.

        Direction of ties is ignored, and a returned tie is one: each pair of partners stands once. An
        unknown tie can be the second way, so no known tie is sure to be a bridge.

        Returns
        -------
        ScoreFrame
            ``source_id``, ``target_id``, ``pairs_connected``: pairs of partners that the tie alone
            connects.

        Notes
        -----
        O(n + m), one depth-first search. Source: Hopcroft & Tarjan 1973.

        Examples
        --------
        >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
        >>> cw.Network.from_ties(ties, directed=False).bridges().rows()
        [('c', 'd', 3.0)]
        """
    def brokerage(self, /, by: str | Iterable[object], *, halved: bool = False, draws: SupportsIndex = 999, seed: SupportsIndex = 0, progress: bool | None = None) -> ScoreFrame:
        """
        Gould and Fernandez' brokerage: between which kinds of partners a partner stands.

        Partner b brokers every ordered pair (a, c) with ties a -> b -> c and no tie a -> c. Columns:
        ``coordinator`` (kinds A A A), ``itinerant`` (A B A, the consultant), ``gatekeeper`` (A B B),
        ``representative`` (A A B), ``liaison`` (A B C), ``total``; then ``<role>_expected``, the exact
        mean when kinds are shuffled over the partners, and with draws ``<role>_z``, ``<role>_p_high``,
        ``<role>_p_low``. p-values are (1 + count)/(1 + draws), one tail each; z is for size.

        A pair counts only where a -> c is known to be absent, so counts are the lowest that the known
        ties allow. Null where nobody has reported the ties into a partner or out of it, or its kind is
        unknown. O(P (log d + draws)) for P two-step paths, parallel; 4 n draws bytes. Values of ties are
        not used.

        Parameters
        ----------
        by : str or list
            An attribute of the partners, or one value a partner in their order (None is unknown).
        halved : bool, default False
            Undirected only: count each pair {a, c} once (an option of UCINET) instead of in both orders
            (sna).
        draws : int, default 999
            Shuffles; 0 for none.
        seed : int, default 0
        progress : bool, optional
            As in :meth:`structural_holes`.

        Source: Gould & Fernandez 1989.

        Examples
        --------
        >>> net = cw.Network.from_ties([("clinic", "school"), ("school", "library")])
        >>> roles = net.brokerage(["health", "education", "education"], draws=0)
        >>> roles["gatekeeper"].to_list()
        [0.0, 1.0, 0.0]
        """
    def centrality(self, /, measures: str | Iterable[str], *, progress: bool | None = None) -> ScoreFrame:
        """
        Several measures of partners in one frame, each with its default options.

        Partners stand in their own order: measures of position are no ranking, and their order changes
        with who answered (see :meth:`stability`).

        Parameters
        ----------
        measures : list of str
            Of ``"degree", "in_degree", "out_degree", "strength", "closeness", "in_closeness",
            "out_closeness", "betweenness", "coreness", "eigenvector", "katz", "pagerank",
            "authorities", "hubs", "information", "current_flow_betweenness", "clustering",
            "constraint", "effective_size"``.
        progress : bool, optional
            As in :meth:`closeness`.

        Returns
        -------
        ScoreFrame
            ``partner_id`` and one column a measure; its bounds follow it where it has them.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
        >>> net.centrality(["degree", "coreness"])["degree"].to_list()
        [1.0, 2.0, 1.0]
        """
    def cliques(self, /, *, min_size: SupportsIndex = 3, ties: str = "either", limit: SupportsIndex = 10000000, progress: bool | None = None) -> Subgroups:
        """
        All maximal cliques: groups where everybody is tied to everybody and nobody more could join.

        Cliques are of known ties: each listed group is fully tied for certain, but an unknown tie can
        merge groups or hide them. Exact; the number can grow exponentially with size, hence the limit.
        Bron-Kerbosch in degeneracy order over rows of bits, in parallel: O(d n 3^(d/3)) at worst for
        degeneracy d.

        Parameters
        ----------
        min_size : int, default 3
            Smallest clique listed: UCINET's default. 1 lists isolates and lone pairs too, as networkx.
        ties : {"either", "mutual"}
            Directed: a tie in either direction joins two partners (UCINET's default), or it takes both
            (sna). networkx and igraph have cliques of undirected networks only.
        limit : int, default 10_000_000
            Most cliques listed before the search gives up.
        progress : bool, optional
            As in :meth:`triangles`.

        Returns
        -------
        Subgroups

        Source: Luce & Perry 1949; Eppstein, Loeffler & Strash 2013.

        Examples
        --------
        >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
        >>> net = cw.Network.from_ties(ties)
        >>> len(net.cliques()), len(net.cliques(ties="mutual"))
        (1, 0)
        """
    def closeness(self, /, *, mode: str | None = None, variant: str = "harmonic", weighted: bool = False, normalized: bool = True, unreachable: str = "max_plus_one", progress: bool | None = None) -> ScoreFrame:
        """
        Closeness of every partner: how near the others are, by the definition that `variant` names.

        The default, harmonic closeness, is the mean of 1/distance to all others. Unconnected pairs count
        zero, so disconnected networks and isolates are fine, and Freeman's closeness, which is not
        defined there, is refused there. All variants come from one pass: bit-parallel breadth-first
        search, O(n m levels / 512) word operations; weighted by Dijkstra, O(n m log n). A hundred thousand
        partners take seconds to a minute; for millions use :meth:`reach` with few steps.

        Unknown ties: paths run over known ties, so a harmonic value is the least it can be. A partner
        whose own end of the paths nobody has reported is None.

        Parameters
        ----------
        mode : {"in", "out", "all"}, optional
            Distances to the partner (networkx), from it (igraph, sna), or along ties either way.
            Default: both ``_out`` and ``_in`` as two columns on a directed network, because they answer
            different questions and tools silently pick one.
        variant : str, default "harmonic"
            With R of the n - 1 others reached, D the longest distance of the network:

            * ``"harmonic"``: sum of 1/d, over n - 1 (igraph, sna) or not normalised (networkx).
            * ``"freeman"``: (n - 1) / sum of d; only where everyone is reached.
            * ``"wasserman_faust"``: R/(n - 1) times R / sum of d (networkx, rustworkx).
            * ``"reachable"``: R / sum of d over those reached (igraph from 0.10).
            * ``"ucinet"``: (n - 1) / sum of d with `unreachable` in the place of missing distances.
            * ``"valente_forman"``: mean of D + 1 - d over all others, divided by D when normalised
              (integration for in, radiality for out).
            * ``"gil_schmidt"``: sum of 1/d, over R (sna's power index).
        weighted : bool, default False
            Path lengths from values: 1/value for strengths, the value for distances.
        normalized : bool, default True
            False gives the plain sum, or one over it.
        unreachable : {"max_plus_one", "n", "left_out"}
            For ``"ucinet"`` only: D + 1 (its default), n (igraph before 0.10), or no distance at all.
        progress : bool, optional
            Default: a bar where somebody looks, for calls longer than a second.

        Returns
        -------
        ScoreFrame
            ``partner_id``, ``<variant>_closeness``; or ``<variant>_closeness_out`` and
            ``<variant>_closeness_in``.

        Source: Freeman 1979; Wasserman & Faust 1994; Valente & Foreman 1998; Gil & Schmidt 1996;
        Rochat 2009.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")])
        >>> net.closeness(mode="out", normalized=False)["harmonic_closeness"].to_list()
        [1.5, 1.0, 0.0]
        >>> net.closeness(variant="wasserman_faust").columns
        ['partner_id', 'wasserman_faust_closeness_out', 'wasserman_faust_closeness_in']
        """
    def closeness_centralization(self, /, *, mode: str = "all", variant: str = "freeman", progress: bool | None = None) -> Measure:
        """
        Freeman's closeness centralization: 0 when all are equally close, 1 for a star.

        Not defined where a partner's own ties are unreported. Computed on known ties, no bounds. Cost as
        :meth:`closeness`.

        Parameters
        ----------
        mode : {"all", "in", "out"}
            Paths along ties either way, to the partner, or from it.
        variant : {"freeman", "harmonic"}
            Freeman's closeness, divided by (n - 1)(n - 2)/(2n - 3), and not defined on an undirected
            network in pieces; directed with unreachable partners at distance n, divided by
            (n - 1)^2/n (igraph, sna). Harmonic closeness, divided by (n - 2)/2, directed by n - 1.
            Other variants are refused: nobody knows their largest possible sum of differences.
        progress : bool, optional
            As in :meth:`closeness`.

        Source: Freeman 1979.

        Examples
        --------
        >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b"), ("hub", "c")], directed=False)
        >>> round(star.closeness_centralization().value, 12)
        1.0
        """
    def clustering(self, /, *, variant: str = "binary", directed: bool = False, convention: str = "igraph", progress: bool | None = None) -> ScoreFrame:
        """
        Clustering of every partner: the share of the pairs of its partners that are tied to each other.

        Pairs whose own tie is unknown are left out, above and below the line, so unknown is not counted
        as open. A partner nobody has spoken about is null. Range 0 to 1, no good end.

        Parameters
        ----------
        variant : {"binary", "barrat", "onnela"}
            Every tie alike (Watts & Strogatz 1998; networkx and igraph without weights); pairs by the
            mean strength of the partner's two ties (Barrat et al. 2004; igraph with weights); triangles
            by the geometric mean of their strengths over the largest (Onnela et al. 2005; networkx with
            ``weight=``).
        directed : bool, default False
            Whether direction counts (Fagiolo 2007; networkx on a ``DiGraph``). Otherwise ties in either
            direction join a pair.
        convention : {"igraph", "networkx"}
            A partner with fewer than two partners of its own has no pair that could be tied: null
            (igraph's default) or 0 (networkx).
        progress : bool, optional
            As in :meth:`triangles`.

        Returns
        -------
        ScoreFrame
            ``partner_id``, ``clustering``.

        Cost: binary as :meth:`triangles`; the others the sum of squared degrees.

        Examples
        --------
        >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
        >>> net = cw.Network.from_ties(ties, directed=False)
        >>> net.clustering(convention="networkx")["clustering"].round(3).to_list()
        [1.0, 1.0, 0.333, 0.0]
        """
    def cohesion(self, /, *, paths: bool = True, progress: bool | None = None) -> DataFrame:
        """
        Every whole-network measure with its convention, one row each.

        Definitions that share a name are told apart by ``kind``. A measure that this network does not
        have is there with a null and its reason. No row says whether a network is good.

        Parameters
        ----------
        paths : bool, default True
            Follow all shortest paths too: distances, closeness and betweenness centralization,
            least upper bounds. O(n m), so leave them out for hundreds of thousands of partners.
        progress : bool, optional
            As in :meth:`closeness`.

        Returns
        -------
        polars.DataFrame
            ``measure, kind, value, unit, direction, n, coverage, low, high, reference, convention,
            sentence``.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
        >>> net.cohesion().filter(measure="transitivity")["value"].to_list()
        [0.0]
        """
    def communities(self, /, *, method: str = "leiden", objective: str = "modularity", resolution: SupportsFloat | SupportsIndex = 1.0, weighted: bool = False, seed: SupportsIndex = 0, starts: SupportsIndex | float | None = None, iterations: SupportsIndex = 2, tied: str = "together", groups: SupportsIndex | float | None = None, progress: bool | None = None) -> Partition:
        """
        Groups of partners with more ties inside than their numbers of ties would put there.

        No method finds the best groups for sure, and those that use chance end in different places: the
        best of several starts is kept, and ``history()`` and ``caveats`` say how alike the starts are.
        Where they differ, the groups are not firm. Found on the known ties; a partner whose ties nobody
        has reported has no group.

        Parameters
        ----------
        method : {"leiden", "louvain", "label_propagation", "girvan_newman"}
            "leiden" raises the objective and gives connected groups; "louvain" is the same search without
            refinement, and its groups can fall apart; "label_propagation" has no objective: every partner
            takes the label most of its ties carry; "girvan_newman" takes away the tie of highest
            betweenness again and again, and cuts where modularity is highest.
        objective : {"modularity", "cpm"}
            What Leiden and Louvain raise. On directed ties modularity is the directed one (Leicht & Newman
            2008), searched with its own gain. "cpm" is the constant Potts model: groups denser inside than
            `resolution`.
        resolution : float, default 1.0
            Above 1 favours smaller groups. For "cpm" a density, usually below 1.
        weighted : bool, default False
            Use values of ties as strengths.
        seed : int, default 0
            The same seed gives the same groups for any number of threads.
        starts : int, optional
            Number of starts. Default: 10 up to 100,000 ties, above that 1.
        iterations : int, default 2
            How often Leiden begins again from its own result, at most.
        tied : {"together", "first"}
            Girvan-Newman: take away ties of equal betweenness together (UCINET; does not depend on the
            order of partners) or the first of them (as networkx).
        groups : int, optional
            Girvan-Newman: cut at the first split into at least this many groups instead.
        progress : bool, optional
            As in :meth:`closeness`.

        Returns
        -------
        Partition

        Notes
        -----
        One start costs a few passes over the ties and 45 bytes a partner; ten million ties take about ten
        seconds. Girvan-Newman is O(n m^2) at worst and refused above 10^12.

        Source: Traag, Waltman & van Eck 2019; Blondel et al. 2008; Raghavan, Albert & Kumara 2007; Girvan &
        Newman 2002.

        Examples
        --------
        >>> ties = [("a", "b"), ("b", "c"), ("a", "c"), ("d", "e"), ("e", "f"), ("d", "f"), ("c", "d")]
        >>> net = cw.Network.from_ties(ties, directed=False)
        >>> print(net.communities())
        6 partners form 2 groups (method leiden); the largest has 3; modularity 0.357. 10 of 10
        starts gave these groups; likeness of all starts to them 1.00 (adjusted Rand index, 1 = the same).
        >>> net.communities(method="girvan_newman").sizes
        [3, 3]
        """
    def compactness(self, /, *, weighted: bool = False, progress: bool | None = None) -> Measure:
        """
        Compactness: the mean of 1/distance over all pairs, a pair without a path adding 0 (UCINET).

        The same number as :meth:`global_efficiency`. The bounds are exact: an unknown tie can only raise
        it. Cost as :meth:`closeness`, twice with unknown ties.

        Parameters
        ----------
        weighted : bool, default False
            Path lengths from values: 1/value for strengths; then it is not a share and has no bounds.
        progress : bool, optional
            As in :meth:`closeness`.

        Source: Borgatti 2006; Latora & Marchiori 2001.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b"), ("b", "c")]).compactness().value == 2.5 / 6
        True
        """
    def compare(self, /, later: Network) -> Comparison:
        """
        What changed from this wave to a later one: partners that stay, join and leave, ties kept, gained
        and lost.

        Partners are matched by id. A tie is lost only where the later wave observed its absence: a cell
        counts when both waves observed it, and ties in other cells are counted apart. Ties of joiners
        and leavers are listed, not counted as change. O(n + m log d).

        Parameters
        ----------
        later : Network
            Another wave of the same relation, also directed or also not.

        Returns
        -------
        Comparison

        Examples
        --------
        >>> before = cw.Network.from_ties([("a", "b"), ("b", "c")])
        >>> change = before.compare(cw.Network.from_ties([("a", "b"), ("c", "b"), ("c", "d")]))
        >>> change.kept, change.gained, change.lost, change.joiners
        (1, 1, 1, 1)
        """
    def completed(self, /, *, seed: SupportsIndex = 0, draw: SupportsIndex = 0) -> Network:
        """
        The network with every unknown tie filled at random, as plausibly as the known ones allow.

        i to j becomes a tie with the share that ties have among the known reports about j by partners of whom
        j says the same as of i: sought-after partners stay sought after, and ties are returned as often as they
        are known to be. It is no model of why partners did not answer: look at several, and at their spread.

        Parameters
        ----------
        seed : int, default 0
        draw : int, default 0
            Which of the networks of this seed.

        Source: hot decks, Andridge & Little 2010; Huisman 2009. O(n^2).

        Examples
        --------
        >>> partners = {"partner_id": ["a", "b", "c"]}
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "a")], partners=partners, respondents=["a", "b"])
        >>> net.completed().coverage().pairs_none
        0
        """
    def component_membership(self, /, *, kind: str = "weak") -> ScoreFrame:
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
    def composition(self, /, by: str, *, mode: str = "all", ignore_own: bool = False) -> ScoreFrame:
        """
        What share of every partner's alters is of each category of an attribute, and how mixed they are.

        Parameters
        ----------
        by : str
            Name of the attribute.
        mode : {"all", "out", "in"}
            Who is an alter in a directed network.
        ignore_own : bool, default False
            Leave out alters of ego's own category (UCINET's option): the mix of those who differ.

        Returns
        -------
        ScoreFrame
            ``partner_id``; ``alters`` (those whose category is known); ``same`` (share in ego's own
            category); ``share_<category>`` for each; ``heterogeneity`` (Blau, 1 - sum of squared shares);
            ``iqv`` (Blau divided by its maximum, 1 - 1/K).

        Notes
        -----
        Every tie counts once, whatever its value. Shares are null without an alter of known category, and
        for a partner whose own ties nobody has reported. O(n K + m). Source: Blau 1977; Agresti & Agresti
        1978.

        Examples
        --------
        >>> partners = {"partner_id": ["a", "b", "c"], "sector": ["school", "school", "clinic"]}
        >>> net = cw.Network.from_ties([("a", "b"), ("a", "c")], partners=partners, directed=False)
        >>> net.composition("sector").rows()[0]
        ('a', 2.0, 0.5, 0.5, 0.5, 0.5, 1.0)
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
    def consensus(self, /, methods: str | Iterable[str] | None = None, *, cut_offs: SupportsGetItem[int, SupportsFloat | SupportsIndex] | None = None, leave_one_out: bool = True, completions: SupportsIndex = 20, threshold: SupportsFloat | SupportsIndex = 0.8, seed: SupportsIndex = 0, progress: bool | None = None) -> Consensus:
        """
        Which partners are found together by every method, at every cut, without any one partner's answers, and
        however the unknown ties are filled in.

        Each method searches each version of the data anew. A partner's score is the mean, over methods, cuts and
        kinds of variation, of the share of the runs that found it. That a set is found again says that it is
        stable, not that it is more than chance: see :meth:`core_periphery`'s test for that. No good end.

        Parameters
        ----------
        methods : str or list of {"core", "closed_core", "inner_core", "k_plex"}, optional
            The core of a core and periphery with ties between the two left out, or counting against it; the
            innermost k-core; the largest 2-plexes. All four by default. None of them sees a label.
        cut_offs : list of float, optional
            Cuts of a valued network: a tie counts from this value up.
        leave_one_out : bool, default True
            Set each respondent's answers aside once (they become unknown; the partner stays).
        completions : int, default 20
            Times the unknown ties are filled at random: a cell becomes a tie with the share that ties have among
            known reports about the same partner, by partners of whom it says the same.
        threshold : float, default 0.8
            Score from which a partner belongs to the consensus.
        seed : int, default 0
        progress : bool, optional
            Show a bar; by default when the call takes longer than a second.

        Returns
        -------
        Consensus

        Source: Lancichinetti & Fortunato 2012; Costenbader & Valente 2003. Cost: methods x cuts x (1 +
        respondents + completions) searches, in parallel.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")], directed=False)
        >>> print(net.consensus(["inner_core", "k_plex"]))
        3 of 4 partners are found in at least 80 % of 10 searches, each kind of search counted the same.
        """
    def core_periphery(self, /, *, method: str = "discrete", off_diagonal: float | tuple[float, float] | None = None, weighted: bool = False, exact_up_to: SupportsIndex = 25, starts: SupportsIndex = 20, seed: SupportsIndex = 0, expected: str = "configuration", progress: bool | None = None) -> CorePeriphery:
        """
        Divide the network into a core and a periphery.

        No good end: a core can hold a partnership together or keep others out, and the fit does not tell
        which. Unknown cells are left out of the fit; a partner nobody has spoken about is in neither group.

        Parameters
        ----------
        method : {"discrete", "lip", "minres", "multi"}
            "discrete": the core whose known cells correlate best with the ideal picture, 1 in the core and 0
            in the periphery (Borgatti & Everett 1999). "lip": the core with the fewest errors, read off the
            degrees. "minres": a coreness for every partner, so that tie values are near the products; members
            are cut from its order. "multi": several cores with a periphery each (Kojaku & Masuda).
        off_diagonal : float or (float, float), optional
            What the ideal picture has between core and periphery. None leaves those cells out (UCINET's
            default); 1 is equation 1 of Borgatti & Everett; 0 a core that keeps to itself; two densities are
            (from core to periphery, from periphery to core). The cores can differ completely. "lip" and
            "multi" do not use it.
        weighted : bool, default False
            Use values of ties as strengths; not for "lip".
        exact_up_to : int, default 25
            Up to this many partners every core is looked at: the best is certain and all best ones are
            listed. At most 30, where it takes ten seconds or so; each partner more doubles the time.
        starts : int, default 20
            Starts of the searches by chance: "discrete" above `exact_up_to`, "minres", "multi".
        seed : int, default 0
            The same seed gives the same answer for any number of threads.
        expected : {"configuration", "density"}
            "multi": what pairs are held against. With "configuration" everybody keeps the number of ties, so
            having many does not make a core.
        progress : bool, optional
            As in :meth:`closeness`.

        Returns
        -------
        CorePeriphery

        Raises
        ------
        InputError
            For `weighted` without strengths, densities outside 0 to 1, two densities on undirected ties.

        Notes
        -----
        O(2^n) up to `exact_up_to` partners, else O(n (n + m)) a start in practice; "lip" O(n log n + m).

        Source: Borgatti & Everett 1999; Lip 2011; Boyd, Fitzgerald, Mahutga & Smith 2010; Kojaku & Masuda
        2017, 2018.

        Examples
        --------
        >>> ties = [("a", "b"), ("a", "c"), ("b", "c"), ("a", "d"), ("b", "e"), ("c", "f")]
        >>> net = cw.Network.from_ties(ties, directed=False)
        >>> net.core_periphery().members
        ['a', 'b', 'c']
        >>> net.core_periphery(method="lip").fit  # no error in any of the 30 cells
        1.0
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
    def cug(self, /, measure: str, *, condition: str = "ties", draws: SupportsIndex = 999, seed: SupportsIndex = 0, progress: bool | None = None) -> CugTest:
        """
        A conditional uniform graph test: is a number of the whole network larger or smaller than in networks
        drawn at random among all with the same partners, ties or dyads?

        Both tails; where all such networks are no more than ``draws + 1``, each is looked at and p is exact.
        Draws put ties into known cells only and keep the counts among known cells, so the measure meets the
        same unknown cells in every network. Values of ties are not used. Which condition is kept decides what
        "chance" means, so report it; a number beyond chance says nothing about its cause.

        Parameters
        ----------
        measure : str
            ``"density"``, ``"reciprocity"``, ``"transitivity"``, ``"degree_centralization"`` ...: a measure
            of the whole network by its default convention; a wrong name is answered with all of them.
        condition : {"ties", "size", "dyad_census"}
            What is kept: the number of ties; the partners alone (every known cell holds a tie with chance
            1/2); the numbers of mutual, asymmetric and null dyads (undirected: the same as "ties").
        draws : int, default 999
        seed : int, default 0
            Same seed, same answer, for any number of threads.
        progress : bool, optional
            As in :meth:`closeness`.

        Returns
        -------
        CugTest

        Notes
        -----
        ``draws`` times the measure, O(n^2) a draw; at most 4,096 partners. Source: Anderson, Butts & Carley
        1999; Butts 2008.

        Examples
        --------
        >>> net = cw.example().network("communication", wave="2025")
        >>> test = net.cug("transitivity", condition="dyad_census", draws=99)
        >>> test.smallest
        0.01
        >>> test.test["mean"] < test.test["observed"]
        True
        """
    def current_flow_betweenness(self, /, *, weighted: bool = False, normalized: bool = True, endpoints: bool = False, progress: bool | None = None) -> ScoreFrame:
        """
        Current-flow (random-walk) betweenness: the share of currents between others that runs through a partner.

        Undirected networks only (symmetrise first). Pairs in different components carry no current and
        count as pairs. Computed over known ties, one more of which can raise or lower any value; partners
        whose ties nobody has reported are null. O(n^3 + n m log n) and 16 n^2 bytes for the
        largest component, of at most 4,096 partners.

        Parameters
        ----------
        weighted : bool, default False
            Whether ties conduct by their value: a strength, or 1/distance.
        normalized : bool, default True
            Divide by the number of pairs of others, (n - 1)(n - 2)/2 (networkx); with `endpoints` of
            all pairs, n(n - 1)/2.
        endpoints : bool, default False
            Whether the current a partner itself sends and receives counts (Newman's own definition) or not
            (networkx).
        progress : bool, optional
            As in :meth:`closeness`.

        Source: Newman 2005; Brandes & Fleischer 2005.

        Examples
        --------
        >>> path = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
        >>> path.current_flow_betweenness()["current_flow_betweenness"].round(6).to_list()
        [0.0, 1.0, 0.0]
        """
    def current_flow_closeness(self, /, *, weighted: bool = False, progress: bool | None = None) -> ScoreFrame:
        """
        Current-flow closeness: 1 over the sum of resistances to all others of the component (networkx).

        :meth:`information` on another scale; the same limits and treatment of unknown ties.

        Parameters
        ----------
        weighted : bool, default False
            Whether ties conduct by their value: a strength, or 1/distance.
        progress : bool, optional
            As in :meth:`closeness`.

        Source: Brandes & Fleischer 2005.

        Examples
        --------
        >>> path = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
        >>> path.current_flow_closeness()["current_flow_closeness"].round(6).to_list()
        [0.333333, 0.5, 0.333333]
        """
    def cut_points(self, /) -> ScoreFrame:
        """
        Which partners are cut points, and into how many pieces their component falls without them.

        Direction of ties is ignored. One unknown tie can be the second way that undoes a cut, and can
        make a new one; there are no bounds. A partner whose ties nobody has reported is null.

        Returns
        -------
        ScoreFrame
            ``partner_id``, ``pieces`` (2 or more for a cut point, 1 where the rest stays together, 0
            for an isolate) and ``is_cut_point``.

        Notes
        -----
        O(n + m), one depth-first search. Source: Hopcroft & Tarjan 1973.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
        >>> net.cut_points().rows()
        [('a', 1.0, False), ('b', 2.0, True), ('c', 1.0, False)]
        """
    def cuts(self, /, op: str = "at_least") -> DataFrame:
        """
        What each possible cut would leave: ``cut, ties, density, correlation``, one row for every value.

        ``correlation`` is Pearson's between tied or not and the value over the known pairs (0 without a
        tie); the cut with the highest one keeps most of the values. This is the table of UCINET's
        interactive dichotomising. O(m log m).

        Parameters
        ----------
        op : {"at_least", "above", "at_most", "below", "equal", "not_equal"}

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b", 3), ("b", "c", 1)], value="value")
        >>> net.cuts()["ties"].to_list()
        [2, 1]
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
    def degree_assortativity(self, /, *, source: str = "out", target: str = "in") -> Measure:
        """
        Correlation between the degrees of the two ends of a tie.

        Known ties and degrees; ties to a partner whose ties of that kind nobody has reported are left
        out; None where degrees do not vary. O(n + m).

        Parameters
        ----------
        source, target : {"out", "in"}
            Which degree of each end of a directed tie (networkx's ``x`` and ``y``); ignored when
            undirected.

        Source: Newman 2002, 2003.

        Examples
        --------
        >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b")], directed=False)
        >>> star.degree_assortativity().value
        -1.0
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
    def diameter(self, /, *, weighted: bool = False, progress: bool | None = None) -> Measure:
        """
        The longest of the shortest paths between partners whom a path joins.

        With pairs that no path joins the diameter of graph theory is infinite; a caveat counts them.
        Paths run over known ties; no bounds. Cost as :meth:`closeness`.

        Parameters
        ----------
        weighted : bool, default False
            Path lengths from values: 1/value for strengths.
        progress : bool, optional
            As in :meth:`closeness`.

        Source: Wasserman & Faust 1994, ch. 4.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b"), ("b", "c")]).diameter().value
        2.0
        """
    def dichotomise(self, /, op: str, cut: SupportsFloat | SupportsIndex | str | None = None, *, density: SupportsFloat | SupportsIndex | None = None) -> Network:
        """
        Keep the ties whose value passes a cut, without values.

        A tie that does not pass becomes a reported absence; an unknown pair stays unknown. O(n + m).

        Parameters
        ----------
        op : {"at_least", "above", "at_most", "below", "equal", "not_equal"}
            How the value must stand to the cut (UCINET's ge, gt, le, lt, eq, ne).
        cut : float or "mean", optional
            The cut, or the mean value of the ties.
        density : float, optional
            Instead of a cut: the most selective of the values present that still leaves this share of
            the known pairs tied. The density reached stands in :attr:`notes`; :meth:`cuts` shows the
            others.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b", 3), ("b", "c", 1)], value="value")
        >>> net.dichotomise("at_least", 2).ties().rows()
        [('a', 'b')]
        >>> net.dichotomise("at_least", density=0.3).n_ties
        2
        """
    @property
    def directed(self, /) -> bool:
        """
        Whether a tie has a source and a target.
        """
    def distance_distribution(self, /, *, progress: bool | None = None) -> ScoreFrame:
        """
        How many pairs of partners are 1, 2, ... ties apart, and how many no path joins.

        Ordered pairs when directed. Counts are exact; paths run over known ties. Cost as
        :meth:`closeness`.

        Parameters
        ----------
        progress : bool, optional
            As in :meth:`closeness`.

        Returns
        -------
        polars.DataFrame
            ``distance``, ``pairs``; in the last row ``distance`` is None: pairs without a path.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b"), ("b", "c")]).distance_distribution().rows()
        [(1, 2), (2, 1), (None, 3)]
        """
    def dyad_census(self, /) -> ScoreFrame:
        """
        Pairs of partners that are mutual, asymmetric, null, and unknown because a side has not spoken.

        The counts add up to n (n - 1) / 2. In an undirected network every tie is mutual. O(n + m log d).

        Returns
        -------
        polars.DataFrame
            ``type``, ``count``.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b"), ("b", "a"), ("b", "c")]).dyad_census().rows()
        [('mutual', 1), ('asymmetric', 1), ('null', 1), ('unknown', 0)]
        """
    def dyadic_constraint(self, /, *, scope: str = "whole", weighted: bool = False, progress: bool | None = None) -> ScoreFrame:
        """
        The constraint that each contact puts on each partner; summed over contacts it is the constraint.

        Columns: ``source_id`` (the partner), ``target_id`` (its contact), ``dyadic_constraint``. Both
        orders of a pair are there, also in undirected networks, because they differ. Options, cost,
        unknown ties and errors as in :meth:`structural_holes`.

        Source: Burt 1992.

        Examples
        --------
        >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b")], directed=False)
        >>> star.dyadic_constraint().rows()[0]
        ('hub', 'a', 0.25)
        """
    def eccentricity(self, /, *, mode: str = "out", weighted: bool = False, progress: bool | None = None) -> ScoreFrame:
        """
        How far each partner is from the farthest and on average from those it reaches, and how many it
        does not reach.

        Distances are within those reached (igraph's rule; networkx refuses disconnected networks), which
        is why ``unreachable`` stands beside them. Who reaches nobody has no distance: None, where
        igraph says 0. Paths run over known ties; unreported partners are None. Cost as
        :meth:`closeness`.

        Parameters
        ----------
        mode : {"out", "in", "all"}
            Distances from the partner, to it, or along ties either way.
        weighted : bool, default False
            Path lengths from values: 1/value for strengths.
        progress : bool, optional
            As in :meth:`closeness`.

        Returns
        -------
        ScoreFrame
            ``partner_id``, ``eccentricity``, ``average_distance``, ``unreachable``.

        Source: Hage & Harary 1995.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")])
        >>> net.eccentricity().rows()
        [('a', 2.0, 1.5, 0.0), ('b', 1.0, 1.0, 1.0), ('c', None, None, 2.0)]
        """
    def edge_betweenness(self, /, *, weighted: bool = False, normalized: bool = True, progress: bool | None = None) -> ScoreFrame:
        """
        Betweenness of every tie: the share of pairs of partners whose shortest paths run over it.

        The ends of the tie belong to the pairs. Paths run over known ties; an unknown one can raise or
        lower any value, so there are no bounds.

        Parameters
        ----------
        weighted : bool, default False
            As in :meth:`betweenness`.
        normalized : bool, default True
            Divide by n(n - 1) ordered pairs when directed, half as many when not (networkx); False
            gives the pairs that igraph gives.
        progress : bool, optional
            As in :meth:`closeness`.

        Returns
        -------
        ScoreFrame
            ``source_id``, ``target_id``, ``edge_betweenness``, in the order of :meth:`ties`.

        Notes
        -----
        O(n m) unweighted, O(n m log n) weighted.

        Source: Girvan & Newman 2002; Brandes 2008.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "d")], directed=False)
        >>> net.edge_betweenness(normalized=False)["edge_betweenness"].to_list()
        [3.0, 4.0, 3.0]
        """
    def ego(self, /, partner: str | int, *, steps: SupportsIndex = 1, mode: str = "all", center: bool = True) -> Network:
        """
        The ego network of a partner: everyone within some steps of it and the known ties among them.

        Unknown ties are not followed, so the true ego network may hold more. O(n + m).

        Parameters
        ----------
        partner : str or int
        steps : int, default 1
        mode : {"all", "in", "out"}
            Which ties of a directed network the steps follow.
        center : bool, default True
            Whether the partner itself is part of it.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "d")])
        >>> net.ego("b").partners()["partner_id"].to_list()
        ['a', 'b', 'c']
        """
    def ego_networks(self, /, *, mode: str = "all", progress: bool | None = None) -> ScoreFrame:
        """
        The basics of every partner's ego network, as in UCINET's egonet basic measures.

        Parameters
        ----------
        mode : {"all", "out", "in"}
            Who is an alter: partners tied to ego in either direction, those it names, those that name
            it. The second step follows ties in the same way.
        progress : bool, optional
            As in :meth:`closeness`.

        Returns
        -------
        ScoreFrame
            ``partner_id``; ``size`` (alters); ``ties_among_alters``; ``pairs_of_alters`` (ordered when
            directed; UCINET counts undirected ones twice in both); ``ego_density``;
            ``alter_components`` (ego taken out) and ``component_ratio``; ``two_step_reach``,
            ``two_step_share`` and ``reach_efficiency``; ``brokerage`` (pairs of alters known not to be
            tied, half the ordered pairs when directed) and ``normalized_brokerage``.

        Notes
        -----
        Unknown ties: alters, ties and reach are of the known ties and the least they can be; density and
        brokerage are of the pairs of alters that somebody has spoken about; a partner whose own ties
        nobody has reported is null. What has nothing to divide by is null too, where UCINET writes 0.
        Cost: the sum of squared degrees. Source: Everett & Borgatti 2005.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("a", "c"), ("b", "c"), ("c", "d")], directed=False)
        >>> net.ego_networks()["size", "ties_among_alters", "brokerage"].rows()[2]
        (3.0, 1.0, 2.0)
        """
    def ei_index(self, /, by: str | Iterable[object], *, weighted: bool = False, draws: SupportsIndex = 999, seed: SupportsIndex = 0, progress: bool | None = None) -> EiIndex:
        """
        Krackhardt and Stern's E-I index: ties between kinds of partners against ties inside them.

        (E - I)/(E + I), from -1 (all ties inside) to 1 (all between); no good end. Its value by chance is
        not 0 but follows from the sizes of the kinds (``.expected``); the test shuffles the kinds over
        the partners while ties and unknown cells stay. Known ties between partners of known kind;
        ``.whole.interval`` bounds the index whatever the unknown ties are (directed, unweighted). O((n +
        m)(1 + draws)), parallel over draws.

        Parameters
        ----------
        by : str or list
            An attribute of the partners, or one value a partner in their order (None is unknown, and
            left out; it is not a kind).
        weighted : bool, default False
            Add up the values of ties instead of counting them, throughout (UCINET's "treat as binary"
            reaches its mixing table only).
        draws : int, default 999
            Shuffles; 0 for none.
        seed : int, default 0
        progress : bool, optional
            Show a bar; by default when the call takes longer than a second.

        Source: Krackhardt & Stern 1988.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "d")], directed=False)
        >>> print(net.ei_index(["x", "x", "y", "y"], draws=99))
        The E-I index by kind is -0.333 over 3 known ties; kinds of these sizes at random give 0.333.
        """
    def eigenvector(self, /, *, mode: str = "in", weighted: bool = False, scale: str = "l2", scope: str = "network", progress: bool | None = None) -> ScoreFrame:
        """
        Eigenvector centrality: partners score high when partners that score high are tied to them.

        Never negative. Zero outside the piece of the network with the largest eigenvalue; null with the
        reason where two pieces share it, where there are no ties, and (directed) where no tie lies on
        a cycle. Computed over known ties, one more of which can raise or lower any value; partners whose
        ties of this kind nobody has reported are null. By Arnoldi's method: O(m) a multiplication, of
        which it takes about 50; the caveats name the residual.

        Parameters
        ----------
        mode : {"in", "out", "all"}
            Whose scores a partner adds up: those who name it (networkx, igraph), those it names, or both
            as pairs (a tie when either side reports it).
        weighted : bool, default False
            Whether ties count by their value (a strength).
        scale : {"l2", "max", "sum"}
            Squares add up to 1 (networkx, sna), the largest is 1 (igraph), or all add up to 1.
        scope : {"network", "component"}
            One vector for the network, or one for each weak component by itself.
        progress : bool, optional
            As in :meth:`closeness`.

        Source: Bonacich 1972.

        Examples
        --------
        >>> star = cw.Network.from_ties([("hub", p) for p in "abcd"], directed=False)
        >>> star.eigenvector(scale="max")["eigenvector"].round(6).to_list()
        [1.0, 0.5, 0.5, 0.5, 0.5]
        """
    def eigenvector_centralization(self, /, *, mode: str = "in") -> Measure:
        """
        Eigenvector centralization: how much the eigenvector scores gather on one partner.

        The sum of differences from the largest score (scaled to 1) over n - 2, a maximum that is proved: one
        tied pair among isolates attains it. igraph divides by n - 2 undirected and n - 1 directed.
        Undefined below three partners, where the eigenvector is, and where a score is unknown.
        Cost of :meth:`eigenvector`.

        Parameters
        ----------
        mode : {"in", "out", "all"}
            As in :meth:`eigenvector`.

        Examples
        --------
        >>> star = cw.Network.from_ties([("hub", p) for p in "abcd"], directed=False)
        >>> round(star.eigenvector_centralization().value, 3)
        0.667
        """
    def equivalence(self, /, *, method: str = "structural", groups: SupportsIndex | float | None = None, distance: str = "euclidean", diagonal: str | None = None, linkage: str = "average", depth: SupportsIndex = 2, weighted: bool = False, progress: bool | None = None) -> Partition:
        """
        Positions: partners with the same ties to the same others.

        Parameters
        ----------
        method : {"structural", "concor"}
            "structural" without `groups` gives the exact classes (Lorrain & White 1971): partners who could
            change places without a trace. With `groups` the distances of :meth:`profile_distances` are
            clustered and cut. "concor" splits in two by correlations of correlations (Breiger, Boorman &
            Arabie 1975), `depth` times.
        groups : int, optional
            Number of positions of the clustering.
        distance : {"euclidean", "correlation", "matches"}
            How profiles are compared (clustering).
        diagonal : {"reciprocal", "ignore", "zero"}, optional
            What is done with the cells of the two partners themselves, as in :meth:`profile_distances`.
            Default: "reciprocal" for the clustering, "ignore" for CONCOR. The exact classes are always
            "reciprocal".
        linkage : {"average", "complete", "single"}
            Distance of two clusters: mean, largest or smallest of their members'.
        depth : int, default 2
            CONCOR: splits, giving at most 2**depth blocks besides isolates.
        weighted : bool, default False
            Compare values; the exact classes do not use them.
        progress : bool, optional
            As in :meth:`closeness`.

        Returns
        -------
        Partition

        Notes
        -----
        Unknown cells are left out pair by pair; the exact classes are those of the known ties. A partner
        whose ties nobody has reported has no position. CONCOR sets partners aside whose cells are all the
        same (isolates), because they have no correlation. O(n^3), the exact classes O(m log n); at most
        5,000 partners.

        Examples
        --------
        >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b"), ("hub", "c")], directed=False)
        >>> star.equivalence().sizes
        [1, 3]
        >>> star.equivalence(groups=2).to_frame()["group"].to_list()
        [0, 1, 1, 1]
        """
    def exclusivity(self, /, members: Iterable[str | int], *, strata: SupportsIndex = 3, draws: SupportsIndex = 999, seed: SupportsIndex = 0, progress: bool | None = None) -> ScoreFrame:
        """
        How a set of partners keeps to itself: density inside and across its boundary, E-I, returned ties, each
        beside sets of the same size that hold as many partners of each degree stratum.

        Known pairs only. The test takes the set as given: one found by looking at these ties is dense inside by
        the way it was found, so whether it is more than chance is for a test that finds a set anew in every draw.
        Where there are few such sets all are compared and p is exact. Nobody is named. No good end.

        Parameters
        ----------
        members : list of partner ids
        strata : int, default 3
            Number of degree strata, about equally large; 1 for none. Degree here is the share of the known pairs
            with a partner that are tied.
        draws : int, default 999
            Sets drawn at most; 0 for no test.
        seed : int, default 0
        progress : bool, optional
            Show a bar; by default when the call takes longer than a second.

        Returns
        -------
        ScoreFrame
            ``statistic`` (internal_density, boundary_density, density_difference, ei_index; directed also
            reciprocity_inside, reciprocity_across, reciprocity_difference), ``smallest_p``, ``value``, ``n``,
            ``low``, ``high`` (what the unknown ties leave open; densities of directed networks), ``mean``,
            ``z``, ``p_high``, ``p_low``. The first caveat is the result in plain sentences.

        Source: Krackhardt & Stern 1988; Moody & White 2003.

        Examples
        --------
        >>> ties = [("a", "b"), ("a", "c"), ("b", "c"), ("d", "e"), ("d", "f"), ("e", "f"), ("c", "d")]
        >>> net = cw.Network.from_ties(ties, directed=False)
        >>> row = net.exclusivity(["a", "b", "c"], strata=1).row(0, named=True)
        >>> row["value"], row["p_high"], row["smallest_p"]  # of 20 sets of three, two are as dense
        (1.0, 0.1, 0.05)
        """
    def fragmentation(self, /, *, kind: str = "reachable", progress: bool | None = None) -> Measure:
        """
        Share of pairs of partners that cannot reach one another, with bounds. Three definitions.

        O(n + m) for ``"borgatti"``; ``"reachable"`` as :meth:`connectedness`; ``"distance_weighted"`` as
        :meth:`compactness`.

        Parameters
        ----------
        kind : {"reachable", "borgatti", "distance_weighted"}
            Ordered pairs without a directed path (UCINET's multiple-measures block); F, pairs in
            different components whatever the direction; or DF, 1 - mean of 1/distance over
            undirected ties.
        progress : bool, optional
            As in :meth:`closeness`.

        Source: Borgatti 2006.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("c", "b")])
        >>> round(net.fragmentation().value, 3), net.fragmentation(kind="borgatti").value
        (0.667, 0.0)
        """
    @staticmethod
    def from_arrays(n: SupportsIndex | float, source: ArrayLike, target: ArrayLike, value: ArrayLike | None = None, *, directed: bool = False, value_means: str = "strength", duplicates: str = "error", self_ties: str = "error") -> Network:
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
    def from_igraph(graph: Any, *, id: str | None = None, value: str | None = None, value_means: str = "strength", respondents: Any | None = None, duplicates: str = "error", self_ties: str = "error") -> Network:
        """
        Build a network from a graph of igraph.

        Parameters
        ----------
        graph : igraph.Graph
        id : str, optional
            The vertex attribute that holds the ids; by default ``name`` where there is one, else the
            numbers of the vertices.
        value : str, optional
            The edge attribute that is the value; by default ``weight`` where there is one.
        value_means, respondents, duplicates, self_ties : optional
            As in :meth:`from_networkx`.

        Examples
        --------
        >>> import igraph as ig
        >>> cw.Network.from_igraph(ig.Graph.Ring(3)).n_ties
        3
        """
    @staticmethod
    def from_networkx(graph: Any, *, value: str | None = None, value_means: str = "strength", respondents: Any | None = None, duplicates: str = "error", self_ties: str = "error") -> Network:
        """
        Build a network from a graph of networkx.

        Nodes become partners by their text, and keep their attributes as text; isolates stay. The edges of
        a multigraph are repeated pairs, for `duplicates` to decide.

        Parameters
        ----------
        graph : networkx.Graph, DiGraph, MultiGraph or MultiDiGraph
        value : str, optional
            The edge attribute that is the value; by default ``weight`` where any edge has it.
        value_means, duplicates, self_ties : str
            As in :meth:`from_ties`.
        respondents : list of str, optional
            Who answered; by default everything is known.

        Examples
        --------
        >>> import networkx as nx
        >>> cw.Network.from_networkx(nx.path_graph(3)).ties().rows()
        [('0', '1'), ('1', '2')]
        """
    @staticmethod
    def from_numpy(matrix: Any, *, ids: Iterable[str | int] | None = None, unknown: SupportsFloat | SupportsIndex = ..., directed: bool = True, value_means: str = "strength", self_ties: str = "error") -> Network:
        """
        Build a network from an n x n matrix.

        Parameters
        ----------
        matrix : array of float
            Row i says what partner i reports: 0 is no tie, any other number its value. A matrix of
            zeros and ones gives ties without values.
        ids : list of str, optional
            The partners; by default ``0 .. n-1``.
        unknown : float, default nan
            The number that marks a cell nobody has spoken about, beside NaN. A row of such cells is a
            partner that did not answer.
        directed : bool, default True
            With False the matrix must be symmetric.
        value_means, self_ties : str
            As in :meth:`from_ties`; self-ties stand on the diagonal.

        Examples
        --------
        >>> import numpy as np
        >>> net = cw.Network.from_numpy(np.array([[0, 2, 0], [1, 0, 0], [np.nan] * 3]), ids=["a", "b", "c"])
        >>> net.ties().rows(), net.density().n
        ([('a', 'b', 2.0), ('b', 'a', 1.0)], 4)
        """
    @staticmethod
    def from_rustworkx(graph: Any, *, id: str | None = None, value: str | None = None, value_means: str = "strength", respondents: Any | None = None, duplicates: str = "error", self_ties: str = "error") -> Network:
        """
        Build a network from a graph of rustworkx.

        Parameters
        ----------
        graph : rustworkx.PyGraph or rustworkx.PyDiGraph
        id : str, optional
            The field of the nodes that holds the ids, where nodes are mappings; by default ``partner_id``
            where all have it. Other nodes are called by their text, empty ones by their number.
        value : str, optional
            The field of the edges that is the value, where edges are mappings; by default ``weight``. An
            edge that is a number is its value.
        value_means, respondents, duplicates, self_ties : optional
            As in :meth:`from_networkx`.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b", 2.0)], value="value")
        >>> cw.Network.from_rustworkx(net.to_rustworkx()).ties().rows()
        [('a', 'b', 2.0)]
        """
    @staticmethod
    def from_scipy(matrix: Any, *, ids: Any | None = None, directed: bool = True, valued: bool = True, respondents: Any | None = None, self_ties: str = "error") -> Network:
        """
        Build a network from a sparse matrix of scipy: its stored numbers other than 0 are ties.

        A sparse matrix cannot say that a cell is unknown: everything is taken as known, unless
        `respondents` are named.

        Parameters
        ----------
        matrix : scipy sparse array
            n x n.
        ids : list of str, optional
            The partners; by default ``0 .. n-1``.
        directed : bool, default True
            With False the matrix must be symmetric.
        valued : bool, default True
            With False the numbers are not read as values.
        respondents, self_ties : optional
            As in :meth:`from_ties`.

        Examples
        --------
        >>> import scipy.sparse
        >>> matrix = scipy.sparse.csr_array([[0, 3], [0, 0]])
        >>> cw.Network.from_scipy(matrix, ids=["a", "b"]).ties().rows()
        [('a', 'b', 3.0)]
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
    def global_efficiency(self, /, *, weighted: bool = False, progress: bool | None = None) -> Measure:
        """
        Global efficiency: :meth:`compactness` under the name that networkx gives it, for directed
        networks too.

        Parameters
        ----------
        weighted : bool, default False
            Path lengths from values: 1/value for strengths.
        progress : bool, optional
            As in :meth:`closeness`.

        Source: Latora & Marchiori 2001.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b")], directed=False).global_efficiency().value
        1.0
        """
    def hits(self, /, *, weighted: bool = False, scale: str = "l2", progress: bool | None = None) -> ScoreFrame:
        """
        Hubs and authorities: good hubs name good authorities, who are named by good hubs.

        Null where several separate groups of senders and receivers share the largest singular value,
        because neither vector is determined then. On undirected networks both are the eigenvector.
        Computed over known ties; a hub that did not answer and an authority nobody was asked about are
        null. Cost as :meth:`eigenvector`, and one more copy of the ties.

        Parameters
        ----------
        weighted : bool, default False
            Whether ties count by their value (a strength).
        scale : {"l2", "max", "sum"}
            Squares of each vector add up to 1 (Kleinberg), the largest is 1 (igraph), or all add up to 1
            (networkx).
        progress : bool, optional
            As in :meth:`closeness`.

        Returns
        -------
        ScoreFrame
            ``partner_id``, ``hub``, ``authority``.

        Source: Kleinberg 1999.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")])
        >>> net.hits(scale="max").rows()
        [('a', 1.0, 0.0), ('x', 0.0, 1.0), ('y', 0.0, 1.0), ('b', 1.0, 0.0)]
        """
    def homophily(self, /, by: str | Iterable[object]) -> ScoreFrame:
        """
        How far each kind of partners keeps to itself: Coleman's index and Yule's Q.

        Columns: ``kind, partners, ties, internal, share, expected_share, coleman, yules_q``. Coleman:
        (share - expected)/(1 - expected) above what is expected, /expected below; expected is the
        kind's share of the known cells, (n_g - 1)/(n - 1) when everything is known. Directed, a kind's
        ties are those it sends. Null for a kind without ties. O(n + m + kinds^2).

        Parameters
        ----------
        by : str or list
            An attribute of the partners, or one value a partner in their order (None is unknown).

        Source: Coleman 1958; Yule 1900.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")], directed=False)
        >>> net.homophily(["x", "x", "y", "y"])["coleman"].to_list()
        [1.0, 1.0]
        """
    def in_groups(self, /, *, attributes: str | Iterable[str] | None = None, conjunctions: SupportsGetItem[int, dict[str, str]] | None = None, strata: str | None = None, meetings: Affiliation | None = None, perception: dict[str, Any] | None = None, days_before: SupportsIndex = 3, correction: str = "holm", alpha: SupportsFloat | SupportsIndex = 0.05, draws: SupportsIndex = 999, completions: SupportsIndex = 20, seed: SupportsIndex = 0, without_backbone: bool = True, view: str | None = None, progress: bool | None = None) -> InGroupEvidence:
        """
        Evidence for a closed set of partners, in four lines: structure, composition, access, perception.

        Each line is supported, not supported or not testable, with its reason; what could be known beforehand (the
        smallest p a test can give) is stated first. The lines are not added up, nobody is ranked, and nobody is
        named unless ``view="backbone"``. Sentences speak of structure, never of intent.

        *Structure* is supported when a set of at least 3 and at most a third of the partners holds over the ways of
        looking for it (two pictures of a core, cuts of the values, every respondent set aside, unknown ties filled at
        random), fits better than in random networks that keep every partner's number of ties, and is denser inside
        than across its boundary. It is found without labels. *Composition*: exact tests of the declared labels,
        corrected together. *Access*: do the same partners recur at closed meetings before open ones, and are they this
        set? *Perception*: do more than half of all partners agree to a survey item, whatever the silent would say?

        Parameters
        ----------
        attributes : str or list of str, optional
            Labels declared before anything is seen: ``"size_class"`` tests every level, ``"size_class=large"`` one.
        conjunctions : list of dict, optional
            Several levels at once: ``[{"size_class": "large", "title_level": "executive"}]``.
        strata : str, optional
            An attribute inside whose levels labels are tested as well: does it explain the rest?
        meetings : Affiliation, optional
            Partners by meetings, from ``p.affiliation("events")``.
        perception : dict, optional
            ``{"question": str, "answers": attribute or list of codes, "agree_at": code, "by": attribute}``.
        days_before : int, default 3
            Days before an open meeting in which a closed one counts.
        correction : {"holm", "bh"}
        alpha : float, default 0.05
        draws : int, default 999
            Random networks, tables and labellings of each test; p = (1 + count)/(1 + draws).
        completions : int, default 20
            Ways of filling the unknown ties.
        seed : int, default 0
            The same seed gives the same evidence for any number of threads.
        without_backbone : bool, default True
        view : {None, "backbone"}
            ``"backbone"`` gives the staff exact counts and the ids of organisations that did not refuse to be named.
        progress : bool, optional
            As in :meth:`closeness`.

        Notes
        -----
        Cost: `draws` searches for a core, and methods x cuts x (1 + respondents + completions) more; a few seconds for
        40 partners.

        Source: Borgatti & Everett 1999; Boyd, Fitzgerald & Beck 2006; Kojaku & Masuda 2018; Young, Goldman & O'Connor
        2020 for the question.

        Examples
        --------
        >>> p = cw.example()
        >>> net = p.network("communication", wave="2025")
        >>> found = net.in_groups(conjunctions=[{"size_class": "large", "title_level": "executive"}],
        ...                       draws=99, completions=2)
        >>> found.verdicts["composition"], found.verdicts["access"]
        ('supported', 'not testable')
        """
    def information(self, /, *, weighted: bool = False, convention: str = "stephenson_zelen", progress: bool | None = None) -> ScoreFrame:
        """
        Information centrality: how near a partner is to all others when every way counts, not the shortest.

        Undirected networks only (symmetrise first). Ties are wires; the resistance between two partners falls
        with every further way. Within each component; isolates are null, and values of components of
        different size cannot be compared. Computed over known ties. n^3 operations and 16 n^2
        bytes for the largest component, of at most 4,096 partners.

        Parameters
        ----------
        weighted : bool, default False
            Whether ties conduct by their value: a strength, or 1/distance.
        convention : {"stephenson_zelen", "current_flow"}
            n over the sum of resistances (sna, UCINET), or 1 over it (networkx, which calls both names).
        progress : bool, optional
            As in :meth:`closeness`.

        Source: Stephenson & Zelen 1989.

        Examples
        --------
        >>> path = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
        >>> path.information()["information"].round(6).to_list()
        [1.0, 1.5, 1.0]
        """
    def jonckheere(self, /, y: str | Iterable[object], by: str | Iterable[object], *, order: SupportsGetItem[int, str], draws: SupportsIndex = 9999, seed: SupportsIndex = 0, progress: bool | None = None) -> PermutationTest:
        """
        Jonckheere and Terpstra's test: whether a number rises with ordered groups of partners.

        J counts the pairs of partners in different groups in which the one of the later group has the
        higher number, equal ones one half; values move over the partners. O(draws * n * groups).

        Parameters
        ----------
        y : str or list
            An attribute of numbers, or one number a partner (None is unknown), a coreness for example.
        by : str or list
            The groups: an attribute, or one value a partner.
        order : list of str
            The groups from first to last; partners of others are left out.
        draws : int, default 9999
        seed : int, default 0
        progress : bool, optional

        Returns
        -------
        PermutationTest

        Source: Jonckheere 1954; Terpstra 1952.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")])
        >>> found = net.jonckheere([1, 2, 3, 4], ["small", "small", "large", "large"], order=["small", "large"])
        >>> float(found), round(found.p_high, 3)  # all 4 pairs; one of 6 ways to place the two
        (4.0, 0.167)
        """
    def k_core(self, /, k: SupportsIndex, *, mode: str = "all", mutual: str = "once") -> Network:
        """
        The k-core: the partners with a coreness of at least k and the ties among them. O(n + m).

        Everybody in it has k ties inside it; it may be in several parts, or empty. Unknown ties can only
        add to it.

        Parameters
        ----------
        k : int
            Ties everybody has inside the core.
        mode, mutual : str
            As in :meth:`coreness`.

        Returns
        -------
        Network

        Source: Seidman 1983.

        Examples
        --------
        >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
        >>> cw.Network.from_ties(ties, directed=False).k_core(2).partners()["partner_id"].to_list()
        ['a', 'b', 'c']
        """
    def k_plexes(self, /, *, k: SupportsIndex = 2, min_size: SupportsIndex | None = None, ties: str = "either", limit: SupportsIndex = 10000000, progress: bool | None = None) -> Subgroups:
        """
        All maximal k-plexes: groups of s where everybody is tied to at least s - k of the group.

        A clique is a 1-plex; in a 2-plex each member may lack one other. Exact, and exponential at worst:
        a larger `min_size` helps most. Unknown ties as in :meth:`cliques`.

        Parameters
        ----------
        k : int, default 2
            Ties a member may lack, itself counted as one.
        min_size : int, optional
            Smallest group listed. Default 2 k - 1 (at least 3), from where on a group hangs together
            within two steps; smaller groups need not hang together at all.
        ties, limit, progress
            As in :meth:`cliques`.

        Returns
        -------
        Subgroups

        Source: Seidman & Foster 1978.

        Examples
        --------
        >>> square = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")]
        >>> cw.Network.from_ties(square, directed=False).k_plexes(k=2)
        <Subgroups: 1 2-plex of 3 or more partners, the largest of 4>
        """
    def katz(self, /, *, mode: str = "in", weighted: bool = False, alpha_fraction: SupportsFloat | SupportsIndex = 0.5, alpha: SupportsFloat | SupportsIndex | None = None, normalized: bool = True, progress: bool | None = None) -> ScoreFrame:
        """
        Katz' status: walks that end at the partner, a walk of k ties counted alpha to the power k, and 1.

        alpha is a share of 1/lambda, where lambda is the largest eigenvalue and the series stops converging;
        a fixed alpha such as 0.1 means something else in every network. The convention prints alpha. Where
        no tie lies on a cycle lambda is 0 and a share of 1/lambda means nothing: null, unless `alpha`
        itself is given. Computed over known ties; partners whose ties of this kind nobody has reported are
        null. O(m) a step, tens of steps.

        Parameters
        ----------
        mode : {"in", "out", "all"}
            Walks that end at the partner (networkx), that begin there, or over pairs.
        weighted : bool, default False
            Whether ties count by their value (a strength).
        alpha_fraction : float, default 0.5
            alpha times lambda, from 0 to below 1.
        alpha : float, optional
            alpha itself, instead of the fraction.
        normalized : bool, default True
            Squares add up to 1 (networkx); else the number of discounted walks, and 1.
        progress : bool, optional
            As in :meth:`closeness`.

        Source: Katz 1953.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")])
        >>> net.katz(alpha=0.5, normalized=False)["katz"].to_list()
        [1.0, 1.5, 1.75]
        """
    def key_players(self, /, *, k: SupportsIndex | float = ..., goal: str = "fragment", steps: SupportsIndex | float = ..., exact_limit: SupportsIndex | float = ..., restarts: SupportsIndex | float = ..., seed: SupportsIndex | float = ..., progress: bool | None = None) -> KeyPlayers:
        """
        The sets of `k` partners whose leaving fragments the rest the most, or who reach the most of it.

        A set is more than its members: the two partners who matter most one by one often do the same
        work. All sets are tried when there are at most `exact_limit`, and every best one is given;
        else a greedy set and random ones are improved by exchanges and the result says that it is not
        proven best.

        Paths run over known ties: with the unknown ones a set reaches as much or more and fragments as
        much or less, and another may be best.

        Parameters
        ----------
        k : int, default 1
            Partners in the set.
        goal : {"fragment", "disconnect", "reach", "reach_within"}
            Borgatti's DF (1 - mean of 1/distance among the n - k others, once the set has left), F
            (share of their pairs that are not connected), DR (sum of 1/distance from the nearest
            member to everyone over n, members counting as distance 1) or m-reach (share of the n
            partners within `steps` of a member, members included). The first two ignore the direction
            of ties, the others follow it out from the set.
        steps : int, default 2
            For "reach_within".
        exact_limit : int, default 1000000
            All sets are tried when there are at most this many.
        restarts : int, default 10
            Random starts beside the greedy one, when there are more.
        seed : int, default 0
            Chance of the random starts.
        progress : bool, optional
            As in :meth:`closeness`.

        Returns
        -------
        KeyPlayers

        Raises
        ------
        InputError
            When `k` is 0, too large to leave a pair to fragment, or there are more than 5,000 partners.

        Notes
        -----
        A set costs O(k n) to reach (after O(n m) once), O(n + m) to disconnect, O(levels m n / 64)
        to fragment. Source: Borgatti 2006.

        Examples
        --------
        >>> net = cw.Network.from_ties(
        ...     [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")], directed=False
        ... )
        >>> found = net.key_players(k=1)
        >>> found.sets, round(found.value, 3), found.exact
        ([['c']], 0.667, True)
        """
    def krackhardt(self, /, *, convention: str = "krackhardt", progress: bool | None = None) -> list[Measure]:
        """
        Krackhardt's four dimensions of hierarchy: connectedness, hierarchy, efficiency and least upper
        boundedness, each 1 on an out-tree (arcs from the top downwards).

        Turn a relation such as "reports to" round first: it points upwards. Computed on known ties,
        bounds for connectedness only. The last takes O(k^3 / 128) for k strong components and is refused
        above 65,536 of them.

        Parameters
        ----------
        convention : {"krackhardt", "sna"}
            Krackhardt 1994 and UCINET: efficiency counts ties of the underlying graph, and one upper
            bound of a pair must lie on a path from all the others. R's sna counts arcs, so that a
            tree of mutual ties is not efficient, and looks for an upper bound that reaches all the
            others. (sna's ``hierarchy()`` by default is 1 - reciprocity, another measure.)
        progress : bool, optional
            As in :meth:`closeness`.

        Returns
        -------
        list of Measure
            ``connectedness``, ``hierarchy``, ``efficiency``, ``least_upper_boundedness``.

        Source: Krackhardt 1994.

        Examples
        --------
        >>> tree = cw.Network.from_ties([("head", "a"), ("head", "b"), ("a", "c")])
        >>> [m.value for m in tree.krackhardt()]
        [1.0, 1.0, 1.0, 1.0]
        """
    def lambda_sets(self, /, *, weighted: bool = False, progress: bool | None = None) -> ScoreFrame:
        """
        Lambda sets: groups whose members are harder to cut apart than to cut off.

        One row for each member of each set: ``set`` (numbered from 0, strong sets first), ``lambda`` (the
        fewest ties that must go before two members have no path left) and ``partner_id``. Sets are nested
        or apart; those with lambda >= k give networkx's ``k_edge_components``. Ties of a directed network
        count in either direction. Connectivity is that of the known ties and the least it can be: unknown
        ties can raise it, never lower it.

        n - 1 maximum flows: near O(n m) on partner networks; refused above n m = 2 10^10.

        Parameters
        ----------
        weighted : bool, default False
            Cut values (strengths) instead of counting ties.
        progress : bool, optional
            As in :meth:`closeness`.

        Source: Borgatti, Everett & Shirey 1990; Gusfield 1990.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")], directed=False)
        >>> net.lambda_sets().rows()[:3]
        [(0, 2.0, 'a'), (0, 2.0, 'b'), (0, 2.0, 'c')]
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
        Ties a partner has on average: the density of the known pairs times n - 1. O(n).

        Where everything is known that is the mean of the degrees. With unknown ties it is what the
        known pairs lead one to expect of all of them, so it is above the mean of known ties; ``interval``
        holds the bounds.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "a")], directed=False).mean_degree().value
        2.0
        """
    def mean_distance(self, /, *, unreachable: str = "left_out", weighted: bool = False, progress: bool | None = None) -> Measure:
        """
        Mean length of the shortest paths between partners, along the direction of ties.

        Paths run over known ties. An unknown tie can shorten paths and can join partners that are far
        apart, so there are no bounds, but for ``unreachable="n"``, where a tie can only lower the mean.
        Cost as :meth:`closeness`.

        Parameters
        ----------
        unreachable : {"left_out", "n", "max_plus_one"}
            What pairs without a path do: not counted (UCINET, igraph's ``unconn``; networkx refuses),
            n apart, or one more than the longest distance apart.
        weighted : bool, default False
            Path lengths from values: 1/value for strengths. Only with ``"left_out"``.
        progress : bool, optional
            As in :meth:`closeness`.

        Source: Wasserman & Faust 1994, ch. 4.

        Examples
        --------
        >>> path = cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False)
        >>> print(path.mean_distance())
        Partners are 1.33 ties apart on average.
        """
    def mixing(self, /, by: str | Iterable[object], *, expected: str = "density") -> ScoreFrame:
        """
        Ties between every two kinds of partners, beside what one of three models expects.

        Columns: ``from_kind, to_kind, ties, possible, unknown, expected, ratio``; undirected, each two
        kinds once. Expected ties are among known cells. Partners of unknown kind are left out and
        counted in ``about``. O(n + m + kinds^2).

        Parameters
        ----------
        by : str or list
            An attribute of the partners, or one value a partner in their order (None is unknown).
        expected : {"density", "configuration", "fixed_out"}
            Every known cell equally likely; kinds keep the ties they send and receive; or partners keep
            the number of ties they send and spread them evenly (directed only). The three mark different
            cells as over-represented.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "d")], directed=False)
        >>> net.mixing(["x", "x", "y", "y"]).rows()[1]
        ('x', 'y', 1, 4, 0, 2.0, 0.5)
        """
    def modularity(self, /, groups: Partition2 | str | Iterable[object], *, resolution: SupportsFloat | SupportsIndex = 1.0, weighted: bool = False) -> Measure:
        """
        Modularity of given groups: ties inside beyond what the partners' numbers of ties would put there.

        Undirected: Newman & Girvan 2004; directed: Leicht & Newman 2008, with k_out k_in / m expected, as
        networkx and igraph. Even networks without groups have partitions of high modularity when they are
        sparse, so a value by itself is no evidence of groups. On the known ties, which it can leave either
        way, so there are no bounds. O(n log n + m).

        Parameters
        ----------
        groups : Partition, str or list
            A partition, the name of an attribute of the partners, or one label a partner in their order.
            None stands alone.
        resolution : float, default 1.0
            Weight of the expected part.
        weighted : bool, default False
            Use values of ties as strengths.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")], directed=False)
        >>> float(net.modularity(["x", "x", "y", "y"]))
        0.5
        """
    def n_cliques(self, /, *, n: SupportsIndex = 2, min_size: SupportsIndex = 3, ties: str = "either", limit: SupportsIndex = 10000000, progress: bool | None = None) -> Subgroups:
        """
        All maximal n-cliques: groups of which any two are at most n steps apart in the whole network.

        The steps may lead through partners outside the group: that is the definition, and why a group
        need not hang together by itself. Found as the cliques of the network that ties everybody within n
        steps (8 bytes for each such pair). Distances are over known ties; an unknown one could shorten
        them.

        Parameters
        ----------
        n : int, default 2
            Most steps between two members; 1 gives the cliques.
        min_size, ties, limit, progress
            As in :meth:`cliques`.

        Returns
        -------
        Subgroups

        Source: Luce 1950.

        Examples
        --------
        >>> star = [("hub", "a"), ("hub", "b"), ("hub", "c")]
        >>> cw.Network.from_ties(star, directed=False).n_cliques(n=2)
        <Subgroups: 1 2-clique of 3 or more partners, the largest of 4>
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
    def over_representation(self, /, members: Iterable[str | int], *, attributes: str | Iterable[str] | None = None, conjunctions: SupportsGetItem[int, dict[str, str]] | None = None, strata: str | None = None, correction: str = "holm", alpha: SupportsFloat | SupportsIndex = 0.05, view: str | None = None) -> ScoreFrame:
        """
        Is a declared attribute more common in a set of partners than chance would make it? Exact tests.

        If labels had nothing to do with membership, every set of this size would be equally likely: the number
        of members with a label is hypergeometric. The set must have been found without the labels (a table, a
        core, those who met) and the labels declared before it was seen. The smallest p that the numbers can give
        is stated beside each p. Partners of unknown label are left out of its test. No good end: more common does
        not say why.

        Counts below 3, and what would give them away, are null unless ``view="backbone"``.

        Parameters
        ----------
        members : list of partner ids
        attributes : str or list of str
            Each level of each of these is a hypothesis.
        conjunctions : list of dict, optional
            Levels together, such as ``[{"size": "large", "title": "executive"}]``.
        strata : str, optional
            An attribute (size, role) within whose levels the test is made again: does it explain the rest?
        correction : {"holm", "bh"}, default "holm"
            Over all hypotheses of the call.
        alpha : float, default 0.05
            Level of the tests; intervals have 1 - alpha.
        view : {"backbone"}, optional
            Show every count: for the staff that keeps the tables.

        Returns
        -------
        ScoreFrame
            Rows by ``label`` and ``statistic`` ("members that have it", "odds ratio", "representation ratio",
            and the first "within" the strata): ``n``, ``expected``, ``smallest_p``, ``value``, ``low``,
            ``high``, ``p``, ``p_adjusted``, ``passed``, ``note``. The caveats begin with what could be known
            beforehand, then the result in sentences.

        Source: Fisher 1935; Mehta, Patel & Gray 1985; Holm 1979; Benjamini & Hochberg 1995.

        Examples
        --------
        >>> names = [f"p{i}" for i in range(40)]
        >>> partners = {"partner_id": names, "size": ["large"] * 14 + ["small"] * 26}
        >>> net = cw.Network.from_ties([("p0", "p1")], partners=partners)
        >>> table = names[:6] + names[20:22]
        >>> found = net.over_representation(table, attributes="size", view="backbone")
        >>> row = found.row(0, named=True)
        >>> row["label"], row["value"], row["expected"], round(row["p"], 7)
        ('size = large', 6.0, 2.8, 0.0138901)
        """
    def pagerank(self, /, *, damping: SupportsFloat | SupportsIndex = 0.85, weighted: bool = False, progress: bool | None = None) -> ScoreFrame:
        """
        PageRank: the share of time at each partner of a walker who follows ties and sometimes jumps.

        Adds up to 1. From a partner without ties to follow the walker jumps to anyone, as in networkx and
        igraph; so it does at one that did not answer. Computed over known ties; partners nobody was asked
        about are null. O(m) a step until a step moves less than 1e-12 of the whole: about 45 steps
        undirected, 140 directed, at the usual damping.

        Parameters
        ----------
        damping : float, default 0.85
            Probability of following a tie, from 0 to below 1.
        weighted : bool, default False
            Whether ties are followed in proportion to their value (a strength).
        progress : bool, optional
            As in :meth:`closeness`.

        Source: Brin & Page 1998.

        Examples
        --------
        >>> cycle = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "a")])
        >>> cycle.pagerank()["pagerank"].round(6).to_list()
        [0.333333, 0.333333, 0.333333]
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
    def permutation_correlation(self, /, x: str | Iterable[object], y: str | Iterable[object], *, method: str = "pearson", strata: str | Iterable[object] | None = None, draws: SupportsIndex = 9999, seed: SupportsIndex = 0, progress: bool | None = None) -> PermutationTest:
        """
        Correlation of two numbers of the partners, tested by moving one of them over the partners.

        For partners that are no random sample, and for centralities, which depend on each other. Partners
        with an unknown value are left out first. Exact where all orders are few. O(draws * n).

        Parameters
        ----------
        x, y : str or list
            An attribute of numbers, or one number a partner in their order (None is unknown), such as
            ``net.degree()["degree"]``.
        method : {"pearson", "spearman"}
            Of the numbers or of their ranks; ranks for dose and response.
        strata : str or list, optional
            Values move only among partners of the same stratum (of the same size or role): a test given
            that.
        draws : int, default 9999
        seed : int, default 0
        progress : bool, optional

        Returns
        -------
        PermutationTest

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("a", "c"), ("a", "d")], directed=False)
        >>> found = net.permutation_correlation(net.degree()["degree"], [9, 2, 2, 2])
        >>> round(float(found), 6), found.p_high
        (1.0, 0.25)
        """
    def permutation_regression(self, /, y: str | Iterable[object], x: Mapping[str, Any] | Sequence[Any], *, standard_errors: str = "classical", strata: str | Iterable[object] | None = None, draws: SupportsIndex = 9999, seed: SupportsIndex = 0, progress: bool | None = None) -> PermutationRegression:
        """
        Regression of a number of the partners on others, tested by moving labels (double semi-partialling).

        What the other predictors leave of a predictor moves over the partners, and its t beside them is
        compared with the observed one. Partners with an unknown value are left out. Exact where all orders
        are few. O(draws * n * k^2).

        Parameters
        ----------
        y : str or list
            What is explained: an attribute of numbers, or one number a partner (None is unknown).
        x : list or dict
            Predictors, by name in a dict: each as `y`.
        standard_errors : {"classical", "hc0"}
        strata : str or list, optional
            As in :meth:`permutation_correlation`.
        draws : int, default 9999
        seed : int, default 0
        progress : bool, optional

        Returns
        -------
        PermutationRegression

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("a", "c"), ("d", "a"), ("e", "c")])
        >>> fit = net.permutation_regression(net.degree()["degree"], {"size": [9, 2, 5, 2, 1]})
        >>> fit.cells, fit.exact
        (5, True)
        """
    def permutation_t_test(self, /, y: str | Iterable[object], by: str | Iterable[object], *, level: str | None = None, statistic: str = "welch", strata: str | Iterable[object] | None = None, draws: SupportsIndex = 9999, seed: SupportsIndex = 0, progress: bool | None = None) -> PermutationTest:
        """
        Difference of the means of two groups of partners, tested by moving values over the partners.

        Exact where all orders are few. O(draws * n).

        Parameters
        ----------
        y : str or list
            What is compared: an attribute of numbers, or one number a partner (None is unknown).
        by : str or list
            The groups: an attribute, or one value a partner.
        level : str, optional
            The kind to compare with all others; by default, of two kinds the second in alphabetical order.
        statistic : {"welch", "difference"}
            What is compared with its draws: Welch's t, which holds its level when the groups differ in
            spread, or the difference itself as in UCINET.
        strata : str or list, optional
            As in :meth:`permutation_correlation`.
        draws : int, default 9999
        seed : int, default 0
        progress : bool, optional

        Returns
        -------
        PermutationTest

        Examples
        --------
        >>> ids = list("abcdef")
        >>> net = cw.Network.from_ties([("a", "b")], partners={"partner_id": ids})
        >>> found = net.permutation_t_test([1, 2, 3, 4, 5, 6], ["small"] * 3 + ["large"] * 3, level="large")
        >>> float(found), found.p_high
        (3.0, 0.05)
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
    def profile_distances(self, /, *, distance: str = "euclidean", diagonal: str = "reciprocal", weighted: bool = False, progress: bool | None = None) -> NDArray[float64]:
        """
        How far the ties of any two partners are from being the same, as an n x n matrix.

        Rows and columns are compared cell by cell (only rows when undirected). Unknown cells are left out
        pair by pair, and a Euclidean distance is scaled up to the full number of cells, as R's ``dist``
        does; NaN where two partners have no known cell in common. O(n^3), at most 5,000 partners.

        Parameters
        ----------
        distance : {"euclidean", "correlation", "matches"}
            Root of the summed squares (Burt 1976); 1 - Pearson's correlation (a constant profile counts as
            correlated 1 with an identical one and 0 with others); share of cells that differ.
        diagonal : {"reciprocal", "ignore", "zero"}
            The two partners' own cells: "reciprocal" compares the tie i to j with j to i (UCINET's default),
            "ignore" compares ties to third partners only, "zero" takes the diagonal as zeros, as numpy and
            R do with a plain matrix.
        weighted : bool, default False
            Compare values instead of whether there is a tie.
        progress : bool, optional
            As in :meth:`closeness`.

        Examples
        --------
        >>> partners = {"partner_id": ["a", "b", "c"]}
        >>> net = cw.Network.from_ties([("a", "c"), ("b", "c")], partners=partners)
        >>> net.profile_distances().round(2).tolist()
        [[0.0, 0.0, 1.73], [0.0, 0.0, 1.73], [1.73, 1.73, 0.0]]
        """
    def pseudonymise(self, /, key: str | SupportsGetItem[int, SupportsIndex]) -> Network:
        """
        Every name replaced by a code that only the holder of the key can find again.

        The code is ``"p-"`` and the first 16 hexadecimal digits of HMAC-SHA-256 of the name, so the same
        key gives the same code in every wave, and nobody without the key can try out likely names.
        Partners are put in the order of their codes. Attributes, backbone marks and the ties themselves
        stay and may point to a partner all the same. O(n log n + m log d).

        Parameters
        ----------
        key : bytes or str
            A secret of at least 16 bytes, for example ``secrets.token_bytes(32)``. Keep it apart from
            what you share.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b")])
        >>> net.pseudonymise("a long secret of ours").partners()["partner_id"].to_list()
        ['p-...', 'p-...']
        """
    def radius(self, /, *, weighted: bool = False, progress: bool | None = None) -> Measure:
        """
        The smallest eccentricity among partners who reach everyone; not defined when nobody does.

        igraph counts an isolate as 0 there, so that a network with an isolate has radius 0. Paths run
        over known ties; no bounds. Cost as :meth:`closeness`.

        Parameters
        ----------
        weighted : bool, default False
            Path lengths from values: 1/value for strengths.
        progress : bool, optional
            As in :meth:`closeness`.

        Source: Hage & Harary 1995.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b"), ("b", "c")], directed=False).radius().value
        1.0
        """
    def reach(self, /, *, steps: SupportsIndex | None = ..., mode: str = "out", progress: bool | None = None) -> ScoreFrame:
        """
        How many others each partner reaches within some steps, and what share of all others that is.

        Paths run over known ties, so each number is the least it can be; a partner whose own end of the
        paths nobody has reported is None. One step is the degree. Few steps are fast at any size (a
        search from each partner, or the sweep of :meth:`closeness` ended early, whichever is less work).

        Parameters
        ----------
        steps : int or None, default 2
            The most ties a path may have; None for paths of any length.
        mode : {"out", "in", "all"}
            Whom the partner reaches, who reaches it, or along ties either way.
        progress : bool, optional
            As in :meth:`closeness`.

        Returns
        -------
        ScoreFrame
            ``partner_id``, ``reach``, ``reach_share``.

        Source: Borgatti, Everett & Johnson 2013, ch. 10 (k-step reach).

        Examples
        --------
        >>> chain = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "d")])
        >>> chain.reach(steps=2)["reach"].to_list()
        [2.0, 2.0, 1.0, 0.0]
        """
    def reciprocated(self, /) -> Network:
        """
        Only the ties that are returned, still directed and with their values.

        A tie whose other side has not spoken becomes unknown; one that the other side denies becomes an
        absence. O(n + m log d).

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b"), ("b", "a"), ("b", "c")]).reciprocated().ties().rows()
        [('a', 'b'), ('b', 'a')]
        """
    def reciprocity(self, /, *, kind: str = "arc") -> Measure:
        """
        Share of ties that are returned, among pairs where both sides have spoken. O(m log d).

        Parameters
        ----------
        kind : {"arc", "dyad", "agreement"}
            Share of arcs that are returned (igraph's and networkx's default, UCINET's "arc"); of
            connected pairs that are mutual (UCINET's "dyad", igraph's "ratio"); or of all pairs that
            are mutual or empty (sna's default, "dyadic").
        """
    def reconstruct(self, /) -> Network:
        """
        The network with every unknown report filled by the other side's (reconstruction).

        What a silent partner would have said of another is taken to be what that one said of it, with
        its value. Cells that neither side has spoken about stay unknown. It rests on ties being returned:
        look at :meth:`reciprocity` first, and do not read it off the result. Source: Stork & Richards 1992.
        O(n + m log d + S n) with S silent partners.

        Examples
        --------
        >>> partners = {"partner_id": ["a", "b"]}
        >>> net = cw.Network.from_ties([("a", "b")], partners=partners, respondents=["a"])
        >>> net.reconstruct().ties().rows()
        [('a', 'b'), ('b', 'a')]
        """
    def relabel(self, /, names: dict[str | int, str | int]) -> Network:
        """
        Other names for some partners; the rest keep theirs. O(n).

        Parameters
        ----------
        names : dict
            New names by old ones.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b")]).relabel({"a": "School"}).ties().rows()
        [('School', 'b')]
        """
    def removal_impact(self, /, *, compactness: bool = False, progress: bool | None = None) -> ScoreFrame:
        """
        What leaves with each partner, for every partner by itself.

        Components and pairs ignore the direction of ties. Unknown ties can hold together what falls
        apart here, and be lost where none are seen; there are no bounds. A partner whose ties nobody
        has reported is null, and pairs of others need three partners.

        Parameters
        ----------
        compactness : bool, default False
            Also how much longer the ways of the others become, which takes a search of the whole
            network for each partner; at most 2,000 partners.
        progress : bool, optional
            As in :meth:`closeness`.

        Returns
        -------
        ScoreFrame
            ``partner_id``; ``components_gained`` (-1 for an isolate); ``largest_component`` of the
            others, in partners; ``pairs_disconnected``, share of the pairs of others that were
            connected and no longer are; ``fragmentation``, share of the pairs of others that are not
            connected then; ``ties_held``, share of all ties; and with `compactness`
            ``compactness_lost``, fall of the mean of 1/distance over ordered pairs of others.

        Notes
        -----
        O(n + m) for all partners together; compactness O(levels m n^2 / 64). Source: Borgatti 2006;
        Hopcroft & Tarjan 1973.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "d")], directed=False)
        >>> net.removal_impact()["components_gained"].to_list()
        [0.0, 1.0, 1.0, 0.0]
        """
    def reverse(self, /) -> Network:
        """
        Every tie turned round (the transpose).

        What was unknown in a cell is unknown in its mirror image; who answered can no longer be read from
        the result. O(1) where everything is known.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b")]).reverse().ties().rows()
        [('b', 'a')]
        """
    def rewire(self, /, *, seed: SupportsIndex = 0, draw: SupportsIndex = 0, swaps_per_tie: SupportsIndex = 10, keep_mutual: bool = False, progress: bool | None = None) -> Network:
        """
        A random network in which every partner has as many ties as here.

        Directed, in-degree and out-degree both stay. A chain of swaps: two ties a -> b, c -> d become
        a -> d, c -> b unless that repeats a tie; directed triangles are also turned round, which swaps
        alone cannot do. All networks with these degrees are then equally likely. With mutual ties kept,
        or with unknown cells, that holds for those the chain can reach: a few may be out of reach, which
        matters in very small networks only (fewer than about 10 partners). Known ties move into
        known cells only, so what nobody has spoken about stays unknown; values are dropped. The notes of
        the result say how many steps changed a tie.

        Parameters
        ----------
        seed : int, default 0
            Same seed and draw, same network.
        draw : int, default 0
            Networks 0, 1, 2 ... of one seed are independent of one another.
        swaps_per_tie : int, default 10
            Steps of the chain for each tie (Milo et al. 2003); more where degrees are very uneven.
        keep_mutual : bool, default False
            Whether every partner also keeps its number of mutual ties.
        progress : bool, optional
            As in :meth:`triangles`.

        Constant time a step; 24 to 40 bytes a tie.

        Examples
        --------
        >>> net = cw.example().network("communication", wave="2025")
        >>> random = net.rewire(seed=1)
        >>> random.degree()["degree"].equals(net.degree()["degree"])
        True
        """
    def rewiring_mixing(self, /, *, measure: str = "transitivity", keep_mutual: bool = False, chains: SupportsIndex = 10, length: SupportsIndex = 20, seed: SupportsIndex = 0, progress: bool | None = None) -> ScoreFrame:
        """
        How fast :meth:`rewire` forgets the network it began with, for choosing ``swaps_per_tie``.

        Several chains start from this network. A test against rewired networks holds its level for any length
        of the chain; one that has not settled makes the test weaker.

        Parameters
        ----------
        measure : str, default "transitivity"
            A measure of the whole network, as in :meth:`cug`, whose autocorrelation is followed.
        keep_mutual : bool, default False
            As in :meth:`rewire`.
        chains : int, default 10
            At least 2.
        length : int, default 20
            Steps a tie.
        seed : int, default 0
        progress : bool, optional
            As in :meth:`closeness`.

        Returns
        -------
        polars.DataFrame
            ``swaps_per_tie`` from 0 up; ``unmoved``, the share of ties that stand where they stood;
            ``changed``, the share of the steps just taken that changed the network; ``autocorrelation`` of
            the measure at that distance (null beyond half of the length, or where it does not vary).
            ``about`` says first among the caveats after how many steps the chains have settled.

        ``chains * length`` times the measure and m steps.

        Examples
        --------
        >>> ring = [(f"p{i}", f"p{(i + k) % 30}") for i in range(30) for k in (1, 2)]
        >>> mixing = cw.Network.from_ties(ring, directed=False).rewiring_mixing(length=10)
        >>> mixing["unmoved"][0], mixing["unmoved"][10] < 0.3
        (1.0, True)
        """
    def rich_club(self, /, *, mode: str = "in", draws: SupportsIndex = 999, seed: SupportsIndex = 0, swaps_per_tie: SupportsIndex = 10, keep_mutual: bool = True, progress: bool | None = None) -> ScoreFrame:
        """
        Rich clubs: the density phi(k) among partners with more than k ties, beside rewired networks.

        phi alone is no evidence: partners with many ties meet one another by their numbers. So everybody keeps
        its degrees in every draw, and the columns compare phi with those draws. Clubs of fewer than three
        partners are left out. No good end: a club is a structure, not an intention. Known ties over known
        cells; rewired ties stay in known cells.

        Parameters
        ----------
        mode : {"in", "out", "all"}
            Which ties make a partner rich in a directed network: received (partners who did not answer send
            none), sent, or both added up.
        draws : int, default 999
            Rewired networks; 0 for none.
        seed : int, default 0
        swaps_per_tie : int, default 10
            As in :meth:`rewire`. p holds its level for any length.
        keep_mutual : bool, default True
            Whether rewired directed networks also keep everybody's number of mutual ties. A few networks
            may then be out of reach of the swaps, as with unknown cells (:meth:`rewire`).
        progress : bool, optional
            As in :meth:`closeness`.

        Returns
        -------
        polars.DataFrame
            One row a k at which the club changes: ``k, n_partners, ties, known_pairs, phi, null_mean,
            null_low, null_high`` (central 95 %), ``ratio`` (phi over null_mean), ``p_high, p_low`` of this k,
            and ``p_family``, of phi's excess when all k are looked at together (Westfall & Young 1993).
            ``about`` holds the sentence of the whole test first among the caveats.

        Source: Zhou & Mondragon 2004; Colizza et al. 2006. O(draws * swaps_per_tie * m).

        Examples
        --------
        >>> hubs = [("a", "b"), ("b", "c"), ("c", "a")]
        >>> spokes = [(h, f"{h}{i}") for h in "abc" for i in range(3)]
        >>> ring = [(f"a{i}", f"b{i}") for i in range(3)]
        >>> club = cw.Network.from_ties(hubs + spokes + ring, directed=False).rich_club(draws=99)
        >>> club.select("k", "n_partners", "phi").rows()[-1]
        (2, 3, 1.0)
        """
    def small_world(self, /, *, clustering: str = "transitivity", draws: SupportsIndex = 100, seed: SupportsIndex = 0, swaps_per_tie: SupportsIndex = 10, progress: bool | None = None) -> list[Measure]:
        """
        Clustering and mean distance beside networks rewired at random with the same degrees.

        Four measures, told apart by ``kind``: "sigma" = (C / C_random) / (L / L_random), its parts
        "clustering" and "distance", and "analytic", sigma against the formulas for a random graph of the
        same size and density (C = k / (n - 1), L = ln n / ln k), as older work reports it. The reference
        gives mean and standard deviation of the rewired networks, the interval the central 95 % of the
        ratios to single ones. Ties in either direction join a pair; distances are over pairs that can
        reach one another. No good end: no limit is agreed above which a network "is" a small world.

        Parameters
        ----------
        clustering : {"transitivity", "average"}
            3 x triangles / paths of two (Humphries & Gurney 2008; networkx), or the mean over partners
            (Watts & Strogatz 1998).
        draws : int, default 100
            Number of rewired networks.
        seed : int, default 0
            Same seed, same answer.
        swaps_per_tie : int, default 10
            As in :meth:`rewire`.
        progress : bool, optional
            As in :meth:`triangles`.

        Computed on known ties; rewired ties stay in known cells. Cost: all distances of draws + 1
        networks.

        Examples
        --------
        >>> ring = [(i, (i + k) % 20) for i in range(20) for k in (1, 2)]
        >>> net = cw.Network.from_ties([(f"p{i}", f"p{j}") for i, j in ring], directed=False)
        >>> sigma, clustering, distance, analytic = net.small_world(draws=20, seed=1)
        >>> float(clustering) > 1 and float(distance) > 1
        True
        """
    def stability(self, /, measure: str, *, drop: SupportsFloat | SupportsIndex | SupportsGetItem[int, SupportsFloat | SupportsIndex] | None = None, draws: SupportsIndex = 100, how: str = "random", what: str = "answers", seed: SupportsIndex = 0, progress: bool | None = None) -> Stability:
        """
        How a measure holds when answers are set aside: bias, rank correlation, overlap of the top tenth.

        Answers are set aside, the measure is taken again and compared with the one of all answers, for
        partners that have a score both times. Partners are never named: the result says how far any
        ordering could be trusted.

        Parameters
        ----------
        measure : str
            A measure of partners ("degree", "in_degree", "closeness", "betweenness", "coreness" ...) or
            of the whole network ("density", "reciprocity", "degree_centralization" ...), with its
            default options. A wrong name is answered with the list.
        drop : float or list of float, default 0.05, 0.1, 0.2, 0.3
            Shares of the respondents (or partners) to set aside.
        draws : int, default 100
            Draws for each share. Draw k has one random order and each share takes its first.
        how : {"random", "central_first", "peripheral_first"}
            Whose answers go first: anyone's, or those of the highest or lowest scores (of a
            whole-network measure: degree), with chance among equals. The literature finds the loss of
            central partners to do most harm.
        what : {"answers", "partners"}
            Whether a partner's reports become unknown while others may still name it (non-response), or
            it vanishes with all its ties.
        seed : int, default 0
        progress : bool, optional
            As in :meth:`closeness`.

        Returns
        -------
        Stability

        Notes
        -----
        Answers that are missing already stay missing: the numbers are about further silence. Ties
        without direction are taken as reported by both sides. Cost: ``draws`` times the shares times the
        measure; the same seed gives the same answer on any number of threads. Source: Costenbader &
        Valente 2003; Borgatti, Carley & Krackhardt 2006; Smith & Moody 2013.

        Examples
        --------
        >>> ties = [(str(i), str(j)) for i in range(8) for j in range(i)]
        >>> found = cw.Network.from_ties(ties).stability("in_degree", drop=0.25, draws=20, seed=1)
        >>> found.to_frame()["statistic"].to_list()
        ['bias', 'relative_bias', 'pearson', 'spearman', 'kendall', 'top_overlap']
        """
    def structural_holes(self, /, *, scope: str = "whole", weighted: bool = False, convention: str = "burt", progress: bool | None = None) -> ScoreFrame:
        """
        Burt's structural holes: how far the contacts of a partner are tied to one another.

        Columns: ``partner_id, degree, effective_size, efficiency, constraint, hierarchy``. The degree
        (contacts in either direction) is there to be read: constraint falls with it by arithmetic and
        can exceed 1, so only partners of equal degree compare. No column has a good end.

        The strength of a pair is ``z_ij + z_ji``. Computed on known ties, and an unknown one can raise
        or lower any of these; a partner nobody has spoken about is null. O(m sqrt(m)) at worst, parallel.

        Parameters
        ----------
        scope : {"whole", "ego"}
            Whether the shares of a contact are of all its ties (Burt's formulas as printed, igraph,
            networkx, UCINET's "whole network"), or of its ties to the partner and the partner's other
            contacts (UCINET's default, what an ego-network survey can know).
        weighted : bool, default False
            Use the values of ties. Else every report counts 1, so a returned tie 2.
        convention : {"burt", "ucinet"}
            Partners with fewer than two contacts: the formulas, null without contacts and 1 with one
            (igraph, networkx), or UCINET's constraint null and effective size 0 without contacts.
        progress : bool, optional
            Show a bar; by default when the call takes longer than a second.

        Raises
        ------
        InputError
            For ``weighted=True`` without values, or where values are distances.

        Source: Burt 1992; Everett & Borgatti 2020.

        Examples
        --------
        >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b")], directed=False)
        >>> star.structural_holes()["constraint"].to_list()  # hub: 2 * (1/2)^2
        [0.5, 1.0, 1.0]
        """
    def symmetrise(self, /, rule: str) -> Network:
        """
        Turn two reports about a pair into one undirected tie.

        Parameters
        ----------
        rule : str
            What becomes of the two reports, and when a pair is known although a side is silent:

            - ``"either"`` (sna's "weak"): one side's word makes a tie; the closer value. Known when a side
              has spoken, as are
              ``"max"`` (the larger value), ``"mean"`` (of the sides that spoke, an absence 0; UCINET's
              "average") and ``"sum"`` (without values: 1 or 2 reports).
            - ``"both"`` (sna's "strong"): two words make a tie; the less close value. A "no" settles
              the pair, a lone "yes" leaves it unknown, as with ``"min"`` and ``"product"``.
            - ``"difference"``: how far the reports are apart, an absence 0; ``"relative_difference"``
              divides that by their sum (UCINET's "absdiffsum"). Known when both sides have spoken.
            - ``"upper"``, ``"lower"``: the word of the partner that stands first, or later, in the order
              of partners; for matrices kept as a triangle. Known when that partner has spoken.

            "weak", "strong", "average", "maximum" and "minimum" are understood too. UCINET's "division"
            and its comparisons "gt, ge, le, lt" are left out, because they depend on which partner
            stands first; "eq" would tie all pairs that agree on "no".

        O(n + m log d).

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b", 3), ("b", "a", 1), ("b", "c", 2)], value="value")
        >>> [net.symmetrise(rule).ties()["value"].to_list() for rule in ["either", "both", "mean"]]
        [[3.0, 2.0], [1.0], [2.0, 1.0]]
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

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b")]).to_igraph().vs["name"]
        ['a', 'b']
        """
    def to_networkx(self, /) -> Any:
        """
        The known ties as a `networkx.Graph` or `networkx.DiGraph` with partner ids as nodes.

        networkx has no unknown ties: they become absent ones there.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b", 2)], value="value").to_networkx().edges["a", "b"]
        {'weight': 2.0}
        """
    def to_numpy(self, /, *, unknown: SupportsFloat | SupportsIndex = ...) -> NDArray[float64]:
        """
        The network as an n x n matrix; cells nobody has spoken about get `unknown`. 8 n^2 bytes.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b")], directed=False).to_numpy(unknown=0).tolist()
        [[0.0, 1.0], [1.0, 0.0]]
        """
    def to_rustworkx(self, /) -> Any:
        """
        The known ties as a `rustworkx.PyGraph` or `PyDiGraph`: a node holds a dict of ``partner_id`` and
        attributes, an edge its value (None without).

        rustworkx has no unknown ties: they become absent ones there.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b")]).to_rustworkx()[1]["partner_id"]
        'b'
        """
    def to_scipy(self, /) -> Any:
        """
        The known ties as an n x n ``scipy.sparse.csr_array``, 1 where ties have no values. O(n + m).

        A sparse array has no unknown cells: they become absent ties there. :meth:`to_numpy` has them.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b")]).to_scipy().toarray().tolist()
        [[0.0, 1.0], [0.0, 0.0]]
        """
    def transitivity(self, /, *, kind: str = "undirected", progress: bool | None = None) -> Measure:
        """
        How often two ties in a row come with the direct one. Range 0 to 1, no good end.

        A path whose closing tie is unknown is left out; "strong", which needs every triple, is then not
        defined. Without anything to close the value is None (sna says 1).

        Parameters
        ----------
        kind : {"undirected", "weak", "strong", "rank"}
            "undirected": 3 x triangles / paths of two, ties in either direction (networkx, igraph).
            "weak": of a -> b -> c, the share with a -> c (UCINET; sna "weak"). "strong": of all ordered
            triples, the share where a -> b -> c if and only if a -> c (sna "strong"). "rank": of
            a -> b -> c, the share where a -> c is at least as strong as the weaker of the two (sna
            "rank"). For the same advice network the first two are 0.735 and 0.664. sna's "correlation"
            is not offered: its two code paths compute different numbers.
        progress : bool, optional
            As in :meth:`triangles`.

        Cost: as :meth:`triangles`; "rank" the sum over partners of in-degree times out-degree.

        Source: Holland & Leinhardt 1971; Wasserman & Faust 1994.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")])
        >>> [round(float(net.transitivity(kind=k)), 3) for k in ["undirected", "weak"]]
        [0.6, 0.333]
        """
    def triad_census(self, /, *, progress: bool | None = None) -> ScoreFrame:
        """
        Sets of three partners by the 16 types of Holland & Leinhardt, and those with an unknown tie.

        The name counts mutual, asymmetric and null dyads; a letter tells orientations apart (Down, Up,
        Cyclic, Transitive). Undirected networks have 003, 102, 201 and 300: none, one, two and three
        ties. A triad with an unknown tie has no type and stands in the row "unknown"; all counts
        add up to C(n, 3). Equal to networkx and igraph where everything is known.

        Closed triads are listed, all others follow from counts of dyads: O(n + m sqrt(m)) at worst.

        Parameters
        ----------
        progress : bool, optional
            As in :meth:`triangles`.

        Returns
        -------
        polars.DataFrame
            ``type``, ``count``, in the order of the field. A count that does not fit in 64 bits (empty
            triads of five million partners and more) is null.

        Examples
        --------
        >>> census = cw.Network.from_ties([("a", "b"), ("b", "c"), ("a", "c")]).triad_census()
        >>> dict(census.rows())["030T"]
        1
        """
    def triangle_count(self, /, *, progress: bool | None = None) -> Measure:
        """
        Triangles in all: sets of three partners that are all tied, in either direction.

        Unknown ties can only add to it. Cost as :meth:`triangles`.

        Examples
        --------
        >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
        >>> cw.Network.from_ties(ties, directed=False).triangle_count().value
        1.0
        """
    def triangles(self, /, *, progress: bool | None = None) -> ScoreFrame:
        """
        Triangles every partner is in: pairs of its partners that are tied to each other.

        Ties in either direction join a pair. Counted over known ties, so it is the lowest value: an
        unknown tie can only add triangles; a partner nobody has spoken about is null. Every triangle is
        found once, from the end of lowest degree: O(m sqrt(m)) at worst, memory 4 bytes a tie.

        Parameters
        ----------
        progress : bool, optional
            Default: a bar where somebody looks, for calls longer than a second.

        Returns
        -------
        ScoreFrame
            ``partner_id``, ``triangles``.

        Examples
        --------
        >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
        >>> cw.Network.from_ties(ties, directed=False).triangles()["triangles"].to_list()
        [1.0, 1.0, 1.0, 0.0]
        """
    @property
    def valued(self, /) -> bool:
        """
        Whether ties have values.
        """
    def where(self, /, attribute: str, values: str | Iterable[str]) -> Network:
        """
        The partners that have one of these values of an attribute, and the ties among them.

        A partner whose value is unknown is left out, and :attr:`notes` says how many. O(n + m).

        Parameters
        ----------
        attribute : str
        values : str or list of str

        Examples
        --------
        >>> partners = {"partner_id": ["a", "b", "c"], "sector": ["school", "school", "clinic"]}
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c")], partners=partners)
        >>> net.where("sector", "school").ties().rows()
        [('a', 'b')]
        """
    def without(self, /, partners: Iterable[str | int]) -> Network:
        """
        The network without some partners; everything else is carried along.

        Examples
        --------
        >>> cw.Network.from_ties([("a", "b"), ("b", "c")]).without(["c"]).ties().rows()
        [('a', 'b')]
        """
    def without_answers(self, /, partners: Iterable[str | int]) -> Network:
        """
        The network as if these partners had not answered: what they said becomes unknown.

        They stay partners, and what others said of them stays. A tie without direction is taken as
        reported by both of its partners. O(n + m log d).

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "a")]).without_answers(["a"])
        >>> net.ties().rows(), net.coverage().pairs_one
        ([('b', 'a')], 1)
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
    def write(self, /, path: str | PathLike[str], *, format: str | None = None) -> list[str]:
        """
        Write the network to a file of another tool, and return what the format cannot hold.

        GraphML, GEXF, both JSON formats, edge lists and workbooks keep ids, attributes, backbone, values,
        direction, isolates, and what was observed (as attributes ``commonweal_answered`` and
        ``commonweal_open``). VNA keeps all but direction and single open cells; a matrix or survey keeps
        values and unknown cells (empty); Pajek and DL keep neither attributes nor what is unknown.
        :func:`read_network` reads each back.

        Parameters
        ----------
        path : str or path
            The file; it is replaced. ``.csv`` is an edge list, whose partners go to ``..._partners.csv``
            beside it; ``.json`` is node-link; ``.xlsx`` is a workbook of two sheets.
        format : str, optional
            As in :func:`read_network`; by default by the name of the file.

        Returns
        -------
        list of str
            One sentence for each thing that is not in the file. Read it: nothing else is lost.

        Examples
        --------
        >>> import pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "map.dl"
        >>> partners = {"partner_id": ["a", "b", "c"]}
        >>> net = cw.Network.from_ties([("a", "b")], partners=partners, respondents=["a"])
        >>> net.write(path)
        ['4 of 6 cells are unknown. The file cannot say so; whoever reads it takes them for no tie.']
        """
    def yules_q(self, /, by: str | Iterable[object]) -> Measure:
        """
        Yule's Q of "same kind" and "tied" over all known pairs, -1 to 1; 0 when kind says nothing.

        None when a row or column of the fourfold table is empty. O(n + m + kinds^2).

        Parameters
        ----------
        by : str or list
            An attribute of the partners, or one value a partner in their order (None is unknown).

        Source: Yule 1900.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")], directed=False)
        >>> net.yules_q(["x", "x", "y", "y"]).value
        1.0
        """

@final
class OnTrack:
    """
    Results beside their milestones. ``print(t)`` is one sentence a year.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def convention(self, /) -> str:
        """
        The rule in words.
        """
    @property
    def status(self, /) -> dict[int, str]:
        """
        The status of each year: "ahead", "consistent", "behind" or "not assessable".
        """
    def to_frame(self, /) -> DataFrame:
        """
        One row a year: ``year, n, successes, rate, milestone, at_most, at_least, p, status, reason``.

        ``at_most`` and ``at_least`` are the two tails at the milestone's rate, ``p`` the smaller one.
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
    @staticmethod
    def _from_grouped(counts: IntoFrame, *, outcome: str, by: str | Iterable[str], period: str | None = None, n: str = ..., successes: str = ..., missing: str = ..., weights: SupportsLenAndGetItem[str] | None = None, overlapping: dict[str, dict[str, str]] | None = None, direction: str = "higher") -> Outcomes:
        """
        Records that an engine grouped itself: one row a combination of raw values, with counts.
        """
    def concentration(self, /, *, goal: str | float | Fraction | Decimal, by: str | Iterable[str], within: dict[str, str] | None = None, cover: str | float | Fraction | Decimal | None = None, period: str | int | None = None, draws: SupportsIndex = 1000, seed: SupportsIndex = 0, rates: str = "shrunken") -> Concentration:
        """
        The fewest cells that hold most of the children missing to a level.

        Parameters
        ----------
        goal : str or float
            The level, "80%" or 0.8.
        by : str or list of str
            What a cell is: ``["school", "race"]``. Groups that overlap are refused.
        within : dict, optional
            Only one group: ``{"race": "Black"}``, a dimension that need not be in ``by``.
        cover : str or float, default "80%"
            The share of the missing children the set must hold.
        period : str or int, optional
            The latest by default.
        draws : int, default 1000
            How many other cohorts of the same size to draw, to see how sure the ranking is; 0 for none.
        seed : int, default 0
        rates : {"shrunken", "raw"}
            What the cohorts are drawn from: rates drawn towards the common mean (:meth:`shrink`), or each
            cell's own rate taken as known.

        Examples
        --------
        >>> o = cw.Outcomes.from_counts(
        ...     {"school": ["1", "2", "3"], "k": [10, 70, 78], "n": [100, 100, 100]},
        ...     successes="k", total="n", by="school",
        ... )
        >>> found = o.concentration(goal="80%", by="school")
        >>> found.smallest, found.covered, found.total
        (1, 70, 82)
        >>> o = cw.example().outcomes("early_reading")
        >>> found = o.concentration(goal="80%", by="place_id", within={"race_ethnicity": "Black"})
        >>> found.smallest, found.total
        (12, 222)
        """
    def cube(self, /, depth: SupportsIndex | float | None = None) -> DataFrame:
        """
        Every subset of the dimensions as one frame: all children, by each dimension, by each pair, ….

        Counted once from the records and then rolled up, each subset from its smallest parent. Groups without
        children have no row. A dimension whose groups overlap is never summed over and never crossed
        with another such one. Published outcomes answer the subsets they can; of the others there is one row
        a period with the status "not given".

        Parameters
        ----------
        depth : int, optional
            Most dimensions together; all by default. Needed beyond 16 dimensions.

        Returns
        -------
        polars.DataFrame
            ``period`` (where there are periods), each dimension (null = not split by it), ``dimensions``
            (the subset: "race × school"), ``n``, ``successes``, ``missing`` (null where the outcomes were
            given as counts or rates: not known), ``rate`` (a share), ``status``
            ("known", "no children", "not given", or why it is a range); weighted outcomes also
            ``weighted_n`` (the sum of the weights), ``weighted_rate``, ``effective_n`` (Kish 1965). Small
            subsets come first.

        Examples
        --------
        >>> o = cw.Outcomes.from_records(
        ...     {"race": ["A", "A", "B"], "school": [1, 2, 2], "reads": [True, False, True]},
        ...     outcome="reads", by=["race", "school"],
        ... )
        >>> for row in o.cube(depth=1).select("race", "school", "dimensions", "n", "successes").rows():
        ...     print(row)
        (None, None, 'all children', 3, 2)
        ('A', None, 'race', 2, 1)
        ('B', None, 'race', 1, 1)
        (None, '1', 'school', 1, 1)
        (None, '2', 'school', 2, 1)
        """
    def decompose(self, /, first: str, second: str, *, by: str | Iterable[str], groups: str | None = None, period: str | int | None = None, confidence: SupportsFloat | SupportsIndex = 0.95) -> Decomposition:
        """
        Take the gap of two groups apart: between places and within them.

        The gap is first minus second. The part between is what the groups' different distribution over
        places accounts for, the part within what different rates in the same place account for. Both are
        exact and add up exactly. Where a place has children of only one group, the missing rate is set to
        the other's; places with censored counts are left out and counted. It is arithmetic, not a cause.
        Source: Kitagawa 1955.

        Parameters
        ----------
        first, second : str
            Two groups (levels) of one dimension.
        by : str or list of str
            What a place is, such as the number of the school.
        groups : str, optional
            The dimension of the two groups; found by itself where only one has both.
        period : str or int, optional
            The latest by default.
        confidence : float, default 0.95
            Level of the intervals: normal, with the children of each place held as counted.

        Examples
        --------
        >>> o = cw.Outcomes.from_counts(
        ...     {"school": ["1", "2", "1", "2"], "race": ["White", "White", "Black", "Black"],
        ...      "k": [60, 10, 13, 32], "n": [80, 20, 20, 80]},
        ...     successes="k", total="n", by=["school", "race"],
        ... )
        >>> d = o.decompose("White", "Black", by="school")
        >>> d.gap, d.between, d.within
        (Fraction(1, 4), Fraction(3, 20), Fraction(1, 10))
        """
    def decompose_change(self, /, earlier: str | int, later: str | int, *, by: str | Iterable[str], confidence: SupportsFloat | SupportsIndex = 0.95) -> Decomposition:
        """
        Take the change between two periods apart: who the children are, and other rates in the same groups.

        The change is later minus earlier. ``between`` is composition (other shares of the groups),
        ``within`` other rates. Exact, as :meth:`decompose`.

        Parameters
        ----------
        earlier, later : str or int
            The two periods.
        by : str or list of str
            The groups.
        confidence : float, default 0.95

        Examples
        --------
        >>> o = cw.Outcomes.from_counts(
        ...     {"year": [2024, 2024, 2025, 2025], "race": ["A", "B", "A", "B"],
        ...      "k": [80, 40, 40, 60], "n": [100, 100, 50, 150]},
        ...     successes="k", total="n", by="race", period="year",
        ... )
        >>> d = o.decompose_change(2024, 2025, by="race")
        >>> d.gap, d.between, d.within
        (Fraction(-1, 10), Fraction(-1, 10), Fraction(0, 1))
        """
    def describe(self, /, by: str | Iterable[str], *, reference: str | float | Fraction | Decimal | dict[str, Any] | Outcomes2 | None = None, rule: str | dict[str, Any] | None = None, period: str | int | None = None, min_n: SupportsIndex | None = None, confidence: SupportsFloat | SupportsIndex = 0.95, state: Outcomes | None = None) -> list[str]:
        """
        The gaps as sentences, one a group, each with its reference and, where one is named, the rule; then
        what belongs to all of them: children in no group, a best group that is not known, groups that
        overlap, weights that are not used.

        Parameters
        ----------
        by, reference, rule, period, min_n, confidence, state
            As in :meth:`gaps`.

        Examples
        --------
        >>> sentences = cw.example().outcomes("early_reading").describe(by="race_ethnicity")
        >>> len(sentences)
        5
        """
    def detectable_change(self, /, by: str | Iterable[str] | None = None, *, method: str = "two-proportion", period: str | int | None = None, confidence: SupportsFloat | SupportsIndex = 0.95) -> DataFrame:
        """
        The smallest change of a group's rate that two cohorts of its size can tell from chance.

        Percentage points towards the better side. Null where no change of that size is left, where there
        are no children, where counts are censored, and with "same-se" at a rate of 0 or 1. It is the change whose interval just reaches zero,
        not one found with a stated power.

        Parameters
        ----------
        by : str or list of str, optional
            None gives all children.
        method : {"two-proportion", "same-se"}
            Both years' own standard errors, or the first year's for both (a variant in use for Healthy
            People 2030).
        period : str or int, optional
            The latest by default.
        confidence : float, default 0.95

        Source: Hubbard et al. 2020.

        Examples
        --------
        >>> o = cw.Outcomes.from_counts(
        ...     {"school": ["1", "2"], "k": [36, 1200], "n": [60, 2000]},
        ...     successes="k", total="n", by="school",
        ... )
        >>> o.detectable_change(by="school")["detectable_pp"].round(2).to_list()
        [16.4, 3.01]
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
    def from_counts(counts: IntoFrame, *, successes: str | None = None, rate: str | None = None, kind: str = "percent", total: str | None = None, by: str | Iterable[str], period: str | None = None, direction: str = "higher") -> Outcomes:
        """
        Read a table of counts, or of rates with the number of children: one row a group.

        Parameters
        ----------
        counts : frame
        successes : str, optional
            Column of whole numbers; suppression marks (``*``, ``<10``, ``>=95%``) are read as ranges.
        rate : str, optional
            Instead: column of published rates. A rate was rounded, at least to whole percents and finer
            where more decimals are written, and stands for every whole number of children that rounds to
            it: 61 % of 38 children is 23, 61 % of 380 is 230 to 233.
        kind : {"percent", "proportion"}
            What `rate` holds: 0 to 100, or 0 to 1.
        total : str
            Column of the number of children, marks as above. Rates without it cannot become children;
            :func:`read_published` reads them as rates.
        by, period, direction
            As in :meth:`from_records`.

        Examples
        --------
        >>> table = {"race": ["A", "B"], "pct": ["61", "LNE"], "n": [38, 7]}
        >>> o = cw.Outcomes.from_counts(table, rate="pct", total="n", by="race")
        >>> o.rates(by="race").select("race", "n", "successes", "status").rows()
        [('A', 38, 23, 'known'), ('B', 7, None, 'range: the count is suppressed')]
        """
    @staticmethod
    def from_records(records: IntoFrame, *, outcome: str, by: str | Iterable[str], period: str | None = None, weight: str | None = None, overlapping: dict[str, dict[str, str]] | None = None, direction: str = "higher") -> Outcomes:
        """
        Count records: a frame with one row a child. O(rows), in one pass.

        Categories (polars, pandas, Arrow dictionaries) are the quickest columns: their codes are
        counted and no text is looked at.

        Parameters
        ----------
        records : frame
            In memory (polars, pandas, pyarrow), or lazy and remote: polars ``LazyFrame``, DuckDB
            relations, Spark, Dask and whatever else narwhals knows as lazy. Those group their records
            themselves and only counts come back, a row a group; polars streams, so
            ``pl.scan_parquet(path)`` may be larger than memory. They do not number their rows: a value
            that is no outcome is told without them, and periods without a year are in the order of the
            alphabet.
        outcome : str
            Column with true/false or 1/0; missing where the outcome is not recorded. Those children are
            counted apart, not as a failure.
        by : str or list of str
            Disaggregating columns. Key schools by number: two schools may share a name.
        period : str, optional
            Column of the year.
        weight : str, optional
            Column of a sampling weight, 0 or more in every row. Children are still counted one by one
            (``n``, ``successes``, gaps, targets); :meth:`rates` and :meth:`cube` give the weighted rate
            and Kish's effective number of children beside them.
        overlapping : dict, optional
            Dimensions whose groups overlap ("alone or in combination"), as true/false columns:
            ``{"race": {"Black": "is_black", "Asian": "is_asian"}}``. A child is in every group whose
            column says so, and the groups are never added up; ``in_no_group`` counts the rest.
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
    def gap_if_equal(self, /, by: str | Iterable[str], *, draws: SupportsIndex = 10000, seed: SupportsIndex = 0, period: str | int | None = None, min_n: SupportsIndex = 10) -> ChanceGap:
        """
        The gap between highest and lowest rate that groups of these sizes show if all have one rate.

        The range of several small groups is large by chance alone; read a gap against this. Successes are
        binomial with the groups' common rate. Few tables are enumerated (``draws`` is then 0), many are
        drawn, one stream a draw. Groups that overlap are refused: they cannot be drawn apart.

        Parameters
        ----------
        by : str or list of str
        draws : int, default 10000
            From 1 to 1,000,000.
        seed : int, default 0
            The same seed gives the same answer for any number of threads.
        period : str or int, optional
            The latest by default.
        min_n : int, default 10
            Smaller groups, and those with censored counts, are left out and counted.

        Cost: draws times groups.

        Examples
        --------
        >>> o = cw.Outcomes.from_counts(
        ...     {"race": list("ABCDE"), "k": [9, 12, 15, 24, 36], "n": [15, 20, 25, 40, 60]},
        ...     successes="k", total="n", by="race",
        ... )
        >>> chance = o.gap_if_equal(by="race", seed=1)
        >>> round(chance.mean_pp), round(chance.p95_pp)
        (23, 39)
        """
    def gaps(self, /, by: str | Iterable[str], *, reference: str | float | Fraction | Decimal | dict[str, Any] | Outcomes2 | None = None, rule: str | dict[str, Any] | None = None, period: str | int | None = None, min_n: SupportsIndex | None = None, confidence: SupportsFloat | SupportsIndex = 0.95, correction: str | None = None, zero: str | None = None, state: Outcomes | None = None) -> DataFrame:
        """
        The gap of every group to a named reference, with interval, status and children to parity.

        ``difference_pp`` is group minus reference in percentage points. ``status`` is "flagged" when the
        whole interval lies on the unfavourable side, "not flagged", or "not assessable" with a reason. A
        rule, where one is named, decides instead of the interval; its cut-off is compared in whole
        numbers. Rules are conventions of practice: none of them is a significance test or legal advice.

        =============== ================================ =======================================
        rule            compares the rate with           flagged where
        =============== ================================ =======================================
        ppg-2017        all children, the group included rate + max(3 %, 1.96 sqrt(0.25/n))
                                                         <= reference
        ppg-2022        everyone else                    rate + max(2 %, 1.96 sqrt(p(1-p)/n))
                                                         <= reference, n > 10
        proportionality all children                     rate / reference < 0.8
        80-percent      the best group of at least min_n rate / reference < 0.8
        idea            all other groups; the State's    rate / reference > threshold
                        where those here are too small
        =============== ================================ =======================================

        Where lower is better the gap rules look at the other side, and the two 0.8 rules at the reference
        over the rate. ``needed_to_leave`` is the fewest children who must move to end the flag, the margin
        moving with the group; ``needed_to_parity`` to reach the reference. Both hold the reference fixed,
        but for the proportionality index, whose overall rate moves. Closing all gaps at once is not the
        sum of a column. Against the best group nothing is assessed where one whose count is a range may be
        better. Gaps count children: sampling weights are not used.

        Parameters
        ----------
        by : str or list of str
        reference : {"rest", "overall", "best"}, group name, level, dict or Outcomes, default "rest"
            "rest" is everyone else. A level is a share: 0.8 or "80%"; a text without a percent sign is
            the name of a group, so write the number of a school as text. Another place is a dict with
            name, successes and n, or its Outcomes (all its children of the same period). A rule has its
            own reference.
        rule : {"ppg-2017", "ppg-2022", "proportionality", "80-percent", "idea"} or dict, optional
            A dict changes parameters: ``{"rule": "ppg-2022", "floor": "3%"}``; z and floor of the gap
            rules, cut of the two 0.8 rules, threshold (which each State sets) and cell (10) of idea.
        period : str or int, optional
            The latest by default.
        min_n : int, optional
            Smaller groups are not assessed, and cannot be the best group. 10, or what the rule says: 1 for
            ppg-2017, 11 for ppg-2022, 30 for idea.
        confidence : float, default 0.95
        correction : {"holm", "bh"}, optional
            Adjusts the p-values over all groups assessed in this call (``family_size``): Holm, or
            Benjamini and Hochberg. Without a rule the adjusted p-value then decides instead of the
            interval; a rule keeps its own status.
        zero : {"haldane"}, optional
            Adds 0.5 to the four cells of a table with an empty cell. By default ratio and odds ratio are
            not reported there. A ratio between rates of 1, or of a rate of 1 to a level, has no interval.
        state : Outcomes, optional
            The same groups in the State, for the alternate risk ratio of idea.

        Returns
        -------
        polars.DataFrame
            ``period`` (where there are periods), the dimensions, ``n``, ``successes``, ``rate``, ``reference``, ``reference_rate``,
            ``difference_pp``, ``lower_pp``, ``upper_pp``, ``interval``, ``status``, ``reason``,
            ``needed``, ``needed_moving``, ``standard_error_pp`` (overall only: the group is part of it);
            ``ratio``, ``odds_ratio``, ``cohens_h``, each with ``_lower`` and ``_upper``; ``p_value``,
            ``test_method``, ``p_adjusted``, ``family_size``; by a rule also ``rule``, ``index``,
            ``margin_pp``, ``needed_to_leave``, ``needed_to_parity``.

        p-values are of the two-proportion score test, or Fisher's exact test where an expected count is
        below 5. Cost: constant a group.

        Source: Newcombe 1998; Wilson 1927; Katz et al. 1978; Woolf 1955; Cohen 1988. Rules: California
        Community Colleges 2017 and 2022 as restated by DisImpact and di-calculator.com; 29 CFR 1607.4 D;
        34 CFR 300.647.

        Examples
        --------
        >>> o = cw.example().outcomes("early_reading")
        >>> gaps = o.gaps(by="race_ethnicity", reference="rest")
        >>> gaps.select("race_ethnicity", "status", "needed").row(1)
        ('Black', 'flagged', 137)
        >>> o = cw.Outcomes.from_counts(
        ...     {"race": ["A", "B"], "k": [12, 15], "n": [20, 20]}, successes="k", total="n", by="race"
        ... )
        >>> o.gaps(by="race", rule="80-percent").select("race", "index", "status").row(0)
        ('A', 0.8, 'not flagged')
        """
    @property
    def in_no_group(self, /) -> dict[str, int]:
        """
        Children who are in none of the groups of each overlapping dimension; they are in no row of it.

        Examples
        --------
        >>> o = cw.Outcomes.from_records(
        ...     {"asian": [1, 1, 0], "white": [0, 1, 0], "reads": [1, 0, 1]}, outcome="reads",
        ...     by=[], overlapping={"race": {"Asian": "asian", "White": "white"}},
        ... )
        >>> o.rates(by="race").select("race", "n").rows(), o.in_no_group
        ([('Asian', 2), ('White', 1)], {'race': 1})
        """
    def inequality(self, /, by: str | Iterable[str], *, period: str | int | None = None, reference: str | None = None, order: SupportsGetItem[int, str] | None = None, slope: str = "logit", ordered_errors: str = "groups", confidence: SupportsFloat | SupportsIndex = 0.95, draws: SupportsIndex = 1000, seed: SupportsIndex = 0) -> DataFrame:
        """
        Every summary measure of inequality between groups, absolute and relative side by side.

        The families of WHO and Healthy People 2030 from exact counts: rate s/n in percent, standard error
        ``sqrt(p (1 - p) / n)``, population n. Spread measures are too high on average, because chance alone
        spreads the rates of small groups. ``noise_floor`` is a benchmark: what equal groups would show by
        chance. ``corrected`` is the estimate less its bias, never beyond equality: by formula for BGV, BGSD,
        COV, TI and MLD, for the others simulated around the estimates, because groups that differ carry less
        bias than equal ones. A group whose count is a range is left out, and ``caveats`` says so. Where
        children have weights, rates and populations are weighted and n is the effective number of children.

        Parameters
        ----------
        by : str or list of str
            Dimensions whose groups do not overlap.
        period : str or int, optional
            The latest by default.
        reference : str, optional
            The group for MDR and the indices of disparity against a group; without `order` also for D, R,
            PAR and PAF, which otherwise take the best (and the worst) group.
        order : list of str, optional
            All groups from the most disadvantaged to the most advantaged. ACI, RCI, SII and RII are not
            defined without it; D, R, PAR and PAF take its ends.
        slope : {"logit", "linear"}
            The curve of SII and RII.
        ordered_errors : {"groups", "residuals"}
            Standard errors of ACI, RCI, SII and RII: from those of the groups (delta method), or from how
            far the groups lie from the line, as WHO computes them (weighted regression and HC1, with
            Student's t on groups less two degrees of freedom).
        confidence : float, default 0.95
        draws, seed : int, default 1000 and 0
            Simulation of the measures that pick groups or take absolute values; 0 draws for none,
            or 100 to 1,000,000.

        Returns
        -------
        polars.DataFrame
            33 rows, the same for every table: ``measure`` (D, R, PAR, PAF, ACI, RCI, SII, RII, BGV, BGSD,
            COV, MDM, MDB, MDR, IDIS, ID of Pearcy and Keppel, TI, MLD; Healthy People's MRD, MRR, SRD, SRR, RD,
            RR), ``name``, ``kind``, ``weighted``, ``ordered``, ``estimate``, ``se``, ``lower``, ``upper``,
            ``interval``, ``noise_floor``, ``corrected``, ``unit``, ``reference``, ``direction``,
            ``convention``, ``citation``, ``groups``, ``left_out``, ``reason`` (why there is no estimate or no
            interval), ``caveats``.

        Source: Schlotheuber and Hosseinpoor 2022; Talih and Huang 2016; Pearcy and Keppel 2002. Cost: draws
        times groups.

        Examples
        --------
        >>> o = cw.Outcomes.from_counts(
        ...     {"race": ["Black", "Hispanic", "White"], "k": [270, 200, 730], "n": [600, 400, 1000]},
        ...     successes="k", total="n", by="race",
        ... )
        >>> found = o.inequality(by="race", draws=0)
        >>> bgv = found.filter(found["measure"] == "BGV").row(0, named=True)
        >>> round(bgv["estimate"], 3), round(bgv["noise_floor"], 3), bgv["unit"]
        (172.0, 2.359, '(percentage points)²')
        """
    def missing_bounds(self, /, *, by: str | Iterable[str], period: str | int | None = None) -> MissingBounds:
        """
        How far the children of whom something is not recorded could move each group's rate and gap.

        Worst-case bounds after Manski: every way of filling in the missing groups and outcomes, no
        assumption on who is missing. They are sharp, exact and not a confidence interval. A censored count
        is recorded but withheld: its range is inside every bound, and the rate as recorded is null. Where
        outcomes were given as counts or rates, how many children have none is not known, and they are in no
        bound. The gap is to everyone else whose group is recorded.

        Parameters
        ----------
        by : str or list of one str
            One dimension. Its level "(not recorded)" holds the children whose group is not recorded.
        period : str or int, optional
            The latest by default.

        Examples
        --------
        >>> o = cw.Outcomes.from_records(
        ...     {"race": ["A", "A", "B", "B", None], "reads": [True, False, True, None, True]},
        ...     outcome="reads", by="race",
        ... )
        >>> b = o.missing_bounds(by="race")
        >>> print(b)
        Of 5 children, the group is not recorded for 1 (20.0 %), the outcome for 1 (20.0 %), neither for 0
        (0.0 %).
        >>> b.to_frame().select("race", "source", "rate", "rate_low").row(0)
        ('A', 'group not recorded', 0.5, 0.5)
        """
    @property
    def name(self, /) -> str:
        """
        What is measured.
        """
    def needed(self, /, by: str | Iterable[str], *, reference: str | float | Fraction | Decimal | dict[str, Any] | Outcomes2 | None = None, period: str | int | None = None, min_n: SupportsIndex = 10) -> DataFrame:
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
    def participation(self, /, by: str | Iterable[str] | None = None, *, period: str | int | None = None, floor: str | float | Fraction | Decimal | None = None) -> DataFrame:
        """
        Rates over at least a fixed share of the enrolled, so that leaving children untested raises none.

        The denominator is ``max(tested, floor * enrolled)``, exactly: 60 of 90 tested of 100 enrolled is
        60/95. Enrolled are the children with and without a recorded outcome; a table of counts
        or rates knows only those with one, and participation is then null, with the reason. Source: ESEA 1111(c)(4)(E), as amended by ESSA (95 %).

        Parameters
        ----------
        by : str or list of str, optional
            Groups; none gives all children.
        period : str or int, optional
            The latest by default.
        floor : str or float, default "95%"

        Returns
        -------
        polars.DataFrame
            The dimensions, ``enrolled, tested, successes, participation, rate, adjusted_rate,
            reason`` (why one of these is null).

        Examples
        --------
        >>> o = cw.Outcomes.from_records(
        ...     {"race": ["A"] * 100, "reads": [True] * 60 + [False] * 30 + [None] * 10},
        ...     outcome="reads", by="race",
        ... )
        >>> round(o.participation(by="race")["adjusted_rate"][0], 3)
        0.632
        """
    @property
    def periods(self, /) -> list[str]:
        """
        The periods, in order.
        """
    def plot(self, /, by: str | Iterable[str], *, reference: str | float | Fraction | Decimal | dict[str, Any] | Outcomes2 | None = None, rule: str | dict[str, Any] | None = None, period: str | int | None = None, min_n: SupportsIndex | None = None, confidence: SupportsFloat | SupportsIndex = 0.95, state: Outcomes | None = None) -> Figure:
        """
        Draw the rates of the groups as dots with intervals, by their judgement: flagged, not flagged, not
        assessable. With a rule, a bar marks where each group would be flagged. Caveats stand below. Groups that
        may not be shown (fewer than ten children, all or none of whom reach it, or the next larger one where
        the others would give such a group away) stand without number and dot; ``min_n=1`` shows all.

        Parameters
        ----------
        by, reference, rule, period, min_n, confidence, state
            As in :meth:`gaps`.

        Examples
        --------
        >>> o = cw.example().outcomes("early_reading")
        >>> figure = o.plot(by="race_ethnicity", rule="ppg-2022")
        """
    def plot_heatmap(self, /, *, places: str, groups: str, period: str | int | None = None, min_n: SupportsIndex = 10) -> Figure:
        """
        Draw the rates of groups in places as a table of colours: one row a place, one column a group.

        Suppressed counts and cells below `min_n` are hatched. The order is that of the data.

        Parameters
        ----------
        places, groups : str
            The dimension of the rows and that of the columns.
        period : str or int, optional
            The latest by default.
        min_n : int, default 10
            Smaller cells are hatched.

        Examples
        --------
        >>> o = cw.example().outcomes("early_reading")
        >>> figure = o.plot_heatmap(places="place_id", groups="race_ethnicity")
        """
    def plot_over_time(self, /, by: str | Iterable[str], *, breaks: str | int | Iterable[str | int] | None = None, min_n: SupportsIndex = 10) -> Figure:
        """
        Draw the groups over time: one line a period, from the lowest rate to the highest (an equiplot).

        Parameters
        ----------
        by : str or list of str
        breaks : str, int or list of them, optional
            Periods before which the definition changed; the figure says so between the lines.
        min_n : int, default 10
            Smaller groups are named, not drawn.

        Examples
        --------
        >>> figure = cw.example().outcomes("early_reading").plot_over_time(by="race_ethnicity")
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
            ``period``, the dimensions, ``n``, ``successes``, ``missing`` (null where the outcomes were given
            as counts or rates: not known), ``rate``, ``lower``, ``upper`` (of ``rate``), ``status``. Weighted
            outcomes also have ``weighted_rate``, ``weighted_lower``, ``weighted_upper`` (Wilson's interval
            for the weighted rate at the effective number of children; it knows nothing of strata or
            clusters) and ``effective_n`` (Kish 1965).

        Examples
        --------
        >>> o = cw.example().outcomes("early_reading")
        >>> o.rates(by="race_ethnicity", period="2024-25").select("race_ethnicity", "n", "successes").row(1)
        ('Black', 611, 272)
        """
    def scan(self, /, by: str | Iterable[str], *, within: str | Iterable[str] | None = None, rules: str | dict[str, Any] | Iterable[str | dict[str, Any]] | None = None, depth: SupportsIndex | None = None, period: str | int | None = None, correction: str | None = None, confidence: SupportsFloat | SupportsIndex = 0.95) -> DataFrame:
        """
        Every disaggregation in every scenario and period, judged by every rule: one frame.

        A scenario is a set of levels of the ``within`` dimensions, one subset of dimensions after the
        other; null means all levels together. The disaggregation "none" is one row: everyone in the
        scenario. What the rules mean is told in :meth:`gaps`; none of them is legal advice. With many rows
        some are flagged by chance: ask for a correction, or read :meth:`gap_if_equal`.

        Parameters
        ----------
        by : str or list of str
            Disaggregations, one at a time.
        within : str or list of str, optional
            Dimensions whose levels make the scenarios; at most 12.
        rules : str, dict or list of them, optional
            As ``rule`` of :meth:`gaps`; by default ppg-2017, proportionality and 80-percent.
        depth : int, optional
            Most dimensions in one scenario; all by default.
        period : str or int, optional
            One period; all by default.
        correction : {"holm", "bh"}, optional
            Tests each group of ten children or more against everyone else, and adjusts the p-values over
            all rows tested: the family is the whole frame. A rule keeps its own status.
        confidence : float, default 0.95
            Level of the corrected ``status``.

        Returns
        -------
        polars.DataFrame
            ``period``, the ``within`` dimensions, ``disaggregation``, ``group``, ``n``, ``successes``,
            ``missing`` (null where not known), ``rate``; for each rule, after its name (``ppg_2017_``, ``80_percent_``),
            ``reference_rate``, ``margin_pp`` or ``index``, ``status``, ``reason``, ``needed_to_leave``,
            ``needed_to_parity``; with a correction ``p_value``, ``test_method``, ``p_adjusted``,
            ``family_size``, ``status``.

        Children are counted one by one: sampling weights are not used.

        Cost: one count of the cells for each scenario set and disaggregation, and constant for each rule
        and row. Source: the layout of DisImpact's ``di_iterate``.

        Examples
        --------
        >>> o = cw.Outcomes.from_counts(
        ...     {"race": ["A", "B", "A", "B"], "college": ["1", "1", "2", "2"],
        ...      "k": [30, 45, 20, 40], "n": [100, 90, 80, 80]},
        ...     successes="k", total="n", by=["race", "college"],
        ... )
        >>> found = o.scan(by="race", within="college", rules=["ppg-2022"])
        >>> found.select("college", "group", "ppg_2022_status").rows()[1:3]
        [(None, 'A', 'flagged'), (None, 'B', 'not flagged')]
        """
    def shrink(self, /, *, by: str | Iterable[str], within: str | Iterable[str] | None = None, period: str | int | None = None, min_n: SupportsIndex = 10, confidence: SupportsFloat | SupportsIndex = 0.95) -> Shrinkage:
        """
        Draw the rates of cells towards their common mean, as far as chance explains the spread.

        Empirical Bayes: the true rates are taken as one Beta distribution, estimated from the cells by
        maximum likelihood (beta-binomial); a cell's estimate is its posterior mean. Use it to rank cells or
        to choose baselines: cells picked as lowest by their raw rate "improve" by themselves. Cells with
        censored counts are left out. With fewer than three cells nothing is shrunk, and where the rates
        differ no more than chance makes them every cell gets the rate of all; ``print(s)`` says which.

        Parameters
        ----------
        by : str or list of str
            What a cell is.
        within : str or list of str, optional
            One distribution for each of these groups instead of one for all cells. They need not stand in
            `by` as well.
        period : str or int, optional
            The latest by default.
        min_n : int, default 10
            Cells with fewer children are marked ``small``.
        confidence : float, default 0.95
            Level of the posterior intervals; they take the distribution as known.

        Examples
        --------
        >>> o = cw.Outcomes.from_counts(
        ...     {"school": ["1", "2", "3", "4", "5"], "k": [10, 41, 12, 0, 33], "n": [40, 50, 30, 4, 60]},
        ...     successes="k", total="n", by="school",
        ... )
        >>> s = o.shrink(by="school")
        >>> s.to_frame().select("school", "rate", "small").row(3)
        ('4', 0.0, True)
        >>> s.to_frame()["estimate"][3] > 0.2
        True
        """
    def target(self, /, *, goal: str | float | Fraction | Decimal, years: SupportsIndex | float, start: SupportsIndex | None = None, period: str | int | None = None) -> Target:
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
    def trend(self, /, by: str | Iterable[str] | None = None, *, reference: str = "rest", breaks: str | int | Iterable[str | int] | None = None, target: str | float | Fraction | Decimal | None = None, confidence: SupportsFloat | SupportsIndex = 0.95) -> Trends:
        """
        The change a year of each group's rate, and of its gap to a reference, with intervals.

        Weighted least squares on the years in which the periods end: chance variance at the pooled rate,
        plus a variance between years beyond chance (Paule and Mandel 1982), t interval. Fewer than three
        periods are not assessed. The gap is given in points and as a log ratio, because the two can move in
        opposite directions (Keppel et al. 2005). A break of the definition splits the series: no line
        crosses it. Outcomes of a partnership's tables hold one version of a definition.

        Parameters
        ----------
        by : str or list of str, optional
            Groups; none gives all children.
        reference : str, default "rest"
            Whom the gap is to: "rest" is everyone else; otherwise the name of a group.
        breaks : str, int or list of them, optional
            Periods from which another definition holds.
        target : str or float, optional
            A goal, "80%" or 0.8: progress from the first to the latest period on the last definition, in
            the four classes of Healthy People 2030. See ``progress()`` of the result.
        confidence : float, default 0.95

        Examples
        --------
        >>> o = cw.Outcomes.from_counts(
        ...     {"year": [2021, 2022, 2023], "k": [40, 50, 45], "n": [100, 100, 100], "site": ["x"] * 3},
        ...     successes="k", total="n", by="site", period="year",
        ... )
        >>> print(o.trend(target="60%"))
        everyone: 2021 to 2023 (3 periods): the rate changes by 2.5 points a year (−52.5 to 57.5), no change
        that can be told from chance. Progress to 60.0 % of children: little or no detectable change; 40.0 %
        in 2021, 45.0 % in 2023, 25 % of the targeted change (−43 % to 92 %).
        """

@final
class Partition:
    """
    Groups of partners, and how they were found. ``print(p)`` is a plain sentence.

    Groups are numbered from 0 in the order of their first partner; the numbers mean nothing else. A
    partner whose ties nobody has reported has no group (null).

    Examples
    --------
    >>> ties = [("a", "b"), ("b", "c"), ("a", "c"), ("d", "e"), ("e", "f"), ("d", "f"), ("c", "d")]
    >>> groups = cw.Network.from_ties(ties, directed=False).communities()
    >>> groups.n_groups, groups.sizes, round(float(groups.modularity), 3)
    (2, [3, 3], 0.357)
    """
    def __len__(self, /) -> int: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def caveats(self, /) -> list[str]:
        """
        Sentences that belong to the groups wherever they go.
        """
    @property
    def citation(self, /) -> str:
        """
        Source of the method.
        """
    @property
    def convention(self, /) -> str:
        """
        The definition used, by its name in the field.
        """
    @property
    def coverage(self, /) -> float | None:
        """
        Share of the cells of the network that are known.
        """
    def history(self, /) -> DataFrame:
        """
        How the groups were reached, one row a step.

        * leiden, louvain, label_propagation: one row a start, with its ``quality`` (modularity, or the
          constant Potts quality), number of ``groups`` and ``similarity`` to the groups reported (adjusted
          Rand index: 1 the same, 0 as alike as chance makes them).
        * girvan_newman: one row a split, with the ties ``removed`` so far, ``groups`` and ``modularity``.
        * structural with a number of groups: one row a merge, in scipy's linkage layout.
        * concor, exact classes: no rows.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")], directed=False)
        >>> net.communities(starts=2).history().rows()
        [(0.5, 2, 1.0), (0.5, 2, 1.0)]
        """
    @property
    def method(self, /) -> str:
        """
        The word that asks for the method.
        """
    @property
    def modularity(self, /) -> Measure:
        """
        Modularity of the groups as a `Measure`; a partner without a group stands alone in it.
        """
    @property
    def n_groups(self, /) -> int:
        """
        Number of groups.
        """
    def plot(self, /, *, labels: bool = True, title: str | None = None, seed: SupportsIndex = 0) -> Figure:
        """
        Draw the map with one colour a group.

        Parameters
        ----------
        labels : bool, default True
            Whether partners are named.
        title : str, optional
        seed : int, default 0
            Seed of the layout.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")], directed=False)
        >>> net.communities().plot().title
        '2 groups'
        """
    @property
    def seed(self, /) -> int | None:
        """
        Seed of all chance, or None where the method uses none.
        """
    def similarity(self, /, other: Partition) -> float | None:
        """
        How alike two partitions are: the adjusted Rand index (Hubert & Arabie 1985).

        1 for the same groups, about 0 for unrelated ones, negative for less alike than chance. Partners
        are matched by id, so two waves can be compared; those without a group in either are left out;
        None with fewer than two left. O(n log n).

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")], directed=False)
        >>> net.communities().similarity(net.communities(method="louvain"))
        1.0
        """
    @property
    def sizes(self, /) -> list[int]:
        """
        Number of partners in each group.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The partition as plain Python values, ready for JSON.
        """
    def to_frame(self, /) -> DataFrame:
        """
        ``partner_id`` and ``group`` (null for a partner whose ties nobody has reported).

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("c", "d")], directed=False)
        >>> net.communities().to_frame().rows()
        [('a', 0), ('b', 0), ('c', 1), ('d', 1)]
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
    def affiliation(self, /, table: str = "events", *, types: str | Iterable[str] | None = None, invitations: bool = True) -> Affiliation:
        """
        Partners by meetings, from the tables ``events`` and ``attendance``.

        A partner that was not a member that day, or is recorded as not invited, could not have come. A partner
        without a row was absent where ``attendance_complete`` is yes, else unknown.

        Parameters
        ----------
        table : {"events"}
            Where the meetings are.
        types : str or list of str, optional
            Types of meeting to keep, for example ``"plenary"``; all by default.
        invitations : bool, default True
            Whether a partner recorded as not invited could not have come. Switch it off to ask about
            invitations themselves.

        Examples
        --------
        >>> meetings = cw.example().affiliation("events")
        >>> meetings.n_partners, meetings.n_events
        (41, 116)
        """
    def evidence(self, /, *, audience: str = "partners") -> dict[str, Any]:
        """
        Everything a report shows, as plain Python values.
        """
    def in_groups(self, /, layer: str, *, wave: str | int | None = None, attributes: str | Iterable[str] | None = None, conjunctions: SupportsGetItem[int, dict[str, str]] | None = None, strata: str | None = None, perception: dict[str, Any] | None = None, days_before: SupportsIndex = 3, correction: str = "holm", alpha: SupportsFloat | SupportsIndex = 0.05, draws: SupportsIndex = 999, completions: SupportsIndex = 20, seed: SupportsIndex = 0, without_backbone: bool = True, view: str | None = None, progress: bool | None = None) -> InGroupEvidence:
        """
        :meth:`Network.in_groups` of one relation in one wave, with the meetings of the tables where there are any.

        Examples
        --------
        >>> found = cw.example().in_groups("communication", wave="2025", draws=99, completions=2)
        >>> found.verdicts["structure"], found.verdicts["access"]
        ('supported', 'supported')
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
    def report(self, /, path: str | PathLike[str], *, audience: str = "partners", title: str | None = None, attributes: str | Iterable[str] | None = None, conjunctions: SupportsGetItem[int, dict[str, str]] | None = None, strata: str | None = None) -> None:
        """
        Write the report: one self-contained HTML file that opens offline and prints.

        Parameters
        ----------
        path : path
        audience : {"partners", "public"}
            The public report has no map and names no partner.
        title : str, optional
        attributes, conjunctions, strata
            Labels whose share in the closest set of partners is tested, as in :meth:`Network.in_groups`.
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
class PermutationRegression:
    """
    A regression whose p-values come from moving labels.

    From :func:`mrqap`, :func:`logistic_qap` and :meth:`Network.permutation_regression`. ``print(r)`` says
    first what the test can say at best, then each predictor.

    Examples
    --------
    >>> net = cw.Network.from_ties([("a", "b"), ("b", "a"), ("c", "d"), ("d", "e")])
    >>> fit = cw.mrqap(net, [cw.same(["x", "x", "y", "y", "y"])])
    >>> fit.exact, fit.cells, fit.to_frame()["term"].to_list()
    (True, 20, ['intercept', 'same values'])
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def adjusted(self, /) -> float | None:
        """
        R squared adjusted for the number of predictors; None in logistic regression.
        """
    @property
    def caveats(self, /) -> list[str]:
        """
        Sentences that belong to the result wherever it goes.
        """
    @property
    def cells(self, /) -> int:
        """
        Cells in the fit: pairs, ordered pairs or partners.
        """
    @property
    def citation(self, /) -> str:
        """
        Source of the method.
        """
    @property
    def convention(self, /) -> str:
        """
        What was computed, by its name in the field.
        """
    @property
    def coverage(self, /) -> float | None:
        """
        Share of the cells that all relations know.
        """
    @property
    def exact(self, /) -> bool:
        """
        Whether every order of the labels was taken, so that p-values are exact.
        """
    @property
    def plan(self, /) -> str:
        """
        What the test can say at best, to be read before its result.
        """
    @property
    def r_squared(self, /) -> float | None:
        """
        Share of the variance explained; for logistic QAP McFadden's 1 - lnL/lnL0. None where it has none.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        Everything as plain Python values, ready for JSON.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "a"), ("c", "d"), ("d", "e")])
        >>> cw.mrqap(net, [cw.sender([1, 2, 3, 4, 5])]).to_dict()["unit"]
        'ordered pairs'
        """
    def to_frame(self, /) -> ScoreFrame:
        """
        One row a term: ``term, estimate, standardised`` (logistic: ``odds_ratio``), ``standard_error, t``
        (``z, score``), ``p_low, p_high, p, draws, smallest``.

        The intercept is not tested. Null where there is no number: without draws, or an estimate without
        bound.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "a"), ("c", "d"), ("d", "e")])
        >>> fit = cw.mrqap(net, {"kind": cw.same(["x", "x", "y", "y", "y"])})
        >>> round(fit.to_frame()["estimate"][1], 3)  # ties a pair: 4 of 8 alike, none of 12 others
        0.5
        """
    @property
    def together(self, /) -> dict[str, Any] | None:
        """
        All predictors together: R squared beside that when the outcome's labels move; None without draws.
        """

@final
class PermutationTest:
    """
    A number with its permutation test.

    From :func:`qap` and the permutation tests of :class:`Network`. ``print(t)`` says first what the test
    can say at best, then the number and its p-values; ``float(t)`` is the number.

    Examples
    --------
    >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b"), ("hub", "c")], directed=False)
    >>> print(cw.qap(star, star))
    Before the test: all 24 orders of the labels, so the smallest one-tailed p that can come out is 0.0417.
    a and b correlate 1.000 over 6 pairs known in both.
    By chance as high or higher p = 0.25, as low or lower p = 1, two-tailed p = 0.5.
    """
    def __float__(self, /) -> float: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def exact(self, /) -> bool:
        """
        Whether every order of the labels was taken, so that p-values are exact.
        """
    @property
    def measure(self, /) -> Measure:
        """
        The number, as a :class:`Measure`.
        """
    @property
    def p(self, /) -> float | None:
        """
        Twice the smaller tail, at most 1.
        """
    @property
    def p_high(self, /) -> float | None:
        """
        Share of the orders that give as much or more, the observed one included.
        """
    @property
    def p_low(self, /) -> float | None:
        """
        Share of the orders that give as little or less, the observed one included.
        """
    @property
    def plan(self, /) -> str:
        """
        What the test can say at best, to be read before its result.
        """
    @property
    def test(self, /) -> dict[str, Any] | None:
        """
        The tested statistic beside that of moved labels: ``observed, draws, mean, sd, z, p_high, p_low, p,
        smallest``; None without draws or where the number is not defined.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        Everything as plain Python values, ready for JSON.

        Examples
        --------
        >>> pair = cw.Network.from_ties([("a", "b")])
        >>> sorted(cw.qap(pair, pair).to_dict())
        ['exact', 'measure', 'plan', 'test']
        """
    def to_frame(self, /) -> ScoreFrame:
        """
        One row: ``measure, kind, estimate, statistic, p_low, p_high, p, draws, smallest, exact``.

        Examples
        --------
        >>> star = cw.Network.from_ties([("hub", "a"), ("hub", "b")], directed=False)
        >>> cw.qap(star, star).to_frame()["p_high"].to_list()
        [0.3333333333333333]
        """

@final
class QuickWins:
    """
    Quick wins and their share of the whole. ``print(q)`` gives both and the definition.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def at_goal(self, /) -> int:
        """
        Cells with children that are at the goal.
        """
    @property
    def change_limit(self, /) -> Fraction | None:
        """
        The largest change in a year that peers allow, an exact ``fractions.Fraction``; None without
        peers.
        """
    @property
    def convention(self, /) -> str:
        """
        The definition in words.
        """
    @property
    def known_need(self, /) -> int:
        """
        Children short of the goal in all cells whose counts are exact.
        """
    def not_assessed(self, /) -> DataFrame:
        """
        One row a cell that may or may not be a quick win, or has no children: the dimensions, ``reason``.
        """
    @property
    def share_of_need(self, /) -> Fraction | None:
        """
        The quick wins' share of ``known_need``, an exact ``fractions.Fraction``; None where nobody is
        short.
        """
    def to_frame(self, /) -> DataFrame:
        """
        One row a quick win, the fewest children first: the dimensions, ``n, successes, rate, need,
        required_change, share_of_need``.
        """
    @property
    def total_need(self, /) -> tuple[int, int | None]:
        """
        Children short of the goal in all cells: (fewest, most), the most None where there is no end.
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
class Recurrence:
    """
    Closed meetings in the days before open ones, and whether the same partners recur. ``print(r)`` is a plain
    sentence. Nobody is named; counts of one or two partners are hidden.

    From :meth:`Affiliation.recurrence`.

    Examples
    --------
    >>> found = cw.example().affiliation("events").recurrence(draws=99)
    >>> found.test["p_high"]
    0.01
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def caveats(self, /) -> list[str]:
        """
        Sentences that belong to the result wherever it goes.
        """
    @property
    def convention(self, /) -> str:
        """
        The definition used.
        """
    @property
    def coverage(self, /) -> float | None:
        """
        Share of the cells in which a partner could have come of which it is known whether it did.
        """
    @property
    def n_open(self, /) -> int:
        """
        Open meetings whose day is known.
        """
    @property
    def n_preceded(self, /) -> int:
        """
        Open meetings with a closed meeting in the days before.
        """
    @property
    def overlap(self, /) -> float | None:
        """
        Mean over pairs of occasions of the partners present at both over those present at either; None with fewer
        than two occasions.
        """
    def regular_partners(self, /, *, view: str) -> list[str]:
        """
        The partners at half of the occasions or more. Only the backbone's own view names partners, and persons and
        those that refused to be named (``consent_named``) are left out.

        Parameters
        ----------
        view : {"backbone"}
            Said in full, so that nobody is named by accident.
        """
    @property
    def regulars(self, /) -> int | None:
        """
        Number of partners at half of the occasions or more; None for one or two, which could point at them.
        """
    @property
    def regulars_test(self, /) -> dict[str, Any] | None:
        """
        The number of regulars beside chance; None where the number is hidden or there is no test.
        """
    @property
    def seed(self, /) -> int:
        """
        Seed of the draws.
        """
    @property
    def test(self, /) -> dict[str, Any] | None:
        """
        The overlap beside chance: ``observed, draws, mean, sd, z, p_high, p_low, p, smallest``; None where there
        is no overlap, or without draws.
        """
    def to_frame(self, /) -> DataFrame:
        """
        One row an open meeting with a closed one before: ``open_event, closed_events, days_before, present``.

        `present` counts the partners known to have been at a closed one; null for one or two.
        """

@final
class Shrinkage:
    """
    Shrunken rates. ``print(s)`` says what was estimated.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def priors(self, /) -> DataFrame:
        """
        The distributions of true rates, one a group of ``within``: its dimensions, ``cells, n, prior,
        alpha, beta, mean, strength, reason``.

        ``prior`` is "beta", "equal" (no spread beyond chance) or "not fitted" with a reason. ``strength``
        is alpha + beta, in children: a cell of that size is drawn half-way.
        """
    def to_frame(self, /) -> DataFrame:
        """
        One row a cell: the dimensions, ``n, successes, rate, estimate, lower, upper, weight, small,
        status``. ``weight`` is that of the cell's own rate. A cell without children has the status
        "no children"; its estimate is the mean of the distribution, where one is fitted.
        """

@final
class Stability:
    """
    How a measure held when answers were set aside. ``print(s)`` is one sentence for each share.

    Examples
    --------
    >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")])
    >>> print(net.stability("density", drop=0.5, draws=10))
    With 2 answers (50 %) set aside, at random, density is ... in 10 of 10 draws.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def caveats(self, /) -> list[str]:
        """
        Sentences that belong to the numbers wherever they go.
        """
    @property
    def citation(self, /) -> str:
        """
        Source.
        """
    @property
    def convention(self, /) -> str:
        """
        The measure's convention, what was set aside and in which order.
        """
    @property
    def measure(self, /) -> str:
        """
        Name of the measure.
        """
    @property
    def seed(self, /) -> int:
        """
        Seed of the draws.
        """
    def to_frame(self, /) -> DataFrame:
        """
        One row for each share and statistic, ready to plot as a band over ``drop``.

        Returns
        -------
        polars.DataFrame
            ``drop`` (share), ``dropped`` (partners), ``statistic``, ``draws``, ``defined`` (draws in
            which it is), and over those ``mean, sd, p05, p25, p50, p75, p95``; null where it is defined
            in none. Statistics of partners: ``bias`` (mean of new minus old), ``relative_bias``,
            ``pearson``, ``spearman``, ``kendall`` (tau-b), ``top_overlap``; of a whole network:
            ``value``, ``bias``, ``relative_bias``.

        Examples
        --------
        >>> net = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")])
        >>> net.stability("density", drop=[0.25, 0.5], draws=10).to_frame().height
        6
        """

@final
class Subgroups:
    """
    Overlapping groups of partners: what :meth:`Network.cliques`, :meth:`Network.k_plexes` and
    :meth:`Network.n_cliques` find.

    Larger groups come first, equally large ones in the order of the partner table; so do the partners
    of a group. ``len(groups)`` is their number.

    Examples
    --------
    >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
    >>> groups = cw.Network.from_ties(ties, directed=False).cliques(min_size=2)
    >>> groups
    <Subgroups: 2 cliques of 2 or more partners, the largest of 3>
    >>> groups.memberships()["memberships"].to_list()
    [1.0, 1.0, 2.0, 1.0]
    """
    def __len__(self, /) -> int: ...
    def __repr__(self, /) -> str: ...
    @property
    def caveats(self, /) -> list[str]:
        """
        Sentences that belong to the groups wherever they go.
        """
    @property
    def citation(self, /) -> str:
        """
        Source of the definition.
        """
    def co_membership(self, /) -> DataFrame:
        """
        In how many groups each pair of partners is together: ``source_id``, ``target_id``, ``groups``.

        Each pair once, in the order of the partner table; pairs that share no group are left out. This
        is UCINET's co-membership matrix without its zeros.

        Examples
        --------
        >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("b", "d"), ("c", "d")]
        >>> shared = cw.Network.from_ties(ties, directed=False).cliques().co_membership()
        >>> [row for row in shared.rows() if row[2] > 1]
        [('b', 'c', 2)]
        """
    @property
    def convention(self, /) -> str:
        """
        The definition used, by its name in the field.
        """
    @property
    def coverage(self, /) -> float | None:
        """
        Share of the cells of the network that were observed, 0 to 1.
        """
    @property
    def kind(self, /) -> str:
        """
        What one group is called: ``"clique"``, ``"2-plex"``, ``"2-clique"`` ...
        """
    def largest(self, /) -> Measure:
        """
        The size of the largest group as a :class:`Measure` (of cliques: the clique number).
        """
    def memberships(self, /) -> ScoreFrame:
        """
        In how many groups every partner is: ``partner_id``, ``memberships``.

        A partner nobody has spoken about is null.
        """
    def number(self, /) -> Measure:
        """
        The number of groups as a :class:`Measure`.
        """
    def to_frame(self, /) -> DataFrame:
        """
        Every member of every group: ``group`` (0 is the largest), ``size``, ``partner_id``.

        Examples
        --------
        >>> ties = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
        >>> cw.Network.from_ties(ties, directed=False).cliques(min_size=2).to_frame().rows()[-2:]
        [(1, 2, 'c'), (1, 2, 'd')]
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
    def __new__(cls, /, *, baseline: str | float | Fraction | Decimal, goal: str | float | Fraction | Decimal, cohort: SupportsIndex | float, start: SupportsIndex, years: SupportsIndex | float, direction: str = "higher") -> Target: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def allocate(self, /, outcomes: Outcomes, *, by: str | Iterable[str], method: str = "equal_rate", total: SupportsIndex | float | None = None, capacity: Iterable[SupportsIndex | float] | dict[Any, int] | None = None, rounding: str = "margins", period: str | int | None = None) -> Allocation:
        """
        Split the children over groups or places, in whole children that add up.

        Cells with censored counts take no part; ``caveats`` counts them. No method is best: each holds
        something else equal, see :meth:`compare_allocations`. Cost: O(m log m) for m cells, up to O(m²)
        where two margins are rounded together (10,000 cells in about half a second).

        Parameters
        ----------
        outcomes : Outcomes
            Where each cell stands now.
        by : str or list of str
            What a cell is.
        method : {"equal_rate", "shortfall", "max_min", "leximin", "enrolment", "nonproficient"}
            ``equal_rate``: every cell reaches the goal (its sum is the price of the goal).
            ``shortfall``: in proportion to each cell's own distance to the goal.
            ``max_min``: the lowest rate becomes as high as it can (water-filling), the larger cell first
            where rates tie. ``leximin``: then the next lowest, and so on, the smaller cell first.
            ``enrolment``: in proportion to the children of each cell, which keeps gaps as they are.
            ``nonproficient``: in proportion to the children not there yet. The last two take no notice of
            the goal.
        total : int, optional
            Children to split; by default as many as the cells are short of the goal.
        capacity : list of int, or dict, optional
            Most children each cell can take: in the order of the cells, or by level (a tuple of levels
            where there are several dimensions). What cannot be placed is reported as ``unallocated``.
        rounding : {"margins", "at_once", "nested"}
            How proportional parts become whole. ``margins``: both the first dimension and the others add
            up (controlled rounding). ``at_once``: all cells by largest remainder. ``nested``: first over
            the first dimension, then inside each over the next.
        period : str or int, optional
            The latest by default.

        Source: Causey, Cox and Ernst 1985 (controlled rounding); Hamilton's largest remainder.

        Examples
        --------
        >>> t = cw.example().target("early_reading")
        >>> print(t.allocate(cw.example().outcomes("early_reading"), by="race_ethnicity").allocated)
        402
        >>> o = cw.Outcomes.from_counts(
        ...     {"race": ["Black", "Hispanic", "White"], "k": [270, 200, 730], "n": [600, 400, 1000]},
        ...     successes="k", total="n", by="race",
        ... )
        >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
        >>> t.allocate(o, by="race", method="max_min", total=200).to_frame()["allocated"].to_list()
        [132, 68, 0]
        """
    @property
    def baseline(self, /) -> Fraction:
        """
        The baseline rate as an exact ``fractions.Fraction``.
        """
    def check(self, /, *, headcount: SupportsIndex | float) -> str:
        """
        The reading that makes a headcount stated beside the rates right: "level", "flow" or "average".

        Baseline, goal and cohort fix the number of children; one that fits no reading is an error that
        says what it would take.

        Parameters
        ----------
        headcount : int
            The number stated.

        Examples
        --------
        >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
        >>> t.check(headcount=400)
        'level'
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
    def compare_allocations(self, /, outcomes: Outcomes, *, by: str | Iterable[str], total: SupportsIndex | float | None = None, capacity: Iterable[SupportsIndex | float] | dict[Any, int] | None = None, rounding: str = "margins", period: str | int | None = None) -> AllocationComparison:
        """
        Split the same children by every method, side by side.

        Parameters
        ----------
        outcomes, by, total, capacity, rounding, period
            As in :meth:`allocate`.

        Examples
        --------
        >>> o = cw.Outcomes.from_counts(
        ...     {"race": ["Black", "Hispanic", "White"], "k": [270, 200, 730], "n": [600, 400, 1000]},
        ...     successes="k", total="n", by="race",
        ... )
        >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
        >>> side = t.compare_allocations(o, by="race", total=200)
        >>> side.summary().select("method", "allocated", "furthest_rate").rows()[1:3]
        [('shortfall', 200, 0.625), ('max_min', 200, 0.67)]
        """
    def feasibility(self, /, history: Any, *, peers: Any | None = None, peers_by: str | Iterable[str] | None = None) -> Feasibility:
        """
        The goal beside the past of the indicator, and beside that of peers.

        After m past yearly changes with mean d and standard deviation s, the chance of a change D in T
        years is 1 − F((D − T d)/(s √(T + T²/m))), F Student's t with m − 1 degrees of freedom: few years
        give a wide prediction. It says what follows if the past goes on, not what a new effort can do.
        Only years up to the baseline year count, and only changes between consecutive years; fewer than
        two give a reason in place of a chance.

        Parameters
        ----------
        history : Outcomes, dict or list
            The totals of outcomes, ``{2022: "57%", 2023: (1162, 2000)}`` (rates, or children who reach
            the outcome and all children), or a list of rates whose last one is the baseline year's; None
            is a year that is not known. With counts the sampling variance p (1 − p)/n of each year is
            taken out of the past changes as well: ``reach_less_sampling``.
        peers : Outcomes or dict, optional
            Other places with their own past: outcomes by place, or ``{"name": history}`` with histories
            as above. Reported is the share of their windows of T years with a change as large, (k + 1)/(w +
            2), and the number of peers, because windows of one peer overlap.
        peers_by : str or list of str, optional
            What a peer is, for outcomes; all their dimensions by default.

        Examples
        --------
        >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
        >>> found = t.feasibility(["57%", "58.1%", "57.6%", "59.2%", "60%"])
        >>> round(found.reach, 4)
        0.0062
        """
    @property
    def goal(self, /) -> Fraction:
        """
        The goal rate as an exact ``fractions.Fraction``.
        """
    def goals(self, /, outcomes: Outcomes, *, by: str | Iterable[str], rule: str = "common_end", to: str | float | Fraction | Decimal | None = None, reference: str | int | None = None, step: str | float | Fraction | Decimal | None = None, near_step: str | float | Fraction | Decimal | None = None, within: str | float | Fraction | Decimal | None = None, period: str | int | None = None) -> Goals:
        """
        The goals of every group for every year, by one rule.

        A group that is already better stays where it is. Counts are taken for a group of its present
        size. A group whose counts are censored, or that has no children, has no goal, with the reason.

        Parameters
        ----------
        outcomes : Outcomes
            Where the groups stand, and for ``"reset"`` the results of later years.
        by : str or list of str
            What a group is.
        rule : {"common_end", "halve", "halve_gap", "steps", "reset", "maintain"}
            ``common_end``: every group at the target's goal in its last year. ``halve``: every group
            halves its distance to ``to``. ``halve_gap``: every group halves its gap to the baseline rate
            of ``reference``. All three in equal steps. ``steps``: ``step`` more every year. ``reset``:
            the last result and ``step`` where that result reached its goal, otherwise the same goal.
            ``maintain``: nobody falls behind the baseline.
        to : str or float, optional
            For ``halve``: the level, 100 % by default (0 % when lower is better).
        reference : str, optional
            For ``halve_gap``: the name of a group: its level, or all its levels as printed.
        step : str or float, optional
            For ``steps``, and for ``reset``, where it is 2 points by default.
        near_step, within : str or float, optional
            For ``reset``: the step where the last result is nearer to the best rate than ``within``; 1
            point above 95 % by default.
        period : str or int, optional
            The period of the baselines; by default the one that ends in the target's baseline year, and
            the latest where there is none.

        Examples
        --------
        >>> o = cw.Outcomes.from_counts(
        ...     {"group": ["Grade 3"], "k": [30], "n": [200]}, successes="k", total="n", by="group"
        ... )
        >>> t = cw.Target(baseline="15%", goal="75%", cohort=200, start=2029, years=10)
        >>> goals = t.goals(o, by="group", rule="common_end").to_frame()
        >>> goals["rate"].head(3).to_list(), goals["required"].head(3).to_list()
        ([0.21, 0.27, 0.33], [42, 54, 66])
        """
    def milestones(self, /, path: str = "linear", *, confidence: SupportsFloat | SupportsIndex = 0.95, quiet_years: SupportsIndex | float | None = None, every: SupportsIndex | float | None = None, to: str | None = None, cohorts: Iterable[SupportsIndex | float] | None = None, growth: str | float | Fraction | Decimal | None = None) -> Milestones:
        """
        The milestones of a path, each with the range of counts that would be consistent with it.

        Print the ranges in the work plan before the results are known. A range is the central part of
        the binomial distribution at the year's rate, with exact tails: the counts that
        :meth:`on_track` calls consistent. In a school of sixty children it is so wide that a year says
        little; ``smallest_n`` is the cohort from which on standing still at the baseline rate would be
        seen. Cost: O(√cohort) a year.

        Parameters
        ----------
        path : str, default "linear"
            The shape of the way, as ``kind`` of :meth:`path`.
        confidence : float, default 0.95
            Share of the distribution inside of the range, at least.
        quiet_years, every, to, cohorts, growth
            As in :meth:`path`.

        Examples
        --------
        >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
        >>> t.milestones().to_frame().select("year", "required", "low", "high").row(1)
        (2028, 1360, 1319, 1401)
        """
    def on_track(self, /, observed: Any, *, path: str = "linear", confidence: SupportsFloat | SupportsIndex = 0.95, quiet_years: SupportsIndex | float | None = None, every: SupportsIndex | float | None = None, to: str | None = None, cohorts: Iterable[SupportsIndex | float] | None = None, growth: str | float | Fraction | Decimal | None = None) -> OnTrack:
        """
        Where results stand beside the milestones of their years: ahead, consistent or behind.

        Behind says that a result this low or lower has a probability below (1 − confidence)/2 at the
        milestone's rate, by the exact binomial tail; ahead the same on the other side (turned round when
        lower is better). Consistent is neither: it does not say that the milestone was met. The number
        of children is the one observed. A count that is a range has a status only where all its
        completions have the same one.

        Parameters
        ----------
        observed : dict or Outcomes
            ``{2028: (1300, 2000)}``: the children who reach the outcome and all children of a year. A
            count that is only known as a range is a pair, ``{2028: ((10, 19), 60)}``; None is unknown. Of
            outcomes, the totals of the periods that end after the baseline year.
        path : str, default "linear"
            The shape of the way, as ``kind`` of :meth:`path`.
        confidence : float, default 0.95
            Both tails together hold the rest.
        quiet_years, every, to, cohorts, growth
            As in :meth:`path`. A result is judged by its own number of children, whatever was planned.

        Examples
        --------
        >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
        >>> print(t.on_track({2028: (1300, 2000)}))
        2028: 1,300 of 2,000 children reach the outcome, behind the milestone of 68.0 % (p = .0023).
        Rule: exact binomial tails at the milestone's rate, 2.5 % on each side.
        """
    def path(self, /, kind: str = "linear", *, quiet_years: SupportsIndex | float | None = None, every: SupportsIndex | float | None = None, to: str | None = None, cohorts: Iterable[SupportsIndex | float] | None = None, growth: str | float | Fraction | Decimal | None = None) -> DataFrame:
        """
        The way to the goal, one row a year: ``year, cohort, rate, required, additional, cumulative,
        change``.

        ``required`` is the smallest whole number of children at or above the year's rate (the largest at
        or below it when lower is better). It is decided in whole numbers also where the rate is a root,
        so it is never one off. ``additional`` compares with the baseline rate in the same cohort,
        ``change`` with the count of the baseline year: they differ when enrolment changes.

        Parameters
        ----------
        kind : {"linear", "geometric", "geometric_complement", "logit", "gap_halving", "delayed"}
            What is the same every year: the change of the rate; its factor; the factor of the share that
            does not reach the outcome; the change of the log odds; the years in which half of a distance
            closes; or nothing for some quiet years and then equal steps. A shape is a convention about
            the years between, not a forecast.
        quiet_years : int, optional
            For ``"delayed"``: years without change, 2 by default.
        every : int, optional
            For ``"gap_halving"``: years in which half of the distance is closed. This path does not aim
            at the goal year; it stays at the goal once it is there.
        to : {"best", "goal"}, optional
            For ``"gap_halving"``: the distance to 100 % (0 % when lower is better), the default, or to
            the goal, which is then never quite reached.
        cohorts : list of int, optional
            Children in each year after the baseline, where enrolment changes.
        growth : str or float, optional
            Change of enrolment a year, ``"-2%"``, in place of ``cohorts``; each year is rounded to whole
            children.

        Examples
        --------
        >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
        >>> t.path()["additional"].to_list()
        [0.0, 80.0, 160.0, 240.0, 320.0, 400.0]
        >>> t.path("logit")["required"].to_list()
        [1200, 1293, 1380, 1460, 1534, 1600]
        >>> t.path(growth="-2%").select("cohort", "additional", "change").row(5)
        (1808, 362.2, 247.0)
        """
    def plot(self, /, outcomes: Outcomes | None = None, *, path: str = "linear", quiet_years: SupportsIndex | float | None = None, every: SupportsIndex | float | None = None, to: str | None = None, beside: str | Iterable[str] | None = None, bands: bool = False, observed: Any | None = None, confidence: SupportsFloat | SupportsIndex = 0.95, cohorts: Iterable[SupportsIndex | float] | None = None, growth: str | float | Fraction | Decimal | None = None) -> Figure:
        """
        Draw the way to the goal with its milestones.

        Parameters
        ----------
        outcomes : Outcomes, optional
            Adds what was observed before the baseline.
        path, quiet_years, every, to
            The shape, as in :meth:`path`.
        beside : str or list of str, optional
            Other shapes to draw as lines: of rates, so enrolment does not move them.
        bands : bool, default False
            Adds the ranges announced in advance, as in :meth:`milestones`.
        observed : Outcomes or dict, optional
            Results since the baseline with where they stand, as in :meth:`on_track`. A year that is known only
            as a range is hatched, and no line goes through it.
        confidence : float, default 0.95
            Of the ranges and of where the results stand.
        cohorts, growth
            Changing enrolment, as in :meth:`path`.

        Examples
        --------
        >>> t = cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5)
        >>> figure = t.plot(beside=["delayed", "logit"], bands=True, observed={2027: (1250, 2000)})
        """
    def quick_wins(self, /, outcomes: Outcomes, *, by: str | Iterable[str], most_children: SupportsIndex = 5, min_n: SupportsIndex = 10, peers: Outcomes | None = None, quantile: str | float | Fraction | Decimal | None = None, period: str | int | None = None) -> QuickWins:
        """
        Cells that a few children bring to the goal within a year, and how little of the whole they are.

        There is no authority on the term; the definition is printed with the result: 1 to
        ``most_children`` short of the goal, ``min_n`` children or more, and with peers a change no
        larger than the ``quantile`` of their one-year changes. Rates are as observed, not shrunk: part
        of a small cell's distance is chance.

        Parameters
        ----------
        outcomes : Outcomes
            Where each cell stands.
        by : str or list of str
            What a cell is: ``["school", "race"]``. Groups that overlap are refused.
        most_children : int, default 5
        min_n : int, default 10
            Cells with fewer children are not assessed; nor are years of peers.
        peers : Outcomes, optional
            Whose changes between consecutive years limit the pace, in cells of the same ``by``; the same
            outcomes may be given. Peers without a single such change are refused: they set no limit.
        quantile : str or float, optional
            Of the changes of ``peers``, 0.75 by default; refused without peers.
        period : str or int, optional
            The latest by default.

        Examples
        --------
        >>> o = cw.Outcomes.from_counts(
        ...     {"school": ["1", "2"], "k": [14, 46], "n": [20, 80]}, successes="k", total="n", by="school"
        ... )
        >>> t = cw.Target(baseline="60%", goal="80%", cohort=100, start=2026, years=5)
        >>> found = t.quick_wins(o, by="school")
        >>> found.to_frame().select("school", "need").rows(), found.known_need
        ([('1', 2)], 20)
        """
    def readings(self, /, stated: SupportsIndex | float | None = None) -> Readings:
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

@final
class Trends:
    """
    Trends by group. ``print(t)`` is a sentence a group.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def progress(self, /) -> DataFrame:
        """
        Progress to the goal, one row a group: the dimensions, ``baseline_period, baseline, latest_period,
        latest, target, achieved, lower, upper, class``. Empty without a goal.

        ``achieved`` is the share of the targeted change; the interval takes the baseline as known and also
        decides between improving, little or no detectable change, and getting worse.
        """
    def to_frame(self, /) -> DataFrame:
        """
        One row a group, definition and measure: the dimensions, ``from, to, periods, measure, unit,
        reference, per_year, standard_error, lower, upper, between_sd, movement, reason``.

        ``movement`` is "rising", "falling", "unclear" (the interval holds zero: that is not "no change") or
        "not assessed" with a reason.
        """

def difference(by: str | Iterable[object]) -> AttributePairs:
    """
    How far two partners are apart in a number, always 0 or more.

    Parameters
    ----------
    by : str or list
        An attribute of numbers, or one number a partner in their order (None is unknown).

    Examples
    --------
    >>> cw.difference("size")
    <AttributePairs: difference in size>
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

def generate_partners(n: SupportsIndex | float, mean_degree: SupportsFloat | SupportsIndex, seed: SupportsIndex | float) -> tuple[NDArray[uint32], NDArray[uint32]]:
    """
    The ties of a generated partner network as two arrays (source, target), for benchmarks.
    """

def goal_rate(successes: SupportsIndex | float, n: SupportsIndex | float, *, method: str, by: str | float | Fraction | Decimal | None = None, confidence: SupportsFloat | SupportsIndex = 0.95, direction: str = "higher") -> Fraction:
    """
    A goal rate from a baseline, by a target-setting method of Healthy People 2030 (Hubbard and others 2020).

    Parameters
    ----------
    successes, n : int
        Children who reach the outcome at the baseline, and all children.
    method : {"percent_improvement", "percentage_points", "minimal_significance", "maintain"}
        A relative change of the rate; a change in points; the smallest change that is significant with
        two cohorts of this size (two independent proportions, unpooled standard error, two-sided); or
        the baseline.
    by : str or float, optional
        The change of the first two, in the good direction: ``"10%"``.
    confidence : float, default 0.95
        Of the significant change.
    direction : {"higher", "lower"}
        Which way is better.

    Returns
    -------
    fractions.Fraction
        The exact rate, as ``goal`` of :class:`Target` takes it; never beyond 100 % or 0 %.

    Examples
    --------
    >>> cw.goal_rate(1200, 2000, method="percentage_points", by="20%")
    Fraction(4, 5)
    """

def inequality(frame: IntoFrame, *, estimate: str, group: str | Iterable[str], direction: str, scale: SupportsIndex | float, se: str | None = None, population: str | None = None, order: str | Sequence[str] | None = None, reference: str | None = None, average: SupportsFloat | SupportsIndex | None = None, slope: str = "logit", ordered_errors: str = "groups", confidence: SupportsFloat | SupportsIndex = 0.95, draws: SupportsIndex = 1000, seed: SupportsIndex = 0) -> DataFrame:
    """
    Inequality between groups whose rates are published with standard errors and populations.

    For counts use :meth:`Outcomes.inequality`; the measures, options and columns are the same.

    Parameters
    ----------
    frame : frame
        One row a group. A rate that is missing is left out and said; a missing standard error leaves point
        estimates; a missing population leaves the unweighted measures.
    estimate : str
        Column of the rates.
    group : str or list of str
        Columns that name the groups.
    direction : {"higher", "lower"}
        Which way is better.
    scale : int
        What stands for everybody: 1 for shares, 100 for percentages, 1000 for rates per thousand. It is
        never guessed: percentages below 1 and rates below 100 per thousand are common.
    se : str, optional
        Column of standard errors, in the unit of the rates.
    population : str, optional
        Column of people in each group; any unit.
    order : str or list of str, optional
        A column of places, the most disadvantaged first, or the names of all groups in that order.
    reference : str, optional
    average : float, optional
        The rate of everybody as the source gives it, for MDM, IDIS, PAR and PAF; by default the
        population-weighted mean of the groups.
    slope, ordered_errors, confidence, draws, seed
        As in :meth:`Outcomes.inequality`.

    Returns
    -------
    polars.DataFrame
        As :meth:`Outcomes.inequality`, in the unit of the rates.

    Examples
    --------
    >>> rates = {"wealth": ["poorest", "middle", "richest"], "rate": [75.6, 91.0, 99.2],
    ...          "se": [1.6, 1.1, 0.2], "people": [2000, 2000, 2000], "place": [1, 2, 3]}
    >>> found = cw.inequality(rates, estimate="rate", se="se", population="people", group="wealth",
    ...                       order="place", direction="higher", scale=100)
    >>> [[round(x, 2) for x in row] for row in found.select("estimate", "se").rows()[:2]]
    [[23.6, 1.61], [1.31, 0.03]]
    """

def logistic_qap(y: Network2 | AttributePairs2 | ArrayLike, x: Mapping[str, Any] | Sequence[Any], *, name: str = "outcome", draws: SupportsIndex = 9999, seed: SupportsIndex = 0, progress: bool | None = None) -> PermutationRegression:
    """
    Logistic QAP: whether there is a tie, explained by other relations.

    Log odds ratios by maximum likelihood over the cells known in all, tested by double semi-partialling as in
    :func:`mrqap`, with Rao's score in place of Wald's z: z falls back to 0 for an effect without bound and
    does not exist where the predictors separate ties from absences, the score is right in both.
    O(draws * n^2 * k^2).

    Parameters
    ----------
    y : Network, matrix or AttributePairs
        Ties and absences, 1 and 0; dichotomise values first.
    x, name, draws, seed, progress : optional
        As in :func:`mrqap`.

    Returns
    -------
    PermutationRegression

    Source: Dekker, Krackhardt & Snijders 2007; Rao 1948.

    Examples
    --------
    >>> net = cw.Network.from_ties([("a", "b"), ("b", "a"), ("c", "d"), ("d", "e"), ("a", "e")])
    >>> fit = cw.logistic_qap(net, {"kind": cw.same(["x", "x", "y", "y", "y"])})
    >>> round(fit.to_frame()["odds_ratio"][1], 6)  # (4/4)/(1/11)
    11.0
    """

def main(arguments: SupportsGetItem[int, str]) -> int:
    """
    Run the command line with these arguments (the program's name first); returns the exit code.
    """

def mrqap(y: Network2 | AttributePairs2 | ArrayLike, x: Mapping[str, Any] | Sequence[Any], *, name: str = "outcome", standard_errors: str = "classical", draws: SupportsIndex = 9999, seed: SupportsIndex = 0, progress: bool | None = None) -> PermutationRegression:
    """
    MRQAP: a relation explained by others, tested by double semi-partialling.

    Least squares over the cells known in all, diagonal left out. What the other predictors leave of a
    predictor moves with the labels, and its t beside them is compared with the observed one, which stays
    valid when predictors go together. Unknown cells stay out of the fit and move with their labels: a
    predictor is cleared over the cells known in all predictors, the fit and its t are over those known in
    outcome and predictors. Cells are not independent, so standard errors serve t and no p-value. All
    predictors together are tested by R squared with the outcome moved. p = (1 + count)/(1 + draws), both
    tails; exact where all orders are few. O(draws * n^2 * k^2).

    Parameters
    ----------
    y : Network, matrix or AttributePairs
        What is explained.
    x : list or dict
        Predictors, by name in a dict: networks, matrices (NaN unknown), or pairs made from attributes of the
        partners of `y` with :func:`same`, :func:`sender`, :func:`receiver`, :func:`difference`.
    name : str, default "outcome"
        What the outcome is called in sentences.
    standard_errors : {"classical", "hc0"}
        As in R's sna, or White's robust ones as in UCINET; coefficients are the same.
    draws : int, default 9999
    seed : int, default 0
    progress : bool, optional

    Returns
    -------
    PermutationRegression

    Source: Dekker, Krackhardt & Snijders 2007.

    Examples
    --------
    >>> net = cw.Network.from_ties([("a", "b"), ("b", "a"), ("c", "d"), ("d", "e")])
    >>> fit = cw.mrqap(net, {"kind": cw.same(["x", "x", "y", "y", "y"])}, name="trust")
    >>> print(fit)
    Before the test: all 120 orders of the labels, so the smallest one-tailed p that can come out is 0.00833.
    trust on kind: estimate 0.500; by chance as high or higher p = 0.1, as low or lower p = 1.
    All predictors together: R² 0.375, as high or higher by chance p = 0.1.
    """

def over_representation(counts: dict[str, object], *, tail: str = "over", correction: str | None = "holm", confidence: SupportsFloat | SupportsIndex = 0.95) -> DataFrame:
    """
    Exact tests that an attribute is more common in a set than in the whole the set is part of, from counts.

    All margins are fixed, so the number of members with the attribute is hypergeometric by chance (Fisher's exact
    test); several tables for one label are strata, tested together for a common odds ratio (R's
    ``mantelhaen.test(exact=TRUE)``). The smallest p the margins can give is stated beside each p; after a
    correction for many labels it may be out of reach of any level. No good end. Nothing is hidden: these are the
    counts you gave.

    Parameters
    ----------
    counts : dict
        Label to ``((with, members), (with, all))``, members counted among all; or to a list of these, one a
        stratum.
    tail : {"over", "under", "both"}
        Which p-value is adjusted and whose smallest value is stated.
    correction : {"holm", "bh"}, optional, default "holm"
        Over all labels that can be tested.
    confidence : float, default 0.95

    Returns
    -------
    polars.DataFrame
        ``label``, ``with``, ``members``, ``all_with``, ``all``, ``strata``, ``smallest_p``,
        ``smallest_p_adjusted``, ``expected``, ``representation_ratio`` and ``odds_ratio`` (conditional maximum
        likelihood), each with ``_lower`` and ``_upper`` (infinite where there is no limit), ``p_over``,
        ``p_under``, ``p_both``, ``mid_p_over``, ``mid_p_under``, ``p_adjusted``, ``sentence``. Null where the
        margins allow one outcome only.

    Source: Fisher 1935; Gart 1970; Mehta, Patel & Gray 1985.

    Examples
    --------
    >>> found = cw.over_representation({"executives of large institutions": ((6, 8), (14, 40))})
    >>> row = found.row(0, named=True)
    >>> round(row["p_over"], 7), row["expected"], round(row["odds_ratio"], 2)
    (0.0138901, 2.8, 8.42)
    """

def qap(a: Network2 | AttributePairs2 | ArrayLike, b: Network2 | AttributePairs2 | ArrayLike, *, names: tuple[str, str] | None = None, draws: SupportsIndex = 9999, seed: SupportsIndex = 0, progress: bool | None = None) -> PermutationTest:
    """
    QAP correlation: whether two relations go together beyond what the structure of each would give.

    Pearson's correlation over the cells known in both, diagonal left out (pairs when neither relation has
    a direction), tested by moving the labels of `b`, rows and columns together. An unknown cell moves with
    its labels: an order is measured over the cells it makes known in both. All orders are taken where they
    are few (eight partners, or no more than `draws`), and p is exact then; otherwise p = (1 + count)/(1 +
    draws). Networks are matched by what their partners are called. O(draws times the ties of `a`).

    Parameters
    ----------
    a, b : Network, matrix or AttributePairs
        A matrix holds NaN where a cell is unknown, its partners in the order of `a`.
    names : (str, str), default ("a", "b")
        What the two are called in sentences.
    draws : int, default 9999
        Random orders; 0 for no test.
    seed : int, default 0
    progress : bool, optional
        Show a bar; by default when the call takes longer than a second.

    Returns
    -------
    PermutationTest

    Source: Krackhardt 1988.

    Examples
    --------
    >>> marriage = cw.Network.from_ties([("a", "b"), ("b", "c"), ("c", "d")], directed=False)
    >>> business = cw.Network.from_ties([("a", "b"), ("b", "c"), ("a", "d")], directed=False)
    >>> found = cw.qap(marriage, business, names=("marriage", "business"))
    >>> round(float(found), 3), found.exact
    (0.333, True)
    """

def read(data: str | PathLike[str] | Mapping[str, IntoFrame], *, rename: dict[str, str] | None = None, header_row: dict[str, SupportsIndex | float] | None = None, duplicates: str = "error", self_ties: str = "error", labels: bool = False, excel_dates: bool = False, truthy: str | Iterable[str] | None = None, allow_unassigned: bool = False, scheme: str | None = None) -> Partnership:
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

def read_network(path: str | PathLike[str], *, format: str | None = None, directed: bool | None = None, value: str = "auto", value_means: str = "strength", relation: str | None = None, id: str | None = None, duplicates: str = "error", self_ties: str = "error") -> Network:
    """
    Read a network from a file of another tool.

    Values, direction, isolates, ids, attributes (as text, exactly) and the backbone are kept where the
    format has them; what was left aside stands in :attr:`Network.notes`. Nothing is guessed: repeated
    pairs, self-ties, several relations, and ties with and without direction in one file are errors
    until an option says what to do. An error says the line, what was found and the cure.

    A tie nobody has spoken about is unknown, not absent: an empty cell of a matrix or survey, and what
    :meth:`Network.write` kept as ``commonweal_answered`` and ``commonweal_open``. Without either
    everything is taken as known.

    Parameters
    ----------
    path : str or path
        The file. An edge list ``map.csv`` takes its partners from ``map_partners.csv`` where that is
        there; an ``.xlsx`` workbook from its sheet ``partners``, ``nodes`` or ``elements``.
    format : str, optional
        By default told by name and content. ``"graphml"``; ``"gexf"`` (Gephi); ``"pajek"`` (.net);
        ``"dl"`` (UCINET: fullmatrix, upperhalf, lowerhalf, edgelist1, nodelist1); ``"vna"`` (NetDraw);
        ``"kumu"`` and ``"node_link"`` (JSON of Kumu, of networkx); ``"edge_list"``; ``"matrix"`` (square);
        ``"survey"`` (a row a respondent, a column a partner or ``partner: question``).
    directed : bool, optional
        By default as the file says, and True where it has no word for it (DL, VNA, matrix, survey).
        With True a tie without direction becomes two reports; with False a report becomes a pair.
    value : str, default "auto"
        The field of a tie that is its value. ``"auto"``: the format's own place, or ``value``,
        ``weight`` or ``strength``. ``"none"``: ties without values.
    value_means : {"strength", "distance"}
        Higher is closer, or higher is farther.
    relation : str, optional
        Which relation, where the file has several: a matrix of DL, a relation of Pajek, a column of VNA,
        a question of a survey, or a category of the tie's field ``relation``, ``layer_id``, ``layer``,
        ``kind`` or ``type``. ``"*"`` takes all as one.
    id : str, optional
        The attribute to use as the partners' ids: ``id="name"`` for GraphML written by igraph.
    duplicates : {"error", "sum", "max", "min", "mean", "first", "last"}
    self_ties : {"error", "drop"}

    Returns
    -------
    Network

    Raises
    ------
    InputError
        With a code (F01 to F15), the place and the cure.

    Notes
    -----
    O(bytes). Nothing outside the file is read, and no entity of an XML file is expanded.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "map.net"
    >>> _ = path.write_text("*Vertices 3\\n1 clinic\\n2 school\\n3 library\\n*Arcs\\n1 2 4\\n2 1 2\\n")
    >>> net = cw.read_network(path)
    >>> net.ties().rows()
    [('clinic', 'school', 4.0), ('school', 'clinic', 2.0)]
    >>> len(net)
    3
    """

def read_published(data: IntoFrame, *, column: str | None = None, kind: str = "percent", suppressed: str | None = None) -> DataFrame:
    """
    Read a published column cell by cell: what each says, and why where it says nothing.

    Public tables hold ``*``, ``LNE``, ``<10``, ``>=95%``, ``GE95``, ``N/A``, ``#DIV/0!`` and ``81.6*``
    beside their numbers. Each cell becomes a range, a known missing code or a coded problem; no row is
    dropped and nothing is guessed. Percents without a number of children can be read here, but they
    cannot become children: :meth:`Outcomes.from_counts` with ``rate=`` asks for the total. O(rows).

    Parameters
    ----------
    data : frame, series or list
        Read files with every column as text (``pl.read_csv(path, infer_schema=False)``): numbers lose the
        zeros that say how finely they were rounded.
    column : str, optional
        Which column, where there are several.
    kind : {"percent", "proportion", "count"}
        What its numbers are: 0 to 100, 0 to 1, or whole numbers of children. A ``%`` sign makes a
        percent of any rate.
    suppressed : str, optional
        Column of true/false or 1/0 that flags withheld cells: such an empty cell is withheld, not absent.

    Returns
    -------
    polars.DataFrame
        One row a row of `data`: ``row`` (as a spreadsheet counts, header = 1), ``found``, ``low`` and
        ``high`` (every value the cell allows, in the unit of `kind`; null where there is none or no
        bound), ``status`` (known, suppressed, top_coded, bottom_coded, range, not_collected, problem),
        and for problems ``code``, ``expected`` and ``cure``.

    Raises
    ------
    InputError
        For a column that is not there, a flag that is not yes or no, and a `kind` that is not known.
        Cells that cannot be read are rows of the result, not errors.

    Examples
    --------
    >>> cells = cw.read_published(["61.4", "LNE", ">=95", "#VALUE!", ""])
    >>> cells.select("found", "low", "high", "status", "code").rows()
    [('61.4', 61.4, 61.4, 'known', None), ('LNE', 0.0, 100.0, 'suppressed', None), ('>=95', 95.0, 100.0, 'top_coded', None), ('#VALUE!', None, None, 'problem', 'E108'), (None, None, None, 'not_collected', None)]
    """

def receiver(by: str | Iterable[object], level: str | None = None) -> AttributePairs:
    """
    The number of the partner that is named in the tie.

    Parameters
    ----------
    by, level : optional
        As in :func:`sender`.

    Examples
    --------
    >>> cw.receiver("size")
    <AttributePairs: receiver size>
    """

def same(by: str | Iterable[object], level: str | None = None) -> AttributePairs:
    """
    1 for two partners of the same kind, 0 for different kinds; unknown where a kind is.

    Parameters
    ----------
    by : str or list
        An attribute of the outcome's partners, or one value a partner in their order (None is unknown).
    level : str, optional
        1 only for two partners of this kind.

    Examples
    --------
    >>> cw.same("sector", "school")
    <AttributePairs: same sector = school>
    """

def sender(by: str | Iterable[object], level: str | None = None) -> AttributePairs:
    """
    The number of the partner that reports the tie: whether large partners report more ties, for example.

    Parameters
    ----------
    by : str or list
        An attribute of numbers, or one number a partner in their order (None is unknown).
    level : str, optional
        For an attribute of kinds: 1 for partners of this kind, 0 for others.

    Examples
    --------
    >>> cw.sender([3, 1, 2])
    <AttributePairs: sender values>
    """

def tabulate(records: IntoFrame, *, outcomes: str | Iterable[str] | dict[str, str | None], by: str | Iterable[str], period: str | None = None, weight: str | None = None, overlapping: dict[str, dict[str, str]] | None = None, direction: str = "higher") -> dict[str, Outcomes2]:
    """
    Count several outcomes of the same records in one pass.

    Parameters
    ----------
    records : frame
        One row a child, in memory or lazy as in :meth:`Outcomes.from_records`; a lazy engine is asked once
        for the outcomes of each period.
    outcomes : str, list of str or dict
        Columns with true/false or 1/0. A dict gives each outcome the column of its own period, such as
        ``{"math": "cohort_math"}``, or None.
    by : str or list of str
        Disaggregating columns.
    period : str, optional
        Column of the year, for outcomes given as names.
    weight : str, optional
        Column of a sampling weight, as in :meth:`Outcomes.from_records`.
    overlapping : dict, optional
        As in :meth:`Outcomes.from_records`.
    direction : {"higher", "lower"}
        Which way is better, for all of them.

    Returns
    -------
    dict of str to Outcomes
        In the order asked for. O(rows), one pass for all.

    Examples
    --------
    >>> found = cw.tabulate(
    ...     {"race": ["A", "B", "B"], "math": [1, 0, 1], "english": [1, 1, None]},
    ...     outcomes=["math", "english"], by="race",
    ... )
    >>> {name: o.rates(by="race")["successes"].to_list() for name, o in found.items()}
    {'math': [1, 1], 'english': [1, 1]}
    """
