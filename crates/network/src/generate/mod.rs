//! Networks made by chance from a known truth, which is returned with them.
