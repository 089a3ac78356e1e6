//! How data sources find what they are for.

use std::time::Duration;

use aws_sdk_ec2::types;

use crate::prelude::*;

/// Filter of the EC2 API.
#[derive(Debug, Clone, PartialEq, Model)]
pub(super) struct Filter {
    /// Name of the filter, such as `tag:service`.
    pub(super) name: String,
    /// Values of the filter; one of them must match. `*` matches any characters, `?` a single one.
    pub(super) values: Set<String>,
}

pub(super) const TIMEOUTS: Timeouts =
    Timeouts { read: Some(Duration::from_secs(20 * 60)), ..Timeouts::NONE };

/// What EC2 says where a prefix list does not exist.
pub(super) const NO_LIST: &[&str] =
    &["InvalidPrefixListID.NotFound", "InvalidPrefixListId.NotFound"];

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

    /// What is looked for, in words, with the id where one is given.
    pub(super) fn words(&self, id: Option<&str>) -> String {
        let id = id.filter(|it| !it.is_empty()).map(|it| format!("id = {it}"));
        let filters = self.0.iter().map(|it| {
            let name = it.name().unwrap_or_default();
            format!("{name} = {}", it.values().join(" or "))
        });
        match id.into_iter().chain(filters).collect::<Vec<_>>() {
            none if none.is_empty() => "any".to_owned(),
            words => words.join(", "),
        }
    }

    pub(super) fn into_api(self) -> Option<Vec<types::Filter>> {
        Some(self.0).filter(|it| !it.is_empty())
    }
}

/// The one object that was found. It is named as in `EC2 VPC`, and `wanted` says in words what was
/// looked for.
pub(super) fn one<T>(cx: &Cx, found: Vec<T>, name: &str, wanted: &str) -> Result<T> {
    one_in(cx.region(), found, name, wanted)
}

fn one_in<T>(region: &str, found: Vec<T>, name: &str, wanted: &str) -> Result<T> {
    let count = found.len();
    let mut found = found.into_iter();
    match (found.next(), count) {
        (Some(one), 1) => Ok(one),
        (None, _) => Err(Error::new(format!("no matching {name} found in {region}: {wanted}"))
            .remedy("Check the arguments, the region and the account of the credentials.")),
        _ => {
            let message = format!("multiple {name}s matched: {count} in {region}: {wanted}");
            Err(Error::new(message).remedy("Add arguments or filters that match only one."))
        }
    }
}

/// Ids as a request takes them.
pub(super) fn ids(id: Option<&String>) -> Option<Vec<String>> {
    id.filter(|it| !it.is_empty()).map(|it| vec![it.clone()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_for_is_said() {
        let tags = Tags::from([("Name".to_owned(), "orders".to_owned())]);
        let values = Set(vec!["10.0.0.0/16".to_owned(), "10.1.0.0/16".to_owned()]);
        let block = Filter { name: "cidr".to_owned(), values };
        let filters = Filters::new(&Set(vec![block]), Some(&tags)).by("state", Some("available"));
        let words = filters.words(Some("vpc-1"));
        let expected = "id = vpc-1, tag:Name = orders, cidr = 10.0.0.0/16 or 10.1.0.0/16, \
                        state = available";
        assert_eq!(words, expected);
        assert_eq!(Filters::default().words(None), "any");

        let find = |found: Vec<i32>| one_in("eu-west-1", found, "EC2 VPC", &words);
        assert_eq!(find(vec![7]), Ok(7));
        let none = find(Vec::new()).unwrap_err().message;
        assert_eq!(none, format!("no matching EC2 VPC found in eu-west-1: {expected}"));
        let many = find(vec![7, 8]).unwrap_err().message;
        assert_eq!(many, format!("multiple EC2 VPCs matched: 2 in eu-west-1: {expected}"));
    }
}
