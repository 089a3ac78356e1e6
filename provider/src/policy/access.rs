//! Whether a policy lets a service use a resource for a resource of its own.

use std::collections::BTreeSet;

use super::{Document, Principals, Statement};
use crate::arn;
use crate::wildcard;

/// What a service asks for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request<'a> {
    /// `sns.amazonaws.com`
    pub(crate) service: &'a str,
    pub(crate) action: &'a str,
    pub(crate) resource: &'a str,
    /// What the service asks for: the `aws:SourceArn`.
    pub(crate) source: &'a str,
}

/// Whether a policy allows it. Conditions that are about anything else than the source are taken as
/// met. `None` where the text is no policy.
pub(crate) fn allows(policy: &str, request: &Request<'_>) -> Option<bool> {
    let document = Document::read(policy)?;
    let applies = |effect: &str| {
        document.statements.iter().any(|it| it.effect == effect && is_about(it, request))
    };
    Some(applies("allow") && !applies("deny"))
}

fn is_about(it: &Statement, request: &Request<'_>) -> bool {
    let names = |principals: &Principals| {
        principals.iter().any(|(kind, names)| match kind.as_str() {
            "Service" => names.contains(request.service) || names.contains("*"),
            "AWS" => names.contains("*"),
            _ => false,
        })
    };
    let among = |patterns: &BTreeSet<String>, text: &str| {
        patterns.iter().any(|it| wildcard::matches(it, text))
    };
    let is_principal = match it.not_principal.is_empty() {
        true => names(&it.principal),
        false => !names(&it.not_principal),
    };
    let action = request.action.to_lowercase();
    let is_action =
        among(&it.action, &action) || !it.not_action.is_empty() && !among(&it.not_action, &action);
    // A statement without any is taken to be about the resource that has the policy.
    let is_resource = match (it.resource.is_empty(), it.not_resource.is_empty()) {
        (true, true) => true,
        (false, _) => among(&it.resource, request.resource),
        (true, false) => !among(&it.not_resource, request.resource),
    };
    is_principal && is_action && is_resource && is_met(it, request)
}

fn is_met(it: &Statement, request: &Request<'_>) -> bool {
    let account = arn::parts(request.source).map_or("", |[_, _, _, account, _]| account);
    it.condition.iter().all(|(operator, keys)| {
        keys.iter().all(|(key, values)| {
            let text = match key.as_str() {
                "aws:sourcearn" => request.source,
                "aws:sourceaccount" | "aws:sourceowner" => account,
                _ => return true,
            };
            let operator = operator.to_lowercase();
            let operator = operator.rsplit(':').next().unwrap_or_default();
            let like = || values.iter().any(|it| wildcard::matches(it, text));
            match operator.strip_suffix("ifexists").unwrap_or(operator) {
                "stringequals" => values.contains(text),
                "stringequalsignorecase" => values.iter().any(|it| it.eq_ignore_ascii_case(text)),
                "stringnotequals" => !values.contains(text),
                "stringlike" | "arnlike" | "arnequals" => like(),
                "stringnotlike" | "arnnotlike" | "arnnotequals" => !like(),
                "null" => values.contains("false"),
                _ => true,
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    const QUEUE: &str = "arn:aws:sqs:us-east-1:123456789012:orders";
    const TOPIC: &str = "arn:aws:sns:us-east-1:123456789012:events";

    fn is_allowed(statement: &Json) -> Option<bool> {
        let policy = json!({ "Version": "2012-10-17", "Statement": statement });
        allows(
            &policy.to_string(),
            &Request {
                service: "sns.amazonaws.com",
                action: "sqs:SendMessage",
                resource: QUEUE,
                source: TOPIC,
            },
        )
    }

    fn statement(more: &Json) -> Json {
        let mut statement = json!({ "Effect": "Allow", "Action": "sqs:SendMessage",
            "Principal": { "Service": "sns.amazonaws.com" }, "Resource": QUEUE });
        let members = statement.as_object_mut().unwrap();
        members.extend(more.as_object().cloned().unwrap_or_default());
        statement
    }

    #[test]
    fn a_policy_lets_a_topic_in() {
        for (more, expected) in [
            (r"{}", true),
            (r#"{"Principal":"*"}"#, true),
            (r#"{"Action":"SQS:*","Resource":"*"}"#, true),
            (r#"{"Principal":{"Service":"events.amazonaws.com"}}"#, false),
            (r#"{"Principal":{"AWS":"123456789012"}}"#, false),
            (r#"{"Action":"sqs:ReceiveMessage"}"#, false),
            (r#"{"Resource":"arn:aws:sqs:us-east-1:123456789012:other"}"#, false),
            (
                r#"{"Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:us-east-1:123456789012:events"}}}"#,
                true,
            ),
            (r#"{"Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:sns:*:123456789012:*"}}}"#, true),
            (
                r#"{"Condition":{"StringEquals":{"aws:SourceArn":"arn:aws:sns:us-east-1:123456789012:other"}}}"#,
                false,
            ),
            (r#"{"Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}}"#, true),
            (r#"{"Condition":{"StringEquals":{"aws:SourceAccount":"210987654321"}}}"#, false),
            (r#"{"Condition":{"Bool":{"aws:SecureTransport":"true"}}}"#, true),
            (r#"{"Effect":"Deny"}"#, false),
        ] {
            let more: Json = serde_json::from_str(more).unwrap();
            assert_eq!(is_allowed(&statement(&more)), Some(expected), "{more}");
        }
        let both = json!([
            statement(&Json::Null),
            statement(&json!({
            "Effect": "Deny", "Condition": { "ArnNotEquals": { "aws:SourceArn": "arn:aws:sns:us-east-1:123456789012:other" } } }))
        ]);
        assert_eq!(is_allowed(&both), Some(false));
    }
}
