//! From what was read to a network: the choices the options make, then the building.

use std::collections::{BTreeSet, HashMap};

use super::{ANSWERED, BACKBONE, Document, OPEN, Tie, Unvalued, yes_or_no};
use crate::format::ValueField;
use crate::format::error::{FormatCode, FormatError, listed, quoted};
use crate::network::{Attribute, BuildOptions, Labels, Network, Observed, Survey, Ties};
use crate::{Error, SelfTies};

/// `relation = "*"`: all of them as one.
const ALL: &str = "*";

impl Document<'_> {
    /// The network. O(n + m) beyond the building of it.
    pub(in crate::format) fn finish(mut self) -> Result<Network, FormatError> {
        self.check_declared()?;
        self.choose_ids()?;
        self.choose_relation()?;
        let valued = self.choose_value()?;
        let directed = self.choose_direction()?;
        let (backbone, attributes, survey) = self.partner_data()?;
        let (mut source, mut target) = (Vec::new(), Vec::new());
        for tie in &self.ties {
            source.push(tie.source);
            target.push(tie.target);
        }
        let value: Vec<f64> = self.ties.iter().map(|tie| tie.value).collect();
        let ties = Ties {
            source: &source,
            target: &target,
            value: valued.then_some(&value[..]),
        };
        let options = BuildOptions {
            directed,
            values: self.options.value_means,
            duplicates: self.options.duplicates,
            self_ties: self.options.self_ties,
            labels: Labels::named(std::mem::take(&mut self.names)).map_err(|e| unbuilt(&e))?,
        };
        let n = options.labels.names().map_or(0, <[String]>::len);
        let mut network =
            Network::from_ties(n, &ties, &options).map_err(|error| self.placed(&error))?;
        network = network
            .with_partner_data(&backbone, attributes)
            .map_err(|e| unbuilt(&e))?;
        if let Some(survey) = survey {
            let observed = Observed::survey(&survey).map_err(|e| unbuilt(&e))?;
            network = network.with_observed(observed).map_err(|e| unbuilt(&e))?;
        }
        for note in self.notes {
            network = network.with_note(note);
        }
        Ok(network)
    }

    fn check_declared(&mut self) -> Result<(), FormatError> {
        if self.inferred {
            self.note(
                "The file has no list of partners: the partners are those that appear in a tie, so \
                 isolates cannot be seen and size, density and coverage may be wrong.",
            );
            return Ok(());
        }
        let Some((&partner, &place)) = self.undeclared.iter().min_by_key(|&(&p, &at)| (at, p))
        else {
            return Ok(());
        };
        let name = &self.names[partner as usize];
        let declared =
            (0..self.names.len()).filter(|&i| !self.undeclared.contains_key(&(i as u32)));
        let near = declared
            .take(100_000)
            .map(|i| (strsim::damerau_levenshtein(name, &self.names[i]), i))
            .min()
            .filter(|&(distance, _)| distance <= name.chars().count() / 2)
            .map_or_else(String::new, |(_, i)| {
                format!("Closest: {}. ", quoted(&self.names[i]))
            });
        let found = format!("{} is not among the partners.", quoted(name));
        Err(self
            .fault(FormatCode::F06, place, found)
            .cure(format!("{near}Correct it, or add the partner.")))
    }

    /// Makes an attribute the ids, keeping the file's own ids as the attribute `file_id`.
    fn choose_ids(&mut self) -> Result<(), FormatError> {
        let Some(wanted) = &self.options.id else {
            return Ok(());
        };
        let Some(at) = self.columns.iter().position(|(name, _)| name == wanted) else {
            let there_are = listed(self.columns.iter().map(|(name, _)| name.as_str()));
            let found = format!("the partners have no attribute {}.", quoted(wanted));
            return Err(
                FormatError::new(FormatCode::F06, found).cure(format!("There are: {there_are}."))
            );
        };
        let (_, mut ids) = self.columns.remove(at);
        ids.resize(self.names.len(), None);
        let ids: Option<Vec<String>> = ids.into_iter().collect();
        let ids = ids.filter(|ids| ids.iter().collect::<BTreeSet<_>>().len() == ids.len());
        let Some(ids) = ids else {
            let found = format!(
                "{} cannot be the id: it is empty or repeated for some partner.",
                quoted(wanted)
            );
            return Err(FormatError::new(FormatCode::F05, found).cure("Choose another attribute."));
        };
        let old = std::mem::replace(&mut self.names, ids);
        for (i, id) in (0..).zip(&old) {
            self.set(i, "file_id", id.as_str());
        }
        Ok(())
    }

    fn choose_relation(&mut self) -> Result<(), FormatError> {
        let named = || {
            self.relations
                .iter()
                .map(|r| if r.is_empty() { "(none)" } else { r.as_str() })
        };
        match self.options.relation.as_deref() {
            Some(ALL) => {}
            Some(wanted) => {
                let Some(at) = self.relations.iter().position(|name| name == wanted) else {
                    let found = format!("there is no relation {}.", quoted(wanted));
                    return Err(FormatError::new(FormatCode::F06, found)
                        .cure(format!("Relations of this file: {}.", listed(named()))));
                };
                self.ties.retain(|tie| tie.relation == at as u32);
            }
            None if self.relations.len() > 1 => {
                let found = format!(
                    "the file holds {} relations: {}.",
                    self.relations.len(),
                    listed(named())
                );
                return Err(FormatError::new(FormatCode::F10, found)
                    .cure("Choose one with relation=, or take all as one with relation=\"*\"."));
            }
            None => {}
        }
        Ok(())
    }

    fn choose_value(&mut self) -> Result<bool, FormatError> {
        if let ValueField::Named(wanted) = &self.options.value
            && !self.value_fields.contains(wanted)
            && self.unvalued != Unvalued::OneAndNoMore
        {
            let there_are = listed(self.unread_fields.iter().map(String::as_str));
            let found = format!("the ties have no field {}.", quoted(wanted));
            return Err(
                FormatError::new(FormatCode::F06, found).cure(format!("There are: {there_are}."))
            );
        }
        if self.value_fields.len() > 1 {
            let found = format!(
                "the ties have several values: {}.",
                listed(self.value_fields.iter().map(String::as_str))
            );
            return Err(FormatError::new(FormatCode::F10, found).cure("Choose one with value=."));
        }
        if !self.unread_fields.is_empty() {
            let unread = listed(self.unread_fields.iter().map(String::as_str));
            self.note(format!("Fields of the ties that were not kept: {unread}."));
        }
        let explicit = |tie: &Tie| !tie.value.is_nan();
        if self.unvalued != Unvalued::Refused {
            let valued = match self.unvalued {
                Unvalued::One => self.ties.iter().any(explicit),
                _ => self
                    .ties
                    .iter()
                    .any(|tie| explicit(tie) && tie.value != 1.0),
            };
            for tie in self.ties.iter_mut().filter(|tie| !explicit(tie)) {
                tie.value = 1.0;
            }
            return Ok(valued);
        }
        let without = self.ties.iter().find(|tie| tie.value.is_nan());
        match without {
            Some(tie) if self.ties.iter().any(|tie| !tie.value.is_nan()) => Err(self
                .fault(
                    FormatCode::F09,
                    tie.place,
                    "the tie has no value, but others have.",
                )
                .cure("Give it one, or read the ties without values (value=\"none\").")),
            without => Ok(without.is_none() && !self.ties.is_empty()),
        }
    }

    /// Brings all ties to one kind: arcs or pairs.
    fn choose_direction(&mut self) -> Result<bool, FormatError> {
        let by_file = self.directed;
        let asked = self.options.directed;
        let of = |tie: &Tie| tie.directed.or(by_file).or(asked).unwrap_or(true);
        let arcs = self.ties.iter().filter(|&tie| of(tie)).count();
        let Some(directed) = asked.or(match self.ties.len() {
            0 => Some(by_file.unwrap_or(true)),
            m if arcs == m => Some(true),
            _ if arcs == 0 => Some(false),
            _ => None,
        }) else {
            let pairs = self.ties.len() - arcs;
            let found = format!("{arcs} ties have a direction and {pairs} have none.");
            return Err(FormatError::new(FormatCode::F11, found).cure(
                "Read them with directed=True (a tie without direction becomes two reports) or directed=False (a report becomes a pair).",
            ));
        };
        if directed && arcs < self.ties.len() {
            let both = |tie: Tie| {
                let back = Tie {
                    source: tie.target,
                    target: tie.source,
                    ..tie
                };
                [
                    Some(tie),
                    (!of(&tie) && tie.source != tie.target).then_some(back),
                ]
            };
            self.ties = std::mem::take(&mut self.ties)
                .into_iter()
                .flat_map(both)
                .flatten()
                .collect();
            self.note("Ties without direction were read as two reports.");
        } else if !directed && by_file.is_none() {
            self.merge_both_directions();
        } else if !directed && arcs > 0 {
            self.note("Reports were read as pairs.");
        }
        Ok(directed)
    }

    /// Lists of formats without a word for direction may give a pair once or in both directions.
    fn merge_both_directions(&mut self) {
        let mut seen: HashMap<(u32, u32), u64> = HashMap::new();
        self.ties.retain(|tie| {
            if tie.source == tie.target || tie.directed.is_some() {
                return true;
            }
            let back = seen.get(&(tie.target, tie.source)) == Some(&tie.value.to_bits());
            if !back {
                seen.insert((tie.source, tie.target), tie.value.to_bits());
            }
            !back
        });
    }

    /// Takes the backbone and the survey out of the attributes.
    #[allow(clippy::type_complexity)]
    fn partner_data(&mut self) -> Result<(Vec<u32>, Vec<Attribute>, Option<Survey>), FormatError> {
        let n = self.names.len();
        let number: HashMap<&str, u32> = (0..)
            .zip(&self.names)
            .map(|(i, name)| (name.as_str(), i))
            .collect();
        let (mut backbone, mut attributes) = (Vec::new(), Vec::new());
        let (mut answered, mut open) = (None, Vec::new());
        for (name, mut column) in std::mem::take(&mut self.columns) {
            column.resize(n, None);
            let cells = || {
                (0..n as u32)
                    .zip(&column)
                    .map(|(i, cell)| (i, cell.as_deref()))
            };
            let strange = |i: u32, cell: &str, expected: &str| {
                let found = format!(
                    "{name} of {} is {}.",
                    quoted(&self.names[i as usize]),
                    quoted(cell)
                );
                FormatError::new(FormatCode::F03, found).cure(format!("Expected {expected}."))
            };
            match name.as_str() {
                BACKBONE => {
                    for (i, cell) in cells() {
                        let cell = cell.unwrap_or_default().trim();
                        match yes_or_no(cell) {
                            Some(true) => backbone.push(i),
                            Some(false) => {}
                            None => return Err(strange(i, cell, "yes or no")),
                        }
                    }
                }
                ANSWERED => {
                    let mut survey = Survey::default();
                    for (i, cell) in cells() {
                        let (asked, answered) = match cell.unwrap_or_default() {
                            "yes" => (true, true),
                            "no" => (true, false),
                            "not asked" => (false, false),
                            other => return Err(strange(i, other, "yes, no or not asked")),
                        };
                        survey.asked.push(asked);
                        survey.answered.push(answered);
                    }
                    answered = Some(survey);
                }
                OPEN => {
                    for (i, cell) in cells() {
                        let Some(cell) = cell.filter(|cell| !cell.is_empty()) else {
                            continue;
                        };
                        let ids: Vec<String> = serde_json::from_str(cell)
                            .map_err(|_| strange(i, cell, "a JSON list of ids"))?;
                        for id in ids {
                            let j = number.get(id.as_str()).copied();
                            open.push((i, j.ok_or_else(|| strange(i, &id, "ids of partners"))?));
                        }
                    }
                }
                _ => attributes.push(Attribute::new(name, &column)),
            }
        }
        if let Some(survey) = &mut answered {
            survey.blank = open;
        }
        Ok((
            backbone,
            attributes,
            answered.or_else(|| self.survey.take()),
        ))
    }

    /// An error of the engine with the place in the file.
    fn placed(&self, error: &Error) -> FormatError {
        let place = |k: usize| self.ties.get(k).map_or(0, |tie| tie.place);
        let policy = "Correct the file";
        match error {
            Error::SelfTie { tie, partner } => self
                .fault(FormatCode::F07, place(*tie), format!("source and target are both {}.", quoted(partner)))
                .cure(format!("A partner cannot be tied to itself. {policy}, or pass self_ties=\"{}\".", SelfTies::Drop)),
            Error::DuplicateTie { first, second, source_id, target_id } => self
                .fault(
                    FormatCode::F08,
                    place(*second),
                    format!("the pair {source_id} → {target_id} appears again; first in {} {}.", self.units.1, place(*first)),
                )
                .cure(format!("{policy}, or pass duplicates=\"max\" (also \"min\", \"mean\", \"sum\", \"first\", \"last\").")),
            Error::BadValue { tie, found, expected } => self
                .fault(FormatCode::F09, place(*tie), format!("the value {found} is not usable."))
                .cure(format!("Expected {expected}.")),
            other => unbuilt(other),
        }
    }
}

fn unbuilt(error: &Error) -> FormatError {
    FormatError::new(FormatCode::F14, error.to_string())
}
