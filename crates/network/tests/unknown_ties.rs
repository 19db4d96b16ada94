//! Unknown ties: every count and every bound against the completions it stands for.
//!
//! The oracle fills the unknown reports of a small survey in every possible way and computes the measure
//! on each completed network. A bound said to be exact is the lowest (highest) of these.
#![expect(clippy::unwrap_used, reason = "a failed step is a failed test")]

use commonweal_network::measures::{
    ComponentKind, ConnectednessKind, CorenessOptions, DegreeOptions, Mode, ReciprocityKind,
};
use commonweal_network::{
    BuildOptions, Control, Error, Measure, Network, Observed, Survey, Symmetrise, TieState, Ties,
};
use proptest::prelude::*;

/// A survey of at most four partners, with its reports as (source, target).
#[derive(Debug, Clone)]
struct Case {
    n: usize,
    survey: Survey,
    reports: Vec<(u32, u32)>,
}

impl Case {
    fn network(&self) -> Network {
        let observed = Observed::survey(&self.survey).unwrap();
        directed(self.n, &self.reports)
            .with_observed(observed)
            .unwrap()
    }

    /// Whether a cell is known, read straight from the survey.
    fn knows(&self, i: u32, j: u32) -> bool {
        let lists: Vec<&Vec<u32>> = self
            .survey
            .lists
            .iter()
            .filter(|(r, _)| *r == i)
            .map(|(_, list)| list)
            .collect();
        self.survey.answered[i as usize]
            && !self.survey.blank.contains(&(i, j))
            && (lists.is_empty() || lists.iter().any(|l| l.contains(&j)))
    }

    fn cells(&self) -> impl Iterator<Item = (u32, u32)> {
        let n = self.n as u32;
        (0..n)
            .flat_map(move |i| (0..n).map(move |j| (i, j)))
            .filter(|(i, j)| i != j)
    }

    /// Every network the survey leaves possible; all reports known.
    fn completions(&self) -> Vec<Network> {
        let open: Vec<(u32, u32)> = self.cells().filter(|&(i, j)| !self.knows(i, j)).collect();
        (0..1usize << open.len())
            .map(|filled| {
                let extra = open
                    .iter()
                    .enumerate()
                    .filter(|(b, _)| filled >> b & 1 == 1);
                let arcs: Vec<_> = self
                    .reports
                    .iter()
                    .copied()
                    .chain(extra.map(|(_, &c)| c))
                    .collect();
                directed(self.n, &arcs)
            })
            .collect()
    }
}

fn directed(n: usize, arcs: &[(u32, u32)]) -> Network {
    let (source, target): (Vec<u32>, Vec<u32>) = arcs.iter().copied().unzip();
    let ties = Ties {
        source: &source,
        target: &target,
        value: None,
    };
    Network::from_ties(
        n,
        &ties,
        &BuildOptions {
            directed: true,
            ..Default::default()
        },
    )
    .unwrap()
}

/// At most four partners; the open cells are kept to ten, which is 1,024 completions.
fn case() -> impl Strategy<Value = Case> {
    let bits = || prop::collection::vec(any::<bool>(), 16);
    (
        1usize..=4,
        bits(),
        prop::collection::vec(0u8..4, 4),
        bits(),
        bits(),
    )
        .prop_map(|(n, tied, row, blank, list)| {
            let cells = |bits: &[bool], i: usize| -> Vec<u32> {
                (0..n)
                    .filter(|&j| j != i && bits[4 * i + j])
                    .map(|j| j as u32)
                    .collect()
            };
            let mut survey = Survey {
                asked: vec![true; n],
                ..Survey::default()
            };
            // 0: answers fully, 1: leaves blanks, 2: has a list and leaves blanks, 3: is silent.
            for (i, &row) in row[..n].iter().enumerate() {
                survey.answered.push(row != 3);
                if row == 1 || row == 2 {
                    survey
                        .blank
                        .extend(cells(&blank, i).into_iter().map(|j| (i as u32, j)));
                }
                if row == 2 {
                    survey.lists.push((i as u32, cells(&list, i)));
                }
            }
            let mut case = Case {
                n,
                survey,
                reports: Vec::new(),
            };
            case.reports = case
                .cells()
                .filter(|&(i, j)| tied[4 * i as usize + j as usize] && case.knows(i, j))
                .collect();
            case
        })
        .prop_filter("too many completions", |case| {
            case.cells().filter(|&(i, j)| !case.knows(i, j)).count() <= 10
        })
}

fn rules() -> impl Strategy<Value = Symmetrise> {
    prop::sample::select(vec![Symmetrise::None, Symmetrise::Either, Symmetrise::Both])
}

/// Lowest and highest defined value over the completions.
fn range(values: impl Iterator<Item = Option<f64>>) -> Option<(f64, f64)> {
    values.flatten().fold(None, |range, v| {
        let (low, high) = range.unwrap_or((v, v));
        Some((f64::min(low, v), f64::max(high, v)))
    })
}

fn bounds(measure: &Measure) -> Option<(f64, f64)> {
    measure.interval.map(|i| (i.low, i.high))
}

type Compute<'a> = Box<dyn Fn(&Network) -> Measure + 'a>;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn exact_bounds_are_the_extremes_over_all_completions(case in case(), rule in rules()) {
        let net = case.network().symmetrise(rule);
        let completions: Vec<Network> =
            case.completions().iter().map(|c| c.symmetrise(rule)).collect();
        let control = Control::new();
        let mut exact: Vec<Compute<'_>> = vec![
            Box::new(Network::density),
            Box::new(Network::mean_degree),
            Box::new(|n| n.component_count(ComponentKind::Weak)),
            Box::new(|n| n.component_count(ComponentKind::Strong)),
            Box::new(|n| n.connectedness(ConnectednessKind::Krackhardt, &control).unwrap()),
            Box::new(|n| n.connectedness(ConnectednessKind::Reachable, &control).unwrap()),
        ];
        if rule == Symmetrise::None {
            for (_, kind) in ReciprocityKind::NAMES {
                exact.push(Box::new(|n| n.reciprocity(*kind).unwrap()));
            }
        }
        for compute in exact {
            let measure = compute(&net);
            let found = range(completions.iter().map(|c| compute(c).value));
            prop_assert_eq!(bounds(&measure), found, "{}", measure.name);
            if let (Some(value), Some((low, high))) = (measure.value, found) {
                prop_assert!(low <= value && value <= high, "{}", measure.name);
            }
        }
    }

    #[test]
    fn centralization_bounds_hold_and_the_upper_is_attained(case in case(), rule in rules()) {
        let net = case.network().symmetrise(rule);
        for (_, mode) in Mode::NAMES {
            let compute = |n: &Network| n.degree_centralization(*mode);
            let found = range(case.completions().iter().map(|c| compute(&c.symmetrise(rule)).value));
            let stated = bounds(&compute(&net));
            prop_assert_eq!(stated.is_some(), found.is_some());
            if let (Some((low, high)), Some((least, most))) = (stated, found) {
                prop_assert!(low <= least);
                prop_assert_eq!(high, most);
            }
        }
    }

    #[test]
    fn degree_bounds_are_the_extremes_over_all_completions(case in case(), rule in rules()) {
        let net = case.network().symmetrise(rule);
        for (_, mode) in Mode::NAMES {
            let options = DegreeOptions { mode: *mode, weighted: false };
            let compute = |n: &Network| n.degree(&options).unwrap();
            let stated = compute(&net).bounds.unwrap();
            let all: Vec<_> =
                case.completions().iter().map(|c| compute(&c.symmetrise(rule)).values).collect();
            for i in 0..case.n {
                let found = range(all.iter().map(|d| Some(d[i])));
                prop_assert_eq!(Some((stated.low[i], stated.high[i])), found);
            }
        }
    }

    #[test]
    fn coreness_is_the_lowest_over_all_completions(case in case(), rule in rules()) {
        let net = case.network().symmetrise(rule);
        for (_, mode) in Mode::NAMES {
            let options = CorenessOptions { mode: *mode, ..Default::default() };
            let stated = net.coreness(&options).values;
            let completions = case.completions();
            let all: Vec<_> =
                completions.iter().map(|c| c.symmetrise(rule).coreness(&options).values).collect();
            for i in 0..case.n {
                let lowest = all.iter().map(|c| c[i]).fold(f64::INFINITY, f64::min);
                prop_assert!(stated[i].is_nan() || stated[i] == lowest);
            }
        }
    }

    /// A cell is a tie (no tie) when it is one in every (no) completion, except that under `either` a
    /// lone "no" is taken at its word.
    #[test]
    fn states_agree_with_the_completions(case in case(), rule in rules()) {
        let net = case.network().symmetrise(rule);
        let completions: Vec<Network> =
            case.completions().iter().map(|c| c.symmetrise(rule)).collect();
        let unknown: Vec<(u32, u32)> = net.unknown_pairs().collect();
        for (i, j) in case.cells() {
            let tied = completions.iter().filter(|c| c.out().find(i, j).is_some()).count();
            let expected = match tied {
                0 => TieState::NoTie,
                t if t == completions.len() => TieState::Tie,
                _ if rule == Symmetrise::Either && (case.knows(i, j) || case.knows(j, i)) => {
                    TieState::NoTie
                }
                _ => TieState::Unknown,
            };
            prop_assert_eq!(net.state(i, j), expected);
            let listed = unknown.contains(&(i, j))
                || (rule != Symmetrise::None && unknown.contains(&(j, i)));
            prop_assert_eq!(listed, expected == TieState::Unknown);
        }
        let once: std::collections::BTreeSet<_> = unknown.iter().collect();
        prop_assert_eq!(once.len(), unknown.len());
    }

    #[test]
    fn coverage_counts_every_pair_by_how_many_sides_spoke(case in case(), rule in rules()) {
        let coverage = case.network().symmetrise(rule).coverage();
        let mut pairs = [0u64; 3];
        for (i, j) in case.cells().filter(|(i, j)| i < j) {
            pairs[usize::from(case.knows(i, j)) + usize::from(case.knows(j, i))] += 1;
        }
        prop_assert_eq!([coverage.pairs_none, coverage.pairs_one, coverage.pairs_both], pairs);
        let arcs = case.cells().filter(|&(i, j)| case.knows(i, j)).count() as u64;
        prop_assert_eq!(coverage.arcs_observed, arcs);
    }

    /// Leaving partners out of the survey and then building gives the same as the other way round.
    #[test]
    fn a_part_of_a_survey_is_the_survey_of_a_part(case in case(), rule in rules(), gone in 0u32..4) {
        prop_assume!((gone as usize) < case.n);
        let part = case.network().symmetrise(rule).without(&[gone]).unwrap();
        let old = |i: u32| if i < gone { i } else { i + 1 };
        let whole = case.network().symmetrise(rule);
        for i in 0..part.partners() as u32 {
            for j in 0..part.partners() as u32 {
                prop_assert_eq!(part.state(i, j), whole.state(old(i), old(j)));
            }
            prop_assert_eq!(part.labels().get(i), old(i).to_string());
            prop_assert_eq!(part.partner(&old(i).to_string()), Ok(i));
        }
    }
}

/// Domain study, appendix A: with R of n answering in full, C(n − R, 2) pairs are seen by nobody and
/// C(R, 2) by both sides.
#[test]
fn published_coverage() {
    for (n, answered, none, both) in [
        (97u64, 63usize, 561.0 / 4656.0, 0.419_458_8),
        (40, 26, 0.116_666_7, 0.416_666_7),
    ] {
        let replies: Vec<bool> = (0..n as usize).map(|i| i < answered).collect();
        let net = directed(n as usize, &[]);
        let net = net
            .with_observed(Observed::respondents(&replies).unwrap())
            .unwrap();
        let coverage = net.coverage();
        let pairs = coverage.pairs as f64;
        assert!((coverage.pairs_none as f64 / pairs - none).abs() < 5e-8);
        assert!((coverage.pairs_both as f64 / pairs - both).abs() < 5e-8);
        assert_eq!(coverage.arc_share(), Some(answered as f64 / n as f64));
    }
}

#[test]
fn a_name_written_in_beyond_the_list_is_an_answer() {
    let survey = Survey {
        asked: vec![true; 4],
        answered: vec![true, true, false, true],
        lists: vec![(0, vec![1])],
        ..Survey::default()
    };
    let observed = Observed::survey(&survey).unwrap();
    let net = directed(4, &[(0, 1), (0, 3)])
        .with_observed(observed.clone())
        .unwrap();
    assert_eq!(net.state(0, 3), TieState::Tie);
    assert_eq!(net.state(0, 2), TieState::Unknown);
    // Known arcs: 0 spoke of 1 and 3, partners 1 and 3 of three others each.
    assert_eq!(net.coverage().arcs_observed, 8);
    assert!(
        net.notes()
            .iter()
            .any(|n| n == "Written in beyond a list: 1 tie.")
    );

    let refused = directed(4, &[(2, 1)]).with_observed(observed).unwrap_err();
    assert_eq!(
        refused,
        Error::UnreportedTie {
            source_id: "2".to_owned(),
            target_id: "1".to_owned()
        }
    );
}

#[test]
fn a_survey_that_contradicts_itself_is_refused() {
    let survey = |asked: &[bool], answered: &[bool]| Survey {
        asked: asked.to_vec(),
        answered: answered.to_vec(),
        ..Survey::default()
    };
    assert!(matches!(
        Observed::survey(&survey(&[true], &[])),
        Err(Error::LengthMismatch {
            found: 0,
            expected: 1,
            ..
        })
    ));
    assert!(matches!(
        Observed::survey(&survey(&[false], &[true])),
        Err(Error::BadOption {
            option: "answered",
            ..
        })
    ));
    let blank = Survey {
        blank: vec![(0, 7)],
        ..survey(&[true], &[true])
    };
    assert!(matches!(
        Observed::survey(&blank),
        Err(Error::PartnerOutOfRange { found: 7, .. })
    ));
    let listed = Survey {
        lists: vec![(9, vec![])],
        ..survey(&[true], &[true])
    };
    assert!(matches!(
        Observed::survey(&listed),
        Err(Error::PartnerOutOfRange { found: 9, .. })
    ));
    let other_size = Observed::respondents(&[true; 3]).unwrap();
    assert!(matches!(
        directed(2, &[]).with_observed(other_size),
        Err(Error::LengthMismatch {
            found: 3,
            expected: 2,
            ..
        })
    ));
}

/// Two reports of one pair, 4 and 2, and one report beside a no and beside silence.
#[test]
fn values_of_symmetrised_ties() {
    let ties = Ties {
        source: &[0, 1, 0, 0],
        target: &[1, 0, 2, 3],
        value: Some(&[4.0, 2.0, 5.0, 3.0]),
    };
    let net = Network::from_ties(
        4,
        &ties,
        &BuildOptions {
            directed: true,
            ..Default::default()
        },
    );
    let observed = Observed::respondents(&[true, true, true, false]).unwrap();
    let net = net.unwrap().with_observed(observed).unwrap();
    let values = |rule| {
        let pairs = net.symmetrise(rule);
        pairs
            .iter_ties()
            .map(|(i, j, v)| (i, j, v.unwrap()))
            .collect::<Vec<_>>()
    };
    let all = |a, b, c| vec![(0, 1, a), (0, 2, b), (0, 3, c)];
    assert_eq!(values(Symmetrise::Either), all(4.0, 5.0, 3.0));
    assert_eq!(values(Symmetrise::Max), all(4.0, 5.0, 3.0));
    // Partner 2 said no, which counts 0; partner 3 was silent, which does not count.
    assert_eq!(values(Symmetrise::Mean), all(3.0, 2.5, 3.0));
    assert_eq!(values(Symmetrise::Both), [(0, 1, 2.0)]);
    assert_eq!(values(Symmetrise::Min), [(0, 1, 2.0)]);
    assert_eq!(
        net.symmetrise(Symmetrise::Both).state(0, 3),
        TieState::Unknown
    );
    assert_eq!(
        net.symmetrise(Symmetrise::Both).state(0, 2),
        TieState::NoTie
    );
}

#[test]
fn dense_matrix_tells_absent_from_unknown() {
    let net = directed(3, &[(0, 1)]);
    let net = net
        .with_observed(Observed::respondents(&[true, true, false]).unwrap())
        .unwrap();
    let dense = net.to_dense(-1.0).unwrap();
    assert_eq!(
        dense,
        ndarray::arr2(&[[0.0, 1.0, 0.0], [0.0, 0.0, 0.0], [-1.0, -1.0, 0.0]])
    );
    let pairs = net
        .symmetrise(Symmetrise::Either)
        .to_dense(f64::NAN)
        .unwrap();
    assert_eq!(
        pairs,
        ndarray::arr2(&[[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    );
}
