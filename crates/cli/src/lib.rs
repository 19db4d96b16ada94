//! The commonweal command line, shared by cargo and pip installs.
//!
//! Exit codes: 0 fine, 1 the data has errors (or a file could not be written), 2 the call was wrong.
//! Results go to standard output, problems and progress to standard error.

mod commands;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

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
        Command::Check { data } => commands::check(&data),
        Command::Report {
            data,
            output,
            title,
            audience,
        } => commands::report(&data, &output, title, audience),
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
