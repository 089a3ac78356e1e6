//! `aws_sns_topic_subscription`

mod attributes;
mod checks;
mod existing;
mod rules;

use std::time::Duration;

use schemas::Value;
use tfplugin::engine::Plan;
use tfplugin::{Kind, path};

use super::NOT_FOUND;
use super::attribute::{self, Found};
use super::delivery_policy::DeliveryPolicy;
use super::endpoint::Endpoint;
use crate::identity::Arn;
use crate::prelude::*;
use crate::{arn, error, region};

/// Subscribes an endpoint, such as an SQS queue or a Lambda function, to an Amazon SNS topic.
///
/// The recipient of an e-mail or HTTP subscription must confirm it. Until then the subscription
/// cannot be deleted; SNS removes it after two days.
///
/// See [Subscribe](https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html) in the Amazon SNS
/// API Reference.
#[derive(Debug, Clone, Default, PartialEq, Model)]
pub(crate) struct TopicSubscription {
    /// ARN of the subscription, same as `id`.
    pub(crate) arn: Computed<String>,
    /// Time in minutes to wait for the confirmation of an endpoint with `endpoint_auto_confirms`.
    #[attr(default = 1, not_returned, check = no_longer_than_clocks())]
    pub(crate) confirmation_timeout_in_minutes: Option<i64>,
    /// Whether the subscription was confirmed with AWS credentials.
    pub(crate) confirmation_was_authenticated: Computed<bool>,
    /// JSON delivery policy: how SNS retries deliveries to an HTTP or HTTPS endpoint.
    pub(crate) delivery_policy: Option<DeliveryPolicy>,
    /// Endpoint that receives the messages: an ARN, a URL, an e-mail address or a phone number,
    /// depending on `protocol`. SNS does not return the password of a URL; after an import, the
    /// configured password is accepted without a change.
    #[attr(force_new)]
    pub(crate) endpoint: Endpoint,
    /// Whether the HTTP or HTTPS endpoint confirms the subscription by itself. If `true`, the
    /// provider waits for the confirmation.
    #[attr(default = false, not_returned)]
    pub(crate) endpoint_auto_confirms: Option<bool>,
    /// JSON filter policy: the accepted values or conditions for each message attribute or, with
    /// `filter_policy_scope = "MessageBody"`, for each property of the message body.
    pub(crate) filter_policy: Option<Json>,
    /// Whether the filter policy applies to message attributes or to the message body. If not set
    /// and there is a `filter_policy`, `MessageAttributes` is used.
    #[attr(computed, check = one_of(&["MessageAttributes", "MessageBody"]))]
    pub(crate) filter_policy_scope: Option<String>,
    /// ID of the account that owns the subscription.
    pub(crate) owner_id: Computed<String>,
    /// Whether the subscription is not confirmed yet.
    pub(crate) pending_confirmation: Computed<bool>,
    /// Protocol of the endpoint.
    #[attr(force_new, check = one_of(PROTOCOLS))]
    pub(crate) protocol: String,
    /// Whether to deliver messages without the JSON envelope of SNS. SQS queues, Firehose delivery
    /// streams, HTTP and HTTPS endpoints only.
    #[attr(default = false)]
    pub(crate) raw_message_delivery: bool,
    /// JSON redrive policy: `deadLetterTargetArn`, the ARN of the SQS queue for messages that
    /// cannot be delivered.
    pub(crate) redrive_policy: Option<Json>,
    /// JSON replay policy: which messages of the topic's archive to deliver again. FIFO topics
    /// only.
    pub(crate) replay_policy: Option<Json>,
    /// ARN of the IAM role with which SNS writes to a Firehose delivery stream. Required for the
    /// protocol `firehose`.
    #[attr(check = arn())]
    pub(crate) subscription_role_arn: Option<String>,
    /// ARN of the topic.
    #[attr(force_new, check = arn())]
    pub(crate) topic_arn: String,
}

/// As long as Go's durations, in minutes: 292 years. Nobody waits longer.
const MOST_MINUTES: i64 = 153_722_867;

fn no_longer_than_clocks() -> schemas::Check {
    schemas::Check::new("", |value| match value.as_i64() {
        Some(it) if it > MOST_MINUTES => Err(format!("must be {MOST_MINUTES} minutes at most")),
        _ => Ok(()),
    })
}

const PROTOCOLS: &[&str] =
    &["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"];

impl Resource<Aws> for TopicSubscription {
    type Identity = Arn;

    const TYPE: &'static str = "aws_sns_topic_subscription";
    const NAME: &'static str = "SNS Topic Subscription";

    /// SNS may go on telling of a subscription that it has deleted.
    const DELETED_WHEN_GONE: bool = false;

    fn name_key(object: &Value) -> Option<String> {
        let part = |name: &str| object.get(name).as_str();
        Some([part("topic_arn")?, part("protocol")?, part("endpoint")?].join(" "))
    }

    fn checks() -> Vec<Check> {
        checks::checks()
    }

    fn plan(plan: &mut Plan<'_>) -> Result<()> {
        rules::plan(plan)
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Arn> {
        let request = cx
            .sns()
            .subscribe()
            .topic_arn(&plan.topic_arn)
            .protocol(&plan.protocol)
            .endpoint(&plan.endpoint.0)
            .set_attributes(Some(attributes::to_create(plan)))
            .return_subscription_arn(true);
        let output = match request.send().await {
            Err(it) if attribute::is_taken(&it) => {
                let error = error::failure(&it);
                return Err(match existing::find(cx, plan).await {
                    Some(arn) => existing::to_import(error, &arn),
                    None => error,
                });
            }
            answer => answer.into_result()?,
        };
        let arn = output.subscription_arn.ok_or("the response has no subscription ARN")?;
        let arn = Arn::from(arn);
        cx.created(&arn);
        if attributes::has_hidden_scope(plan) {
            cx.changed_by_api(hidden_scope());
        }
        if matches!(plan.protocol.as_str(), "http" | "https")
            && plan.endpoint_auto_confirms == Some(true)
        {
            confirmed(cx, &arn, plan.confirmation_timeout_in_minutes.unwrap_or_default()).await?;
        }
        Ok(arn)
    }

    async fn read(cx: &Cx, id: &Arn) -> Result<Option<Self>> {
        Ok(described(cx, id).await?.map(|it| attributes::from_api(id, &it)))
    }

    async fn read_new(cx: &Cx, id: &Arn, plan: &Self) -> Result<Option<Self>> {
        let found = Self::read(cx, id).await?;
        found.map(|it| existing::check_new(id, it, plan)).transpose()
    }

    /// SNS takes one attribute at a time.
    async fn update(cx: &Cx, id: &Arn, prior: &Self, plan: &Self) -> Result<()> {
        for (name, value) in attributes::to_update(prior, plan) {
            let request = cx.sns().set_subscription_attributes().subscription_arn(id);
            let answer = request.attribute_name(name).attribute_value(value).send().await;
            if answer.none_if_not_found(NOT_FOUND)?.is_none() {
                let error = Error::new("SNS has deleted the subscription, or its topic");
                return Err(error.remedy(
                    "SNS may still return it for some minutes. After that, the next plan creates \
                     it again.",
                ));
            }
        }
        // Where the policy is not configured any more, neither is the scope.
        if plan.filter_policy.is_some() && attributes::has_hidden_scope(plan) {
            cx.changed_by_api(hidden_scope());
        }
        Ok(())
    }

    async fn delete(cx: &Cx, id: &Arn, _prior: &Self) -> Result<()> {
        match cx.sns().unsubscribe().subscription_arn(id).send().await {
            Err(it) if error::message(&it).is_some_and(is_pending) => {
                cx.warn(Error::new(
                    "SNS keeps an unconfirmed subscription, and removes it after two days",
                ));
                Ok(())
            }
            answer => answer.none_if_not_found(NOT_FOUND).map(drop),
        }
    }

    fn import(id: &str) -> Result<Arn> {
        let wrong = || Error::new(format!("{id:?} is not the ARN of a subscription"));
        match arn::parts(id) {
            Some([_, "sns", _, _, it]) if it.split_once(':').is_some_and(|it| !it.1.is_empty()) => {
                Ok(id.into())
            }
            Some([_, "sns", ..]) => Err(wrong().remedy(format!(
                "`aws sns list-subscriptions-by-topic --topic-arn {id}` lists those of the topic. \
                 An unconfirmed subscription has no ARN there."
            ))),
            _ => Err(wrong().remedy(
                "Import with an ARN such as \
                 arn:aws:sns:us-east-1:123456789012:orders:8a21d249-4329-4871-acc6-7be709c6ea7f. \
                 `aws sns list-subscriptions` lists all subscriptions.",
            )),
        }
    }

    fn import_region(id: &Arn) -> Option<&str> {
        region::of(id)
    }
}

fn hidden_scope() -> Error {
    let message = "SNS returns the scope only with a filter policy, and this one is empty";
    Error::at(path("filter_policy_scope"), message)
}

/// What SNS says where it does not delete a subscription that waits for its confirmation.
fn is_pending(message: &str) -> bool {
    message.contains("pending confirmation")
}

async fn described(cx: &Cx, arn: &str) -> Result<Option<Found>> {
    match cx.sns().get_subscription_attributes().subscription_arn(arn).send().await {
        Err(it) if error::code(&it).is_some_and(is_denied) && is_of_others(cx, arn).await => {
            let error = Error { kind: Kind::Withheld, ..error::failure(&it) };
            Err(error.remedy(
                "The topic belongs to another account, which does not allow reading its \
                 subscriptions. The state is kept, and changes outside of Terraform are not \
                 detected.",
            ))
        }
        answer => Ok(answer
            .none_if_not_found(NOT_FOUND)?
            .map(|it| Found(it.attributes.unwrap_or_default()))),
    }
}

fn is_denied(code: &str) -> bool {
    matches!(code, "AuthorizationError" | "AuthorizationErrorException")
        || code.starts_with("AccessDenied")
}

/// Whether a subscription is to a topic of another account.
async fn is_of_others(cx: &Cx, arn: &str) -> bool {
    let owner = arn::parts(arn).map(|it| it[3]);
    let own = cx.account_id().await;
    own.is_ok_and(|own| owner.is_some_and(|it| it != own))
}

/// Waits until the endpoint has confirmed the subscription.
async fn confirmed(cx: &Cx, arn: &str, minutes: i64) -> Result<()> {
    let limit = Duration::from_secs(minutes.max(0).unsigned_abs().saturating_mul(60));
    cx.until_within(limit, || async {
        match described(cx, arn).await? {
            Some(it) if !it.flag("PendingConfirmation") => Ok(Progress::Ready(())),
            _ => {
                Ok(Progress::Pending("the endpoint has not confirmed the subscription".to_owned()))
            }
        }
    })
    .await
}
