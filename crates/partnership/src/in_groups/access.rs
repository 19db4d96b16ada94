//! The third line: do the same partners meet before open meetings, more than their attendance explains?

use commonweal_network::two_mode::Affiliation;
use commonweal_network::{Control, Network};
use commonweal_tables::Error;

use super::{InGroupOptions, Line, LineName};

pub(super) fn access(
    _net: &Network,
    _set: Option<&[u32]>,
    meetings: Option<&Affiliation>,
    _options: &InGroupOptions,
    _control: &Control,
) -> Result<Line, Error> {
    let mut line = Line::new(LineName::Access);
    if meetings.is_none() {
        line.reason = "no table of meetings was given".to_owned();
    }
    Ok(line)
}
