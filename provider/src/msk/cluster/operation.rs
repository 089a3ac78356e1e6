//! Operations on a cluster: how one is begun, and followed to its end.

use std::error::Error as StdError;
use std::future::Future;

use aws_sdk_kafka::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_kafka::types::{ClusterOperationInfo, ClusterState};
use aws_smithy_runtime_api::http::Response;

use super::super::{clusters, unless_absent};
use crate::error::{failure, message};
use crate::prelude::*;

/// What came of asking for an operation.
pub(super) enum Begun {
    /// It has this ARN.
    Operation(String),
    /// The cluster is like that already.
    Unneeded,
    /// The cluster has begun something else since it was looked at.
    NotNow(String),
}

/// What the answer to a call says of the operation that it asked for.
pub(super) fn begun<T, E>(
    answer: Result<T, SdkError<E, Response>>,
    arn: impl FnOnce(T) -> Option<String>,
) -> Result<Begun>
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    match answer {
        Ok(output) => arn(output)
            .map(Begun::Operation)
            .ok_or_else(|| Error::new("the answer has no ARN of an operation")),
        Err(error) => {
            let says = |words: &[&str]| {
                message(&error).is_some_and(|it| words.iter().any(|word| it.contains(word)))
            };
            if says(&["does not include any updates", "identical to the current value"]) {
                return Ok(Begun::Unneeded);
            }
            // The apostrophe of "isn't current" is another at times.
            if says(&["while it is in the", "Check the current version and try again"]) {
                return Ok(Begun::NotNow(failure(&error).message));
            }
            Err(failure(&error))
        }
    }
}

/// Runs an operation: waits until the cluster is ACTIVE, asks by `call` with the version that it has
/// then, and follows what begins to its end.
pub(super) async fn run<F>(
    cx: &Cx,
    arn: &str,
    call: impl Fn(String) -> F + Send + Sync,
) -> Result<()>
where
    F: Future<Output = Result<Begun>> + Send,
{
    let begun = cx.until(|| async {
        let found = clusters::describe(cx, arn).await?.ok_or("the cluster is gone")?;
        match &found.state {
            Some(ClusterState::Active) => {}
            Some(ClusterState::Failed) => return Err(clusters::failed(found.state_info.as_ref())),
            state => return Ok(clusters::pending(state.as_ref())),
        }
        let version = found.current_version.ok_or("the answer has no version")?;
        match call(version).await? {
            Begun::Operation(operation) => Ok(Progress::Ready(Some(operation))),
            Begun::Unneeded => Ok(Progress::Ready(None)),
            Begun::NotNow(why) => Ok(Progress::Pending(why)),
        }
    });
    match begun.await? {
        Some(operation) => follow(cx, &operation).await,
        None => Ok(()),
    }
}

/// Waits until the cluster is ACTIVE.
pub(super) async fn idle(cx: &Cx, arn: &str) -> Result<()> {
    cx.until(|| clusters::progress(cx, arn)).await
}

async fn follow(cx: &Cx, operation: &str) -> Result<()> {
    cx.until(|| async {
        let request = cx.kafka().describe_cluster_operation().cluster_operation_arn(operation);
        let found = unless_absent(request.send().await)?.and_then(|it| it.cluster_operation_info);
        let Some(found) = found else {
            return Ok(Progress::Pending("the operation cannot be read yet".to_owned()));
        };
        match found.operation_state() {
            Some("UPDATE_COMPLETE" | "REBOOT_COMPLETE") => Ok(Progress::Ready(())),
            Some(state) if state.ends_with("FAILED") => Err(failed(&found)),
            state => Ok(Progress::Pending(words(&found, state))),
        }
    })
    .await
}

/// Where an operation stands.
fn words(it: &ClusterOperationInfo, state: Option<&str>) -> String {
    let kind = it.operation_type().unwrap_or("the operation");
    let state = state.unwrap_or("in no state");
    let steps = it.operation_steps().iter().filter_map(|it| {
        let status = it.step_info()?.step_status()?;
        (status == "IN_PROGRESS").then(|| it.step_name())?
    });
    let steps: Vec<&str> = steps.collect();
    match steps.is_empty() {
        true => format!("{kind} is {state}"),
        false => format!("{kind} is {state}: {}", steps.join(", ")),
    }
}

fn failed(it: &ClusterOperationInfo) -> Error {
    let kind = it.operation_type().unwrap_or("the operation");
    let info = it.error_info();
    let code = info.and_then(|it| it.error_code()).unwrap_or("no error code");
    let text = info.and_then(|it| it.error_string()).unwrap_or("AWS gives no reason");
    let error = Error::new(format!("{kind} failed: {code}: {}", text.trim_end_matches('.')));
    error.remedy("The cluster is as it was before this change. The next apply tries it again.")
}

#[cfg(test)]
mod tests {
    use aws_sdk_kafka::types::{ClusterOperationStep, ClusterOperationStepInfo, ErrorInfo};

    use super::*;

    #[test]
    fn an_operation_says_where_it_stands_and_why_it_failed() {
        let step = |name: &str, status: &str| {
            let info = ClusterOperationStepInfo::builder().step_status(status).build();
            ClusterOperationStep::builder().step_name(name).step_info(info).build()
        };
        let error = ErrorInfo::builder().error_code("Capacity").error_string("Too few.").build();
        let it = ClusterOperationInfo::builder()
            .operation_type("UPDATE_BROKER_TYPE")
            .operation_steps(step("INITIALIZE_UPDATE", "COMPLETED"))
            .operation_steps(step("UPDATE_BROKER_TYPE", "IN_PROGRESS"))
            .error_info(error)
            .build();
        let expected = "UPDATE_BROKER_TYPE is UPDATE_IN_PROGRESS: UPDATE_BROKER_TYPE";
        assert_eq!(words(&it, Some("UPDATE_IN_PROGRESS")), expected);
        assert_eq!(failed(&it).message, "UPDATE_BROKER_TYPE failed: Capacity: Too few");
    }
}
