//! `aws_kinesis_stream_consumer`, the data source

use aws_sdk_kinesis::types::Consumer;
use tfplugin::{DataSource, path};

use super::stream_consumer::{list, timestamp};
use super::tags;
use crate::prelude::*;

/// Retrieves a registered consumer of an Amazon Kinesis data stream by its name or its ARN, or the
/// only one that the stream has.
///
/// See
/// [ListStreamConsumers](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListStreamConsumers.html)
/// in the Amazon Kinesis Data Streams API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct StreamConsumerDataSource {
    /// ARN of the consumer.
    #[attr(computed, check = arn())]
    pub(crate) arn: Option<String>,
    /// Time at which the consumer was registered, in RFC 3339 format.
    pub(crate) creation_timestamp: Computed<String>,
    /// ARN of the consumer.
    #[attr(computed)]
    pub(crate) id: Option<String>,
    /// Name of the consumer.
    #[attr(computed)]
    pub(crate) name: Option<String>,
    /// Status of the consumer: `CREATING`, `ACTIVE` or `DELETING`.
    pub(crate) status: Computed<String>,
    /// ARN of the stream.
    #[attr(check = arn())]
    pub(crate) stream_arn: String,
    /// Tags of the consumer.
    #[attr(computed)]
    pub(crate) tags: Option<Tags>,
}

impl DataSource<Aws> for StreamConsumerDataSource {
    const TYPE: &'static str = "aws_kinesis_stream_consumer";
    const NAME: &'static str = "Kinesis Stream Consumer";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let (arn, name) = (&config.arn, &config.name);
        let is_meant = |it: &Consumer| {
            arn.as_ref().is_none_or(|arn| it.consumer_arn == *arn)
                && name.as_ref().is_none_or(|name| it.consumer_name == *name)
        };
        let found = list(cx, &config.stream_arn).await?.into_iter().filter(is_meant);
        let found: Vec<_> = found.collect();
        let names = || found.iter().map(Consumer::consumer_name).collect::<Vec<_>>().join(", ");
        let consumer = match found.as_slice() {
            [one] => one,
            [] => {
                let message = "no matching Kinesis Stream Consumer found";
                return Err(Error::at(path("stream_arn"), message)
                    .remedy("Look at `name` and `arn`: the stream has no such consumer."));
            }
            _ => {
                let message = "multiple Kinesis Stream Consumers matched";
                return Err(Error::at(path("stream_arn"), message)
                    .remedy(format!("Set `name` or `arn`: the stream has {}.", names())));
            }
        };
        let tags = tags::of_consumer(cx, &consumer.consumer_arn).await?;
        Ok(StreamConsumerDataSource {
            arn: Some(consumer.consumer_arn.clone()),
            creation_timestamp: timestamp(&consumer.consumer_creation_timestamp).into(),
            id: Some(consumer.consumer_arn.clone()),
            name: Some(consumer.consumer_name.clone()),
            status: consumer.consumer_status.as_str().to_owned().into(),
            tags: Some(tags.unwrap_or_default()),
            ..config
        })
    }
}
