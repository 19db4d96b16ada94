//! The tables a partnership brings: contracts, readers, coded problems, grouped counts.
