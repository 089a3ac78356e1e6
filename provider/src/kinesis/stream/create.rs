//! A new stream: what one call gives it, and what others do.

use aws_sdk_kinesis::operation::create_stream::CreateStreamError;
use aws_sdk_kinesis::types::{StreamDescriptionSummary, StreamStatus};

use super::super::{IN_USE, is_passing};
use super::describe::describe;
use super::identity::StreamId;
use super::update::Changes;
use super::{Stream, StreamModeDetails};
use crate::clock::Clock;
use crate::error::{code, failure};
use crate::lost::Lost;
use crate::prelude::*;
use crate::tags;

/// What Kinesis takes in calls of their own.
const LATER: &[&str] =
    &["encryption_type", "kms_key_id", "retention_period", "shard_level_metrics"];

pub(super) async fn create(cx: &Cx, plan: &Stream) -> Result<StreamId> {
    plan.check_count()?;
    // Kinesis does not answer with the ARN, and an object without an id would be lost.
    let account = cx.account_id().await?;
    let (partition, region, name) = (cx.partition().id, cx.region(), &plan.name);
    let id = StreamId(format!("arn:{partition}:kinesis:{region}:{account}:stream/{name}"));
    begin(cx, plan).await?;
    let new = plan.as_new();
    if *plan != new {
        cx.created_without(&id, LATER);
        Changes { cx, name, is_new: true }.make_all(&new, plan).await?;
    }
    Ok(id)
}

async fn begin(cx: &Cx, plan: &Stream) -> Result<()> {
    let is_set = |it: &i32| *it > 0;
    let request = cx
        .kinesis()
        .create_stream()
        .stream_name(&plan.name)
        .set_shard_count(plan.count())
        .set_stream_mode_details(plan.stream_mode_details.as_ref().map(StreamModeDetails::to_api))
        .set_max_record_size_in_kib(plan.max_record_size_in_kib.filter(is_set))
        .set_warm_throughput_mibps(plan.warm_throughput_mib_ps.filter(is_set))
        .set_tags(tags::to_create(plan.tags.as_ref()));
    let lost = Lost::<CreateStreamError>::new();
    let clock = Clock::default();
    cx.until(|| async {
        let request = request.clone().customize().interceptor(lost.clone());
        match request.interceptor(clock.clone()).send().await {
            Ok(_) => Ok(Progress::Ready(())),
            Err(error) if is_passing(&error) => {
                Ok(Progress::Pending("other streams are being created or deleted".to_owned()))
            }
            Err(error) if code(&error) == Some(IN_USE) => match describe(cx, &plan.name).await? {
                Some(stream) if stream.stream_status != StreamStatus::Deleting => {
                    // There is no token to ask with.
                    match lost.any() && is_ours(&stream, cx, &clock) {
                        true => Ok(Progress::Ready(())),
                        false => Err(failure(&error).remedy(format!(
                            "If the stream is to be managed here, import it by its name, {}. \
                             Otherwise choose another name.",
                            plan.name
                        ))),
                    }
                }
                _ => Ok(Progress::Pending("a stream of this name is being deleted".to_owned())),
            },
            Err(error) => Err(failure(&error)),
        }
    })
    .await
}

/// Whether a stream was made after the operation had begun.
fn is_ours(stream: &StreamDescriptionSummary, cx: &Cx, clock: &Clock) -> bool {
    !clock.is_before(stream.stream_creation_timestamp.secs(), cx.started())
}

impl Stream {
    /// What a stream that was just created is.
    fn as_new(&self) -> Stream {
        Stream {
            encryption_type: "NONE".to_owned(),
            kms_key_id: self.kms_key_id.clone().filter(|_| self.key().is_none()),
            retention_period: 24,
            shard_level_metrics: self.shard_level_metrics.clone().filter(|it| it.is_empty()),
            ..self.clone()
        }
    }
}
