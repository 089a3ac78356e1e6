//! What Kinesis is asked about a stream: a summary, in one call however many shards there are.

use aws_sdk_kinesis::types::{EncryptionType, StreamDescriptionSummary, StreamMode, StreamStatus};

use super::super::GONE;
use super::{Stream, StreamModeDetails};
use crate::prelude::*;

/// The stream of a name; `None` if there is none.
pub(in crate::kinesis) async fn describe(
    cx: &Cx,
    name: &str,
) -> Result<Option<StreamDescriptionSummary>> {
    let request = cx.kinesis().describe_stream_summary().stream_name(name);
    let output = request.send().await.unless_gone(GONE)?;
    Ok(output.and_then(|it| it.stream_description_summary))
}

/// Whether a stream can be used and changed.
pub(super) fn is_ready(stream: &StreamDescriptionSummary) -> Result<Poll<()>> {
    match stream.stream_status() {
        StreamStatus::Active => Ok(Poll::Ready(())),
        StreamStatus::Deleting => Err(Error::new("the stream is being deleted")),
        StreamStatus::Updating => {
            let count = stream.open_shard_count();
            Ok(Poll::Pending(format!("the stream is UPDATING and has {count} open shards")))
        }
        state => Ok(Poll::Pending(format!("the stream is {state}"))),
    }
}

/// The mode of a stream. Where Kinesis knows no modes it does not tell one.
pub(in crate::kinesis) fn mode(stream: &StreamDescriptionSummary) -> &str {
    stream.stream_mode_details().map_or("PROVISIONED", |it| it.stream_mode().as_str())
}

/// Names of the metrics that CloudWatch gets of each shard.
pub(in crate::kinesis) fn metrics(stream: &StreamDescriptionSummary) -> Vec<String> {
    let metrics = stream.enhanced_monitoring().iter().flat_map(|it| it.shard_level_metrics());
    metrics.map(|it| it.as_str().to_owned()).collect()
}

/// How a stream is encrypted. Some partitions do not tell that it is not.
pub(in crate::kinesis) fn encryption(stream: &StreamDescriptionSummary) -> &str {
    stream.encryption_type().map_or("NONE", EncryptionType::as_str)
}

impl Stream {
    pub(super) fn from_api(stream: StreamDescriptionSummary, tags: Tags) -> Result<Stream> {
        if stream.stream_status == StreamStatus::Creating {
            // Whoever reads it now goes on waiting where somebody was interrupted.
            return Err(Error::retryable("the stream is CREATING"));
        }
        let is_provisioned = mode(&stream) == StreamMode::Provisioned.as_str();
        let metrics = metrics(&stream);
        Ok(Stream {
            encryption_type: encryption(&stream).to_owned(),
            arn: Some(stream.stream_arn),
            enforce_consumer_deletion: None,
            kms_key_id: stream.key_id,
            max_record_size_in_kib: stream.max_record_size_in_kib,
            name: stream.stream_name,
            retention_period: stream.retention_period_hours,
            shard_count: is_provisioned.then_some(stream.open_shard_count),
            shard_level_metrics: Some(Set(metrics)),
            tags: Some(tags),
            warm_throughput_mib_ps: stream.warm_throughput.and_then(|it| it.target_mibps),
            stream_mode_details: stream
                .stream_mode_details
                .map(|it| StreamModeDetails { stream_mode: it.stream_mode.as_str().to_owned() }),
        })
    }
}
