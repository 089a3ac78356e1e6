//! What SNS takes and refuses of a subscription, and what follows from a change, as far as it can be
//! told before SNS is asked.

use schemas::Value;
use tfplugin::engine::Plan;
use tfplugin::{Diagnostic, path};

use crate::prelude::*;
use crate::region;
use crate::sns::{endpoint, filter_policy};

pub(super) fn problems(config: &Value) -> Vec<Diagnostic> {
    let mut found = filter_policy::check(config);
    let Some(protocol) = config.get("protocol").as_str() else { return found };
    if let Some(text) = config.get("endpoint").as_str()
        && let Err(reason) = endpoint::check(protocol, text)
    {
        let diagnostic = Diagnostic::error("Invalid endpoint", format!("`endpoint` {reason}."));
        found.push(diagnostic.at(path("endpoint")));
    }
    if protocol == "firehose" && is_nothing(config.get("subscription_role_arn")) {
        let detail = "SNS writes to a delivery stream with a role: set `subscription_role_arn`.";
        let diagnostic = Diagnostic::error("Missing required argument", detail);
        found.push(diagnostic.at(path("subscription_role_arn")));
    }
    let takes_raw = matches!(protocol, "firehose" | "http" | "https" | "sqs");
    if !takes_raw && config.get("raw_message_delivery") == &Value::Bool(true) {
        let detail = format!(
            "SNS does not support raw message delivery to the protocol {protocol}, only to firehose, \
             http, https and sqs. Leave `raw_message_delivery` out."
        );
        let diagnostic = Diagnostic::error("Conflicting configuration arguments", detail);
        found.push(diagnostic.at(path("raw_message_delivery")));
    }
    found
}

pub(super) fn plan(plan: &mut Plan<'_>) -> Result<()> {
    const SCOPE: &str = "filter_policy_scope";
    let is_configured = !is_nothing(plan.config(SCOPE));
    let has_policy = !is_nothing(plan.planned("filter_policy"));
    if is_configured && !has_policy {
        if !says_nothing(plan.config("filter_policy")) {
            let message = "filter_policy is required when filter_policy_scope is set";
            return Err(Error::at(path(SCOPE), message));
        }
        // SNS does not tell the scope of a policy that says nothing.
        if !plan.is_create() {
            plan.keep(SCOPE);
        }
    }
    // A scope that is no longer configured is the one that SNS begins with.
    let is_known = plan.planned("filter_policy").as_str().is_some();
    if has_policy && is_known && plan.config(SCOPE).is_null() && !is_nothing(plan.prior(SCOPE)) {
        plan.set(SCOPE, Value::from("MessageAttributes"));
    }
    region::check(plan, "topic_arn")
}

/// Whether a document is configured that says nothing, such as `{}`.
fn says_nothing(value: &Value) -> bool {
    value.as_str().is_some_and(|it| !it.is_empty() && schemas::json::is_nothing(it))
}

/// Whether a text is missing, empty, or an object without members.
fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(schemas::json::is_nothing)
}
