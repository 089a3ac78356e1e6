//! Words of the API that it gives back with other capitals: `LDAP` and `ldap`, `ACTIVEMQ` and
//! `ActiveMQ`.

/// A word in which capitals do not count.
#[derive(Debug, Clone, Default)]
pub(super) struct AnyCase(pub(super) String);

impl AnyCase {
    /// The word as the API's own types know it.
    pub(super) fn capitals(&self) -> String {
        self.0.to_ascii_uppercase()
    }
}

schemas::text!(AnyCase, None, same);

fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}
