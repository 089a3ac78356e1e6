//! What is planned of a stream beyond its schema, and what is refused. Kinesis is not asked: values
//! may be unknown, and what is not known is not wrong.

use schemas::Value;
use tfplugin::engine::Plan;
use tfplugin::path;

use super::update::{MOST_STEPS, farthest, steps};
use crate::prelude::*;

const ON_DEMAND: &str = "ON_DEMAND";
const PROVISIONED: &str = "PROVISIONED";

pub(super) fn plan(plan: &mut Plan<'_>) -> Result<()> {
    let Some(mode) = mode(plan) else { return Ok(()) };
    check_count(plan, &mode)?;
    let warm = plan.planned("warm_throughput_mib_ps").as_i64().unwrap_or_default();
    if mode == PROVISIONED && warm > 0 {
        let name = "warm_throughput_mib_ps";
        let error =
            Error::at(path(name), format!("{name} must not be set when stream_mode is {mode}"));
        return Err(error.remedy(format!("Remove `{name}`, or make the stream ON_DEMAND.")));
    }
    Ok(())
}

/// The mode that the stream is to have; `None` where it is not known yet.
fn mode(plan: &Plan<'_>) -> Option<String> {
    let first = |block: &Value| block.elements().and_then(<[Value]>::first).cloned();
    let block = match plan.planned("stream_mode_details") {
        // Kinesis is to tell it, of a stream that is made without.
        Value::Unknown if !plan.config("stream_mode_details").is_unknown() => {
            first(plan.config("stream_mode_details"))
        }
        Value::Unknown => return None,
        block => first(block),
    };
    match block {
        Some(block) => block.get("stream_mode").as_str().map(str::to_owned),
        None => Some(PROVISIONED.to_owned()),
    }
}

fn check_count(plan: &Plan<'_>, mode: &str) -> Result<()> {
    const NAME: &str = "shard_count";
    let planned = plan.planned(NAME);
    if planned.is_unknown() {
        return Ok(());
    }
    let (count, before) =
        (planned.as_i64().unwrap_or_default(), plan.prior(NAME).as_i64().unwrap_or_default());
    if mode == ON_DEMAND && count > 0 {
        // A number that stays as it was is one that `ignore_changes` holds.
        let is_configured =
            plan.config("stream_mode_details").elements().is_some_and(|it| !it.is_empty());
        if is_configured && !plan.is_create() && !plan.replaces() && count == before {
            return Ok(());
        }
        let error =
            Error::at(path(NAME), format!("{NAME} must not be set when stream_mode is {mode}"));
        return Err(error.remedy(
            "Remove `shard_count`, or make the stream PROVISIONED by `stream_mode_details`.",
        ));
    }
    if mode == PROVISIONED && count < 1 {
        let error =
            Error::at(path(NAME), format!("{NAME} must be at least 1 when stream_mode is {mode}"));
        return Err(error
            .remedy("Set `shard_count`, or make the stream ON_DEMAND by `stream_mode_details`."));
    }
    if mode == PROVISIONED
        && before > 0
        && !plan.replaces()
        && steps(before, count).count() > MOST_STEPS
    {
        let message = format!("from {before} shards no apply comes to {count}");
        let farthest = farthest(before, count);
        return Err(Error::at(path(NAME), message).remedy(format!(
            "Kinesis at most doubles or halves a stream in one call, and takes {MOST_STEPS} calls in 24 \
             hours. Set {farthest} first."
        )));
    }
    Ok(())
}
