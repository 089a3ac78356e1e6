//! A subscription and the attributes that SNS has of it, which are all text.

use std::collections::HashMap;

use super::TopicSubscription;
use crate::prelude::*;
use crate::sns::attribute::{Found, document};
use crate::sns::delivery_policy::DeliveryPolicy;
use crate::sns::endpoint::Endpoint;

const SCOPE: &str = "FilterPolicyScope";

type Attributes = Vec<(&'static str, String)>;

/// What a new subscription is given.
pub(super) fn to_create(subscription: &TopicSubscription) -> HashMap<String, String> {
    let attributes = to_api(subscription).into_iter();
    let attributes = attributes.filter(|(_, value)| !value.is_empty() && value != "false");
    attributes.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What has to change of a subscription, in the order in which it may. Whatever suits the attributes
/// of a message suits its body, but not the other way round: the scope is widened first and
/// narrowed last. SNS remembers the scope of a policy that is gone, and does not tell it: a policy
/// that is new has its scope sent before it.
pub(super) fn to_update(prior: &TopicSubscription, plan: &TopicSubscription) -> Attributes {
    let is_first = !has_policy(prior) && has_policy(plan);
    let changes =
        to_api(plan).into_iter().zip(to_api(prior)).filter(|((name, new), (_, old))| match *name {
            name if name != SCOPE && new == old => false,
            "DeliveryPolicy" => prior.delivery_policy != plan.delivery_policy,
            "FilterPolicy" => prior.filter_policy != plan.filter_policy,
            "RedrivePolicy" => prior.redrive_policy != plan.redrive_policy,
            "ReplayPolicy" => prior.replay_policy != plan.replay_policy,
            SCOPE => is_first || new != old && !new.is_empty(),
            _ => true,
        });
    let mut changes: Attributes = changes.map(|(new, _)| new).collect();
    for (name, value) in &mut changes {
        match *name {
            // A filter policy is taken away by an empty one.
            "FilterPolicy" if value.is_empty() => "{}".clone_into(value),
            SCOPE if value.is_empty() => "MessageAttributes".clone_into(value),
            _ => {}
        }
    }
    let place = |(name, value): &(&str, String)| match (*name, value.as_str()) {
        (SCOPE, "MessageBody") => 0,
        (SCOPE, _) if is_first => 0,
        (SCOPE, _) => 2,
        _ => 1,
    };
    changes.sort_by_key(place);
    changes
}

/// Whether messages are filtered.
fn has_policy(subscription: &TopicSubscription) -> bool {
    !document(subscription.filter_policy.as_ref().map(|it| it.0.as_str())).is_empty()
}

/// Whether there is a scope that SNS keeps to itself, as it does without a policy.
pub(super) fn has_hidden_scope(subscription: &TopicSubscription) -> bool {
    subscription.filter_policy_scope.is_some() && !has_policy(subscription)
}

/// All attributes that can be set. An empty text is none.
fn to_api(subscription: &TopicSubscription) -> Attributes {
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let json = |it: &Option<Json>| document(it.as_ref().map(|it| it.0.as_str()));
    vec![
        ("DeliveryPolicy", document(subscription.delivery_policy.as_ref().map(|it| it.0.as_str()))),
        ("FilterPolicy", json(&subscription.filter_policy)),
        (SCOPE, text(&subscription.filter_policy_scope)),
        ("RawMessageDelivery", subscription.raw_message_delivery.to_string()),
        ("RedrivePolicy", json(&subscription.redrive_policy)),
        ("ReplayPolicy", json(&subscription.replay_policy)),
        ("SubscriptionRoleArn", text(&subscription.subscription_role_arn)),
    ]
}

/// The subscription that SNS describes.
pub(super) fn from_api(arn: &str, found: &Found) -> TopicSubscription {
    TopicSubscription {
        arn: arn.to_owned().into(),
        confirmation_timeout_in_minutes: None,
        confirmation_was_authenticated: found.flag("ConfirmationWasAuthenticated").into(),
        delivery_policy: found.document("DeliveryPolicy").map(DeliveryPolicy),
        endpoint: Endpoint(found.text("Endpoint").unwrap_or_default()),
        endpoint_auto_confirms: None,
        filter_policy: found.json("FilterPolicy"),
        filter_policy_scope: found.text(SCOPE),
        owner_id: found.text("Owner").into(),
        pending_confirmation: found.flag("PendingConfirmation").into(),
        protocol: found.text("Protocol").unwrap_or_default(),
        raw_message_delivery: found.flag("RawMessageDelivery"),
        redrive_policy: found.json("RedrivePolicy"),
        replay_policy: found.json("ReplayPolicy"),
        subscription_role_arn: found.text("SubscriptionRoleArn"),
        topic_arn: found.text("TopicArn").unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:sns:us-east-1:123456789012:orders:8a21d249";

    fn described(attributes: &[(&str, &str)]) -> TopicSubscription {
        from_api(ARN, &Found::of(attributes))
    }

    #[test]
    fn what_was_created_reads_back() {
        let attributes = [
            ("DeliveryPolicy", r#"{"healthyRetryPolicy":{"numRetries":3}}"#),
            ("FilterPolicy", r#"{"kind":["created"]}"#),
            ("FilterPolicyScope", "MessageBody"),
            ("RawMessageDelivery", "true"),
            ("RedrivePolicy", r#"{"deadLetterTargetArn":"arn"}"#),
            ("ReplayPolicy", r#"{"PointType":"Timestamp"}"#),
            ("SubscriptionRoleArn", "role"),
        ];
        assert_eq!(to_create(&described(&attributes)), Found::of(&attributes).0);
        assert_eq!(to_create(&TopicSubscription::default()), HashMap::new());
    }

    #[test]
    fn an_empty_policy_is_none() {
        assert_eq!(described(&[("FilterPolicy", "{}")]).filter_policy, None);
    }

    #[test]
    fn the_scope_is_widened_first_and_narrowed_last() {
        let flat = described(&[
            ("FilterPolicy", r#"{"kind":["created"]}"#),
            ("FilterPolicyScope", "MessageAttributes"),
            ("RawMessageDelivery", "true"),
        ]);
        let nested = described(&[
            ("FilterPolicy", r#"{"order":{"kind":["created"]}}"#),
            ("FilterPolicyScope", "MessageBody"),
        ]);
        let names = |prior, plan| {
            let changes = to_update(prior, plan).into_iter();
            changes.map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert_eq!(names(&flat, &flat), [""; 0]);
        let widened = ["FilterPolicyScope", "FilterPolicy", "RawMessageDelivery"];
        assert_eq!(names(&flat, &nested), widened);
        let narrowed = ["FilterPolicy", "RawMessageDelivery", "FilterPolicyScope"];
        assert_eq!(names(&nested, &flat), narrowed);
    }

    #[test]
    fn a_policy_that_is_new_has_its_scope_sent_before_it() {
        let none = TopicSubscription::default();
        let flat = TopicSubscription {
            filter_policy: Some(Json(r#"{"kind":["created"]}"#.to_owned())),
            ..TopicSubscription::default()
        };
        let sent = to_update(&none, &flat);
        let scope = ("FilterPolicyScope", "MessageAttributes".to_owned());
        assert_eq!((sent.len(), &sent[0]), (2, &scope));
        let nothing = TopicSubscription {
            filter_policy: Some(Json("{}".to_owned())),
            ..TopicSubscription::default()
        };
        assert_eq!(to_update(&none, &nothing), []);
        assert_eq!(to_update(&nothing, &flat).len(), 2);
    }

    #[test]
    fn a_filter_policy_is_taken_away_by_an_empty_one() {
        let prior = described(&[
            ("FilterPolicy", r#"{"kind":["created"]}"#),
            ("FilterPolicyScope", "MessageAttributes"),
            ("RedrivePolicy", r#"{"deadLetterTargetArn":"arn"}"#),
            ("SubscriptionRoleArn", "role"),
        ]);
        let plan = TopicSubscription {
            filter_policy: None,
            filter_policy_scope: None,
            redrive_policy: Some(Json(String::new())),
            subscription_role_arn: None,
            ..prior.clone()
        };
        let expected = [("FilterPolicy", "{}"), ("RedrivePolicy", ""), ("SubscriptionRoleArn", "")];
        let expected = expected.map(|(name, value)| (name, value.to_owned()));
        assert_eq!(to_update(&prior, &plan), expected);
    }
}
