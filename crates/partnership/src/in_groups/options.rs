//! What is asked, and said before anything is seen.

use commonweal_equity::Correction;
use commonweal_network::{Attribute, Network};
use commonweal_tables::Error;

/// One level of an attribute: `title_level` = `executive`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// Name of the attribute.
    pub attribute: String,
    /// The level.
    pub level: String,
}

impl Level {
    /// The level `level` of `attribute`.
    pub fn new(attribute: impl Into<String>, level: impl Into<String>) -> Self {
        Self {
            attribute: attribute.into(),
            level: level.into(),
        }
    }
}

/// What partners may have in common: declared before the closest set is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declared {
    /// Every level of an attribute, each a test of its own.
    Attribute(String),
    /// One level, or several at once (a large institution *and* an executive).
    Levels(Vec<Level>),
}

/// Who will read the result; decides what it may tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// Anybody: no names, and no count below [`InGroupOptions::FEWEST`].
    #[default]
    Shared,
    /// The staff that keeps the tables: exact counts, and the ids of partner organisations that did not refuse
    /// to be named. Never a person.
    Backbone,
}

/// A question of the survey about decisions, answered by partners: "decisions are made before the meeting".
#[derive(Debug, Clone, PartialEq)]
pub struct Perception {
    /// The question, as it was asked.
    pub question: String,
    /// One answer a partner of the network, in its order; `None` where there is none.
    pub answers: Vec<Option<f64>>,
    /// The smallest answer that counts as agreeing.
    pub agree_at: f64,
    /// The attribute by which the share that agrees is shown; none for the whole only.
    pub by: Option<String>,
}

/// Options of [`in_groups`](super::in_groups).
#[derive(Debug, Clone, PartialEq)]
pub struct InGroupOptions {
    /// What partners may have in common, declared before anything is seen: one family of tests.
    pub declared: Vec<Declared>,
    /// An attribute (size, role) inside whose levels labels are shuffled as well: does it explain the rest?
    pub strata: Option<String>,
    /// Correction for the number of tests. Default Holm: few hypotheses, strong control.
    pub correction: Correction,
    /// Level of every test. Default 0.05.
    pub alpha: f64,
    /// Random networks, and random labellings, of each test. Default 999.
    pub draws: u64,
    /// Where chance comes from.
    pub seed: u64,
    /// Ways of filling the unknown ties under which the set is looked for again. Default 20.
    pub completions: u64,
    /// Whether the backbone, which is in everything by job description, is left out. Default true.
    pub without_backbone: bool,
    /// A survey question about decisions.
    pub perception: Option<Perception>,
    /// Days before an open meeting in which a closed one counts as held before it. Default 3.
    pub days_before: u32,
    /// Who will read the result.
    pub view: View,
}

impl Default for InGroupOptions {
    fn default() -> Self {
        Self {
            declared: Vec::new(),
            strata: None,
            correction: Correction::Holm,
            alpha: 0.05,
            draws: 999,
            seed: 0,
            completions: 20,
            without_backbone: true,
            perception: None,
            days_before: 3,
            view: View::Shared,
        }
    }
}

impl InGroupOptions {
    /// Counts of partners below this are told to the backbone only.
    pub const FEWEST: u64 = 3;

    pub(super) fn check(&self) -> Result<(), Error> {
        if !(self.alpha > 0.0 && self.alpha < 1.0) {
            return Err(Error::Input(format!(
                "option alpha: {} is not allowed. Expected a level between 0 and 1, such as 0.05.",
                self.alpha
            )));
        }
        if self.draws == 0 {
            return Err(Error::Input(
                "option draws: 0 is not allowed. Expected at least 19 for a level of 0.05."
                    .to_owned(),
            ));
        }
        Ok(())
    }

    /// The same options for the partners that are left in `part` of a network: answers to the survey question
    /// go with their partners.
    pub(super) fn for_partners_of(&self, network: &Network, part: &Network) -> Result<Self, Error> {
        let mut options = self.clone();
        if let Some(perception) = &mut options.perception {
            let (found, n) = (perception.answers.len(), network.partners());
            if found != n {
                return Err(Error::Input(format!(
                    "perception: {found} answers given, {n} expected. Give one answer a partner in their order, empty where there is none."
                )));
            }
            if part.partners() != n {
                let kept = (0..n as u32).filter(|i| !network.backbone().contains(i));
                perception.answers = kept.map(|i| perception.answers[i as usize]).collect();
            }
        }
        Ok(options)
    }
}

/// One hypothesis: a label, and who has it.
#[derive(Debug, Clone)]
pub(super) struct Hypothesis {
    /// `title_level = executive and size_class = large`.
    pub(super) label: String,
    /// The levels asked for.
    pub(super) levels: Vec<Level>,
    /// Whether each partner has it; `None` where that is not known.
    pub(super) has: Vec<Option<bool>>,
}

/// The hypotheses in the order they were declared; a level that two declarations ask for is tested once.
///
/// A partner of unknown level is neither with nor without: of a conjunction it is without as soon as one
/// known part says so.
///
/// # Errors
/// [`Error::Input`] for an attribute or a level that no partner has, with those there are.
pub(super) fn hypotheses(net: &Network, declared: &[Declared]) -> Result<Vec<Hypothesis>, Error> {
    let mut found: Vec<Hypothesis> = Vec::new();
    let mut add = |levels: Vec<Level>| {
        if found.iter().any(|h| h.levels == levels) {
            return Ok(());
        }
        let has = has(net, &levels)?;
        let label = levels
            .iter()
            .map(|l| format!("{} = {}", l.attribute, l.level));
        found.push(Hypothesis {
            label: label.collect::<Vec<_>>().join(" and "),
            levels,
            has,
        });
        Ok::<(), Error>(())
    };
    for one in declared {
        match one {
            Declared::Attribute(name) => {
                for level in attribute(net, name)?.categories() {
                    add(vec![Level::new(name, level)])?;
                }
            }
            Declared::Levels(levels) => {
                if levels.is_empty() {
                    return Err(Error::Input(
                        "a conjunction without levels was given. Name at least one level of an attribute.".to_owned(),
                    ));
                }
                add(levels.clone())?;
            }
        }
    }
    Ok(found)
}

fn has(net: &Network, levels: &[Level]) -> Result<Vec<Option<bool>>, Error> {
    let mut all = vec![Some(true); net.partners()];
    for Level {
        attribute: name,
        level,
    } in levels
    {
        let attribute = attribute(net, name)?;
        if !attribute.categories().contains(level) {
            return Err(Error::Input(format!(
                "no partner has {name} = \"{level}\". Expected one of {}.",
                attribute.categories().join(", ")
            )));
        }
        for (i, all) in all.iter_mut().enumerate() {
            let this = attribute.category(i as u32).map(|found| found == level);
            *all = match (*all, this) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (None, _) | (_, None) => None,
                (Some(true), Some(true)) => Some(true),
            };
        }
    }
    Ok(all)
}

/// The attribute of that name.
///
/// # Errors
/// [`Error::Input`] with the names there are.
pub(super) fn attribute<'a>(net: &'a Network, name: &str) -> Result<&'a Attribute, Error> {
    net.attribute(name).ok_or_else(|| {
        let names: Vec<&str> = net.attributes().iter().map(Attribute::name).collect();
        Error::Input(if names.is_empty() {
            format!(
                "attribute \"{name}\": the partners have no attributes. Give a table of partners."
            )
        } else {
            format!(
                "attribute \"{name}\" is not in this network. Expected one of {}.",
                names.join(", ")
            )
        })
    })
}

#[cfg(test)]
mod tests {
    use commonweal_network::{BuildOptions, Ties};

    use super::*;

    fn net() -> Network {
        let of = |name: &str, values: [Option<&str>; 4]| Attribute::new(name, &values);
        Network::from_ties(4, &Ties::default(), &BuildOptions::default())
            .unwrap()
            .with_partner_data(
                &[],
                vec![
                    of("size", [Some("large"), Some("large"), Some("small"), None]),
                    of("title", [Some("executive"), None, None, Some("staff")]),
                ],
            )
            .unwrap()
    }

    #[test]
    fn unknown_is_neither_with_nor_without() {
        let both = vec![
            Level::new("size", "large"),
            Level::new("title", "executive"),
        ];
        let found = hypotheses(
            &net(),
            &[Declared::Levels(both), Declared::Attribute("size".into())],
        )
        .unwrap();
        assert_eq!(found[0].label, "size = large and title = executive");
        // Large and executive; large and unknown; small, so surely not both; staff, so surely not both.
        assert_eq!(found[0].has, [Some(true), None, Some(false), Some(false)]);
        assert_eq!(found[1].has, [Some(true), Some(true), Some(false), None]);
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn a_level_is_tested_once_and_a_wrong_name_lists_those_there_are() {
        let twice = [
            Declared::Attribute("size".into()),
            Declared::Levels(vec![Level::new("size", "small")]),
        ];
        assert_eq!(hypotheses(&net(), &twice).unwrap().len(), 2);
        let wrong = |declared| hypotheses(&net(), &[declared]).unwrap_err().to_string();
        assert!(
            wrong(Declared::Attribute("sector".into())).ends_with("Expected one of size, title.")
        );
        assert!(
            wrong(Declared::Levels(vec![Level::new("size", "medium")]))
                .ends_with("Expected one of large, small.")
        );
        assert!(wrong(Declared::Levels(vec![])).contains("at least one level"));
    }
}
