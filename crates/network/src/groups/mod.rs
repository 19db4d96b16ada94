//! Groups of partners: one family a file, all as methods of [`crate::Network`].

pub mod cliques;
pub mod communities;
pub mod consensus;
pub mod core_periphery;
pub mod equivalence;
pub mod girvan_newman;
pub mod lambda_sets;
pub mod modularity;
pub mod relaxed;
pub mod rich_club;
