//! The binary `commonweal`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(commonweal_cli::run(std::env::args_os()))
}
