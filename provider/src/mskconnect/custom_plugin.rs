//! `aws_mskconnect_custom_plugin`

use std::time::Duration;

use aws_sdk_kafkaconnect::operation::create_custom_plugin::CreateCustomPluginError;
use aws_sdk_kafkaconnect::operation::describe_custom_plugin::DescribeCustomPluginOutput;
use aws_sdk_kafkaconnect::types::{
    CustomPluginLocation, CustomPluginState, CustomPluginSummary, S3Location,
};
use tfplugin::Id;

use super::{NOT_FOUND, TAKEN, built, import, reason, tags};
use crate::lost::Lost;
use crate::pages;
use crate::prelude::*;
use crate::region;
use crate::taken::{self, Holder};

/// Manages a custom plugin of MSK Connect: the code that connectors run, from a file in Amazon S3.
/// AWS copies the file when the plugin is created. A plugin that a connector uses cannot be deleted.
///
/// See [custom plugins](https://docs.aws.amazon.com/msk/latest/developerguide/msk-connect-plugins.html)
/// in the Amazon MSK Developer Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct CustomPlugin {
    /// ARN of the plugin.
    pub(crate) arn: Computed<String>,
    /// Kind of the file.
    #[attr(force_new, check = one_of(&["JAR", "ZIP"]))]
    pub(crate) content_type: String,
    /// Description of the plugin.
    #[attr(force_new)]
    pub(crate) description: Option<String>,
    /// Number of the latest revision.
    pub(crate) latest_revision: Computed<i64>,
    /// Name of the plugin. It must be unique in the account and region.
    #[attr(force_new)]
    pub(crate) name: String,
    /// State of the plugin: `ACTIVE`.
    pub(crate) state: Computed<String>,
    /// Tags of the plugin.
    pub(crate) tags: Option<Tags>,
    #[block(force_new)]
    pub(crate) location: Location,
}

/// Where the file is.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Location {
    #[block(force_new)]
    pub(crate) s3: S3,
}

/// An object of Amazon S3.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct S3 {
    /// ARN of the bucket.
    #[attr(force_new, check = arn())]
    pub(crate) bucket_arn: String,
    /// Key of the object.
    #[attr(force_new)]
    pub(crate) file_key: String,
    /// Version of the object. Another one replaces the plugin, whereas a new file under the same key
    /// is no difference.
    #[attr(force_new)]
    pub(crate) object_version: Option<String>,
}

impl Resource<Aws> for CustomPlugin {
    type Identity = Id;

    const TYPE: &'static str = "aws_mskconnect_custom_plugin";
    const NAME: &'static str = "MSK Connect Custom Plugin";
    const TIMEOUTS: Timeouts = Timeouts {
        create: Some(Duration::from_mins(10)),
        delete: Some(Duration::from_mins(10)),
        ..Timeouts::NONE
    };

    async fn create(cx: &Cx, plan: &Self) -> Result<Id> {
        let request = cx
            .kafkaconnect()
            .create_custom_plugin()
            .content_type(plan.content_type.as_str().into())
            .set_description(plan.description.clone())
            .location(plan.location.to_api()?)
            .name(&plan.name)
            .set_tags(crate::tags::to_create(plan.tags.as_ref()));
        let send = |lost: Lost<CreateCustomPluginError>, clock| {
            let request = request.clone().customize().interceptor(lost).interceptor(clock);
            async { Ok(request.send().await?.custom_plugin_arn) }
        };
        let holder = || async {
            Ok(named(cx, &plan.name).await?.map(|it| Holder {
                what: "ARN",
                id: it.custom_plugin_arn,
                created: it.creation_time,
                is_being_deleted: it.custom_plugin_state == Some(CustomPluginState::Deleting),
            }))
        };
        let arn = taken::create(cx, TAKEN, send, holder).await;
        arn.map(Into::into)
    }

    async fn read(cx: &Cx, id: &Id) -> Result<Option<Self>> {
        let (found, tags) = tokio::try_join!(describe(cx, id), tags::of(cx, id))?;
        let (Some(found), Some(tags)) = (found, tags) else { return Ok(None) };
        match &found.custom_plugin_state {
            // Whoever reads it now goes on waiting where somebody was interrupted.
            Some(CustomPluginState::Creating) => {
                return Err(Error::retryable("the plugin is CREATING"));
            }
            Some(CustomPluginState::CreateFailed) => cx.warn(failed(&found)),
            _ => {}
        }
        let latest = found.latest_revision;
        let content = latest.as_ref().and_then(|it| it.content_type.as_ref());
        let content_type = content.map_or("", |it| it.as_str()).to_owned();
        let revision = latest.as_ref().map_or(0, |it| it.revision);
        let object = latest.and_then(|it| it.location?.s3_location);
        let s3 = S3 {
            bucket_arn: object.as_ref().and_then(|it| it.bucket_arn.clone()).unwrap_or_default(),
            file_key: object.as_ref().and_then(|it| it.file_key.clone()).unwrap_or_default(),
            object_version: object.and_then(|it| it.object_version),
        };
        Ok(Some(CustomPlugin {
            arn: found.custom_plugin_arn.into(),
            content_type,
            description: found.description,
            latest_revision: revision.into(),
            name: found.name.unwrap_or_default(),
            state: found.custom_plugin_state.map(|it| it.as_str().to_owned()).into(),
            tags: Some(tags),
            location: Location { s3 },
        }))
    }

    async fn update(cx: &Cx, id: &Id, prior: &Self, plan: &Self) -> Result<()> {
        tags::update(cx, id, prior.tags.as_ref(), plan.tags.as_ref()).await
    }

    async fn delete(cx: &Cx, id: &Id, _prior: &Self) -> Result<()> {
        cx.until(|| async {
            match describe(cx, id).await?.map(|it| it.custom_plugin_state) {
                None | Some(Some(CustomPluginState::Deleting)) => {}
                Some(Some(CustomPluginState::Creating)) => {
                    return Ok(Progress::Pending("the plugin is CREATING".to_owned()));
                }
                Some(_) => {
                    let request = cx.kafkaconnect().delete_custom_plugin().custom_plugin_arn(id);
                    request.send().await.none_if_not_found(NOT_FOUND)?;
                }
            }
            Ok(Progress::Ready(()))
        })
        .await
    }

    async fn progress(cx: &Cx, id: &Id) -> Result<Progress<()>> {
        let Some(found) = describe(cx, id).await? else {
            return Ok(Progress::Pending("the plugin cannot be read yet".to_owned()));
        };
        match &found.custom_plugin_state {
            Some(CustomPluginState::Active) => Ok(Progress::Ready(())),
            Some(CustomPluginState::CreateFailed) => Err(failed(&found)),
            Some(CustomPluginState::Deleting) => Err(Error::new("the plugin is being deleted")),
            state => {
                let state = state.as_ref().map_or("in no state", |it| it.as_str());
                Ok(Progress::Pending(format!("the plugin is {state}")))
            }
        }
    }

    fn import(id: &str) -> Result<Id> {
        import::checked(id, "custom-plugin").map(Into::into)
    }

    fn import_region(id: &Id) -> Option<&str> {
        region::of(id)
    }
}

impl Location {
    fn to_api(&self) -> Result<CustomPluginLocation> {
        let S3 { bucket_arn, file_key, object_version } = &self.s3;
        let object = S3Location::builder()
            .bucket_arn(bucket_arn)
            .file_key(file_key)
            .set_object_version(object_version.clone());
        Ok(CustomPluginLocation::builder().s3_location(built(object.build())?).build())
    }
}

fn failed(it: &DescribeCustomPluginOutput) -> Error {
    let reason = reason(it.state_description.as_ref());
    let error = Error::new(format!("the plugin is CREATE_FAILED: {reason}"));
    error.remedy("Correct what the reason names: the next apply replaces the plugin.")
}

async fn describe(cx: &Cx, arn: &str) -> Result<Option<DescribeCustomPluginOutput>> {
    let request = cx.kafkaconnect().describe_custom_plugin().custom_plugin_arn(arn);
    request.send().await.none_if_not_found(NOT_FOUND)
}

/// The plugin that has a name.
pub(super) async fn named(cx: &Cx, name: &str) -> Result<Option<CustomPluginSummary>> {
    // The filter is the beginning of a name.
    let request = cx.kafkaconnect().list_custom_plugins().name_prefix(name);
    let is_meant = |it: &CustomPluginSummary| it.name.as_deref() == Some(name);
    pages::find(request.into_paginator().send(), |it| it.custom_plugins, is_meant).await
}
