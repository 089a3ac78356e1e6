//! What SQS takes and refuses of a queue, and what follows from a change, as far as it can be told
//! before SQS is asked.

use schemas::Value;
use tfplugin::engine::Plan;
use tfplugin::{Diagnostic, path};

use crate::name;
use crate::policy::Policy;
use crate::prelude::*;
use crate::sqs::redrive::Redrive;

const NAMES: name::Rule = name::Rule { object: "queue", longest: 80 };

pub(super) fn plan(plan: &mut Plan<'_>) -> Result<()> {
    if plan.is_create() {
        NAMES.check(plan, "fifo_queue")?;
    }
    if *plan.planned("fifo_queue") == Value::Bool(false)
        && *plan.planned("content_based_deduplication") == Value::Bool(true)
    {
        let message = "content-based deduplication can only be set for FIFO queues";
        let error = Error::at(path("content_based_deduplication"), message);
        return Err(error.remedy("Set `fifo_queue = true`, or remove the argument."));
    }
    plan_reuse_period(plan);
    plan_policies(plan);
    Ok(())
}

/// Without a KMS key the period has no meaning, and SQS does not give it back: it stays as it is.
fn plan_reuse_period(plan: &mut Plan<'_>) {
    const PERIOD: &str = "kms_data_key_reuse_period_seconds";
    if plan.planned("kms_master_key_id").is_unknown() {
        // There may turn out to be none.
        if plan.planned(PERIOD) != plan.prior(PERIOD) {
            plan.set(PERIOD, Value::Unknown);
        }
        return;
    }
    if has_key(plan.planned("kms_master_key_id")) {
        return;
    }
    if !plan.is_create() {
        plan.no_change(PERIOD);
    } else if *plan.planned("sqs_managed_sse_enabled") == Value::Bool(true) {
        plan.set(PERIOD, Value::from(0));
    } else {
        plan.set(PERIOD, Value::Unknown);
    }
}

/// Whether there is a KMS key, or may be one.
pub(super) fn has_key(id: &Value) -> bool {
    id.is_unknown() || id.as_str().is_some_and(|it| !it.is_empty())
}

/// A policy that is left out stays as it is; one that is configured and says nothing takes the
/// queue's away.
fn plan_policies(plan: &mut Plan<'_>) {
    type IsNothing = fn(&str) -> bool;
    let redrive: IsNothing = |it| Redrive(it.to_owned()).is_nothing();
    let policies: [(&str, &str, IsNothing); 3] = [
        ("policy", "aws_sqs_queue_policy", |it| Policy(it.to_owned()).is_nothing()),
        ("redrive_allow_policy", "aws_sqs_queue_redrive_allow_policy", redrive),
        ("redrive_policy", "aws_sqs_queue_redrive_policy", redrive),
    ];
    for (name, apart, is_nothing) in policies {
        let is_emptied = plan.config(name).as_str().is_some_and(is_nothing);
        let is_there = plan.prior(name).as_str().is_some_and(|it| !is_nothing(it));
        if !is_emptied || !is_there {
            continue;
        }
        plan.set(name, Value::from(""));
        let detail = format!(
            "`{name}` is set but empty, which takes the queue's away. If `{apart}` manages it, \
             remove `{name}`."
        );
        let warning = Diagnostic::warning("The queue loses a policy", detail);
        plan.warn(warning.at(path(name)));
    }
}
