//! What partners are called, changed.

use std::collections::HashMap;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{Labels, Network};
use crate::Error;

/// Bytes of the code that make a pseudonym: 64 bits, so that even a million partners collide with a
/// chance of 1 in 37 million.
const CODE_BYTES: usize = 8;

impl Network {
    /// Other names for some partners; the rest keep theirs. O(n).
    ///
    /// # Errors
    /// [`Error::UnknownPartner`] for an old name that nobody has; [`Error::BadOption`] when two partners
    /// would have the same name.
    pub fn relabel<S: AsRef<str>>(&self, names: &[(S, S)]) -> Result<Self, Error> {
        let mut changed = HashMap::with_capacity(names.len());
        for (old, new) in names {
            let new = new.as_ref().trim();
            if new.is_empty() {
                return Err(Error::BadOption {
                    option: "names",
                    found: format!("an empty name for {}", old.as_ref()),
                    expected: "a name for every partner".to_owned(),
                });
            }
            changed.insert(self.partner(old.as_ref())?, new);
        }
        let name = |i: u32| {
            changed
                .get(&i)
                .map_or_else(|| self.labels.get(i).into_owned(), |&new| new.to_owned())
        };
        let labels = (0..self.partners() as u32).map(name).collect();
        let mut net = self.clone();
        net.labels = Labels::named(labels)?;
        Ok(net)
    }

    /// Every name replaced by a code that only the holder of `key` can find again: `p-` and the first 16
    /// hexadecimal digits of HMAC-SHA-256(key, name) (RFC 2104, FIPS 180-4). The same key gives the same
    /// code to the same name in every network, so waves can still be joined; without the key a list of
    /// likely names cannot be tried out, which a plain hash would allow. Partners are put in the order of their
    /// codes, because the old order (often the alphabet) would give names away. O(n log n + m log d).
    ///
    /// Only names are hidden. Attributes, backbone marks, notes and the ties themselves may point to a
    /// partner all the same: leave out what the reader does not need.
    ///
    /// # Errors
    /// [`Error::BadOption`] for a key shorter than 16 bytes, or when two names get the same code.
    pub fn pseudonymise(&self, key: &[u8]) -> Result<Self, Error> {
        const SHORTEST: usize = 16;
        let refused = |found: String| Error::BadOption {
            option: "key",
            found,
            expected: format!("a secret of at least {SHORTEST} bytes"),
        };
        if key.len() < SHORTEST {
            return Err(refused(format!("a key of {} bytes", key.len())));
        }
        let keyed = Hmac::<Sha256>::new_from_slice(key).map_err(|e| refused(e.to_string()))?;
        let code = |i: u32| {
            let mut mac = keyed.clone();
            mac.update(self.labels.get(i).as_bytes());
            let digest = mac.finalize().into_bytes();
            digest
                .iter()
                .take(CODE_BYTES)
                .fold("p-".to_owned(), |text, byte| text + &format!("{byte:02x}"))
        };
        let codes: Vec<String> = (0..self.partners() as u32).map(code).collect();
        let mut order: Vec<u32> = (0..self.partners() as u32).collect();
        order.sort_by_key(|&i| &codes[i as usize]);
        let mut net = self.clone();
        net.labels = Labels::named(codes)?;
        let mut net = net.pick(&order);
        net.add_note(
            "Names of partners were replaced by codes, and partners put in their order.".to_owned(),
        );
        Ok(net)
    }
}
