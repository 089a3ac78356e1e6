//! Versions of engines.

use schemas::{Equality, Field, Mismatch, Type, Value};

/// A version of an engine. Amazon MQ chooses the patch where none is asked for: `3.13` and `3.13.7`
/// are the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Version(pub(crate) String);

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0)
    }
}

impl Field for Version {
    const EQUALITY: Equality = Equality { normalize: None, same: Some(same) };

    fn ty() -> Type {
        Type::String
    }

    fn decode(value: Value) -> Result<Self, Mismatch> {
        String::decode(value).map(Version)
    }

    fn encode(self) -> Value {
        Value::String(self.0)
    }
}

fn same(one: &str, other: &str) -> bool {
    one == other || is_patch_of(one, other) || is_patch_of(other, one)
}

/// Whether a version is `minor`, which is two numbers, and a patch.
fn is_patch_of(version: &str, minor: &str) -> bool {
    let patch = version.strip_prefix(minor).and_then(|it| it.strip_prefix('.'));
    minor.split('.').count() == 2 && patch.is_some_and(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_that_nobody_asked_for_is_no_difference() {
        for (one, other, expected) in [
            ("3.13", "3.13.7", true),
            ("3.13.7", "3.13", true),
            ("5.17.6", "5.17.6", true),
            ("5.17.6", "5.17.7", false),
            ("3.13", "3.1", false),
            ("3.13", "3.130.1", false),
            ("3", "3.13", false),
            ("3.13", "3.13.", false),
            ("", "3.13", false),
        ] {
            assert_eq!(same(one, other), expected, "{one} and {other}");
        }
    }
}
