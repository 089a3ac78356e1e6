//! What SNS takes and refuses of a subscription, and what follows from a change, as far as it can be
//! told before SNS is asked.

use schemas::Value;
use tfplugin::engine::Plan;
use tfplugin::path;

use crate::prelude::*;

pub(super) fn plan(plan: &mut Plan<'_>) -> Result<()> {
    plan_scope(plan)
}

const SCOPE: &str = "filter_policy_scope";

/// Where there is a policy, a scope that is not configured is the one that SNS begins with. Where
/// there is none, SNS tells no scope.
fn plan_scope(plan: &mut Plan<'_>) -> Result<()> {
    let scope = match (plan.planned("filter_policy"), plan.config(SCOPE)) {
        (Value::Unknown, configured) => match plan.prior(SCOPE).as_str() {
            // What becomes of it hangs on the policy.
            Some("") if !is_nothing(configured) => Value::Unknown,
            Some(prior) if !matches!(prior, "" | BY_ITSELF) && configured.is_null() => {
                Value::Unknown
            }
            _ => return Ok(()),
        },
        (policy, configured) if is_nothing(policy) => {
            if is_nothing(configured) {
                return Ok(());
            }
            if !says_nothing(plan.config("filter_policy")) {
                let message = "filter_policy is required when filter_policy_scope is set";
                return Err(Error::at(path(SCOPE), message));
            }
            if !plan.is_create() {
                plan.no_change(SCOPE);
            }
            return Ok(());
        }
        (_, configured) if configured.is_null() && !is_nothing(plan.prior(SCOPE)) => {
            Value::from(BY_ITSELF)
        }
        _ => return Ok(()),
    };
    plan.set(SCOPE, scope);
    Ok(())
}

const BY_ITSELF: &str = "MessageAttributes";

/// Whether a document is configured that says nothing, such as `{}`.
fn says_nothing(value: &Value) -> bool {
    value.as_str().is_some_and(|it| !it.is_empty() && schemas::json::is_nothing(it))
}

/// Whether a text is missing, empty, or an object without members.
fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(schemas::json::is_nothing)
}
