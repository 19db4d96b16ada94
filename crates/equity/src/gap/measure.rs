//! Difference, ratio, odds ratio and Cohen's h, each with its interval.
