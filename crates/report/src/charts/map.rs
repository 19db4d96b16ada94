//! The map of a network.

use commonweal_network::{Attribute, Network, layout};

use super::readable;
use crate::figure::{Figure, MapFigure, MapPartner, MapTie};

/// What a map shows beside the ties.
#[derive(Debug, Clone, Default)]
pub struct MapOptions<'a> {
    /// Attribute shown by colour and shape; `sector` where there is one.
    pub color: Option<&'a str>,
    /// A label for each partner, `None` for those that may not be named; empty: no labels.
    pub labels: Vec<Option<String>>,
    /// Title of the figure.
    pub title: Option<&'a str>,
    /// What a tie is, for the legend.
    pub tie: Option<&'a str>,
    /// Seed of the layout.
    pub seed: u64,
}

/// The map of a network: stress layout, ties known and unknown, who answered, the backbone.
///
/// # Errors
/// [`commonweal_network::Error`] when the colour is not an attribute of the partners.
pub fn map_figure(
    network: &Network,
    options: MapOptions<'_>,
) -> Result<Figure, commonweal_network::Error> {
    let attribute: Option<&Attribute> = match options.color {
        Some(name) => Some(network.attribute(name).ok_or_else(|| {
            let known: Vec<&str> = network.attributes().iter().map(Attribute::name).collect();
            commonweal_network::Error::BadOption {
                option: "color",
                found: format!("\"{name}\""),
                expected: format!("an attribute of the partners: {}", known.join(", ")),
            }
        })?),
        None => network.attribute("sector"),
    };
    let positions = layout::positions(
        network,
        &layout::LayoutOptions { seed: options.seed },
        &commonweal_network::Control::new(),
    )?;
    let mut backbone = vec![false; network.partners()];
    for &i in network.backbone() {
        backbone[i as usize] = true;
    }
    let mut labels = options.labels.into_iter();
    let partners = (0..network.partners() as u32)
        .zip(positions)
        .zip(backbone)
        .map(|((i, [x, y]), backbone)| MapPartner {
            label: labels.next().flatten(),
            x,
            y,
            sector: attribute.and_then(|a| a.code(i)),
            backbone,
            size: None,
            answered: network.observed().answered(i),
        })
        .collect();
    let ties = network
        .iter_ties()
        .map(|(a, b, value)| MapTie {
            a,
            b,
            strength: value,
            directed: network.is_directed(),
        })
        .collect();
    let chart = MapFigure {
        partners,
        sectors: attribute.map_or_else(Vec::new, |a| {
            a.categories().iter().map(|c| readable(c)).collect()
        }),
        ties,
        unknown: network.unknown_pairs().collect(),
        tie_label: options.tie.unwrap_or_default().to_owned(),
        ..MapFigure::default()
    };
    Ok(Figure::new(
        options.title.unwrap_or("Who works with whom"),
        chart,
    ))
}
