//! Words of the API that it gives back with other capitals: `LDAP` and `ldap`, `ACTIVEMQ` and
//! `ActiveMQ`.

use schemas::{Equality, Field, Mismatch, Type, Value};

/// A word in which capitals do not count.
#[derive(Debug, Clone, Default)]
pub(super) struct AnyCase(pub(super) String);

impl AnyCase {
    /// The word as the API's own types know it.
    pub(super) fn capitals(&self) -> String {
        self.0.to_ascii_uppercase()
    }
}

impl PartialEq for AnyCase {
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0)
    }
}

impl Field for AnyCase {
    const EQUALITY: Equality = Equality { normalize: None, same: Some(same) };

    fn ty() -> Type {
        Type::String
    }

    fn decode(value: Value) -> Result<Self, Mismatch> {
        String::decode(value).map(AnyCase)
    }

    fn encode(self) -> Value {
        Value::String(self.0)
    }
}

fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}
