//! Who plays which part: the planted in-group, the well-connected who are not in it, who did not answer.

use super::directory::{BACKBONE, ORGANISATIONS, everyone, is_lasting, is_member};
use super::draw::{Draw, Purpose};

/// Size of the planted in-group, and how many of it are executives of large institutions.
pub(crate) const IN_GROUP: usize = 8;
pub(crate) const IN_GROUP_EXECUTIVES: usize = 6;
/// Organisations with many ties that are no group: a core finder must not take degree for closure.
const CONNECTORS: usize = 4;

/// The parts, as positions in the directory.
pub(crate) struct Roles {
    pub(crate) in_group: Vec<usize>,
    pub(crate) connectors: Vec<usize>,
}

impl Roles {
    pub(crate) fn draw(seed: u64) -> Self {
        let mut draw = Draw::new(seed, Purpose::Roles);
        let from = |keep: &dyn Fn(usize) -> bool| -> Vec<usize> {
            everyone()
                .into_iter()
                .filter(|&p| p != BACKBONE && is_lasting(p) && keep(p))
                .collect()
        };
        let executives = from(&|p| ORGANISATIONS[p].is_executive_of_large());
        let others = from(&|p| {
            !ORGANISATIONS[p].is_executive_of_large() && !ORGANISATIONS[p].community_rooted
        });
        let mut in_group = draw.sample(&executives, IN_GROUP_EXECUTIVES);
        in_group.extend(draw.sample(&others, IN_GROUP - IN_GROUP_EXECUTIVES));
        in_group.sort_unstable();
        let outside = from(&|p| !in_group.contains(&p));
        let connectors = draw.sample(&outside, CONNECTORS);
        Self {
            in_group,
            connectors,
        }
    }

    pub(crate) fn in_group(&self, position: usize) -> bool {
        self.in_group.contains(&position)
    }

    pub(crate) fn connector(&self, position: usize) -> bool {
        self.connectors.contains(&position)
    }
}

/// One survey wave: when, who was asked, who answered (positions in the directory).
pub(crate) struct Wave {
    pub(crate) id: &'static str,
    pub(crate) starts_on: &'static str,
    pub(crate) ends_on: &'static str,
    pub(crate) asked: Vec<usize>,
    pub(crate) answered: Vec<usize>,
}

impl Wave {
    pub(crate) fn answered(&self, position: usize) -> bool {
        self.answered.contains(&position)
    }

    pub(crate) fn asked(&self, position: usize) -> bool {
        self.asked.contains(&position)
    }

    pub(crate) fn non_respondents(&self) -> Vec<usize> {
        let mut silent = self.asked.clone();
        silent.retain(|&p| !self.answered(p));
        silent
    }
}

/// The two waves. Of 41 partners 39 had joined by the first and 38 answered it. All 41 were asked in the
/// second and 27 answered: the backbone and 26 of the other 40, which is 65 % exactly (27 of 41 is 65.9 %).
/// Of the 14 silent, two are of the in-group.
pub(crate) fn waves(seed: u64, roles: &Roles) -> [Wave; 2] {
    let mut draw = Draw::new(seed, Purpose::Response);
    let mut wave = |id, starts_on, ends_on, silent_in_group, silent_outside| {
        let asked: Vec<usize> = everyone()
            .into_iter()
            .filter(|&p| is_member(p, starts_on))
            .collect();
        let outside: Vec<usize> = asked
            .iter()
            .copied()
            .filter(|&p| p != BACKBONE && !roles.in_group(p))
            .collect();
        let mut silent = draw.sample(&roles.in_group, silent_in_group);
        silent.extend(draw.sample(&outside, silent_outside));
        let mut answered = asked.clone();
        answered.retain(|p| !silent.contains(p));
        Wave {
            id,
            starts_on,
            ends_on,
            asked,
            answered,
        }
    };
    [
        wave("2023", "2023-03-06", "2023-04-07", 0, 1),
        wave("2025", "2025-03-03", "2025-04-11", 2, 12),
    ]
}
