//! The period of an answer, said in the answer.

use commonweal_tables as tab;
use polars::prelude::{Column, DataFrame, PlSmallStr, Scalar};

use crate::arrow::Frame;
use crate::errors::Failure;
use crate::figure::Figure;

/// The period that was asked for, else the latest. The default is said nowhere else, so every answer of one
/// period names it; where the outcomes have none, nothing is added.
#[derive(Clone)]
pub(crate) struct Period(Option<String>);

impl Period {
    pub(super) fn of(outcomes: &tab::Outcomes, asked: Option<&str>) -> Self {
        Self(asked.or_else(|| outcomes.latest()).map(str::to_owned))
    }

    /// The frame with the column `period`, the first, as in [`tab::outcomes::rates_frame`]. No dimension has that
    /// name: [`tab::Outcomes`] refuses it.
    pub(super) fn first(&self, frame: DataFrame) -> Result<Frame, Failure> {
        let Some(period) = &self.0 else {
            return Ok(Frame(frame));
        };
        let scalar = Scalar::from(PlSmallStr::from_str(period));
        let named = Column::new_scalar("period".into(), scalar, frame.height());
        let columns = std::iter::once(named).chain(frame.columns().iter().cloned());
        DataFrame::new(frame.height(), columns.collect())
            .map(Frame)
            .map_err(Failure::other)
    }

    /// A sentence about all groups.
    pub(super) fn before(&self, sentence: &str) -> String {
        self.joined(": ", sentence)
    }

    /// A sentence that begins with the name of a group.
    pub(super) fn before_group(&self, sentence: &str) -> String {
        self.joined(", ", sentence)
    }

    /// A figure with the period in its title.
    pub(super) fn titled(&self, mut figure: commonweal_report::figure::Figure) -> Figure {
        if let Some(period) = &self.0 {
            figure.title = format!("{}, {period}", figure.title);
        }
        Figure(figure)
    }

    fn joined(&self, joint: &str, sentence: &str) -> String {
        match &self.0 {
            Some(period) => format!("{period}{joint}{sentence}"),
            None => sentence.to_owned(),
        }
    }
}
