//! Amazon Resource Names.

use schemas::check::{Check, rule};

/// The parts after `arn:`: partition, service, region, account and resource. `None` if the text is
/// no ARN.
pub(crate) fn parts(arn: &str) -> Option<[&str; 5]> {
    let (prefix, rest) = arn.split_once(':')?;
    let parts: Vec<&str> = rest.splitn(5, ':').collect();
    parts.try_into().ok().filter(|_| prefix == "arn")
}

/// Whether a text is the ARN of an object of a kind: `…:cluster/<names>` of `kafka`.
pub(crate) fn is_of(text: &str, service: &str, kind: &str) -> bool {
    let Some([_, its, _, _, resource]) = parts(text) else { return false };
    let is_kind = |(it, names): (&str, &str)| it == kind && !names.is_empty();
    its == service && resource.split_once('/').is_some_and(is_kind)
}

/// A text that has to be an ARN. The parts that a partition or a service may leave empty may be
/// empty, and so may the whole: an empty text is none.
pub(crate) fn arn() -> Check {
    rule("An ARN.", |text| match parts(text) {
        _ if text.is_empty() => Ok(()),
        Some([partition, service, _, _, resource])
            if ![partition, service, resource].contains(&"") =>
        {
            Ok(())
        }
        _ => Err(format!("{text:?} is not an ARN (arn:partition:service:region:account:resource)")),
    })
    .says(|name, value| format!("{name:?} ({value}) is an invalid ARN"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_resource_is_all_that_is_left() {
        let found = parts("arn:aws:sns:us-east-1:123456789012:orders:with:colons");
        assert_eq!(found, Some(["aws", "sns", "us-east-1", "123456789012", "orders:with:colons"]));
        assert_eq!(parts("arn:aws:s3:::b"), Some(["aws", "s3", "", "", "b"]));
        for text in ["", "orders", "arn:aws:sqs", "urn:a:b:c:d:e", "ARN:aws:s3:::b"] {
            assert_eq!(parts(text), None, "{text}");
        }
    }

    #[test]
    fn an_arn_has_a_partition_a_service_and_a_resource() {
        for (text, is_fine) in [
            ("arn:aws:sqs:us-east-1:123456789012:orders", true),
            ("arn:aws:s3:::bucket", true),
            ("arn:aws:sqs", false),
            ("arn::sqs:::orders", false),
            ("arn:aws::::orders", false),
            ("arn:aws:sqs:::", false),
            ("orders", false),
            ("", true),
        ] {
            assert_eq!(arn().test(&text.into()).is_ok(), is_fine, "{text}");
        }
    }
}
