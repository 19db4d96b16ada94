//! Structural holes: how far a partner's contacts are tied to one another (Burt 1992).

mod kernel;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::measures::Mode;
use crate::options::named;
use crate::reduce::{fill_blocks, map_merge};
use crate::{Control, Direction, Error, Network, PartnerScores, TieScores};
use kernel::{Egos, Holes, Strengths};

/// Which ties of a contact count when its strengths are made into shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// All ties of the contact: Burt's formulas as printed, igraph, NetworkX, UCINET's "whole network".
    #[default]
    Whole,
    /// Its ties to ego and ego's other contacts: UCINET's default, what an ego-network survey can know.
    Ego,
}

named!(Scope, "scope", { "whole" => Whole, "ego" => Ego });

/// What a partner with no contact, or with one, is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HolesConvention {
    /// The formulas: nothing is defined without contacts; one contact gives constraint, effective
    /// size and hierarchy 1 (igraph, NetworkX).
    #[default]
    Burt,
    /// Constraint is unknown with fewer than two contacts; effective size is 0 without contacts.
    Ucinet,
}

named!(HolesConvention, "convention", { "burt" => Burt, "ucinet" => Ucinet });

/// Options of [`Network::structural_holes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HolesOptions {
    /// Which ties of a contact count.
    pub scope: Scope,
    /// Use the values of ties as strengths; else every report counts 1, so a returned tie 2.
    pub weighted: bool,
    /// What partners with fewer than two contacts are given.
    pub convention: HolesConvention,
}

const CITATION: &str = "Burt (1992), Structural Holes, ch. 2; Everett & Borgatti (2020), Social Networks 62, 50-57; Borgatti (1997), Connections 20, 35-38";

impl Network {
    /// Five numbers of every partner: `degree` (contacts in either direction), `effective size`,
    /// `efficiency`, `constraint`, `hierarchy`.
    ///
    /// The strength of a pair is zᵢⱼ + zⱼᵢ; pᵢⱼ is its share in all of i's, mᵢⱼ its share in the
    /// largest of i's. Sums run over contacts j and k ≠ j of i:
    ///
    /// * effective size = Σⱼ (1 − Σₖ pᵢₖ mⱼₖ), from 1 to the degree: contacts that are not
    ///   redundant. Efficiency = effective size / degree.
    /// * constraint = Σⱼ cᵢⱼ with cᵢⱼ = (pᵢⱼ + Σₖ pᵢₖ pₖⱼ)². It mixes size, density and
    ///   concentration, its largest value depends on the degree and can exceed 1, so it must not be compared
    ///   between partners of different degree (Everett & Borgatti 2020): the degree stands beside it.
    /// * hierarchy = Coleman–Theil disorder of the cᵢⱼ, 0 (even) to 1 (all from one contact).
    ///
    /// No number has a good end: closure and brokerage serve different work. Without contacts all but the
    /// degree are NaN; see [`HolesConvention`]. Computed on known ties: an unknown one can raise or lower
    /// any of these, so there are no bounds. A partner nobody has spoken about is NaN.
    ///
    /// O(m √m) at worst and far less on real networks (see the module), parallel, 4 bytes a partner for
    /// each block at work, 40 bytes a tied pair.
    ///
    /// # Errors
    /// [`Error::NotDefined`] for `weighted` without values or with distances; [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::measures::holes::HolesOptions;
    /// use commonweal_network::{BuildOptions, Control, Network, Ties};
    ///
    /// // The centre of a star has three contacts that know nobody else.
    /// let ties = Ties { source: &[0, 0, 0], target: &[1, 2, 3], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions::default())?;
    /// let scores = net.structural_holes(&HolesOptions::default(), &Control::new())?;
    /// let of_centre: Vec<f64> = scores.iter().map(|s| s.values[0]).collect();
    /// assert_eq!(of_centre[..3], [3.0, 3.0, 1.0]); // degree, effective size, efficiency
    /// assert!((of_centre[3] - 1.0 / 3.0).abs() < 1e-15); // constraint 3 · (1/3)²
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn structural_holes(
        &self,
        options: &HolesOptions,
        control: &Control,
    ) -> Result<Vec<PartnerScores>, Error> {
        let n = self.partners();
        let strengths = Strengths::of(self, options.weighted)?;
        let mut holes = vec![Holes::UNDEFINED; n];
        control.begin(n as u64);
        // Few blocks, because each clears marks for all partners.
        let block = n.div_ceil(64).max(256);
        fill_blocks(&mut holes, block, control, |start, slice| {
            let mut egos = Egos::new(&strengths, options.scope);
            for (k, part) in slice.chunks_mut(256).enumerate() {
                for (i, found) in part.iter_mut().enumerate() {
                    *found = egos.measure((start + 256 * k + i) as u32);
                }
                control.advance(part.len() as u64)?;
            }
            Ok(())
        })?;
        let degree: Vec<f64> = (0..n as u32)
            .map(|i| strengths.rows.degree(i) as f64)
            .collect();
        if options.convention == HolesConvention::Ucinet {
            for (found, &d) in holes.iter_mut().zip(&degree) {
                if d < 2.0 {
                    found.constraint = f64::NAN;
                }
                if d == 0.0 {
                    found.effective_size = 0.0;
                }
            }
        }
        let efficiency = |(h, d): (&Holes, &f64)| match *d {
            0.0 => f64::NAN,
            d => h.effective_size / d,
        };
        let columns = [
            ("degree", "contacts", degree.clone()),
            (
                "effective size",
                "contacts",
                holes.iter().map(|h| h.effective_size).collect(),
            ),
            (
                "efficiency",
                "share of contacts",
                holes.iter().zip(&degree).map(efficiency).collect(),
            ),
            (
                "constraint",
                "sum of squared shares",
                holes.iter().map(|h| h.constraint).collect(),
            ),
            (
                "hierarchy",
                "Coleman-Theil disorder, 0 to 1",
                holes.iter().map(|h| h.hierarchy).collect(),
            ),
        ];
        let frame = self.holes_frame(*options);
        let column = |(name, unit, mut values): (&str, &str, Vec<f64>)| {
            self.hide_unreported(Mode::All, &mut values);
            PartnerScores {
                name: name.to_owned(),
                values,
                unit: unit.to_owned(),
                ..frame.clone()
            }
        };
        Ok(columns.into_iter().map(column).collect())
    }

    /// Constraint cᵢⱼ that each contact j puts on each partner i; their sum over j is the constraint.
    ///
    /// One value for every *ordered* pair of contacts, undirected networks included, because cᵢⱼ and cⱼᵢ
    /// differ: `source` is ego, `target` the contact, in the order of egos and then contacts. Cost and
    /// treatment of unknown ties as [`Network::structural_holes`]; 16 bytes a pair more.
    ///
    /// # Errors
    /// As [`Network::structural_holes`].
    pub fn dyadic_constraint(
        &self,
        options: &HolesOptions,
        control: &Control,
    ) -> Result<TieScores, Error> {
        let n = self.partners();
        let strengths = Strengths::of(self, options.weighted)?;
        control.begin(n as u64);
        let values = map_merge(
            n,
            control,
            |egos| {
                let mut kernel = Egos::new(&strengths, options.scope);
                let mut found = Vec::new();
                for i in egos.clone() {
                    kernel.measure(i as u32);
                    found.extend_from_slice(&kernel.dyadic);
                }
                control.advance(egos.len() as u64).map(|()| found)
            },
            |mut left, right| {
                left.extend(right);
                left
            },
        )?;
        let rows = &strengths.rows;
        let frame = self.holes_frame(*options);
        Ok(TieScores {
            name: "dyadic constraint".to_owned(),
            source: (0..n as u32)
                .flat_map(|i| std::iter::repeat_n(i, rows.degree(i)))
                .collect(),
            target: rows.targets().to_vec(),
            values: values.unwrap_or_default(),
            unit: "squared share".to_owned(),
            direction: Direction::None,
            coverage: frame.coverage,
            convention: frame.convention,
            caveats: frame.caveats,
            citation: frame.citation,
        })
    }

    fn holes_frame(&self, options: HolesOptions) -> PartnerScores {
        let scope = match options.scope {
            Scope::Whole => "whole network: a contact's shares are of all its ties",
            Scope::Ego => {
                "ego network: a contact's shares are of its ties to ego and ego's contacts"
            }
        };
        let strength = match (options.weighted, self.is_directed()) {
            (true, true) => "strength zᵢⱼ + zⱼᵢ",
            (true, false) => "strength the value of the tie",
            (false, true) => "every report counts 1, a returned tie 2",
            (false, false) => "every tie counts 1",
        };
        let few = match options.convention {
            HolesConvention::Burt => "not defined without contacts",
            HolesConvention::Ucinet => {
                "UCINET: constraint unknown with fewer than two contacts, effective size 0 without any"
            }
        };
        let mut frame = self.scores_named("structural holes");
        frame.convention = format!("Burt 1992, {scope}; {strength}; {few}");
        CITATION.clone_into(&mut frame.citation);
        frame.caveats.push(
            "Constraint falls with the number of contacts by arithmetic: compare partners of equal degree only."
                .to_owned(),
        );
        if self.known_share().is_some_and(|s| s < 1.0) {
            frame.caveats.push(
                "Computed on known ties: an unknown tie can raise or lower every one of these numbers."
                    .to_owned(),
            );
        }
        frame
    }
}
