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

#[cfg(test)]
mod tests {
    use commonweal_partnership::{Evidence, EvidenceOptions, Partnership, example};

    use super::*;
    use crate::figure::Chart;

    #[test]
    fn the_planted_set_stands_first_and_dense() {
        let example = Partnership::example().unwrap();
        let evidence = Evidence::gather(&example, &EvidenceOptions::default());
        let found = evidence.in_groups.unwrap();
        let net = evidence.network.unwrap().map.unwrap();
        let figure = matrix_figure(&found);
        let Chart::Matrix(chart) = &figure.chart else {
            panic!("a matrix")
        };
        assert_eq!((chart.partners, chart.first), (40, 8));
        // By counting on the network itself, with the truth that was planted.
        let truth = example::generate(example::DEFAULT_SEED).truth.in_group;
        let planted: Vec<u32> = truth.iter().map(|id| net.partner(id).unwrap()).collect();
        let ties = |cells: &mut dyn Iterator<Item = TieState>| {
            cells.filter(|s| *s == TieState::Tie).count()
        };
        let inside = ties(
            &mut planted
                .iter()
                .flat_map(|&i| planted.iter().map(move |&j| (i, j)))
                .map(|(i, j)| net.state(i, j)),
        );
        let drawn = (0..8).flat_map(|i| (0..8).map(move |j| chart.cells[i * 40 + j]));
        assert_eq!(drawn.filter(|c| *c == MatrixCell::Tie).count(), inside);
        assert!(figure.to_svg().unwrap().contains("inside the closest set"));
    }
}
