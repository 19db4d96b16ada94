//! Why a figure could not be made.

use std::path::PathBuf;

/// What went wrong, where, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FigureError {
    /// A number is not finite, or outside what the figure can show.
    #[error("{place}: {found} is not {expected}. {cure}")]
    Number {
        /// Which entry of which list, counted from 0.
        place: String,
        /// The number found.
        found: f64,
        /// What was expected.
        expected: &'static str,
        /// What to do.
        cure: &'static str,
    },
    /// The parts of a description contradict each other.
    #[error("{place}: {problem}. {cure}")]
    Inconsistent {
        /// Which entry of which list, counted from 0.
        place: String,
        /// What was found.
        problem: String,
        /// What to do.
        cure: &'static str,
    },
    /// The width is too small to lay out, or too large for a picture.
    #[error(
        "width {found} px is outside {least} to {most} px. Choose a width in that range; 380 suits a phone, 900 a page."
    )]
    Width {
        /// Width asked for.
        found: u32,
        /// Smallest width that can be laid out.
        least: u32,
        /// Largest width.
        most: u32,
    },
    /// The PNG would be empty or too large.
    #[error(
        "a PNG of {width} x {height} px at scale {scale} is not possible. Choose a scale above 0 that keeps it under {most} million pixels."
    )]
    Pixels {
        /// Figure width, px.
        width: u32,
        /// Figure height, px.
        height: u32,
        /// Scale asked for.
        scale: f64,
        /// Largest picture, million pixels.
        most: u64,
    },
    /// The file name says neither `.svg` nor `.png`.
    #[error("{}: the file name must end in .svg or .png.", path.display())]
    Extension {
        /// The path given.
        path: PathBuf,
    },
    /// The file could not be written.
    #[error("{}: {source}. Check that the folder exists and may be written to.", path.display())]
    Write {
        /// The path given.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The picture could not be drawn or encoded: a defect of this library.
    #[error("the picture could not be drawn: {0}. Please report this with the figure's data.")]
    Draw(String),
}

pub(crate) type Result<T> = std::result::Result<T, FigureError>;

/// Refuses a number that is not finite.
pub(crate) fn finite(value: f64, place: impl FnOnce() -> String) -> Result<f64> {
    if value.is_finite() {
        return Ok(value);
    }
    Err(FigureError::Number {
        place: place(),
        found: value,
        expected: "a finite number",
        cure: "Leave the entry out, or describe it in words where the figure allows it",
    })
}

/// Refuses a description whose parts contradict each other.
pub(crate) fn inconsistent<T>(
    place: impl Into<String>,
    problem: impl Into<String>,
    cure: &'static str,
) -> Result<T> {
    Err(FigureError::Inconsistent {
        place: place.into(),
        problem: problem.into(),
        cure,
    })
}
