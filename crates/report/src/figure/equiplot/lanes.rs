//! Which of several lines above a row each name stands on, so that names and the lines that lead to their dots stay apart.

/// Lanes above the row; more would separate names too far from their dots.
const MOST: usize = 6;
/// Least space between names and between a name and another's line, px.
const CLEAR: f64 = 5.0;

/// Trials before the names go into the legend.
const TRIES: usize = 20_000;
/// How far a name that stands beside its line reaches over it, px.
const OVER: f64 = 3.0;

/// A name: where its dot is, and how wide it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    pub(super) dot: f64,
    pub(super) width: f64,
}

/// Where a name stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    /// Counted upwards from the row.
    pub(super) lane: usize,
    pub(super) start: f64,
    end: f64,
    dot: f64,
}

impl Place {
    fn covers(self, x: f64) -> bool {
        self.start - CLEAR < x && x < self.end + CLEAR
    }

    fn apart(self, other: Self) -> bool {
        match other.lane.cmp(&self.lane) {
            // The line from a higher lane passes this one, and ours the lower ones.
            std::cmp::Ordering::Greater => !self.covers(other.dot),
            std::cmp::Ordering::Less => !other.covers(self.dot),
            std::cmp::Ordering::Equal => {
                self.end + CLEAR <= other.start || other.end + CLEAR <= self.start
            }
        }
    }
}

/// A place for each name between `left` and `right`; `None` where none was found in [`TRIES`] trials. Dots increase. A name
/// stands over its dot, or turned away from a near neighbour; the lowest free lane comes first.
pub(super) fn places(names: &[Name], left: f64, right: f64) -> Option<Vec<Place>> {
    let mut search = Search {
        names,
        inside: (left, right),
        placed: Vec::new(),
        tries: TRIES,
    };
    search.rest().then_some(search.placed)
}

/// Depth first: one name after the other, back where the next finds no place.
struct Search<'a> {
    names: &'a [Name],
    inside: (f64, f64),
    placed: Vec<Place>,
    tries: usize,
}

impl Search<'_> {
    fn rest(&mut self) -> bool {
        let i = self.placed.len();
        let Some(name) = self.names.get(i).copied() else {
            return true;
        };
        for lane in 0..MOST {
            for start in self.starts(i, name) {
                if self.tries == 0 {
                    return false;
                }
                self.tries -= 1;
                let start = start.min(self.inside.1 - name.width).max(self.inside.0);
                let place = Place {
                    lane,
                    start,
                    end: start + name.width,
                    dot: name.dot,
                };
                if self.placed.iter().all(|other| place.apart(*other)) {
                    self.placed.push(place);
                    if self.rest() {
                        return true;
                    }
                    self.placed.pop();
                }
            }
        }
        false
    }

    fn starts(&self, i: usize, name: Name) -> [f64; 3] {
        let before = i.checked_sub(1).and_then(|j| self.names.get(j));
        let before = before.map_or(f64::INFINITY, |n| name.dot - n.dot);
        let after = self.names.get(i + 1);
        let after = after.map_or(f64::INFINITY, |n| n.dot - name.dot);
        let middle = name.dot - name.width / 2.0;
        let (to_left, to_right) = (name.dot - name.width + OVER, name.dot - OVER);
        if before.min(after) > name.width / 2.0 + CLEAR {
            [middle, to_left, to_right]
        } else if after < before {
            [to_left, middle, to_right]
        } else {
            [to_right, middle, to_left]
        }
    }
}

/// Shifts across the row for dots that would cover each other: 0 where there is room, else the nearest
/// free of one step up or down. `xs` increase.
pub(super) fn dodge(xs: &[f64], room: f64, step: f64) -> Vec<f64> {
    let mut last = [f64::NEG_INFINITY; 3];
    xs.iter()
        .map(|x| {
            let lane = (0..3).find(|i| x - last[*i] >= room).unwrap_or(0);
            last[lane] = *x;
            [0.0, -step, step][lane]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lanes(dots: &[f64], width: f64) -> Option<Vec<(usize, f64)>> {
        let names: Vec<Name> = dots.iter().map(|&dot| Name { dot, width }).collect();
        let places = places(&names, 0.0, 400.0)?;
        Some(places.iter().map(|p| (p.lane, p.start)).collect())
    }

    #[test]
    fn names_step_aside_for_names_and_lines() {
        // By hand, names 40 px wide. Far apart: one lane, each over its dot.
        assert_eq!(
            lanes(&[100.0, 200.0], 40.0),
            Some(vec![(0, 80.0), (0, 180.0)])
        );
        // 20 px apart: turned away from each other, 103 + 5 is left of 120 and 117 - 5 right of 100.
        assert_eq!(
            lanes(&[100.0, 120.0], 40.0),
            Some(vec![(0, 63.0), (0, 117.0)])
        );
        // A third: to the right of its dot it stands clear of all but the second, which gives way upwards.
        assert_eq!(
            lanes(&[100.0, 120.0, 140.0], 40.0),
            Some(vec![(0, 63.0), (1, 117.0), (0, 137.0)])
        );
        // At the edge a name stays inside; on one spot there is room for no two lines.
        assert_eq!(lanes(&[2.0], 40.0), Some(vec![(0, 0.0)]));
        assert_eq!(lanes(&[50.0, 50.0], 40.0), None);
        assert_eq!(lanes(&[], 40.0), Some(vec![]));
    }

    #[test]
    fn dots_step_aside_in_turn() {
        // By hand: 0 and 20 have room; 22 goes up, 24 down; the fourth within 10 px has nowhere to go.
        assert_eq!(
            dodge(&[0.0, 20.0, 22.0, 24.0, 26.0], 10.0, 9.0),
            [0.0, 0.0, -9.0, 9.0, 0.0]
        );
    }
}
