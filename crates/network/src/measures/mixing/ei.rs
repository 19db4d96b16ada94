//! Krackhardt and Stern's E-I index: ties to other kinds against ties to one's own.

use serde::{Deserialize, Serialize};

use super::Kinds;
use super::cells::Cells;
use crate::measure::Interval;
use crate::measures::Mode;
use crate::network::Symmetrise;
use crate::nulls::Beyond;
use crate::nulls::draws::refit;
use crate::{Attribute, Control, Csr, Error, Measure, Network, PartnerScores};

const CITATION: &str = "Krackhardt & Stern (1988), Soc. Psychol. Q. 51, 123-140";

/// Options of [`Network::ei_index`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EiOptions {
    /// Add up the values of ties instead of counting them.
    pub weighted: bool,
    /// Times the kinds are shuffled over the partners; 0 for no test.
    pub draws: u64,
    /// Seed of the shuffles.
    pub seed: u64,
}

/// The E-I index of a network, of its kinds and of its partners.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EiIndex {
    /// The index over all known ties between partners of known kind.
    pub whole: Measure,
    /// What shuffled kinds give on average, from the sizes of the kinds alone:
    /// 1 − 2 Σ s(s − 1)/(n(n − 1)) over sizes s. NaN below two partners of known kind.
    pub expected: f64,
    /// The index beside that of shuffled kinds; `None` without draws.
    pub test: Option<Beyond>,
    /// One entry a kind, in alphabetical order.
    pub groups: Vec<EiGroup>,
    /// The index of every partner over its own ties.
    pub partners: PartnerScores,
}

/// The E-I index of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EiGroup {
    /// The kind.
    pub kind: String,
    /// Partners of this kind.
    pub partners: u64,
    /// Known ties inside the kind (sum of their values where weighted).
    pub internal: f64,
    /// Known ties with one end inside, whatever their direction.
    pub external: f64,
    /// (external − internal)/(external + internal); NaN without ties.
    pub ei_index: f64,
    /// The index beside that of shuffled kinds; `None` without draws.
    pub test: Option<Beyond>,
}

/// Internal and external ties of each kind.
type Tally = Vec<[f64; 2]>;

fn ei([internal, external]: [f64; 2]) -> f64 {
    (external - internal) / (external + internal)
}

/// Over all ties: an external tie is in the tally of two kinds.
fn whole(tally: &Tally) -> [f64; 2] {
    let sum = |side: usize| tally.iter().map(|t| t[side]).sum::<f64>();
    [sum(0), sum(1) / 2.0]
}

/// Ties of each kind when partner `i` is of kind `of[i]`. O(n + m).
fn tally(rows: &Csr, halve: f64, weighted: bool, of: &[u32], kinds: usize) -> Tally {
    let mut tally = vec![[0.0; 2]; kinds];
    for i in 0..rows.n() as u32 {
        let g = of[i as usize];
        if g == Kinds::NONE {
            continue;
        }
        let values = rows.row_values(i).filter(|_| weighted);
        for (a, &j) in rows.row(i).iter().enumerate() {
            let h = of[j as usize];
            let value = values.map_or(1.0, |v| v[a]) / halve;
            if h == g {
                tally[g as usize][0] += value;
            } else if h != Kinds::NONE {
                tally[g as usize][1] += value;
                tally[h as usize][1] += value;
            }
        }
    }
    tally
}

impl Network {
    /// (E − I)/(E + I) with E ties between kinds of `by` and I ties inside them, over known ties between
    /// partners of known kind: −1 when all stay inside, +1 when none does. No good end.
    ///
    /// The value to expect by chance is not 0 but follows from the sizes of the kinds, so the index is read
    /// beside [`EiIndex::expected`] and a test that shuffles the kinds over the partners; ties, unknown
    /// cells and unknown kinds stay. p-values as in [`Beyond`], both tails.
    ///
    /// *Kinds*: ties inside against ties with one end inside. *Partners*: their own contacts, in either
    /// direction, each once (weighted: zᵢⱼ + zⱼᵢ); NaN without contacts, of unknown kind, or where
    /// nobody has spoken about the partner. The bounds of the whole index set every unknown cell to no tie
    /// or to a tie; they are given for directed networks without weights.
    ///
    /// O((n + m)(1 + draws)), parallel over draws; the same answer for any number of threads.
    ///
    /// # Errors
    /// [`Error::NotDefined`] for `weighted` without values or with distances; an attribute of other
    /// partners; more than 4096 kinds; [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::measures::mixing::EiOptions;
    /// use commonweal_network::{Attribute, BuildOptions, Control, Network, Ties};
    ///
    /// let ties = Ties { source: &[0, 1, 2], target: &[1, 2, 3], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions::default())?;
    /// let sector = Attribute::new("sector", &[Some("x"), Some("x"), Some("y"), Some("y")]);
    /// let ei = net.ei_index(&sector, &EiOptions::default(), &Control::new())?;
    /// assert_eq!(ei.whole.value, Some(-1.0 / 3.0)); // two ties inside, one between
    /// assert!((ei.expected - 1.0 / 3.0).abs() < 1e-15); // 1 − 2 · 4/12: other kinds are more numerous
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn ei_index(
        &self,
        by: &Attribute,
        options: &EiOptions,
        control: &Control,
    ) -> Result<EiIndex, Error> {
        self.check_strengths("ei_index", options.weighted)?;
        let kinds = Kinds::of(self, by)?;
        let k = kinds.count();
        let halve = if self.is_directed() { 1.0 } else { 2.0 };
        let count = |of: &[u32]| tally(self.out(), halve, options.weighted, of, k);
        let observed = count(&kinds.of);

        // Of each draw the whole index, then that of each kind.
        let moving = kinds.exchangeable();
        let moved = |order: &Vec<u32>, of: &mut Vec<u32>| {
            of.clear();
            of.extend(order.iter().map(|&i| kinds.of[i as usize]));
            let tally = count(of);
            let each = tally.iter().map(|&t| ei(t));
            Ok([ei(whole(&tally))]
                .into_iter()
                .chain(each)
                .collect::<Vec<f64>>())
        };
        let drawn = refit(
            &moving,
            options.draws,
            options.seed,
            control,
            Vec::new,
            moved,
        )?;
        let test = |value: f64, column: usize| {
            let draws: Vec<f64> = drawn.iter().map(|indices| indices[column]).collect();
            (options.draws > 0).then(|| Beyond::of(value, &draws))
        };
        let group = |(g, &t): (usize, &[f64; 2])| EiGroup {
            kind: kinds.name(g).to_owned(),
            partners: kinds.sizes[g],
            internal: t[0],
            external: t[1],
            ei_index: ei(t),
            test: test(ei(t), g + 1),
        };
        let expected = kinds.alike().map_or(f64::NAN, |alike| 1.0 - 2.0 * alike);
        let of_all = whole(&observed);
        let tested = test(ei(of_all), 0);
        Ok(EiIndex {
            whole: self.whole_ei(&kinds, of_all, expected, tested.as_ref(), options),
            expected,
            test: tested,
            groups: observed.iter().enumerate().map(group).collect(),
            partners: self.partner_ei(&kinds, options.weighted),
        })
    }

    fn whole_ei(
        &self,
        kinds: &Kinds<'_>,
        [internal, external]: [f64; 2],
        expected: f64,
        test: Option<&Beyond>,
        options: &EiOptions,
    ) -> Measure {
        let cells = Cells::of(self, kinds);
        let value = ei([internal, external]);
        let ties = cells.ties.sum() / if self.is_directed() { 1 } else { 2 };
        let mut measure = Measure {
            value: (!value.is_nan()).then_some(value),
            unit: "-1 (all inside kinds) to 1 (all between kinds)".to_owned(),
            n: ties,
            coverage: cells.coverage(),
            interval: ei_bounds(self, &cells, [internal, external], options.weighted),
            reference: format!("{expected:.3}, the mean when kinds are shuffled over the partners"),
            convention: if options.weighted {
                "Krackhardt & Stern 1988, sums of tie values"
            } else {
                "Krackhardt & Stern 1988, ties counted"
            }
            .to_owned(),
            caveats: kinds.caveats(self),
            citation: CITATION.to_owned(),
            ..Measure::named("ei_index")
        };
        if let Some(test) = test {
            measure.reference = format!(
                "{expected:.3}, the mean when kinds are shuffled over the partners ({} shuffles, seed {}): as low or lower p = {:.4}, as high or higher p = {:.4}",
                test.draws, options.seed, test.p_low, test.p_high
            );
        }
        if measure.value.is_none() {
            return measure.undefined("there are no known ties between partners of known kind.");
        }
        measure.sentence = format!(
            "The E-I index by {} is {value:.3} over {ties} known ties; kinds of these sizes at random give {expected:.3}{}.",
            kinds.attribute.name(),
            crate::measures::cohesion::between(measure.interval.as_ref(), value, |x| format!(
                "{x:.3}"
            ))
        );
        measure
    }

    fn partner_ei(&self, kinds: &Kinds<'_>, weighted: bool) -> PartnerScores {
        // A contact counts once, whatever the number of reports; its strength is that of all reports.
        let contacts = self.symmetrise(Symmetrise::Either);
        let mut values: Vec<f64> = (0..self.partners() as u32)
            .map(|i| {
                let Some(g) = kinds.get(i) else {
                    return f64::NAN;
                };
                let mut own = [0.0; 2];
                let mut add = |rows: &Csr| {
                    let values = rows.row_values(i).filter(|_| weighted);
                    for (a, &j) in rows.row(i).iter().enumerate() {
                        if let Some(h) = kinds.get(j) {
                            own[usize::from(h != g)] += values.map_or(1.0, |v| v[a]);
                        }
                    }
                };
                if weighted && self.is_directed() {
                    add(self.out());
                    add(self.incoming());
                } else {
                    add(contacts.out());
                }
                ei(own)
            })
            .collect();
        self.hide_unreported(Mode::All, &mut values);
        PartnerScores {
            values,
            unit: "-1 (all contacts of the own kind) to 1 (none)".to_owned(),
            convention: if weighted {
                "Krackhardt & Stern 1988 over the partner's contacts, strength zᵢⱼ + zⱼᵢ"
            } else {
                "Krackhardt & Stern 1988 over the partner's contacts in either direction, each once"
            }
            .to_owned(),
            caveats: kinds.caveats(self),
            citation: CITATION.to_owned(),
            ..self.scores_named("ei index")
        }
    }
}

/// The index rises with every external tie and falls with every internal one, so its ends are one kind of
/// unknown cell full and the other empty. Undirected, a lone "no" is a known cell that could still be
/// overruled, which these counts do not hold: no bounds.
fn ei_bounds(
    net: &Network,
    cells: &Cells,
    [internal, external]: [f64; 2],
    weighted: bool,
) -> Option<Interval> {
    let exact = net.is_directed() || net.observed().is_complete();
    if weighted || !exact {
        return None;
    }
    let unknown_inside = (cells.possible.diagonal() - cells.known.diagonal()) as f64;
    let unknown = (cells.possible.sum() - cells.known.sum()) as f64;
    Interval::identification(
        ei([internal + unknown_inside, external]),
        ei([internal, external + unknown - unknown_inside]),
    )
}
