//! `aws_mskconnect_worker_configuration`

use std::time::Duration;

use aws_sdk_kafkaconnect::operation::create_worker_configuration::CreateWorkerConfigurationError;
use aws_sdk_kafkaconnect::types::{WorkerConfigurationState, WorkerConfigurationSummary};
use aws_smithy_types::base64;
use schemas::{Equality, Field, Mismatch, Type, Value};
use tfplugin::Id;

use super::{NOT_FOUND, TAKEN, import, tags};
use crate::lost::Lost;
use crate::pages;
use crate::prelude::*;
use crate::region;
use crate::taken::{self, Holder};

/// Manages a worker configuration of MSK Connect: properties that the workers of connectors are
/// started with. A configuration that a connector uses cannot be deleted. Where one of the same name
/// is still being deleted, a creation waits for its end.
///
/// See [workers](https://docs.aws.amazon.com/msk/latest/developerguide/msk-connect-workers.html) in
/// the Amazon MSK Developer Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct WorkerConfiguration {
    /// ARN of the configuration.
    pub(crate) arn: Computed<String>,
    /// Description of the configuration.
    #[attr(force_new)]
    pub(crate) description: Option<String>,
    /// Number of the latest revision.
    pub(crate) latest_revision: Computed<i64>,
    /// Name of the configuration. It must be unique in the account and region.
    #[attr(force_new)]
    pub(crate) name: String,
    /// Contents of the `connect-distributed.properties` file, as they are or in Base64.
    #[attr(force_new)]
    pub(crate) properties_file_content: Content,
    /// Tags of the configuration.
    pub(crate) tags: Option<Tags>,
}

/// A text that may be written in Base64: the state has it as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Content(String);

impl Field for Content {
    const EQUALITY: Equality = Equality { normalize: Some(decoded), same: None };

    fn ty() -> Type {
        Type::String
    }

    fn decode(value: Value) -> std::result::Result<Self, Mismatch> {
        String::decode(value).map(Content)
    }

    fn encode(self) -> Value {
        Value::String(self.0)
    }
}

/// What a text in Base64 means; `None` where it is none.
fn decoded(text: &str) -> Option<String> {
    String::from_utf8(base64::decode(text).ok()?).ok()
}

impl Resource<Aws> for WorkerConfiguration {
    type Identity = Id;

    const TYPE: &'static str = "aws_mskconnect_worker_configuration";
    const NAME: &'static str = "MSK Connect Worker Configuration";
    const TIMEOUTS: Timeouts = Timeouts { delete: Some(Duration::from_mins(10)), ..Timeouts::NONE };

    async fn create(cx: &Cx, plan: &Self) -> Result<Id> {
        let content = &plan.properties_file_content.0;
        let content = decoded(content).unwrap_or_else(|| content.clone());
        let request = cx
            .kafkaconnect()
            .create_worker_configuration()
            .set_description(plan.description.clone())
            .name(&plan.name)
            .properties_file_content(base64::encode(content))
            .set_tags(crate::tags::to_create(plan.tags.as_ref()));
        let send = |lost: Lost<CreateWorkerConfigurationError>, clock| {
            let request = request.clone().customize().interceptor(lost).interceptor(clock);
            async { Ok(request.send().await?.worker_configuration_arn) }
        };
        let holder = || async {
            Ok(named(cx, &plan.name).await?.map(|it| Holder {
                what: "ARN",
                id: it.worker_configuration_arn,
                created: it.creation_time,
                is_being_deleted: it.worker_configuration_state
                    == Some(WorkerConfigurationState::Deleting),
            }))
        };
        let arn = taken::create(cx, TAKEN, send, holder).await;
        arn.map(Into::into)
    }

    async fn read(cx: &Cx, id: &Id) -> Result<Option<Self>> {
        let request = cx.kafkaconnect().describe_worker_configuration();
        let found = async {
            let answer = request.worker_configuration_arn(id).send().await;
            answer.none_if_not_found(NOT_FOUND)
        };
        let (found, tags) = tokio::try_join!(found, tags::of(cx, id))?;
        let (Some(found), Some(tags)) = (found, tags) else { return Ok(None) };
        let latest = found.latest_revision;
        let revision = latest.as_ref().map_or(0, |it| it.revision);
        let content = latest.and_then(|it| it.properties_file_content).unwrap_or_default();
        Ok(Some(WorkerConfiguration {
            arn: found.worker_configuration_arn.into(),
            description: found.description,
            latest_revision: revision.into(),
            name: found.name.unwrap_or_default(),
            properties_file_content: Content(decoded(&content).unwrap_or(content)),
            tags: Some(tags),
        }))
    }

    async fn update(cx: &Cx, id: &Id, prior: &Self, plan: &Self) -> Result<()> {
        tags::update(cx, id, prior.tags.as_ref(), plan.tags.as_ref()).await
    }

    async fn delete(cx: &Cx, id: &Id, _prior: &Self) -> Result<()> {
        let request = cx.kafkaconnect().delete_worker_configuration().worker_configuration_arn(id);
        request.send().await.none_if_not_found(NOT_FOUND).map(drop)
    }

    fn import(id: &str) -> Result<Id> {
        import::checked(id, "worker-configuration").map(Into::into)
    }

    fn import_region(id: &Id) -> Option<&str> {
        region::of(id)
    }
}

impl WorkerConfiguration {
    /// The properties as they are.
    pub(super) fn properties(self) -> String {
        self.properties_file_content.0
    }
}

/// The configuration that has a name.
pub(super) async fn named(cx: &Cx, name: &str) -> Result<Option<WorkerConfigurationSummary>> {
    // The filter is the beginning of a name.
    let request = cx.kafkaconnect().list_worker_configurations().name_prefix(name);
    let is_meant = |it: &WorkerConfigurationSummary| it.name.as_deref() == Some(name);
    pages::find(request.into_paginator().send(), |it| it.worker_configurations, is_meant).await
}
