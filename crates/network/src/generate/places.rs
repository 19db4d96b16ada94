//! Who sits where and how active each partner is.

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::PartnersOptions;
use crate::nulls::draws;

/// What a stream of chance is for; the low 40 bits number the part.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Places,
    Activity,
    Group,
    Partnership,
    Anywhere,
    Backbone,
    InGroup,
}

pub(super) fn stream(seed: u64, purpose: Purpose, part: usize) -> ChaCha8Rng {
    draws::stream(seed, (purpose as u64) << 40 | part as u64)
}

/// Who sits where. A seat is a partner before its number is shuffled: groups and partnerships are
/// ranges of seats, and the first seat of a partnership is its backbone.
pub(super) struct Places {
    /// Partner number of each seat.
    pub(super) id: Vec<u32>,
    /// Where partnerships begin, and the end.
    pub(super) partnerships: Vec<usize>,
    /// Where work groups begin, and the end.
    pub(super) groups: Vec<usize>,
    pub(super) in_group: Vec<usize>,
}

impl Places {
    pub(super) fn draw(options: &PartnersOptions) -> Self {
        let mut rng = stream(options.seed, Purpose::Places, 0);
        let mut id: Vec<u32> = (0..options.n as u32).collect();
        id.shuffle(&mut rng);
        let mut partnerships = vec![0];
        cut(
            options.n,
            options.partnership_size,
            &mut rng,
            &mut partnerships,
        );
        let mut groups = vec![0];
        for pair in partnerships.windows(2) {
            cut(pair[1], options.work_group_size, &mut rng, &mut groups);
        }
        let first = 1..partnerships.get(1).copied().unwrap_or(1);
        let mut in_group: Vec<usize> = first.collect();
        let (chosen, _) = in_group.partial_shuffle(&mut rng, options.in_group);
        let in_group = chosen.to_vec();
        Self {
            id,
            partnerships,
            groups,
            in_group,
        }
    }
}

/// Cuts the seats from the last bound to `end` in pieces of about `size`, adding their bounds.
fn cut(end: usize, size: usize, rng: &mut ChaCha8Rng, bounds: &mut Vec<usize>) {
    let mut at = bounds.last().copied().unwrap_or(0);
    while at < end {
        let piece = rng.random_range(size.div_ceil(2)..=size + size / 2);
        // What would leave too little for another piece takes it along.
        at = if at + piece + size / 2 >= end {
            end
        } else {
            at + piece
        };
        bounds.push(at);
    }
}

/// Number of the piece that a seat lies in.
pub(super) fn cell(bounds: &[usize], seat: usize) -> u32 {
    bounds.partition_point(|&b| b <= seat) as u32 - 1
}

/// Activity by seat, 1 on average over all partners that are not backbones.
pub(super) fn activities(options: &PartnersOptions, places: &Places) -> Vec<f64> {
    const BLOCK: usize = 1 << 14;
    const SHAPE: f64 = 1.8;
    const RATIO: f64 = 20.0;
    let mut activity = vec![0.0; options.n];
    activity
        .par_chunks_mut(BLOCK)
        .enumerate()
        .for_each(|(part, block)| {
            let mut rng = stream(options.seed, Purpose::Activity, part);
            for a in block {
                // Inverse distribution function of a Pareto variable cut at RATIO.
                let u: f64 = rng.random();
                *a = (1.0 - u * (1.0 - RATIO.powf(-SHAPE))).powf(-1.0 / SHAPE);
            }
        });
    for &seat in &places.partnerships[..places.partnerships.len() - 1] {
        activity[seat] = 0.0;
    }
    let partners = options.n - (places.partnerships.len() - 1);
    let mean = activity.iter().sum::<f64>() / partners.max(1) as f64;
    if mean > 0.0 {
        for a in &mut activity {
            *a /= mean;
        }
    }
    activity
}
