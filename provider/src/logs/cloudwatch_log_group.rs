//! `aws_cloudwatch_log_group`

use aws_sdk_cloudwatchlogs::operation::create_log_group::CreateLogGroupError;
use aws_sdk_cloudwatchlogs::types::{LogGroup, LogGroupClass};
use aws_smithy_types::DateTime;
use schemas::check::{self, Outcome};
use schemas::{Fields, Value};

use super::{NOT_FOUND, TAKEN, once_free};
use crate::identity::Name;
use crate::lost::Lost;
use crate::prelude::*;
use crate::taken::{self, Holder};
use crate::{name, pages};

/// Manages a log group of Amazon CloudWatch Logs: where services and applications send their logs, and
/// how long these are kept. To delete a log group deletes its logs.
///
/// See
/// [log groups](https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html)
/// in the Amazon CloudWatch Logs User Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct CloudwatchLogGroup {
    /// ARN of the log group, without the `:*` that some services want at its end.
    pub(crate) arn: Computed<String>,
    /// Whether CloudWatch Logs refuses to delete the log group.
    #[attr(computed)]
    pub(crate) deletion_protection_enabled: Option<bool>,
    /// ARN of the AWS KMS key that new logs are encrypted with. The key policy must let CloudWatch Logs
    /// use it.
    pub(crate) kms_key_id: Option<String>,
    /// Class of the log group. `DELIVERY` is for logs that go to Amazon S3 or AWS X-Ray, and keeps them
    /// for 2 days, whatever `retention_in_days` says.
    #[attr(computed, force_new, check = one_of(&["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]))]
    pub(crate) log_group_class: Option<String>,
    /// Name of the log group: up to 512 letters, digits and `_-/.#`. If neither `name` nor `name_prefix`
    /// is set, the provider generates a name.
    #[attr(computed, force_new, conflicts = "name_prefix", check = length(0, 512), check = characters())]
    pub(crate) name: Option<String>,
    /// Prefix of the generated name; 26 characters are appended.
    #[attr(computed, force_new, conflicts = "name", check = length(0, 486), check = characters())]
    pub(crate) name_prefix: Option<String>,
    /// Days for which logs are kept: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096,
    /// 1827, 2192, 2557, 2922, 3288 or 3653. With `0` they are kept for ever.
    #[attr(default = 0, check = retention())]
    pub(crate) retention_in_days: Option<i32>,
    /// Whether to leave the log group and its logs in place when this resource is destroyed.
    #[attr(default = false, not_returned)]
    pub(crate) skip_destroy: Option<bool>,
    /// Tags of the log group.
    pub(crate) tags: Option<Tags>,
}

/// The retention times that there are, in days.
const RETENTIONS: &[i64] = &[
    0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
];

/// The class of log groups whose retention is fixed.
const DELIVERY: &str = "DELIVERY";

impl Resource<Aws> for CloudwatchLogGroup {
    type Identity = Name;

    const TYPE: &'static str = "aws_cloudwatch_log_group";
    const NAME: &'static str = "CloudWatch Logs Log Group";
    /// With `skip_destroy` it stays.
    const DELETED_WHEN_GONE: bool = false;

    fn name_key(object: &Value) -> Option<String> {
        object.get("name").as_str().map(str::to_owned)
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Name> {
        let name = name::given(&plan.name, &plan.name_prefix, "");
        let request = cx
            .logs()
            .create_log_group()
            .log_group_name(&name)
            .set_kms_key_id(plan.kms_key_id.clone().filter(|it| !it.is_empty()))
            .set_log_group_class(plan.log_group_class.as_deref().map(LogGroupClass::from))
            .set_deletion_protection_enabled(plan.deletion_protection_enabled)
            .set_tags(crate::tags::to_create(plan.tags.as_ref()));
        let send = |lost: Lost<CreateLogGroupError>, clock| {
            let request = request.clone().customize().interceptor(lost).interceptor(clock);
            let name = name.clone();
            async { request.send().await.map(|_| Some(name)) }
        };
        let holder = || async {
            Ok(describe(cx, &name).await?.map(|it| Holder {
                what: "name",
                id: it.log_group_name,
                created: it.creation_time.map(DateTime::from_millis),
                is_being_deleted: false,
            }))
        };
        let id = Name::from(taken::create(cx, TAKEN, send, holder).await?);
        if let Some(days) = plan.retention() {
            cx.created_without(&id, &["retention_in_days"]);
            set_retention(cx, &id, days).await?;
        }
        Ok(id)
    }

    async fn read(cx: &Cx, id: &Name) -> Result<Option<Self>> {
        let Some(found) = describe(cx, id).await? else { return Ok(None) };
        let arn = arn(&found);
        let answer = cx.logs().list_tags_for_resource().resource_arn(&arn).send().await;
        let Some(tags) = answer.none_if_not_found(NOT_FOUND)? else { return Ok(None) };
        let name = found.log_group_name.unwrap_or_default();
        Ok(Some(CloudwatchLogGroup {
            arn: arn.into(),
            deletion_protection_enabled: Some(
                found.deletion_protection_enabled.unwrap_or_default(),
            ),
            kms_key_id: found.kms_key_id,
            log_group_class: found.log_group_class.map(|it| it.as_str().to_owned()),
            name_prefix: name::prefix(&name, "").map(str::to_owned),
            name: Some(name),
            retention_in_days: Some(found.retention_in_days.unwrap_or_default()),
            skip_destroy: None,
            tags: Some(tags.tags.unwrap_or_default().into_iter().collect()),
        }))
    }

    /// CloudWatch Logs keeps logs of one class for 2 days, whatever it is told.
    fn respell(known: &Value, remote: &mut Fields) {
        let class = remote.get("log_group_class").and_then(Value::as_str);
        let known = known.get("retention_in_days");
        if class == Some(DELIVERY) && known.as_i64().is_some() {
            remote.insert("retention_in_days".to_owned(), known.clone());
        }
    }

    async fn update(cx: &Cx, id: &Name, prior: &Self, plan: &Self) -> Result<()> {
        let client = cx.logs();
        if prior.retention_in_days != plan.retention_in_days {
            match plan.retention() {
                Some(days) => set_retention(cx, id, days).await?,
                None => {
                    let request = client.delete_retention_policy().log_group_name(id);
                    request.send().await.into_result()?;
                }
            }
        }
        if prior.kms_key_id != plan.kms_key_id {
            match plan.kms_key_id.as_ref().filter(|it| !it.is_empty()) {
                Some(key) => {
                    let request = client.associate_kms_key().log_group_name(id).kms_key_id(key);
                    request.send().await.into_result()?;
                }
                None => {
                    let request = client.disassociate_kms_key().log_group_name(id);
                    request.send().await.into_result()?;
                }
            }
        }
        if let Some(is_protected) = plan.deletion_protection_enabled
            && prior.deletion_protection_enabled != plan.deletion_protection_enabled
        {
            let request = client
                .put_log_group_deletion_protection()
                .log_group_identifier(id)
                .deletion_protection_enabled(is_protected);
            request.send().await.into_result()?;
        }
        let arn = prior.arn.0.as_deref().unwrap_or_default();
        let untag =
            |keys| client.untag_resource().resource_arn(arn).set_tag_keys(Some(keys)).send();
        let tag = |tags| client.tag_resource().resource_arn(arn).set_tags(Some(tags)).send();
        crate::tags::update(prior.tags.as_ref(), plan.tags.as_ref(), untag, tag).await
    }

    async fn delete(cx: &Cx, id: &Name, prior: &Self) -> Result<()> {
        if prior.skip_destroy == Some(true) {
            return Ok(());
        }
        let request = cx.logs().delete_log_group().log_group_name(id);
        let answer = once_free(cx, || request.clone().send()).await?;
        answer.none_if_not_found(NOT_FOUND).map(drop)
    }
}

impl CloudwatchLogGroup {
    /// How long logs are to be kept, where that is limited and can be said.
    fn retention(&self) -> Option<i32> {
        let is_fixed = self.log_group_class.as_deref() == Some(DELIVERY);
        self.retention_in_days.filter(|it| *it > 0 && !is_fixed)
    }
}

async fn set_retention(cx: &Cx, name: &str, days: i32) -> Result<()> {
    let request = cx.logs().put_retention_policy().log_group_name(name).retention_in_days(days);
    once_free(cx, || request.clone().send()).await?.into_result().map(drop)
}

/// The log group that has a name.
pub(super) async fn describe(cx: &Cx, name: &str) -> Result<Option<LogGroup>> {
    // The filter is the beginning of a name.
    let request = cx.logs().describe_log_groups().log_group_name_prefix(name);
    let is_meant = |it: &LogGroup| it.log_group_name.as_deref() == Some(name);
    pages::find(request.into_paginator().send(), |it| it.log_groups, is_meant).await
}

/// The ARN of a log group as calls for tags take it.
pub(super) fn arn(group: &LogGroup) -> String {
    let arn = group.arn.as_deref().unwrap_or_default();
    arn.trim_end_matches(":*").to_owned()
}

fn check_name(name: &str) -> Outcome {
    let is_fine = |it: char| it.is_ascii_alphanumeric() || "_-/.#".contains(it);
    match !name.is_empty() && name.chars().all(is_fine) {
        true => Ok(()),
        false => Err("must have only letters, digits and `_-/.#`".to_owned()),
    }
}

fn characters() -> check::Check {
    check::rule("", check_name).says(|name, value| {
        format!(
            "{name:?} isn't a valid log group name (alphanumeric characters, underscores, hyphens, \
             slashes, hash signs and dots are allowed): {value:?}"
        )
    })
}

fn retention() -> check::Check {
    check::Check::new("", |value| match value.as_i64() {
        Some(days) if !RETENTIONS.contains(&days) => {
            let known: Vec<String> = RETENTIONS.iter().map(i64::to_string).collect();
            Err(format!("must be one of {}", known.join(", ")))
        }
        _ => Ok(()),
    })
    .says(|name, value| format!("expected {name} to be one of {RETENTIONS:?}, got {value}"))
}
