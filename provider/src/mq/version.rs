//! Versions of engines.

use schemas::check::rule;
use tfplugin::PlannedObject;

/// A version of an engine. Amazon MQ chooses the patch where none is asked for: `3.13` and `3.13.7`
/// are the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Version(pub(crate) String);

// An empty text stands for the newest version.
schemas::text!(
    Version,
    None,
    same,
    rule("Dot-separated numbers.", |text| {
        let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        match text.is_empty() || text.split('.').all(is_number) {
            true => Ok(()),
            false => Err(format!(
                "must be numbers with dots between them, as \"5.18\" or \"3.13\", not {text:?}"
            )),
        }
    })
);

fn same(one: &str, other: &str) -> bool {
    one == other || is_patch_of(one, other) || is_patch_of(other, one)
}

/// Whether a version is `minor`, which is two numbers, and a patch.
fn is_patch_of(version: &str, minor: &str) -> bool {
    let patch = version.strip_prefix(minor).and_then(|it| it.strip_prefix('.'));
    minor.split('.').count() == 2 && patch.is_some_and(|it| !it.is_empty())
}

/// The two numbers to write where Amazon MQ takes no patch: from ActiveMQ 5.18 and RabbitMQ 3.13 on.
fn without_patch(engine: &str, version: &str) -> Option<String> {
    let numbers: Vec<u32> = version.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
    let [major, minor, _patch] = numbers[..] else { return None };
    is_always_upgraded(engine, (major, minor)).then(|| format!("{major}.{minor}"))
}

fn is_always_upgraded(engine: &str, version: (u32, u32)) -> bool {
    match engine.to_ascii_uppercase().as_str() {
        "ACTIVEMQ" => matches!(version, (5, 18..) | (6, _)),
        "RABBITMQ" => matches!(version, (3, 13..) | (4, _)),
        _ => false,
    }
}

/// Whether Amazon MQ upgrades a broker of this version to new patches and takes no other answer.
pub(super) fn must_be_upgraded(engine: &str, version: &str) -> bool {
    let mut numbers = version.split('.').map_while(|it| it.parse().ok());
    let (Some(major), Some(minor)) = (numbers.next(), numbers.next()) else { return false };
    is_always_upgraded(engine, (major, minor))
}

/// Finds a patch where Amazon MQ takes none, when something is to be made of it.
pub(super) fn patch(object: &PlannedObject<'_>) -> Option<String> {
    let is_asked_for = ["engine_version", "engine_type"].iter().any(|it| object.changes(it));
    let version = object.planned.get("engine_version").as_str().filter(|_| is_asked_for)?;
    let minor = without_patch(object.planned.get("engine_type").as_str()?, version)?;
    Some(format!(
        "Amazon MQ chooses the patch of version {minor} by itself. Write {minor:?} instead of \
         {version:?}."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newer_versions_take_no_patch() {
        for (engine, version, expected) in [
            ("RabbitMQ", "3.13.7", Some("3.13")),
            ("RABBITMQ", "4.2.1", Some("4.2")),
            ("RabbitMQ", "3.12.13", None),
            ("RabbitMQ", "3.13", None),
            ("ActiveMQ", "5.18.4", Some("5.18")),
            ("ActiveMQ", "5.17.6", None),
            ("ActiveMQ", "5.18.x", None),
            ("Kafka", "5.18.4", None),
        ] {
            let minor = without_patch(engine, version);
            assert_eq!(minor.as_deref(), expected, "{engine} {version}");
        }
        assert!(must_be_upgraded("ActiveMQ", "5.19"));
        assert!(!must_be_upgraded("ActiveMQ", "5.17.6"));
        assert!(!must_be_upgraded("RabbitMQ", "4"));
    }

    #[test]
    fn versions_are_numbers() {
        let checks = <Version as schemas::Field>::checks();
        let is_fine = |text: &str| checks.iter().all(|it| it.test(&text.into()).is_ok());
        for text in ["5.18", "3.13.7", "4", ""] {
            assert!(is_fine(text), "{text}");
        }
        for text in ["latest", "v5.18", "5.18.x", "5.18 ", "5..18", "5.18."] {
            assert!(!is_fine(text), "{text}");
        }
    }

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
