//! What a single value of a broker has to satisfy.

use std::collections::BTreeSet;

use schemas::Check;
use schemas::check::{Outcome, rule};

/// Whether audits are logged: a truth value as text, which may also be empty. That nothing is said
/// means false.
#[derive(Debug, Clone, Default)]
pub(crate) struct Audit(pub(crate) String);

impl Audit {
    /// `None` where nothing is said.
    pub(crate) fn is_on(&self) -> Option<bool> {
        truth(&self.0)
    }
}

schemas::text!(
    Audit,
    None,
    same,
    rule("Valid values: `true`, `false`, `\"\"`.", |text| match text {
        "" => Ok(()),
        text if truth(text).is_some() => Ok(()),
        text => Err(format!("must be true, false or empty, not {text:?}")),
    })
);

fn same(one: &str, other: &str) -> bool {
    one == other || truth(one).unwrap_or_default() == truth(other).unwrap_or_default()
}

/// What Go takes for a truth value.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// The name of a broker.
pub(super) fn check_name(name: &str) -> Outcome {
    let is_fine = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_';
    match name.chars().all(is_fine) {
        true => Ok(()),
        false => {
            Err(format!("must have letters, digits, hyphens and underscores only, not {name:?}"))
        }
    }
}

/// How long a password is. No message has the password itself.
pub(super) fn password_length() -> Check {
    let test = |text: &str| match text.chars().count() {
        12..=250 => Ok(()),
        _ => Err("must be 12 to 250 characters long".to_owned()),
    };
    rule("12 to 250 characters.", test)
        .says(|name, _| format!("{name:?} must be 12 to 250 characters long"))
}

pub(super) fn password_variety() -> Check {
    let test = |text: &str| match text.chars().collect::<BTreeSet<_>>().len() {
        0..4 => Err("must contain at least 4 different characters".to_owned()),
        _ => Ok(()),
    };
    rule("At least 4 different characters.", test)
        .says(|name, _| format!("{name:?} must contain at least 4 unique characters"))
}

pub(super) fn password_without_comma() -> Check {
    let test = |text: &str| match text.contains(',') {
        true => Err("must not contain commas".to_owned()),
        false => Ok(()),
    };
    rule("No commas.", test).says(|name, _| format!("{name:?} must not contain commas"))
}

pub(super) fn password_without_separators() -> Check {
    let test = |text: &str| match text.contains([':', '=']) {
        true => Err("must not contain colons or equal signs".to_owned()),
        false => Ok(()),
    };
    rule("No colons or equal signs.", test)
        .says(|name, _| format!("{name:?} must not contain colons or equal signs"))
}

/// The name of a user or of a group.
pub(super) fn word() -> Check {
    rule("Letters, digits and `-._~`.", |text| {
        let is_fine = |it: char| it.is_ascii_alphanumeric() || "-._~".contains(it);
        match text.chars().all(is_fine) {
            true => Ok(()),
            false => Err(format!("must have letters, digits and -._~ only, not {text:?}")),
        }
    })
}

pub(super) fn instance_type() -> Check {
    rule("Must begin with `mq.`.", |text| match text.starts_with("mq.") {
        true => Ok(()),
        false => Err(format!("must begin with \"mq.\", as in \"mq.m5.large\", not {text:?}")),
    })
}

pub(super) fn time_of_day() -> Check {
    rule("Hours and minutes, `00:00` to `23:59`.", |text| {
        let number = |text: &str| {
            let is_number =
                matches!(text.len(), 1 | 2) && text.bytes().all(|it| it.is_ascii_digit());
            text.parse::<u8>().ok().filter(|_| is_number)
        };
        let parts: Vec<_> = text.split(':').map(number).collect();
        match parts[..] {
            [Some(0..=23), Some(0..=59)] | [Some(0..=23), Some(0..=59), Some(0..=59)] => Ok(()),
            _ => Err(format!("must be hours and minutes in 24 hours, as \"02:00\", not {text:?}")),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refuses(check: &Check, text: &str) -> bool {
        check.test(&text.into()).is_err()
    }

    #[test]
    fn passwords_are_what_amazon_mq_takes() {
        let checks = [
            password_length(),
            password_variety(),
            password_without_comma(),
            password_without_separators(),
        ];
        for (password, is_fine) in [
            ("abcdefghijkl", true),
            ("abcdefghijk", false),
            (&"abcde".repeat(50), true),
            (&"abcde".repeat(51), false),
            ("äbcdefghijkl", true),
            ("abcabcabcabc", false),
            ("abcdabcdabcd", true),
            ("abcdefghijk,", false),
            ("abcdefghijk:", false),
            ("=abcdefghijk", false),
            ("abc defg!/\"$%&", true),
        ] {
            let is_refused = checks.iter().any(|it| refuses(it, password));
            assert_eq!(is_refused, !is_fine, "{password}");
            let said = checks.iter().filter_map(|it| it.test(&password.into()).err());
            assert!(said.into_iter().all(|it| !it.contains(password)), "{password}");
        }
    }

    #[test]
    fn names_of_users_and_groups() {
        for (name, is_fine) in [
            ("orders", true),
            ("a.b-c_d~9", true),
            ("or ders", false),
            ("orders@example.com", false),
            ("bestellungen-ä", false),
            ("a:b", false),
        ] {
            assert_eq!(refuses(&word(), name), !is_fine, "{name}");
        }
    }

    #[test]
    fn times_of_day() {
        for (time, is_fine) in [
            ("00:00", true),
            ("23:59", true),
            ("2:00", true),
            ("24:00", false),
            ("02:60", false),
            ("02", false),
            ("02:00:00", true),
            ("02:00:", false),
            ("2 a.m.", false),
            ("+2:00", false),
            ("", false),
        ] {
            assert_eq!(refuses(&time_of_day(), time), !is_fine, "{time}");
        }
    }

    #[test]
    fn truth_as_text() {
        assert_eq!(Audit("T".to_owned()).is_on(), Some(true));
        assert_eq!(Audit(String::new()).is_on(), None);
        assert_eq!(Audit("False".to_owned()), Audit(String::new()));
        assert_ne!(Audit("true".to_owned()), Audit(String::new()));
    }
}
