//! Relations among partners as numbers for ordered pairs: networks, matrices, and pairs made from attributes.

use ndarray::Array2;

use crate::network::counted;
use crate::{Attribute, Error, Network, ValueMeans};

/// Partners at most: the tests hold several full matrices of doubles.
const MOST_PARTNERS: usize = 4_096;

/// One number for every ordered pair of partners, NaN where it is unknown; the diagonal is not looked at.
#[derive(Debug, Clone)]
pub struct Relation {
    pub(crate) name: String,
    pub(crate) cells: Array2<f64>,
    /// Whether i → j and j → i are one pair.
    pub(crate) symmetric: bool,
    /// What the partners are called; `None` when they stand in the order of the outcome.
    labels: Option<Vec<String>>,
    pub(crate) caveats: Vec<String>,
}

impl Relation {
    /// A network: the value of a tie (1 where ties have none), 0 for a known absence, NaN for a cell nobody
    /// has spoken about. O(n²).
    ///
    /// # Errors
    /// [`Error::NotDefined`] for distances, where 0 would be the closest and not the absent;
    /// [`Error::TooLarge`] above 4,096 partners.
    pub fn of(name: impl Into<String>, net: &Network) -> Result<Self, Error> {
        if net.is_valued() && net.value_means() == ValueMeans::Distance {
            return Err(Error::NotDefined {
                measure: "relation",
                reason: "values are distances, where 0 is the closest and an absent tie would read as 0. Give strengths, or dichotomise first.".to_owned(),
            });
        }
        check_size(net.partners())?;
        let name = name.into();
        let said = |caveat: String| format!("{name}: {caveat}");
        Ok(Self {
            cells: net.to_dense(f64::NAN)?,
            symmetric: !net.is_directed(),
            labels: Some(
                (0..net.partners() as u32)
                    .map(|i| net.labels().get(i).into_owned())
                    .collect(),
            ),
            caveats: net.standing_caveats().into_iter().map(said).collect(),
            name,
        })
    }

    /// A matrix over the partners in the order of the outcome; NaN is unknown. Symmetric when it reads the same
    /// both ways. O(n²).
    ///
    /// # Errors
    /// [`Error::BadOption`] for a matrix that is not square or holds an infinite number.
    pub fn from_matrix(name: impl Into<String>, cells: Array2<f64>) -> Result<Self, Error> {
        let name = name.into();
        let (rows, columns) = cells.dim();
        let refused = |found: String| Error::BadOption {
            option: "matrix",
            found: format!("{name}: {found}"),
            expected: "a square matrix of finite numbers, NaN where unknown".to_owned(),
        };
        if rows != columns {
            return Err(refused(format!("{rows} rows and {columns} columns")));
        }
        check_size(rows)?;
        if let Some(x) = cells.iter().find(|x| x.is_infinite()) {
            return Err(refused(x.to_string()));
        }
        let same = |a: f64, b: f64| a == b || a.is_nan() && b.is_nan();
        let symmetric = (0..rows).all(|i| (0..i).all(|j| same(cells[[i, j]], cells[[j, i]])));
        Ok(Self {
            name,
            cells,
            symmetric,
            labels: None,
            caveats: Vec::new(),
        })
    }

    /// 1 for two partners of the same kind, 0 for different kinds, NaN where a kind is unknown; with `level`, 1
    /// for two of that kind only. O(n²).
    ///
    /// # Errors
    /// [`Error::BadOption`] for a level that no partner has; [`Error::TooLarge`] above 4,096 partners.
    pub fn same(by: &Attribute, level: Option<&str>) -> Result<Self, Error> {
        check_size(by.partners())?;
        let level = level.map(|level| level_of(by, level)).transpose()?;
        let name = match level {
            None => format!("same {}", by.name()),
            Some(k) => format!("both {} = {}", by.name(), by.categories()[k as usize]),
        };
        let codes: Vec<Option<u32>> = (0..by.partners() as u32).map(|i| by.code(i)).collect();
        let cell = |(i, j)| match (codes[i], codes[j]) {
            (Some(a), Some(b)) => f64::from(a == b && level.is_none_or(|level| a == level)),
            _ => f64::NAN,
        };
        Self::from_matrix(name, Array2::from_shape_fn([codes.len(); 2], cell))
    }

    /// The number of the partner that sends: row i holds `values[i]`. O(n²).
    ///
    /// # Errors
    /// As [`Relation::from_matrix`].
    pub fn sender(name: &str, values: &[f64]) -> Result<Self, Error> {
        check_size(values.len())?;
        let cells = Array2::from_shape_fn([values.len(); 2], |(i, _)| values[i]);
        Self::from_matrix(format!("sender {name}"), cells)
    }

    /// The number of the partner that receives: column j holds `values[j]`. O(n²).
    ///
    /// # Errors
    /// As [`Relation::from_matrix`].
    pub fn receiver(name: &str, values: &[f64]) -> Result<Self, Error> {
        check_size(values.len())?;
        let cells = Array2::from_shape_fn([values.len(); 2], |(_, j)| values[j]);
        Self::from_matrix(format!("receiver {name}"), cells)
    }

    /// How far the numbers of two partners are apart, |xᵢ − xⱼ|. O(n²).
    ///
    /// # Errors
    /// As [`Relation::from_matrix`].
    pub fn difference(name: &str, values: &[f64]) -> Result<Self, Error> {
        check_size(values.len())?;
        let cells =
            Array2::from_shape_fn([values.len(); 2], |(i, j)| (values[i] - values[j]).abs());
        Self::from_matrix(format!("difference in {name}"), cells)
    }

    /// The same under another name.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Number of partners.
    pub fn partners(&self) -> usize {
        self.cells.nrows()
    }

    /// Whether i → j and j → i are one pair.
    pub fn is_symmetric(&self) -> bool {
        self.symmetric
    }
}

fn check_size(n: usize) -> Result<(), Error> {
    if n > MOST_PARTNERS {
        return Err(Error::TooLarge {
            what: "partners in a permutation test of relations",
            found: n as u64,
            limit: MOST_PARTNERS as u64,
        });
    }
    Ok(())
}

/// Number of a category, by its name.
fn level_of(by: &Attribute, level: &str) -> Result<u32, Error> {
    let allowed = || by.categories().join(", ");
    let found = by.categories().iter().position(|c| c == level);
    found.map(|k| k as u32).ok_or_else(|| Error::BadOption {
        option: "level",
        found: format!("\"{level}\" of \"{}\"", by.name()),
        expected: format!("one of {}", allowed()),
    })
}

/// An attribute as numbers, NaN where unknown; with `level`, 1 for partners of that level and 0 for others.
///
/// # Errors
/// [`Error::BadOption`] for text that is no finite number, and for a level that no partner has.
pub fn numbers(by: &Attribute, level: Option<&str>) -> Result<Vec<f64>, Error> {
    let of_category: Vec<f64> = match level {
        Some(level) => {
            let level = level_of(by, level)?;
            (0..by.categories().len() as u32)
                .map(|k| f64::from(k == level))
                .collect()
        }
        None => by
            .categories()
            .iter()
            .map(|text| number(by, text))
            .collect::<Result<_, _>>()?,
    };
    let value = |i| by.code(i).map_or(f64::NAN, |k| of_category[k as usize]);
    Ok((0..by.partners() as u32).map(value).collect())
}

fn number(by: &Attribute, text: &str) -> Result<f64, Error> {
    let number = match text.trim() {
        // How a yes or no of a table reads.
        "true" | "True" => Some(1.0),
        "false" | "False" => Some(0.0),
        text => text.parse().ok().filter(|x: &f64| x.is_finite()),
    };
    number.ok_or_else(|| Error::BadOption {
        option: "attribute",
        found: format!("\"{text}\" in \"{}\"", by.name()),
        expected: "numbers; give a level to compare that kind with all others".to_owned(),
    })
}

/// Relations over the same partners in the same order: those that all of them have.
#[derive(Debug)]
pub(crate) struct Aligned {
    /// Number of partners in common.
    pub(crate) n: usize,
    /// Full matrices row by row, in the order given.
    pub(crate) values: Vec<Vec<f64>>,
    /// Whether every relation is symmetric, so that a pair is one cell.
    pub(crate) symmetric: bool,
    pub(crate) caveats: Vec<String>,
}

impl Aligned {
    /// Networks are matched by what their partners are called, in the order of the first relation; matrices
    /// stand in that order already.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] for a matrix of another size; [`Error::NotDefined`] where the order of a
    /// matrix cannot be known.
    pub(crate) fn of(relations: &[&Relation]) -> Result<Self, Error> {
        let outcome = relations[0];
        let n = outcome.partners();
        let mut kept: Vec<usize> = (0..n).collect();
        // For each relation, where it has the partners of the outcome.
        let mut places: Vec<Vec<Option<usize>>> = Vec::with_capacity(relations.len());
        for relation in relations {
            let at: Vec<Option<usize>> = match (&outcome.labels, &relation.labels) {
                (Some(ours), Some(theirs)) => {
                    let index: std::collections::HashMap<&str, usize> =
                        theirs.iter().map(String::as_str).zip(0..).collect();
                    ours.iter()
                        .map(|label| index.get(label.as_str()).copied())
                        .collect()
                }
                _ if relation.partners() != n => {
                    return Err(Error::LengthMismatch {
                        what: "partners of a predictor",
                        found: relation.partners(),
                        expected: n,
                    });
                }
                _ => (0..n).map(Some).collect(),
            };
            kept.retain(|&i| at[i].is_some());
            places.push(at);
        }
        if outcome.labels.is_none() {
            check_one_order(relations)?;
        }
        let pick = |(relation, at): (&&Relation, &Vec<Option<usize>>)| {
            let rows: Vec<usize> = kept.iter().filter_map(|&i| at[i]).collect();
            let row = |&i: &usize| rows.iter().map(move |&j| relation.cells[[i, j]]);
            rows.iter().flat_map(row).collect()
        };
        let values = relations.iter().zip(&places).map(pick).collect();
        let symmetric = relations.iter().all(|relation| relation.symmetric);
        let mut caveats: Vec<String> = relations.iter().flat_map(|r| r.caveats.clone()).collect();
        let most = relations.iter().map(|r| r.partners()).max().unwrap_or(n);
        if kept.len() < most {
            caveats.push(format!(
                "Only the {} that all relations have are compared.",
                counted(kept.len() as u64, "partner")
            ));
        }
        if outcome.symmetric && !symmetric {
            caveats.push(format!(
                "{} has no direction and a predictor has one: each pair stands in both directions, so classical standard errors are too small; p-values are not touched by it.",
                outcome.name
            ));
        }
        Ok(Self {
            n: kept.len(),
            values,
            symmetric,
            caveats,
        })
    }

    /// The cells compared: pairs once when all relations are symmetric, else both directions; no diagonal.
    pub(crate) fn cells(&self) -> Vec<(u32, u32)> {
        let n = self.n as u32;
        let symmetric = self.symmetric;
        (0..n)
            .flat_map(|i| (0..n).map(move |j| (i, j)))
            .filter(|&(i, j)| if symmetric { i < j } else { i != j })
            .collect()
    }

    /// What a cell is called.
    pub(crate) fn cell_name(&self) -> &'static str {
        if self.symmetric {
            "pairs"
        } else {
            "ordered pairs"
        }
    }
}

/// Beside an outcome without names, networks stand for themselves only when they agree on the order.
fn check_one_order(relations: &[&Relation]) -> Result<(), Error> {
    let mut named = relations.iter().filter_map(|r| r.labels.as_ref());
    let first = named.next();
    if named.all(|labels| Some(labels) == first) {
        return Ok(());
    }
    Err(Error::NotDefined {
        measure: "relations",
        reason: "the outcome is a matrix without names, and the networks beside it have their partners in different orders. Give the outcome as a network.".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use ndarray::arr2;

    use super::*;
    use crate::{BuildOptions, Labels, Observed, Ties};

    fn network(names: &[&str], ties: &[(u32, u32)], directed: bool) -> Network {
        let (source, target): (Vec<u32>, Vec<u32>) = ties.iter().copied().unzip();
        let ties = Ties {
            source: &source,
            target: &target,
            value: None,
        };
        let options = BuildOptions {
            directed,
            labels: Labels::named(names.iter().map(|&s| s.to_owned()).collect()).unwrap(),
            ..BuildOptions::default()
        };
        Network::from_ties(names.len(), &ties, &options).unwrap()
    }

    #[test]
    fn networks_are_matched_by_name() {
        let a = network(&["x", "y", "z", "w"], &[(0, 1), (2, 3)], true);
        let b = network(&["z", "x", "v", "y"], &[(0, 1), (3, 2)], true);
        let (a, b) = (
            Relation::of("a", &a).unwrap(),
            Relation::of("b", &b).unwrap(),
        );
        let both = Aligned::of(&[&a, &b]).unwrap();
        // In common, in the order of the first: x, y, z. a: x → y; b: z → x.
        assert_eq!(both.n, 3);
        assert_eq!(both.values[0], [0., 1., 0., 0., 0., 0., 0., 0., 0.]);
        assert_eq!(both.values[1], [0., 0., 0., 0., 0., 0., 1., 0., 0.]);
        assert_eq!(
            both.caveats,
            ["Only the 3 partners that all relations have are compared."]
        );
        // A matrix stands in the order of the outcome, before partners are left out.
        let m = Relation::from_matrix(
            "m",
            Array2::from_shape_fn((4, 4), |(i, j)| (4 * i + j) as f64),
        );
        let all = Aligned::of(&[&a, &b, &m.unwrap()]).unwrap();
        assert_eq!(all.values[2], [0., 1., 2., 4., 5., 6., 8., 9., 10.]);
        assert_eq!(all.cells().len(), 6);
    }

    #[test]
    fn what_cannot_be_matched_is_refused() {
        let a = Relation::of("a", &network(&["x", "y"], &[(0, 1)], true)).unwrap();
        let b = Relation::of("b", &network(&["y", "x"], &[(0, 1)], true)).unwrap();
        let m = Relation::from_matrix("m", Array2::zeros((2, 2))).unwrap();
        let wide = Relation::from_matrix("wide", Array2::zeros((3, 3))).unwrap();
        assert!(matches!(
            Aligned::of(&[&m, &a, &b]),
            Err(Error::NotDefined { .. })
        ));
        assert!(Aligned::of(&[&m, &a, &a]).is_ok());
        assert!(matches!(
            Aligned::of(&[&a, &wide]),
            Err(Error::LengthMismatch { .. })
        ));
        assert!(Relation::from_matrix("m", Array2::zeros((2, 3))).is_err());
        assert!(Relation::from_matrix("m", arr2(&[[0., f64::INFINITY], [0., 0.]])).is_err());
        assert!(Relation::sender("s", &vec![0.0; MOST_PARTNERS + 1]).is_err());
    }

    #[test]
    fn unknown_ties_are_unknown_cells() {
        let net = network(&["x", "y", "z"], &[(0, 1)], true)
            .with_observed(Observed::respondents(&[true, false, true]).unwrap())
            .unwrap();
        let relation = Relation::of("a", &net).unwrap();
        assert!(relation.cells[[1, 0]].is_nan() && relation.cells[[1, 2]].is_nan());
        assert_eq!(relation.cells[[2, 0]], 0.0);
        assert!(relation.caveats[0].starts_with("a: 2 of 6 ordered pairs"));
    }

    #[test]
    fn pairs_of_attributes() {
        let kind = Attribute::new("kind", &[Some("a"), Some("b"), Some("a"), None]);
        let same = Relation::same(&kind, None).unwrap();
        assert_eq!((same.cells[[0, 2]], same.cells[[0, 1]]), (1.0, 0.0));
        assert!(same.cells[[0, 3]].is_nan() && same.is_symmetric());
        assert_eq!(same.name(), "same kind");
        let both = Relation::same(&kind, Some("b")).unwrap();
        assert_eq!((both.cells[[0, 2]], both.cells[[0, 1]]), (0.0, 0.0));
        assert!(Relation::same(&kind, Some("c")).is_err());
        let size = numbers(
            &Attribute::new("size", &[Some("1"), Some("4.5"), None]),
            None,
        )
        .unwrap();
        let sender = Relation::sender("size", &size).unwrap();
        assert_eq!((sender.cells[[1, 0]], sender.is_symmetric()), (4.5, false));
        assert_eq!(
            Relation::receiver("size", &size).unwrap().cells[[0, 1]],
            4.5
        );
        let far = Relation::difference("size", &size).unwrap();
        assert_eq!((far.cells[[0, 1]], far.is_symmetric()), (3.5, true));
        assert!(far.cells[[0, 2]].is_nan());
        assert_eq!(numbers(&kind, Some("a")).unwrap()[..3], [1.0, 0.0, 1.0]);
        assert!(numbers(&kind, None).is_err());
        let yes = Attribute::new("white", &[Some("true"), Some("false")]);
        assert_eq!(numbers(&yes, None).unwrap(), [1.0, 0.0]);
    }
}
