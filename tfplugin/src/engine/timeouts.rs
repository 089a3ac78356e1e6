//! How long an operation may take.

use std::time::Duration;

use schemas::{Path, Value};
use tokio::time::Instant;

use crate::{Error, Result, Timeouts};

/// For operations that a configuration cannot set a timeout for.
const OTHERWISE: Duration = Duration::from_secs(20 * 60);

/// An operation on an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    Create,
    Read,
    Update,
    Delete,
}

impl Operation {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Operation::Create => "create",
            Operation::Read => "read",
            Operation::Update => "update",
            Operation::Delete => "delete",
        }
    }
}

impl Timeouts {
    /// The operations with their timeouts, by name.
    pub fn each(&self) -> impl Iterator<Item = (&'static str, Option<Duration>)> {
        let Timeouts { create, read, update, delete } = *self;
        [("create", create), ("read", read), ("update", update), ("delete", delete)].into_iter()
    }

    /// The timeout of an operation: as configured in the object's `timeouts`, else the type's.
    pub(crate) fn of(&self, operation: Operation, object: &Value) -> Result<Duration> {
        let name = operation.name();
        // State may hold an empty one, which says nothing.
        let text = object.get("timeouts").get(name).as_str();
        if let Some(text) = text.filter(|it| !it.is_empty()) {
            return parse(text)
                .map_err(|message| Error::at(Path::root("timeouts").attribute(name), message));
        }
        let default = self.each().find(|(it, _)| *it == name).and_then(|(_, it)| it);
        Ok(default.unwrap_or(OTHERWISE))
    }
}

/// The longest duration that Go knows: 292 years, in nanoseconds.
const LONGEST: Duration = Duration::from_nanos(i64::MAX.unsigned_abs());

/// Reads a duration as Go writes it: `90s`, `1h30m`, `1.5h`.
pub fn parse(text: &str) -> std::result::Result<Duration, String> {
    let wrong = || {
        format!("{text:?} is not a duration: write a number and a unit, as in \"30m\" or \"1h30m\"")
    };
    let mut rest = text.strip_prefix('+').unwrap_or(text);
    if rest == "0" {
        return Ok(Duration::ZERO);
    }
    if rest.is_empty() {
        return Err(wrong());
    }
    let mut seconds = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|it: char| !it.is_ascii_digit() && it != '.').ok_or_else(wrong)?;
        let number: f64 = rest[..digits].parse().map_err(|_| wrong())?;
        rest = &rest[digits..];
        let unit = rest.find(|it: char| it.is_ascii_digit() || it == '.').unwrap_or(rest.len());
        seconds += number
            * match &rest[..unit] {
                "h" => 3600.0,
                "m" => 60.0,
                "s" => 1.0,
                "ms" => 1e-3,
                "us" | "µs" | "μs" => 1e-6,
                "ns" => 1e-9,
                _ => return Err(wrong()),
            };
        rest = &rest[unit..];
    }
    match Duration::try_from_secs_f64(seconds) {
        Ok(it) if it <= LONGEST => Ok(it),
        _ => Err(format!("{text:?} is too long: 292 years at most")),
    }
}

/// A moment so far ahead that nobody waits for it: what cannot be added to the clock ends then.
const FAR: Duration = Duration::from_secs(30 * 365 * 24 * 3600);

/// The moment at which a time is up that begins now.
pub(crate) fn after(duration: Duration) -> Instant {
    Instant::now() + duration.min(FAR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_those_of_go() {
        for (text, seconds) in
            [("30m", 1800.0), ("1h30m", 5400.0), ("1.5h", 5400.0), ("0", 0.0), ("250ms", 0.25)]
        {
            assert_eq!(parse(text), Ok(Duration::from_secs_f64(seconds)), "{text}");
        }
        for text in ["", "5", "40M", "-5m", "20m2", "m", "1x", ".", "NaN", "inf", "1e3s", "2e17m"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_go_cannot_hold_is_refused() {
        assert!(parse("2562047h").is_ok());
        let digits = "9".repeat(400);
        for text in ["2562048h", "3000000000000000h", &format!("{digits}h"), "1e400h"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_deadline_is_never_too_far_for_the_clock() {
        let now = Instant::now();
        assert_eq!(after(Duration::from_secs(5)) - now, Duration::from_secs(5));
        assert_eq!(after(Duration::MAX) - now, FAR);
    }
}
