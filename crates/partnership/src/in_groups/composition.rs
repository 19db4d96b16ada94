//! The second line: is a declared attribute more common in the closest set than chance would make it?

use commonweal_equity::{
    Confidence, OverRepresentation, OverRepresentationOptions, SetCount, Tail, over_representation,
};
use commonweal_network::groups::core_periphery::{CoreMethod, CorePeripheryOptions};
use commonweal_network::nulls::node_level::{CorrelationKind, Variable, permutation_correlation};
use commonweal_network::nulls::qap::PermutationOptions;
use commonweal_network::{Control, Network};
use commonweal_tables::Error;

use super::hiding::{enough, hidden, told};
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
    composition(net, Some(&set), &hypotheses, options)
}

/// One hypothesis with its exact tests.
struct Tested<'a> {
    hypothesis: &'a Hypothesis,
    test: OverRepresentation,
    /// The same inside the strata, where there are any.
    within: Option<OverRepresentation>,
    /// Partners of unknown label, left out of the test.
    unknown: u64,
    /// Whether the counts may be told.
    open: bool,
}

/// Exact tests of every declared hypothesis for `set`, found without labels.
pub(super) fn composition(
    net: &Network,
    set: Option<&[u32]>,
    hypotheses: &[Hypothesis],
    options: &InGroupOptions,
) -> Result<Line, Error> {
    let mut line = Line::new(LineName::Composition);
    let Some(set) = set else {
        line.reason = "there is no set of partners whose composition could be looked at".to_owned();
        return Ok(line);
    };
    if hypotheses.is_empty() {
        line.reason = "no attribute was declared beforehand".to_owned();
        return Ok(line);
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
    let attainable = |t: &Tested| {
        t.test
            .smallest_p_adjusted
            .is_some_and(|p| p <= options.alpha)
    };
    let passed: Vec<&Tested> = tested.iter().filter(|t| t.passed(options)).collect();
    (line.verdict, line.reason) = if !tested.iter().any(attainable) {
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
    Ok(line)
}

/// Does a label become more common from the periphery to the core? Over all partners, so without the line between
/// the set and the others; it is a second view and decides nothing. Directed: coreness by ties received, because who
/// did not answer sends none.
pub(super) fn along_coreness(
    net: &Network,
    hypotheses: &[Hypothesis],
    options: &InGroupOptions,
    control: &Control,
    line: &mut Line,
) -> Result<(), Error> {
    let fit = CorePeripheryOptions {
        method: CoreMethod::Minres,
        seed: options.seed,
        ..CorePeripheryOptions::default()
    };
    let found = net.core_periphery(&fit, control)?;
    let Some(coreness) = found.coreness_received.or(found.coreness) else {
        return Ok(());
    };
    let strata = options
        .strata
        .as_deref()
        .map(|name| attribute(net, name))
        .transpose()?;
    let asked = PermutationOptions {
        draws: options.draws,
        seed: options.seed,
    };
    let told = |h: &&Hypothesis| {
        let have = h.has.iter().filter(|has| **has == Some(true)).count() as u64;
        options.view == View::Backbone || have >= InGroupOptions::FEWEST
    };
    for h in hypotheses.iter().filter(told) {
        let label = &h.label;
        let number = |has: &Option<bool>| has.map_or(f64::NAN, f64::from);
        let has: Vec<f64> = h.has.iter().map(number).collect();
        let of = |name, values| Variable { name, values };
        let test = permutation_correlation(
            of("coreness", &coreness),
            of(label, &has),
            CorrelationKind::Spearman,
            strata,
            &asked,
            control,
        )?;
        let Some(beyond) = test.test.filter(|test| test.draws > 0) else {
            continue;
        };
        let within = strata.map_or_else(String::new, |by| format!(" within {}", by.name()));
        line.rows.push(Row {
            passed: None,
            note: "a second view; decides nothing".to_owned(),
            ..Row::beside(
                LineName::Composition,
                &format!("rank correlation with coreness{within}"),
                label,
                &beyond,
                options.alpha,
            )
        });
        line.sentences.push(format!(
            "{label}: rank correlation with coreness over all partners {:.2} (labels moved{within}, p = {}); it needs no line between the set and the others.",
            beyond.observed,
            short(beyond.p_high)
        ));
    }
    Ok(())
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
    let tested = hypotheses.iter().zip(tests).zip(within).zip(open);
    Ok(tested
        .map(|(((hypothesis, test), within), open)| Tested {
            unknown: hypothesis.has.iter().filter(|has| has.is_none()).count() as u64,
            hypothesis,
            test,
            within,
            open,
        })
        .collect())
}

/// Which hypotheses may show their counts. All four counts of a table must be large enough; the levels of one
/// attribute add up, so one hidden level takes another with it; and of "large and executive" beside "large"
/// the difference is a count too.
fn open(hypotheses: &[Hypothesis], tests: &[OverRepresentation], view: View) -> Vec<bool> {
    if view == View::Backbone {
        return vec![true; hypotheses.len()];
    }
    let cell = |k: usize| {
        let ((with, _), (all_with, _)) = (tests[k].count.set(), tests[k].count.whole());
        [with, all_with - with]
    };
    let mut open: Vec<bool> = tests
        .iter()
        .map(|t| t.count.smallest_cell() >= InGroupOptions::FEWEST)
        .collect();
    let mut names: Vec<&String> = hypotheses
        .iter()
        .filter_map(|h| h.attribute.as_ref())
        .collect();
    names.dedup();
    for name in names {
        let of: Vec<usize> = (0..hypotheses.len())
            .filter(|&k| hypotheses[k].attribute.as_ref() == Some(name))
            .collect();
        let cells: Vec<[u64; 2]> = of.iter().map(|&k| cell(k)).collect();
        let by_itself: Vec<bool> = of.iter().map(|&k| !open[k]).collect();
        let hide = hidden(&cells, &by_itself, enough);
        for (&k, hide) in of.iter().zip(hide) {
            open[k] &= !hide;
        }
    }
    for k in 0..hypotheses.len() {
        let parts = (0..hypotheses.len()).filter(|&j| {
            let (whole, part) = (&hypotheses[k].levels, &hypotheses[j].levels);
            part.len() < whole.len() && part.iter().all(|level| whole.contains(level))
        });
        let apart = |j: usize| {
            let (part, both) = (cell(j), cell(k));
            enough([
                part[0].saturating_sub(both[0]),
                part[1].saturating_sub(both[1]),
            ])
        };
        let shown: Vec<usize> = parts.filter(|&j| open[j]).collect();
        open[k] &= shown.into_iter().all(apart);
    }
    open
}

impl Tested<'_> {
    fn passed(&self, options: &InGroupOptions) -> bool {
        self.test.p_adjusted.is_some_and(|p| p <= options.alpha)
    }

    /// What the margins allow, before the members are looked at.
    fn beforehand(&self, size: usize, options: &InGroupOptions) -> String {
        let (all_with, all) = self.test.count.whole();
        let label = &self.hypothesis.label;
        let has = match all_with {
            count if options.view == View::Shared && count < InGroupOptions::FEWEST => {
                return format!(
                    "{label}: {} have it, too few to be told about.",
                    told(count, options.view)
                );
            }
            count => format!("{label}: {count} of {all} partners have it"),
        };
        match self.test.smallest_p_adjusted {
            None => {
                format!("{has}; these numbers allow one outcome only, so there is nothing to test.")
            }
            Some(adjusted) => format!(
                "{has}. The smallest p a set of {size} can give is {}, {} after correction: it {} reach {}.",
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

    fn margins_told(&self, options: &InGroupOptions) -> bool {
        options.view == View::Backbone || self.test.count.whole().0 >= InGroupOptions::FEWEST
    }

    fn sentence(&self, options: &InGroupOptions) -> String {
        let label = &self.hypothesis.label;
        if self.open {
            return self.test.sentence(label, "the set", Tail::Over);
        }
        let few = InGroupOptions::FEWEST;
        if !self.margins_told(options) {
            return format!("{label}: not shown, because fewer than {few} partners have it.");
        }
        let (all_with, all) = self.test.count.whole();
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
            n: self
                .margins_told(options)
                .then_some(self.test.count.whole().1),
            note: if self.open {
                String::new()
            } else {
                format!("counts below {} are not shown", InGroupOptions::FEWEST)
            },
            ..Row::new(LineName::Composition, statistic, &self.hypothesis.label)
        };
        let tested = |test: &OverRepresentation, passed: Option<bool>| Row {
            p: test.p_value(Tail::Over).and_then(shown),
            // A running maximum can carry the p-value of another hypothesis.
            p_adjusted: test.p_adjusted.filter(|_| all_open),
            smallest_p: self.margins_told(options).then_some(test.smallest_p),
            passed,
            ..row("members that have it")
        };
        let ends = |found: commonweal_equity::ExactRatio| (found.value, found.lower, found.upper);
        let mut rows = vec![Row {
            value: shown(self.test.count.set().0 as f64),
            expected: self.margins_told(options).then_some(self.test.expected),
            ..tested(&self.test, self.test.p_adjusted.map(|p| p <= options.alpha))
        }];
        for (statistic, found) in [("odds ratio", odds), ("representation ratio", ratio)] {
            let (value, low, high) = found.map_or((f64::NAN, f64::NAN, f64::NAN), ends);
            let finite = |x: f64| shown(x).filter(|x| x.is_finite());
            rows.push(Row {
                value: finite(value),
                low: finite(low),
                high: finite(high),
                expected: Some(1.0),
                note: if self.open && odds.is_some() {
                    format!(
                        "exact {} interval; an end without a number has no limit",
                        percent(1.0 - options.alpha)
                    )
                } else {
                    row(statistic).note
                },
                ..row(statistic)
            });
        }
        if let (Some(within), Some(strata)) = (&self.within, &options.strata) {
            rows.push(Row {
                statistic: format!("members that have it, within {strata}"),
                expected: shown(within.expected),
                ..tested(within, within.p_adjusted.map(|p| p <= options.alpha))
            });
        }
        rows
    }
}
