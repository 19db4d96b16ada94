//! The tables a partnership brings: contracts, readers, coded problems, grouped counts.
//!
//! A folder of CSV files, a workbook or frames goes in; typed rows come out, with every problem of every
//! table told at once, each with its place and its cure. Nothing is merged, dropped or guessed unless an
//! option asks for it, and then it is logged. The rules of the tables are data ([`contract::TABLES`]); one
//! validator, the templates and their documentation all read them there.
//!
//! ```
//! use commonweal_tables::{NetworkOptions, ReadOptions, read_csv_texts};
//! let files = [
//!     ("partners.csv", "partner_id,name\nP1,Library\nP2,School\nP3,Clinic\n"),
//!     ("layers.csv", "layer_id,kind,directed,scale_min,scale_max,present_at,asked_of\ntalk,frequency,no,0,5,2,everyone\n"),
//!     ("roster.csv", "wave_id,partner_id,asked,answered\n2025,P1,yes,yes\n2025,P2,yes,no\n2025,P3,yes,no\n"),
//!     ("ties.csv", "wave_id,source_id,target_id,layer_id,value\n2025,P1,P2,talk,4\n"),
//! ];
//! let loaded = read_csv_texts(files.map(|(name, text)| (name, text.as_bytes())), &ReadOptions::default());
//! assert_eq!(loaded.problems.iter().next().map(ToString::to_string).as_deref(), Some(
//!     "W202 Wave 2025: 1 of 3 partners answered (33 %). For 33 % of pairs nobody answered. \
//!      Betweenness is the measure most affected; see coverage."
//! ));
//! let (tables, _) = loaded.into_result()?;
//! let net = tables.network("talk", &NetworkOptions::default())?;
//! assert_eq!((net.partners(), net.ties()), (3, 1));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod affiliation;
mod attendance_list;
mod check;
mod column;
pub mod contract;
mod edge_list;
mod error;
mod exchange;
mod frames;
mod load;
mod meeting_dates;
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

pub use affiliation::AffiliationOptions;
pub use attendance_list::AttendanceList;
pub use edge_list::EdgeList;
pub use error::Error;
pub use exchange::{read_network, write_network};
pub use load::Loaded;
pub use meeting_dates::{announcements, decisions};
pub use network::NetworkOptions;
pub use options::{DuplicateTies, ReadOptions, SelfTies};
pub use outcomes::{
    CountColumns, GroupedColumns, Lattice, Outcomes, PublishedCell, PublishedKind, PublishedStatus,
    RateColumns, RecordColumns, read_published,
};
pub use problem::{Code, Problem, Problems, Severity};
pub use raw::RawTable;
pub use read::{read_csv_texts, read_frames, read_path};
pub use tables::Tables;
pub use templates::{Template, templates};
pub use value::{Answer, Date, Period, is_missing};
