//! Cross-crate tests live in `tests/`. This crate also runs the Rust code of the README.
#![cfg_attr(doctest, doc = include_str!("../../README.md"))]
