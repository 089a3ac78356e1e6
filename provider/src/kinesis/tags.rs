//! The tags of streams, which go by name.

use aws_sdk_kinesis::types::Tag;

use super::GONE;
use crate::prelude::*;

/// How many tags one call for a stream takes where Kinesis is older.
pub(super) const MOST_IN_A_CALL: usize = 10;

/// The tags of a stream; `None` if there is no stream.
pub(super) async fn of_stream(cx: &Cx, name: &str) -> Result<Option<Tags>> {
    let mut tags = Tags::new();
    let mut request = cx.kinesis().list_tags_for_stream().stream_name(name);
    loop {
        let Some(page) = request.clone().send().await.unless_gone(GONE)? else { return Ok(None) };
        let last = page.tags.last().map(|it| it.key.clone());
        tags.extend(from_api(page.tags));
        match last.filter(|_| page.has_more_tags) {
            Some(last) => request = request.exclusive_start_tag_key(last),
            None => return Ok(Some(tags)),
        }
    }
}

pub(super) fn from_api(tags: Vec<Tag>) -> Tags {
    tags.into_iter().map(|it| (it.key, it.value.unwrap_or_default())).collect()
}
