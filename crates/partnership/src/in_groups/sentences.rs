//! Numbers in words, and what the four lines say together. Sentences speak of structure, never of intent.

use commonweal_network::Network;

use super::{InGroupOptions, Line, LineName, Verdict, View};

/// A p-value with four decimals, or two digits where those would be zeros.
pub(super) fn short(p: f64) -> String {
    if p < 0.001 {
        format!("{p:.1e}")
    } else {
        format!("{p:.4}")
    }
}

/// A share in whole percent.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// What no record of ties, labels and meetings can show; it stands under every reading.
pub(super) const LIMITS: &[&str] = &[
    "This is a structural pattern in what partners reported and what was recorded. It says nothing about anybody's intent, and nothing about what was said.",
    "A set of partners can be close because their work requires it; a meeting before a meeting can be plain preparation.",
    "Calls and meetings that nobody recorded are not in these tables.",
];

/// What the lines say together, one sentence each thing: how many lines support it, what the structure alone
/// says, and what is missing. Never a score, and never a verdict about partners.
pub(super) fn reading(lines: &[Line]) -> Vec<String> {
    let of = |verdict| {
        let names = lines.iter().filter(|line| line.verdict == verdict);
        names.map(|line| line.name.words()).collect::<Vec<_>>()
    };
    let (supported, not, open) = (
        of(Verdict::Supported),
        of(Verdict::NotSupported),
        of(Verdict::NotTestable),
    );
    let mut reading = vec![format!(
        "Of {} lines of evidence {}, {} and {}.",
        lines.len(),
        are(&supported, Verdict::Supported),
        are(&not, Verdict::NotSupported),
        are(&open, Verdict::NotTestable)
    )];
    let structure = lines.iter().find(|line| line.name == LineName::Structure);
    reading.push(
        match structure.map(|line| line.verdict) {
            Some(Verdict::Supported) if supported.len() > 1 => {
                "The ties hold a closed set that the partners' numbers of ties do not explain, and other lines point the same way: worth a conversation about how decisions come to the table."
            }
            Some(Verdict::Supported) => {
                "The ties hold a closed set that the partners' numbers of ties do not explain. By itself that is a pattern of work as much as of access."
            }
            Some(Verdict::NotSupported) => {
                "The ties do not hold a closed set beyond what the partners' numbers of ties explain. The other lines are read by themselves, not as evidence of an in-group."
            }
            Some(Verdict::NotTestable) | None => {
                "Whether the ties hold a closed set could not be tested, so the other lines are read by themselves."
            }
        }
        .to_owned(),
    );
    reading
}

/// What the numbers rest on, so that a reviewer need not guess.
pub(super) fn assumptions(net: &Network, options: &InGroupOptions) -> Vec<String> {
    let mut said: Vec<String> = net.notes().to_vec();
    said.extend([
        "Ties are counted, not weighed; random networks have no values.".to_owned(),
        "The set is found without labels; labels were declared before it was looked for.".to_owned(),
        "Unknown ties are left out of fits and stay unknown in every random network. A partner that did not answer is placed by what others said of it.".to_owned(),
        format!(
            "p = (1 + count)/(1 + draws), {} draws, seed {}, level {} for each test; labels corrected by {}.",
            options.draws,
            options.seed,
            options.alpha,
            options.correction.name()
        ),
    ]);
    if options.view == View::Shared {
        said.push(format!(
            "No partner is named, and counts of fewer than {} partners are not shown.",
            InGroupOptions::FEWEST
        ));
    }
    said
}

fn are(names: &[&str], verdict: Verdict) -> String {
    let words = verdict.words();
    match names {
        [] => format!("none is {words}"),
        [one] => format!("1 is {words} ({one})"),
        many => format!("{} are {words} ({})", many.len(), many.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(verdicts: [Verdict; 4]) -> Vec<Line> {
        let names = [
            LineName::Structure,
            LineName::Composition,
            LineName::Access,
            LineName::Perception,
        ];
        let line = |(name, verdict)| Line {
            verdict,
            ..Line::new(name)
        };
        names.into_iter().zip(verdicts).map(line).collect()
    }

    #[test]
    fn the_reading_counts_lines_and_leans_on_the_structure() {
        use Verdict::{NotSupported as N, NotTestable as O, Supported as S};
        let said = |verdicts| reading(&lines(verdicts)).join(" ");
        assert!(said([S, S, N, O]).starts_with(
            "Of 4 lines of evidence 2 are supported (structure, composition), 1 is not supported (access) and 1 is not testable (perception). The ties hold"
        ));
        assert!(said([S, N, N, O]).contains("By itself"));
        // Without a set beyond chance the other lines do not make an in-group.
        assert!(said([N, S, S, S]).contains("not as evidence of an in-group"));
        assert!(said([O, O, O, O]).contains("could not be tested"));
    }

    #[test]
    fn no_sentence_speaks_of_intent() {
        use Verdict::{NotSupported as N, NotTestable as O, Supported as S};
        let all = [S, N, O]
            .map(|v| reading(&lines([v; 4])).join(" "))
            .join(" ");
        for word in [
            "clique",
            "secret",
            "exclude",
            "deliberate",
            "conspir",
            "member of the in-group",
        ] {
            assert!(!all.contains(word), "{word}");
        }
    }

    #[test]
    fn small_p_values_keep_two_digits() {
        assert_eq!(
            [short(0.0498), short(0.00039), short(1.0)],
            ["0.0498", "3.9e-4", "1.0000"]
        );
        assert_eq!(percent(0.95), "95 %");
    }
}
