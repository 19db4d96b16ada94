//! Figures (SVG and PNG from one description) and the self-contained HTML report.

pub mod charts;
pub mod figure;
pub mod html;
