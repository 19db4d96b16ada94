//! What the network loses when one partner leaves.
