//! Which small cells may be shown outside the partnership: primary suppression of cells that tell about single
//! children by themselves, and secondary suppression of what would give them away by subtraction
//! ([`PrimaryRule::total_is_safe`]).

mod primary;
mod secondary;

pub use primary::{Disclosure, HideReason, PrimaryRule, Protection, protect};
pub use secondary::suppressed;
