//! The first line: is there a closed set in the ties, beyond what the partners' numbers of ties explain?

use commonweal_network::groups::core_periphery::{CoreNull, CorePeripheryOptions, CoreTestOptions};
use commonweal_network::groups::rich_club::RichClubOptions;
use commonweal_network::measures::exclusivity::{ExclusivityOptions, SetStatistic};
use commonweal_network::nulls::Beyond;
use commonweal_network::{Control, Network};
use commonweal_tables::Error;

use super::consensus::Closest;
use super::sentences::{percent, short};
use super::{InGroupOptions, Line, LineName, Row, Verdict};

/// The smallest set that is looked at; below it there is nobody to be among.
pub(super) const SMALLEST: usize = 3;

/// The picture a set is held against: everybody tied inside, nobody else tied. Ties to the others count
/// against it, so a hub with ties to everyone is no set.
pub(super) const CLOSED: Option<(f64, f64)> = Some((0.0, 0.0));

/// Why the ties cannot be tested at all.
fn why_not(net: &Network, options: &InGroupOptions) -> Option<String> {
    let (n, ties) = (net.partners(), net.ties());
    let smallest = 1.0 / (1.0 + options.draws as f64);
    if n < 3 * SMALLEST {
        Some(format!(
            "{n} partners are too few: a set has at least {SMALLEST} and at most a third of them"
        ))
    } else if ties == 0 {
        Some("no tie is known".to_owned())
    } else if smallest > options.alpha {
        Some(format!(
            "{} draws cannot give a p below {}",
            options.draws,
            short(smallest)
        ))
    } else {
        None
    }
}

/// Three conditions, all of them needed: the set holds over the ways of finding it, its fit is beyond that of
/// random networks with the same numbers of ties, and it is denser inside than across its boundary. As all have
/// to hold at the level, the line as a whole is no easier to support than the hardest of them.
pub(super) fn structure(
    net: &Network,
    closest: &Closest,
    options: &InGroupOptions,
    control: &Control,
) -> Result<Line, Error> {
    let mut line = Line::new(LineName::Structure);
    if let Some(reason) = why_not(net, options) {
        line.reason = reason;
        return Ok(line);
    }
    line.beforehand.push(format!(
        "Tested: whether some set of partners is tied to itself and to nobody else more closely than in {} random networks in which every partner has as many ties as here. The set is looked for anew in each of them. No p can be below {}.",
        options.draws,
        short(1.0 / (1.0 + options.draws as f64))
    ));
    line.beforehand.push(format!(
        "A set counts when it has at least {SMALLEST} partners and at most a third of them ({}), and its members are in it in at least {} of the ways of looking for it.",
        net.partners() / 3,
        percent(Closest::LEAST)
    ));
    let closed = CorePeripheryOptions {
        off_diagonal: CLOSED,
        seed: options.seed,
        ..Default::default()
    };
    let against = |null| CoreTestOptions {
        null,
        draws: options.draws,
        seed: options.seed,
    };
    let found = net.core_periphery_test(&closed, &against(CoreNull::Degree), control)?;
    let Some(beyond) = found.beyond.filter(|b| b.draws > 0) else {
        "no set can be told apart in these ties".clone_into(&mut line.reason);
        line.caveats = found.caveats;
        return Ok(line);
    };
    let beyond_chance = beyond.p_high <= options.alpha;
    line.rows.push(Row::beside(
        LineName::Structure,
        "fit of the closest set",
        "numbers of ties kept",
        &beyond,
        options.alpha,
    ));
    line.sentences.push(format!(
        "The best fit of a closed set is {:.3}; random networks with the same numbers of ties reach {:.3} on average (p = {}).",
        beyond.observed,
        beyond.mean,
        short(beyond.p_high)
    ));
    line.caveats.extend(found.caveats);
    second_views(net, &closed, options, control, &mut line)?;
    let set = closest.set();
    line.rows.push(Row {
        value: set.map(|set| set.len() as f64),
        n: Some(net.partners() as u64),
        passed: Some(set.is_some()),
        note: closest.how(),
        ..Row::new(LineName::Structure, "partners in the closest set", "")
    });
    line.sentences.push(match set {
        Some(set) => format!(
            "{} of {} partners are in the closest set in at least {} of {}.",
            set.len(),
            net.partners(),
            percent(Closest::LEAST),
            closest.how()
        ),
        None => format!("No set of partners holds over {}.", closest.how()),
    });
    let mut exclusive = false;
    if let Some(set) = set {
        exclusive = exclusivity(net, set, options, control, &mut line)?;
    }
    let holds = [set.is_some(), beyond_chance, exclusive];
    (line.verdict, line.reason) = match holds {
        [true, true, true] => (
            Verdict::Supported,
            "one set holds over the ways of looking for it, beyond what numbers of ties explain, and is denser inside than towards the others".to_owned(),
        ),
        [_, false, _] => (
            Verdict::NotSupported,
            "random networks with the same numbers of ties hold sets that are as close: some partners have many ties, and that is enough".to_owned(),
        ),
        [false, _, _] => (
            Verdict::NotSupported,
            "the ties are closer in places than chance, but no one set holds over the ways of looking for it".to_owned(),
        ),
        [_, _, false] => (
            Verdict::NotSupported,
            "the set that holds is not denser inside, against its boundary, than sets with as many ties".to_owned(),
        ),
    };
    Ok(line)
}

/// Numbers that decide nothing: whether there is any core at all beyond the dyads of the network, which nearly every
/// network has, and whether partners with many ties are tied to one another more than those numbers give.
fn second_views(
    net: &Network,
    closed: &CorePeripheryOptions,
    options: &InGroupOptions,
    control: &Control,
    line: &mut Line,
) -> Result<(), Error> {
    let mut add = |statistic: &str, label: &str, beyond: &Beyond, asked: &str| {
        line.rows.push(Row {
            passed: None,
            note: "a second view; decides nothing".to_owned(),
            ..Row::beside(LineName::Structure, statistic, label, beyond, options.alpha)
        });
        line.sentences.push(format!(
            "A second view, {asked}: {:.3} beside {:.3} on average (p = {}).",
            beyond.observed,
            beyond.mean,
            short(beyond.p_high)
        ));
    };
    let dyads = CoreTestOptions {
        null: CoreNull::DyadCensus,
        draws: options.draws,
        seed: options.seed,
    };
    let found = net.core_periphery_test(closed, &dyads, control)?;
    if let Some(beyond) = found.beyond.filter(|b| b.draws > 0) {
        add(
            "fit of the closest set",
            "dyad census kept",
            &beyond,
            "the fit beside networks that keep only how many pairs are tied",
        );
    }
    let clubs = RichClubOptions {
        draws: options.draws,
        seed: options.seed,
        ..RichClubOptions::default()
    };
    if let Some(whole) = net
        .rich_club(&clubs, control)?
        .whole
        .filter(|b| b.draws > 0)
    {
        add(
            "largest excess of a rich club",
            "numbers of ties kept",
            &whole,
            "ties among the partners with most ties, in standard deviations",
        );
    }
    Ok(())
}

/// Densities inside and across, and ties returned, beside sets of the same size and numbers of ties. Whether
/// the set is denser inside than towards the others at the level.
fn exclusivity(
    net: &Network,
    set: &[u32],
    options: &InGroupOptions,
    control: &Control,
    line: &mut Line,
) -> Result<bool, Error> {
    let asked = ExclusivityOptions {
        draws: options.draws,
        seed: options.seed,
        ..Default::default()
    };
    let found = net.exclusivity(set, &asked, control)?;
    let mut holds = false;
    for row in &found.rows {
        let decides = row.statistic == SetStatistic::DensityDifference;
        let passed = row.test.as_ref().map(|test| test.p_high <= options.alpha);
        holds |= decides && passed == Some(true);
        line.rows.push(Row {
            value: row.value,
            low: row.interval.map(|i| i.low),
            high: row.interval.map(|i| i.high),
            n: (row.n > 0).then_some(row.n),
            expected: row
                .test
                .as_ref()
                .map(|test| test.mean)
                .filter(|mean| mean.is_finite()),
            p: row.test.as_ref().map(|test| test.p_high),
            smallest_p: row.test.as_ref().map(|test| test.smallest),
            draws: row.test.as_ref().map(|test| test.draws),
            passed: None,
            note: "the set was chosen by these ties: p describes it and tests nothing".to_owned(),
            ..Row::new(
                LineName::Structure,
                &row.statistic.to_string().replace('_', " "),
                "the closest set",
            )
        });
    }
    line.sentences.push(found.sentence);
    line.caveats.push(
        "The comparison with other sets describes the set; it was looked for among all sets, so whether it is more than chance is said by the random networks.".to_owned(),
    );
    Ok(holds)
}
