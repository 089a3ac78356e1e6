//! `aws_kinesis_stream`

mod checks;
mod create;
mod describe;
mod identity;
mod rules;
mod update;
mod values;

use std::time::Duration;

use schemas::{Fields, Value};
use tfplugin::engine::Plan;

use self::describe::is_ready;
pub(super) use self::describe::{describe, encryption, metrics, mode};
use self::identity::StreamId;
use super::tags;
use crate::prelude::*;
use crate::region;

/// Manages an Amazon Kinesis data stream.
///
/// Each change of a stream is a separate call, and Kinesis accepts the next one when the stream is
/// `ACTIVE` again. If one of them fails, the next apply continues from there.
///
/// See
/// [CreateStream](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html) in
/// the Amazon Kinesis Data Streams API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Stream {
    /// ARN of the stream.
    #[attr(computed)]
    pub(crate) arn: Option<String>,
    /// Type of server-side encryption: none, or with the AWS KMS key in `kms_key_id`.
    #[attr(default = "NONE", check = one_of(&["NONE", "KMS"]))]
    pub(crate) encryption_type: String,
    /// Whether to delete the registered consumers together with the stream. If `false`, a stream
    /// with consumers is not deleted. Apply this before you destroy the stream.
    #[attr(default = false, not_returned)]
    pub(crate) enforce_consumer_deletion: Option<bool>,
    /// ID, ARN or alias of the AWS KMS key that encrypts records. `alias/aws/kinesis` is the AWS
    /// managed key for Kinesis. Required and used only if `encryption_type` is `KMS`.
    pub(crate) kms_key_id: Option<String>,
    /// Maximum size of a record in KiB; 1024 by default in Kinesis.
    #[attr(computed, check = range(1_024..=10_240))]
    pub(crate) max_record_size_in_kib: Option<i32>,
    /// Name of the stream: letters, digits, hyphens, underscores and periods.
    #[attr(force_new, check = length(1, 128))]
    pub(crate) name: String,
    /// Retention period of the records in hours.
    #[attr(default = 24, check = range(24..=8_760))]
    pub(crate) retention_period: i32,
    /// Number of open shards. Required for a `PROVISIONED` stream; an `ON_DEMAND` stream scales
    /// automatically. A call at most doubles or halves the number, and ten calls are allowed in 24
    /// hours, so a change may take several. A number kept by `ignore_changes` when a stream becomes
    /// `ON_DEMAND` has no effect.
    pub(crate) shard_count: Option<i32>,
    /// Enhanced shard-level metrics to send to CloudWatch, at an additional cost. `ALL` enables all
    /// of them.
    pub(crate) shard_level_metrics: Option<Set<String>>,
    /// Tags of the stream.
    pub(crate) tags: Option<Tags>,
    /// Warm throughput of an `ON_DEMAND` stream in MiB per second: the write throughput that it can
    /// absorb immediately, without scaling first. Requires a minimum throughput billing commitment
    /// of the account (On-demand Advantage).
    #[attr(check = at_least(0))]
    pub(crate) warm_throughput_mib_ps: Option<i32>,
    #[block(computed)]
    pub(crate) stream_mode_details: Option<StreamModeDetails>,
}

/// Capacity mode of the stream. Without this block a new stream is `PROVISIONED`, and an existing
/// stream keeps its mode. The mode can be switched twice in 24 hours.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct StreamModeDetails {
    /// `PROVISIONED` for a fixed number of shards, `ON_DEMAND` for automatic scaling.
    #[attr(check = one_of(&["PROVISIONED", "ON_DEMAND"]))]
    pub(crate) stream_mode: String,
}

impl Resource<Aws> for Stream {
    type Identity = StreamId;

    const TYPE: &'static str = "aws_kinesis_stream";
    const NAME: &'static str = "Kinesis Stream";
    const VERSION: i64 = 1;
    const ID_ATTRIBUTE: Option<&'static str> = Some("arn");
    const TIMEOUTS: Timeouts = Timeouts {
        create: Some(Duration::from_mins(5)),
        update: Some(Duration::from_hours(2)),
        delete: Some(Duration::from_hours(2)),
        ..Timeouts::NONE
    };

    fn checks() -> Vec<Check> {
        checks::checks()
    }

    fn plan(plan: &mut Plan<'_>) -> Result<()> {
        rules::plan(plan)
    }

    fn respell(known: &Value, remote: &mut Fields) {
        values::respell(known, remote);
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<StreamId> {
        create::create(cx, plan).await
    }

    async fn read(cx: &Cx, id: &StreamId) -> Result<Option<Self>> {
        let name = id.name();
        let (stream, tags) = tokio::try_join!(describe(cx, name), tags::of_stream(cx, name))?;
        let (Some(stream), Some(tags)) = (stream, tags) else { return Ok(None) };
        Self::from_api(stream, tags).map(Some)
    }

    async fn update(cx: &Cx, id: &StreamId, prior: &Self, plan: &Self) -> Result<()> {
        update::update(cx, id.name(), prior, plan).await
    }

    async fn delete(cx: &Cx, id: &StreamId, prior: &Self) -> Result<()> {
        update::delete(cx, id.name(), prior).await
    }

    async fn progress(cx: &Cx, id: &StreamId) -> Result<Progress<()>> {
        Ok(match describe(cx, id.name()).await? {
            Some(stream) => match is_ready(&stream)? {
                Progress::Ready(()) => Progress::Ready(()),
                Progress::Pending(state) => Progress::Pending(state),
            },
            None => Progress::Pending("the stream cannot be read yet".to_owned()),
        })
    }

    fn import(id: &str) -> Result<StreamId> {
        values::import(id).map(StreamId)
    }

    fn import_region(id: &StreamId) -> Option<&str> {
        region::of(&id.0)
    }

    /// Version 0 did not know `enforce_consumer_deletion`.
    fn upgrade(version: i64, mut state: serde_json::Value) -> Result<serde_json::Value> {
        if version == 0 {
            state["enforce_consumer_deletion"] = false.into();
        }
        Ok(state)
    }
}
