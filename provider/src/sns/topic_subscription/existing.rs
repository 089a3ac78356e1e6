//! A subscription that was there before: SNS answers with it, if it has what was asked for.

use super::{TopicSubscription, attributes};
use crate::prelude::*;

/// Refuses a subscription that was there before this creation, which did no more than find it. SNS
/// does not tell its age; what it has that was not asked for gives it away.
pub(super) fn check_new(
    arn: &str,
    found: TopicSubscription,
    plan: &TopicSubscription,
) -> Result<TopicSubscription> {
    let asked = attributes::to_create(plan);
    let mut more = attributes::to_create(&found).into_keys();
    // SNS adds the scope to each filter policy.
    match more.find(|it| it != "FilterPolicyScope" && !asked.contains_key(it)) {
        None => Ok(found),
        Some(name) => {
            let error = Error::exists(format!(
                "the endpoint is subscribed already: with a {name} that was not asked for"
            ));
            Err(to_import(error, arn))
        }
    }
}

/// The subscription of the endpoint to the topic, if there is one and it may be told.
pub(super) async fn find(cx: &Cx, plan: &TopicSubscription) -> Option<String> {
    let request = cx.sns().list_subscriptions_by_topic().topic_arn(&plan.topic_arn);
    let mut pages = request.into_paginator().send();
    while let Some(page) = pages.next().await {
        let found = page.ok()?.subscriptions.unwrap_or_default().into_iter().find(|it| {
            let endpoint = it.endpoint.clone().unwrap_or_default();
            it.protocol.as_deref() == Some(&plan.protocol)
                && crate::sns::endpoint::Endpoint(endpoint) == plan.endpoint
        });
        if let Some(found) = found {
            return found.subscription_arn.filter(|it| it.starts_with("arn:"));
        }
    }
    None
}

pub(super) fn to_import(error: Error, arn: &str) -> Error {
    error.remedy(format!(
        "To manage the existing one, import it by its ARN, {arn}. If only the address of its block \
         changed, add a `moved` block."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_asked_for_gives_an_older_subscription_away() {
        let plan = TopicSubscription {
            filter_policy: Some(Json(r#"{"a":["b"]}"#.to_owned())),
            ..TopicSubscription::default()
        };
        let scope = Some("MessageAttributes".to_owned());
        let found = TopicSubscription { filter_policy_scope: scope, ..plan.clone() };
        assert!(check_new("arn", found.clone(), &plan).is_ok());
        let raw = TopicSubscription { raw_message_delivery: true, ..found.clone() };
        let error = check_new("arn", raw, &plan).unwrap_err();
        assert!(error.message.contains("RawMessageDelivery"), "{error}");
        let role = Some("arn:aws:iam::123456789012:role/r".to_owned());
        let role = TopicSubscription { subscription_role_arn: role, ..found };
        assert!(check_new("arn", role, &plan).is_err());
    }
}
