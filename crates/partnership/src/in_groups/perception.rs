//! The fourth line: what the partners themselves say of how decisions are made.

use commonweal_network::Network;
use commonweal_tables::Error;

use super::hiding::{enough, hidden};
use super::options::attribute;
use super::{InGroupOptions, Line, LineName, Perception, Row, Verdict, View};

/// Fewer answers than this are told to the backbone only. A convention, not a standard: practice varies.
const FEWEST_ANSWERS: u64 = 5;

/// Those who agree and those who do not, among the partners `of`.
fn tally(perception: &Perception, of: impl Iterator<Item = usize>) -> [u64; 2] {
    let mut cell = [0; 2];
    for answer in of.filter_map(|i| perception.answers[i]) {
        cell[usize::from(answer < perception.agree_at)] += 1;
    }
    cell
}

fn safe(cell: [u64; 2]) -> bool {
    enough(cell) && cell[0] + cell[1] >= FEWEST_ANSWERS
}

/// Whether more than half of all partners agree, whatever those that did not answer would have said.
///
/// The partners are counted, not sampled, so what is uncertain is the silence: the share lies between that
/// with every silent partner against and that with every one for. A majority is the convention of this line;
/// no study gives a share above which a survey shows an in-group.
pub(super) fn perception(net: &Network, options: &InGroupOptions) -> Result<Line, Error> {
    let mut line = Line::new(LineName::Perception);
    let Some(perception) = &options.perception else {
        "no survey question about how decisions are made was given".clone_into(&mut line.reason);
        return Ok(line);
    };
    let n = net.partners();
    if perception
        .answers
        .iter()
        .flatten()
        .chain([&perception.agree_at])
        .any(|a| !a.is_finite())
    {
        return Err(Error::Input(
            "perception: an answer is not a finite number. Leave it empty where there is none."
                .to_owned(),
        ));
    }
    let by = perception
        .by
        .as_deref()
        .map(|by| attribute(net, by))
        .transpose()?;
    let all = tally(perception, 0..n);
    let answered = all[0] + all[1];
    let silent = n as u64 - answered;
    line.beforehand.push(format!(
        "{answered} of {n} partners answered. The other {silent} could have said either, so the share that agrees is known within a range."
    ));
    let question = &perception.question;
    if answered < FEWEST_ANSWERS {
        line.reason = format!("fewer than {FEWEST_ANSWERS} partners answered \"{question}\"");
        return Ok(line);
    }
    let [low, high] = [all[0], all[0] + silent].map(|agree| agree as f64 / n as f64);
    line.verdict = if low > 0.5 {
        Verdict::Supported
    } else if high <= 0.5 {
        Verdict::NotSupported
    } else {
        Verdict::NotTestable
    };
    let reason = match line.verdict {
        Verdict::Supported => {
            "more than half of all partners agree, whatever the silent would have said"
        }
        Verdict::NotSupported => {
            "at most half of all partners agree, whatever the silent would have said"
        }
        Verdict::NotTestable => "whether more than half agree depends on those that did not answer",
    };
    reason.clone_into(&mut line.reason);
    let open = options.view == View::Backbone || safe(all);
    line.rows.push(Row {
        value: open.then(|| all[0] as f64 / answered as f64),
        low: open.then_some(low),
        high: open.then_some(high),
        expected: Some(0.5),
        n: Some(answered),
        passed: (line.verdict != Verdict::NotTestable)
            .then_some(line.verdict == Verdict::Supported),
        note: if open {
            String::new()
        } else {
            HIDDEN.to_owned()
        },
        ..Row::new(LineName::Perception, "share that agrees", question)
    });
    line.sentences.push(if open {
        format!(
            "Of the {answered} partners that answered, {} agree that \"{question}\" ({:.0} %); of all {n} it is between {:.0} % and {:.0} %.",
            all[0],
            100.0 * all[0] as f64 / answered as f64,
            100.0 * low,
            100.0 * high
        )
    } else {
        format!("How many of the {answered} that answered agree that \"{question}\" is not shown: {HIDDEN}.")
    });
    if let Some(by) = by {
        let of = |k: u32| (0..n).filter(move |&i| by.code(i as u32) == Some(k));
        let groups = by.categories();
        let cells: Vec<[u64; 2]> = (0..groups.len() as u32)
            .map(|k| tally(perception, of(k)))
            .collect();
        let known: [u64; 2] = [0, 1].map(|side| cells.iter().map(|cell| cell[side]).sum());
        // Those of unknown category are the total less the others.
        let rest = [all[0] - known[0], all[1] - known[1]];
        let with_rest: Vec<[u64; 2]> = cells.iter().copied().chain([rest]).collect();
        let hide = hidden(&with_rest, &vec![false; with_rest.len()], safe);
        for (k, (group, cell)) in groups.iter().zip(&cells).enumerate() {
            let answered = cell[0] + cell[1];
            let open = answered > 0 && (options.view == View::Backbone || open && !hide[k]);
            line.rows.push(Row {
                value: open.then(|| cell[0] as f64 / answered as f64),
                n: open.then_some(answered),
                note: if open {
                    String::new()
                } else {
                    HIDDEN.to_owned()
                },
                ..Row::new(
                    LineName::Perception,
                    "share that agrees",
                    &format!("{} = {group}", by.name()),
                )
            });
        }
    }
    line.caveats.push(
        "What partners perceive is evidence about trust, not about what happened in a meeting."
            .to_owned(),
    );
    Ok(line)
}

const HIDDEN: &str = "too few answers, or too few on one side, to be told";

#[cfg(test)]
mod tests {
    use commonweal_network::{Attribute, BuildOptions, Ties};
    use proptest::prelude::*;

    use super::*;

    fn line(answers: Vec<Option<f64>>, by: Option<&[Option<&str>]>, view: View) -> Line {
        let n = answers.len();
        let mut net = Network::from_ties(n, &Ties::default(), &BuildOptions::default()).unwrap();
        if let Some(by) = by {
            net = net
                .with_partner_data(&[], vec![Attribute::new("sector", by)])
                .unwrap();
        }
        let options = InGroupOptions {
            perception: Some(Perception {
                question: "decisions are made before the meeting".into(),
                answers,
                agree_at: 4.0,
                by: by.map(|_| "sector".into()),
            }),
            view,
            ..InGroupOptions::default()
        };
        perception(&net, &options).unwrap()
    }

    fn answers(agree: usize, not: usize, silent: usize) -> Vec<Option<f64>> {
        let some = |k, value| std::iter::repeat_n(value, k);
        some(agree, Some(5.0))
            .chain(some(not, Some(2.0)))
            .chain(some(silent, None))
            .collect()
    }

    #[test]
    fn silence_decides_where_it_could() {
        // By hand: 21 of 40 agree whatever the silent say; 20 to 24 of 40 depends on them; 19 of 40 is no majority.
        let of = |a, b, c| line(answers(a, b, c), None, View::Shared).verdict;
        assert_eq!(of(21, 9, 10), Verdict::Supported);
        assert_eq!(of(20, 16, 4), Verdict::NotTestable);
        assert_eq!(of(15, 21, 4), Verdict::NotSupported);
        assert_eq!(of(3, 1, 30), Verdict::NotTestable);
        assert_eq!(of(0, 0, 0), Verdict::NotTestable);
        let found = line(answers(20, 16, 4), None, View::Shared);
        assert_eq!(
            (found.rows[0].low, found.rows[0].high),
            (Some(0.5), Some(0.6))
        );
        assert!(
            found.sentences[0].contains("20 agree"),
            "{:?}",
            found.sentences
        );
    }

    #[test]
    fn few_on_one_side_are_not_told() {
        let shared = line(answers(18, 2, 0), None, View::Shared);
        assert_eq!(
            (shared.rows[0].value, shared.verdict),
            (None, Verdict::Supported)
        );
        assert!(!format!("{shared:?}").contains("18"), "{shared:?}");
        assert_eq!(
            line(answers(18, 2, 0), None, View::Backbone).rows[0].value,
            Some(0.9)
        );
    }

    #[test]
    fn a_small_sector_takes_another_with_it() {
        // Ten of health (5 agree), eight of schools (4 agree), three of faith (1 agrees).
        let sectors: Vec<Option<&str>> = [("health", 10), ("schools", 8), ("faith", 3)]
            .iter()
            .flat_map(|&(name, k)| std::iter::repeat_n(Some(name), k))
            .collect();
        let given: Vec<Option<f64>> = [(5, 5), (4, 4), (1, 2)]
            .iter()
            .flat_map(|&(a, b)| answers(a, b, 0))
            .collect();
        let value = |view| {
            let found = line(given.clone(), Some(&sectors), view);
            found.rows[1..]
                .iter()
                .map(|row| row.value)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            value(View::Backbone),
            [Some(1.0 / 3.0), Some(0.5), Some(0.5)]
        );
        assert_eq!(value(View::Shared), [None, Some(0.5), None]);
    }

    #[test]
    fn what_was_not_asked_is_not_testable() {
        let net = Network::from_ties(2, &Ties::default(), &BuildOptions::default()).unwrap();
        let options = InGroupOptions::default();
        assert_eq!(
            perception(&net, &options).unwrap().verdict,
            Verdict::NotTestable
        );
    }

    proptest! {
        /// Oracle: the verdict holds for every way the silent could have answered, or two ways differ.
        #[test]
        fn the_verdict_is_that_of_every_completion(agree in 0_usize..12, not in 0_usize..12, silent in 0_usize..8) {
            prop_assume!(agree + not >= 5);
            let n = agree + not + silent;
            let majorities: Vec<bool> = (0..=silent).map(|k| 2 * (agree + k) > n).collect();
            let verdict = line(answers(agree, not, silent), None, View::Shared).verdict;
            prop_assert_eq!(verdict == Verdict::Supported, majorities.iter().all(|m| *m));
            prop_assert_eq!(verdict == Verdict::NotSupported, majorities.iter().all(|m| !*m));
        }
    }
}
