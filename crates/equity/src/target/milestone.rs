//! What to expect each year, announced in advance, and whether an observed year is on track.
