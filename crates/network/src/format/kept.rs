//! What a network carries beside its ties, as a format can keep it, and notes of what it cannot.

use crate::network::{Network, ValueMeans};

use super::document::{ANSWERED, BACKBONE, OPEN};

/// An attribute of the partners on its way into a file.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) values: Vec<Option<String>>,
}

/// What a format has room for.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// Attributes of partners, with them the backbone and who answered.
    pub(super) attributes: bool,
    /// Cells nobody has spoken about.
    pub(super) unknown: bool,
    /// Whether ties have a direction.
    pub(super) direction: bool,
}

/// Open cells beyond which they are left out of a file (each costs the length of an id).
const MOST_OPEN: usize = 1 << 24;

/// The attributes of the partners with the backbone and what was observed as attributes of their own.
/// A name in `taken` (a field of the format itself) gets an underscore, and that is told.
pub(super) fn columns(net: &Network, taken: &[&str], notes: &mut Vec<String>) -> Vec<Column> {
    let n = net.partners() as u32;
    let mut columns: Vec<Column> = Vec::new();
    for attribute in net.attributes() {
        let mut name = attribute.name().to_owned();
        let is_taken = |name: &str, columns: &[Column]| {
            taken
                .iter()
                .chain(&[BACKBONE, ANSWERED, OPEN])
                .any(|t| t.eq_ignore_ascii_case(name))
                || columns.iter().any(|c| c.name == name)
        };
        if name.is_empty() || is_taken(&name, &columns) {
            while name.is_empty() || is_taken(&name, &columns) {
                name.push('_');
            }
            notes.push(format!(
                "The attribute \"{}\" is called \"{name}\" in the file.",
                attribute.name()
            ));
        }
        let values = (0..n)
            .map(|i| attribute.category(i).map(str::to_owned))
            .collect();
        columns.push(Column { name, values });
    }
    if !net.backbone().is_empty() {
        let mut values = vec![Some("false".to_owned()); net.partners()];
        for &i in net.backbone() {
            values[i as usize] = Some("true".to_owned());
        }
        columns.push(Column {
            name: BACKBONE.to_owned(),
            values,
        });
    }
    let observed = net.observed();
    if observed.is_complete() {
        return columns;
    }
    let word = |i: u32| match (observed.asked(i), observed.answered(i)) {
        (_, true) => "yes",
        (true, false) => "no",
        (false, false) => "not asked",
    };
    let values = (0..n).map(|i| Some(word(i).to_owned())).collect();
    columns.push(Column {
        name: ANSWERED.to_owned(),
        values,
    });
    let respondents = (0..n).filter(|&i| observed.answered(i));
    let open_cells = respondents
        .flat_map(|i| observed.open_cells(i))
        .take(MOST_OPEN + 1)
        .count();
    if open_cells > MOST_OPEN {
        notes.push("The cells that respondents left open are too many for the file; they will read as no tie.".to_owned());
    } else if open_cells > 0 {
        let open = |i: u32| {
            let ids: Vec<String> = observed
                .answered(i)
                .then(|| observed.open_cells(i))
                .into_iter()
                .flatten()
                .map(|j| net.labels().get(j).into_owned())
                .collect();
            (!ids.is_empty()).then(|| serde_json::json!(ids).to_string())
        };
        columns.push(Column {
            name: OPEN.to_owned(),
            values: (0..n).map(open).collect(),
        });
    }
    columns
}

/// What of a network a format with this `room` cannot hold, as sentences.
pub(super) fn lost(net: &Network, room: Room) -> Vec<String> {
    let mut notes = Vec::new();
    let observed = net.observed();
    if !room.attributes && !net.attributes().is_empty() {
        notes.push("The attributes of the partners are not in the file.".to_owned());
    }
    if !room.attributes && !net.backbone().is_empty() {
        notes.push("The backbone marks are not in the file.".to_owned());
    }
    let cells = net.cell_counts();
    if !room.unknown && cells.known < cells.possible {
        let (unknown, possible) = (cells.possible - cells.known, cells.possible);
        notes.push(format!("{unknown} of {possible} cells are unknown. The file cannot say so; whoever reads it takes them for no tie."));
    }
    if room.unknown && observed.is_assumed() {
        notes.push("That who answered was assumed from the ties is not in the file.".to_owned());
    }
    if room.unknown && !observed.is_complete() && net.pending_rows().is_some() {
        notes.push(
            "The rule by which two reports were made into one is not in the file: pairs that wait for the \
             word of the second side will read as no tie, and pairs that one side denied as open."
                .to_owned(),
        );
    }
    if !room.direction && !net.is_directed() {
        notes.push("The file cannot say that ties have no direction: every tie stands in both; read it with directed=False.".to_owned());
    }
    if net.is_valued() && net.value_means() == ValueMeans::Distance {
        notes.push("The file does not say that values are distances; read it with value_means=\"distance\".".to_owned());
    }
    if !net.notes().is_empty() {
        notes.push("The notes of the network are not in the file.".to_owned());
    }
    notes
}

/// Where a format with a number in every tie makes a network whose values are all 1 read as one without.
pub(super) fn all_ones(net: &Network) -> Option<String> {
    let ones = net.is_valued() && net.ties() > 0 && net.iter_ties().all(|(_, _, v)| v == Some(1.0));
    ones.then(|| "All values are 1; the file will be read as ties without values.".to_owned())
}

/// The ties as a matrix-like format lists them: an undirected one in both directions.
pub(super) fn in_both_directions(
    net: &Network,
) -> impl Iterator<Item = (u32, u32, Option<f64>)> + '_ {
    let once = net.is_directed();
    net.iter_ties()
        .flat_map(move |(i, j, v)| [Some((i, j, v)), (!once).then_some((j, i, v))])
        .flatten()
}
