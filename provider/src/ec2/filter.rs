//! How data sources find what they are for.

use std::time::Duration;

use aws_sdk_ec2::types;

use crate::prelude::*;

/// Anything else that EC2 can filter by.
#[derive(Debug, Clone, PartialEq, Model)]
pub(super) struct Filter {
    /// Name of the filter, as in EC2's API: `tag:service`.
    pub(super) name: String,
    /// Values, of which one has to match. `*` stands for any text, `?` for any character.
    pub(super) values: Set<String>,
}

pub(super) const TIMEOUTS: Timeouts =
    Timeouts { read: Some(Duration::from_secs(20 * 60)), ..Timeouts::NONE };

/// The filters of a request.
#[derive(Debug, Default)]
pub(super) struct Filters(Vec<types::Filter>);

impl Filters {
    /// Those that are configured as blocks, and one for each tag.
    pub(super) fn new(blocks: &Set<Filter>, tags: Option<&Tags>) -> Filters {
        let mut filters = Filters::default();
        for (key, value) in tags.into_iter().flatten() {
            filters.add(&format!("tag:{key}"), vec![value.clone()]);
        }
        for block in blocks.iter() {
            filters.add(&block.name, block.values.0.clone());
        }
        filters
    }

    /// One more, where there is a value for it.
    pub(super) fn by(mut self, name: &str, value: Option<&str>) -> Filters {
        if let Some(value) = value.filter(|it| !it.is_empty()) {
            self.add(name, vec![value.to_owned()]);
        }
        self
    }

    fn add(&mut self, name: &str, values: Vec<String>) {
        self.0.push(types::Filter::builder().name(name).set_values(Some(values)).build());
    }

    pub(super) fn into_api(self) -> Option<Vec<types::Filter>> {
        Some(self.0).filter(|it| !it.is_empty())
    }
}

/// The one object that was found. It is named as in `EC2 VPC`.
pub(super) fn one<T>(found: Vec<T>, name: &str) -> Result<T> {
    let mut found = found.into_iter();
    let first = found.next().ok_or_else(|| Error::new(format!("no matching {name} found")))?;
    match found.count() {
        0 => Ok(first),
        others => {
            let message = format!("multiple {name}s matched: {}", others + 1);
            Err(Error::new(message).remedy("Say more of the one that is wanted."))
        }
    }
}

/// Ids as a request takes them.
pub(super) fn ids(id: Option<&String>) -> Option<Vec<String>> {
    id.filter(|it| !it.is_empty()).map(|it| vec![it.clone()])
}
