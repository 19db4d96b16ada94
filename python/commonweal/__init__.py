"""Who works with whom, who is left behind, and what it takes.

`commonweal` reads the tables of a partnership, builds its collaboration network and its
disaggregated outcomes, and computes what two questions need: how partners work together, and how
many more children, in which groups and places, a target asks for. Every number says what it means:
its convention, its denominator, its coverage and what it may be compared with.

Examples
--------
>>> import commonweal as cw
>>> p = cw.example()
>>> network = p.network("communication", wave="2025")
>>> print(network.without_backbone().density())
143 of 686 known pairs of partners are tied (20.8 %); with the unknown ties it lies
between 18.3 % and 68.2 %.
>>> cw.Target(baseline="60%", goal="80%", cohort=2000, start=2026, years=5).children
400
"""

from commonweal._core import (
    Affiliation,
    AffiliationBackbone,
    Allocation,
    AllocationComparison,
    AttributePairs,
    ChanceGap,
    CommitmentCoverage,
    Commitments,
    Comparison,
    Concentration,
    Coverage,
    CugTest,
    Decomposition,
    EiIndex,
    Feasibility,
    Figure,
    Goals,
    InGroupEvidence,
    KeyPlayers,
    Measure,
    Milestones,
    MissingBounds,
    Network,
    OnTrack,
    Outcomes,
    Partition,
    Partnership,
    PermutationRegression,
    PermutationTest,
    QuickWins,
    Readings,
    Recurrence,
    Shrinkage,
    Stability,
    Subgroups,
    Target,
    Trends,
    __version__,
    difference,
    example,
    goal_rate,
    inequality,
    logistic_qap,
    mrqap,
    qap,
    read,
    read_network,
    read_published,
    receiver,
    same,
    sender,
    tabulate,
)
from commonweal._errors import CommonwealError, InputError
from commonweal._score_frame import ScoreFrame

__all__ = [
    "Affiliation",
    "AffiliationBackbone",
    "Allocation",
    "AllocationComparison",
    "AttributePairs",
    "ChanceGap",
    "CommitmentCoverage",
    "Commitments",
    "CommonwealError",
    "Comparison",
    "Concentration",
    "Coverage",
    "CugTest",
    "Decomposition",
    "EiIndex",
    "Feasibility",
    "Figure",
    "Goals",
    "InGroupEvidence",
    "InputError",
    "KeyPlayers",
    "Measure",
    "Milestones",
    "MissingBounds",
    "Network",
    "OnTrack",
    "Outcomes",
    "Partition",
    "Partnership",
    "PermutationRegression",
    "PermutationTest",
    "QuickWins",
    "Readings",
    "Recurrence",
    "ScoreFrame",
    "Shrinkage",
    "Stability",
    "Subgroups",
    "Target",
    "Trends",
    "__version__",
    "difference",
    "example",
    "goal_rate",
    "inequality",
    "logistic_qap",
    "mrqap",
    "qap",
    "read",
    "read_network",
    "read_published",
    "receiver",
    "same",
    "sender",
    "tabulate",
]
