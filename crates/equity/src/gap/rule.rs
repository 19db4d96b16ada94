//! Named rules that flag a gap, exact at their cut-offs.
