//! What each command does.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use commonweal_network::generate::{self, PartnersOptions};
use commonweal_partnership::{
    Audience as For, Evidence, EvidenceOptions, Partnership, ReadError, example as example_data,
};
use commonweal_tables::{Problems, ReadOptions, templates};

use crate::Audience;

/// An exit code, or what went wrong in words.
type Outcome = Result<u8, String>;

pub(crate) fn init(dir: &Path) -> Outcome {
    let files = templates();
    vacant(dir, files.iter().map(|file| file.file.as_str()))?;
    for file in &files {
        let path = dir.join(&file.file);
        fs::write(&path, &file.text).map_err(|error| cannot_write(&path, &error))?;
    }
    let dir = dir.display();
    say(&format!(
        "Wrote {} files to {dir}. Replace the example rows with your own, then run: commonweal check {dir}",
        files.len()
    ))
}

/// Makes the folder, unless a file that would be written is there: nothing of a user's is overwritten.
fn vacant<'a>(dir: &Path, files: impl Iterator<Item = &'a str>) -> Result<(), String> {
    let taken: Vec<&str> = files.filter(|file| dir.join(file).exists()).collect();
    if !taken.is_empty() {
        return Err(format!(
            "{}: {} already there. Nothing was written. Choose another folder.",
            dir.display(),
            taken.join(", ")
        ));
    }
    fs::create_dir_all(dir).map_err(|error| cannot_write(dir, &error))
}

pub(crate) fn check(data: &Path, options: &ReadOptions) -> Outcome {
    match Partnership::read(data, options) {
        Ok(partnership) => {
            list(partnership.problems())?;
            let warnings = partnership.problems().warnings().count();
            say(&format!(
                "{}: no errors, {}. Next: commonweal report {}",
                data.display(),
                counted(warnings, "warning"),
                data.display()
            ))
        }
        Err(ReadError::Problems(problems)) => {
            list(&problems)?;
            let (errors, warnings) = (problems.errors().count(), problems.warnings().count());
            say(&format!(
                "{}: {}, {}. Nothing was changed.",
                data.display(),
                counted(errors, "error"),
                counted(warnings, "warning")
            ))?;
            Ok(1)
        }
        Err(error) => Err(error.to_string()),
    }
}

pub(crate) fn report(
    data: &Path,
    output: &Path,
    title: Option<String>,
    audience: Audience,
    options: &ReadOptions,
) -> Outcome {
    let partnership = match Partnership::read(data, options) {
        Ok(partnership) => partnership,
        Err(ReadError::Problems(problems)) => {
            list(&problems)?;
            return Err(format!(
                "{}: no report, because the tables have errors.",
                data.display()
            ));
        }
        Err(error) => return Err(error.to_string()),
    };
    let audience = match audience {
        Audience::Public => For::Public,
        Audience::Partners => For::Partners,
    };
    let evidence = Evidence::gather(
        &partnership,
        &EvidenceOptions {
            title,
            audience,
            ..EvidenceOptions::default()
        },
    );
    commonweal_report::html::write(&evidence, output).map_err(|error| error.to_string())?;
    let full = fs::canonicalize(output).unwrap_or_else(|_| output.to_owned());
    say(&format!("Wrote {}", full.display()))
}

pub(crate) fn example(dir: &Path, seed: Option<u64>) -> Outcome {
    let example = example_data::generate(seed.unwrap_or(example_data::DEFAULT_SEED));
    vacant(dir, example.tables.iter().map(|table| table.file))?;
    example
        .write_to(dir)
        .map_err(|error| cannot_write(dir, &error))?;
    say(&format!(
        "Wrote {} tables to {}",
        example.tables.len(),
        dir.display()
    ))
}

pub(crate) fn partners(n: usize, mean_degree: f64, seed: u64, dir: &Path) -> Outcome {
    let options = PartnersOptions {
        n,
        mean_degree,
        seed,
        ..PartnersOptions::default()
    };
    vacant(dir, ["ties.csv", "partners.csv"].into_iter())?;
    let planted = generate::partners(&options).map_err(|error| error.to_string())?;
    let ties = dir.join("ties.csv");
    write_lines(
        &ties,
        "source_id,target_id",
        planted
            .network
            .iter_ties()
            .map(|(i, j, _)| format!("{i},{j}")),
    )?;
    let partners = dir.join("partners.csv");
    let mut backbone = vec![false; planted.network.partners()];
    for &i in planted.network.backbone() {
        backbone[i as usize] = true;
    }
    let rows = backbone.iter().zip(&planted.work_group).enumerate();
    write_lines(
        &partners,
        "partner_id,is_backbone,work_group",
        rows.map(|(i, (backbone, group))| format!("{i},{backbone},{group}")),
    )?;
    say(&format!(
        "Wrote {} partners and {} ties to {}",
        planted.network.partners(),
        planted.network.ties(),
        dir.display()
    ))
}

fn write_lines(
    path: &Path,
    header: &str,
    lines: impl Iterator<Item = String>,
) -> Result<(), String> {
    let write = || -> io::Result<()> {
        let mut file = BufWriter::new(fs::File::create(path)?);
        writeln!(file, "{header}")?;
        for line in lines {
            writeln!(file, "{line}")?;
        }
        file.flush()
    };
    write().map_err(|error| cannot_write(path, &error))
}

/// Problems go to standard error, so that a result can be piped.
fn list(problems: &Problems) -> Result<(), String> {
    let mut stream = io::stderr().lock();
    for problem in problems {
        writeln!(stream, "{problem}").map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn say(text: &str) -> Outcome {
    let mut stream = io::stdout().lock();
    match writeln!(stream, "{text}") {
        // Whoever closed the pipe has seen enough.
        Ok(()) => Ok(0),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(0),
        Err(error) => Err(error.to_string()),
    }
}

pub(crate) fn complain(message: &str) {
    let _ = writeln!(io::stderr().lock(), "{message}");
}

fn cannot_write(path: &Path, error: &io::Error) -> String {
    format!(
        "{}: cannot be written ({error}). Check that the folder exists and may be written to.",
        path.display()
    )
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
