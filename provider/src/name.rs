//! Names that the provider makes for objects whose configuration gives none.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use aws_smithy_types::date_time::{DateTime, Format};

/// The length of the part that makes a name unique.
pub(crate) const UNIQUE: usize = 26;

/// Where not even a prefix is configured.
pub(crate) const PREFIX: &str = "terraform-";

/// A name that no other object has: later names sort after earlier ones.
pub(crate) fn unique(prefix: &str, suffix: &str) -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(1);
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    // The clock has no year that this cannot write.
    let seconds = DateTime::from_secs(since.as_secs().cast_signed());
    let time = seconds.fmt(Format::DateTime).unwrap_or_default();
    let time: String = time.chars().filter(char::is_ascii_digit).collect();
    let fraction = since.subsec_nanos() / 100_000;
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    format!("{prefix}{time}{fraction:04}{count:08x}{suffix}")
}

/// The prefix of a name that was made by [`unique`].
pub(crate) fn prefix<'a>(name: &'a str, suffix: &str) -> Option<&'a str> {
    let name = name.strip_suffix(suffix)?;
    let (prefix, unique) = name.split_at_checked(name.len().checked_sub(UNIQUE)?)?;
    let is_unique = unique.bytes().all(|it| it.is_ascii_hexdigit());
    (is_unique && !prefix.is_empty()).then_some(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_in_order() {
        let names = [(); 100].map(|()| unique(PREFIX, ".fifo"));
        assert!(names.is_sorted_by(|a, b| a < b));
        assert_eq!(names[0].len(), PREFIX.len() + UNIQUE + ".fifo".len());
        assert!(names[0].starts_with("terraform-20"));
    }

    #[test]
    fn prefixes() {
        for (name, suffix, expected) in [
            ("orders-20261121101831972700000004", "", Some("orders-")),
            ("orders-20261121101831972700000004.fifo", ".fifo", Some("orders-")),
            ("orders-20261121101831972700000004", ".fifo", None),
            ("orders-2026112110183197270000000g", "", None),
            ("20261121101831972700000004", "", None),
            ("orders", "", None),
            ("größe-2026112110183197270000000", "", None),
        ] {
            assert_eq!(prefix(name, suffix), expected, "{name}");
        }
        let name = unique("audit-", ".fifo");
        assert_eq!(prefix(&name, ".fifo"), Some("audit-"));
    }
}
