//! The tables as plain Rust rows, each with the spreadsheet row it came from.

use commonweal_equity::Count;

use crate::parsed::{Parsed, Row};
use crate::raw::RawTable;
use crate::value::{Answer, Date, Period};

/// One organisation, department or person of the partnership.
#[derive(Debug, Clone, PartialEq)]
pub struct Partner {
    /// Spreadsheet row.
    pub row: u32,
    /// Its id, unique and the same in every wave.
    pub partner_id: String,
    /// Its name, shown only as the naming policy allows.
    pub name: Option<String>,
    /// A short name for maps.
    pub map_label: Option<String>,
    /// `organisation` (default), `department` or `person`.
    pub level: &'static str,
    /// The partner it belongs to.
    pub parent_id: Option<String>,
    /// Its sector; `None` is unknown, not "other".
    pub sector: Option<String>,
    /// Its size class.
    pub size_class: Option<String>,
    /// Whether it is the backbone; no when not said.
    pub is_backbone: bool,
    /// Whether it is rooted in the community; `None` is unknown.
    pub community_rooted: Option<bool>,
    /// When it joined.
    pub joined_on: Option<Date>,
    /// When it left; `None` is still a partner.
    pub left_on: Option<Date>,
    /// Jobs it can take; `None` is no limit known.
    pub capacity: Option<u64>,
    /// Whether it may be named; unknown counts as no outside the backbone view.
    pub consent_named: Answer,
}

/// One round of the survey.
#[derive(Debug, Clone, PartialEq)]
pub struct Wave {
    /// Spreadsheet row.
    pub row: u32,
    /// Its id.
    pub wave_id: String,
    /// First day.
    pub starts_on: Option<Date>,
    /// Last day.
    pub ends_on: Option<Date>,
    /// Label for figures.
    pub label: Option<String>,
    /// Which questionnaire.
    pub instrument: Option<String>,
}

/// Who was asked and who answered. A partner without a row in a wave was not asked.
#[derive(Debug, Clone, PartialEq)]
pub struct RosterRow {
    /// Spreadsheet row.
    pub row: u32,
    /// The wave.
    pub wave_id: String,
    /// The partner.
    pub partner_id: String,
    /// Whether it was asked.
    pub asked: bool,
    /// Whether it answered.
    pub answered: bool,
    /// When it answered.
    pub answered_on: Option<Date>,
    /// Id of the list it saw, when it saw only part of the partners.
    pub roster_shown: Option<String>,
}

/// One relational question of the code book.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Spreadsheet row.
    pub row: u32,
    /// Its id.
    pub layer_id: String,
    /// What is asked.
    pub kind: &'static str,
    /// Whether A to B may differ from B to A by its meaning.
    pub directed: bool,
    /// Smallest and largest code of the scale; `None` where not told.
    pub scale: Option<(f64, f64)>,
    /// Labels of the scale, as (code, label).
    pub labels: Vec<(f64, String)>,
    /// The smallest value that counts as a tie.
    pub present_at: Option<f64>,
    /// Whether it was asked only about partners named in another layer.
    pub named_partners_only: bool,
    /// The layer that decides who was asked about.
    pub condition_layer: Option<String>,
    /// `either` (default), `both`, `mean`, `max` or `none`.
    pub symmetrise: &'static str,
}

/// One answer: source says of target.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    /// Spreadsheet row.
    pub row: u32,
    /// The wave.
    pub wave_id: String,
    /// Who reports.
    pub source_id: String,
    /// About whom.
    pub target_id: String,
    /// The question.
    pub layer_id: String,
    /// The answer; `None` = asked, not answered: unknown, not "no tie".
    pub value: Option<f64>,
    /// A weight of the user's own.
    pub weight: Option<f64>,
    /// When it was reported.
    pub reported_on: Option<Date>,
}

/// One meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Spreadsheet row.
    pub row: u32,
    /// Its id.
    pub event_id: String,
    /// When it took place.
    pub date: Option<Date>,
    /// `plenary`, `work_group` …; `None` is unknown.
    pub kind: Option<&'static str>,
    /// The work group that met.
    pub group_id: Option<String>,
    /// Whether it was open to all partners; `None` is unknown.
    pub open: Option<bool>,
    /// Length in minutes.
    pub minutes_total: Option<f64>,
    /// Minutes spent on reports.
    pub minutes_report: Option<f64>,
    /// Whether there was a check-in.
    pub had_checkin: Answer,
    /// Whether values were on the agenda.
    pub values_on_agenda: Answer,
    /// Whether data were reviewed.
    pub data_reviewed: Answer,
    /// Whether the data were disaggregated.
    pub data_disaggregated: Answer,
    /// Whether commitments were recorded.
    pub commitments_recorded: Answer,
    /// Whether the previous commitments were reviewed.
    pub previous_reviewed: Answer,
    /// Whether a partner without an attendance row was surely absent.
    pub attendance_complete: Answer,
}

/// Whether a partner was at a meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct Attendance {
    /// Spreadsheet row.
    pub row: u32,
    /// The meeting.
    pub event_id: String,
    /// The partner.
    pub partner_id: String,
    /// Pseudonym of the person; never exported.
    pub person_id: Option<String>,
    /// Whether it was there.
    pub attended: Answer,
    /// Whether it was invited.
    pub invited: Answer,
    /// In person, online …
    pub mode: Option<String>,
    /// Minutes it spoke.
    pub spoke_minutes: Option<f64>,
}

/// One indicator in one version of its definition.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Spreadsheet row.
    pub row: u32,
    /// Its id.
    pub indicator_id: String,
    /// The version of its definition; `""` when there is one only.
    pub definition_version: String,
    /// As it is shown.
    pub name: String,
    /// What it measures.
    pub kind: &'static str,
    /// Which way is better; `None` where not told.
    pub direction: Option<commonweal_equity::Direction>,
    /// `proportion`, `percent`, `rate_per`, `mean` or `count`.
    pub unit: &'static str,
    /// Whom it counts, in words for sentences: `third-graders`.
    pub population: Option<String>,
    /// What they reach, in words for sentences: `read at grade level`.
    pub outcome: Option<String>,
    /// Where it comes from.
    pub source: Option<String>,
    /// Who keeps it.
    pub owner: Option<String>,
}

/// One outcome of one group: counts, or a rate, or a range.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Spreadsheet row.
    pub row: u32,
    /// The indicator.
    pub indicator_id: String,
    /// The version of its definition; `""` when there is one only.
    pub definition_version: String,
    /// The period; `None` where unreadable, which was told.
    pub period: Option<Period>,
    /// The place; `None` is the whole area.
    pub place_id: Option<String>,
    /// The dimension: `all`, `race_ethnicity`, `race_ethnicity×gender`.
    pub dimension: String,
    /// The group: `all`, `Black`, `Black×girls`.
    pub group: String,
    /// The standard of categories.
    pub scheme: Option<String>,
    /// Whether the categories exclude each other; yes when not said.
    pub exclusive: bool,
    /// Children in the group, exact or a range; `None` where not given at all.
    pub n: Option<Count>,
    /// Children who reach it, exact or a range; `None` where there is no way to count them.
    pub successes: Option<Count>,
    /// The value in the indicator's unit, where it was given as a plain number.
    pub value: Option<f64>,
    /// Standard error of the value.
    pub se: Option<f64>,
    /// `ok`, `suppressed`, `top_coded`, `bottom_coded`, `range`, `not_collected` or `estimated`.
    pub value_status: &'static str,
    /// Whether the counts were derived from a rounded rate instead of being given.
    pub from_rate: bool,
}

/// One target.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Spreadsheet row.
    pub row: u32,
    /// The indicator.
    pub indicator_id: String,
    /// The dimension; `all` when not said.
    pub dimension: String,
    /// The group; `all` when not said.
    pub group: String,
    /// The place; `None` is the whole area.
    pub place_id: Option<String>,
    /// Where it starts.
    pub baseline_period: Option<Period>,
    /// By when.
    pub target_period: Option<Period>,
    /// The level as typed, e.g. `0.80` or `80%`: exact text, to be read as a fraction.
    pub target_value: String,
    /// `cohort` or `annual_increment`.
    pub basis: Option<&'static str>,
    /// Children promised by the target, if a number was promised.
    pub headcount: Option<u64>,
    /// How the level was chosen.
    pub set_by: Option<&'static str>,
}

/// All tables that were loaded. An empty vector may be a table without rows or one that was not given:
/// [`Tables::given`] says which.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tables {
    /// The partners.
    pub partners: Vec<Partner>,
    /// The waves.
    pub waves: Vec<Wave>,
    /// Who was asked and who answered.
    pub roster: Vec<RosterRow>,
    /// The code book of relational questions.
    pub layers: Vec<Layer>,
    /// The answers.
    pub ties: Vec<Tie>,
    /// The meetings.
    pub events: Vec<Event>,
    /// Who was there.
    pub attendance: Vec<Attendance>,
    /// The indicators.
    pub indicators: Vec<Indicator>,
    /// The outcomes by group.
    pub outcomes: Vec<Outcome>,
    /// The targets.
    pub targets: Vec<Target>,
    pub(crate) sources: Vec<Source>,
}

/// A table as it was loaded: the cells unchanged, and where each column of the contract stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Source {
    pub(crate) raw: RawTable,
    pub(crate) places: Vec<Option<usize>>,
}

impl Source {
    /// Columns that are not of the contract.
    pub(crate) fn extra_columns(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.raw.width()).filter(|c| !self.places.contains(&Some(*c)))
    }
}

impl Tables {
    /// Whether the table was given.
    pub fn given(&self, table: &str) -> bool {
        self.raw(table).is_some()
    }

    /// The table as it stood in its source: header and cells unchanged.
    pub fn raw(&self, table: &str) -> Option<&RawTable> {
        self.sources
            .iter()
            .map(|s| &s.raw)
            .find(|t| t.name() == table)
    }

    /// The source of a table as the user knows it, or `<table>.csv` when it was not given.
    pub(crate) fn file(&self, table: &str) -> String {
        self.raw(table)
            .map_or_else(|| format!("{table}.csv"), |t| t.file().to_owned())
    }
}

pub(crate) fn partner(row: Row<'_, '_>) -> Partner {
    Partner {
        row: row.number_in_sheet(),
        partner_id: row.id("partner_id"),
        name: row.owned("name"),
        map_label: row.owned("map_label"),
        level: row.word("level").unwrap_or("organisation"),
        parent_id: row.owned("parent_id"),
        sector: row.owned("sector"),
        size_class: row.owned("size_class"),
        is_backbone: row.bool("is_backbone").unwrap_or(false),
        community_rooted: row.bool("community_rooted"),
        joined_on: row.date("joined_on"),
        left_on: row.date("left_on"),
        capacity: row.integer("capacity"),
        consent_named: row.answer("consent_named"),
    }
}

pub(crate) fn wave(row: Row<'_, '_>) -> Wave {
    Wave {
        row: row.number_in_sheet(),
        wave_id: row.id("wave_id"),
        starts_on: row.date("starts_on"),
        ends_on: row.date("ends_on"),
        label: row.owned("label"),
        instrument: row.owned("instrument"),
    }
}

pub(crate) fn roster_row(row: Row<'_, '_>) -> RosterRow {
    RosterRow {
        row: row.number_in_sheet(),
        wave_id: row.id("wave_id"),
        partner_id: row.id("partner_id"),
        asked: row.bool("asked").unwrap_or(false),
        answered: row.bool("answered").unwrap_or(false),
        answered_on: row.date("answered_on"),
        roster_shown: row.owned("roster_shown"),
    }
}

pub(crate) fn layer(row: Row<'_, '_>) -> Layer {
    Layer {
        row: row.number_in_sheet(),
        layer_id: row.id("layer_id"),
        kind: row.word("kind").unwrap_or("other"),
        directed: row.bool("directed").unwrap_or(true),
        scale: row.number("scale_min").zip(row.number("scale_max")),
        labels: row.labels("labels"),
        present_at: row.number("present_at"),
        named_partners_only: row.word("asked_of") == Some("named_partners"),
        condition_layer: row.owned("condition_layer"),
        symmetrise: row.word("symmetrise").unwrap_or("either"),
    }
}

pub(crate) fn tie(row: Row<'_, '_>) -> Tie {
    Tie {
        row: row.number_in_sheet(),
        wave_id: row.id("wave_id"),
        source_id: row.id("source_id"),
        target_id: row.id("target_id"),
        layer_id: row.id("layer_id"),
        value: row.number("value"),
        weight: row.number("weight"),
        reported_on: row.date("reported_on"),
    }
}

pub(crate) fn event(row: Row<'_, '_>) -> Event {
    Event {
        row: row.number_in_sheet(),
        event_id: row.id("event_id"),
        date: row.date("date"),
        kind: row.word("type"),
        group_id: row.owned("group_id"),
        open: row.bool("open"),
        minutes_total: row.number("minutes_total"),
        minutes_report: row.number("minutes_report"),
        had_checkin: row.answer("had_checkin"),
        values_on_agenda: row.answer("values_on_agenda"),
        data_reviewed: row.answer("data_reviewed"),
        data_disaggregated: row.answer("data_disaggregated"),
        commitments_recorded: row.answer("commitments_recorded"),
        previous_reviewed: row.answer("previous_reviewed"),
        attendance_complete: row.answer("attendance_complete"),
    }
}

pub(crate) fn attendance(row: Row<'_, '_>) -> Attendance {
    Attendance {
        row: row.number_in_sheet(),
        event_id: row.id("event_id"),
        partner_id: row.id("partner_id"),
        person_id: row.owned("person_id"),
        attended: row.answer("attended"),
        invited: row.answer("invited"),
        mode: row.owned("mode"),
        spoke_minutes: row.number("spoke_minutes"),
    }
}

pub(crate) fn indicator(row: Row<'_, '_>) -> Indicator {
    use commonweal_equity::Direction;
    Indicator {
        row: row.number_in_sheet(),
        indicator_id: row.id("indicator_id"),
        definition_version: row.id("definition_version"),
        name: row.id("name"),
        kind: row.word("kind").unwrap_or("population_indicator"),
        direction: row.word("direction").map(|d| {
            if d == "lower" {
                Direction::Lower
            } else {
                Direction::Higher
            }
        }),
        unit: row.word("unit").unwrap_or("proportion"),
        population: row.owned("population"),
        outcome: row.owned("outcome"),
        source: row.owned("source"),
        owner: row.owned("owner"),
    }
}

pub(crate) fn target(row: Row<'_, '_>) -> Target {
    let part = |column| row.owned(column).unwrap_or_else(|| "all".into());
    let (dimension, group) = crate::outcomes::canonical(part("dimension"), part("group"));
    Target {
        row: row.number_in_sheet(),
        indicator_id: row.id("indicator_id"),
        dimension,
        group,
        place_id: row.owned("place_id"),
        baseline_period: row.period("baseline_period"),
        target_period: row.period("target_period"),
        target_value: row.id("target_value"),
        basis: row.word("basis"),
        headcount: row.integer("headcount"),
        set_by: row.word("set_by"),
    }
}

/// Rows of one table, empty when it was not given.
pub(crate) fn rows<T>(tables: &[Parsed<'_>], name: &str, build: fn(Row<'_, '_>) -> T) -> Vec<T> {
    tables
        .iter()
        .find(|t| t.spec.name == name)
        .map_or_else(Vec::new, |t| t.rows().map(build).collect())
}
