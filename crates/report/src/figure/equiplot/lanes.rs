//! Which of several lines above a row each name stands on, so that names and the lines that lead to their dots stay apart.

/// Lanes above the row; more would separate names too far from their dots.
const MOST: usize = 6;
/// Least space between names and between a name and another's line, px.
const CLEAR: f64 = 5.0;

/// A name: where its dot is, and from where to where it reaches.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    pub(super) dot: f64,
    pub(super) start: f64,
    pub(super) end: f64,
}

impl Name {
    fn covers(self, x: f64) -> bool {
        self.start - CLEAR < x && x < self.end + CLEAR
    }
}

/// A lane for each name, counted upwards from the row; `None` where one finds none. Cost: names² · lanes.
pub(super) fn lanes(names: &[Name]) -> Option<Vec<usize>> {
    let mut placed: Vec<(Name, usize)> = Vec::new();
    for name in names {
        let free = |lane: usize| {
            placed.iter().all(|(other, at)| match at.cmp(&lane) {
                // The line from a higher lane passes this one, and ours the lower ones.
                std::cmp::Ordering::Greater => !name.covers(other.dot),
                std::cmp::Ordering::Less => !other.covers(name.dot),
                std::cmp::Ordering::Equal => {
                    name.end + CLEAR <= other.start || other.end + CLEAR <= name.start
                }
            })
        };
        let lane = (0..MOST).find(|lane| free(*lane))?;
        placed.push((*name, lane));
    }
    Some(placed.into_iter().map(|(_, lane)| lane).collect())
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

    fn name(dot: f64, half: f64) -> Name {
        Name {
            dot,
            start: dot - half,
            end: dot + half,
        }
    }

    #[test]
    fn names_step_aside_for_names_and_lines() {
        // By hand: far apart, one lane; close together, the second moves up, and the third, clear of the
        // first's box and of the second's line, comes down again.
        assert_eq!(
            lanes(&[name(0.0, 20.0), name(100.0, 20.0)]),
            Some(vec![0, 0])
        );
        assert_eq!(
            lanes(&[name(0.0, 20.0), name(30.0, 20.0), name(60.0, 20.0)]),
            Some(vec![0, 1, 0])
        );
        // The second's line would run through the first's name in every higher lane.
        assert_eq!(lanes(&[name(0.0, 20.0), name(10.0, 20.0)]), None);
        assert_eq!(lanes(&[]), Some(vec![]));
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
