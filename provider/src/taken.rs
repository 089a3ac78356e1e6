//! Creations, which are refused where their name is taken.

use std::error::Error as StdError;
use std::future::Future;

use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::DateTime;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::clock::Clock;
use crate::error::{code, failure};
use crate::lost::Lost;
use crate::prelude::*;

/// What has the name.
pub(crate) struct Holder {
    /// What it is imported by, in words.
    pub(crate) what: &'static str,
    pub(crate) id: Option<String>,
    pub(crate) created: Option<DateTime>,
    pub(crate) is_being_deleted: bool,
}

/// Creates an object, and gives what it is imported by. `taken` is the code of a name that is taken,
/// `send` is to have the call watched by what it is given, and `holder` looks for what has the name.
pub(crate) async fn create<E, Sent, Held>(
    cx: &Cx,
    taken: &str,
    send: impl Fn(Lost<E>, Clock) -> Sent + Send + Sync,
    holder: impl Fn() -> Held + Send + Sync,
) -> Result<String>
where
    Sent: Future<Output = Result<Option<String>, SdkError<E, Response>>> + Send,
    Held: Future<Output = Result<Option<Holder>>> + Send,
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    let (lost, clock) = (Lost::new(), Clock::default());
    cx.until(|| async {
        match send(lost.clone(), clock.clone()).await {
            Err(error) if code(&error) == Some(taken) => {
                settle(cx, failure(&error), holder().await?, lost.any(), &clock)
            }
            answer => {
                let id = answer.into_result()?.ok_or("the answer has no ARN")?;
                Ok(Progress::Ready(id))
            }
        }
    })
    .await
}

/// What the object is imported by, where the holder comes of this creation, whose answer was lost:
/// there is no token to ask with. A name is free again once the object that had it is gone.
fn settle(
    cx: &Cx,
    refused: Error,
    holder: Option<Holder>,
    is_lost: bool,
    clock: &Clock,
) -> Result<Progress<String>> {
    let deleted = || Progress::Pending("what had this name is being deleted".to_owned());
    let Some(holder) = holder else { return Ok(deleted()) };
    if holder.is_being_deleted {
        return Ok(deleted());
    }
    let Some(id) = holder.id else { return Err(refused) };
    let is_older = holder.created.is_none_or(|it| clock.is_before(it.secs(), cx.started()));
    match is_lost && !is_older {
        true => Ok(Progress::Ready(id)),
        false => Err(refused.remedy(format!(
            "If the existing one is to be managed here, import it by its {}, {id}. Otherwise \
             choose another name.",
            holder.what
        ))),
    }
}
