//! Sets that hold together by the most disjoint paths.
