//! Where the messages of a subscription go.

use schemas::check::Outcome;

use crate::arn;

/// An ARN, a URL, an address or a number, as the protocol asks for. SNS does not tell a password in
/// a URL.
#[derive(Debug, Clone, Default)]
pub(crate) struct Endpoint(pub(crate) String);

schemas::text!(Endpoint, None, same);

/// What stands in place of a password.
const MASK: &str = "****";

fn same(one: &str, other: &str) -> bool {
    masked(one).is_some_and(|it| it == other) || masked(other).is_some_and(|it| it == one)
}

/// The URL as SNS tells it; `None` where there is no password.
fn masked(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, place) = rest.split_at(end);
    let (user, host) = authority.rsplit_once('@')?;
    let (user, _) = user.split_once(':')?;
    Some(format!("{scheme}://{user}:{MASK}@{host}{place}"))
}

/// What SNS refuses of an endpoint whatever else there is. Nothing of it is quoted: it may hold a
/// password.
pub(super) fn check(protocol: &str, endpoint: &str) -> Outcome {
    let is_of = |service: &str| matches!(arn::parts(endpoint), Some([_, it, ..]) if it == service);
    let needed = match protocol {
        "sqs" if !is_of("sqs") => {
            "the ARN of a queue, such as arn:aws:sqs:us-east-1:123456789012:orders"
        }
        "lambda" if !is_of("lambda") => {
            "the ARN of a function, such as arn:aws:lambda:us-east-1:123456789012:function:orders"
        }
        "firehose" if !is_of("firehose") => {
            "the ARN of a delivery stream, such as \
             arn:aws:firehose:us-east-1:123456789012:deliverystream/orders"
        }
        "application" if !is_of("sns") => "the ARN of a platform application endpoint",
        "http" if !endpoint.starts_with("http://") => "a URL that begins with http://",
        "https" if !endpoint.starts_with("https://") => "a URL that begins with https://",
        "email" | "email-json" if !endpoint.contains('@') => "an e-mail address",
        "sms" if !is_number(endpoint) => "a telephone number, such as +12065550100",
        _ => return Ok(()),
    };
    Err(format!("must be {needed}, if `protocol` is {protocol}"))
}

/// Digits with single marks between them, and a plus before them.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let parts: Vec<&str> = digits.split(['-', '.', '/', ' ', '(', ')']).collect();
    let is_part = |it: &&str| it.bytes().all(|it| it.is_ascii_digit());
    parts.iter().all(is_part) && parts.iter().any(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_told() {
        let url = "https://user:secret@example.com/hook?a=b@c";
        assert_eq!(masked(url).as_deref(), Some("https://user:****@example.com/hook?a=b@c"));
        for (one, other, expected) in [
            (url, "https://user:****@example.com/hook?a=b@c", true),
            ("https://user:****@example.com/hook?a=b@c", url, true),
            ("https://user:p@ss:word@example.com", "https://user:****@example.com", true),
            (url, "https://user:other@example.com/hook?a=b@c", false),
            (url, "https://other:****@example.com/hook?a=b@c", false),
            (url, "https://user:****@example.com/other", false),
            ("https://user@example.com", "https://user:****@example.com", false),
            ("https://example.com/a:b@c", "https://example.com/a:****@c", false),
            ("ops@example.com", "dev@example.com", false),
        ] {
            assert_eq!(same(one, other), expected, "{one} and {other}");
        }
    }

    #[test]
    fn protocols_ask_for_endpoints_of_their_own() {
        for (protocol, endpoint, is_fine) in [
            ("sqs", "arn:aws:sqs:us-east-1:123456789012:orders", true),
            ("sqs", "arn:aws-cn:sqs:cn-north-1:123456789012:orders", true),
            ("sqs", "https://sqs.us-east-1.amazonaws.com/123456789012/orders", false),
            ("sqs", "ops@example.com", false),
            ("lambda", "arn:aws:lambda:us-east-1:123456789012:function:f:live", true),
            ("lambda", "arn:aws:sqs:us-east-1:123456789012:orders", false),
            ("firehose", "arn:aws:firehose:us-east-1:123456789012:deliverystream/s", true),
            ("firehose", "", false),
            ("application", "arn:aws:sns:us-east-1:123456789012:endpoint/GCM/a/b", true),
            ("http", "http://example.com", true),
            ("http", "https://example.com", false),
            ("https", "https://user:secret@example.com", true),
            ("https", "example.com", false),
            ("email", "ops@example.com ", true),
            ("email-json", "ops", false),
            ("sms", "+12065550100", true),
            ("sms", "+12/34-567.890", true),
            ("sms", "+1 (206) 555-0100", true),
            ("sms", "NAA+15551234567", false),
            ("sms", "ops@example.com", false),
        ] {
            assert_eq!(check(protocol, endpoint).is_ok(), is_fine, "{protocol} {endpoint}");
        }
        let refused = check("http", "https://user:secret@example.com").unwrap_err();
        assert!(!refused.contains("secret"));
    }
}
