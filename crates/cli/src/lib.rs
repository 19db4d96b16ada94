//! The commonweal command line, shared by cargo and pip installs.
//!
//! Exit codes: 0 fine, 1 the data has errors (or a file could not be written), 2 the call was wrong.
//! Results go to standard output, problems and progress to standard error.

// Doc comments of the arguments are the help a user reads, where backticks would be noise.
#![allow(clippy::doc_markdown)]

mod commands;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use commonweal_tables as tables;
use commonweal_tables::ReadOptions;

/// Who works with whom, who is left behind, and what it takes.
#[derive(Parser)]
#[command(name = "commonweal", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write a folder of template tables, each with example rows and a README
    Init {
        /// Folder to make; files that exist are never overwritten
        dir: PathBuf,
    },
    /// Report every problem of the tables in a folder or workbook
    Check {
        /// Folder of CSV files, or one .xlsx workbook
        data: PathBuf,
        #[command(flatten)]
        reading: Reading,
    },
    /// Write one self-contained HTML report
    Report {
        /// Folder of CSV files, or one .xlsx workbook
        data: PathBuf,
        /// Where to write the report
        #[arg(short, long, default_value = "report.html")]
        output: PathBuf,
        /// Title of the report; by default the name of the folder
        #[arg(long)]
        title: Option<String>,
        /// Who will read it
        #[arg(long, value_enum, default_value_t = Audience::Partners)]
        audience: Audience,
        #[command(flatten)]
        reading: Reading,
    },
    /// Make synthetic data with a known truth
    #[command(subcommand)]
    Generate(Generate),
}

/// Who will read a report; decides what may be shown.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum Audience {
    /// Everyone: no map and no partner named
    Public,
    /// The partners themselves: the map, with names where consent was given
    Partners,
}

/// The repairs that messages name. Nothing is repaired unless asked for.
#[derive(clap::Args)]
pub(crate) struct Reading {
    /// A column as found and the name it stands for: --rename to=target_id
    #[arg(long, value_name = "FOUND=NAME", value_parser = pair::<String>)]
    rename: Vec<(String, String)>,
    /// Row of the column names of a table, where it is not the first: --header-row partners=3
    #[arg(long, value_name = "TABLE=ROW", value_parser = pair::<u32>)]
    header_row: Vec<(String, u32)>,
    /// What to do with two values for the same tie
    #[arg(long, value_enum, default_value_t = Duplicates::Error)]
    duplicates: Duplicates,
    /// What to do with a partner tied to itself
    #[arg(long, value_enum, default_value_t = SelfTies::Error)]
    self_ties: SelfTies,
    /// Read tie values that are labels of their scale ("weekly")
    #[arg(long)]
    labels: bool,
    /// Read Excel's day numbers in date columns
    #[arg(long)]
    excel_dates: bool,
    /// One more word that means yes
    #[arg(long, value_name = "WORD")]
    truthy: Vec<String>,
    /// Accept groups that do not add up to their total
    #[arg(long)]
    allow_unassigned: bool,
    /// The category standard to use where there are several
    #[arg(long)]
    scheme: Option<String>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Duplicates {
    Error,
    Max,
    Mean,
    Last,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum SelfTies {
    Error,
    Drop,
}

/// `a=b` as two parts.
fn pair<T: std::str::FromStr>(text: &str) -> Result<(String, T), String> {
    let parts = text
        .split_once('=')
        .map(|(name, value)| (name.to_owned(), value.parse::<T>()));
    match parts {
        Some((name, Ok(value))) => Ok((name, value)),
        _ => Err("expected two parts joined by =".to_owned()),
    }
}

impl Reading {
    fn options(self) -> ReadOptions {
        ReadOptions {
            rename: self.rename.into_iter().collect(),
            header_row: self.header_row.into_iter().collect(),
            duplicates: match self.duplicates {
                Duplicates::Error => tables::DuplicateTies::Error,
                Duplicates::Max => tables::DuplicateTies::Max,
                Duplicates::Mean => tables::DuplicateTies::Mean,
                Duplicates::Last => tables::DuplicateTies::Last,
            },
            self_ties: match self.self_ties {
                SelfTies::Error => tables::SelfTies::Error,
                SelfTies::Drop => tables::SelfTies::Drop,
            },
            labels: self.labels,
            excel_dates: self.excel_dates,
            truthy: self.truthy,
            allow_unassigned: self.allow_unassigned,
            scheme: self.scheme,
        }
    }
}

#[derive(Subcommand)]
enum Generate {
    /// The example partnership: 41 organisations, two waves, outcomes of 30 schools
    Example {
        /// Folder to make
        dir: PathBuf,
        /// Seed; the default gives the tables shipped with the package
        #[arg(long)]
        seed: Option<u64>,
    },
    /// A large partner network with planted work groups, for benchmarks
    Partners {
        /// Number of partners
        #[arg(long)]
        n: usize,
        /// Mean number of ties of a partner
        #[arg(long, default_value_t = 20.0)]
        mean_degree: f64,
        /// Seed
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Folder for ties.csv and partners.csv
        #[arg(short, long, default_value = "partners")]
        output: PathBuf,
    },
}

/// Runs the command line `args` (the program's name first) and answers the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments = match Arguments::try_parse_from(args) {
        Ok(arguments) => arguments,
        Err(error) => {
            // `--help` and `--version` arrive here too; clap knows their stream and code.
            let _ = error.print();
            return u8::try_from(error.exit_code()).unwrap_or(2);
        }
    };
    let outcome = match arguments.command {
        Command::Init { dir } => commands::init(&dir),
        Command::Check { data, reading } => commands::check(&data, &reading.options()),
        Command::Report {
            data,
            output,
            title,
            audience,
            reading,
        } => commands::report(&data, &output, title, audience, &reading.options()),
        Command::Generate(Generate::Example { dir, seed }) => commands::example(&dir, seed),
        Command::Generate(Generate::Partners {
            n,
            mean_degree,
            seed,
            output,
        }) => commands::partners(n, mean_degree, seed, &output),
    };
    match outcome {
        Ok(code) => code,
        Err(message) => {
            commands::complain(&message);
            1
        }
    }
}
