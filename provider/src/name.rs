//! Names of objects: those that the provider makes where a configuration gives none, and what a name
//! may be.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use aws_smithy_types::date_time::{DateTime, Format};
use schemas::Value;
use tfplugin::engine::Plan;
use tfplugin::{Error, Result, path};

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

/// The name of a new object: as configured, else made up.
pub(crate) fn given(name: &Option<String>, prefix: &Option<String>, suffix: &str) -> String {
    name.clone().unwrap_or_else(|| unique(prefix.as_deref().unwrap_or(PREFIX), suffix))
}

/// How the name of a FIFO queue or topic ends, and no other.
pub(crate) fn suffix(is_fifo: bool) -> &'static str {
    match is_fifo {
        true => ".fifo",
        false => "",
    }
}

/// Adds what to do where an object that was to be created is there already, with its `id`, which is
/// its URL or its ARN.
pub(crate) fn is_taken(error: Error, what: &str, id: &str) -> Error {
    error.remedy(format!(
        "To manage the existing one, import it by its {what}, {id}. If only the address of its \
         block changed, add a `moved` block. Otherwise choose another name; with \
         `create_before_destroy`, use `name_prefix` for different names."
    ))
}

/// What the name of a queue or a topic may be.
pub(crate) struct Rule {
    /// What is named, in words.
    pub(crate) object: &'static str,
    /// Characters that a name may have, those of the suffix among them.
    pub(crate) longest: usize,
}

impl Rule {
    /// Checks the name that there will be: it is made up only when the object is created. `fifo`
    /// is the argument that says whether the object is FIFO.
    pub(crate) fn check(&self, plan: &Plan<'_>, fifo: &str) -> Result<()> {
        let is_fifo = match plan.planned(fifo) {
            Value::Unknown => return Ok(()),
            it => it.as_bool().unwrap_or_default(),
        };
        let (name, prefix) = (plan.config("name"), plan.config("name_prefix"));
        if name.is_unknown() || prefix.is_unknown() {
            return Ok(());
        }
        let set = |it: &Value| it.as_str().filter(|it| !it.is_empty()).map(str::to_owned);
        let (at, name) = match (set(name), set(prefix)) {
            (Some(name), _) => ("name", name),
            (None, Some(prefix)) => ("name_prefix", unique(&prefix, suffix(is_fifo))),
            (None, None) => return Ok(()),
        };
        match self.allows(&name, is_fifo) {
            true => Ok(()),
            false => {
                let message = format!("invalid {} name: {name}", self.object);
                Err(Error::at(path(at), message).remedy(self.remedy(&name, fifo, is_fifo)))
            }
        }
    }

    fn allows(&self, name: &str, is_fifo: bool) -> bool {
        let is_fine = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_';
        let Some(stem) = name.strip_suffix(suffix(is_fifo)) else {
            return false;
        };
        !stem.is_empty() && name.len() <= self.longest && stem.chars().all(is_fine)
    }

    /// What to write instead. Mostly it is the end that is missing, or that nobody said what it is for.
    fn remedy(&self, name: &str, fifo: &str, is_fifo: bool) -> String {
        let wanted = format!("{name}.fifo");
        if is_fifo && self.allows(&wanted, true) {
            let Rule { object, .. } = self;
            return format!(
                "With `{fifo} = true` the name of a {object} must have `.fifo` at the end: \
                 {wanted}."
            );
        }
        match name.strip_suffix(".fifo") {
            Some(stem) if !is_fifo && self.allows(name, true) => format!(
                "A name that ends with `.fifo` requires `{fifo} = true`. Set it, or remove the \
                 suffix: {stem}."
            ),
            _ => self.in_words(fifo, is_fifo),
        }
    }

    fn in_words(&self, fifo: &str, is_fifo: bool) -> String {
        let Rule { object, longest } = self;
        match is_fifo {
            true => format!(
                "The name of a FIFO {object} must have at most {longest} characters: letters, \
                 digits, hyphens and underscores, and `.fifo` at the end."
            ),
            false => format!(
                "The name of a {object} must have at most {longest} characters: letters, digits, \
                 hyphens and underscores. It ends with `.fifo` only with `{fifo} = true`."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_name_may_be() {
        let rule = Rule { object: "queue", longest: 80 };
        let (long, longer) = ("a".repeat(75), "a".repeat(76));
        for (name, is_fifo, expected) in [
            ("orders", false, true),
            ("Orders_2-x", false, true),
            (&format!("{long}12345"), false, true),
            (&format!("{longer}12345"), false, false),
            ("orders.fifo", false, false),
            ("orders queue", false, false),
            ("größe", false, false),
            ("", false, false),
            ("orders.fifo", true, true),
            (&format!("{long}.fifo"), true, true),
            (&format!("{longer}.fifo"), true, false),
            ("orders", true, false),
            ("orders.fifo.fifo", true, false),
            (".fifo", true, false),
        ] {
            assert_eq!(rule.allows(name, is_fifo), expected, "{name} {is_fifo}");
        }
    }

    #[test]
    fn the_end_that_is_missing_is_told() {
        let rule = Rule { object: "queue", longest: 80 };
        for (name, is_fifo, expected) in [
            (
                "orders",
                true,
                "With `fifo_queue = true` the name of a queue must have `.fifo` at the end: orders.fifo.",
            ),
            (
                "orders.fifo",
                false,
                "A name that ends with `.fifo` requires `fifo_queue = true`. Set it, or remove the suffix: orders.",
            ),
        ] {
            assert_eq!(rule.remedy(name, "fifo_queue", is_fifo), expected);
        }
        for (name, is_fifo) in [("my orders", true), ("my orders.fifo", false), ("a b", false)] {
            let remedy = rule.remedy(name, "fifo_queue", is_fifo);
            assert!(remedy.contains("80 characters"), "{remedy}");
        }
    }

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
