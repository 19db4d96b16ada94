//! Figures (SVG and PNG from one description) and the self-contained HTML report.

pub mod figure;
