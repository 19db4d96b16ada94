//! Who the alters are: the make-up of every partner's contacts by an attribute.

use crate::measures::{Mode, PartnerScores};
use crate::{Error, Network, Symmetrise};

/// Options of [`Network::composition`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CompositionOptions {
    /// Who is an alter in a directed network.
    pub mode: Mode,
    /// Leave out alters of ego's own category (UCINET's "ignore ego's own category"): the mix of those
    /// who are different.
    pub ignore_own: bool,
}

impl Network {
    /// What share of every partner's alters is of each category of an attribute, and how mixed they are:
    ///
    /// * `alters`: alters whose category is known (and, with `ignore_own`, is not ego's own);
    /// * `same`: the share of all alters of known category in ego's own (NaN where that is unknown);
    /// * `share <category>`: one column for each category the attribute has;
    /// * `heterogeneity`: Blau's index 1 − Σ p², the chance that two alters drawn with replacement differ;
    ///   0 when all are alike, at most 1 − 1/K with K categories;
    /// * `iqv`: the index of qualitative variation, heterogeneity / (1 − 1/K), 0 to 1 whatever K; 0 where
    ///   the attribute has one category only.
    ///
    /// Direction: none. Without an alter of known category shares are NaN. Unknown ties: alters are those
    /// of the known ties; a partner whose own ties nobody has reported is NaN. Every tie counts once,
    /// whatever its value. O(n·K + m).
    ///
    /// Source: Blau (1977), Inequality and Heterogeneity; Agresti & Agresti (1978), Sociological
    /// Methodology 9.
    ///
    /// # Errors
    /// [`Error::BadOption`] for an attribute that this network does not have.
    pub fn composition(
        &self,
        attribute: &str,
        options: CompositionOptions,
    ) -> Result<Vec<PartnerScores>, Error> {
        let kinds = self.attribute_named(attribute)?;
        let pairs;
        let rows = match options.mode {
            Mode::Out => self.out(),
            Mode::In => self.incoming(),
            Mode::All if !self.is_directed() => self.out(),
            Mode::All => {
                pairs = self.symmetrise(Symmetrise::Either);
                pairs.out()
            }
        };
        let n = self.partners();
        let categories = kinds.categories().len();
        let mut shares = vec![vec![f64::NAN; n]; categories];
        let [mut alters, mut same, mut blau, mut iqv] = std::array::from_fn(|_| vec![f64::NAN; n]);
        let most = 1.0 - 1.0 / categories as f64;
        for i in 0..n as u32 {
            let own = kinds.code(i);
            let mut counts = vec![0u64; categories];
            for code in rows.row(i).iter().filter_map(|&j| kinds.code(j)) {
                counts[code as usize] += 1;
            }
            let at = i as usize;
            if let Some(own) = own {
                let all = counts.iter().sum::<u64>() as f64;
                let alike = &mut counts[own as usize];
                // Nobody to compare with is 0/0, NaN.
                same[at] = *alike as f64 / all;
                if options.ignore_own {
                    *alike = 0;
                }
            }
            let all = counts.iter().sum::<u64>();
            alters[at] = all as f64;
            if all == 0 {
                continue;
            }
            let share = |count: u64| count as f64 / all as f64;
            for (column, &count) in shares.iter_mut().zip(&counts) {
                column[at] = share(count);
            }
            // In whole numbers, so that alters of one kind give 0 to the last bit.
            let alike: u128 = counts.iter().map(|&c| u128::from(c).pow(2)).sum();
            let pairs = u128::from(all).pow(2);
            blau[at] = (pairs - alike) as f64 / pairs as f64;
            iqv[at] = if categories > 1 { blau[at] / most } else { 0.0 };
        }
        let column = |name: &str, unit: &str, convention: &str, mut values: Vec<f64>| {
            self.hide_unreported(options.mode, &mut values);
            PartnerScores {
                values,
                unit: unit.to_owned(),
                convention: convention.to_owned(),
                caveats: self.composition_caveats(attribute, options),
                citation: "Blau (1977), Inequality and Heterogeneity; Agresti & Agresti (1978), Sociological Methodology 9, 204-237".to_owned(),
                ..self.scores_named(name)
            }
        };
        let share_of = "share of the alters whose category is known";
        let mut columns = vec![
            column(
                "alters",
                "partners",
                "alters whose category is known",
                alters,
            ),
            column(
                "same",
                share_of,
                "alters of ego's own category / all alters of known category",
                same,
            ),
        ];
        for (name, values) in kinds.categories().iter().zip(shares) {
            let convention = format!("alters whose {attribute} is {name} / alters");
            columns.push(column(
                &format!("share {name}"),
                share_of,
                &convention,
                values,
            ));
        }
        columns.push(column(
            "heterogeneity",
            "chance that two alters differ",
            "Blau: 1 − Σ p²",
            blau,
        ));
        columns.push(column(
            "iqv",
            "share of the largest possible heterogeneity",
            "index of qualitative variation: Blau / (1 − 1/K), K categories of the attribute",
            iqv,
        ));
        Ok(columns)
    }

    fn composition_caveats(&self, attribute: &str, options: CompositionOptions) -> Vec<String> {
        let mut caveats = self.standing_caveats();
        let unknown = self.attribute(attribute).map_or(0, |a| {
            (0..self.partners() as u32)
                .filter(|&i| a.code(i).is_none())
                .count()
        });
        if unknown > 0 {
            caveats.push(format!(
                "The {attribute} of {unknown} of {} partners is unknown; they are not counted as alters.",
                self.partners()
            ));
        }
        if options.ignore_own {
            caveats.push("Alters of ego's own category are left out.".to_owned());
        }
        caveats
    }
}
