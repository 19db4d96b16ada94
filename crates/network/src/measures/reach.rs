//! Reach, eccentricity and distances of the whole network.
