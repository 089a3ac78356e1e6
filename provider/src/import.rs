//! What the ids tell by which objects are imported.

use crate::arn;
use crate::provider::Partition;

/// The region that an ARN names, or the URL of a queue.
pub(crate) fn region(id: &str) -> Option<&str> {
    if let Some([_, _, region, ..]) = arn::parts(id) {
        return Some(region).filter(|it| !it.is_empty());
    }
    let (_, rest) = id.split_once("://")?;
    let host = rest.split(['/', ':']).next()?;
    host.split('.').find(|it| Partition::of(it).is_some())
}

/// The URL of the queue whose ARN this is.
pub(crate) fn queue_url(id: &str) -> Option<String> {
    let [_, "sqs", region, account, name] = arn::parts(id)? else { return None };
    let suffix = Partition::of(region)?.dns_suffix;
    Some(format!("https://sqs.{region}.{suffix}/{account}/{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions() {
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
            assert_eq!(region(id), expected, "{id}");
        }
    }

    #[test]
    fn urls_of_queues() {
        let url = queue_url("arn:aws:sqs:eu-west-1:123456789012:orders");
        let expected = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders";
        assert_eq!(url.as_deref(), Some(expected));
        assert_eq!(queue_url("arn:aws:sns:eu-west-1:123456789012:orders"), None);
        assert_eq!(queue_url("orders"), None);
    }
}
