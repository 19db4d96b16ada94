//! The ten tables, column by column.

use super::Kind::{
    Answer, Bool, Category, Count, Date, Group, Id, Integer, Labels, Number, OneOf, Period, Rate,
    Text,
};
use super::Need::{Optional, Required, RequiredColumn};
use super::{Column, Kind, Need, Table};

const fn col(name: &'static str, kind: Kind, need: Need, note: &'static str) -> Column {
    Column::new(name, kind, need, note)
}

const PARTNER_WORDS: &[&str] = &[
    "id",
    "partner",
    "member",
    "organisation",
    "organization",
    "org",
    "org_id",
    "label",
];
const WAVE_WORDS: &[&str] = &["wave", "capture", "survey", "round"];
const INDICATOR_WORDS: &[&str] = &["indicator", "measure", "outcome"];

const fn indicator_id(note: &'static str) -> Column {
    col("indicator_id", Id, Required, note)
        .refers("indicators")
        .synonyms(INDICATOR_WORDS)
}

/// Kinds of relational questions.
pub(crate) const LAYER_KINDS: &[&str] = &[
    "awareness",
    "frequency",
    "intensity",
    "trust_reliability",
    "trust_mission",
    "trust_openness",
    "value_power",
    "value_involvement",
    "value_resources",
    "authority",
    "referral",
    "information",
    "funding",
    "competition",
    "other",
];

/// The tables of the contract, in the order in which problems are told.
pub const TABLES: &[Table] = &[
    Table {
        name: "partners",
        about: "One row for each organisation (or department, or person) of the partnership.",
        key: &["partner_id"],
        columns: &[
            col("partner_id", Id, Required, "unique, the same in every wave")
                .synonyms(PARTNER_WORDS),
            col(
                "name",
                Text,
                Optional,
                "shown only as the naming policy allows",
            )
            .synonyms(&["partner_name", "organisation_name", "organization_name"]),
            col("map_label", Text, Optional, "short; the name when empty"),
            col(
                "level",
                OneOf(&["organisation", "department", "person"]),
                Optional,
                "organisation when empty",
            ),
            col("parent_id", Id, Optional, "the partner this one belongs to")
                .refers("partners")
                .synonyms(&["parent"]),
            col(
                "sector",
                Category,
                Optional,
                "unknown when empty, not \"other\"",
            )
            .synonyms(&["type", "field"]),
            col(
                "size_class",
                Category,
                Optional,
                "for example small, medium, large",
            )
            .synonyms(&["size"]),
            col("is_backbone", Bool, Optional, "no when empty").synonyms(&["backbone", "convener"]),
            col("community_rooted", Bool, Optional, "unknown when empty"),
            col("joined_on", Date, Optional, "when it joined").synonyms(&["joined", "start"]),
            col("left_on", Date, Optional, "still a partner when empty").synonyms(&["left", "end"]),
            col(
                "capacity",
                Integer(0),
                Optional,
                "jobs it can take; no limit known when empty",
            ),
            col(
                "consent_named",
                OneOf(&["yes", "no", "unknown"]),
                Optional,
                "unknown when empty; unknown counts as no outside the backbone view",
            ),
            col("email", Text, Optional, "never exported").private(),
            col("contact", Text, Optional, "never exported").private(),
            col("role_description", Text, Optional, "never exported").private(),
            col("updated_on", Date, Optional, "never exported").private(),
        ],
    },
    Table {
        name: "waves",
        about: "One row for each round of the survey.",
        key: &["wave_id"],
        columns: &[
            col("wave_id", Id, Required, "for example 2024").synonyms(WAVE_WORDS),
            col("starts_on", Date, Required, "first day of the round")
                .synonyms(&["start", "from", "date"]),
            col("ends_on", Date, Optional, "last day of the round").synonyms(&["end", "to"]),
            col("label", Text, Optional, "for figures"),
            col("instrument", Text, Optional, "which questionnaire"),
        ],
    },
    Table {
        name: "roster",
        about: "One row for each partner asked in a wave: who was asked, who answered. No row = not asked.",
        key: &["wave_id", "partner_id"],
        columns: &[
            col("wave_id", Id, Required, "the wave")
                .refers("waves")
                .synonyms(WAVE_WORDS),
            col("partner_id", Id, Required, "the partner")
                .refers("partners")
                .synonyms(PARTNER_WORDS),
            col("asked", Bool, Required, "whether it was asked").synonyms(&["invited", "sent"]),
            col("answered", Bool, Required, "whether it answered").synonyms(&[
                "responded",
                "completed",
                "response",
            ]),
            col("answered_on", Date, Optional, "when it answered"),
            col(
                "roster_shown",
                Id,
                Optional,
                "id of the list it saw, when it saw only part of the partners",
            ),
        ],
    },
    Table {
        name: "layers",
        about: "The code book of relational questions: one row for each question.",
        key: &["layer_id"],
        columns: &[
            col("layer_id", Id, Required, "for example communication")
                .synonyms(&["layer", "question", "relation"]),
            col("kind", OneOf(LAYER_KINDS), Required, "what is asked").synonyms(&["type"]),
            col(
                "directed",
                Bool,
                Required,
                "whether A to B may differ from B to A by its meaning",
            ),
            col("scale_min", Number, Required, "smallest code of the scale").synonyms(&["min"]),
            col("scale_max", Number, Required, "largest code of the scale").synonyms(&["max"]),
            col("labels", Labels, Optional, "0=none|1=awareness"),
            col(
                "present_at",
                Number,
                Required,
                "the smallest value that counts as a tie",
            )
            .synonyms(&["threshold", "cut"]),
            col(
                "asked_of",
                OneOf(&["everyone", "named_partners"]),
                Required,
                "everyone, or only about partners named in another layer",
            ),
            col(
                "condition_layer",
                Id,
                Optional,
                "the layer that decides who is asked about",
            )
            .refers("layers"),
            col(
                "symmetrise",
                OneOf(&["either", "both", "mean", "max", "none"]),
                Optional,
                "either when empty",
            )
            .synonyms(&["symmetrize"]),
        ],
    },
    Table {
        name: "ties",
        about: "One row for each answer: in this wave, source says of target, on this question, this value.",
        key: &["wave_id", "source_id", "target_id", "layer_id"],
        columns: &[
            col("wave_id", Id, Required, "the wave")
                .refers("waves")
                .synonyms(WAVE_WORDS),
            col("source_id", Id, Required, "who reports")
                .refers("partners")
                .synonyms(&["from", "source", "ego", "respondent", "reporter", "rater"]),
            col("target_id", Id, Required, "about whom")
                .refers("partners")
                .synonyms(&["to", "target", "alter", "ratee"]),
            col("layer_id", Id, Required, "the question")
                .refers("layers")
                .synonyms(&["layer", "relation", "question", "type"]),
            col(
                "value",
                Number,
                RequiredColumn,
                "the answer as a number; empty = asked, not answered",
            )
            .synonyms(&["strength", "score", "rating", "answer"]),
            col("weight", Number, Optional, "a weight of your own"),
            col("reported_on", Date, Optional, "when it was reported"),
        ],
    },
    Table {
        name: "events",
        about: "One row for each meeting.",
        key: &["event_id"],
        columns: &[
            col("event_id", Id, Required, "the meeting").synonyms(&[
                "event",
                "meeting",
                "meeting_id",
            ]),
            col("date", Date, Required, "when it took place").synonyms(&[
                "held_on",
                "day",
                "event_date",
            ]),
            col(
                "type",
                OneOf(&[
                    "plenary",
                    "work_group",
                    "steering",
                    "one_to_one",
                    "side",
                    "community",
                    "networking",
                    "other",
                ]),
                Optional,
                "unknown when empty",
            ),
            col("group_id", Id, Optional, "the work group that met"),
            col(
                "open",
                Bool,
                Optional,
                "open to all partners; unknown when empty",
            ),
            col("minutes_total", Number, Optional, "length in minutes"),
            col(
                "minutes_report",
                Number,
                Optional,
                "minutes spent on reports",
            ),
            col("had_checkin", Answer, Optional, "unknown when empty"),
            col("values_on_agenda", Answer, Optional, "unknown when empty"),
            col("data_reviewed", Answer, Optional, "unknown when empty"),
            col("data_disaggregated", Answer, Optional, "unknown when empty"),
            col(
                "commitments_recorded",
                Answer,
                Optional,
                "unknown when empty",
            ),
            col("previous_reviewed", Answer, Optional, "unknown when empty"),
            col(
                "attendance_complete",
                Answer,
                Optional,
                "yes = a partner without an attendance row was not there; unknown when empty",
            ),
        ],
    },
    Table {
        name: "attendance",
        about: "One row for each partner (or person) of whom it is recorded whether it was at a meeting.",
        key: &["event_id", "partner_id", "person_id"],
        columns: &[
            col("event_id", Id, Required, "the meeting")
                .refers("events")
                .synonyms(&["event", "meeting", "meeting_id"]),
            col("partner_id", Id, Required, "the partner")
                .refers("partners")
                .synonyms(PARTNER_WORDS),
            col("person_id", Id, Optional, "pseudonym of the person").private(),
            col("attended", Answer, Required, "yes, no or unknown").synonyms(&["present", "came"]),
            col("invited", Answer, Optional, "unknown when empty"),
            col("mode", Text, Optional, "for example in person, online"),
            col("spoke_minutes", Number, Optional, "minutes it spoke"),
        ],
    },
    Table {
        name: "indicators",
        about: "One row for each indicator and version of its definition.",
        key: &["indicator_id", "definition_version"],
        columns: &[
            col("indicator_id", Id, Required, "for example early_reading")
                .synonyms(INDICATOR_WORDS),
            col("definition_version", Id, Optional, "one version when empty")
                .synonyms(&["version"]),
            col("name", Text, Required, "as it is shown").synonyms(&["label", "title"]),
            col(
                "kind",
                OneOf(&[
                    "population_indicator",
                    "performance_how_much",
                    "performance_how_well",
                    "performance_better_off",
                ]),
                Required,
                "what it measures",
            )
            .synonyms(&["type"]),
            col(
                "direction",
                OneOf(&["higher", "lower"]),
                Required,
                "which way is better; never guessed",
            ),
            col(
                "unit",
                OneOf(&["proportion", "percent", "rate_per", "mean", "count"]),
                Required,
                "unit of outcomes.value",
            ),
            col("source", Text, Optional, "where it comes from"),
            col(
                "population",
                Text,
                Optional,
                "whom it counts, for sentences: third-graders",
            ),
            col(
                "outcome",
                Text,
                Optional,
                "what they reach, for sentences: read at grade level",
            ),
            col("owner", Text, Optional, "who keeps it"),
        ],
    },
    Table {
        name: "outcomes",
        about: "One row for each indicator, period, place and group: counts where you have them.",
        key: &[
            "indicator_id",
            "definition_version",
            "period",
            "place_id",
            "dimension",
            "group",
            "scheme",
        ],
        columns: &[
            indicator_id("the indicator"),
            col("definition_version", Id, Optional, "as in indicators").synonyms(&["version"]),
            col(
                "period",
                Period,
                Required,
                "2024, 2023-24, 2024-03 or 2024-Q1",
            )
            .synonyms(&["year", "school_year", "date", "timeframe"]),
            col("place_id", Id, Optional, "the whole area when empty").synonyms(&[
                "place",
                "school",
                "site",
                "school_id",
                "location",
            ]),
            col(
                "dimension",
                Group,
                Required,
                "all, race_ethnicity, ...; a×b for intersections",
            ),
            col("group", Group, Required, "all, Black, ...")
                .synonyms(&["subgroup", "category", "level"]),
            col("scheme", Group, Optional, "the standard of categories"),
            col(
                "exclusive",
                Bool,
                Optional,
                "no for overlapping categories; yes when empty",
            ),
            col("numerator", Count, Optional, "children who reach it").synonyms(&[
                "successes",
                "proficient",
                "k",
                "met",
            ]),
            col("denominator", Count, Optional, "children in the group")
                .synonyms(&["total", "n", "tested", "enrolled", "denom"]),
            col("value", Rate, Optional, "when there are no counts")
                .synonyms(&["rate", "percent", "pct"]),
            col("se", Number, Optional, "standard error of value"),
            col("n", Count, Optional, "children behind value").synonyms(&["size", "sample_size"]),
            col(
                "value_status",
                OneOf(&[
                    "ok",
                    "suppressed",
                    "top_coded",
                    "bottom_coded",
                    "range",
                    "not_collected",
                    "estimated",
                ]),
                Optional,
                "ok when empty",
            ),
            col(
                "lower",
                Number,
                Optional,
                "lower end of a range, in the unit of value",
            ),
            col(
                "upper",
                Number,
                Optional,
                "upper end of a range, in the unit of value",
            ),
        ],
    },
    Table {
        name: "targets",
        about: "One row for each target.",
        key: &["indicator_id", "dimension", "group", "place_id"],
        columns: &[
            indicator_id("the indicator"),
            col("dimension", Group, Optional, "all when empty"),
            col("group", Group, Optional, "all when empty"),
            col("place_id", Id, Optional, "the whole area when empty"),
            col("baseline_period", Period, Required, "where it starts")
                .synonyms(&["baseline", "from"]),
            col("target_period", Period, Required, "by when").synonyms(&[
                "target_year",
                "by",
                "to",
            ]),
            col(
                "target_value",
                Rate,
                Required,
                "in the unit of the indicator",
            )
            .synonyms(&["target", "goal"]),
            col(
                "basis",
                OneOf(&["cohort", "annual_increment"]),
                Optional,
                "needed when headcount is given: gain of one cohort, or more each year",
            ),
            col(
                "headcount",
                Integer(0),
                Optional,
                "children promised by the target, if a number was promised",
            ),
            col(
                "set_by",
                OneOf(&[
                    "percent_improvement",
                    "percentage_point",
                    "projection",
                    "minimal_significance",
                    "policy",
                    "maintain",
                    "judgement",
                ]),
                Optional,
                "how the level was chosen",
            ),
        ],
    },
];
