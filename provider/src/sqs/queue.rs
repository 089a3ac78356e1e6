//! `aws_sqs_queue`

mod attributes;

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_sqs::types::QueueAttributeName;
use schemas::Value;
use tfplugin::engine::Plan;
use tfplugin::{Diagnostic, path};

use super::attribute::{self, GONE};
use super::redrive::{self, Redrive};
use crate::policy::Policy;
use crate::prelude::*;
use crate::{error, name, tags};

/// Manages an Amazon SQS queue, standard or FIFO.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Queue {
    /// ARN of the queue.
    pub(crate) arn: Computed<String>,
    /// Whether SQS tells duplicates by the content of a message where it comes without a
    /// deduplication id. For FIFO queues only.
    #[attr(default = false)]
    pub(crate) content_based_deduplication: bool,
    /// Whether duplicates are looked for in the whole queue or in each message group. For FIFO
    /// queues only.
    #[attr(computed, check = one_of(&["messageGroup", "queue"]))]
    pub(crate) deduplication_scope: Option<String>,
    /// Seconds that new messages stay hidden from consumers.
    #[attr(default = 0, check = range(0..=900))]
    pub(crate) delay_seconds: i32,
    /// Whether messages are delivered once each and in the order in which they were sent. The name
    /// of a FIFO queue ends with `.fifo`.
    #[attr(default = false, force_new)]
    pub(crate) fifo_queue: bool,
    /// Whether the limit on messages per second is for the whole queue or for each message group,
    /// which needs a `deduplication_scope` of `messageGroup` as well. For FIFO queues only.
    #[attr(computed, check = one_of(&["perMessageGroupId", "perQueue"]))]
    pub(crate) fifo_throughput_limit: Option<String>,
    /// Seconds for which SQS uses a data key before it asks AWS KMS for another. Counts only
    /// together with `kms_master_key_id`.
    #[attr(computed, keep, check = range(60..=86_400))]
    pub(crate) kms_data_key_reuse_period_seconds: Option<i32>,
    /// Id, ARN or alias of the AWS KMS key that messages are encrypted with. `alias/aws/sqs` is the
    /// key that AWS manages for SQS.
    #[attr(conflicts = "sqs_managed_sse_enabled")]
    pub(crate) kms_master_key_id: Option<String>,
    /// Bytes that a message may have. SQS takes up to 1 MiB.
    #[attr(default = 262_144, check = range(1_024..=1_048_576))]
    pub(crate) max_message_size: i32,
    /// Seconds after which SQS drops a message that nobody deleted.
    #[attr(default = 345_600, check = range(60..=1_209_600))]
    pub(crate) message_retention_seconds: i32,
    /// Name of the queue: up to 80 letters, digits, hyphens and underscores, of which the last five
    /// are `.fifo` for a FIFO queue. Where neither a name nor a prefix is given, the provider makes
    /// one up.
    #[attr(computed, force_new, conflicts = "name_prefix")]
    pub(crate) name: Option<String>,
    /// How the name begins that the provider makes up. 26 digits follow, and `.fifo` for a FIFO
    /// queue.
    #[attr(computed, force_new, conflicts = "name")]
    pub(crate) name_prefix: Option<String>,
    /// Policy of the queue in JSON: who may do what with it. Do not set it together with an
    /// `aws_sqs_queue_policy` for the same queue, which would overwrite it.
    #[attr(computed)]
    pub(crate) policy: Option<Policy>,
    /// Seconds that a request for messages waits for one to arrive (long polling).
    #[attr(default = 0, check = range(0..=20))]
    pub(crate) receive_wait_time_seconds: i32,
    /// Which queues may use this one as their dead-letter queue, in JSON: `redrivePermission`, which
    /// is `allowAll`, `denyAll` or `byQueue`, and for the last of them `sourceQueueArns`, a list of
    /// up to 10 ARNs.
    #[attr(computed, check = rule("", redrive::check_allow_policy))]
    pub(crate) redrive_allow_policy: Option<Redrive>,
    /// Where messages go that could not be processed, in JSON: `deadLetterTargetArn` and, as a
    /// number of 1 to 1000, `maxReceiveCount`. The dead-letter queue of a FIFO queue is a FIFO
    /// queue, too.
    #[attr(computed, check = rule("", redrive::check_policy))]
    pub(crate) redrive_policy: Option<Redrive>,
    /// Whether messages are encrypted with keys that SQS owns. SQS does so by itself for a queue
    /// without a KMS key.
    #[attr(computed, conflicts = "kms_master_key_id")]
    pub(crate) sqs_managed_sse_enabled: Option<bool>,
    /// Tags of the queue.
    pub(crate) tags: Option<Tags>,
    /// URL of the queue, which is its id as well.
    pub(crate) url: Computed<String>,
    /// Seconds that a message stays hidden once a consumer has received it.
    #[attr(default = 30, check = range(0..=43_200))]
    pub(crate) visibility_timeout_seconds: i32,
}

const NAMES: name::Rule = name::Rule { object: "queue", longest: 80 };

const MINUTES: Option<Duration> = Some(Duration::from_secs(3 * 60));

impl Resource<Aws> for Queue {
    const TYPE: &'static str = "aws_sqs_queue";
    const NAME: &'static str = "SQS Queue";
    const TIMEOUTS: Timeouts =
        Timeouts { create: MINUTES, update: MINUTES, delete: MINUTES, ..Timeouts::NONE };

    fn validate(config: &Value) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let is_standard = matches!(config.get("fifo_queue"), Value::Null | Value::Bool(false));
        for name in ["deduplication_scope", "fifo_throughput_limit"] {
            if is_standard && config.get(name).as_str().is_some() {
                let detail = format!(
                    "SQS refuses `{name}` on a standard queue. Set `fifo_queue = true`, or leave \
                     `{name}` out."
                );
                found.push(Diagnostic::error("Not a FIFO queue", detail).at(path(name)));
            }
        }
        if config.get("fifo_throughput_limit").as_str() == Some("perMessageGroupId")
            && config.get("deduplication_scope").as_str() == Some("queue")
        {
            let detail = "SQS refuses a throughput limit for each message group without \
                          `deduplication_scope = \"messageGroup\"`.";
            let diagnostic = Diagnostic::error("Conflicting configuration arguments", detail);
            found.push(diagnostic.at(path("fifo_throughput_limit")));
        }
        found
    }

    fn plan(plan: &mut Plan<'_>) -> Result<()> {
        if plan.is_create() {
            NAMES.check(plan, "fifo_queue")?;
        }
        if *plan.planned("fifo_queue") == Value::Bool(false)
            && *plan.planned("content_based_deduplication") == Value::Bool(true)
        {
            let message = "content-based deduplication can only be set for FIFO queues";
            let error = Error::at(path("content_based_deduplication"), message);
            return Err(error.remedy("Set `fifo_queue = true`, or leave the argument out."));
        }
        plan_reuse_period(plan);
        Ok(())
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<String> {
        let name = name::given(&plan.name, &plan.name_prefix, name::suffix(plan.fifo_queue));
        let request = cx
            .sqs()
            .create_queue()
            .queue_name(name)
            .set_attributes(Some(attributes::to_create(plan)))
            .set_tags(tags::to_create(plan.tags.as_ref()));
        // SQS keeps the name of a deleted queue for a minute.
        cx.until(|| async {
            match request.clone().send().await {
                Err(it)
                    if error::code(&it).is_some_and(|it| it.ends_with("QueueDeletedRecently")) =>
                {
                    let message = "a queue of this name was deleted less than a minute ago";
                    Err(Error::retryable(message))
                }
                answer => match answer.or_fail()?.queue_url {
                    Some(url) => Ok(Poll::Ready(url)),
                    None => Err(Error::new("the answer has no queue URL")),
                },
            }
        })
        .await
    }

    async fn read(cx: &Cx, id: &str) -> Result<Option<Self>> {
        let (attributes, tags) = tokio::try_join!(attributes(cx, id), read_tags(cx, id))?;
        match (attributes, tags) {
            (Some(attributes), Some(tags)) => attributes::from_api(id, attributes, tags).map(Some),
            _ => Ok(None),
        }
    }

    async fn update(cx: &Cx, id: &str, prior: &Self, plan: &Self) -> Result<()> {
        let changed = attributes::to_update(prior, plan);
        if !changed.is_empty() {
            let request = cx.sqs().set_queue_attributes().queue_url(id);
            request.set_attributes(Some(changed)).send().await.or_fail()?;
        }
        let tags = tags::changes(prior.tags.as_ref(), plan.tags.as_ref());
        if let Some(keys) = tags.gone {
            let request = cx.sqs().untag_queue().queue_url(id).set_tag_keys(Some(keys));
            request.send().await.or_fail()?;
        }
        if let Some(added) = tags.added {
            let request = cx.sqs().tag_queue().queue_url(id).set_tags(Some(added));
            request.send().await.or_fail()?;
        }
        Ok(())
    }

    async fn delete(cx: &Cx, id: &str, _prior: &Self) -> Result<()> {
        cx.sqs().delete_queue().queue_url(id).send().await.unless_gone(GONE)?;
        Ok(())
    }

    fn import(id: &str) -> Result<String> {
        attribute::import(id)
    }
}

async fn attributes(cx: &Cx, url: &str) -> Result<Option<HashMap<QueueAttributeName, String>>> {
    let request = cx.sqs().get_queue_attributes().queue_url(url);
    let answer = request.attribute_names(QueueAttributeName::All).send().await;
    Ok(answer.unless_gone(GONE)?.map(|it| it.attributes.unwrap_or_default()))
}

/// The tags of a queue. Not every partition has any.
pub(super) async fn read_tags(cx: &Cx, url: &str) -> Result<Option<Tags>> {
    match cx.sqs().list_queue_tags().queue_url(url).send().await {
        Err(it) if error::code(&it).is_some_and(|it| it.ends_with("UnsupportedOperation")) => {
            Ok(Some(Tags::new()))
        }
        answer => {
            let output = answer.unless_gone(GONE)?;
            Ok(output.map(|it| it.tags.unwrap_or_default().into_iter().collect()))
        }
    }
}

/// Without a KMS key the period has no meaning, and SQS does not give it back: it stays as it is.
fn plan_reuse_period(plan: &mut Plan<'_>) {
    const PERIOD: &str = "kms_data_key_reuse_period_seconds";
    match plan.planned("kms_master_key_id") {
        Value::Unknown => {
            // There may turn out to be none.
            if plan.planned(PERIOD) != plan.prior(PERIOD) {
                plan.set(PERIOD, Value::Unknown);
            }
            return;
        }
        it if it.as_str().is_some_and(|it| !it.is_empty()) => return,
        _ => {}
    }
    if !plan.is_create() {
        plan.keep(PERIOD);
    } else if *plan.planned("sqs_managed_sse_enabled") == Value::Bool(true) {
        plan.set(PERIOD, Value::from(0));
    } else {
        plan.set(PERIOD, Value::Unknown);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_for_fifo_queues() {
        let found = |entries: &[(&str, Value)]| {
            let entries = entries.iter().map(|(name, it)| ((*name).to_owned(), it.clone()));
            Queue::validate(&Queue::block().complete(entries.collect())).len()
        };
        let fifo = ("fifo_queue", Value::from(true));
        let limit = ("fifo_throughput_limit", Value::from("perMessageGroupId"));
        let scope = |it: &str| ("deduplication_scope", Value::from(it));
        assert_eq!(found(&[]), 0);
        assert_eq!(found(&[fifo.clone(), limit.clone(), scope("messageGroup")]), 0);
        assert_eq!(found(&[fifo.clone(), limit.clone()]), 0);
        assert_eq!(found(&[fifo, limit.clone(), scope("queue")]), 1);
        assert_eq!(found(&[limit, scope("messageGroup")]), 2);
        assert_eq!(found(&[scope("queue")]), 1);
        assert_eq!(found(&[("fifo_queue", Value::Unknown), scope("queue")]), 0);
        assert_eq!(found(&[("deduplication_scope", Value::Unknown)]), 0);
    }
}
