//! The tables a partnership brings: contracts, readers, coded problems, grouped counts.

mod check;
pub mod contract;
mod edge_list;
mod error;
mod frames;
mod load;
mod network;
mod options;
mod outcome;
pub mod outcomes;
mod parsed;
mod problem;
mod raw;
mod read;
mod response;
pub mod tables;
mod templates;
mod validate;
mod value;
mod wide;
mod words;

pub use edge_list::EdgeList;
pub use error::Error;
pub use load::Loaded;
pub use network::NetworkOptions;
pub use options::{DuplicateTies, ReadOptions, SelfTies};
pub use outcomes::{CountColumns, Outcomes, RecordColumns};
pub use problem::{Code, Problem, Problems, Severity};
pub use raw::RawTable;
pub use read::{read_csv_texts, read_frames, read_path};
pub use tables::Tables;
pub use templates::{Template, templates};
pub use value::{Answer, Date, Period, is_missing};
