//! What is checked of the policy of a resource.

use ipnet::IpNet;
use schemas::Value;
use serde_json::{Map, Value as Json};
use tfplugin::{Check, Class, Finding};

use super::words;
use crate::arn;
use crate::checks::{check, json, nearest, unknown_members};
use crate::wildcard::matches;

/// What a service knows of the policies of one kind of its resources.
#[derive(Debug)]
pub(crate) struct Subject {
    /// The kind in words: `queue`.
    pub(crate) kind: &'static str,
    /// The prefixes of its actions, without the colon.
    pub(crate) services: &'static [&'static str],
    /// Its actions, without the prefix.
    pub(crate) actions: &'static [&'static str],
    /// Statements and bytes of a policy at most.
    pub(crate) statements: Option<usize>,
    pub(crate) bytes: Option<usize>,
    /// The last part of the ARN of the object that a configuration is about, where it can be told and
    /// a policy is about nothing else.
    pub(crate) resource: fn(&Value) -> Option<String>,
    /// The service's page about policies.
    pub(crate) source: &'static str,
}

const ATTRIBUTE: &str = "policy";

const GRAMMAR: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html";
const ELEMENTS: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html";
const PRINCIPALS: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html";
const OPERATORS: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html";
const VARIABLES: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html";
const VERSIONS: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html";

/// The checks of the attribute `policy`.
pub(crate) fn checks(subject: &'static Subject) -> Vec<Check> {
    let mut checks = vec![
        check(
            Class::Invariant,
            "Unknown element of a statement",
            ATTRIBUTE,
            "Elements that a statement does not have, such as a misspelt `Effect`.",
            ELEMENTS,
            |config| each_statement(config, elements),
        ),
        check(
            Class::Limit,
            "Unknown element of a policy",
            ATTRIBUTE,
            "Elements beside `Version`, `Id` and `Statement`.",
            ELEMENTS,
            |config| {
                each(config, |policy, _| {
                    const KNOWN: &[&str] = &["Version", "Id", "Statement"];
                    unknown_members(ATTRIBUTE, policy.keys(), KNOWN, " beside its statements")
                })
            },
        ),
        check(
            Class::Invariant,
            "Incomplete policy statement",
            ATTRIBUTE,
            "Statements without an effect, an action or a principal, or with both of a pair such as \
             `Action` and `NotAction`.",
            GRAMMAR,
            |config| each_statement(config, incomplete),
        ),
        check(
            Class::Danger,
            "Policy statement without a resource",
            ATTRIBUTE,
            "Statements that do not say which resource they are about.",
            GRAMMAR,
            |config| each_statement(config, without_resource),
        ),
        check(
            Class::Invariant,
            "Invalid policy version",
            ATTRIBUTE,
            "A `Version` other than `2012-10-17` and `2008-10-17`.",
            VERSIONS,
            |config| each(config, |policy, _| version(policy)),
        ),
        check(
            Class::Danger,
            "Policy variable in an old policy version",
            ATTRIBUTE,
            "Policy variables such as `${aws:username}` where the policy does not have `Version` \
             2012-10-17: AWS takes them as they are written.",
            VARIABLES,
            |config| each(config, variables),
        ),
        check(
            Class::Invariant,
            "Invalid principal",
            ATTRIBUTE,
            "Principals that are neither `*` nor an object of `AWS`, `Service`, `Federated` and \
             `CanonicalUser`, and names that AWS does not know as accounts, ARNs or unique IDs.",
            PRINCIPALS,
            |config| each_statement(config, principal),
        ),
        check(
            Class::Limit,
            "Unknown condition operator",
            ATTRIBUTE,
            "Condition operators that IAM does not list.",
            OPERATORS,
            |config| each_statement(config, operators),
        ),
        check(
            Class::Invariant,
            "Invalid condition",
            ATTRIBUTE,
            "Conditions that are no objects, and values that are not of the type that their operator \
             compares: numbers, dates, `true` or `false`, addresses.",
            OPERATORS,
            |config| each_statement(config, conditions),
        ),
        check(
            Class::Invariant,
            "Action of another service",
            ATTRIBUTE,
            "Actions of another service, or without a service.",
            subject.source,
            |config| each_statement(config, |it| foreign_actions(subject, it)),
        ),
        check(
            Class::Limit,
            "Unknown action",
            ATTRIBUTE,
            "Actions that the service does not have.",
            subject.source,
            |config| each_statement(config, |it| unknown_actions(subject, it)),
        ),
        check(
            Class::Danger,
            "Policy about another resource",
            ATTRIBUTE,
            "Resources that are not the one that has the policy.",
            subject.source,
            |config| foreign_resources(subject, config),
        ),
        check(
            Class::Danger,
            "Public access",
            ATTRIBUTE,
            "Statements that allow an action to everybody, without a condition that narrows it.",
            subject.source,
            |config| each_statement(config, public),
        ),
    ];
    if subject.statements.is_some() || subject.bytes.is_some() {
        checks.push(check(
            Class::Limit,
            "Policy beyond quotas",
            ATTRIBUTE,
            "More statements or bytes than the service takes in one policy.",
            subject.source,
            |config| each(config, |policy, text| quotas(subject, policy, text)),
        ));
    }
    checks
}

fn told(detail: String) -> Finding {
    Finding::at(ATTRIBUTE, detail)
}

/// What is found in a policy that is known and says something.
fn each(config: &Value, find: impl Fn(&Map<String, Json>, &str) -> Vec<Finding>) -> Vec<Finding> {
    let text = config.get(ATTRIBUTE).as_str().unwrap_or_default();
    match json(config, ATTRIBUTE) {
        Some(Json::Object(policy)) if !policy.is_empty() => find(&policy, text),
        _ => Vec::new(),
    }
}

/// A statement, and its place for messages.
struct Statement<'a> {
    place: String,
    members: &'a Map<String, Json>,
}

impl Statement<'_> {
    /// An element, whatever the case of its name.
    fn get(&self, name: &str) -> Option<&Json> {
        let found = self.members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|it| it.1).filter(|it| !it.is_null())
    }

    fn allows(&self) -> bool {
        self.get("Effect").and_then(Json::as_str) == Some("Allow")
    }

    fn texts(&self, name: &str) -> Vec<String> {
        self.get(name).and_then(words).unwrap_or_default()
    }
}

fn statements(policy: &Map<String, Json>) -> Vec<Statement<'_>> {
    let found = policy.iter().find(|(key, _)| key.eq_ignore_ascii_case("Statement"));
    let list = match found.map(|it| it.1) {
        Some(Json::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let with_place = list.into_iter().enumerate().filter_map(|(index, it)| {
        let members = it.as_object()?;
        let sid = members.get("Sid").and_then(Json::as_str).filter(|it| !it.is_empty());
        let place = match sid {
            Some(sid) => format!("statement {sid:?}"),
            None => format!("statement {}", index + 1),
        };
        Some(Statement { place, members })
    });
    with_place.collect()
}

fn each_statement(config: &Value, find: impl Fn(&Statement<'_>) -> Vec<Finding>) -> Vec<Finding> {
    each(config, |policy, _| statements(policy).iter().flat_map(&find).collect())
}

fn elements(it: &Statement<'_>) -> Vec<Finding> {
    const KNOWN: &[&str] = &[
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
    ];
    unknown_members(ATTRIBUTE, it.members.keys(), KNOWN, &format!(" in {}", it.place))
}

fn incomplete(it: &Statement<'_>) -> Vec<Finding> {
    let place = &it.place;
    let mut found = Vec::new();
    let is_misspelt = |name: &str| {
        let mut unknown = it.members.keys();
        unknown.any(|key| !key.eq_ignore_ascii_case(name) && nearest(key, &[name]).is_some())
    };
    match it.get("Effect") {
        Some(Json::String(effect)) if matches!(effect.as_str(), "Allow" | "Deny") => {}
        Some(effect) => found.push(told(format!(
            "`Effect` of {place} must be \"Allow\" or \"Deny\", not {effect}."
        ))),
        None if is_misspelt("Effect") => {}
        None => found.push(told(format!("{place} lacks `Effect`: add \"Allow\" or \"Deny\"."))),
    }
    for (name, other, what) in [
        ("Action", "NotAction", "the actions that it is about"),
        ("Principal", "NotPrincipal", "whom it is about"),
    ] {
        match (it.get(name), it.get(other)) {
            (Some(_), Some(_)) => {
                found.push(told(format!("{place} has both `{name}` and `{other}`. Remove one.")))
            }
            (None, None) if !is_misspelt(name) => {
                found.push(told(format!("{place} lacks `{name}`: add {what}.")));
            }
            _ => {}
        }
    }
    if it.get("Resource").is_some() && it.get("NotResource").is_some() {
        found.push(told(format!("{place} has both `Resource` and `NotResource`. Remove one.")));
    }
    let is_empty = |name: &str| it.get(name).and_then(Json::as_array).is_some_and(Vec::is_empty);
    for name in ["Action", "Resource"].into_iter().filter(|name| is_empty(name)) {
        found.push(told(format!("`{name}` of {place} is empty: it must name one at least.")));
    }
    found
}

fn without_resource(it: &Statement<'_>) -> Vec<Finding> {
    if it.get("Resource").is_some() || it.get("NotResource").is_some() {
        return Vec::new();
    }
    vec![told(format!("{} lacks `Resource`: add the ARN of the resource, or \"*\".", it.place))]
}

const NEWEST: &str = "2012-10-17";

fn version(policy: &Map<String, Json>) -> Vec<Finding> {
    match policy.get("Version") {
        None | Some(Json::Null) => Vec::new(),
        Some(Json::String(it)) if matches!(it.as_str(), NEWEST | "2008-10-17" | "") => Vec::new(),
        Some(other) => vec![told(format!(
            "`Version` must be \"{NEWEST}\", the version of the policy language, not {other}."
        ))],
    }
}

fn variables(policy: &Map<String, Json>, _text: &str) -> Vec<Finding> {
    if policy.get("Version").and_then(Json::as_str) == Some(NEWEST) {
        return Vec::new();
    }
    let is_variable = |it: &Statement<'_>| {
        ["Resource", "NotResource", "Condition"]
            .iter()
            .filter_map(|name| it.get(name))
            .any(|it| it.to_string().contains("${"))
    };
    let found = statements(policy).into_iter().filter(is_variable);
    let found = found.map(|it| {
        told(format!(
            "{} has a policy variable, which AWS knows in policies of `Version` \"{NEWEST}\" alone. \
             Set it.",
            it.place
        ))
    });
    found.collect()
}

fn principal(it: &Statement<'_>) -> Vec<Finding> {
    const KINDS: &[&str] = &["AWS", "Service", "Federated", "CanonicalUser"];
    let mut found = Vec::new();
    for name in ["Principal", "NotPrincipal"] {
        let at = format!("`{name}` of {}", it.place);
        let kinds = match it.get(name) {
            None => continue,
            Some(Json::String(all)) if all == "*" => continue,
            Some(Json::Object(kinds)) => kinds,
            Some(other) => {
                found.push(told(format!(
                    "{at} must be \"*\" or an object such as {{\"AWS\": \"123456789012\"}}, not \
                     {other}."
                )));
                continue;
            }
        };
        for (kind, names) in kinds {
            if !KINDS.contains(&kind.as_str()) {
                let nearest = nearest(kind, KINDS).unwrap_or("AWS");
                found.push(told(format!(
                    "{at} has the kind {kind:?}. Did you mean `{nearest}`? There are {}.",
                    KINDS.join(", ")
                )));
            }
            let Some(names) = words::<Vec<_>>(names) else {
                found.push(told(format!("`{kind}` in {at} must be a text or a list of texts.")));
                continue;
            };
            let wrong = names.iter().filter(|it| !is_principal(kind, it));
            found.extend(wrong.map(|it| {
                told(format!(
                    "{at} names {it:?}, which is no {}.",
                    match kind.as_str() {
                        "Service" => "service such as \"sns.amazonaws.com\"",
                        _ => "account ID, ARN, unique ID or \"*\"",
                    }
                ))
            }));
        }
    }
    found
}

fn is_principal(kind: &str, name: &str) -> bool {
    if name.contains("${") {
        return true;
    }
    match kind {
        "AWS" => {
            let is_digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
            let is_unique = |it: &str| {
                it.len() >= 16
                    && it.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit())
            };
            name == "*"
                || name.len() == 12 && is_digits(name)
                || arn::parts(name).is_some_and(|[_, service, ..]| matches!(service, "iam" | "sts"))
                || is_unique(name)
        }
        "Service" => name == "*" || name.contains('.') && !name.starts_with("arn:"),
        _ => true,
    }
}

const KNOWN_OPERATORS: &[&str] = &[
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "Null",
];

/// An operator without the words that say how many values have to match, and whether the key has to be
/// there.
fn essence(operator: &str) -> &str {
    let operator = operator
        .split_once(':')
        .filter(|it| matches!(it.0, "ForAllValues" | "ForAnyValue"))
        .map_or(operator, |it| it.1);
    operator.strip_suffix("IfExists").unwrap_or(operator)
}

fn operators(it: &Statement<'_>) -> Vec<Finding> {
    let Some(Json::Object(operators)) = it.get("Condition") else { return Vec::new() };
    let is_unknown = |name: &&String| {
        let name = essence(name);
        !KNOWN_OPERATORS.iter().any(|it| it.eq_ignore_ascii_case(name))
    };
    let found = operators.keys().filter(is_unknown).map(|name| {
        let remedy = match nearest(essence(name), KNOWN_OPERATORS) {
            Some(nearest) => format!("Did you mean `{nearest}`?"),
            None => "See the condition operators of IAM.".to_owned(),
        };
        told(format!("{} has the condition operator `{name}`. {remedy}", it.place))
    });
    found.collect()
}

fn conditions(it: &Statement<'_>) -> Vec<Finding> {
    let place = &it.place;
    let operators = match it.get("Condition") {
        None => return Vec::new(),
        Some(Json::Object(operators)) => operators,
        Some(_) => return vec![told(format!("`Condition` of {place} must be an object."))],
    };
    let mut found = Vec::new();
    for (operator, keys) in operators {
        let Json::Object(keys) = keys else {
            found.push(told(format!(
                "`{operator}` in {place} must be an object of condition keys and values."
            )));
            continue;
        };
        for (key, values) in keys {
            let Some(values) = words::<Vec<_>>(values) else {
                found.push(told(format!(
                    "`{key}` of `{operator}` in {place} must be a text or a list of texts."
                )));
                continue;
            };
            let Some((what, is_one)) = compares(essence(operator)) else { continue };
            let wrong = values.iter().filter(|it| !it.contains("${") && !is_one(it));
            found.extend(wrong.map(|it| {
                told(format!(
                    "`{operator}` in {place} compares `{key}` with {it:?}, which is no {what}."
                ))
            }));
        }
    }
    found
}

type IsOne = fn(&str) -> bool;

/// What an operator compares with.
fn compares(operator: &str) -> Option<(&'static str, IsOne)> {
    let operator = operator.to_ascii_lowercase();
    let is_date: IsOne = |it| {
        let digits = it.bytes().take_while(u8::is_ascii_digit).count();
        digits == it.len() && digits > 0 || digits == 4 && it.as_bytes().get(4) == Some(&b'-')
    };
    let (what, is_one): (_, IsOne) = match operator.as_str() {
        "bool" | "null" => ("`true` or `false`", |it| {
            it.eq_ignore_ascii_case("true") || it.eq_ignore_ascii_case("false")
        }),
        "ipaddress" | "notipaddress" => ("address or network in CIDR notation", |it| {
            it.parse::<IpNet>().is_ok() || it.parse::<std::net::IpAddr>().is_ok()
        }),
        it if it.starts_with("numeric") => ("number", |it| it.parse::<f64>().is_ok()),
        it if it.starts_with("date") => ("date such as 2026-01-31T00:00:00Z", is_date),
        _ => return None,
    };
    Some((what, is_one))
}

/// The service and the name of an action; `None` where there is a wildcard instead.
fn service_of(action: &str) -> Option<(&str, &str)> {
    match action.split_once(':') {
        Some((service, _)) if service.contains(['*', '?']) => None,
        Some(parts) => Some(parts),
        None if action == "*" => None,
        None => Some(("", action)),
    }
}

fn foreign_actions(subject: &Subject, it: &Statement<'_>) -> Vec<Finding> {
    let prefix = subject.services.first().copied().unwrap_or_default();
    let is_ours =
        |service: &str| subject.services.iter().any(|it| it.eq_ignore_ascii_case(service));
    let actions = it.texts("Action").into_iter().chain(it.texts("NotAction"));
    let foreign = actions.filter(|it| service_of(it).is_some_and(|(service, _)| !is_ours(service)));
    let found = foreign.map(|action| {
        told(format!(
            "{} has the action {action:?}, but the policy of a {} takes only actions such as \
             \"{prefix}:{}\".",
            it.place,
            subject.kind,
            subject.actions.first().copied().unwrap_or("*"),
        ))
    });
    found.collect()
}

fn unknown_actions(subject: &Subject, it: &Statement<'_>) -> Vec<Finding> {
    let is_ours =
        |service: &str| subject.services.iter().any(|it| it.eq_ignore_ascii_case(service));
    let is_known = |name: &str| {
        let pattern = name.to_lowercase();
        subject.actions.iter().any(|it| matches(&pattern, &it.to_lowercase()))
    };
    let actions = it.texts("Action").into_iter().chain(it.texts("NotAction"));
    let found = actions.filter_map(|action| {
        let (service, name) = service_of(&action)?;
        if !is_ours(service) || is_known(name) {
            return None;
        }
        let remedy = match nearest(name, subject.actions) {
            Some(nearest) => format!("Did you mean \"{service}:{nearest}\"?"),
            None => "See the actions of the service.".to_owned(),
        };
        Some(told(format!("{} has the action {action:?}. {remedy}", it.place)))
    });
    found.collect()
}

fn foreign_resources(subject: &Subject, config: &Value) -> Vec<Finding> {
    let own = (subject.resource)(config);
    each_statement(config, |it| {
        let is_foreign = |text: &String| {
            if text == "*" || text.contains("${") {
                return false;
            }
            let Some([_, service, _, _, resource]) = arn::parts(text) else {
                return !text.contains(['*', '?']);
            };
            let is_service = subject.services.iter().any(|it| matches(service, it));
            !is_service || own.as_ref().is_some_and(|own| !matches(resource, own))
        };
        let found = it.texts("Resource").into_iter().filter(is_foreign).map(|text| {
            told(format!(
                "{} is about {text:?}, which is not this {}: the statement has no effect. Name its \
                 ARN.",
                it.place, subject.kind
            ))
        });
        found.collect()
    })
}

/// Condition keys by which anybody can be meant.
const WIDE: &[&str] = &[
    "aws:securetransport",
    "aws:currenttime",
    "aws:epochtime",
    "aws:useragent",
    "aws:referer",
    "aws:requestedregion",
    "aws:tokenissuetime",
    "sns:protocol",
];

fn public(it: &Statement<'_>) -> Vec<Finding> {
    let is_everybody = |json: &Json| match json {
        Json::Object(kinds) => kinds.iter().any(|(kind, names)| {
            kind == "AWS" && words::<Vec<_>>(names).is_some_and(|it| it.iter().any(|it| it == "*"))
        }),
        other => other.as_str() == Some("*"),
    };
    let is_public =
        it.get("Principal").is_some_and(is_everybody) || it.get("NotPrincipal").is_some();
    if !it.allows() || !is_public || is_narrowed(it) {
        return Vec::new();
    }
    vec![told(format!(
        "{} allows {} to everybody. Name accounts or services in `Principal`, or add a condition such \
         as `aws:SourceArn`, `aws:SourceAccount` or `aws:PrincipalOrgID`.",
        it.place,
        match it.texts("Action").as_slice() {
            [one] => format!("{one:?}"),
            _ => "actions".to_owned(),
        }
    ))]
}

/// Whether a condition says who is meant, or from where.
fn is_narrowed(it: &Statement<'_>) -> bool {
    let Some(Json::Object(operators)) = it.get("Condition") else { return false };
    let narrows = |operator: &str, key: &str, values: &Json| {
        let operator = essence(operator);
        let is_negative = operator.contains("Not") || operator == "Null";
        let is_any = |it: &String| matches!(it.as_str(), "*" | "0.0.0.0/0" | "::/0");
        let is_open = words::<Vec<_>>(values).is_some_and(|it| it.iter().any(is_any));
        !is_negative && !is_open && !WIDE.contains(&key.to_lowercase().as_str())
    };
    operators.iter().any(|(operator, keys)| {
        let mut keys = keys.as_object().into_iter().flatten();
        keys.any(|(key, values)| narrows(operator, key, values))
    })
}

fn quotas(subject: &Subject, policy: &Map<String, Json>, text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let count = statements(policy).len();
    if let Some(most) = subject.statements.filter(|it| count > *it) {
        found.push(told(format!(
            "The policy has {count} statements: a {} takes {most}. Merge some of them.",
            subject.kind
        )));
    }
    // The provider sends it as it is.
    if let Some(most) = subject.bytes.filter(|it| text.len() > *it) {
        found.push(told(format!(
            "The policy has {} bytes: a {} takes {most}.",
            text.len(),
            subject.kind
        )));
    }
    found
}
