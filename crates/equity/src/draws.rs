//! Random streams: the one place where chance comes from in this crate.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// The random stream of one draw. A stream belongs to a draw, never to a thread, so the same seed gives
/// the same draws for any number of threads.
pub(crate) fn stream(seed: u64, draw: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(draw);
    rng
}
