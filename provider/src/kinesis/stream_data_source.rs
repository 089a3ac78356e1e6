//! `aws_kinesis_stream`, the data source

use aws_sdk_kinesis::operation::list_shards::ListShardsOutput;
use aws_sdk_kinesis::types::Shard;
use tfplugin::{DataSource, path};

use super::stream::{describe, encryption, metrics, mode};
use super::tags;
use crate::pages;
use crate::prelude::*;

/// Retrieves an Amazon Kinesis data stream by name.
///
/// See
/// [DescribeStreamSummary](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStreamSummary.html)
/// in the Amazon Kinesis Data Streams API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct StreamDataSource {
    /// ARN of the stream.
    pub(crate) arn: Computed<String>,
    /// IDs of the shards that are closed: others have taken their place.
    pub(crate) closed_shards: Computed<Set<String>>,
    /// Time at which the stream was created, in seconds since 1970.
    pub(crate) creation_timestamp: Computed<i64>,
    /// Server-side encryption of the records: `NONE` or `KMS`.
    pub(crate) encryption_type: Computed<String>,
    /// ARN of the stream.
    #[attr(computed)]
    pub(crate) id: Option<String>,
    /// AWS KMS key that records are encrypted with.
    pub(crate) kms_key_id: Computed<String>,
    /// Maximum size of a record, in KiB.
    pub(crate) max_record_size_in_kib: Computed<i32>,
    /// Name of the stream.
    pub(crate) name: String,
    /// IDs of the shards that are open.
    pub(crate) open_shards: Computed<Set<String>>,
    /// Retention period of the records, in hours.
    pub(crate) retention_period: Computed<i32>,
    /// Enhanced metrics of each shard that are sent to CloudWatch.
    pub(crate) shard_level_metrics: Computed<Set<String>>,
    /// Status of the stream: `CREATING`, `ACTIVE`, `UPDATING` or `DELETING`.
    pub(crate) status: Computed<String>,
    /// Tags of the stream.
    #[attr(computed)]
    pub(crate) tags: Option<Tags>,
    #[block]
    pub(crate) stream_mode_details: Computed<Vec<ModeDetails>>,
    #[block]
    pub(crate) warm_throughput: Computed<Vec<WarmThroughput>>,
}

/// Capacity mode of the stream.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ModeDetails {
    /// `PROVISIONED` or `ON_DEMAND`.
    pub(crate) stream_mode: Computed<String>,
}

/// Warm throughput of an `ON_DEMAND` stream.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct WarmThroughput {
    /// Throughput that the stream can take in now, in MiB per second.
    pub(crate) current_mib_ps: Computed<i32>,
    /// Throughput that the stream scales to, in MiB per second.
    pub(crate) target_mib_ps: Computed<i32>,
}

impl DataSource<Aws> for StreamDataSource {
    const TYPE: &'static str = "aws_kinesis_stream";
    const NAME: &'static str = "Kinesis Stream";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let gone = || {
            let region = cx.region();
            let message =
                format!("couldn't find resource: there is no stream {:?} in {region}", config.name);
            Error::at(path("name"), message)
        };
        let name = &config.name;
        let stream = describe(cx, name).await?.ok_or_else(gone)?;
        let (shards, tags) = tokio::try_join!(shards(cx, name), tags::of_stream(cx, name))?;
        let is_closed = |it: &Shard| {
            let numbers = it.sequence_number_range();
            numbers.is_some_and(|it| it.ending_sequence_number().is_some())
        };
        let (closed, open): (Vec<_>, Vec<_>) = shards.into_iter().partition(is_closed);
        let ids = |them: Vec<Shard>| Some(them.into_iter().map(|it| it.shard_id).collect()).into();
        Ok(StreamDataSource {
            arn: stream.stream_arn.clone().into(),
            closed_shards: ids(closed),
            creation_timestamp: stream.stream_creation_timestamp.secs().into(),
            encryption_type: encryption(&stream).to_owned().into(),
            id: Some(stream.stream_arn.clone()),
            max_record_size_in_kib: stream.max_record_size_in_kib.into(),
            open_shards: ids(open),
            retention_period: stream.retention_period_hours.into(),
            shard_level_metrics: Set(metrics(&stream)).into(),
            status: stream.stream_status.as_str().to_owned().into(),
            tags: Some(tags.ok_or_else(gone)?),
            stream_mode_details: vec![ModeDetails { stream_mode: mode(&stream).to_owned().into() }]
                .into(),
            warm_throughput: stream
                .warm_throughput
                .iter()
                .map(|it| WarmThroughput {
                    current_mib_ps: it.current_mibps.into(),
                    target_mib_ps: it.target_mibps.into(),
                })
                .collect::<Vec<_>>()
                .into(),
            kms_key_id: stream.key_id.into(),
            ..config
        })
    }
}

/// All shards of a stream, closed ones as well.
async fn shards(cx: &Cx, name: &str) -> Result<Vec<Shard>> {
    // The token says which stream it is of, and stands alone.
    let ask = |token: Option<String>| {
        let name = token.is_none().then(|| name.to_owned());
        cx.kinesis().list_shards().set_stream_name(name).set_next_token(token).send()
    };
    pages::all(ask, |it: ListShardsOutput| (it.shards, it.next_token)).await
}
