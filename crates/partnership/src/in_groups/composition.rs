//! The second line: is a declared attribute more common in the closest set than chance would make it?

use commonweal_equity::{
    Confidence, OverRepresentation, OverRepresentationOptions, SetCount, Tail, over_representation,
};
use commonweal_network::Network;
use commonweal_tables::Error;

use super::hiding::{margins_told, open, told};
use super::options::{Hypothesis, attribute};
use super::sentences::{percent, short};
use super::{InGroupOptions, Line, LineName, Row, Verdict, View};

/// How a set of partners that is given is composed: exact tests of every declared label, as in the second line of
/// [`in_groups`](super::in_groups). The set must have been found without the labels (a table, a core, those who
/// met), and the labels declared before it was seen. Counts below [`InGroupOptions::FEWEST`], and what would give
/// them away, are not shown unless the options say [`View::Backbone`].
///
/// Uses `declared`, `strata`, `correction`, `alpha` and `view` of the options; the backbone counts as any
/// partner. O(hypotheses · n), and the exact tests.
///
/// # Errors
/// [`Error::Input`] for an attribute or a level that is not there; [`Error::Network`] for a partner that is not.
pub fn composition_of(
    net: &Network,
    members: &[u32],
    options: &InGroupOptions,
) -> Result<Line, Error> {
    options.check()?;
    let mut set = members.to_vec();
    set.sort_unstable();
    set.dedup();
    if let Some(i) = set.iter().find(|&&i| i as usize >= net.partners()) {
        return Err(commonweal_network::Error::UnknownPartner(i.to_string()).into());
    }
    let hypotheses = super::options::hypotheses(net, &options.declared)?;
    Ok(composition(net, Some(&set), &hypotheses, options)?.0)
}

/// One hypothesis with its exact tests.
struct Tested<'a> {
    hypothesis: &'a Hypothesis,
    test: OverRepresentation,
    /// The same inside the strata, where there are any.
    within: Option<OverRepresentation>,
    /// Partners of unknown label, left out of the test.
    unknown: u64,
    /// Whether the counts in the set may be told.
    open: bool,
    /// Whether it may be told how many of the whole have it.
    margins: bool,
    /// Whether the verdict may be told: together with what is shown it must leave more than one count open.
    verdict: bool,
}

/// Exact tests of every declared hypothesis for `set`, found without labels; and of each hypothesis whether it may
/// be told how many of the set have the label.
pub(super) fn composition(
    net: &Network,
    set: Option<&[u32]>,
    hypotheses: &[Hypothesis],
    options: &InGroupOptions,
) -> Result<(Line, Vec<bool>), Error> {
    let mut line = Line::new(LineName::Composition);
    let Some(set) = set else {
        "there is no set of partners whose composition could be looked at"
            .clone_into(&mut line.reason);
        return Ok((line, Vec::new()));
    };
    if hypotheses.is_empty() {
        "no attribute was declared beforehand".clone_into(&mut line.reason);
        return Ok((line, Vec::new()));
    }
    let tested = test(net, set, hypotheses, options)?;
    line.beforehand = tested
        .iter()
        .map(|t| t.beforehand(set.len(), options))
        .collect();
    line.beforehand.insert(
        0,
        format!(
            "If labels had nothing to do with the set of {}, which must have been found without them, every set of {} partners would be equally likely. {} declared, corrected together ({}).",
            set.len(),
            set.len(),
            match tested.len() {
                1 => "1 hypothesis was".to_owned(),
                more => format!("{more} hypotheses were"),
            },
            options.correction.name()
        ),
    );
    let attainable = |t: &&Tested| {
        t.test
            .smallest_p_adjusted
            .is_some_and(|p| p <= options.alpha)
    };
    let passed: Vec<&Tested> = tested.iter().filter(|t| t.passed(options)).collect();
    (line.verdict, line.reason) = if !tested.iter().any(|t| t.verdict) {
        let reason = format!(
            "with these numbers of partners a verdict would tell of fewer than {} of them",
            InGroupOptions::FEWEST
        );
        (Verdict::NotTestable, reason)
    } else if !tested.iter().filter(|t| t.verdict).any(|t| attainable(&t)) {
        let reason = format!(
            "with these numbers of partners no outcome could reach {} after correction",
            options.alpha
        );
        (Verdict::NotTestable, reason)
    } else if passed.is_empty() {
        let reason = format!(
            "no declared label is more common in the set than chance would make it, at {} after correction",
            options.alpha
        );
        (Verdict::NotSupported, reason)
    } else {
        let labels: Vec<&str> = passed.iter().map(|t| t.hypothesis.label.as_str()).collect();
        let reason = format!(
            "more common in the set than chance would make it, at {} after correction: {}",
            options.alpha,
            labels.join("; ")
        );
        (Verdict::Supported, reason)
    };
    for t in &tested {
        line.rows
            .extend(t.rows(options, tested.iter().all(|t| t.open)));
        line.sentences.push(t.sentence(options));
        if let Some(sentence) = t.within_sentence(options) {
            line.sentences.push(sentence);
        }
        if t.unknown > 0 {
            line.caveats.push(format!(
                "{}: {} of unknown label left out.",
                t.hypothesis.label,
                told(t.unknown, options.view)
            ));
        }
    }
    line.caveats.push(
        "More common does not say why: it can follow from who was invited, who founded the partnership, or who has time."
            .to_owned(),
    );
    if options.view == View::Shared && tested.iter().any(|t| !t.open) {
        line.caveats.push(format!(
            "Counts of fewer than {} partners, and what would give them away, are not shown; a verdict still bounds them.",
            InGroupOptions::FEWEST
        ));
    }
    Ok((line, tested.iter().map(|t| t.open).collect()))
}

fn test<'a>(
    net: &Network,
    set: &[u32],
    hypotheses: &'a [Hypothesis],
    options: &InGroupOptions,
) -> Result<Vec<Tested<'a>>, Error> {
    let n = net.partners() as u32;
    let count = |h: &Hypothesis, of: &dyn Fn(u32) -> bool| {
        let among = |partners: &mut dyn Iterator<Item = u32>| {
            let (mut with, mut all) = (0, 0);
            for has in partners
                .filter(|&i| of(i))
                .filter_map(|i| h.has[i as usize])
            {
                all += 1;
                with += u64::from(has);
            }
            (with, all)
        };
        SetCount::new(among(&mut set.iter().copied()), among(&mut (0..n)))
    };
    let whole: Vec<Vec<SetCount>> = hypotheses
        .iter()
        .map(|h| Ok(vec![count(h, &|_| true)?]))
        .collect::<Result<_, Error>>()?;
    let exact = OverRepresentationOptions {
        confidence: Confidence::new(1.0 - options.alpha)?,
        tail: Tail::Over,
        correction: Some(options.correction),
    };
    let tests = over_representation(&whole, &exact)?;
    let within = match &options.strata {
        None => vec![None; hypotheses.len()],
        Some(name) => {
            let strata = attribute(net, name)?;
            let levels = strata.categories().len() as u32;
            let split = |h: &Hypothesis| {
                let of = |k| count(h, &|i| strata.code(i) == Some(k));
                (0..levels)
                    .map(|k| Ok(of(k)?))
                    .collect::<Result<Vec<_>, Error>>()
            };
            let family = hypotheses
                .iter()
                .map(split)
                .collect::<Result<Vec<_>, _>>()?;
            over_representation(&family, &exact)?
                .into_iter()
                .map(Some)
                .collect()
        }
    };
    let open = open(hypotheses, &tests, options.view);
    let margins = margins_told(hypotheses, options.view);
    let told = open.into_iter().zip(margins);
    let tested = hypotheses.iter().zip(tests).zip(within).zip(told);
    tested
        .map(|(((hypothesis, test), within), (open, margins))| {
            let open = open && margins;
            let verdict = open || margins && several(&test, hypotheses.len(), options)?;
            Ok(Tested {
                unknown: hypothesis.has.iter().filter(|has| has.is_none()).count() as u64,
                hypothesis,
                test,
                within,
                open,
                margins,
                verdict,
            })
        })
        .collect()
}

/// Whether more than one count in the set goes with the verdict, these numbers of partners being known. The cut-off
/// of a correction depends on the other hypotheses, so the strictest it can be is taken for "passed", and the
/// mildest for "not".
fn several(
    test: &OverRepresentation,
    family: usize,
    options: &InGroupOptions,
) -> Result<bool, Error> {
    let ((_, size), (all_with, all)) = (test.count.set(), test.count.whole());
    let exact = OverRepresentationOptions {
        confidence: Confidence::new(1.0 - options.alpha)?,
        tail: Tail::Over,
        correction: None,
    };
    let passed = test.p_adjusted.is_some_and(|p| p <= options.alpha);
    let mut consistent = 0;
    for with in (size + all_with).saturating_sub(all)..=size.min(all_with) {
        let count = SetCount::new((with, size), (all_with, all))?;
        let found = over_representation(&[vec![count]], &exact)?;
        let p = found.first().and_then(|test| test.p_value(Tail::Over));
        consistent += usize::from(p.is_some_and(|p| {
            if passed {
                p <= options.alpha / family as f64
            } else {
                p > options.alpha
            }
        }));
    }
    Ok(consistent > 1)
}

impl Tested<'_> {
    fn passed(&self, options: &InGroupOptions) -> bool {
        self.verdict && self.test.p_adjusted.is_some_and(|p| p <= options.alpha)
    }

    /// What the margins allow, before the members are looked at.
    fn beforehand(&self, size: usize, options: &InGroupOptions) -> String {
        let (all_with, all) = self.test.count.whole();
        let label = &self.hypothesis.label;
        if !self.margins {
            return format!(
                "{label}: how many have it is not shown, because it would tell of fewer than {} partners.",
                InGroupOptions::FEWEST
            );
        }
        let has = format!("{label}: {all_with} of {all} partners have it");
        let within = self.within_beforehand(options);
        match self.test.smallest_p_adjusted {
            None => {
                format!("{has}; these numbers allow one outcome only, so there is nothing to test.")
            }
            Some(adjusted) => format!(
                "{has}. The smallest p a set of {size} can give is {}, {} after correction: it {} reach {}.{within}",
                short(self.test.smallest_p),
                short(adjusted),
                if adjusted <= options.alpha {
                    "can"
                } else {
                    "cannot"
                },
                options.alpha
            ),
        }
    }

    /// The same inside the strata; without the number where it would give counts of small strata away.
    fn within_beforehand(&self, options: &InGroupOptions) -> String {
        let (Some(within), Some(strata)) = (&self.within, &options.strata) else {
            return String::new();
        };
        let Some(adjusted) = within.smallest_p_adjusted else {
            return format!(" Within levels of {strata} one outcome only is possible.");
        };
        let smallest = if self.open {
            format!("the smallest p is {}, and it", short(within.smallest_p))
        } else {
            "it".to_owned()
        };
        format!(
            " Within levels of {strata} {smallest} {} reach {} after correction.",
            if adjusted <= options.alpha {
                "can"
            } else {
                "cannot"
            },
            options.alpha
        )
    }

    fn sentence(&self, options: &InGroupOptions) -> String {
        let label = &self.hypothesis.label;
        if self.open {
            return self.test.sentence(label, "the set", Tail::Over);
        }
        let few = InGroupOptions::FEWEST;
        if !self.margins {
            return format!(
                "{label}: not shown, because it would tell of fewer than {few} partners."
            );
        }
        let (all_with, all) = self.test.count.whole();
        if !self.verdict {
            return format!(
                "{label}: {all_with} of {all} in the whole. Nothing more is shown: a verdict would tell of fewer than {few} partners."
            );
        }
        format!(
            "{label}: {all_with} of {all} in the whole, so {:.1} in the set by chance. {} Counts are not shown: on one side of them are fewer than {few} partners.",
            self.test.expected,
            match self.test.p_adjusted {
                None => "These numbers allow one outcome only.".to_owned(),
                Some(p) if p <= options.alpha => format!(
                    "More are in it than chance would put there (adjusted p at most {}).",
                    options.alpha
                ),
                Some(_) => format!(
                    "Not more than chance may put there (adjusted p above {}).",
                    options.alpha
                ),
            }
        )
    }

    /// What is left inside the strata of what was found.
    fn within_sentence(&self, options: &InGroupOptions) -> Option<String> {
        let (within, strata) = (self.within.as_ref()?, options.strata.as_ref()?);
        let label = &self.hypothesis.label;
        if !self.passed(options) {
            return None;
        }
        let Some(p) = within.p_adjusted else {
            return Some(format!(
                "{label}: within levels of {strata} these numbers allow one outcome only, so whether {strata} explains it cannot be tested."
            ));
        };
        if within
            .smallest_p_adjusted
            .is_some_and(|p| p > options.alpha)
        {
            return Some(format!(
                "{label}: within levels of {strata} these numbers cannot reach {} after correction, so whether {strata} explains it cannot be tested.",
                options.alpha
            ));
        }
        let told = if self.open {
            format!("adjusted p = {}", short(p))
        } else if p <= options.alpha {
            format!("adjusted p at most {}", options.alpha)
        } else {
            format!("adjusted p above {}", options.alpha)
        };
        Some(if p <= options.alpha {
            format!(
                "{label}: {strata} does not explain it: within its levels it is still more common ({told})."
            )
        } else {
            format!(
                "{label}: within levels of {strata} it is not more common than chance would make it ({told}), so {strata} may explain it."
            )
        })
    }

    fn rows(&self, options: &InGroupOptions, all_open: bool) -> Vec<Row> {
        let shown = |value: f64| self.open.then_some(value);
        let odds = self.test.odds_ratio;
        let ratio = self.test.representation_ratio;
        let row = |statistic| Row {
            n: self.margins.then_some(self.test.count.whole().1),
            note: if self.open {
                String::new()
            } else {
                format!("counts below {} are not shown", InGroupOptions::FEWEST)
            },
            ..Row::new(LineName::Composition, statistic, &self.hypothesis.label)
        };
        let tested = |test: &OverRepresentation, passed: Option<bool>, smallest: bool| Row {
            p: test.p_value(Tail::Over).and_then(shown),
            // A running maximum can carry the p-value of another hypothesis.
            p_adjusted: test.p_adjusted.filter(|_| all_open),
            smallest_p: smallest.then_some(test.smallest_p),
            passed,
            ..row("members that have it")
        };
        let mut rows = vec![Row {
            value: shown(self.test.count.set().0 as f64),
            expected: self.margins.then_some(self.test.expected),
            ..tested(
                &self.test,
                self.test
                    .p_adjusted
                    .filter(|_| self.verdict)
                    .map(|p| p <= options.alpha),
                self.margins,
            )
        }];
        let effects = [("odds ratio", odds), ("representation ratio", ratio)];
        for (statistic, found) in effects.into_iter().filter(|_| self.open) {
            let Some(found) = found else { continue };
            let finite = |x: f64| x.is_finite().then_some(x);
            rows.push(Row {
                value: finite(found.value),
                low: finite(found.lower),
                high: finite(found.upper),
                expected: Some(1.0),
                note: format!(
                    "exact {} interval; an end without a number has no limit",
                    percent(1.0 - options.alpha)
                ),
                ..row(statistic)
            });
        }
        if let (Some(within), Some(strata)) = (&self.within, &options.strata) {
            rows.push(Row {
                statistic: format!("members that have it, within {strata}"),
                expected: shown(within.expected),
                // The margins of small strata would give counts away.
                ..tested(
                    within,
                    within
                        .p_adjusted
                        .filter(|_| self.verdict)
                        .map(|p| p <= options.alpha),
                    self.open,
                )
            });
        }
        rows
    }
}
