//! A small network of whole flows, for tables whose margins must add up.

/// Arcs with room for whole units; each has its reverse beside it (`arc ^ 1`), so that a unit can be taken
/// back.
pub(super) struct Network {
    /// Arcs that leave each node.
    from: Vec<Vec<usize>>,
    /// Node that each arc enters.
    to: Vec<usize>,
    /// Units that each arc can still take.
    room: Vec<u64>,
    /// Search in which a node was last seen, and the arc it was reached by.
    seen: Vec<(usize, usize)>,
    searches: usize,
}

impl Network {
    pub(super) fn new(nodes: usize) -> Self {
        Self {
            from: vec![Vec::new(); nodes],
            to: Vec::new(),
            room: Vec::new(),
            seen: vec![(0, 0); nodes],
            searches: 0,
        }
    }

    /// An arc with room for `room` units.
    pub(super) fn arc(&mut self, from: usize, to: usize, room: u64) -> usize {
        let arc = self.to.len();
        for (from, to, room) in [(from, to, room), (to, from, 0)] {
            self.from[from].push(self.to.len());
            self.to.push(to);
            self.room.push(room);
        }
        arc
    }

    /// Units that an arc can still take.
    pub(super) fn room(&self, arc: usize) -> u64 {
        self.room[arc]
    }

    /// The flow of an arc stays as it is from now on.
    pub(super) fn freeze(&mut self, arc: usize) {
        self.room[arc] = 0;
        self.room[arc ^ 1] = 0;
    }

    /// Freezes every arc of a node.
    pub(super) fn freeze_node(&mut self, node: usize) {
        for position in 0..self.from[node].len() {
            self.freeze(self.from[node][position]);
        }
    }

    /// Moves one unit along an arc.
    pub(super) fn push(&mut self, arc: usize) {
        self.room[arc] -= 1;
        self.room[arc ^ 1] += 1;
    }

    /// A shortest way with room for a unit (breadth first, arcs in the order of their making), last arc
    /// first. O(arcs).
    pub(super) fn way(&mut self, from: usize, to: usize) -> Option<Vec<usize>> {
        self.searches += 1;
        self.seen[from].0 = self.searches;
        let mut queue = std::collections::VecDeque::from([from]);
        while let Some(node) = queue.pop_front() {
            for &arc in &self.from[node] {
                let next = self.to[arc];
                if self.room[arc] == 0 || self.seen[next].0 == self.searches {
                    continue;
                }
                self.seen[next] = (self.searches, arc);
                if next == to {
                    return Some(self.back(from, to));
                }
                queue.push_back(next);
            }
        }
        None
    }

    fn back(&self, from: usize, to: usize) -> Vec<usize> {
        let mut way = Vec::new();
        let mut node = to;
        while node != from {
            let arc = self.seen[node].1;
            way.push(arc);
            node = self.to[arc ^ 1];
        }
        way
    }

    /// Sends as many units as there is room for, by shortest augmenting ways (Edmonds and Karp 1972);
    /// returns how many. O(units · arcs).
    pub(super) fn fill(&mut self, source: usize, sink: usize) -> u64 {
        let mut units = 0;
        while let Some(way) = self.way(source, sink) {
            for arc in way {
                self.push(arc);
            }
            units += 1;
        }
        units
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_units_by_hand() {
        // 0 → 1 (2), 0 → 2 (1), 1 → 2 (1), 1 → 3 (1), 2 → 3 (2): the cut around 0 holds 3.
        let mut network = Network::new(4);
        let first = network.arc(0, 1, 2);
        for (from, to, room) in [(0, 2, 1), (1, 2, 1), (1, 3, 1), (2, 3, 2)] {
            network.arc(from, to, room);
        }
        assert_eq!(network.fill(0, 3), 3);
        assert_eq!((network.room(first), network.room(first ^ 1)), (0, 2));
        // Units can be taken back, until the arc is frozen.
        assert!(network.way(3, 0).is_some());
        network.freeze_node(3);
        assert!(network.way(3, 0).is_none());
    }
}
