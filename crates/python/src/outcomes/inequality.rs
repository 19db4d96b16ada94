//! Summary measures of inequality between groups.
