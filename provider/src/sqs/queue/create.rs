//! The creation of a queue. SQS answers it with a queue that is there already, if that has what was
//! asked for.

use aws_sdk_sqs::operation::create_queue::builders::CreateQueueFluentBuilder;
use aws_sdk_sqs::operation::create_queue::{CreateQueueError, CreateQueueOutput};
use aws_sdk_sqs::types::QueueAttributeName;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use tfplugin::path;

use super::attributes::{self, Attributes};
use super::{Queue, add_tags, is_of_new_identity};
use crate::clock::Clock;
use crate::identity::Url;
use crate::policy::retry_on_iam_propagation;
use crate::prelude::*;
use crate::{error, name, tags};

pub(super) async fn create(cx: &Cx, plan: &Queue) -> Result<Url> {
    let name = name::given(&plan.name, &plan.name_prefix, name::suffix(plan.fifo_queue));
    let request = cx.sqs().create_queue().queue_name(&name);
    let request = request.set_attributes(Some(attributes::to_create(plan)));
    let tags = tags::to_create(plan.tags.as_ref());
    let (answer, untagged) = match send(cx, plan, request.clone().set_tags(tags.clone())).await? {
        Err(it) if tags.is_some() && tags::are_unsupported(cx, &it) => {
            // Where no creation takes tags, the queue may.
            (send(cx, plan, request).await?, tags)
        }
        answer => (answer, None),
    };
    let output = match answer {
        Err(it) if is(&it, "QueueAlreadyExists") || is(&it, "QueueNameExists") => {
            let error = error::failure(&it);
            return Err(match url(cx, &name).await {
                Some(url) => name::is_taken(error, "URL", &url),
                None => error,
            });
        }
        answer => answer.into_result()?,
    };
    let url = Url::from(output.queue_url.ok_or("the response has no queue URL")?);
    if let Some(tags) = untagged {
        cx.created(&url);
        add_tags(cx, &url, tags).await?;
    }
    Ok(url)
}

/// Refuses a queue that was there before this creation, which did no more than find it: it belongs
/// to somebody, and this configuration would delete it one day.
pub(super) fn check_new(cx: &Cx, url: &str, attributes: &Attributes, clock: &Clock) -> Result<()> {
    let created = attributes.get(&QueueAttributeName::CreatedTimestamp);
    let created = created.and_then(|it| it.parse().ok());
    if !created.is_some_and(|it| clock.is_before(it, cx.started())) {
        return Ok(());
    }
    let error = Error::exists("there is a queue of this name already");
    Err(name::is_taken(Error { path: Some(path("name")), ..error }, "URL", url))
}

async fn send(
    cx: &Cx,
    plan: &Queue,
    request: CreateQueueFluentBuilder,
) -> Result<Result<CreateQueueOutput, SdkError<CreateQueueError, Response>>> {
    let send = || request.clone().send();
    cx.until(|| async {
        let is_of_new_identity = |it: &SdkError<_, Response>| is_of_new_identity(plan, it);
        match retry_on_iam_propagation(cx, is_of_new_identity, send).await? {
            // SQS keeps the name of a deleted queue for a minute.
            Err(it) if is(&it, "QueueDeletedRecently") => {
                Err(Error::retryable("a queue of this name was deleted less than a minute ago"))
            }
            answer => Ok(Progress::Ready(answer)),
        }
    })
    .await
}

fn is(error: &SdkError<CreateQueueError, Response>, code: &str) -> bool {
    error::code(error).is_some_and(|it| it.ends_with(code))
}

/// The URL of a queue of the account, if it can be told.
async fn url(cx: &Cx, name: &str) -> Option<String> {
    cx.sqs().get_queue_url().queue_name(name).send().await.ok()?.queue_url
}
