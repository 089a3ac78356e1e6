//! Tags, which EC2 takes as a list, and the same way for objects of all kinds.

use std::collections::HashMap;

use aws_sdk_ec2::types::{ResourceType, Tag, TagSpecification};

use crate::prelude::*;
use crate::tags;

/// Tags as a creation takes them.
pub(super) fn to_create(kind: ResourceType, tags: Option<&Tags>) -> Option<Vec<TagSpecification>> {
    let tags = tags.filter(|it| !it.is_empty())?;
    let tags = tags.iter().map(|(key, value)| tag(key, value)).collect();
    let specification = TagSpecification::builder().resource_type(kind).set_tags(Some(tags));
    Some(vec![specification.build()])
}

pub(super) fn from_api(tags: Option<Vec<Tag>>) -> Tags {
    let tags = tags.into_iter().flatten();
    tags.map(|it| (it.key.unwrap_or_default(), it.value.unwrap_or_default())).collect()
}

/// Whether tags are those that were planned. AWS may have added its own.
pub(super) fn are(tags: &[Tag], plan: Option<&Tags>) -> bool {
    let mut tags = from_api(Some(tags.to_vec()));
    tags.retain(|key, _| !key.starts_with("aws:"));
    plan.cloned().unwrap_or_default() == tags
}

/// Makes the tags that were planned of those that there were.
pub(super) async fn update(
    cx: &Cx,
    id: &str,
    prior: Option<&Tags>,
    plan: Option<&Tags>,
) -> Result<()> {
    let gone = |keys: Vec<String>| {
        let tags = keys.into_iter().map(|it| Tag::builder().key(it).build()).collect();
        cx.ec2().delete_tags().resources(id).set_tags(Some(tags)).send()
    };
    let added = |added: HashMap<String, String>| {
        let tags = added.iter().map(|(key, value)| tag(key, value)).collect();
        cx.ec2().create_tags().resources(id).set_tags(Some(tags)).send()
    };
    tags::update(prior, plan, gone, added).await
}

fn tag(key: &str, value: &str) -> Tag {
    Tag::builder().key(key).value(value).build()
}
