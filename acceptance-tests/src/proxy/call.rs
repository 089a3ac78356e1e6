//! What a request is: which service, which operation, which protocol.
//!
//! AWS has four ways to name an operation. All are read here from the request alone, so the proxy
//! needs no list of services.

use std::time::Duration;

use bytes::Bytes;
use hyper::{HeaderMap, Method};

/// A whole request, as the provider sent it.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: Method,
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// How a service writes its errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// `X-Amz-Target` and JSON: SQS, Kinesis, KMS.
    Json,
    /// `Action=` in a form, XML in the answer: SNS, STS, IAM.
    Query,
    /// The same form as `Query`, but errors are wrapped otherwise: EC2 alone.
    Ec2,
    /// Method and path: MSK, MQ.
    Rest,
}

/// A call that the proxy has seen.
#[derive(Debug, Clone)]
pub struct Call {
    pub service: String,
    pub operation: String,
    /// Bytes in the body of the request.
    pub size: usize,
    /// When it came, counted from the start of the proxy.
    pub at: Duration,
    /// How long the answer took; none while there is no answer.
    pub took: Option<Duration>,
    /// What was answered; none while there is no answer and where the connection was cut.
    pub status: Option<u16>,
    /// What the proxy did to the call.
    pub fault: Option<&'static str>,
}

impl Call {
    /// Whether this is a call of an operation, in whose name `*` stands for anything.
    pub fn is(&self, operation: &str) -> bool {
        is_like(&self.operation, operation)
    }
}

/// Whether a text is like a pattern, in which `*` stands for anything.
pub(super) fn is_like(text: &str, pattern: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return text == pattern };
    let Some(text) = text.strip_prefix(start) else { return false };
    text.char_indices().map(|(at, _)| at).chain([text.len()]).any(|at| is_like(&text[at..], rest))
}

/// The names in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) service: String,
    pub(super) operation: String,
    pub(super) protocol: Protocol,
}

impl Name {
    pub(super) fn of(request: &Request) -> Name {
        let target = header(request, "x-amz-target");
        let service = signed_service(request)
            .or_else(|| Some(target?.split('.').next()?.to_lowercase()))
            .unwrap_or_default();
        if let Some(target) = target {
            let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
            return Name { service, operation, protocol: Protocol::Json };
        }
        if let Some(action) = form_field(&request.body, "Action") {
            let protocol = if service == "ec2" { Protocol::Ec2 } else { Protocol::Query };
            return Name { service, operation: action, protocol };
        }
        let path = request.path.split('?').next().unwrap_or_default();
        let operation = format!("{} {path}", request.method);
        Name { service, operation, protocol: Protocol::Rest }
    }

    /// Whether the operation only looks.
    pub(super) fn reads(&self) -> bool {
        let verbs: &[&str] = match self.protocol {
            Protocol::Rest => &["GET ", "HEAD "],
            _ => &["Get", "List", "Describe"],
        };
        verbs.iter().any(|verb| self.operation.starts_with(verb))
    }
}

/// `Credential=<key>/<date>/<region>/<service>/aws4_request` in the signature.
fn signed_service(request: &Request) -> Option<String> {
    let (_, credential) = header(request, "authorization")?.split_once("Credential=")?;
    credential.split(',').next()?.split('/').nth(3).map(str::to_owned)
}

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers.get(name)?.to_str().ok()
}

/// A field whose value needs no decoding, as operations do.
fn form_field(body: &[u8], name: &str) -> Option<String> {
    let body = std::str::from_utf8(body).ok()?;
    let field = body.split('&').find_map(|field| field.strip_prefix(name)?.strip_prefix('='))?;
    Some(field.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &str, path: &str, headers: &[(&'static str, &str)], body: &str) -> Request {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        Request {
            method: method.parse().unwrap(),
            path: path.to_owned(),
            headers: map,
            body: Bytes::copy_from_slice(body.as_bytes()),
        }
    }

    #[test]
    fn operations_are_meant_by_patterns() {
        for (pattern, expected) in [
            ("PUT /v1/brokers/b-1/users/ann", true),
            ("PUT /v1/brokers/*", true),
            ("* /v1/brokers/*/users/*", true),
            ("*", true),
            ("PUT /v1/brokers", false),
            ("POST *", false),
            ("*/users", false),
        ] {
            assert_eq!(is_like("PUT /v1/brokers/b-1/users/ann", pattern), expected, "{pattern}");
        }
    }

    #[test]
    fn every_protocol_names_its_operation() {
        let signed = |service: &str| {
            format!("AWS4-HMAC-SHA256 Credential=K/20260101/us-east-1/{service}/aws4_request, Si=1")
        };
        let (sqs, sns, kafka) = (signed("sqs"), signed("sns"), signed("kafka"));
        for (request, expected, reads) in [
            (
                request(
                    "POST",
                    "/",
                    &[("x-amz-target", "AmazonSQS.CreateQueue"), ("authorization", &sqs)],
                    "{}",
                ),
                ("sqs", "CreateQueue", Protocol::Json),
                false,
            ),
            (
                request(
                    "POST",
                    "/",
                    &[("authorization", &sns)],
                    "Version=1&Action=GetTopicAttributes&X=1",
                ),
                ("sns", "GetTopicAttributes", Protocol::Query),
                true,
            ),
            (
                request("GET", "/v1/clusters?next=1", &[("authorization", &kafka)], ""),
                ("kafka", "GET /v1/clusters", Protocol::Rest),
                true,
            ),
            (
                request("POST", "/", &[("x-amz-target", "AmazonSQS.ListQueues")], "{}"),
                ("amazonsqs", "ListQueues", Protocol::Json),
                true,
            ),
        ] {
            let name = Name::of(&request);
            assert_eq!((&*name.service, &*name.operation, name.protocol), expected);
            assert_eq!(name.reads(), reads, "{name:?}");
        }
    }
}
