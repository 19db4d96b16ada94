//! `Commitments`: promised and delivered.
