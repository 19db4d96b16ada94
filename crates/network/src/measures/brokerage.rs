//! Gould and Fernandez: who stands between which kinds of partners.
