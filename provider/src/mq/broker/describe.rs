//! What Amazon MQ is asked about a broker.

use aws_sdk_mq::operation::describe_broker::DescribeBrokerOutput;
use aws_sdk_mq::operation::describe_user::DescribeUserOutput;
use aws_sdk_mq::types::{BrokerState, BrokerSummary, ChangeType, SharedResource};

use super::super::NOT_FOUND;
use super::{Broker, convert};
use crate::pages;
use crate::prelude::*;

pub(in crate::mq) async fn describe(cx: &Cx, id: &str) -> Result<Option<DescribeBrokerOutput>> {
    cx.mq().describe_broker().broker_id(id).send().await.none_if_not_found(NOT_FOUND)
}

/// All that Amazon MQ tells of a broker, whatever its state.
pub(in crate::mq) async fn told(cx: &Cx, id: &str, broker: DescribeBrokerOutput) -> Result<Broker> {
    let users = users(cx, id, &broker).await?;
    let shared = shared(cx, id, &broker).await?;
    Ok(Broker::from_api(broker, users, shared))
}

/// The id of the broker that has a name.
pub(in crate::mq) async fn named(cx: &Cx, name: &str) -> Result<Option<String>> {
    let pages = cx.mq().list_brokers().into_paginator().send();
    let is_meant = |it: &BrokerSummary| it.broker_name.as_deref() == Some(name);
    Ok(pages::find(pages, |it| it.broker_summaries, is_meant).await?.and_then(|it| it.broker_id))
}

/// Waits until the broker is neither created nor rebooted: Amazon MQ refuses any change of it then.
/// Gives the state that it is in, where there is one.
pub(super) async fn wait_until_modifiable(cx: &Cx, id: &str) -> Result<Option<BrokerState>> {
    cx.until(|| async {
        let broker = describe(cx, id).await?;
        match broker.and_then(|it| it.broker_state) {
            Some(it @ (BrokerState::CreationInProgress | BrokerState::RebootInProgress)) => {
                Ok(Progress::Pending(format!("the broker is {it}")))
            }
            state => Ok(Progress::Ready(state)),
        }
    })
    .await
}

/// The users of a broker, but for those that leave with the next reboot. `None` for RabbitMQ's,
/// which Amazon MQ does not know.
async fn users(
    cx: &Cx,
    id: &str,
    broker: &DescribeBrokerOutput,
) -> Result<Option<Vec<DescribeUserOutput>>> {
    if broker.users().is_empty() && convert::is_rabbit(broker.engine_type()) {
        return Ok(None);
    }
    let mut users = Vec::new();
    for user in broker.users().iter().filter(|it| it.pending_change != Some(ChangeType::Delete)) {
        let request = cx.mq().describe_user().broker_id(id).set_username(user.username.clone());
        users.extend(request.send().await.none_if_not_found(NOT_FOUND)?);
    }
    Ok(Some(users))
}

/// What is shared with a broker. `None` where Amazon MQ does not tell it: of ActiveMQ's, in regions
/// without sharing, and to those who may not ask.
pub(super) async fn shared(
    cx: &Cx,
    id: &str,
    broker: &DescribeBrokerOutput,
) -> Result<Option<Vec<SharedResource>>> {
    if !convert::is_rabbit(broker.engine_type()) {
        return Ok(None);
    }
    let mut resources = Vec::new();
    let mut pages = cx.mq().describe_shared_resources().broker_id(id).into_paginator().send();
    while let Some(page) = pages.next().await {
        let Some(page) = page.none_if_not_found(NOT_TOLD)? else { return Ok(None) };
        resources.extend(page.shared_resources.unwrap_or_default());
    }
    Ok(Some(resources))
}

const NOT_TOLD: &[&str] = &["BadRequestException", "ForbiddenException", "NotFoundException"];
