//! `aws_kinesis_stream_consumer`

use aws_sdk_kinesis::operation::register_stream_consumer::RegisterStreamConsumerError;
use aws_sdk_kinesis::types::{Consumer, ConsumerDescription, ConsumerStatus};
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use super::{IN_USE, NOT_FOUND, is_passing, tags};
use crate::clock::Clock;
use crate::error::{code, failure, message};
use crate::identity::Arn;
use crate::limit::Limit;
use crate::lost::Lost;
use crate::prelude::*;
use crate::{arn, region};

/// Manages a registered consumer of an Amazon Kinesis data stream. Such a consumer has a throughput of
/// its own, up to 2 MB per second from each shard (enhanced fan-out).
///
/// See [RegisterStreamConsumer](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_RegisterStreamConsumer.html)
/// in the Amazon Kinesis Data Streams API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct StreamConsumer {
    /// ARN of the consumer.
    pub(crate) arn: Computed<String>,
    /// Time at which the consumer was registered, in RFC 3339 format.
    pub(crate) creation_timestamp: Computed<String>,
    /// Name of the consumer, unique within the stream.
    #[attr(force_new)]
    pub(crate) name: String,
    /// ARN of the stream.
    #[attr(force_new, check = arn())]
    pub(crate) stream_arn: String,
    /// Tags of the consumer.
    pub(crate) tags: Option<Tags>,
}

impl Resource<Aws> for StreamConsumer {
    type Identity = Arn;

    const TYPE: &'static str = "aws_kinesis_stream_consumer";
    const NAME: &'static str = "Kinesis Stream Consumer";

    fn checks() -> Vec<Check> {
        vec![region::check("stream_arn")]
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Arn> {
        let request = cx
            .kinesis()
            .register_stream_consumer()
            .consumer_name(&plan.name)
            .stream_arn(&plan.stream_arn)
            .set_tags(crate::tags::to_create(plan.tags.as_ref()));
        let lost = Lost::<RegisterStreamConsumerError>::new();
        let clock = Clock::default();
        cx.until(|| async {
            let request = request.clone().customize().interceptor(lost.clone());
            let error = match request.interceptor(clock.clone()).send().await {
                Ok(output) => {
                    let consumer = output.consumer.ok_or("the answer has no consumer")?;
                    return Ok(Progress::Ready(consumer.consumer_arn.into()));
                }
                Err(error) => error,
            };
            if is_passing(&error) {
                return Ok(Progress::Pending("other consumers are being registered".to_owned()));
            }
            if code(&error) != Some(IN_USE) {
                let limit = code(&error).and_then(|it| Limit::of(it, message(&error)));
                return Err(match limit {
                    Some(Limit::Quota) => failure(&error).remedy(
                        "A stream has 20 registered consumers at most, and 50 in accounts with a \
                         minimum throughput billing commitment: deregister one of them, or use \
                         another stream.",
                    ),
                    _ => failure(&error),
                });
            }
            match named(cx, &plan.stream_arn, &plan.name).await? {
                Some(found) if found.consumer_status != ConsumerStatus::Deleting => {
                    let began = cx.started();
                    let is_older = clock.is_before(found.consumer_creation_timestamp.secs(), began);
                    // There is no token to ask with.
                    match lost.any() && !is_older {
                        true => Ok(Progress::Ready(found.consumer_arn.into())),
                        false => Err(failure(&error).remedy(format!(
                            "If the consumer is to be managed here, import it by its ARN, {}. \
                             Otherwise choose another name.",
                            found.consumer_arn
                        ))),
                    }
                }
                Some(_) => {
                    Ok(Progress::Pending("a consumer of this name is being deleted".to_owned()))
                }
                None => Ok(Progress::Pending("the stream is being changed".to_owned())),
            }
        })
        .await
    }

    async fn read(cx: &Cx, id: &Arn) -> Result<Option<Self>> {
        let (found, tags) = tokio::try_join!(describe(cx, id), tags::of_consumer(cx, id))?;
        let (Some(found), Some(tags)) = (found, tags) else { return Ok(None) };
        Ok(Some(StreamConsumer {
            arn: Some(found.consumer_arn).into(),
            creation_timestamp: Some(timestamp(&found.consumer_creation_timestamp)).into(),
            name: found.consumer_name,
            stream_arn: found.stream_arn,
            tags: Some(tags),
        }))
    }

    async fn update(cx: &Cx, id: &Arn, prior: &Self, plan: &Self) -> Result<()> {
        tags::update_consumer(cx, id, prior.tags.as_ref(), plan.tags.as_ref()).await
    }

    async fn delete(cx: &Cx, id: &Arn, _prior: &Self) -> Result<()> {
        let request = cx.kinesis().deregister_stream_consumer().consumer_arn(id);
        cx.until(|| async {
            match describe(cx, id).await? {
                // Somebody has deregistered it already: this provider, where it was interrupted.
                Some(it) if it.consumer_status == ConsumerStatus::Deleting => {}
                None => {}
                Some(_) => match request.clone().send().await {
                    Err(error) if is_passing(&error) || code(&error) == Some(IN_USE) => {
                        return Ok(Progress::Pending("the consumer is in use".to_owned()));
                    }
                    answer => drop(answer.none_if_not_found(NOT_FOUND)?),
                },
            }
            Ok(Progress::Ready(()))
        })
        .await
    }

    async fn progress(cx: &Cx, id: &Arn) -> Result<Progress<()>> {
        match describe(cx, id).await? {
            Some(it) if it.consumer_status == ConsumerStatus::Active => Ok(Progress::Ready(())),
            Some(it) if it.consumer_status == ConsumerStatus::Deleting => {
                Err(Error::new("the consumer is being deleted"))
            }
            Some(it) => Ok(Progress::Pending(format!("the consumer is {}", it.consumer_status))),
            None => Ok(Progress::Pending("the consumer cannot be read yet".to_owned())),
        }
    }

    fn import(id: &str) -> Result<Arn> {
        let is_consumer = matches!(arn::parts(id), Some([_, "kinesis", _, _, resource])
            if resource.starts_with("stream/") && resource.contains("/consumer/"));
        if is_consumer {
            return Ok(id.into());
        }
        let error = Error::new(format!("{id:?} is not the ARN of a consumer"));
        Err(error.remedy(
            "Import with its ARN, such as \
             arn:aws:kinesis:us-east-1:123456789012:stream/orders/consumer/search:1616044553. `aws \
             kinesis list-stream-consumers` tells it.",
        ))
    }

    fn import_region(id: &Arn) -> Option<&str> {
        region::of(id)
    }
}

/// The consumer of an ARN; `None` if there is none.
pub(super) async fn describe(cx: &Cx, arn: &str) -> Result<Option<ConsumerDescription>> {
    let request = cx.kinesis().describe_stream_consumer().consumer_arn(arn);
    let answer = request.send().await.none_if_not_found(NOT_FOUND)?;
    Ok(answer.and_then(|it| it.consumer_description))
}

/// The consumer of a name.
pub(super) async fn named(
    cx: &Cx,
    stream: &str,
    name: &str,
) -> Result<Option<ConsumerDescription>> {
    let request = cx.kinesis().describe_stream_consumer().stream_arn(stream).consumer_name(name);
    let answer = request.send().await.none_if_not_found(NOT_FOUND)?;
    Ok(answer.and_then(|it| it.consumer_description))
}

/// All consumers of a stream.
pub(super) async fn list(cx: &Cx, stream: &str) -> Result<Vec<Consumer>> {
    let mut consumers = Vec::new();
    let mut pages = cx.kinesis().list_stream_consumers().stream_arn(stream).into_paginator().send();
    while let Some(page) = pages.next().await {
        consumers.extend(page.into_result()?.consumers.unwrap_or_default());
    }
    Ok(consumers)
}

/// A time as Terraform knows it, in full seconds.
pub(super) fn timestamp(time: &DateTime) -> String {
    DateTime::from_secs(time.secs()).fmt(Format::DateTime).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consumers_are_imported_by_arn() {
        let stream = "arn:aws:kinesis:us-east-1:123456789012:stream/orders";
        let id = format!("{stream}/consumer/search:1616044553");
        assert_eq!(StreamConsumer::import(&id), Ok(id.into()));
        for id in ["", "search", stream] {
            let error = StreamConsumer::import(id).unwrap_err();
            assert!(error.remedy.contains("list-stream-consumers"), "{id}");
        }
    }

    #[test]
    fn times_have_full_seconds() {
        let time = DateTime::from_secs_and_nanos(1_616_044_553, 120_000_000);
        assert_eq!(timestamp(&time), "2021-03-18T05:15:53Z");
    }
}
