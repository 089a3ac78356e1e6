//! `aws_cloudwatch_log_stream`

use aws_sdk_cloudwatchlogs::operation::create_log_stream::CreateLogStreamError;
use aws_sdk_cloudwatchlogs::types::LogStream;
use aws_smithy_types::DateTime;
use schemas::check::{self, Outcome};
use tfplugin::{Identity, Served};

use super::{NOT_FOUND, TAKEN, once_free};
use crate::lost::Lost;
use crate::prelude::*;
use crate::taken::{self, Holder};

/// Manages a log stream of a log group of Amazon CloudWatch Logs: the logs of one source. To delete it
/// deletes its logs.
///
/// See
/// [log streams](https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html)
/// in the Amazon CloudWatch Logs User Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct CloudwatchLogStream {
    /// ARN of the log stream.
    pub(crate) arn: Computed<String>,
    /// Name of the log group.
    #[attr(force_new)]
    pub(crate) log_group_name: String,
    /// Name of the log stream: 1 to 512 characters without colons and asterisks.
    #[attr(force_new, check = name())]
    pub(crate) name: String,
}

/// A log stream of a log group. The `id` is its name alone.
#[derive(Debug, Clone, PartialEq, Eq, Model)]
pub(crate) struct GroupAndName {
    /// Name of the log group.
    pub(super) log_group_name: String,
    /// Name of the log stream.
    pub(super) name: String,
}

impl Identity for GroupAndName {
    const SERVED: Option<Served> = Some(Served { version: 0, located: true });

    fn text(&self) -> String {
        self.name.clone()
    }
}

impl Resource<Aws> for CloudwatchLogStream {
    type Identity = GroupAndName;

    const TYPE: &'static str = "aws_cloudwatch_log_stream";
    const NAME: &'static str = "CloudWatch Logs Log Stream";

    async fn create(cx: &Cx, plan: &Self) -> Result<GroupAndName> {
        let id =
            GroupAndName { log_group_name: plan.log_group_name.clone(), name: plan.name.clone() };
        let request = cx
            .logs()
            .create_log_stream()
            .log_group_name(&id.log_group_name)
            .log_stream_name(&id.name);
        let text = format!("{}:{}", id.log_group_name, id.name);
        let send = |lost: Lost<CreateLogStreamError>, clock| {
            let request = request.clone().customize().interceptor(lost).interceptor(clock);
            let text = text.clone();
            async { request.send().await.map(|_| Some(text)) }
        };
        let holder = || async {
            Ok(describe(cx, &id).await?.map(|it| Holder {
                what: "group and name",
                id: Some(text.clone()),
                created: it.creation_time.map(DateTime::from_millis),
                is_being_deleted: false,
            }))
        };
        taken::create(cx, TAKEN, send, holder).await?;
        Ok(id)
    }

    async fn read(cx: &Cx, id: &GroupAndName) -> Result<Option<Self>> {
        Ok(describe(cx, id).await?.map(|found| CloudwatchLogStream {
            arn: found.arn.into(),
            log_group_name: id.log_group_name.clone(),
            name: id.name.clone(),
        }))
    }

    async fn delete(cx: &Cx, id: &GroupAndName, _prior: &Self) -> Result<()> {
        let request = cx
            .logs()
            .delete_log_stream()
            .log_group_name(&id.log_group_name)
            .log_stream_name(&id.name);
        let answer = once_free(cx, || request.clone().send()).await?;
        answer.none_if_not_found(NOT_FOUND).map(drop)
    }

    fn import(id: &str) -> Result<GroupAndName> {
        match id.split_once(':') {
            Some((group, name)) if !group.is_empty() && !name.is_empty() => {
                Ok(GroupAndName { log_group_name: group.to_owned(), name: name.to_owned() })
            }
            _ => Err(Error::new(format!("{id:?} does not name a log stream"))
                .remedy("Import with the names of the log group and the stream: group:stream.")),
        }
    }
}

/// The log stream; `None` if there is none, or no such group.
async fn describe(cx: &Cx, id: &GroupAndName) -> Result<Option<LogStream>> {
    // The filter is the beginning of a name, and they come in order: what is meant is the first.
    let request = cx
        .logs()
        .describe_log_streams()
        .log_group_name(&id.log_group_name)
        .log_stream_name_prefix(&id.name)
        .limit(1);
    let answer = request.send().await.none_if_not_found(NOT_FOUND)?;
    let first = answer.and_then(|it| it.log_streams?.into_iter().next());
    Ok(first.filter(|it| it.log_stream_name.as_ref() == Some(&id.name)))
}

fn check_name(name: &str) -> Outcome {
    match (1..=512).contains(&name.chars().count()) {
        true if !name.contains([':', '*']) => Ok(()),
        true => Err("must have no `:` and no `*`".to_owned()),
        false => Err("must have 1 to 512 characters".to_owned()),
    }
}

fn name() -> check::Check {
    check::rule("", check_name).says(|name, value| match value.contains([':', '*']) {
        true => format!("{name:?} cannot contain a colon or an asterisk: {value:?}"),
        false => format!("{name:?} must be between 1 and 512 characters: {value:?}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_imported_by_group_and_name() {
        let id = CloudwatchLogStream::import("/ecs/orders:web/1").unwrap();
        assert_eq!((id.log_group_name.as_str(), id.name.as_str()), ("/ecs/orders", "web/1"));
        for id in ["", "orders", ":web", "orders:"] {
            assert!(CloudwatchLogStream::import(id).is_err(), "{id}");
        }
    }
}
