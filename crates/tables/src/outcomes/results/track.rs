//! Milestones, feasibility and quick wins as frames.
