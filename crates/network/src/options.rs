//! Options that have names: lower-case words in, the same words out.

use crate::Error;

/// Finds `text` among the allowed names of `option`.
///
/// # Errors
/// [`Error::BadOption`] with the allowed list and the closest name.
pub(crate) fn parse<T: Copy>(
    option: &'static str,
    text: &str,
    allowed: &[(&'static str, T)],
) -> Result<T, Error> {
    if let Some((_, value)) = allowed.iter().find(|(name, _)| *name == text) {
        return Ok(*value);
    }
    let names: Vec<&str> = allowed.iter().map(|(name, _)| *name).collect();
    let closest = names
        .iter()
        .map(|name| {
            (
                strsim::damerau_levenshtein(&text.to_lowercase(), name),
                name,
            )
        })
        .min()
        .filter(|&(distance, name)| distance <= name.len().div_ceil(2))
        .map_or_else(String::new, |(_, name)| format!(" (closest: \"{name}\")"));
    Err(Error::BadOption {
        option,
        found: format!("\"{text}\""),
        expected: format!("one of {}{closest}", names.join(", ")),
    })
}

/// Gives an enum its names: `FromStr` and `Display` with the same lower-case words, and the list of both.
/// Words under `also` are understood and never shown: a second word that the field uses for the same.
macro_rules! named {
    ($type:ty, $option:literal, { $($name:literal => $variant:ident),+ $(,)? }
        $(, also { $($second:literal => $same:ident),+ $(,)? })?) => {
        impl $type {
            /// Every allowed name with its meaning, in the order of the documentation.
            pub const NAMES: &[(&'static str, Self)] = &[$(($name, Self::$variant)),+];
        }

        impl std::str::FromStr for $type {
            type Err = $crate::Error;

            fn from_str(text: &str) -> Result<Self, $crate::Error> {
                $($(if text == $second {
                    return Ok(Self::$same);
                })+)?
                $crate::options::parse($option, text, Self::NAMES)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self { $(Self::$variant => $name),+ })
            }
        }
    };
}
pub(crate) use named;

#[cfg(test)]
mod tests {
    use crate::Mode;

    #[test]
    fn names_round_trip_and_a_wrong_one_names_the_closest() {
        for (name, mode) in Mode::NAMES {
            assert_eq!(name.parse::<Mode>().as_ref(), Ok(mode));
            assert_eq!(mode.to_string(), *name);
        }
        assert_eq!(
            "Inn".parse::<Mode>().unwrap_err().to_string(),
            "option mode: \"Inn\" is not allowed. Expected one of in, out, all (closest: \"in\")."
        );
        assert_eq!(
            "betweenness".parse::<Mode>().unwrap_err().to_string(),
            "option mode: \"betweenness\" is not allowed. Expected one of in, out, all."
        );
    }
}
