//! Eigenvector centrality: a partner counts by the partners it is tied to.

use serde::{Deserialize, Serialize};

use super::VectorScale;
use super::leading::{Pieces, Vectors};
use super::pull::{Pull, counting, direction};
use crate::measures::ComponentKind;
use crate::measures::components::strong;
use crate::network::{Symmetrise, counted};
use crate::options::named;
use crate::{Control, Error, Measure, Mode, Network, PartnerScores};

/// Whose vector is taken where a network has several pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EigenvectorScope {
    /// The leading vector of the whole network: zero outside the piece that leads.
    #[default]
    Network,
    /// Each weak component by itself, as if it were the whole network. Scores of different components
    /// cannot be compared.
    Component,
}

named!(EigenvectorScope, "scope", { "network" => Network, "component" => Component });

/// Options of [`Network::eigenvector`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EigenvectorOptions {
    /// Whose scores a partner adds up: those who name it ([`Mode::In`], default: networkx, igraph), those it
    /// names ([`Mode::Out`]), or both as pairs ([`Mode::All`]).
    pub mode: Mode,
    /// Whether ties count by their value.
    pub weighted: bool,
    /// How long the vector is.
    pub scale: VectorScale,
    /// One vector for the network, or one for each component.
    pub scope: EigenvectorScope,
}

impl Default for EigenvectorOptions {
    fn default() -> Self {
        Self {
            mode: Mode::In,
            weighted: false,
            scale: VectorScale::L2,
            scope: EigenvectorScope::Network,
        }
    }
}

impl Network {
    /// Eigenvector centrality (Bonacich 1972): x with λx = Ax for the largest eigenvalue λ, never negative. A
    /// partner scores high when partners that score high are tied to it. No good end.
    ///
    /// Several pieces: the vector belongs to the piece with the largest λ; partners that get nothing from there
    /// are 0 by definition, and a caveat counts them. Where two pieces share the largest λ no vector is
    /// the leading one, and where no tie lies on a cycle (directed) or there is no tie λ is 0: the values
    /// are then NaN with the reason. [`EigenvectorScope::Component`] asks each component for its own.
    ///
    /// Unknown ties: computed over known ties; one more tie can raise or lower any value, so there are no
    /// bounds. Partners whose ties of this kind nobody has reported are NaN.
    ///
    /// Cost: O(m) a multiplication, about 50 of them on partner networks and more where the two largest
    /// eigenvalues are close; 20 vectors of 8 bytes a partner (12 above 500,000 partners). Converged to
    /// |Ax − λx| ≤ 10⁻¹¹ λ; the caveats say what was reached. Same answer for any number of threads.
    ///
    /// # Errors
    /// [`Error::NotDefined`] for weights without values that are strengths; [`Error::Stopped`].
    ///
    /// ```
    /// use commonweal_network::measures::spectral::EigenvectorOptions;
    /// use commonweal_network::{BuildOptions, Control, Network, Ties};
    ///
    /// // A star of four: λ = √3, the centre √½, and a leaf that divided by √3.
    /// let ties = Ties { source: &[0, 0, 0], target: &[1, 2, 3], value: None };
    /// let net = Network::from_ties(4, &ties, &BuildOptions::default())?;
    /// let x = net.eigenvector(&EigenvectorOptions::default(), &Control::new())?.values;
    /// assert!((x[0] - 0.5f64.sqrt()).abs() < 1e-12 && (x[1] - (1.0f64 / 6.0).sqrt()).abs() < 1e-12);
    /// # Ok::<(), commonweal_network::Error>(())
    /// ```
    pub fn eigenvector(
        &self,
        options: &EigenvectorOptions,
        control: &Control,
    ) -> Result<PartnerScores, Error> {
        if self.is_directed() && options.mode == Mode::All {
            return self
                .symmetrise(Symmetrise::Either)
                .eigenvector(options, control);
        }
        self.check_strengths("eigenvector", options.weighted)?;
        let pieces = self.pieces(options.mode, options.weighted);
        let groups = match options.scope {
            EigenvectorScope::Network => vec![pieces.all()],
            EigenvectorScope::Component => self.groups(&pieces),
        };
        let mut found = pieces.vectors(groups, options.scale, control)?;
        let mut caveats = self.standing_caveats();
        caveats.extend(self.undefined_vectors(&found, options.scope));
        if found.zeros > 0 {
            caveats.push(format!(
                "{} of {} are 0 because nothing reaches them from the piece that leads.",
                counted(found.zeros as u64, "partner"),
                self.partners(),
            ));
        }
        caveats.extend(found.reached());
        caveats.extend(self.known_ties_only());
        self.hide_unreported(options.mode, &mut found.values);
        Ok(PartnerScores {
            values: found.values,
            unit: "share of the leading eigenvector".to_owned(),
            convention: format!(
                "leading eigenvector of {}, largest eigenvalue {:.6}, {}, {}, {}",
                match options.scope {
                    EigenvectorScope::Network => "the network",
                    EigenvectorScope::Component => "each component",
                },
                found.largest,
                direction(self, options.mode),
                counting(options.weighted),
                options.scale.said(),
            ),
            caveats,
            citation: "Bonacich (1972), J. Math. Sociol. 2, 113-120".to_owned(),
            ..self.scores_named("eigenvector")
        })
    }

    /// Eigenvector centralization: Σ(x* − xᵢ) / (n − 2) at the scale where the largest score x* is 1.
    ///
    /// The field has no agreed maximum, so this one is proved. With x* = 1 at partner i, the scores of those
    /// tied to i add up to λ, and λ ≥ 1 wherever a tie lies on a cycle; so all scores add up to at least 2
    /// and the differences to at most n − 2. One tied pair among isolates attains it. Igraph divides by
    /// n − 2 too when undirected and by n − 1 when directed. Every tie counts one. Range 0 to 1; undefined
    /// (`None`) below three partners, where the eigenvector is not defined, and where a score is unknown.
    ///
    /// Cost of [`Network::eigenvector`].
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub fn eigenvector_centralization(
        &self,
        mode: Mode,
        control: &Control,
    ) -> Result<Measure, Error> {
        let options = EigenvectorOptions {
            mode,
            scale: VectorScale::Max,
            ..EigenvectorOptions::default()
        };
        let scores = self.eigenvector(&options, control)?;
        let n = self.partners();
        let measure = Measure {
            unit: "share of the largest possible sum of differences".to_owned(),
            n: n as u64,
            coverage: scores.coverage,
            reference: "0, when all scores are equal; 1, one tied pair among isolates".to_owned(),
            convention: format!(
                "divided by n − 2, the proved maximum; {}",
                scores.convention
            ),
            caveats: scores.caveats,
            citation: scores.citation,
            ..Measure::named("eigenvector_centralization").of_kind(if self.is_directed() {
                mode
            } else {
                Mode::All
            })
        };
        if n < 3 {
            return Ok(
                measure.undefined(&format!("it needs at least 3 partners, and there are {n}."))
            );
        }
        if scores.values.iter().any(|x| x.is_nan()) {
            return Ok(measure.undefined("some or all eigenvector scores are not known."));
        }
        let differences: f64 = scores.values.iter().map(|x| 1.0 - x).sum();
        let value = (differences / (n as f64 - 2.0)).clamp(0.0, 1.0);
        Ok(Measure {
            value: Some(value),
            sentence: format!(
                "Eigenvector centralization is {value:.3} on a scale from 0 (all partners score alike) to 1 (one tied pair among isolates)."
            ),
            ..measure
        })
    }

    /// The matrix of known ties in its pieces.
    pub(super) fn pieces(&self, mode: Mode, weighted: bool) -> Pieces<'_> {
        let pull = Pull::new(self.pulled(mode), weighted);
        if self.is_directed() {
            // Strong components are numbered so that every tie goes to the smaller number; scores follow the
            // ties (in) or go against them (out).
            let flow = match mode {
                Mode::In => self.out(),
                Mode::Out | Mode::All => self.incoming(),
            };
            Pieces::new(pull, flow, strong(self.out()), mode == Mode::In)
        } else {
            let membership = self.components(ComponentKind::Weak).membership;
            Pieces::new(pull, self.out(), membership, true)
        }
    }

    /// The pieces of each weak component.
    fn groups(&self, pieces: &Pieces<'_>) -> Vec<Vec<u32>> {
        let weak = self.components(ComponentKind::Weak);
        let mut groups = vec![Vec::new(); weak.count()];
        for c in pieces.all() {
            if let Some(&i) = pieces.members(c).first() {
                groups[weak.membership[i as usize] as usize].push(c);
            }
        }
        groups
    }

    fn undefined_vectors(&self, found: &Vectors, scope: EigenvectorScope) -> Vec<String> {
        let mut reasons = Vec::new();
        if found.shared > 0 {
            reasons.push(match scope {
                EigenvectorScope::Network => format!(
                    "Not defined: {} pieces share the largest eigenvalue {:.6}, so no vector is the leading one. The scope \"component\" gives each component its own.",
                    found.leaders, found.largest
                ),
                EigenvectorScope::Component => format!(
                    "Not defined in {}, where several pieces share the largest eigenvalue.",
                    counted(found.shared as u64, "component")
                ),
            });
        }
        if found.acyclic > 0 {
            let cause = if self.is_directed() {
                "no tie lies on a cycle there, so every eigenvalue is 0"
            } else {
                "they have no ties"
            };
            reasons.push(format!(
                "Not defined for {}: {cause}.",
                counted(found.acyclic as u64, "partner")
            ));
        }
        reasons
    }

    /// What unknown ties mean for a score that any tie can move.
    pub(in crate::measures) fn known_ties_only(&self) -> Option<String> {
        let cells = self.cell_counts();
        (cells.known < cells.possible).then(|| {
            "Computed over known ties; an unknown one can raise or lower any value. A partner whose ties of this \
             kind nobody has reported is unknown."
                .to_owned()
        })
    }
}
