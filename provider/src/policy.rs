//! Policies of resources: who may do what.

mod access;
mod checks;
mod principals;

use std::collections::{BTreeMap, BTreeSet};

use schemas::json;
use serde_json::Value as Json;

pub(crate) use self::access::{Request, allows};
pub(crate) use self::checks::{Subject, checks};
pub(crate) use self::principals::retry_on_iam_propagation;

/// A policy in JSON. Two texts are equal if they allow and deny the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Policy(pub(crate) String);

impl Policy {
    /// Whether it says nothing, so that it is as good as none.
    pub(crate) fn is_nothing(&self) -> bool {
        same(&self.0, "")
    }

    /// The text as an API is to have it: empty where it says nothing.
    pub(crate) fn to_api(policy: Option<&Policy>) -> String {
        policy.filter(|it| !it.is_nothing()).map(|it| it.0.clone()).unwrap_or_default()
    }

    /// Whether it names a user or a role, which a service may not have heard of yet.
    pub(crate) fn names_identities(&self) -> bool {
        let names_one = |principals: &Principals| {
            let mut names = principals.get("AWS").into_iter().flatten();
            names.any(|it| it != "*" && !it.bytes().all(|it| it.is_ascii_digit()))
        };
        let statements = Document::read(&self.0).map(|it| it.statements).unwrap_or_default();
        statements.iter().any(|it| names_one(&it.principal) || names_one(&it.not_principal))
    }
}

schemas::text!(Policy, Some(normalize), same, schemas::check::json());

/// JSON without blanks, the keys sorted. `jsonencode(null)` is no policy.
fn normalize(text: &str) -> Option<String> {
    match json::compact(text)? {
        null if null == "null" => Some(String::new()),
        text => Some(text),
    }
}

/// Whether two policies mean the same. Texts that are no policies are compared as JSON.
fn same(one: &str, other: &str) -> bool {
    match (Document::read(one), Document::read(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one == other || json::same(one, other),
    }
}

/// What of a policy has a meaning, in an order of its own. Elements that are not part of the
/// language are left out.
#[derive(Debug, PartialEq)]
struct Document {
    version: String,
    id: String,
    statements: Vec<Statement>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Statement {
    sid: String,
    effect: String,
    principal: Principals,
    not_principal: Principals,
    action: BTreeSet<String>,
    not_action: BTreeSet<String>,
    resource: BTreeSet<String>,
    not_resource: BTreeSet<String>,
    /// Values by key by operator.
    condition: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

/// Who, by kind: `AWS`, `Service`, `Federated`, `CanonicalUser`.
type Principals = BTreeMap<String, BTreeSet<String>>;

/// The version of a policy that names none.
const FIRST_VERSION: &str = "2008-10-17";

impl Document {
    fn read(text: &str) -> Option<Document> {
        let json = match text {
            "" => Json::Object(serde_json::Map::new()),
            text => serde_json::from_str(text).ok()?,
        };
        let version = match word(&json, "Version")? {
            none if none.is_empty() => FIRST_VERSION.to_owned(),
            version => version,
        };
        let statements = match element(&json, "Statement")? {
            Json::Null => Vec::new(),
            Json::Array(them) => them.iter().map(Statement::read).collect::<Option<_>>()?,
            one => vec![Statement::read(one)?],
        };
        let mut document = Document { version, id: word(&json, "Id")?, statements };
        document.statements.sort();
        Some(document)
    }
}

impl Statement {
    fn read(json: &Json) -> Option<Statement> {
        Some(Statement {
            sid: word(json, "Sid")?,
            effect: word(json, "Effect")?.to_lowercase(),
            principal: principals(element(json, "Principal")?)?,
            not_principal: principals(element(json, "NotPrincipal")?)?,
            action: actions(element(json, "Action")?)?,
            not_action: actions(element(json, "NotAction")?)?,
            resource: words(element(json, "Resource")?)?,
            not_resource: words(element(json, "NotResource")?)?,
            condition: condition(element(json, "Condition")?)?,
        })
    }
}

/// An element of an object, whatever the case of its name; null where there is none. `None` if
/// there is no object.
pub(crate) fn element<'a>(json: &'a Json, name: &str) -> Option<&'a Json> {
    let mut entries = json.as_object()?.iter();
    let found = entries.find(|(key, _)| key.eq_ignore_ascii_case(name));
    Some(found.map_or(&Json::Null, |(_, value)| value))
}

fn word(json: &Json, name: &str) -> Option<String> {
    match element(json, name)? {
        Json::Null => Some(String::new()),
        Json::String(text) => Some(text.clone()),
        _ => None,
    }
}

/// One value or a list of them. A number or a truth value is as good as its text.
pub(crate) fn words<T: FromIterator<String>>(json: &Json) -> Option<T> {
    let word = |json: &Json| match json {
        Json::String(text) => Some(text.clone()),
        Json::Bool(_) | Json::Number(_) => Some(json.to_string()),
        _ => None,
    };
    match json {
        Json::Null => Some(T::from_iter([])),
        Json::Array(list) => list.iter().map(word).collect(),
        one => word(one).map(|it| T::from_iter([it])),
    }
}

/// The case of an action's name has no meaning.
fn actions(json: &Json) -> Option<BTreeSet<String>> {
    Some(words::<Vec<_>>(json)?.iter().map(|it| it.to_lowercase()).collect())
}

fn principals(json: &Json) -> Option<Principals> {
    let by_kind = match json {
        Json::Null => return Some(Principals::new()),
        Json::String(all) if all == "*" => return principals(&serde_json::json!({ "AWS": "*" })),
        other => other.as_object()?,
    };
    let mut principals = Principals::new();
    for (kind, names) in by_kind {
        let mut names: BTreeSet<String> = words(names)?;
        if kind == "AWS" {
            names = names.iter().map(|it| account(it).unwrap_or(it).to_owned()).collect();
        }
        if !names.is_empty() {
            principals.insert(kind.clone(), names);
        }
    }
    Some(principals)
}

/// The account whose root this ARN is.
fn account(arn: &str) -> Option<&str> {
    let parts: Vec<&str> = arn.split(':').collect();
    match parts.as_slice() {
        ["arn", _, "iam", "", account, "root"]
            if account.len() == 12 && account.bytes().all(|it| it.is_ascii_digit()) =>
        {
            Some(account)
        }
        _ => None,
    }
}

/// The case of a condition key has no meaning, and an operator without keys demands nothing.
fn condition(json: &Json) -> Option<BTreeMap<String, BTreeMap<String, BTreeSet<String>>>> {
    let mut operators = BTreeMap::new();
    if json.is_null() {
        return Some(operators);
    }
    for (operator, keys) in json.as_object()? {
        let mut values = BTreeMap::new();
        for (key, expected) in keys.as_object()? {
            values.insert(key.to_lowercase(), words(expected)?);
        }
        if !values.is_empty() {
            operators.insert(operator.clone(), values);
        }
    }
    Some(operators)
}

#[cfg(test)]
mod tests;
