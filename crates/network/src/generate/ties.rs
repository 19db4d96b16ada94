//! The ties of a generated network, circle by circle: work group, partnership, anywhere; then the
//! backbones and the in-group.

use std::ops::{Range, RangeInclusive};

use rand::RngExt;
use rayon::prelude::*;

use super::PartnersOptions;
use super::chung_lu;
use super::places::{Places, Purpose, cell, stream};

/// A tie between two seats and its strength.
pub(super) type Draw = (usize, usize, u8);

/// Partners that draw ties among themselves.
struct Circle {
    /// Most active first.
    seats: Vec<usize>,
    weights: Vec<f64>,
    total: f64,
}

impl Circle {
    fn new(mut seats: Vec<usize>, activity: &[f64]) -> Self {
        // Equal activities (the zeros of backbones) stay in order of seats: the sort is stable.
        seats.sort_by(|&a, &b| activity[b].total_cmp(&activity[a]));
        let weights: Vec<f64> = seats.iter().map(|&s| activity[s]).collect();
        let total = weights.iter().sum();
        Self {
            seats,
            weights,
            total,
        }
    }

    /// Draws the ties of some rows, such that a partner of activity 1 expects `degree` ties.
    fn draw(
        &self,
        rows: Range<usize>,
        degree: f64,
        strength: RangeInclusive<u8>,
        mut rng: rand_chacha::ChaCha8Rng,
    ) -> Vec<Draw> {
        let mut ties = Vec::new();
        let size = self.seats.len();
        if self.total > 0.0 && size > 1 {
            // Nobody is tied to itself: without the correction small circles come out too thin.
            let scale = degree / self.total * size as f64 / (size - 1) as f64;
            chung_lu::pairs(&self.weights, rows, scale, &mut rng, |i, j, rng| {
                ties.push((
                    self.seats[i],
                    self.seats[j],
                    rng.random_range(strength.clone()),
                ));
            });
        }
        ties
    }
}

/// All ties, in parts whose order is fixed. A pair may appear twice.
pub(super) fn draw_ties(
    options: &PartnersOptions,
    places: &Places,
    activity: &[f64],
) -> Vec<Vec<Draw>> {
    let mut draws = backbones(options, places);
    let partners = options.n.max(1) as f64;
    let mean =
        |draws: &[Vec<Draw>]| 2.0 * draws.iter().map(Vec::len).sum::<usize>() as f64 / partners;
    let degree = (options.mean_degree - mean(&draws)).max(0.0);

    let inner = |bounds: &[usize], purpose: Purpose, share: f64, strength: RangeInclusive<u8>| {
        let parts = bounds.par_windows(2).enumerate().map(|(part, b)| {
            let circle = Circle::new((b[0]..b[1]).collect(), activity);
            let rng = stream(options.seed, purpose, part);
            circle.draw(0..circle.seats.len(), share * degree, strength.clone(), rng)
        });
        parts.collect::<Vec<_>>()
    };
    draws.extend(inner(
        &places.groups,
        Purpose::Group,
        options.within_group,
        2..=5,
    ));
    let mut wider = inner(
        &places.partnerships,
        Purpose::Partnership,
        options.within_partnership,
        1..=3,
    );
    // Pairs of one work group have been drawn already, with their own chance.
    wider.par_iter_mut().for_each(|ties| {
        ties.retain(|t| cell(&places.groups, t.0) != cell(&places.groups, t.1));
    });
    draws.extend(wider);

    // The widest circle makes up for what the inner ones could not place, so that the mean comes out.
    let rest = if options.within_group + options.within_partnership < 1.0 {
        (options.mean_degree - mean(&draws)).max(0.0)
    } else {
        0.0
    };
    draws.extend(anywhere(options, activity, rest));
    draws.push(in_group(options, places));
    draws
}

fn backbones(options: &PartnersOptions, places: &Places) -> Vec<Vec<Draw>> {
    let parts = places
        .partnerships
        .par_windows(2)
        .enumerate()
        .map(|(part, b)| {
            let mut rng = stream(options.seed, Purpose::Backbone, part);
            let mut ties = Vec::new();
            for seat in b[0] + 1..b[1] {
                if rng.random_bool(options.backbone_reach) {
                    ties.push((b[0], seat, rng.random_range(2..=4)));
                }
            }
            ties
        });
    parts.collect()
}

fn anywhere(options: &PartnersOptions, activity: &[f64], degree: f64) -> Vec<Vec<Draw>> {
    /// Rows in one part.
    const ROWS: usize = 1 << 12;
    let all = Circle::new((0..options.n).collect(), activity);
    let parts = (0..options.n.div_ceil(ROWS)).into_par_iter().map(|part| {
        let rows = part * ROWS..options.n.min((part + 1) * ROWS);
        all.draw(
            rows,
            degree,
            1..=2,
            stream(options.seed, Purpose::Anywhere, part),
        )
    });
    parts.collect()
}

fn in_group(options: &PartnersOptions, places: &Places) -> Vec<Draw> {
    let mut rng = stream(options.seed, Purpose::InGroup, 0);
    let mut ties = Vec::new();
    for (k, &a) in places.in_group.iter().enumerate() {
        for &b in &places.in_group[..k] {
            if rng.random_bool(options.in_group_density) {
                ties.push((a, b, rng.random_range(4..=5)));
            }
        }
    }
    ties
}
