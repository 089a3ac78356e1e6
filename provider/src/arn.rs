//! Amazon Resource Names.

/// The parts after `arn:`: partition, service, region, account and resource. `None` if the text is
/// no ARN.
pub(crate) fn parts(arn: &str) -> Option<[&str; 5]> {
    let (prefix, rest) = arn.split_once(':')?;
    let parts: Vec<&str> = rest.splitn(5, ':').collect();
    parts.try_into().ok().filter(|_| prefix == "arn")
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
}
