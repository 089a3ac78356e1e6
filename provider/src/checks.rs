//! What checks of several types share.

use schemas::{Path, Value};
use serde_json::Value as Json;
use tfplugin::{Check, Class, Find, Finding};

/// A check of a configuration.
pub(crate) fn check(
    class: Class,
    title: &'static str,
    attribute: &'static str,
    docs: &'static str,
    source: &'static str,
    find: impl Fn(&Value) -> Vec<Finding> + Send + Sync + 'static,
) -> Check {
    Check { title, class, attribute, docs, source, find: Find::in_config(find) }
}

/// The JSON that an attribute holds. `None` where there is none, it is not known yet, or it is not
/// JSON, which the schema refuses.
pub(crate) fn json(config: &Value, attribute: &str) -> Option<Json> {
    let text = config.get(attribute).as_str().filter(|it| !it.is_empty())?;
    serde_json::from_str(text).ok()
}

/// A finding for each member of an object that is none of those known, with the nearest one.
pub(crate) fn unknown_members<'a>(
    attribute: &'static str,
    object: impl IntoIterator<Item = &'a String>,
    known: &[&str],
    within: &str,
) -> Vec<Finding> {
    let is_unknown = |name: &&String| !known.iter().any(|it| it.eq_ignore_ascii_case(name));
    let told = |name: &String| {
        let remedy = match nearest(name, known) {
            Some(nearest) => format!("Did you mean `{nearest}`?"),
            None => format!("Remove it: there are {}.", known.join(", ")),
        };
        Finding::at(attribute, format!("`{attribute}` has `{name}`{within}. {remedy}"))
    };
    object.into_iter().filter(is_unknown).map(told).collect()
}

/// The known word that a misspelt one is like, if there is one.
pub(crate) fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    /// How many letters may be wrong.
    const LETTERS: usize = 3;

    let word = word.to_lowercase();
    let distance = |it: &&str| strsim::damerau_levenshtein(&word, &it.to_lowercase());
    let is_like = |it: &&str| distance(it) <= LETTERS.min(it.len() / 2);
    known.iter().copied().filter(is_like).min_by_key(distance)
}

/// The value at the end of names, through blocks of one.
pub(crate) fn at<'a>(value: &'a Value, names: &[&str]) -> &'a Value {
    names.iter().fold(value, |value, name| match value.elements() {
        Some([one, ..]) => one.get(name),
        Some([]) => &Value::Null,
        None => value.get(name),
    })
}

/// Whether a text is missing, or empty. One that is not known yet may turn out to be neither.
pub(crate) fn is_unset(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}

/// Log targets of MSK that are enabled, but say not where the logs go.
pub(crate) fn logs_without_target(logs: &Value, path: &Path) -> Vec<Finding> {
    let targets =
        [("cloudwatch_logs", "log_group"), ("firehose", "delivery_stream"), ("s3", "bucket")];
    let wrong = targets.into_iter().filter(|(target, name)| {
        let target = at(logs, &[target]);
        at(target, &["enabled"]).as_bool() == Some(true) && is_unset(at(target, &[name]))
    });
    let told = wrong.map(|(target, name)| Finding {
        path: path.clone().attribute(target),
        detail: format!("`{target}` is enabled without `{name}`. Set it, or disable `{target}`."),
    });
    told.collect()
}

/// A number in JSON, also where it is written as a text.
pub(crate) fn number(json: &Json) -> Option<i64> {
    json.as_i64().or_else(|| json.as_str()?.trim().parse().ok())
}

/// What checks find in a configuration.
#[cfg(test)]
pub(crate) fn found(checks: &[Check], config: &Value) -> Vec<Finding> {
    let each = checks.iter().flat_map(|it| match &it.find {
        Find::InConfig(find) => find(config),
        Find::InPlan(_) => Vec::new(),
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_words_are_known_again() {
        let known = ["Effect", "Principal", "Action"];
        for (word, expected) in [
            ("Effct", Some("Effect")),
            ("principle", Some("Principal")),
            ("Actions", Some("Action")),
            ("Comment", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, &known), expected, "{word}");
        }
    }
}
