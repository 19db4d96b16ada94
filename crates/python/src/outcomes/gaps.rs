//! Gaps between groups, and children to parity.

use commonweal_equity as eq;
use commonweal_equity::{Confidence, RateOptions};
use commonweal_report::charts;
use commonweal_tables as tab;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyBool;

use super::Outcomes;
use crate::arrow::Frame;
use crate::convert::{Label, Names, Typed, borrowed, whole};
use crate::errors::Failure;
use crate::figure::Figure;

/// Whom a group is compared with: a name, or a level.
enum Whom {
    Name(String),
    Level(Typed),
}

impl<'a, 'py> FromPyObject<'a, 'py> for Whom {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = Typed::INPUT_TYPE;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyBool>() {
            return Err(Failure::input(
                "option reference: a truth value was given. Expected rest, overall, best, the name of a \
                 group, or a level such as 0.8 or \"80%\".",
            )
            .into());
        }
        // A text without a percent sign is a name: schools may be called "1" or "101".
        match object.extract::<String>() {
            Ok(text) if !text.trim_end().ends_with('%') => Ok(Self::Name(text)),
            _ => object.extract().map(Self::Level),
        }
    }
}

impl Whom {
    fn reference(self, min_n: u64) -> eq::Reference {
        match self {
            Self::Level(level) => eq::Reference::Level { level: level.0 },
            Self::Name(name) => match name.as_str() {
                "rest" => eq::Reference::Rest,
                "overall" => eq::Reference::Overall,
                "best" => eq::Reference::Best { min_n },
                _ => eq::Reference::Group { name },
            },
        }
    }
}

#[pymethods]
impl Outcomes {
    /// The gap of every group to a named reference, with interval, status and children to parity.
    ///
    /// ``difference_pp`` is group minus reference in percentage points. ``status`` is "flagged" when the
    /// whole interval lies on the unfavourable side, "not flagged", or "not assessable" with a reason.
    ///
    /// Parameters
    /// ----------
    /// by : str or list of str
    /// reference : {"rest", "overall", "best"}, group name or level, default "rest"
    ///     "rest" is everyone else. A level is a share: 0.8 or "80%"; a text without a percent sign is
    ///     the name of a group, so write the number of a school as text.
    /// period : str or int, optional
    ///     The latest by default.
    /// min_n : int, default 10
    ///     Smaller groups are not assessed, and cannot be the best group.
    /// confidence : float, default 0.95
    ///
    /// Source: Newcombe 1998; Wilson 1927.
    ///
    /// Examples
    /// --------
    /// >>> o = cw.example().outcomes("early_reading")
    /// >>> gaps = o.gaps(by="race_ethnicity", reference="rest")
    /// >>> gaps.select("race_ethnicity", "status", "needed").row(1)
    /// ('Black', 'flagged', 137)
    #[pyo3(signature = (by, *, reference = None, period = None, min_n = 10, confidence = 0.95))]
    fn gaps(
        &self,
        by: Names,
        reference: Option<Whom>,
        period: Option<Label>,
        min_n: i64,
        confidence: f64,
    ) -> PyResult<Frame> {
        let by = by.into_vec();
        let gaps = self.compare(&by, reference, period.as_deref(), min_n, confidence)?;
        Ok(Frame(
            tab::outcomes::gaps_frame(&gaps, &borrowed(&by)).map_err(Failure::from)?,
        ))
    }

    /// The gaps as sentences, one a group, each with its reference.
    ///
    /// Examples
    /// --------
    /// >>> sentences = cw.example().outcomes("early_reading").describe(by="race_ethnicity")
    /// >>> len(sentences)
    /// 5
    #[pyo3(signature = (by, *, reference = None, period = None, min_n = 10, confidence = 0.95))]
    fn describe(
        &self,
        by: Names,
        reference: Option<Whom>,
        period: Option<Label>,
        min_n: i64,
        confidence: f64,
    ) -> PyResult<Vec<String>> {
        let gaps = self.compare(
            &by.into_vec(),
            reference,
            period.as_deref(),
            min_n,
            confidence,
        )?;
        Ok(gaps
            .gaps
            .iter()
            .map(|gap| gap.sentence(self.0.words()))
            .collect())
    }

    /// Draw the rates of the groups as dots with intervals; flagged groups are marked.
    #[pyo3(signature = (by, *, reference = None, period = None, min_n = 10, confidence = 0.95))]
    fn plot(
        &self,
        by: Names,
        reference: Option<Whom>,
        period: Option<Label>,
        min_n: i64,
        confidence: f64,
    ) -> PyResult<Figure> {
        let gaps = self.compare(
            &by.into_vec(),
            reference,
            period.as_deref(),
            min_n,
            confidence,
        )?;
        let overall = self
            .0
            .rates(&[], period.as_deref(), RateOptions::default())
            .map_err(Failure::from)?;
        let rows = gaps
            .gaps
            .iter()
            .map(|gap| (gap.rate.key.to_string(), Ok(gap)));
        let reference = &gaps.options.reference;
        Ok(Figure(charts::gap_figure(
            rows,
            reference,
            overall.first(),
            self.0.words(),
        )))
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
        let gaps = self.compare(&by, reference, period.as_deref(), min_n, 0.95)?;
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
        Ok(Frame(frame.select(columns).map_err(Failure::other)?))
    }
}

impl Outcomes {
    fn compare(
        &self,
        by: &[String],
        reference: Option<Whom>,
        period: Option<&str>,
        min_n: i64,
        confidence: f64,
    ) -> PyResult<eq::Gaps> {
        let min_n = whole("min_n", min_n)?;
        let reference = reference.map_or(eq::Reference::Rest, |whom| whom.reference(min_n));
        let options = eq::GapOptions {
            reference,
            min_n,
            confidence: Confidence::new(confidence).map_err(Failure::from)?,
            ..eq::GapOptions::new(self.0.direction())
        };
        Ok(self
            .0
            .gaps(&borrowed(by), period, options)
            .map_err(Failure::from)?)
    }
}
