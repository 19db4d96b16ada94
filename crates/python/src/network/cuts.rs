//! Cut points, bridges, what a removal does, key players.
