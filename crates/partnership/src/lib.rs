//! A partnership over its tables: evidence and findings in plain sentences, and the example partnership.

pub mod example;
