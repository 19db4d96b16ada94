//! The mixing table: ties between every two kinds, beside what each of three models expects.

use serde::{Deserialize, Serialize};

use super::Kinds;
use super::cells::Cells;
use crate::options::named;
use crate::{Attribute, Error, Network};

/// What the number of ties between two kinds is compared with. The three answer different questions and
/// mark different cells as over-represented; UCINET offers the same three, one a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// Every known cell equally likely: ties × known cells of the block / known cells.
    #[default]
    Density,
    /// Kinds keep the ends of their ties: ties sent by one × ties received by the other / ties.
    Configuration,
    /// Partners keep the number of ties they send and spread them evenly over the others.
    FixedOut,
}

named!(Expected, "expected", {
    "density" => Density, "configuration" => Configuration, "fixed_out" => FixedOut,
});

/// Ties from one kind to another (undirected: between two kinds, each two once).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MixingCell {
    /// Kind of the source.
    pub from: String,
    /// Kind of the target.
    pub to: String,
    /// Known ties.
    pub ties: u64,
    /// Cells there are: ordered pairs when directed, pairs when not.
    pub possible: u64,
    /// Those of them that nobody has spoken about.
    pub unknown: u64,
    /// Ties the model expects among the known cells; NaN where it cannot say.
    pub expected: f64,
    /// `ties / expected`; NaN where nothing is expected.
    pub ratio: f64,
}

/// A mixing table with what is needed to read it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mixing {
    /// One entry for every two kinds, in alphabetical order.
    pub cells: Vec<MixingCell>,
    /// Share of the cells that are known.
    pub coverage: Option<f64>,
    /// The model of the expected ties.
    pub convention: String,
    /// Sentences that belong to the numbers wherever they go.
    pub caveats: Vec<String>,
    /// Source of the definition.
    pub citation: String,
}

impl Network {
    /// Ties between the kinds of `by`, beside what `expected` leads one to expect.
    ///
    /// Expected ties are among known cells and add up to the known ties (for `fixed_out` too: a partner's
    /// ties are spread over the cells it has spoken about). `configuration` takes the ends of known ties
    /// and knows nothing of sizes; it keeps the chance of a tie to oneself, which is small where kinds are
    /// not. O(n + m + kinds²).
    ///
    /// # Errors
    /// [`Error::NotDefined`] for `fixed_out` on undirected networks, where no tie has a sender; an attribute
    /// of other partners; more than 4096 kinds.
    ///
    /// ```
    /// use commonweal_network::measures::mixing::Expected;
    /// use commonweal_network::{Attribute, BuildOptions, Network, Ties};
    ///
    /// let ties = Ties { source: &[0, 2, 1], target: &[1, 3, 2], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions::default())?;
    /// let sector = Attribute::new("sector", &[Some("x"), Some("x"), Some("y"), Some("y")]);
    /// let table = net.mixing(&sector, Expected::Density)?;
    /// // One of the 4 pairs between x and y is tied; with 3 ties on 6 pairs 2 would be expected.
    /// assert_eq!((table.cells[1].ties, table.cells[1].expected), (1, 2.0));
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn mixing(&self, by: &Attribute, expected: Expected) -> Result<Mixing, Error> {
        if expected == Expected::FixedOut && !self.is_directed() {
            return Err(Error::NotDefined {
                measure: "mixing",
                reason: "expected \"fixed_out\" needs ties that have a sender. Use \"density\" or \"configuration\".".to_owned(),
            });
        }
        let kinds = Kinds::of(self, by)?;
        let cells = Cells::of(self, &kinds);
        let k = kinds.count();
        let model = Model::of(self, &kinds, &cells, expected);
        // An undirected pair stands in both directions of the tables.
        let (halve, first): (u64, fn(usize) -> usize) = if self.is_directed() {
            (1, |_| 0)
        } else {
            (2, |g| g)
        };
        let cell = |g: usize, h: usize| {
            // Within a kind both directions are in one entry, between two kinds in two.
            let part = if g == h { halve } else { 1 };
            let (ties, known) = (cells.ties.get(g, h) / part, cells.known.get(g, h) / part);
            let possible = cells.possible.get(g, h) / part;
            let expected = model.expects(g, h) / part as f64;
            MixingCell {
                from: kinds.name(g).to_owned(),
                to: kinds.name(h).to_owned(),
                ties,
                possible,
                unknown: possible - known,
                expected,
                ratio: if expected > 0.0 {
                    ties as f64 / expected
                } else {
                    f64::NAN
                },
            }
        };
        let convention = match expected {
            Expected::Density => "density: every known cell is equally likely to hold a tie",
            Expected::Configuration => {
                "configuration: kinds keep the ties they send and receive, otherwise at random"
            }
            Expected::FixedOut => {
                "fixed outdegree: partners keep the number of ties they send and spread them evenly"
            }
        };
        Ok(Mixing {
            cells: (0..k)
                .flat_map(|g| (first(g)..k).map(move |h| (g, h)))
                .map(|(g, h)| cell(g, h))
                .collect(),
            coverage: cells.coverage(),
            convention: convention.to_owned(),
            caveats: kinds.caveats(self),
            citation: "Borgatti, Everett, Johnson & Agneessens (2024), Analyzing Social Networks, ch. 15; Newman (2003), Phys. Rev. E 67, 026126".to_owned(),
        })
    }
}

/// Expected ties of the ordered blocks.
enum Model<'a> {
    Density {
        cells: &'a Cells,
        share: f64,
    },
    Configuration {
        sent: Vec<u64>,
        received: Vec<u64>,
        ties: f64,
    },
    FixedOut {
        kinds: usize,
        expected: Vec<f64>,
    },
}

impl<'a> Model<'a> {
    fn of(net: &Network, kinds: &Kinds<'_>, cells: &'a Cells, expected: Expected) -> Self {
        let k = kinds.count();
        let ties = cells.ties.sum() as f64;
        match expected {
            Expected::Density => Self::Density {
                cells,
                share: ties / cells.known.sum() as f64,
            },
            Expected::Configuration => Self::Configuration {
                sent: (0..k).map(|g| cells.ties.row(g)).collect(),
                received: (0..k).map(|h| cells.ties.column(h)).collect(),
                ties,
            },
            Expected::FixedOut => Self::FixedOut {
                kinds: k,
                expected: spread_evenly(net, kinds),
            },
        }
    }

    fn expects(&self, g: usize, h: usize) -> f64 {
        match self {
            Self::Density { cells, share } => cells.known.get(g, h) as f64 * share,
            Self::Configuration {
                sent,
                received,
                ties,
            } => sent[g] as f64 * received[h] as f64 / ties,
            Self::FixedOut { kinds, expected } => expected[g * kinds + h],
        }
    }
}

/// Every partner's ties spread evenly over the cells it has spoken about. Those who have spoken about
/// everybody are taken together by kind, the others one by one.
fn spread_evenly(net: &Network, kinds: &Kinds<'_>) -> Vec<f64> {
    let k = kinds.count();
    let mut expected = vec![0.0; k * k];
    let mut spread = |g: usize, ties: f64, open: &[u64]| {
        let cells = |h: usize| {
            let own = u64::from(g == h);
            (kinds.sizes[h] - own - open[h]) as f64
        };
        let all: f64 = (0..k).map(cells).sum();
        if ties > 0.0 {
            for h in 0..k {
                expected[g * k + h] += ties * cells(h) / all;
            }
        }
    };
    let mut of_all = vec![0.0; k];
    for &i in &kinds.known {
        let Some(g) = kinds.get(i) else { continue };
        let row = net.out().row(i);
        let ties = row.iter().filter(|&&j| kinds.get(j).is_some()).count() as f64;
        let mut open = net
            .observed()
            .open_cells(i)
            .filter_map(|j| kinds.get(j))
            .peekable();
        if ties == 0.0 || open.peek().is_none() {
            of_all[g] += ties;
            continue;
        }
        let mut blanks = vec![0; k];
        open.for_each(|h| blanks[h] += 1);
        spread(g, ties, &blanks);
    }
    let none = vec![0; k];
    for (g, &ties) in of_all.iter().enumerate() {
        spread(g, ties, &none);
    }
    expected
}
