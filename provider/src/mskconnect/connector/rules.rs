//! What is checked of a connector before AWS is asked, and what no message of it holds.

use schemas::{Path, Value};
use tfplugin::Diagnostic;

use super::Connector;
use crate::prelude::*;

const FORMS: [&str; 2] = ["autoscaling", "provisioned_capacity"];

/// What is wrong with the capacity.
pub(super) fn problems(config: &Value) -> Vec<Diagnostic> {
    let Some(capacity) = only(config.get("capacity")) else { return Vec::new() };
    let at = Path::root("capacity").index(0);
    let given = FORMS.map(|it| capacity.get(it));
    if given.iter().any(|it| it.is_unknown()) {
        return Vec::new();
    }
    if given.iter().filter(|it| only(it).is_some()).count() != 1 {
        let detail = "Write exactly one of the blocks `autoscaling` and `provisioned_capacity`.";
        return vec![Diagnostic::error("Invalid combination of arguments", detail).at(at)];
    }
    let mut problems = Vec::new();
    for form in FORMS {
        let Some(units) = only(capacity.get(form)).and_then(|it| it.get("mcu_count").as_i64())
        else {
            continue;
        };
        if ![1, 2, 4, 8].contains(&units) {
            let at = at.clone().attribute(form).index(0).attribute("mcu_count");
            let detail = format!("A worker has 1, 2, 4 or 8 MSK Connect units, not {units}.");
            problems.push(Diagnostic::error("Invalid mcu_count", detail).at(at));
        }
    }
    problems
}

/// The object of a block that there may be one of.
fn only(block: &Value) -> Option<&Value> {
    match block {
        Value::List(elements) => elements.first(),
        _ => None,
    }
}

/// What the names of properties with secrets have in them.
const SECRET: &[&str] = &["password", "passwd", "secret", "token", "credential", "key", "jaas"];

/// Shorter values are words of any text.
const SHORTEST: usize = 4;

/// The error without the values of properties that are secrets by their names: AWS and plugins quote
/// what they do not take.
pub(super) fn without_secrets(mut error: Error, plan: &Connector) -> Error {
    let mut secrets: Vec<&str> = plan
        .connector_configuration
        .iter()
        .filter(|(name, value)| {
            let name = name.to_lowercase();
            value.len() >= SHORTEST && SECRET.iter().any(|it| name.contains(it))
        })
        .map(|(_, value)| value.as_str())
        .collect();
    // What is a part of another would leave the rest of that.
    secrets.sort_by_key(|it| std::cmp::Reverse(it.len()));
    for secret in secrets {
        error.message = error.message.replace(secret, "(sensitive value)");
    }
    error
}
