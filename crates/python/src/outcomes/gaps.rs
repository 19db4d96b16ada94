//! Gaps between groups, and children to parity.

use commonweal_equity as eq;
use commonweal_equity::{Confidence, RateOptions};
use commonweal_report::charts;
use commonweal_tables as tab;
use pyo3::prelude::*;

use super::Outcomes;
use super::period::Period;
use super::rule::{RuleGiven, correction};
use super::whom::Whom;
use crate::arrow::Frame;
use crate::convert::{Label, Names, borrowed, whole};
use crate::errors::Failure;
use crate::figure::Figure;

#[pymethods]
impl Outcomes {
    /// The gap of every group to a named reference, with interval, status and children to parity.
    ///
    /// ``difference_pp`` is group minus reference in percentage points. ``status`` is "flagged" when the
    /// whole interval lies on the unfavourable side, "not flagged", or "not assessable" with a reason. A
    /// rule, where one is named, decides instead of the interval; its cut-off is compared in whole
    /// numbers. Rules are conventions of practice: none of them is a significance test or legal advice.
    ///
    /// =============== ================================ =======================================
    /// rule            compares the rate with           flagged where
    /// =============== ================================ =======================================
    /// ppg-2017        all children, the group included rate + max(3 %, 1.96 sqrt(0.25/n))
    ///                                                  <= reference
    /// ppg-2022        everyone else                    rate + max(2 %, 1.96 sqrt(p(1-p)/n))
    ///                                                  <= reference, n > 10
    /// proportionality all children                     rate / reference < 0.8
    /// 80-percent      the best group of at least min_n rate / reference < 0.8
    /// idea            all other groups; the State's    rate / reference > threshold
    ///                 where those here are too small
    /// =============== ================================ =======================================
    ///
    /// Where lower is better the gap rules look at the other side, and the two 0.8 rules at the reference
    /// over the rate. ``needed_to_leave`` is the fewest children who must move to end the flag, the margin
    /// moving with the group; ``needed_to_parity`` to reach the reference. Both hold the reference fixed,
    /// but for the proportionality index, whose overall rate moves. Closing all gaps at once is not the
    /// sum of a column. Against the best group nothing is assessed where one whose count is a range may be
    /// better. Gaps count children: sampling weights are not used.
    ///
    /// Parameters
    /// ----------
    /// by : str or list of str
    /// reference : {"rest", "overall", "best"}, group name, level, dict or Outcomes, default "rest"
    ///     "rest" is everyone else. A level is a share: 0.8 or "80%"; a text without a percent sign is
    ///     the name of a group, so write the number of a school as text. Another place is a dict with
    ///     name, successes and n, or its Outcomes (all its children of the same period). A rule has its
    ///     own reference.
    /// rule : {"ppg-2017", "ppg-2022", "proportionality", "80-percent", "idea"} or dict, optional
    ///     A dict changes parameters: ``{"rule": "ppg-2022", "floor": "3%"}``; z and floor of the gap
    ///     rules, cut of the two 0.8 rules, threshold (which each State sets) and cell (10) of idea.
    /// period : str or int, optional
    ///     The latest by default.
    /// min_n : int, optional
    ///     Smaller groups are not assessed, and cannot be the best group. 10, or what the rule says: 1 for
    ///     ppg-2017, 11 for ppg-2022, 30 for idea.
    /// confidence : float, default 0.95
    /// correction : {"holm", "bh"}, optional
    ///     Adjusts the p-values over all groups assessed in this call (``family_size``): Holm, or
    ///     Benjamini and Hochberg. Without a rule the adjusted p-value then decides instead of the
    ///     interval; a rule keeps its own status.
    /// zero : {"haldane"}, optional
    ///     Adds 0.5 to the four cells of a table with an empty cell. By default ratio and odds ratio are
    ///     not reported there. A ratio between rates of 1, or of a rate of 1 to a level, has no interval.
    /// state : Outcomes, optional
    ///     The same groups in the State, for the alternate risk ratio of idea.
    ///
    /// Returns
    /// -------
    /// polars.DataFrame
    ///     ``period`` (where there are periods), the dimensions, ``n``, ``successes``, ``rate``, ``reference``, ``reference_rate``,
    ///     ``difference_pp``, ``lower_pp``, ``upper_pp``, ``interval``, ``status``, ``reason``,
    ///     ``needed``, ``needed_moving``, ``standard_error_pp`` (overall only: the group is part of it);
    ///     ``ratio``, ``odds_ratio``, ``cohens_h``, each with ``_lower`` and ``_upper``; ``p_value``,
    ///     ``test_method``, ``p_adjusted``, ``family_size``; by a rule also ``rule``, ``index``,
    ///     ``margin_pp``, ``needed_to_leave``, ``needed_to_parity``.
    ///
    /// p-values are of the two-proportion score test, or Fisher's exact test where an expected count is
    /// below 5. Cost: constant a group.
    ///
    /// Source: Newcombe 1998; Wilson 1927; Katz et al. 1978; Woolf 1955; Cohen 1988. Rules: California
    /// Community Colleges 2017 and 2022 as restated by DisImpact and di-calculator.com; 29 CFR 1607.4 D;
    /// 34 CFR 300.647.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.example().outcomes("early_reading")
    /// >>> gaps = o.gaps(by="race_ethnicity", reference="rest")
    /// >>> gaps.select("race_ethnicity", "status", "needed").row(1)
    /// ('Black', 'flagged', 137)
    /// >>> o = cw.Outcomes.from_counts(
    /// ...     {"race": ["A", "B"], "k": [12, 15], "n": [20, 20]}, successes="k", total="n", by="race"
    /// ... )
    /// >>> o.gaps(by="race", rule="80-percent").select("race", "index", "status").row(0)
    /// ('A', 0.8, 'not flagged')
    #[allow(clippy::too_many_arguments)]
    #[pyo3(signature = (by, *, reference = None, rule = None, period = None, min_n = None,
        confidence = 0.95, correction = None, zero = None, state = None))]
    fn gaps(
        &self,
        by: Names,
        reference: Option<Whom>,
        rule: Option<RuleGiven>,
        period: Option<Label>,
        min_n: Option<i64>,
        confidence: f64,
        correction: Option<&str>,
        zero: Option<&str>,
        state: Option<&Bound<'_, Outcomes>>,
    ) -> PyResult<Frame> {
        let by = by.into_vec();
        let asked = Asked {
            reference,
            rule,
            period: period.as_deref(),
            min_n,
            confidence,
            correction: self::correction(correction)?,
            zero: zero_cells(zero)?,
            state,
        };
        let gaps = self.compare(&by, asked)?;
        let frame = tab::outcomes::gaps_frame(&gaps, &borrowed(&by)).map_err(Failure::from)?;
        Ok(Period::of(&self.0, period.as_deref()).first(frame)?)
    }

    /// The gaps as sentences, one a group, each with its reference and, where one is named, the rule; then
    /// what belongs to all of them: children in no group, a best group that is not known, groups that
    /// overlap, weights that are not used.
    ///
    /// Parameters
    /// ----------
    /// by, reference, rule, period, min_n, confidence, state
    ///     As in :meth:`gaps`.
    ///
    /// Examples
    /// --------
    /// >>> sentences = cw.example().outcomes("early_reading").describe(by="race_ethnicity")
    /// >>> len(sentences)
    /// 5
    #[allow(clippy::too_many_arguments)]
    #[pyo3(signature = (by, *, reference = None, rule = None, period = None, min_n = None,
        confidence = 0.95, state = None))]
    fn describe(
        &self,
        by: Names,
        reference: Option<Whom>,
        rule: Option<RuleGiven>,
        period: Option<Label>,
        min_n: Option<i64>,
        confidence: f64,
        state: Option<&Bound<'_, Outcomes>>,
    ) -> PyResult<Vec<String>> {
        let asked = Asked {
            rule,
            min_n,
            confidence,
            state,
            ..Asked::new(reference, period.as_deref())
        };
        let gaps = self.compare(&by.into_vec(), asked)?;
        let period = Period::of(&self.0, period.as_deref());
        Ok(gaps
            .gaps
            .iter()
            .map(|gap| period.before_group(&gap.sentence(self.0.words())))
            .chain(gaps.caveats.iter().cloned())
            .collect())
    }

    /// Draw the rates of the groups as dots with intervals, by their judgement: flagged, not flagged, not
    /// assessable. With a rule, a bar marks where each group would be flagged. Caveats stand below. Groups that
    /// may not be shown (fewer than ten children, all or none of whom reach it, or the next larger one where
    /// the others would give such a group away) stand without number and dot; ``min_n=1`` shows all.
    ///
    /// Parameters
    /// ----------
    /// by, reference, rule, period, min_n, confidence, state
    ///     As in :meth:`gaps`.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.example().outcomes("early_reading")
    /// >>> figure = o.plot(by="race_ethnicity", rule="ppg-2022")
    #[allow(clippy::too_many_arguments)]
    #[pyo3(signature = (by, *, reference = None, rule = None, period = None, min_n = None,
        confidence = 0.95, state = None))]
    fn plot(
        &self,
        by: Names,
        reference: Option<Whom>,
        rule: Option<RuleGiven>,
        period: Option<Label>,
        min_n: Option<i64>,
        confidence: f64,
        state: Option<&Bound<'_, Outcomes>>,
    ) -> PyResult<Figure> {
        let mut shown = eq::PrimaryRule::default();
        if min_n == Some(1) {
            (shown.min_n, shown.hide_all_or_none) = (1, false);
        }
        let asked = Asked {
            rule,
            min_n,
            confidence,
            state,
            ..Asked::new(reference, period.as_deref())
        };
        let gaps = self.compare(&by.into_vec(), asked)?;
        // Groups that overlap have no total of their own.
        let overall = self
            .0
            .rates(&[], period.as_deref(), RateOptions::default())
            .unwrap_or_default();
        let figure = charts::gaps_figure(&gaps, overall.first(), shown, self.0.words());
        Ok(Period::of(&self.0, period.as_deref()).titled(figure))
    }

    /// Children each group needs to reach its reference, in exact integers.
    ///
    /// ``needed`` holds the reference fixed; ``needed_moving`` (overall only) lets it move with the
    /// group. Closing all gaps at once is not the sum of the column.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.Outcomes.from_counts(
    /// ...     {"race": ["A", "B"], "k": [30, 45], "n": [60, 50]}, successes="k", total="n", by="race"
    /// ... )
    /// >>> o.needed(by="race", reference="80%").select("race", "needed").rows()
    /// [('A', 18), ('B', 0)]
    #[pyo3(signature = (by, *, reference = None, period = None, min_n = 10))]
    fn needed(
        &self,
        by: Names,
        reference: Option<Whom>,
        period: Option<Label>,
        min_n: i64,
    ) -> PyResult<Frame> {
        let by = by.into_vec();
        let asked = Asked {
            min_n: Some(min_n),
            ..Asked::new(reference, period.as_deref())
        };
        let gaps = self.compare(&by, asked)?;
        let frame = tab::outcomes::gaps_frame(&gaps, &borrowed(&by)).map_err(Failure::from)?;
        let columns: Vec<&str> = borrowed(&by)
            .into_iter()
            .chain([
                "n",
                "successes",
                "reference",
                "reference_rate",
                "needed",
                "needed_moving",
            ])
            .collect();
        let frame = frame.select(columns).map_err(Failure::other)?;
        Ok(Period::of(&self.0, period.as_deref()).first(frame)?)
    }
}

/// What was asked of a comparison.
struct Asked<'a, 'py> {
    reference: Option<Whom>,
    rule: Option<RuleGiven>,
    period: Option<&'a str>,
    min_n: Option<i64>,
    confidence: f64,
    correction: Option<eq::Correction>,
    zero: eq::ZeroCells,
    state: Option<&'a Bound<'py, Outcomes>>,
}

impl<'a> Asked<'a, '_> {
    fn new(reference: Option<Whom>, period: Option<&'a str>) -> Self {
        Self {
            reference,
            rule: None,
            period,
            min_n: None,
            confidence: 0.95,
            correction: None,
            zero: eq::ZeroCells::NotReported,
            state: None,
        }
    }
}

fn zero_cells(text: Option<&str>) -> Result<eq::ZeroCells, Failure> {
    match text {
        None => Ok(eq::ZeroCells::NotReported),
        Some("haldane") => Ok(eq::ZeroCells::Haldane),
        Some(other) => Err(Failure::input(format!(
            "option zero: \"{other}\" is not allowed. Expected haldane, or None: not reported."
        ))),
    }
}

impl Outcomes {
    fn compare(&self, by: &[String], asked: Asked<'_, '_>) -> PyResult<eq::Gaps> {
        let by = borrowed(by);
        let min_n = asked.min_n.map(|n| whole("min_n", n)).transpose()?;
        let direction = self.0.direction();
        let mut options = match asked.rule {
            Some(rule) => rule.options(direction, min_n),
            None => eq::GapOptions {
                min_n: min_n.unwrap_or(10),
                ..eq::GapOptions::new(direction)
            },
        };
        if let Some(whom) = asked.reference {
            options.reference = whom.reference(self, asked.period, options.min_n)?;
        }
        if let Some(state) = asked.state {
            let counts = state.get().0.counts(&by, asked.period);
            options.state = Some(counts.map_err(Failure::from)?);
        }
        options.confidence = Confidence::new(asked.confidence).map_err(Failure::from)?;
        options.correction = asked.correction;
        options.zero = asked.zero;
        Ok(self
            .0
            .gaps(&by, asked.period, options)
            .map_err(Failure::from)?)
    }
}
