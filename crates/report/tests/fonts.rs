//! Figures look the same on a machine without fonts, because no font is ever looked up.

use std::path::{Path, PathBuf};
use std::process::Command;

use commonweal_report::figure::{Figure, ShortfallFigure};

fn figure() -> Figure {
    let chart = ShortfallFigure {
        missing: vec![5, 3, 1],
        ..ShortfallFigure::default()
    };
    Figure::new("Ünïted žluťoučký Ελλάδα библиотека → ≥ 80 %", chart).width(400)
}

/// font-kit and fontconfig are how plotters would look fonts up; the lock file names every crate that
/// any feature of the workspace can reach.
#[test]
fn no_crate_that_looks_fonts_up() {
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    let lock = std::fs::read_to_string(lock).unwrap();
    let locked = |name: &str| lock.contains(&format!("name = \"{name}\""));
    assert!(
        locked("plotters") && locked("ab_glyph"),
        "the lock file is the workspace's"
    );
    for crate_ in [
        "font-kit",
        "yeslogic-fontconfig-sys",
        "fontconfig",
        "freetype-sys",
        "fontdb",
    ] {
        assert!(!locked(crate_), "{crate_}");
    }
}

/// Draws into the file named by the environment; run by the next test with all font folders hidden.
#[test]
#[ignore = "run by same_picture_without_any_font"]
fn draw_into_file() {
    let Some(path) = std::env::var_os("COMMONWEAL_FIGURE_FILE").map(PathBuf::from) else {
        println!("skipped: COMMONWEAL_FIGURE_FILE names no file");
        return;
    };
    figure().save(path).unwrap();
}

#[test]
fn same_picture_without_any_font() {
    if !Command::new("unshare")
        .args(["-m", "true"])
        .status()
        .is_ok_and(|s| s.success())
    {
        println!("skipped: `unshare -m` is not possible here, so fonts cannot be hidden");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let hide = "for d in /usr/share/fonts /usr/local/share/fonts /etc/fonts \"$HOME/.fonts\" \"$HOME/.local/share/fonts\"; do \
                [ ! -d \"$d\" ] || mount -t tmpfs none \"$d\" || exit 77; done; exec \"$0\" \"$@\"";
    for name in ["f.svg", "f.png"] {
        let path = folder.path().join(name);
        let status = Command::new("unshare")
            .args(["-m", "sh", "-c", hide])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "--ignored", "draw_into_file"])
            .env("COMMONWEAL_FIGURE_FILE", &path)
            .status()
            .unwrap();
        assert!(status.success(), "{status}");
        let here = folder.path().join(format!("here-{name}"));
        figure().save(&here).unwrap();
        assert_eq!(
            std::fs::read(path).unwrap(),
            std::fs::read(here).unwrap(),
            "{name}"
        );
    }
}
