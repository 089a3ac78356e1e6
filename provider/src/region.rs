//! The regions that ids name: ARNs, and the URLs of queues.

use tfplugin::{Check, Class, Find, Finding, PlannedObject};

use crate::arn;
use crate::provider::Partition;

/// The region in which an object is, if its id names one.
pub(crate) fn of(id: &str) -> Option<&str> {
    if let Some([_, _, region, ..]) = arn::parts(id) {
        return Some(region).filter(|it| !it.is_empty());
    }
    let (_, rest) = id.split_once("://")?;
    let host = rest.split(['/', ':']).next()?;
    host.split('.').find(|it| Partition::of(it).is_some())
}

/// Whether a text looks like a region: `us-east-1`, `us-gov-west-1`. It need be none that is known.
pub(crate) fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [first, middle @ .., last] = parts.as_slice() else { return false };
    let is_word = |it: &&str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase());
    is_word(first)
        && !middle.is_empty()
        && middle.iter().all(is_word)
        && !last.is_empty()
        && last.bytes().all(|it| it.is_ascii_digit())
}

/// Finds a new object that is set on an object of another region, which an attribute names: AWS would
/// not find it.
pub(crate) fn check(attribute: &'static str) -> Check {
    let find = move |object: &PlannedObject<'_>| {
        let there = object.planned.get(attribute).as_str().and_then(of);
        let (Some(there), Some(here)) = (there, object.region) else { return Vec::new() };
        if !object.is_new() || there == here {
            return Vec::new();
        }
        let detail = format!(
            "`{attribute}` is in {there}, but this resource is in {here}. Set `region = \
             \"{there}\"`, or use one in {here}."
        );
        vec![Finding::at(attribute, detail)]
    };
    Check {
        title: "Wrong region",
        class: Class::Invariant,
        attribute,
        docs: "An object in another region than the resource, where AWS would not find it.",
        source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
        find: Find::in_plan(find),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_name_regions() {
        for (id, expected) in [
            ("https://sqs.eu-west-1.amazonaws.com/123456789012/orders", Some("eu-west-1")),
            ("https://sqs-fips.us-gov-west-1.amazonaws.com/1/o", Some("us-gov-west-1")),
            ("https://eu-west-1.queue.amazonaws.com/123456789012/orders", Some("eu-west-1")),
            ("https://sqs.cn-north-1.amazonaws.com.cn:443/1/o", Some("cn-north-1")),
            ("https://vpce-0a1b-2c3d.sqs.eu-west-1.vpce.amazonaws.com/1/o", Some("eu-west-1")),
            ("https://queue.amazonaws.com/123456789012/orders", None),
            ("http://localhost:4566/000000000000/eu-west-1", None),
            ("arn:aws:sns:eu-west-1:123456789012:orders", Some("eu-west-1")),
            ("arn:aws:sns:::orders", None),
            ("orders", None),
        ] {
            assert_eq!(of(id), expected, "{id}");
        }
    }

    #[test]
    fn regions_are_told_by_their_form() {
        for (text, expected) in [
            ("eu-west-1", true),
            ("us-gov-west-1", true),
            ("xx-nowhere-22", true),
            ("east-1", false),
            ("eu-west", false),
            ("eu--1", false),
            ("example", false),
            ("1", false),
            ("us-east-1.amazonaws.com/123456789012/orders", false),
        ] {
            assert_eq!(is_region(text), expected, "{text}");
        }
    }
}
