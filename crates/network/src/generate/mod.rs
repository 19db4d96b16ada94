//! Networks made by chance from a known truth, which is returned with them: what a method should find
//! in a network is known only where the network was made.
//!
//! Every part of a network draws from its own ChaCha8 stream, numbered by the part and never by the
//! thread, so a seed gives one network on any machine.

mod chung_lu;
mod partners;
mod places;
#[cfg(test)]
mod tests;
mod ties;

pub use partners::{PartnersOptions, Planted, partners};
