//! Operations on a connector: how one is begun, and followed to its end.

use aws_sdk_kafkaconnect::operation::describe_connector::DescribeConnectorOutput;
use aws_sdk_kafkaconnect::operation::describe_connector_operation::DescribeConnectorOperationOutput;
use aws_sdk_kafkaconnect::operation::update_connector::builders::UpdateConnectorFluentBuilder;
use aws_sdk_kafkaconnect::types::{ConnectorOperationState, ConnectorState, ConnectorSummary};

use super::super::{NOT_FOUND, reason};
use super::{Capacity, Connector};
use crate::pages;
use crate::prelude::*;

pub(super) async fn describe(cx: &Cx, arn: &str) -> Result<Option<DescribeConnectorOutput>> {
    let request = cx.kafkaconnect().describe_connector().connector_arn(arn);
    request.send().await.none_if_not_found(NOT_FOUND)
}

/// The connector that has a name.
pub(in crate::mskconnect) async fn named(cx: &Cx, name: &str) -> Result<Option<ConnectorSummary>> {
    // The filter is the beginning of a name.
    let request = cx.kafkaconnect().list_connectors().connector_name_prefix(name);
    let is_meant = |it: &ConnectorSummary| it.connector_name.as_deref() == Some(name);
    pages::find(request.into_paginator().send(), |it| it.connectors, is_meant).await
}

/// In which state a connector is that is neither running nor paused yet.
pub(super) fn pending<T>(state: Option<&ConnectorState>) -> Progress<T> {
    let state = state.map_or("in no state", ConnectorState::as_str);
    Progress::Pending(format!("the connector is {state}"))
}

/// Why a connector FAILED, in AWS's words.
pub(super) fn failed(it: &DescribeConnectorOutput) -> Error {
    let reason = reason(it.state_description.as_ref());
    let error = Error::new(format!("the connector FAILED: {reason}"));
    error.remedy(
        "Correct what the reason names; the logs of the workers tell more. Then replace the \
         connector: AWS changes none that FAILED.",
    )
}

/// Gives the connector the planned configuration.
pub(super) async fn configure(cx: &Cx, arn: &str, plan: &Connector) -> Result<()> {
    let wanted = plan.configuration();
    run(cx, arn, |found, request| {
        let is_other = found.connector_configuration.as_ref() != Some(&wanted);
        is_other.then(|| request.set_connector_configuration(Some(wanted.clone())))
    })
    .await
}

/// Gives the connector the planned capacity.
pub(super) async fn scale(cx: &Cx, arn: &str, plan: &Connector) -> Result<()> {
    run(cx, arn, |found, request| {
        // An apply that was cut off may have asked for it: AWS refuses what is there already.
        let has = found.capacity.clone().map(Capacity::from_api);
        let is_other = has.is_none_or(|it| plan.capacity.to_update() != it.to_update());
        is_other.then(|| request.capacity(plan.capacity.to_update()))
    })
    .await
}

/// Runs an operation: waits until the connector can be changed, asks for what differs, and follows
/// what begins to its end.
async fn run(
    cx: &Cx,
    arn: &str,
    change: impl Fn(
        &DescribeConnectorOutput,
        UpdateConnectorFluentBuilder,
    ) -> Option<UpdateConnectorFluentBuilder>
    + Send
    + Sync,
) -> Result<()> {
    let begun = cx.until(|| async {
        let found = describe(cx, arn).await?.ok_or("the connector is gone")?;
        let is_paused = match &found.connector_state {
            Some(ConnectorState::Running) => false,
            Some(ConnectorState::Paused) => true,
            Some(ConnectorState::Failed) => return Err(failed(&found)),
            state => return Ok(pending(state.as_ref())),
        };
        let request = cx
            .kafkaconnect()
            .update_connector()
            .connector_arn(arn)
            .set_current_version(found.current_version.clone())
            // Of one that does not run there is no health.
            .set_skip_health_validation(is_paused.then_some(true));
        let Some(request) = change(&found, request) else { return Ok(Progress::Ready(None)) };
        let operation = request.send().await.into_result()?.connector_operation_arn;
        Ok(Progress::Ready(Some(operation.ok_or("the answer has no ARN of an operation")?)))
    });
    match begun.await? {
        Some(operation) => follow(cx, &operation).await,
        None => Ok(()),
    }
}

async fn follow(cx: &Cx, operation: &str) -> Result<()> {
    use ConnectorOperationState::{RollbackComplete, RollbackFailed, UpdateComplete, UpdateFailed};
    cx.until(|| async {
        let request = cx.kafkaconnect().describe_connector_operation();
        let answer = request.connector_operation_arn(operation).send().await;
        let Some(found) = answer.none_if_not_found(NOT_FOUND)? else {
            return Ok(Progress::Pending("the operation cannot be read yet".to_owned()));
        };
        match &found.connector_operation_state {
            Some(UpdateComplete) => Ok(Progress::Ready(())),
            // AWS rolls back by itself what failed; only then the connector can be changed again.
            Some(RollbackComplete | RollbackFailed | UpdateFailed) => Err(ended_badly(&found)),
            state => {
                let state = state.as_ref().map_or("in no state", |it| it.as_str());
                Ok(Progress::Pending(format!("{} is {state}", kind(&found))))
            }
        }
    })
    .await
}

fn kind(it: &DescribeConnectorOperationOutput) -> &str {
    it.connector_operation_type.as_ref().map_or("the operation", |it| it.as_str())
}

fn ended_badly(it: &DescribeConnectorOperationOutput) -> Error {
    let state = it.connector_operation_state.as_ref().map_or("in no state", |it| it.as_str());
    let reason = reason(it.error_info.as_ref());
    let error = Error::new(format!("{} failed ({state}): {reason}", kind(it)));
    error.remedy(
        "The connector is not as planned. Correct what the reason names; the logs of the workers \
         tell more. The next apply tries it again.",
    )
}

#[cfg(test)]
mod tests {
    use aws_sdk_kafkaconnect::types::{ConnectorOperationType, StateDescription};

    use super::*;

    #[test]
    fn a_change_that_was_rolled_back_says_why() {
        let info = StateDescription::builder().code("Invalid").message("No such class.").build();
        let it = DescribeConnectorOperationOutput::builder()
            .connector_operation_type(ConnectorOperationType::UpdateConnectorConfiguration)
            .connector_operation_state(ConnectorOperationState::RollbackComplete)
            .error_info(info)
            .build();
        assert_eq!(
            ended_badly(&it).message,
            "UPDATE_CONNECTOR_CONFIGURATION failed (ROLLBACK_COMPLETE): Invalid: No such class"
        );
    }
}
