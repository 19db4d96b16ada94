//! Label propagation: every partner takes the label most of its ties carry, until all have one of those.

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::leiden::connected_parts;
use super::level::{Level, Mass};
use crate::{Control, Error};

/// Rounds at most. It usually ends within ten (Raghavan et al. 2007); it need not end at all.
const ROUNDS: usize = 100;

/// Groups of partners with the same label, and whether the labels came to rest. Labels that ended up on
/// separate pieces are separate groups, as in the paper. O(n + m) a round at most: a partner is looked at
/// again only when a label beside it has changed.
pub(super) fn propagate<M: Mass>(
    level: &Level<'_, M>,
    rng: &mut ChaCha8Rng,
    control: &Control,
) -> Result<(Vec<u32>, bool), Error> {
    let n = level.n();
    let mut label: Vec<u32> = (0..n as u32).collect();
    let mut order = label.clone();
    let mut weight = vec![0.0; n];
    let (mut met, mut largest): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
    let mut wakes = vec![true; n];
    let mut at_rest = false;
    for _ in 0..ROUNDS {
        control.check()?;
        order.shuffle(rng);
        at_rest = true;
        for &v in &order {
            if !std::mem::take(&mut wakes[v as usize]) {
                continue;
            }
            level.each(v, |u, w| {
                let label = label[u as usize];
                if weight[label as usize] == 0.0 {
                    met.push(label);
                }
                weight[label as usize] += w;
            });
            let mut top = 0.0;
            for l in met.drain(..) {
                let weight = std::mem::take(&mut weight[l as usize]);
                if weight > top {
                    top = weight;
                    largest.clear();
                }
                if weight == top {
                    largest.push(l);
                }
            }
            // A label that is already among the largest stays, which is also the rule that ends the search.
            if top == 0.0 || largest.contains(&label[v as usize]) {
                continue;
            }
            at_rest = false;
            label[v as usize] = largest[rng.random_range(0..largest.len())];
            for &u in level.row(v) {
                wakes[u as usize] = true;
            }
        }
        if at_rest {
            break;
        }
    }
    Ok((connected_parts(level, &label).0, at_rest))
}
