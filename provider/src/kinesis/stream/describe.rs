//! What Kinesis is asked about a stream: a summary, in one call however many shards there are.

use aws_sdk_kinesis::types::{EncryptionType, StreamDescriptionSummary, StreamMode, StreamStatus};

use super::super::NOT_FOUND;
use super::{Stream, StreamModeDetails};
use crate::prelude::*;

/// The stream of a name; `None` if there is none.
pub(in crate::kinesis) async fn describe(
    cx: &Cx,
    name: &str,
) -> Result<Option<StreamDescriptionSummary>> {
    let request = cx.kinesis().describe_stream_summary().stream_name(name);
    let output = request.send().await.none_if_not_found(NOT_FOUND)?;
    Ok(output.and_then(|it| it.stream_description_summary))
}

/// Whether a stream can be used and changed.
pub(super) fn is_ready(stream: &StreamDescriptionSummary) -> Result<Progress<()>> {
    match stream.stream_status() {
        StreamStatus::Active => Ok(Progress::Ready(())),
        StreamStatus::Deleting => Err(Error::new("the stream is being deleted")),
        StreamStatus::Updating => {
            let count = stream.open_shard_count();
            Ok(Progress::Pending(format!("the stream is UPDATING and has {count} open shards")))
        }
        state => Ok(Progress::Pending(format!("the stream is {state}"))),
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

#[cfg(test)]
mod tests {
    use aws_sdk_kinesis::types::builders::StreamDescriptionSummaryBuilder;
    use aws_sdk_kinesis::types::{EnhancedMetrics, MetricsName, StreamModeDetails as Mode};
    use aws_smithy_types::DateTime;
    use tfplugin::Kind;

    use super::*;

    fn told(status: StreamStatus) -> StreamDescriptionSummaryBuilder {
        let metrics = EnhancedMetrics::builder().set_shard_level_metrics(Some(Vec::new())).build();
        StreamDescriptionSummary::builder()
            .stream_name("orders")
            .stream_arn("arn:aws:kinesis:us-east-1:123456789012:stream/orders")
            .stream_status(status)
            .retention_period_hours(24)
            .stream_creation_timestamp(DateTime::from_secs(0))
            .enhanced_monitoring(metrics)
            .open_shard_count(4)
    }

    fn read(stream: StreamDescriptionSummaryBuilder) -> Result<Stream> {
        Stream::from_api(stream.build().unwrap(), Tags::new())
    }

    #[test]
    fn what_some_partitions_do_not_tell_is_as_elsewhere() {
        let stream = read(told(StreamStatus::Active)).unwrap();
        assert_eq!(stream.encryption_type, "NONE");
        assert_eq!(stream.shard_count, Some(4));
        assert_eq!(stream.stream_mode_details, None);
        assert_eq!(stream.shard_level_metrics, Some(Set(Vec::new())));
    }

    #[test]
    fn shards_of_an_on_demand_stream_do_not_count() {
        let mode = Mode::builder().stream_mode(StreamMode::OnDemand).build().unwrap();
        let metrics =
            EnhancedMetrics::builder().shard_level_metrics(MetricsName::IncomingBytes).build();
        let stream = told(StreamStatus::Updating).stream_mode_details(mode);
        let stream = read(stream.enhanced_monitoring(metrics)).unwrap();
        assert_eq!(stream.shard_count, None);
        let metrics = stream.shard_level_metrics.unwrap();
        assert_eq!(metrics.0, ["IncomingBytes"]);
    }

    #[test]
    fn a_stream_that_is_created_is_waited_for() {
        let error = read(told(StreamStatus::Creating)).unwrap_err();
        assert_eq!(error.kind, Kind::Retryable);
        let ready = |status| is_ready(&told(status).build().unwrap());
        assert_eq!(ready(StreamStatus::Active), Ok(Progress::Ready(())));
        let waits = Progress::Pending("the stream is UPDATING and has 4 open shards".to_owned());
        assert_eq!(ready(StreamStatus::Updating), Ok(waits));
        assert!(ready(StreamStatus::Deleting).is_err());
    }
}
