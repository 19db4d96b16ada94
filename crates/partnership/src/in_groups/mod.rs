//! Is there a meeting before the meeting, and does it look like the table?
//!
//! Four lines of evidence, each supported, not supported or not testable with its reason: the *structure* of
//! the ties, the *composition* of the closest set, *access* to meetings, and what partners *perceive*. They are
//! reported side by side; there is no score and no ranking of partners. What can be known beforehand (the
//! smallest p a test can give) is said before what was found.
//!
//! The set is found without labels, else the exact tests of its composition would mean nothing. It is named to
//! nobody but the staff that keeps the tables, and counts of fewer than three partners are told to nobody else.

mod access;
mod composition;
mod consensus;
mod coreness;
mod hiding;
mod options;
mod perception;
mod sensitivity;
mod sentences;
mod structure;
#[cfg(test)]
mod tests;

use commonweal_network::nulls::Beyond;
use commonweal_network::two_mode::Affiliation;
use commonweal_network::{Attribute, Control, Network, TieState};
use commonweal_tables::Error;
use serde::Serialize;

use self::consensus::Closest;
pub use composition::composition_of;
pub use options::{Declared, InGroupOptions, Level, Perception, View};

/// Which line of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LineName {
    /// Is there a closed set in the ties, beyond what numbers of ties explain?
    Structure,
    /// Is a declared attribute more common in it than chance would make it?
    Composition,
    /// Do the same partners meet before open meetings?
    Access,
    /// Do partners say that decisions are made before the meeting?
    Perception,
}

impl LineName {
    /// Its name in sentences and frames.
    pub fn words(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Composition => "composition",
            Self::Access => "access",
            Self::Perception => "perception",
        }
    }
}

/// What a line of evidence comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Beyond what chance, as defined in the line, would give.
    Supported,
    /// Not beyond it.
    NotSupported,
    /// Nothing can be said; the reason says why.
    NotTestable,
}

impl Verdict {
    /// Its name in sentences and frames.
    pub fn words(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::NotSupported => "not supported",
            Self::NotTestable => "not testable",
        }
    }
}

/// One number of a line, as it may be exported: what may not be told is `None`, and the note says so.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Its line.
    pub line: LineName,
    /// What was computed.
    pub statistic: String,
    /// Of what: a label, a null model, a group; empty where there is one only.
    pub label: String,
    /// The number.
    pub value: Option<f64>,
    /// Lower end of its range.
    pub low: Option<f64>,
    /// Upper end of its range.
    pub high: Option<f64>,
    /// What it is compared with: the mean of chance, or a level.
    pub expected: Option<f64>,
    /// How many things were counted.
    pub n: Option<u64>,
    /// p-value, of the tail the line asks about.
    pub p: Option<f64>,
    /// The same after correction for the family.
    pub p_adjusted: Option<f64>,
    /// The smallest p that could have come out.
    pub smallest_p: Option<f64>,
    /// Random draws behind the p-value; `None` where it is exact.
    pub draws: Option<u64>,
    /// Whether it is beyond chance at the level of the call; `None` where it is not a test.
    pub passed: Option<bool>,
    /// Why something is not shown, or how to read it.
    pub note: String,
}

impl Row {
    fn new(line: LineName, statistic: &str, label: &str) -> Self {
        Self {
            line,
            statistic: statistic.to_owned(),
            label: label.to_owned(),
            value: None,
            low: None,
            high: None,
            expected: None,
            n: None,
            p: None,
            p_adjusted: None,
            smallest_p: None,
            draws: None,
            passed: None,
            note: String::new(),
        }
    }
}

impl Row {
    /// A number beside its draws: the upper tail, at a level.
    fn beside(line: LineName, statistic: &str, label: &str, beyond: &Beyond, alpha: f64) -> Self {
        Self {
            value: Some(beyond.observed),
            expected: Some(beyond.mean).filter(|mean| mean.is_finite()),
            p: Some(beyond.p_high),
            smallest_p: Some(beyond.smallest),
            draws: Some(beyond.draws),
            passed: Some(beyond.p_high <= alpha),
            ..Self::new(line, statistic, label)
        }
    }
}

/// One line of evidence. Nothing in it is more than its reader may know.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// Which.
    pub name: LineName,
    /// What it comes to.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// What could be known before the answer was seen: what is tested, and the smallest p.
    pub beforehand: Vec<String>,
    /// The numbers.
    pub rows: Vec<Row>,
    /// The numbers in plain sentences.
    pub sentences: Vec<String>,
    /// Sentences that belong to the line wherever it goes.
    pub caveats: Vec<String>,
}

impl Line {
    fn new(name: LineName) -> Self {
        Self {
            name,
            verdict: Verdict::NotTestable,
            reason: String::new(),
            beforehand: Vec::new(),
            rows: Vec::new(),
            sentences: Vec::new(),
            caveats: Vec::new(),
        }
    }
}

/// A set of partners first, then the others; without names. For a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Number of partners.
    pub partners: usize,
    /// How many of them, from the first, are the closest set; 0 where none was found.
    pub first: usize,
    /// What is known of each ordered pair, row by row.
    pub cells: Vec<TieState>,
    /// Whether a row is what its partner reports.
    pub directed: bool,
}

/// Four lines of evidence, side by side, and what they rest on. Nothing in it is more than its reader may
/// know: serde, frames and pages take it as it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InGroupEvidence {
    /// Partners looked at, the backbone left out where it was.
    pub partners: usize,
    /// How many of them are in the closest set; `None` where there is none.
    pub set_size: Option<usize>,
    /// Structure, composition, access, perception, in this order.
    pub lines: Vec<Line>,
    /// How much the answers that are missing could change.
    pub sensitivity: Vec<String>,
    /// What the lines say together.
    pub reading: Vec<String>,
    /// What no record can show.
    pub limits: Vec<String>,
    /// What was assumed, and how it was computed.
    pub assumptions: Vec<String>,
    /// Ids of the partner organisations in the set that may be named, for the staff that keeps the tables;
    /// `None` for everybody else.
    pub named: Option<Vec<String>>,
    /// Draws of each test.
    pub draws: u64,
    /// Seed of all chance.
    pub seed: u64,
    /// Level of every test.
    pub alpha: f64,
    /// The matrix of the ties.
    #[serde(skip)]
    picture: Picture,
}

impl InGroupEvidence {
    /// One line of evidence.
    pub fn line(&self, name: LineName) -> Option<&Line> {
        self.lines.iter().find(|line| line.name == name)
    }

    /// Every number, line by line.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.lines.iter().flat_map(|line| &line.rows)
    }

    /// The matrix of the ties, the closest set first, without names. In each block partners with more known ties come
    /// first. A small matrix tells insiders who is who: it is not for the public.
    pub fn picture(&self) -> &Picture {
        &self.picture
    }
}

/// Looks for evidence of a closed set of partners in one network, and for how it is composed.
///
/// * **Structure** is supported when a set of at least 3 and at most a third of the partners holds over the ways
///   of looking for it (two pictures of a core, cuts of the values, every respondent set aside, unknown ties
///   filled at random), its fit is beyond that of random networks that keep every partner's number of ties,
///   and it is denser inside than across its boundary. Found without labels. Partners that did not answer are
///   placed by what others said of them; unknown ties are left out of every fit.
/// * **Composition**: exact tests of every declared label, corrected together.
/// * **Access** needs `meetings`: partners by meetings, with the same labels as the network.
/// * **Perception** needs a survey item in the options.
///
/// The smallest p each test can give is stated before its result. Labels must be declared before anything was
/// seen. Partners whose label is unknown are left out of its test. Direction: none. One call with 999 draws on 40
/// partners takes a few seconds: the draws of the structure, and about a hundred fits for the consensus, cost
/// the most. The same seed gives the same evidence for any number of threads.
///
/// Sources: Borgatti & Everett (1999) and Boyd, Fitzgerald & Beck (2006) for the core and its test; Kojaku &
/// Masuda (2018) for the null model; Fisher (1935) for composition; Young, Goldman & O'Connor (2020),
/// doi:10.1111/glob.12309, for the question.
///
/// # Errors
/// [`Error::Input`] for an attribute or a level that is not there, options out of range and answers of another
/// number of partners; [`Error::Network`] for what the engine refuses, and when the call was stopped.
///
/// ```
/// use commonweal_network::Control;
/// use commonweal_partnership::in_groups::{in_groups, InGroupOptions, LineName, Verdict};
/// use commonweal_partnership::Partnership;
/// use commonweal_tables::NetworkOptions;
///
/// let example = Partnership::example()?;
/// let wave = NetworkOptions { wave: Some("2025".into()), ..Default::default() };
/// let net = example.network("communication", &wave)?;
/// let options = InGroupOptions { draws: 99, completions: 2, ..Default::default() };
/// let found = in_groups(&net, None, &options, &Control::new())?;
/// assert_eq!(found.line(LineName::Structure).map(|line| line.verdict), Some(Verdict::Supported));
/// assert_eq!(found.set_size, Some(8)); // as planted; and nobody is named
/// assert_eq!(found.named, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn in_groups(
    network: &Network,
    meetings: Option<&Affiliation>,
    options: &InGroupOptions,
    control: &Control,
) -> Result<InGroupEvidence, Error> {
    options.check()?;
    // Before anything is looked for: a hypothesis that cannot be stated is refused.
    let net = if options.without_backbone {
        network.without_backbone()
    } else {
        network.clone()
    };
    let hypotheses = options::hypotheses(&net, &options.declared)?;
    let options = &options.for_partners_of(network, &net)?;
    let closest = Closest::of(&net, options, control)?;
    let set = closest.set();
    let (mut composition, told) = composition::composition(&net, set, &hypotheses, options)?;
    if composition.verdict != Verdict::NotTestable {
        coreness::along_coreness(&net, &hypotheses, &told, options, control, &mut composition)?;
    }
    let lines = vec![
        structure::structure(&net, &closest, options, control)?,
        composition,
        access::access(&net, set, meetings, options, control)?,
        perception::perception(&net, options)?,
    ];
    Ok(InGroupEvidence {
        partners: net.partners(),
        set_size: set.map(<[u32]>::len),
        sensitivity: sensitivity::sensitivity(&net, &closest, options),
        reading: sentences::reading(&lines),
        limits: sentences::LIMITS
            .iter()
            .map(|&limit| limit.to_owned())
            .collect(),
        assumptions: sentences::assumptions(&net, options),
        named: (options.view == View::Backbone).then(|| named(&net, set)),
        draws: options.draws,
        seed: options.seed,
        alpha: options.alpha,
        picture: picture(&net, set),
        lines,
    })
}

/// Whether partner `i` may be named, and to the backbone's staff only: it is no person and has not refused. The
/// attributes are those of the tables, `level` and `consent_named`; where they are not given, nobody has refused.
pub fn may_be_named(attributes: &[Attribute], i: u32) -> bool {
    let is = |name: &str, word: &str| {
        let mut named = attributes.iter().filter(|a| a.name() == name);
        named.any(|a| a.category(i) == Some(word))
    };
    !is("level", "person") && !is("consent_named", "no")
}

/// The partners of a set that may be named.
fn named(net: &Network, set: Option<&[u32]>) -> Vec<String> {
    let members = set.unwrap_or_default().iter();
    members
        .filter(|&&i| may_be_named(net.attributes(), i))
        .map(|&i| net.labels().get(i).into_owned())
        .collect()
}

fn picture(net: &Network, set: Option<&[u32]>) -> Picture {
    let set = set.unwrap_or_default();
    let ties = |i: u32| {
        net.out().degree(i)
            + if net.is_directed() {
                net.incoming().degree(i)
            } else {
                0
            }
    };
    let mut order: Vec<u32> = (0..net.partners() as u32).collect();
    order.sort_by_key(|&i| (!set.contains(&i), std::cmp::Reverse(ties(i)), i));
    let cells = order
        .iter()
        .flat_map(|&i| order.iter().map(move |&j| net.state(i, j)));
    Picture {
        partners: net.partners(),
        first: set.len(),
        cells: cells.collect(),
        directed: net.is_directed(),
    }
}
