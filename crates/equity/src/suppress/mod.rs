//! Which small cells may be shown outside the partnership.
//!
//! Only the first step, primary suppression, is here. It does not protect against subtraction:
//! [`Protection::total_is_safe`] says when a total printed beside the groups would give a hidden cell away.

mod primary;

pub use primary::{Disclosure, HideReason, PrimaryRule, Protection, protect};
