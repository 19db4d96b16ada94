//! Partner collaboration networks and everything computed on them, with unknown ties in the model.
