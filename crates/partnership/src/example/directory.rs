//! Who is at the table: 41 organisations of an invented valley, and `partners.csv`.
//!
//! The directory is the same for every seed; which of its organisations form the in-group is drawn
//! (`roles`). Every name is made up, and no person is named.

use super::draw::{Draw, Purpose};
use super::table::{Table, true_false, yes_no};

/// Position of the backbone organisation in [`ORGANISATIONS`].
pub(crate) const BACKBONE: usize = 0;

/// One organisation of the directory.
pub(crate) struct Organisation {
    pub(crate) name: &'static str,
    pub(crate) map_label: &'static str,
    pub(crate) sector: &'static str,
    pub(crate) size_class: &'static str,
    /// Level of the person who usually sits at the table for it, in the words of the people table.
    pub(crate) title_level: &'static str,
    pub(crate) work_group: &'static str,
    pub(crate) community_rooted: bool,
}

impl Organisation {
    /// A large institution that sends an executive: 14 of the 40 beside the backbone.
    pub(crate) fn is_executive_of_large(&self) -> bool {
        self.size_class == "large" && self.title_level == "executive"
    }
}

const fn org(
    name: &'static str,
    map_label: &'static str,
    sector: &'static str,
    size_class: &'static str,
    title_level: &'static str,
    work_group: &'static str,
) -> Organisation {
    Organisation {
        name,
        map_label,
        sector,
        size_class,
        title_level,
        work_group,
        community_rooted: false,
    }
}

const fn rooted(
    name: &'static str,
    map_label: &'static str,
    sector: &'static str,
    size_class: &'static str,
    title_level: &'static str,
    work_group: &'static str,
) -> Organisation {
    Organisation {
        community_rooted: true,
        ..org(name, map_label, sector, size_class, title_level, work_group)
    }
}

/// The work groups, eight organisations each; the backbone belongs to none and staffs all.
pub(crate) const WORK_GROUPS: [&str; 5] = [
    "early-literacy",
    "family-health",
    "summer-learning",
    "family-income",
    "family-voice",
];

#[rustfmt::skip]
pub(crate) const ORGANISATIONS: [Organisation; 41] = [
    org("Tarrow Valley Learning Compact", "Compact", "community_based", "medium", "executive", ""),
    org("Eastmere Unified School District", "School District", "schools", "large", "executive", "early-literacy"),
    org("Lindenfield Charter Network", "Lindenfield", "schools", "medium", "manager", "early-literacy"),
    org("Bright Harbor Preschools", "Bright Harbor", "schools", "medium", "manager", "early-literacy"),
    org("Mill Creek Teachers' Association", "Teachers' Assn", "schools", "medium", "staff", "early-literacy"),
    org("Tarrow State University", "State University", "higher_education", "large", "executive", "early-literacy"),
    org("Riverbend Community College", "Riverbend College", "higher_education", "large", "executive", "summer-learning"),
    org("Saint Osmund Hospital System", "Saint Osmund", "health", "large", "executive", "family-health"),
    org("Lakeside Pediatric Clinics", "Lakeside Clinics", "health", "medium", "manager", "family-health"),
    org("Calder Health Plan", "Calder Health", "health", "large", "executive", "family-health"),
    rooted("Doula and Midwife Circle", "Doula Circle", "health", "small", "staff", "family-health"),
    org("Quiet Path Counseling", "Quiet Path", "health", "small", "manager", "family-health"),
    org("Eastmere Mayor's Office", "Mayor's Office", "local_government", "large", "executive", "family-voice"),
    org("Tarrow County Human Services", "Human Services", "local_government", "large", "executive", "family-health"),
    org("Seven Rivers Library District", "Library District", "local_government", "medium", "manager", "early-literacy"),
    org("Eastmere Parks and Recreation", "Parks & Rec", "local_government", "medium", "manager", "summer-learning"),
    org("Regional Housing Authority", "Housing Authority", "local_government", "large", "executive", "family-income"),
    org("Juvenile and Family Court Services", "Family Court", "local_government", "medium", "manager", "family-health"),
    org("Amberline Foundation", "Amberline", "philanthropy", "large", "executive", "family-voice"),
    org("Tarrow Community Fund", "Community Fund", "philanthropy", "large", "executive", "family-income"),
    org("Kestrel Giving Circle", "Kestrel Circle", "philanthropy", "small", "staff", "family-voice"),
    org("Eastmere Chamber of Commerce", "Chamber", "business", "medium", "executive", "family-income"),
    org("Norwick Manufacturing", "Norwick", "business", "large", "executive", "family-income"),
    org("First Ironwood Bank", "Ironwood Bank", "business", "large", "executive", "family-income"),
    org("Pinecrest Power and Light", "Pinecrest Power", "business", "large", "executive", "family-income"),
    org("Corner Grocers Cooperative", "Corner Grocers", "business", "small", "manager", "summer-learning"),
    org("Interfaith Council of the Valley", "Interfaith Council", "faith", "medium", "executive", "family-voice"),
    rooted("Cedar Street Congregation", "Cedar Street", "faith", "small", "other", "summer-learning"),
    rooted("Crescent Lane Mosque", "Crescent Lane", "faith", "small", "staff", "family-voice"),
    rooted("Southside Parents Union", "Parents Union", "community_based", "small", "resident", "family-voice"),
    rooted("Black Families Reading Alliance", "Reading Alliance", "community_based", "small", "executive", "family-voice"),
    rooted("Casa del Río Family Center", "Casa del Río", "community_based", "small", "manager", "family-voice"),
    rooted("Highland Refugee Welcome", "Refugee Welcome", "community_based", "small", "staff", "family-health"),
    rooted("Youth Voice Eastmere", "Youth Voice", "community_based", "small", "youth", "summer-learning"),
    rooted("Millrace Neighborhood House", "Millrace House", "community_based", "medium", "executive", "summer-learning"),
    rooted("Fathers at the Table", "Fathers", "community_based", "small", "staff", "family-income"),
    org("Early Literacy Volunteers", "Volunteers", "community_based", "small", "staff", "early-literacy"),
    org("Northgate After-School Club", "Northgate Club", "community_based", "medium", "manager", "summer-learning"),
    rooted("Wheelhouse Transit Riders", "Transit Riders", "community_based", "small", "staff", "family-income"),
    org("Valley Transit Agency", "Transit Agency", "local_government", "large", "executive", "summer-learning"),
    org("Lantern Children's Museum", "Lantern Museum", "community_based", "medium", "manager", "early-literacy"),
];

const FOUNDED: &str = "2021-09-01";
/// Two organisations joined after the first wave and one left after the second.
const LATE_JOINERS: [(usize, &str); 2] = [(32, "2024-02-01"), (38, "2024-09-01")];
const LEAVER: (usize, &str) = (25, "2025-05-15");

/// Every organisation, by position.
pub(crate) fn everyone() -> Vec<usize> {
    (0..ORGANISATIONS.len()).collect()
}

/// The organisation's `partner_id`: P001 is the backbone.
pub(crate) fn partner_id(position: usize) -> String {
    format!("P{:03}", position + 1)
}

pub(crate) fn joined_on(position: usize) -> &'static str {
    LATE_JOINERS
        .iter()
        .find(|(joiner, _)| *joiner == position)
        .map_or(FOUNDED, |(_, date)| date)
}

pub(crate) fn left_on(position: usize) -> Option<&'static str> {
    (position == LEAVER.0).then_some(LEAVER.1)
}

/// Whether the organisation was a partner on an ISO date (such dates order as text).
pub(crate) fn is_member(position: usize, date: &str) -> bool {
    joined_on(position) <= date && left_on(position).is_none_or(|left| date <= left)
}

/// A partner from before the first wave to after the last meeting.
pub(crate) fn is_lasting(position: usize) -> bool {
    joined_on(position) == FOUNDED && left_on(position).is_none()
}

/// `partners.csv`.
pub(crate) fn partners(seed: u64) -> Table {
    let mut draw = Draw::new(seed, Purpose::Directory);
    let mut table = Table::new(
        "partners.csv",
        &[
            "partner_id",
            "name",
            "map_label",
            "level",
            "sector",
            "size_class",
            "is_backbone",
            "community_rooted",
            "joined_on",
            "left_on",
            "capacity",
            "consent_named",
            "title_level",
            "work_group",
        ],
    );
    for (position, organisation) in ORGANISATIONS.iter().enumerate() {
        let capacity = match organisation.size_class {
            "large" => draw.between(2, 4),
            "medium" => draw.between(1, 3),
            _ => draw.between(1, 2),
        };
        let consent = match draw.weighted(&[75, 10, 15]) {
            0 => yes_no(true),
            1 => yes_no(false),
            _ => "unknown",
        };
        table.push(&[
            &partner_id(position),
            organisation.name,
            organisation.map_label,
            "organisation",
            organisation.sector,
            organisation.size_class,
            true_false(position == BACKBONE),
            true_false(organisation.community_rooted),
            joined_on(position),
            left_on(position).unwrap_or_default(),
            &capacity.to_string(),
            if position == BACKBONE { "yes" } else { consent },
            organisation.title_level,
            organisation.work_group,
        ]);
    }
    table
}

/// The valley's thirty elementary schools, S01 to S30.
pub(crate) const SCHOOLS: [&str; 30] = [
    "Alder Hill",
    "Ashgrove",
    "Beacon Street",
    "Birchmere",
    "Bluff View",
    "Canal Row",
    "Chestnut Park",
    "Dovetail",
    "Elm Crossing",
    "Fairwater",
    "Ferry Landing",
    "Foundry",
    "Gristmill",
    "Hawthorn",
    "Heron Lake",
    "Juniper",
    "Kiln Road",
    "Larkspur",
    "Locust Grove",
    "Meadowlark",
    "Old Quarry",
    "Orchard Lane",
    "Pelham Square",
    "Quail Run",
    "Redbank",
    "Saltbox",
    "Stonegate",
    "Tannery",
    "Upland",
    "Willow Bend",
];

/// The school's `place_id`.
pub(crate) fn place_id(school: usize) -> String {
    format!("S{:02}", school + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_as_the_docs_say() {
        // 14 executives of large institutions among 40: the setting of the hypergeometric example
        // P(X >= 6 of 8) = 0.01389.
        let beside = &ORGANISATIONS[1..];
        assert_eq!(beside.len(), 40);
        let large = beside.iter().filter(|o| o.is_executive_of_large()).count();
        assert_eq!(large, 14);
        for group in WORK_GROUPS {
            assert_eq!(beside.iter().filter(|o| o.work_group == group).count(), 8);
        }
        let lasting = everyone().into_iter().filter(|&p| is_lasting(p)).count();
        assert_eq!(lasting, 38);
        assert!(is_lasting(BACKBONE));
    }

    #[test]
    fn membership_includes_its_first_and_last_day() {
        assert!(!is_member(32, "2024-01-31") && is_member(32, "2024-02-01"));
        assert!(is_member(25, "2025-05-15") && !is_member(25, "2025-05-16"));
    }
}
