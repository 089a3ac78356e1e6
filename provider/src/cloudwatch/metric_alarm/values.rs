//! What arguments of an alarm may be.

use schemas::check::{self, Check, Outcome};

const STATISTICS: &[&str] = &["SampleCount", "Average", "Sum", "Minimum", "Maximum"];

/// The units that CloudWatch knows.
const UNITS: &[&str] = &[
    "Seconds",
    "Microseconds",
    "Milliseconds",
    "Bytes",
    "Kilobytes",
    "Megabytes",
    "Gigabytes",
    "Terabytes",
    "Bits",
    "Kilobits",
    "Megabits",
    "Gigabits",
    "Terabits",
    "Percent",
    "Count",
    "Bytes/Second",
    "Kilobytes/Second",
    "Megabytes/Second",
    "Gigabytes/Second",
    "Terabytes/Second",
    "Bits/Second",
    "Kilobits/Second",
    "Megabits/Second",
    "Gigabits/Second",
    "Terabits/Second",
    "Count/Second",
    "None",
];

/// The statistics that are written with a number, in their short and their long form.
const WITH_ONE: &[&str] = &["p", "tm", "tc", "ts", "wm"];
const WITH_TWO: &[&str] = &["TM", "TC", "TS", "WM", "PR"];

pub(super) fn statistic() -> Check {
    check::one_of(STATISTICS)
}

pub(super) fn unit() -> Check {
    check::one_of(UNITS)
}

pub(super) fn period() -> Check {
    Check::new("", |value| match value.as_i64() {
        Some(10 | 20 | 30) => Ok(()),
        Some(seconds) if seconds % 60 != 0 => {
            Err("must be 10, 20, 30 or a multiple of 60".to_owned())
        }
        _ => Ok(()),
    })
    .says(|name, value| format!("expected {name} to be divisible by 60, got: {value}"))
}

pub(super) fn extended_statistic() -> Check {
    check::rule("", check_extended).says(|name, _| {
        format!(
            "invalid value for {name} (invalid statistic, see: \
             https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html)"
        )
    })
}

/// One of either kind.
pub(super) fn any_statistic() -> Check {
    check::rule("", |text| match STATISTICS.contains(&text) {
        true => Ok(()),
        false => check_extended(text),
    })
    .says(|name, value| format!("expected {name} to be one of {STATISTICS:?}, got {value}"))
}

fn check_extended(text: &str) -> Outcome {
    match is_extended(text) {
        true => Ok(()),
        false => Err("must be a statistic such as p99, tm95, IQM or TM(10%:90%)".to_owned()),
    }
}

fn is_extended(text: &str) -> bool {
    if text == "IQM" {
        return true;
    }
    let is_number =
        |it: &str| it.parse::<f64>().is_ok_and(|_| it.starts_with(|it: char| it.is_ascii_digit()));
    let is_percentile = |it: &str| is_number(it) && it.parse().is_ok_and(|it: f64| it <= 100.0);
    if let Some((name, rest)) = text.split_once('(') {
        let Some(inner) = rest.strip_suffix(')') else { return false };
        let Some((low, high)) = inner.split_once(':') else { return false };
        let is_bound = |it: &str| it.is_empty() || is_number(it.strip_suffix('%').unwrap_or(it));
        return WITH_TWO.contains(&name)
            && is_bound(low)
            && is_bound(high)
            && !(low.is_empty() && high.is_empty());
    }
    WITH_ONE.iter().any(|name| text.strip_prefix(name).is_some_and(is_percentile))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extended_statistics() {
        for text in ["p50", "p99.9", "tm95", "wm0", "IQM", "TM(10%:90%)", "PR(:300)", "TS(80%:)"] {
            assert!(is_extended(text), "{text}");
        }
        for text in ["", "p", "p101", "99", "Sum", "TM(:)", "PR(1)", "tm95 ", "P50"] {
            assert!(!is_extended(text), "{text}");
        }
    }
}
