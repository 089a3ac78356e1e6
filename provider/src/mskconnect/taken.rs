//! Creations that are refused because their name is taken.

use aws_smithy_types::DateTime;

use crate::clock::Clock;
use crate::prelude::*;

/// What has the name.
pub(super) struct Holder {
    pub(super) arn: Option<String>,
    pub(super) created: Option<DateTime>,
    pub(super) is_being_deleted: bool,
}

/// The ARN, where the holder comes of this creation, whose answer was lost: there is no token to ask
/// with. A name is free again once the object that had it is gone.
pub(super) fn settle(
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
    let Some(arn) = holder.arn else { return Err(refused) };
    let is_older = holder.created.is_none_or(|it| clock.is_before(it.secs(), cx.started()));
    match is_lost && !is_older {
        true => Ok(Progress::Ready(arn)),
        false => Err(refused.remedy(format!(
            "If the existing one is to be managed here, import it by its ARN, {arn}. Otherwise \
             choose another name."
        ))),
    }
}
