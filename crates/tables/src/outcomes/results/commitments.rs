//! Promises and deliveries: frames in and out.
