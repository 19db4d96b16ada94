//! The third line: do the same partners meet before open meetings, more than their attendance explains?

use commonweal_equity::{Correction, adjust};
use commonweal_network::nulls::qap::{PermutationOptions, qap};
use commonweal_network::nulls::relation::Relation;
use commonweal_network::two_mode::{Affiliation, BackboneOptions, RecurrenceOptions};
use commonweal_network::{Attribute, Control, Network};
use commonweal_tables::Error;

use super::sentences::short;
use super::{InGroupOptions, Line, LineName, Row, Verdict, View};

/// Two questions, and both have to be answered yes where both can be asked: do the same partners recur at closed
/// meetings in the days before open ones, beyond what attendance explains; and are pairs of the closest set
/// more often among those who meet at closed meetings beyond what attendance explains?
pub(super) fn access(
    net: &Network,
    set: Option<&[u32]>,
    meetings: Option<&Affiliation>,
    options: &InGroupOptions,
    control: &Control,
) -> Result<Line, Error> {
    let mut line = Line::new(LineName::Access);
    let Some(meetings) = meetings else {
        "no table of meetings was given".clone_into(&mut line.reason);
        return Ok(line);
    };
    line.beforehand.push(format!(
        "Tested: whether the same partners recur at closed meetings up to {} days before open ones, beside {} random tables in which everybody comes as often and every meeting is as large, nobody where it could not have come; and whether pairs of the closest set meet at closed meetings more than that explains. No p can be below {}.",
        options.days_before,
        options.draws,
        short(1.0 / (1.0 + options.draws as f64))
    ));
    let recurs = recurrence(meetings, options, control, &mut line)?;
    let together = match set {
        Some(set) => together(net, set, meetings, options, control, &mut line)?,
        None => None,
    };
    (line.verdict, line.reason) = match (recurs, together) {
        (None, None) => (
            Verdict::NotTestable,
            "too few closed meetings before open ones, or too little known of who was there".to_owned(),
        ),
        (Some(false), _) => (
            Verdict::NotSupported,
            "who is at closed meetings before open ones varies as attendance alone would have it".to_owned(),
        ),
        (_, Some(false)) => (
            Verdict::NotSupported,
            "pairs of the closest set meet at closed meetings no more than other pairs".to_owned(),
        ),
        (Some(true), Some(true)) => (
            Verdict::Supported,
            "the same partners recur at closed meetings before open ones, beyond what attendance explains, and pairs of the closest set are among them".to_owned(),
        ),
        (Some(true), None) => (
            Verdict::Supported,
            "the same partners recur at closed meetings before open ones, beyond what attendance explains; whether they are the closest set could not be tested".to_owned(),
        ),
        (None, Some(true)) => (
            Verdict::Supported,
            "pairs of the closest set meet at closed meetings more than attendance explains; whether that is before open ones could not be tested".to_owned(),
        ),
    };
    Ok(line)
}

fn recurrence(
    meetings: &Affiliation,
    options: &InGroupOptions,
    control: &Control,
    line: &mut Line,
) -> Result<Option<bool>, Error> {
    let asked = RecurrenceOptions {
        days: options.days_before,
        draws: options.draws,
        seed: options.seed,
        ..RecurrenceOptions::default()
    };
    let found = meetings.recurrence(&asked, control)?;
    line.rows.push(Row {
        value: Some(found.preceded.len() as f64),
        n: Some(u64::from(found.open_meetings)),
        ..Row::new(
            LineName::Access,
            "open meetings with a closed one before",
            "",
        )
    });
    line.sentences.push(found.sentence);
    line.caveats.extend(found.caveats);
    // A draw may have no overlap; without one there is nothing to compare with.
    let Some(test) = found.overlap_test.filter(|test| test.draws > 0) else {
        return Ok(None);
    };
    let passed = test.p_high <= options.alpha;
    line.rows.push(Row::beside(
        LineName::Access,
        "overlap of those present",
        "attendance kept",
        &test,
        options.alpha,
    ));
    Ok(Some(passed))
}

/// QAP, because pairs share partners: "both in the set" against "together at closed meetings beyond attendance".
fn together(
    net: &Network,
    set: &[u32],
    meetings: &Affiliation,
    options: &InGroupOptions,
    control: &Control,
    line: &mut Line,
) -> Result<Option<bool>, Error> {
    let closed = meetings.select(|meeting| meeting.open == Some(false));
    if closed.meetings().is_empty() {
        return Ok(None);
    }
    let asked = BackboneOptions {
        alpha: options.alpha,
        seed: options.seed,
        ..BackboneOptions::default()
    };
    let found = closed.backbone(
        &asked,
        |p| adjust(p, Correction::BenjaminiHochberg),
        control,
    )?;
    line.caveats.extend(found.caveats);
    let kept = found.pairs.iter().filter(|pair| pair.kept).count() as u64;
    // Fewer pairs than this would point at fewer than four partners.
    let few = options.view == View::Shared && (1..InGroupOptions::FEWEST).contains(&kept);
    line.rows.push(Row {
        value: (!few).then_some(kept as f64),
        n: Some(found.pairs.len() as u64),
        note: if few {
            format!("fewer than {} pairs", InGroupOptions::FEWEST)
        } else {
            found.convention
        },
        ..Row::new(
            LineName::Access,
            "pairs together at closed meetings beyond chance",
            "",
        )
    });
    // Partners at meetings that are not in the network (the backbone, say) are not in the comparison.
    let members: Vec<String> = set
        .iter()
        .map(|&i| net.labels().get(i).into_owned())
        .collect();
    let names: Vec<String> = (0..net.partners() as u32)
        .map(|i| net.labels().get(i).into_owned())
        .collect();
    let absent: Vec<u32> = (0..found.network.partners() as u32)
        .filter(|&i| !names.contains(&found.network.labels().get(i).into_owned()))
        .collect();
    let pairs = found.network.without(&absent)?;
    let in_set: Vec<Option<&str>> = (0..pairs.partners() as u32)
        .map(|i| {
            Some(if members.contains(&pairs.labels().get(i).into_owned()) {
                "in"
            } else {
                "out"
            })
        })
        .collect();
    let there = in_set.iter().filter(|place| **place == Some("in")).count();
    if there < 2 || there == pairs.partners() || pairs.ties() == 0 {
        line.sentences.push(if pairs.ties() == 0 {
            "No pair of partners was together at closed meetings more than attendance explains."
                .to_owned()
        } else {
            "Too few of the closest set are in the table of meetings to compare.".to_owned()
        });
        return Ok(if pairs.ties() == 0 && there >= 2 {
            Some(false)
        } else {
            None
        });
    }
    let both = Relation::same(&Attribute::new("closest set", &in_set), Some("in"))?;
    let beside = Relation::of("together at closed meetings", &pairs)?;
    let asked = PermutationOptions {
        draws: options.draws,
        seed: options.seed,
    };
    let test = qap(&beside, &both, &asked, control)?;
    let Some(beyond) = test.test.filter(|test| test.draws > 0) else {
        return Ok(None);
    };
    let passed = beyond.p_high <= options.alpha;
    line.rows.push(Row::beside(
        LineName::Access,
        "both in the closest set, and together",
        "labels moved (QAP)",
        &beyond,
        options.alpha,
    ));
    line.sentences.push(format!(
        "Being together at closed meetings more than attendance explains goes with being in the closest set: correlation {:.2} over pairs (QAP, p = {}).",
        beyond.observed,
        short(beyond.p_high)
    ));
    Ok(Some(passed))
}
