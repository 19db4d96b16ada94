//! Nothing: cargo wants a library beside the benches of `benches/`.
