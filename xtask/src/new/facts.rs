//! What was found out of the arguments of hashicorp/aws: `schemas/upstream/facts/README.md`.

use serde_json::{Map, Value as Json};

use super::json::entries;

/// The facts of one type, by path.
#[derive(Debug)]
pub(super) struct Facts(Map<String, Json>);

/// What the refused values of an argument tell.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Checks {
    /// Calls of functions of `schemas::check`.
    pub(super) calls: Vec<String>,
    /// Refusals that no function stands for.
    pub(super) notes: Vec<String>,
    pub(super) is_json: bool,
    pub(super) is_whole: bool,
}

impl Facts {
    pub(super) fn new(json: Json) -> Facts {
        match json {
            Json::Object(facts) => Facts(facts),
            _ => Facts(Map::new()),
        }
    }

    fn fact(&self, path: &str, key: &str) -> Option<&Json> {
        self.0.get(path)?.get(key)
    }

    pub(super) fn replaces(&self, path: &str) -> bool {
        self.fact(path, "replaces").is_some_and(|it| it == "yes")
    }

    /// The value planned where none is configured, if it is known then.
    pub(super) fn default_of(&self, path: &str) -> Option<&Json> {
        self.fact(path, "default").filter(|it| *it != "$computed")
    }

    pub(super) fn checks(&self, path: &str, ty: &Json) -> Checks {
        // Arguments of which nothing was found out are counts and ports.
        let mut checks = Checks { is_whole: !self.0.contains_key(path), ..Checks::default() };
        let (element, is_collection) = match ty {
            Json::Array(parts) => (&parts[1], true),
            one => (one, false),
        };
        for (messages, values) in entries(self.fact(path, "refused").unwrap_or(&Json::Null)) {
            if values.as_array().is_some_and(|it| it.contains(&"1.5".into())) {
                checks.is_whole = true;
                continue;
            }
            for message in messages.split(" | ") {
                if message.contains("contains an invalid JSON") && element == "string" {
                    checks.is_json = true;
                } else if let Some(call) = call(message, element) {
                    // Lengths and limits of a whole collection read like those of an element.
                    let call = if is_collection { format!("each({call})") } else { call };
                    if !checks.calls.contains(&call) {
                        checks.calls.push(call);
                    }
                } else {
                    checks.note(values[0].as_str().unwrap_or_default(), message);
                }
            }
        }
        // A text that has to be JSON is refused in other words where it is empty.
        if checks.is_json {
            checks.notes.retain(|it| !it.contains("JSON"));
        }
        checks
    }
}

impl Checks {
    /// A refusal in the words of hashicorp/aws, once for each kind.
    fn note(&mut self, value: &str, message: &str) {
        /// Messages that start alike are of one kind.
        const KIND: usize = 40;

        let message = message.replace('\n', " ");
        let kind: String = message.chars().take(KIND).collect();
        if !self.notes.iter().any(|it| it.contains(&kind)) {
            self.notes.push(format!("hashicorp/aws refuses {value}: {message}"));
        }
    }
}

/// The function that refuses what the message is about.
fn call(message: &str, element: &Json) -> Option<String> {
    if message.starts_with("plan: ") {
        return None;
    }
    let is_text = element == "string";
    let is_number = element == "number";
    let lower = message.to_lowercase();
    if is_text && (lower.contains("is an invalid arn") || lower.contains("invalid arn value")) {
        return Some("arn()".to_owned());
    }
    if let Some((_, list)) = message.split_once("one of").filter(|_| is_text) {
        return one_of(list);
    }
    if let Some(limits) = after(message, " to be in the range (") {
        let (min, max) = limits.split_once(')')?.0.split_once(" - ")?;
        return limits_call(message.contains("length of"), is_text, is_number, min, max);
    }
    if let Some(limits) = after(message, "must be between ") {
        let (min, max) = limits.split_once(" and ")?;
        let (max, is_length) = match max.split_once(' ') {
            Some((max, rest)) => (max, rest.starts_with("characters")),
            None => (max, message.contains("length")),
        };
        return limits_call(is_length, is_text, is_number, min, max);
    }
    if let Some(limits) = after(message, "must be ").filter(|it| it.contains("characters long")) {
        let (min, max) = limits.split_once(" characters")?.0.split_once(" to ")?;
        return limits_call(true, is_text, is_number, min, max);
    }
    if let Some(limit) = after(message, " to be at least (").filter(|_| is_number) {
        let min: i64 = limit.split_once(')')?.0.parse().ok()?;
        return Some(format!("at_least({min})"));
    }
    if let Some(limit) = after(message, "cannot be longer than ").filter(|_| is_text) {
        let max: u32 = limit.split_once(' ')?.0.parse().ok()?;
        return Some(format!("length(0, {max})"));
    }
    None
}

fn after<'a>(message: &'a str, words: &str) -> Option<&'a str> {
    message.split_once(words).map(|it| it.1)
}

fn limits_call(
    is_length: bool,
    is_text: bool,
    is_number: bool,
    min: &str,
    max: &str,
) -> Option<String> {
    let (min, max): (i64, i64) = (min.parse().ok()?, max.trim_end_matches('.').parse().ok()?);
    match (is_length, is_text, is_number) {
        (true, true, _) => Some(format!("length({min}, {max})")),
        (false, _, true) => Some(format!("range({min}..={max})")),
        _ => None,
    }
}

/// `["a" "b"]` or `["a", "b"]`, as a slice of texts.
fn one_of(list: &str) -> Option<String> {
    let inner = list.trim_start_matches([':', ' ']).strip_prefix('[')?.split_once(']')?.0;
    let quoted: Vec<&str> = inner.split('"').skip(1).step_by(2).collect();
    match quoted.is_empty() {
        true => None,
        false => Some(format!("one_of(&[\"{}\"])", quoted.join("\", \""))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn messages_become_checks() {
        for (message, ty, expected) in [
            ("expected x to be one of [\"A\" \"B C\"]", "string", "one_of(&[\"A\", \"B C\"])"),
            (
                "Attribute x value must be one of: [\"A\", \"B\"]",
                "string",
                "one_of(&[\"A\", \"B\"])",
            ),
            ("expected x to be in the range (0 - 900)", "number", "range(0..=900)"),
            ("Attribute x value must be between -1 and 65535", "number", "range(-1..=65535)"),
            ("expected length of x to be in the range (1 - 50)", "string", "length(1, 50)"),
            ("\"x\" must be between 1 and 64 characters: \"\"", "string", "length(1, 64)"),
            ("\"x\" must be 12 to 250 characters long. It is 0", "string", "length(12, 250)"),
            ("\"x\" cannot be longer than 64 characters: \"…\"", "string", "length(0, 64)"),
            ("expected x to be at least (1), got 0", "number", "at_least(1)"),
            ("\"x\" (0) is an invalid ARN: arn: invalid prefix", "string", "arn()"),
        ] {
            assert_eq!(call(message, &json!(ty)).as_deref(), Some(expected), "{message}");
        }
        for message in ["plan: x must be between 1 and 2", "expected x to match \"^a$\""] {
            assert_eq!(call(message, &json!("number")), None, "{message}");
        }
    }

    #[test]
    fn checks_of_elements_are_of_each() {
        let message = "\"x.0\" (not valid!) is an invalid ARN: arn: invalid prefix";
        let facts = Facts::new(json!({ "x": { "refused": { message: ["\"not valid!\""] } } }));
        let checks = facts.checks("x", &json!(["set", "string"]));
        assert_eq!(checks.calls, ["each(arn())"]);
    }

    #[test]
    fn what_cannot_be_said_is_a_note() {
        let refused = json!({
            "Attribute must be a whole number": ["1.5"],
            "expected x to be divisible by 60": ["61"],
        });
        let facts = Facts::new(json!({ "x": { "refused": refused } }));
        let checks = facts.checks("x", &json!("number"));
        assert!(checks.is_whole && checks.calls.is_empty());
        assert_eq!(checks.notes, ["hashicorp/aws refuses 61: expected x to be divisible by 60"]);
    }
}
