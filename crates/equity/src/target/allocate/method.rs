//! The rules of an allocation: what each holds equal, and which cells it lets in.

use serde::Serialize;

/// How children are split over cells. No method is best: each holds something else equal, see
/// [`holds_equal`](Self::holds_equal).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AllocationMethod {
    /// Every cell below the goal reaches it: one goal for all, a different distance for each. Its sum is
    /// the price of the goal; a smaller total is refused, because it cannot make rates equal.
    #[default]
    EqualRate,
    /// In proportion to each cell's own shortfall to the goal, so all close the same share of it.
    Shortfall,
    /// The lowest rate becomes as high as the total allows (water-filling), up to the goal. Cells that tie
    /// for the last children: the larger cell first, whose rate rises least.
    MaxMin,
    /// The lowest rate becomes as high as the total allows, then the next lowest, and so on, up to the goal:
    /// the vector of rates in ascending order is the largest there is. See the module on levels for how this
    /// differs from [`MaxMin`](Self::MaxMin).
    Leximin,
    /// In proportion to the number of children, so that every rate changes by the same points and gaps stay.
    /// Takes no notice of the goal: only a cell where everyone reaches the outcome is full.
    Enrolment,
    /// In proportion to the children who do not reach the outcome (when lower is better: who have it), so
    /// that each cell's share of them falls by the same fraction. Takes no notice of the goal either.
    NonProficient,
}

impl AllocationMethod {
    /// Every method.
    pub const ALL: [Self; 6] = [
        Self::EqualRate,
        Self::Shortfall,
        Self::MaxMin,
        Self::Leximin,
        Self::Enrolment,
        Self::NonProficient,
    ];

    /// Its name in other languages.
    pub fn name(self) -> &'static str {
        match self {
            Self::EqualRate => "equal_rate",
            Self::Shortfall => "shortfall",
            Self::MaxMin => "max_min",
            Self::Leximin => "leximin",
            Self::Enrolment => "enrolment",
            Self::NonProficient => "nonproficient",
        }
    }

    /// What it does, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::EqualRate => "every cell reaches the goal",
            Self::Shortfall => "in proportion to each cell's shortfall",
            Self::MaxMin => "to the cell furthest from the goal, one child at a time",
            Self::Leximin => {
                "to the cell furthest from the goal, one child at a time, the smaller cell first at a tie"
            }
            Self::Enrolment => "in proportion to the children of each cell",
            Self::NonProficient => {
                "in proportion to the children of each cell who are not there yet"
            }
        }
    }

    /// What it holds equal over the cells, before whole children and capacities, in words.
    pub fn holds_equal(self) -> &'static str {
        match self {
            Self::EqualRate => "the rate that every cell reaches",
            Self::Shortfall => "the share of its own shortfall that every cell closes",
            Self::MaxMin => "the rate of the cells that receive children",
            Self::Leximin => {
                "the rate of the cells that receive children, then the next rate, and so on"
            }
            Self::Enrolment => "the points by which every rate changes, so gaps stay as they are",
            Self::NonProficient => {
                "the share of the children not there yet by which every cell falls"
            }
        }
    }

    /// Whether a cell stops at the goal; otherwise it stops where everyone is there.
    pub fn stops_at_goal(self) -> bool {
        !matches!(self, Self::Enrolment | Self::NonProficient)
    }

    /// Children a cell has room for: its need, or all who are not there yet.
    pub(super) fn room(self, not_there: u64, need: u64) -> u64 {
        if self.stops_at_goal() {
            need
        } else {
            not_there
        }
    }
}

/// How the parts of a proportional split become whole. Methods that raise rates count in whole children from
/// the start and need none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rounding {
    /// Cells of two or more dimensions add up in both margins, the first dimension and the others: each
    /// cell, each margin and the total is its quota rounded down or up (controlled rounding). Cells of one
    /// dimension: largest remainder.
    #[default]
    Margins,
    /// All cells at once by largest remainder. Margins are sums of rounded cells.
    AtOnce,
    /// Dimension by dimension: first over the levels of the first, then inside each over the second, and so
    /// on, each by largest remainder.
    Nested,
}

impl Rounding {
    /// How the last children are decided, in words, for cells of these dimensions.
    pub(super) fn words(self, dimensions: &[String]) -> String {
        match (self, dimensions) {
            (Self::Nested, [first, rest @ ..]) if !rest.is_empty() => format!(
                "first over {first}, then inside each over {}; whole children by largest remainder",
                rest.join(", then ")
            ),
            (Self::Margins, [first, rest @ ..]) if !rest.is_empty() => format!(
                "all cells at once; whole children by controlled rounding, so that {first} and {} add up, largest remainder first",
                rest.join(" by ")
            ),
            _ => "all cells at once; whole children by largest remainder".to_owned(),
        }
    }
}
