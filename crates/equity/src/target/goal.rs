//! Goal rules: common end point, halve the gap, steps.
