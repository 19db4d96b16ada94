//! The ties as a matrix, the closest set first.

use commonweal_network::TieState;
use commonweal_partnership::in_groups::InGroupEvidence;

use crate::figure::{Figure, MatrixCell, MatrixFigure};

/// The matrix of the ties with the closest set first, without names.
pub fn matrix_figure(found: &InGroupEvidence) -> Figure {
    let picture = found.picture();
    let cells = picture.cells.iter().map(|state| match state {
        TieState::Tie => MatrixCell::Tie,
        TieState::NoTie => MatrixCell::NoTie,
        TieState::Unknown => MatrixCell::Unknown,
    });
    let chart = MatrixFigure {
        partners: picture.partners,
        first: picture.first,
        set: "the closest set".to_owned(),
        cells: cells.collect(),
        directed: picture.directed,
        tie: "tie".to_owned(),
    };
    Figure::new("Ties of the closest set and of the others", chart)
}
