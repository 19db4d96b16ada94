//! Positions by currents instead of shortest paths: information, current-flow closeness and betweenness.
//!
//! Ties are wires that conduct by their strength. The resistance distance Rᵢⱼ between two partners falls with every
//! further way between them, so these measures see that two ways are better than one, which shortest paths do
//! not.
//!
//! All come from the inverse G of the Laplacian of one component with one partner grounded:
//! Rᵢⱼ = Gᵢᵢ + Gⱼⱼ − 2Gᵢⱼ. It is dense, so it is found densely (see `grounded`): n³ operations and 16n² bytes
//! for the largest component, which sets the limit of [`MOST_PARTNERS`].

mod grounded;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::options::named;
use crate::reduce::fill_blocks;
use crate::{ComponentKind, Components, Control, Error, Mode, Network, PartnerScores, ValueMeans};
use grounded::{Grounded, Wire};

/// Partners of the largest component that the dense solution holds: 16n² bytes are 268 MB then.
pub const MOST_PARTNERS: usize = 4096;

/// Two scales of one measure of how near a partner is to all others by all ways at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InformationConvention {
    /// n / Σⱼ Rᵢⱼ, the harmonic mean of the information between the partner and everyone (Stephenson & Zelen
    /// 1989; sna, UCINET).
    #[default]
    StephensonZelen,
    /// 1 / Σⱼ Rᵢⱼ: current-flow closeness (Brandes & Fleischer 2005), networkx's information centrality.
    CurrentFlow,
}

named!(InformationConvention, "convention", {
    "stephenson_zelen" => StephensonZelen, "current_flow" => CurrentFlow,
});

/// Options of [`Network::information`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InformationOptions {
    /// Whether ties conduct by their value (strength, or 1/distance) instead of all alike.
    pub weighted: bool,
    /// Whose number.
    pub convention: InformationConvention,
}

/// Options of [`Network::current_flow_betweenness`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurrentFlowOptions {
    /// Whether ties conduct by their value (strength, or 1/distance) instead of all alike.
    pub weighted: bool,
    /// Whether the current is divided by the number of pairs (default): of others, (n − 1)(n − 2)/2, or
    /// of all, n(n − 1)/2, with `endpoints`.
    pub normalized: bool,
    /// Whether the current a partner itself sends or receives counts (Newman 2005) or not (default: Brandes
    /// & Fleischer 2005, networkx).
    pub endpoints: bool,
}

impl Default for CurrentFlowOptions {
    fn default() -> Self {
        Self {
            weighted: false,
            normalized: true,
            endpoints: false,
        }
    }
}

impl Network {
    /// Information centrality: how near a partner is to all others when every way counts (Stephenson & Zelen
    /// 1989). No good end.
    ///
    /// Defined within a component, whose n the formula takes; values of components of different size cannot be
    /// compared, and isolates are NaN. Unknown ties: computed over known ties; one more tie inside a
    /// component can only raise a value, one that joins components can lower it. Partners whose ties
    /// nobody has reported are NaN.
    ///
    /// Cost: n³ operations and 16n² bytes for the largest component; same answer for any number of threads.
    ///
    /// # Errors
    /// [`Error::NotDefined`] when directed (symmetrise first), or for weights without values;
    /// [`Error::TooLarge`] for a component above [`MOST_PARTNERS`]; [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::measures::flow::InformationOptions;
    /// use commonweal_network::{BuildOptions, Control, Network, Ties};
    ///
    /// // A path 0 - 1 - 2: resistances from the middle 1 + 1, from an end 1 + 2.
    /// let ties = Ties { source: &[0, 1], target: &[1, 2], value: None };
    /// let net = Network::from_ties(3, &ties, &BuildOptions::default())?;
    /// let x = net.information(&InformationOptions::default(), &Control::new())?.values;
    /// assert!((x[0] - 1.0).abs() < 1e-12 && (x[1] - 1.5).abs() < 1e-12);
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn information(
        &self,
        options: &InformationOptions,
        control: &Control,
    ) -> Result<PartnerScores, Error> {
        let (name, formula) = match options.convention {
            InformationConvention::StephensonZelen => (
                "information",
                "Stephenson-Zelen, n / Σ resistance distances",
            ),
            InformationConvention::CurrentFlow => (
                "current-flow closeness",
                "1 / Σ resistance distances (networkx)",
            ),
        };
        let mut values = vec![f64::NAN; self.partners()];
        self.each_circuit(options.weighted, name, control, |members, grounded, _| {
            let sums = grounded.resistance_sums();
            let size = match options.convention {
                InformationConvention::StephensonZelen => members.len() as f64,
                InformationConvention::CurrentFlow => 1.0,
            };
            for (&i, sum) in members.iter().zip(sums) {
                values[i as usize] = size / sum;
            }
            Ok(())
        })?;
        let mut scores = PartnerScores {
            unit: "1 / resistance".to_owned(),
            convention: format!("{formula}, within the component, {}", self.wires_said(options.weighted)),
            citation: "Stephenson & Zelen (1989), Social Networks 11, 1-37; Brandes & Fleischer (2005), STACS, 533-544".to_owned(),
            ..self.scores_named(name)
        };
        self.note_pieces(&mut scores, &values);
        scores.caveats.extend(self.known_ties_only());
        self.hide_unreported(Mode::All, &mut values);
        scores.values = values;
        Ok(scores)
    }

    /// Current-flow closeness: [`Network::information`] by the convention of Brandes & Fleischer.
    ///
    /// # Errors
    /// As [`Network::information`].
    pub fn current_flow_closeness(
        &self,
        weighted: bool,
        control: &Control,
    ) -> Result<PartnerScores, Error> {
        let options = InformationOptions {
            weighted,
            convention: InformationConvention::CurrentFlow,
        };
        Ok(PartnerScores {
            name: "current flow closeness".to_owned(),
            ..self.information(&options, control)?
        })
    }

    /// Current-flow betweenness (Newman 2005): the share of a unit current between two others that runs through the
    /// partner, over all pairs of others. The same as the betweenness of random walks. No good end.
    ///
    /// Pairs in different components carry no current and count as pairs, so an isolate has 0. Normalised it
    /// is not defined (NaN) with fewer than three partners (two with `endpoints`). Unknown ties: computed
    /// over known ties, and one more can raise or lower any value; partners whose ties nobody has reported are
    /// NaN.
    ///
    /// By the algorithm of Brandes & Fleischer (2005): the currents of all pairs over a tie are differences of
    /// one sorted row. Cost: n³ + O(n m log n), 16n² bytes for the largest component; same answer for any
    /// number of threads.
    ///
    /// # Errors
    /// As [`Network::information`].
    pub fn current_flow_betweenness(
        &self,
        options: &CurrentFlowOptions,
        control: &Control,
    ) -> Result<PartnerScores, Error> {
        let n = self.partners();
        let mut values = vec![0.0; n];
        let name = "current flow betweenness";
        self.each_circuit(
            options.weighted,
            name,
            control,
            |members, grounded, wires| {
                // Every unit that leaves or enters a partner as an end runs over its own ties: n − 1 pairs.
                let pairs = (members.len() - 1) as f64;
                let ends = if options.endpoints {
                    0.5 * pairs
                } else {
                    -0.5 * pairs
                };
                let through = throughput(grounded, wires, control)?;
                for (&i, through) in members.iter().zip(through) {
                    // Rounding must not make a leaf's 0 negative; what could not be solved stays NaN.
                    let between = 0.5 * through + ends;
                    values[i as usize] = if between < 0.0 { 0.0 } else { between };
                }
                Ok(())
            },
        )?;
        let others =
            (n as f64 - 1.0) * (n as f64 - if options.endpoints { 0.0 } else { 2.0 }) / 2.0;
        let least = if options.endpoints { 2 } else { 3 };
        if options.normalized {
            let divisor = if n < least { f64::NAN } else { others };
            for x in &mut values {
                *x /= divisor;
            }
        }
        let mut scores = PartnerScores {
            unit: if options.normalized { "share of a unit current" } else { "unit currents" }.to_owned(),
            convention: format!(
                "random-walk (current-flow) betweenness, {}, {}, pairs in different components carry nothing, {}",
                if options.endpoints {
                    "a partner's own currents counted (Newman)"
                } else {
                    "between others (Brandes-Fleischer, networkx)"
                },
                match (options.normalized, options.endpoints) {
                    (false, _) => "not normalised",
                    (true, false) => "divided by (n − 1)(n − 2)/2",
                    (true, true) => "divided by n(n − 1)/2",
                },
                self.wires_said(options.weighted)
            ),
            citation: "Newman (2005), Social Networks 27, 39-54; Brandes & Fleischer (2005), STACS, 533-544".to_owned(),
            ..self.scores_named(name)
        };
        if options.normalized && n < least {
            scores.caveats.insert(
                0,
                "Not defined: there is no pair to lie between.".to_owned(),
            );
        } else {
            self.note_pieces(&mut scores, &values);
        }
        scores.caveats.extend(self.known_ties_only());
        self.hide_unreported(Mode::All, &mut values);
        scores.values = values;
        Ok(scores)
    }

    /// Hands each component of at least two partners to `each`: its members, the solved circuit, and the wires by
    /// places among the members.
    fn each_circuit(
        &self,
        weighted: bool,
        measure: &'static str,
        control: &Control,
        mut each: impl FnMut(&[u32], &Grounded, &[Wire]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let refuse = |reason: &str| Error::NotDefined {
            measure,
            reason: reason.to_owned(),
        };
        if self.is_directed() {
            return Err(refuse(
                "currents have no direction, and the ties of this network do. Symmetrise it first, by the rule that fits the question.",
            ));
        }
        if weighted && !self.is_valued() {
            return Err(refuse(
                "the ties of this network have no values. Build it with values, or leave out `weighted`.",
            ));
        }
        let components = self.components(ComponentKind::Weak);
        let largest = components.sizes.iter().max().map_or(0, |&s| s as usize);
        if largest > MOST_PARTNERS {
            return Err(Error::TooLarge {
                what: "partners of the largest component, whose dense solution needs 16 bytes for every pair of them",
                found: largest as u64,
                limit: MOST_PARTNERS as u64,
            });
        }
        let (members, wires) = self.circuits(&components, weighted);
        control.begin(members.iter().map(|m| m.len() as u64).sum());
        for (members, wires) in members.iter().zip(&wires) {
            control.check()?;
            if members.len() > 1 {
                each(
                    members,
                    &Grounded::new(members.len(), wires, control)?,
                    wires,
                )?;
            }
            control.advance(members.len() as u64)?;
        }
        Ok(())
    }

    /// Members and wires of each component; a wire's ends are places among the members.
    fn circuits(&self, components: &Components, weighted: bool) -> (Vec<Vec<u32>>, Vec<Vec<Wire>>) {
        let mut members = vec![Vec::new(); components.count()];
        let mut place = vec![0u32; self.partners()];
        for (i, &c) in components.membership.iter().enumerate() {
            place[i] = members[c as usize].len() as u32;
            members[c as usize].push(i as u32);
        }
        let mut wires = vec![Vec::new(); components.count()];
        for (i, j, value) in self.iter_ties() {
            let conductance = match (value, self.value_means()) {
                (Some(value), ValueMeans::Strength) if weighted => value,
                (Some(value), ValueMeans::Distance) if weighted => value.recip(),
                _ => 1.0,
            };
            wires[components.membership[i as usize] as usize].push(Wire {
                ends: [place[i as usize], place[j as usize]],
                conductance,
            });
        }
        (members, wires)
    }

    /// Why some values are missing, and what several components mean.
    fn note_pieces(&self, scores: &mut PartnerScores, values: &[f64]) {
        let components = self.components(ComponentKind::Weak);
        let alone = |i: usize| components.sizes[components.membership[i] as usize] == 1;
        let missing = |i: &usize| values[*i].is_nan();
        let (lone, unsolved): (Vec<usize>, Vec<usize>) =
            (0..values.len()).filter(missing).partition(|&i| alone(i));
        if !unsolved.is_empty() {
            let reason =
                "Not defined: the values of the ties are too unequal to be solved in doubles.";
            scores.caveats.insert(0, reason.to_owned());
        }
        if !lone.is_empty() {
            let reason = "A partner without ties has no value.";
            scores.caveats.push(reason.to_owned());
        }
        if components.count() > 1 {
            let apart = "The network has several components; their values are computed apart.";
            scores.caveats.push(apart.to_owned());
        }
    }

    fn wires_said(&self, weighted: bool) -> &'static str {
        match (weighted, self.value_means()) {
            (false, _) => "every tie conducts 1",
            (true, ValueMeans::Strength) => "a tie conducts its value (a strength)",
            (true, ValueMeans::Distance) => "a tie conducts 1/value (a distance)",
        }
    }
}

/// For each member, the current over its ties in absolute value, added up over all pairs of members.
///
/// Over the tie (u, v) of conductance c the pair (s, t) sends |F(s) − F(t)| with F(s) = c(Gᵤₛ − Gᵥₛ). Sorted
/// ascending, the k-th of n F is added in k differences and taken away in n − 1 − k.
fn throughput(grounded: &Grounded, wires: &[Wire], control: &Control) -> Result<Vec<f64>, Error> {
    /// Wires that share one scratch row.
    const BLOCK: usize = 8;
    let n = grounded.n();
    let mut currents = vec![0.0; wires.len()];
    fill_blocks(&mut currents, BLOCK, control, |start, currents| {
        let mut row = vec![0.0; n];
        for (k, current) in currents.iter_mut().enumerate() {
            let Wire {
                ends: [u, v],
                conductance,
            } = wires[start + k];
            let (from, to) = (grounded.row(u), grounded.row(v));
            for (s, x) in row.iter_mut().enumerate() {
                *x = conductance * (from[s] - to[s]);
            }
            row.sort_unstable_by(f64::total_cmp);
            let ordered = row.iter().enumerate();
            *current = ordered
                .map(|(k, x)| (2.0 * k as f64 - (n as f64 - 1.0)) * x)
                .sum();
        }
        control.check()
    })?;
    let mut through = vec![0.0; n];
    for (wire, current) in wires.iter().zip(&currents) {
        for end in wire.ends {
            through[end as usize] += current;
        }
    }
    Ok(through)
}
