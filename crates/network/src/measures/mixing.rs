//! Ties within and between kinds of partners.
