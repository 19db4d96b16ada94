//! Assortativity: whether ties join partners of the same kind, of similar number, or of similar degree.

use serde::{Deserialize, Serialize};

use super::Kinds;
use super::cells;
use crate::measures::Mode;
use crate::options::named;
use crate::{Attribute, Error, Measure, Network};

/// Coefficients that share the name "assortativity by an attribute".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AssortativityKind {
    /// Newman 2003, equation 2: rows and columns of the mixing table keep margins of their own
    /// (NetworkX, igraph, UCINET).
    #[default]
    Newman,
    /// The mixing table is made symmetric first (R netseg `assort`). Another number on directed ties.
    Symmetrised,
    /// Pearson correlation of the attribute, read as numbers, over ties (Newman 2003, equation 21).
    Numeric,
}

named!(AssortativityKind, "kind", {
    "newman" => Newman, "symmetrised" => Symmetrised, "numeric" => Numeric,
});

const CITATION: &str = "Newman (2003), Phys. Rev. E 67, 026126";

impl Network {
    /// Assortativity by an attribute: 1 when all ties join partners of one kind (numeric: lie on a rising
    /// line), 0 at random by the ends of ties, negative when ties join unlike partners; the least value is
    /// above −1 for kinds. No good end. Undirected ties count in both directions.
    ///
    /// Known ties between partners of known kind only. Undefined (`None`) without such ties, and when all
    /// their ends are of one kind (numeric: one number). Counts are exact integers. O(n + m + kinds²).
    ///
    /// # Errors
    /// [`Error::BadOption`] for `numeric` where a category is not a finite number; an attribute of other
    /// partners; more than 4096 kinds (not for `numeric`).
    pub fn assortativity(&self, by: &Attribute, kind: AssortativityKind) -> Result<Measure, Error> {
        if kind == AssortativityKind::Numeric {
            return self.numeric_assortativity(by);
        }
        let kinds = Kinds::of(self, by)?;
        let table = cells::ties(self, &kinds);
        let all_cells = cells::Cells::of(self, &kinds);
        let k = kinds.count();
        let (ties, same) = (u128::from(table.sum()), u128::from(table.diagonal()));
        let margins = (0..k).map(|g| (u128::from(table.row(g)), u128::from(table.column(g))));
        // With M + Mᵀ for M: twice the ties, twice the diagonal, margins row + column.
        let (ties, same, by_margins): (u128, u128, u128) = match kind {
            AssortativityKind::Symmetrised => {
                let squares = margins.map(|(a, b)| (a + b) * (a + b));
                (2 * ties, 2 * same, squares.sum())
            }
            _ => (ties, same, margins.map(|(a, b)| a * b).sum()),
        };
        let whole = ties * ties - by_margins;
        let value =
            (whole > 0).then(|| ((ties * same) as i128 - by_margins as i128) as f64 / whole as f64);
        let counted = table.sum() / if self.is_directed() { 1 } else { 2 };
        let mut measure = Measure {
            value,
            unit: "coefficient, at most 1".to_owned(),
            n: counted,
            coverage: all_cells.coverage(),
            reference: "0, when kinds keep the ends of their ties and ties are otherwise at random"
                .to_owned(),
            convention: match kind {
                AssortativityKind::Symmetrised => "mixing table made symmetric first (netseg)",
                _ => "Newman 2003, rows and columns with margins of their own",
            }
            .to_owned(),
            caveats: kinds.caveats(self),
            citation: CITATION.to_owned(),
            ..Measure::named("assortativity").of_kind(kind)
        };
        let Some(value) = measure.value else {
            return Ok(measure.undefined(if ties == 0 {
                "there are no known ties between partners of known kind."
            } else {
                "all ends of ties are of one kind."
            }));
        };
        let inside = table.diagonal() / if self.is_directed() { 1 } else { 2 };
        measure.sentence = format!(
            "Assortativity by {} is {value:.3}: {inside} of {counted} known ties join partners of the same kind.",
            by.name()
        );
        Ok(measure)
    }

    fn numeric_assortativity(&self, by: &Attribute) -> Result<Measure, Error> {
        let n = self.partners();
        if by.partners() != n {
            return Err(Error::LengthMismatch {
                what: "attribute",
                found: by.partners(),
                expected: n,
            });
        }
        let number = |text: &String| {
            let number: Option<f64> = text.trim().parse().ok();
            number
                .filter(|x| x.is_finite())
                .ok_or_else(|| Error::BadOption {
                    option: "by",
                    found: format!("\"{text}\" in \"{}\"", by.name()),
                    expected: "numbers, for kind \"numeric\"; use \"newman\" for names".to_owned(),
                })
        };
        let numbers: Vec<f64> = by
            .categories()
            .iter()
            .map(number)
            .collect::<Result<_, _>>()?;
        let of: Vec<f64> = (0..n as u32)
            .map(|i| by.code(i).map_or(f64::NAN, |c| numbers[c as usize]))
            .collect();
        let unknown = of.iter().filter(|x| x.is_nan()).count() as u64;
        let mut measure = self.correlation(&of, &of);
        "Pearson correlation over known ties, undirected ties both ways"
            .clone_into(&mut measure.convention);
        if unknown > 0 {
            let partners = crate::network::counted(unknown, "partner");
            measure.caveats.push(format!(
                "{partners} of unknown {} and their ties are left out.",
                by.name()
            ));
        }
        if let Some(value) = measure.value {
            measure.sentence = format!(
                "Assortativity by {} is {value:.3}: the correlation between the two ends of {} known ties.",
                by.name(),
                measure.n
            );
            return Ok(measure.of_kind(AssortativityKind::Numeric));
        }
        Ok(measure
            .of_kind(AssortativityKind::Numeric)
            .undefined("the numbers at the ends of ties do not vary."))
    }

    /// Correlation between the degree of the source and that of the target over ties (Newman 2002). For a
    /// directed network `source` and `target` say whether in- or out-degrees are meant (NetworkX's `x` and
    /// `y`; the usual question is out and in); undirected there is one degree and both are ignored.
    ///
    /// Known ties and their degrees; ties to a partner whose ties of that kind nobody has reported are left
    /// out. Undefined (`None`) where degrees do not vary. Range −1 to 1, no good end. O(n + m).
    ///
    /// # Errors
    /// [`Error::BadOption`] for mode `all` on a directed network, where it would mix two questions.
    pub fn degree_assortativity(&self, source: Mode, target: Mode) -> Result<Measure, Error> {
        if self.is_directed() && (source == Mode::All || target == Mode::All) {
            return Err(Error::BadOption {
                option: "mode",
                found: "\"all\"".to_owned(),
                expected: "\"in\" or \"out\" for each end of a directed tie".to_owned(),
            });
        }
        let degrees = |mode: Mode| -> Vec<f64> {
            let (rows, known, _) = self.row_knowledge(mode);
            let degree = |(i, known): (usize, &bool)| {
                if *known {
                    rows.degree(i as u32) as f64
                } else {
                    f64::NAN
                }
            };
            known.iter().enumerate().map(degree).collect()
        };
        let mut measure = self.correlation(&degrees(source), &degrees(target));
        "degree_assortativity".clone_into(&mut measure.name);
        measure.convention = if self.is_directed() {
            format!(
                "Pearson correlation over known ties: {source}-degree of the source, {target}-degree of the target"
            )
        } else {
            "Pearson correlation over known ties, both ways".to_owned()
        };
        if self.is_directed() {
            measure = measure.of_kind(format!("{source}-{target}"));
        }
        let Some(value) = measure.value else {
            return Ok(measure.undefined("the degrees at the ends of ties do not vary."));
        };
        measure.sentence = format!(
            "Degree assortativity is {value:.3}: the correlation between the degrees of the two ends of {} known ties.",
            measure.n
        );
        Ok(measure)
    }

    /// Pearson correlation of `x` of the source with `y` of the target over ties where both are known;
    /// undirected ties go both ways. `n` is the number of ties.
    fn correlation(&self, x: &[f64], y: &[f64]) -> Measure {
        let ends = || {
            (0..self.partners() as u32)
                .flat_map(|i| self.out().row(i).iter().map(move |&j| (i, j)))
                .map(|(i, j)| (x[i as usize], y[j as usize]))
                .filter(|(a, b)| !a.is_nan() && !b.is_nan())
        };
        let (mut count, mut sums) = (0u64, (0.0, 0.0));
        for (a, b) in ends() {
            count += 1;
            sums = (sums.0 + a, sums.1 + b);
        }
        let mean = (sums.0 / count as f64, sums.1 / count as f64);
        let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
        for (a, b) in ends() {
            let (a, b) = (a - mean.0, b - mean.1);
            xx += a * a;
            yy += b * b;
            xy += a * b;
        }
        // A spread of rounding errors is no spread.
        let varies = |spread: f64, mean: f64| spread > count as f64 * (1e-12 * mean.abs()).powi(2);
        Measure {
            value: (varies(xx, mean.0) && varies(yy, mean.1))
                .then(|| (xy / (xx.sqrt() * yy.sqrt())).clamp(-1.0, 1.0)),
            unit: "correlation, -1 to 1".to_owned(),
            n: count / if self.is_directed() { 1 } else { 2 },
            coverage: self.known_share(),
            reference: "0, when the two ends of a tie have nothing to do with one another"
                .to_owned(),
            caveats: self.standing_caveats(),
            citation:
                "Newman (2002), Phys. Rev. Lett. 89, 208701; Newman (2003), Phys. Rev. E 67, 026126"
                    .to_owned(),
            ..Measure::named("assortativity")
        }
    }
}
