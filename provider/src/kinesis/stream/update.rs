//! Changes of a stream, in an order that Kinesis takes: each is a call of its own, for which the
//! stream has to be `ACTIVE`.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::future::Future;
use std::iter;

use aws_sdk_kinesis::types as api;
use aws_sdk_kinesis::types::ConsumerStatus::Deleting;
use aws_sdk_kinesis::types::{
    EncryptionType, MetricsName, ScalingType, StreamDescriptionSummary, StreamStatus,
};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use tfplugin::path;

use super::super::tags::MOST_IN_A_CALL;
use super::super::{IN_USE, NOT_FOUND, is_passing, stream_consumer};
use super::describe::{describe, encryption, is_ready, metrics, mode};
use super::{Stream, StreamModeDetails, values};
use crate::error::{code, failure, message};
use crate::limit::Limit;
use crate::prelude::*;
use crate::tags;

/// How often Kinesis changes the number of shards in 24 hours.
pub(super) const MOST_STEPS: usize = 10;

/// The numbers of shards on the way from one to another: Kinesis at most doubles or halves it.
pub(super) fn steps(from: i64, to: i64) -> impl Iterator<Item = i64> {
    iter::successors(Some(from), move |now| {
        let next = to.clamp((now + 1) / 2, now.saturating_mul(2));
        (next != *now).then_some(next)
    })
    .skip(1)
}

/// The number that one apply comes to at most on the way.
pub(super) fn farthest(from: i64, to: i64) -> i64 {
    steps(from, to).take(MOST_STEPS).last().unwrap_or(from)
}

pub(super) async fn update(cx: &Cx, name: &str, prior: &Stream, plan: &Stream) -> Result<()> {
    plan.check_count()?;
    Changes { cx, name, is_new: false }.make_all(prior, plan).await
}

/// Changes of one stream.
pub(super) struct Changes<'a> {
    pub(super) cx: &'a Cx,
    pub(super) name: &'a str,
    /// Whether Kinesis may not know the stream yet.
    pub(super) is_new: bool,
}

impl Changes<'_> {
    /// Makes the stream that was planned of the one that was there.
    pub(super) async fn make_all(&self, prior: &Stream, plan: &Stream) -> Result<()> {
        self.change_tags(prior, plan).await?;
        self.change_mode(prior, plan).await?;
        self.change_shards(prior, plan).await?;
        self.change_warm_throughput(prior, plan).await?;
        self.change_record_size(prior, plan).await?;
        self.change_retention(prior, plan).await?;
        self.change_metrics(prior, plan).await?;
        self.change_encryption(prior, plan).await
    }

    /// The stream, once it can be changed.
    async fn ready(&self) -> Result<Progress<StreamDescriptionSummary>> {
        match describe(self.cx, self.name).await? {
            Some(stream) => Ok(match is_ready(&stream)? {
                Progress::Ready(()) => Progress::Ready(stream),
                Progress::Pending(state) => Progress::Pending(state),
            }),
            None if self.is_new => {
                Ok(Progress::Pending("the stream cannot be read yet".to_owned()))
            }
            None => Err(Error::new("the stream is gone")),
        }
    }

    /// Makes one change, unless the stream shows it: then its answer was lost.
    async fn make<T, E, F>(
        &self,
        is_made: impl Fn(&StreamDescriptionSummary) -> bool + Send + Sync,
        send: impl Fn(&StreamDescriptionSummary) -> F + Send + Sync,
    ) -> Result<()>
    where
        F: Future<Output = Result<T, SdkError<E, Response>>> + Send,
        E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
        T: Send,
    {
        self.make_or(is_made, send, failure).await
    }

    /// The same, and `refused` tells what Kinesis refuses.
    async fn make_or<T, E, F>(
        &self,
        is_made: impl Fn(&StreamDescriptionSummary) -> bool + Send + Sync,
        send: impl Fn(&StreamDescriptionSummary) -> F + Send + Sync,
        refused: impl Fn(&SdkError<E, Response>) -> Error + Send + Sync,
    ) -> Result<()>
    where
        F: Future<Output = Result<T, SdkError<E, Response>>> + Send,
        E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
        T: Send,
    {
        let wait = self.cx.until(|| async {
            let stream = match self.ready().await? {
                Progress::Ready(stream) => stream,
                Progress::Pending(state) => return Ok(Progress::Pending(state)),
            };
            if is_made(&stream) {
                return Ok(Progress::Ready(()));
            }
            match send(&stream).await {
                Ok(_) => Ok(Progress::Ready(())),
                Err(error) if code(&error) == Some(IN_USE) => {
                    Ok(Progress::Pending("the stream is being changed".to_owned()))
                }
                Err(error) => match describe(self.cx, self.name).await {
                    Ok(Some(stream)) if is_made(&stream) => Ok(Progress::Ready(())),
                    _ => Err(refused(&error)),
                },
            }
        });
        Box::pin(wait).await
    }

    async fn change_tags(&self, prior: &Stream, plan: &Stream) -> Result<()> {
        let changes = tags::changes(prior.tags.as_ref(), plan.tags.as_ref());
        for keys in changes.gone.unwrap_or_default().chunks(MOST_IN_A_CALL) {
            let request = self.cx.kinesis().remove_tags_from_stream().stream_name(self.name);
            let request = request.set_tag_keys(Some(keys.to_vec()));
            self.make(|_| false, |_| request.clone().send()).await?;
        }
        let added: Vec<_> = changes.added.unwrap_or_default().into_iter().collect();
        for tags in added.chunks(MOST_IN_A_CALL) {
            let tags: HashMap<_, _> = tags.iter().cloned().collect();
            let request = self.cx.kinesis().add_tags_to_stream().stream_name(self.name);
            let request = request.set_tags(Some(tags));
            self.make(|_| false, |_| request.clone().send()).await?;
        }
        Ok(())
    }

    async fn change_mode(&self, prior: &Stream, plan: &Stream) -> Result<()> {
        if prior.mode() == plan.mode() {
            return Ok(());
        }
        let warm = plan.warm_throughput_mib_ps.filter(|it| *it > 0);
        let details = StreamModeDetails { stream_mode: plan.mode().to_owned() };
        let request = self.cx.kinesis().update_stream_mode().stream_mode_details(details.to_api());
        let request = request.set_warm_throughput_mibps(warm);
        let send =
            |it: &StreamDescriptionSummary| request.clone().stream_arn(it.stream_arn()).send();
        self.make(|it| mode(it) == plan.mode(), send).await
    }

    /// Changes the number of shards in as many steps as it takes, each once the one before shows.
    async fn change_shards(&self, prior: &Stream, plan: &Stream) -> Result<()> {
        let Some(target) = plan.count() else { return Ok(()) };
        if prior.count() == Some(target) {
            return Ok(());
        }
        let count = self.shards_but(None).await?;
        let mut now = count;
        for next in steps(count.into(), target.into()) {
            let next = i32::try_from(next).unwrap_or(target);
            let request = self
                .cx
                .kinesis()
                .update_shard_count()
                .stream_name(self.name)
                .scaling_type(ScalingType::UniformScaling)
                .target_shard_count(next);
            let is_made = |it: &StreamDescriptionSummary| it.open_shard_count() == next;
            let refused = |error: &SdkError<_, Response>| of_shards(now, error);
            self.make_or(is_made, |_| request.clone().send(), refused).await?;
            if next != target {
                now = self.shards_but(Some(now)).await?;
            }
        }
        Ok(())
    }

    /// The number of shards once the stream is ready, and another than it was.
    async fn shards_but(&self, before: Option<i32>) -> Result<i32> {
        let wait = self.cx.until(|| async {
            Ok(match self.ready().await? {
                Progress::Ready(stream) => match stream.open_shard_count() {
                    count if Some(count) == before => {
                        Progress::Pending(format!("the stream still shows {count} open shards"))
                    }
                    count => Progress::Ready(count),
                },
                Progress::Pending(state) => Progress::Pending(state),
            })
        });
        wait.await
    }

    async fn change_warm_throughput(&self, prior: &Stream, plan: &Stream) -> Result<()> {
        let of = |it: &Stream| it.warm_throughput_mib_ps.unwrap_or_default();
        if of(prior) == of(plan) || plan.count().is_some() {
            return Ok(());
        }
        let wanted = of(plan);
        let request = self.cx.kinesis().update_stream_warm_throughput().stream_name(self.name);
        let request = request.warm_throughput_mibps(wanted);
        let is_made = |it: &StreamDescriptionSummary| {
            it.warm_throughput().and_then(|it| it.target_mibps()).unwrap_or_default() == wanted
        };
        self.make(is_made, |_| request.clone().send()).await
    }

    async fn change_record_size(&self, prior: &Stream, plan: &Stream) -> Result<()> {
        let Some(size) = plan.max_record_size_in_kib.filter(|it| *it > 0) else { return Ok(()) };
        if prior.max_record_size_in_kib == Some(size) {
            return Ok(());
        }
        let request = self.cx.kinesis().update_max_record_size().max_record_size_in_kib(size);
        let send =
            |it: &StreamDescriptionSummary| request.clone().stream_arn(it.stream_arn()).send();
        self.make(|it| it.max_record_size_in_kib() == Some(size), send).await
    }

    async fn change_retention(&self, prior: &Stream, plan: &Stream) -> Result<()> {
        let hours = plan.retention_period;
        if prior.retention_period == hours {
            return Ok(());
        }
        let client = self.cx.kinesis();
        let longer = client.increase_stream_retention_period().stream_name(self.name);
        let shorter = client.decrease_stream_retention_period().stream_name(self.name);
        let longer = longer.retention_period_hours(hours);
        let shorter = shorter.retention_period_hours(hours);
        self.make(|it| it.retention_period_hours() >= hours, |_| longer.clone().send()).await?;
        self.make(|it| it.retention_period_hours() <= hours, |_| shorter.clone().send()).await
    }

    async fn change_metrics(&self, prior: &Stream, plan: &Stream) -> Result<()> {
        let (old, new) = (prior.metrics(), plan.metrics());
        let beyond = |some: &[&str], others: &[&str]| {
            let some = some.iter().filter(|it| !others.contains(it));
            some.map(|it| MetricsName::from(*it)).collect::<Vec<_>>()
        };
        let (gone, added) = (beyond(&old, &new), beyond(&new, &old));
        let has = |it: &StreamDescriptionSummary, name: &MetricsName| {
            metrics(it).iter().any(|it| it == name.as_str())
        };
        if !gone.is_empty() {
            let request = self.cx.kinesis().disable_enhanced_monitoring().stream_name(self.name);
            let request = request.set_shard_level_metrics(Some(gone.clone()));
            self.make(|it| !gone.iter().any(|name| has(it, name)), |_| request.clone().send())
                .await?;
        }
        if !added.is_empty() {
            let request = self.cx.kinesis().enable_enhanced_monitoring().stream_name(self.name);
            let request = request.set_shard_level_metrics(Some(added.clone()));
            self.make(|it| added.iter().all(|name| has(it, name)), |_| request.clone().send())
                .await?;
        }
        Ok(())
    }

    async fn change_encryption(&self, prior: &Stream, plan: &Stream) -> Result<()> {
        if prior.key() == plan.key() {
            return Ok(());
        }
        let is_encrypted = |it: &StreamDescriptionSummary| encryption(it) == "KMS";
        match plan.key() {
            Some(key) => {
                let request = self.cx.kinesis().start_stream_encryption().stream_name(self.name);
                let request = request.encryption_type(EncryptionType::Kms).key_id(key);
                let is_made = |it: &StreamDescriptionSummary| {
                    is_encrypted(it) && it.key_id().is_some_and(|it| values::is_same_key(it, key))
                };
                self.make(is_made, |_| request.clone().send()).await
            }
            None => {
                let request = self.cx.kinesis().stop_stream_encryption().stream_name(self.name);
                let request = request.encryption_type(EncryptionType::Kms);
                let send = |it: &StreamDescriptionSummary| {
                    request.clone().set_key_id(it.key_id().map(str::to_owned)).send()
                };
                self.make(|it| !is_encrypted(it), send).await
            }
        }
    }
}

/// What Kinesis refuses to do to so many shards.
fn of_shards<E>(now: i32, error: &SdkError<E, Response>) -> Error
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    let told = Error { path: Some(path("shard_count")), ..failure(error) };
    let is_quota = code(error).and_then(|it| Limit::of(it, message(error))) == Some(Limit::Quota);
    match is_quota {
        true => told.remedy(format!(
            "The stream has {now} shards. Kinesis takes {MOST_STEPS} changes of the number in 24 hours, \
             and an account has a quota of shards, which Service Quotas raises. The next apply goes on \
             from there."
        )),
        false => told,
    }
}

pub(super) async fn delete(cx: &Cx, name: &str, prior: &Stream) -> Result<()> {
    let force = prior.enforce_consumer_deletion == Some(true);
    cx.until(|| async {
        let Some(stream) = describe(cx, name).await? else { return Ok(Progress::Ready(())) };
        match stream.stream_status() {
            // Somebody has deleted it already: this provider, where it was interrupted.
            StreamStatus::Deleting => return Ok(Progress::Ready(())),
            StreamStatus::Active => {}
            state => return Ok(Progress::Pending(format!("the stream is {state}"))),
        }
        let request = cx.kinesis().delete_stream().stream_name(name);
        let request = request.set_enforce_consumer_deletion(force.then_some(true));
        match request.send().await {
            Err(error) if is_passing(&error) => {
                Ok(Progress::Pending("other streams are being created or deleted".to_owned()))
            }
            Err(error) if code(&error) == Some(IN_USE) => {
                let consumers = stream_consumer::list(cx, stream.stream_arn()).await?;
                let stay = consumers.iter().filter(|it| it.consumer_status != Deleting);
                let names: Vec<_> = stay.map(|it| it.consumer_name()).collect();
                match names.is_empty() || force {
                    true => Ok(Progress::Pending("the stream is in use".to_owned())),
                    false => Err(failure(&error).remedy(format!(
                        "The stream has these consumers: {}. Deregister them, or apply \
                         `enforce_consumer_deletion = true` first, which deletes them along with the \
                         stream.",
                        names.join(", ")
                    ))),
                }
            }
            answer => answer.none_if_not_found(NOT_FOUND).map(|_| Progress::Ready(())),
        }
    })
    .await
}

impl Stream {
    fn mode(&self) -> &str {
        self.stream_mode_details.as_ref().map_or("PROVISIONED", |it| &it.stream_mode)
    }

    /// The number of shards, where it counts.
    pub(super) fn count(&self) -> Option<i32> {
        self.shard_count.filter(|_| self.mode() == "PROVISIONED")
    }

    /// Fails where a number was not known when it was planned, and is none.
    pub(super) fn check_count(&self) -> Result<()> {
        if self.mode() != "PROVISIONED" || self.shard_count.is_some_and(|it| it > 0) {
            return Ok(());
        }
        let message = "shard_count must be at least 1 when stream_mode is PROVISIONED";
        Err(Error::at(path("shard_count"), message))
    }

    /// The key that records are encrypted with.
    pub(super) fn key(&self) -> Option<&str> {
        let key = self.kms_key_id.as_deref().unwrap_or_default();
        (self.encryption_type == "KMS").then_some(key)
    }

    fn metrics(&self) -> Vec<&str> {
        let metrics = self.shard_level_metrics.iter().flat_map(|it| it.iter());
        values::each_metric(metrics.map(String::as_str))
    }
}

impl StreamModeDetails {
    pub(super) fn to_api(&self) -> api::StreamModeDetails {
        api::StreamModeDetails::builder()
            .stream_mode(self.stream_mode.as_str().into())
            .build()
            .expect("the mode is set")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_double_and_halve() {
        for (from, to, expected) in [
            (4, 20, vec![8, 16, 20]),
            (9, 1, vec![5, 3, 2, 1]),
            (1, 1, vec![]),
            (2, 3, vec![3]),
            (1, 0, vec![]),
        ] {
            assert_eq!(steps(from, to).collect::<Vec<_>>(), expected, "{from} to {to}");
        }
        assert_eq!(steps(1, 1001).count(), MOST_STEPS);
        assert_eq!(farthest(1, 1_000_000), 1024);
        assert_eq!(farthest(4096, 1), 4);
    }
}
