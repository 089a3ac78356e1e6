//! `aws_kinesis_stream`

mod create;
mod describe;
mod rules;
mod update;
mod values;

use std::time::Duration;

use schemas::{Fields, Value};
use tfplugin::Diagnostic;
use tfplugin::engine::Plan;

use self::describe::is_ready;
pub(super) use self::describe::{describe, encryption, metrics, mode};
use super::tags;
use crate::prelude::*;
use crate::region;

/// Manages an Amazon Kinesis data stream.
///
/// Kinesis takes most changes one at a time, each while the stream is `ACTIVE`. Should one of them
/// fail, the next apply goes on from there.
///
/// See [CreateStream](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html) in
/// the Amazon Kinesis Data Streams API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Stream {
    /// ARN of the stream.
    #[attr(computed)]
    pub(crate) arn: Option<String>,
    /// Server-side encryption of the records: none, or with the AWS KMS key that `kms_key_id` names.
    #[attr(default = "NONE", check = one_of(&["NONE", "KMS"]))]
    pub(crate) encryption_type: String,
    /// Whether to delete the registered consumers of the stream along with it. Otherwise a stream that
    /// has consumers is not deleted. Apply it before you destroy the stream.
    #[attr(default = false, keep)]
    pub(crate) enforce_consumer_deletion: Option<bool>,
    /// ID, ARN or alias of the AWS KMS key that records are encrypted with. `alias/aws/kinesis` is the
    /// key that AWS manages for Kinesis. Required where `encryption_type` is `KMS`, and not used
    /// otherwise.
    pub(crate) kms_key_id: Option<String>,
    /// Maximum size of a record, in KiB. New streams have 1024.
    #[attr(computed, check = range(1_024..=10_240))]
    pub(crate) max_record_size_in_kib: Option<i32>,
    /// Name of the stream: letters, digits, hyphens, underscores and periods.
    #[attr(force_new, check = length(1, 128), check = rule("", values::check_name))]
    pub(crate) name: String,
    /// Retention period of the records, in hours.
    #[attr(default = 24, check = range(24..=8_760))]
    pub(crate) retention_period: i32,
    /// Number of open shards. Required for a `PROVISIONED` stream; an `ON_DEMAND` stream scales by
    /// itself. Kinesis at most doubles or halves the number in one call, so a change may take several
    /// of the ten calls that it allows in 24 hours. A number that `ignore_changes` holds when a stream
    /// becomes `ON_DEMAND` has no effect.
    pub(crate) shard_count: Option<i32>,
    /// Enhanced metrics of each shard to send to CloudWatch, at an extra charge. `ALL` stands for all
    /// of them.
    #[attr(check = each(one_of(values::METRICS)))]
    pub(crate) shard_level_metrics: Option<Set<String>>,
    /// Tags of the stream.
    pub(crate) tags: Option<Tags>,
    /// Warm throughput of an `ON_DEMAND` stream, in MiB per second: what it can take in at once, without
    /// scaling first. The account needs a minimum throughput billing commitment (On-demand Advantage).
    #[attr(check = at_least(0))]
    pub(crate) warm_throughput_mib_ps: Option<i32>,
    #[block(computed)]
    pub(crate) stream_mode_details: Option<StreamModeDetails>,
}

/// Capacity mode of the stream. Without this block a new stream is `PROVISIONED`, and one that is
/// there stays as it is. Kinesis switches the mode of a stream twice in 24 hours at most.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct StreamModeDetails {
    /// `PROVISIONED` for a fixed number of shards, or `ON_DEMAND` for as many as the load needs.
    #[attr(check = one_of(&["PROVISIONED", "ON_DEMAND"]))]
    pub(crate) stream_mode: String,
}

impl Resource<Aws> for Stream {
    const TYPE: &'static str = "aws_kinesis_stream";
    const NAME: &'static str = "Kinesis Stream";
    const VERSION: i64 = 1;
    const TIMEOUTS: Timeouts = Timeouts {
        create: Some(Duration::from_mins(5)),
        update: Some(Duration::from_hours(2)),
        delete: Some(Duration::from_hours(2)),
        ..Timeouts::NONE
    };

    fn validate(config: &Value) -> Vec<Diagnostic> {
        rules::problems(config)
    }

    fn plan(plan: &mut Plan<'_>) -> Result<()> {
        rules::plan(plan)
    }

    fn respell(known: &Value, remote: &mut Fields) {
        values::respell(known, remote);
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<String> {
        create::create(cx, plan).await
    }

    async fn read(cx: &Cx, id: &str) -> Result<Option<Self>> {
        let name = values::name(id);
        let (stream, tags) = tokio::try_join!(describe(cx, name), tags::of_stream(cx, name))?;
        let (Some(stream), Some(tags)) = (stream, tags) else { return Ok(None) };
        Self::from_api(stream, tags).map(Some)
    }

    async fn update(cx: &Cx, id: &str, prior: &Self, plan: &Self) -> Result<()> {
        update::update(cx, values::name(id), prior, plan).await
    }

    async fn delete(cx: &Cx, id: &str, prior: &Self) -> Result<()> {
        update::delete(cx, values::name(id), prior).await
    }

    async fn progress(cx: &Cx, id: &str) -> Result<Poll<()>> {
        Ok(match describe(cx, values::name(id)).await? {
            Some(stream) => match is_ready(&stream)? {
                Poll::Ready(()) => Poll::Ready(()),
                Poll::Pending(state) => Poll::Pending(state),
            },
            None => Poll::Pending("the stream cannot be read yet".to_owned()),
        })
    }

    fn import(id: &str) -> Result<String> {
        values::import(id)
    }

    fn import_region(id: &str) -> Option<&str> {
        region::of(id)
    }

    /// Version 0 did not know `enforce_consumer_deletion`.
    fn upgrade(version: i64, mut state: serde_json::Value) -> Result<serde_json::Value> {
        if version == 0 {
            state["enforce_consumer_deletion"] = false.into();
        }
        Ok(state)
    }
}
