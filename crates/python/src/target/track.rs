//! Is the goal within reach, and is it being reached.
