//! The fixed degree sequence model: placeholder until the random tables are there.

use super::Affiliation;
use super::backbone::{BackboneOptions, Law};
use super::projection::Common;
use crate::{Control, Error};

impl Affiliation {
    pub(super) fn fdsm(
        &self,
        _family: &[((u32, u32), Common)],
        _options: &BackboneOptions,
        _caveats: &mut Vec<String>,
        _control: &Control,
    ) -> Result<Vec<Law>, Error> {
        Err(Error::NotDefined {
            measure: "fdsm",
            reason: String::new(),
        })
    }
}
