//! Written elsewhere; see the module list in `lib.rs`.
