//! From the tables to a network of one layer in one wave, with what is unknown kept unknown.

use std::collections::{HashMap, HashSet};

use commonweal_network::{
    Attribute, BuildOptions, Labels, Network, Observed, Survey, Symmetrise, Ties,
};

use crate::contract::{self, normal};
use crate::error::Error;
use crate::parsed::present;
use crate::response::{self, Response};
use crate::tables::{Layer, Partner, Tables, Tie, Wave};
use crate::value::{Answer, Date};

/// Which network to build.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NetworkOptions {
    /// The wave; may be left out when there is one only.
    pub wave: Option<String>,
    /// How two reports about a pair become one; the layer's own rule (`either` where it states none)
    /// when left out.
    pub symmetrise: Option<Symmetrise>,
}

impl Layer {
    /// How two reports about a pair become one: as asked, else by the layer's own rule (`either` where it
    /// states none). A relation that has no direction by its meaning is never left as two reports.
    pub fn rule(&self, asked: Option<Symmetrise>) -> Symmetrise {
        match asked.unwrap_or_else(|| self.symmetrise.parse().unwrap_or_default()) {
            Symmetrise::None if !self.directed => Symmetrise::Either,
            rule => rule,
        }
    }
}

impl Tables {
    /// The network of one layer in one wave. O(partners + ties of the tables).
    ///
    /// * **Partners**: everyone in `partners` who belonged to the partnership in that wave
    ///   ([`Tables::members`]); those without ties are isolates. Labels are the partner ids; `sector`,
    ///   `size_class`, `level`, `community_rooted`, `consent_named` and extra columns become attributes; the
    ///   backbone is marked.
    /// * **Ties**: answers of at least `present_at`; the answer is the tie's value (strength).
    /// * **Unknown**: everything that a partner who was not asked, or did not answer, would have said;
    ///   cells left empty; what a respondent who saw part of the list (`roster_shown`) did not name. All
    ///   else without a row is no tie.
    /// * **Layers asked of named partners only**: a cell is known where it has an answer, and known to be
    ///   no tie where the condition layer says no tie. A named partner without an answer is unknown: the
    ///   scales of such questions have no "none", so silence is not a rating.
    /// * **No roster**: partners that report anything in the wave count as having answered, and the
    ///   coverage says "assumed" (W201).
    ///
    /// The reports are combined last, so coverage still tells pairs seen by both, by one and by none.
    ///
    /// # Errors
    /// No such wave or layer; a layer without a `present_at`; a layer without any answer in that wave
    /// (it was not asked then, and silence would be read as "no tie"); reports of partners that did not
    /// answer.
    pub fn network(&self, layer: &str, options: &NetworkOptions) -> Result<Network, Error> {
        let wave = self.wave_or_only(options.wave.as_deref())?;
        let layer = self.layer(layer)?;
        let cut = layer.present_at.ok_or_else(|| Error::NotFound {
            what: "layer",
            found: format!("\"{}\"", layer.layer_id),
            why: "has no present_at.".into(),
            cure: "State the smallest value that counts as a tie in the layers table.".into(),
        })?;
        let answers = self.answers(wave, layer)?;
        let members = self.members(wave);
        let number: HashMap<&str, u32> = members
            .iter()
            .enumerate()
            .map(|(i, p)| (p.partner_id.as_str(), i as u32))
            .collect();
        let of = |id: &str| number.get(id).copied();

        let mut source = Vec::new();
        let mut target = Vec::new();
        let mut value = Vec::new();
        for tie in &answers {
            if let (Some(i), Some(j), Some(v)) = (
                of(&tie.source_id),
                of(&tie.target_id),
                tie.value.filter(|v| *v >= cut),
            ) {
                source.push(i);
                target.push(j);
                value.push(v);
            }
        }
        let survey = self.survey(wave, layer, &answers, &members, &number)?;
        let labels = Labels::named(members.iter().map(|p| p.partner_id.clone()).collect())?;
        let backbone: Vec<u32> = (0..members.len() as u32)
            .filter(|&i| members[i as usize].is_backbone)
            .collect();
        let ties = Ties {
            source: &source,
            target: &target,
            value: Some(&value),
        };
        let build = BuildOptions {
            directed: true,
            labels,
            ..BuildOptions::default()
        };
        let net = Network::from_ties(members.len(), &ties, &build)?
            .with_partner_data(&backbone, self.attributes(&members))?
            .with_observed(Observed::survey(&survey)?)?;
        Ok(net.symmetrise(layer.rule(options.symmetrise)))
    }

    /// The partners that belonged to the partnership in a wave, in the order of the table.
    ///
    /// A partner is left out when it surely left before the wave began or surely joined after it ended,
    /// unless it is on the wave's roster or in its ties: what the survey says counts more than a date.
    /// Without dates everyone belongs.
    pub fn members(&self, wave: &str) -> Vec<&Partner> {
        let dates = self.waves.iter().find(|w| w.wave_id == wave);
        let (start, end) = dates.map_or((None, None), |w: &Wave| {
            (w.starts_on, w.ends_on.or(w.starts_on))
        });
        let before =
            |a: Option<Date>, b: Option<Date>| a.zip(b).is_some_and(|(a, b)| a.surely_before(b));
        let rostered = self
            .roster
            .iter()
            .filter(|r| r.wave_id == wave && r.asked)
            .map(|r| r.partner_id.as_str());
        let tied = self
            .ties
            .iter()
            .filter(|t| t.wave_id == wave)
            .flat_map(|t| [t.source_id.as_str(), t.target_id.as_str()]);
        let seen: HashSet<&str> = rostered.chain(tied).collect();
        let belongs = |p: &&Partner| !before(p.left_on, start) && !before(end, p.joined_on);
        self.partners
            .iter()
            .filter(|p| belongs(p) || seen.contains(p.partner_id.as_str()))
            .collect()
    }

    /// Ids of the waves in order of time.
    pub fn wave_ids(&self) -> Vec<&str> {
        response::waves(self)
    }

    fn wave_or_only(&self, wave: Option<&str>) -> Result<&str, Error> {
        let waves = response::waves(self);
        match (wave, waves.as_slice()) {
            (Some(name), _) => waves
                .iter()
                .copied()
                .find(|w| *w == name)
                .ok_or_else(|| Error::not_found("wave", name, &waves)),
            (None, [only]) => Ok(only),
            (None, _) => Err(Error::NotFound {
                what: "wave:",
                found: String::new(),
                why: format!("the tables hold {} waves.", waves.len()),
                cure: if waves.is_empty() {
                    "Add ties or a waves table.".into()
                } else {
                    format!("Choose one: {}.", crate::words::or(&waves))
                },
            }),
        }
    }

    fn layer(&self, name: &str) -> Result<&Layer, Error> {
        let ids: Vec<&str> = self.layers.iter().map(|l| l.layer_id.as_str()).collect();
        self.layers
            .iter()
            .find(|l| l.layer_id == name)
            .ok_or_else(|| Error::not_found("layer", name, &ids))
    }

    /// The rows of one layer in one wave; none at all is an error.
    fn answers<'a>(&'a self, wave: &str, layer: &Layer) -> Result<Vec<&'a Tie>, Error> {
        let rows: Vec<&Tie> = self
            .ties
            .iter()
            .filter(|t| t.wave_id == wave && t.layer_id == layer.layer_id)
            .collect();
        if rows.is_empty() {
            return Err(Error::NotFound {
                what: "layer",
                found: format!("\"{}\"", layer.layer_id),
                why: format!(
                    "has no row in wave \"{wave}\", so it was not asked then; silence would be read as \"no tie\"."
                ),
                cure: "Choose a wave in which it was asked.".into(),
            });
        }
        Ok(rows)
    }

    fn survey(
        &self,
        wave: &str,
        layer: &Layer,
        answers: &[&Tie],
        members: &[&Partner],
        number: &HashMap<&str, u32>,
    ) -> Result<Survey, Error> {
        let Response {
            asked,
            answered,
            saw_part,
            assumed,
        } = response::of_wave(self, wave);
        let marked = |ids: &std::collections::BTreeSet<&str>| {
            members
                .iter()
                .map(|p| ids.contains(p.partner_id.as_str()))
                .collect()
        };
        let pair = |t: &&Tie| {
            Some((
                *number.get(t.source_id.as_str())?,
                *number.get(t.target_id.as_str())?,
            ))
        };
        let mut survey = Survey {
            asked: marked(&asked),
            answered: marked(&answered),
            blank: answers
                .iter()
                .filter(|t| t.value.is_none())
                .filter_map(pair)
                .collect(),
            lists: Vec::new(),
            assumed,
        };
        // Respondents whose silence about a partner says nothing: known is only what they answered.
        let mut known: HashMap<u32, Vec<u32>> = HashMap::new();
        for (i, j) in answers
            .iter()
            .filter(|t| t.value.is_some())
            .filter_map(pair)
        {
            known.entry(i).or_default().push(j);
        }
        let conditional = layer.named_partners_only;
        for (i, partner) in members.iter().enumerate() {
            let i = i as u32;
            if conditional || saw_part.contains(partner.partner_id.as_str()) {
                survey.lists.push((i, known.remove(&i).unwrap_or_default()));
            }
        }
        if let (true, Some(condition)) = (conditional, &layer.condition_layer) {
            self.add_absent_by_condition(
                wave,
                self.layer(condition)?,
                &saw_part,
                members,
                number,
                &mut survey,
            )?;
        }
        Ok(survey)
    }

    /// Adds to the respondents' lists the cells for which the condition layer says no tie: those are
    /// known not to be tied in the layer that depends on it.
    fn add_absent_by_condition(
        &self,
        wave: &str,
        condition: &Layer,
        saw_part: &std::collections::BTreeSet<&str>,
        members: &[&Partner],
        number: &HashMap<&str, u32>,
        survey: &mut Survey,
    ) -> Result<(), Error> {
        let cut = condition.present_at.unwrap_or(f64::NEG_INFINITY);
        // Named, or left empty: either way the condition does not say "no tie".
        let mut open: HashMap<u32, HashSet<u32>> = HashMap::new();
        let mut denied: HashMap<u32, HashSet<u32>> = HashMap::new();
        for tie in self.answers(wave, condition)? {
            if let (Some(&i), Some(&j)) = (
                number.get(tie.source_id.as_str()),
                number.get(tie.target_id.as_str()),
            ) {
                let side = if tie.value.is_none_or(|v| v >= cut) {
                    &mut open
                } else {
                    &mut denied
                };
                side.entry(i).or_default().insert(j);
            }
        }
        for (i, list) in &mut survey.lists {
            let partner = members[*i as usize].partner_id.as_str();
            let open = open.get(i);
            let denied = denied.get(i);
            let already: HashSet<u32> = list.iter().copied().collect();
            let absent = (0..members.len() as u32)
                .filter(|j| j != i && !already.contains(j))
                .filter(|j| {
                    if saw_part.contains(partner) {
                        denied.is_some_and(|d| d.contains(j))
                    } else {
                        open.is_none_or(|o| !o.contains(j))
                    }
                });
            list.extend(absent.collect::<Vec<u32>>());
        }
        Ok(())
    }

    /// Categories of the partners: those of the contract and extra columns, except what may not leave
    /// the machine.
    pub(crate) fn attributes(&self, members: &[&Partner]) -> Vec<Attribute> {
        let mut attributes = Vec::new();
        let mut add = |name: &str, values: Vec<Option<String>>| {
            if values.iter().any(Option::is_some) {
                attributes.push(Attribute::new(name, &values));
            }
        };
        let each = |of: fn(&Partner) -> Option<String>| members.iter().map(|p| of(p)).collect();
        add("sector", each(|p| p.sector.clone()));
        add("size_class", each(|p| p.size_class.clone()));
        add("level", each(|p| Some(p.level.to_owned())));
        add(
            "community_rooted",
            each(|p| {
                p.community_rooted
                    .map(|yes| if yes { "yes" } else { "no" }.to_owned())
            }),
        );
        // Goes with the partners, so that whoever shows names can see who refused.
        add(
            "consent_named",
            each(|p| match p.consent_named {
                Answer::Yes => Some("yes".to_owned()),
                Answer::No => Some("no".to_owned()),
                Answer::Unknown => None,
            }),
        );
        let Some(source) = self.sources.iter().find(|s| s.raw.name() == "partners") else {
            return attributes;
        };
        let at: HashMap<u32, usize> = (0..source.raw.height())
            .map(|r| (source.raw.row_number(r), r))
            .collect();
        for c in source.extra_columns() {
            let name = &source.raw.header()[c];
            if !contract::is_private(name) {
                let cell = |p: &&Partner| {
                    let r = at.get(&p.row)?;
                    present(contract::Kind::Category, source.raw.cell(*r, c)).map(str::to_owned)
                };
                add(&normal_name(name), members.iter().map(cell).collect());
            }
        }
        attributes
    }
}

/// An extra column's name as an attribute: lower case with underscores.
pub(crate) fn normal_name(name: &str) -> String {
    if normal(name).is_empty() {
        return name.to_owned();
    }
    name.trim()
        .to_lowercase()
        .split([' ', '-', '_'])
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}
