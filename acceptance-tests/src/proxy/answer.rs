//! What goes back to the provider.

use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};

use super::call::Protocol;

/// A whole answer, kept so that it can be given more than once.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// An error of AWS, before it is written in the form of a protocol.
#[derive(Debug, Clone)]
pub struct AwsError {
    pub status: u16,
    pub code: &'static str,
    /// The code that services with an older query form give beside the new one, SQS among them.
    pub query_code: Option<&'static str>,
    pub message: &'static str,
}

impl AwsError {
    pub const INTERNAL: AwsError = AwsError {
        status: 500,
        code: "InternalFailure",
        query_code: None,
        message: "The proxy failed this call.",
    };

    /// What AWS says to a client that calls too often.
    pub fn throttling(protocol: Protocol) -> AwsError {
        let (status, code) = match protocol {
            Protocol::Json => (400, "ThrottlingException"),
            Protocol::Query => (400, "Throttling"),
            Protocol::Ec2 => (503, "RequestLimitExceeded"),
            Protocol::Rest => (429, "TooManyRequestsException"),
        };
        AwsError { status, code, query_code: None, message: "Rate exceeded" }
    }
}

impl Answer {
    pub fn new(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> Answer {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Answer { status, headers, body: body.into() }
    }

    /// The error as a service of that protocol writes it.
    pub fn error(protocol: Protocol, error: &AwsError) -> Answer {
        let AwsError { status, code, query_code, message } = *error;
        let mut answer = match protocol {
            Protocol::Json => Answer::new(
                status,
                "application/x-amz-json-1.0",
                serde_json::json!({ "__type": code, "message": message }).to_string(),
            ),
            Protocol::Rest => Answer::new(
                status,
                "application/json",
                serde_json::json!({ "message": message }).to_string(),
            ),
            Protocol::Query => Answer::new(
                status,
                "text/xml",
                format!(
                    "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code>\
                     <Message>{message}</Message></Error><RequestId>0</RequestId></ErrorResponse>"
                ),
            ),
            Protocol::Ec2 => Answer::new(
                status,
                "text/xml",
                format!(
                    "<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message>\
                     </Error></Errors><RequestID>0</RequestID></Response>"
                ),
            ),
        };
        if protocol == Protocol::Rest {
            answer.set("x-amzn-errortype", code);
        }
        if let Some(query_code) = query_code {
            answer.set("x-amzn-query-error", &format!("{query_code};Sender"));
        }
        answer
    }

    fn set(&mut self, name: &'static str, value: &str) {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(HeaderName::from_static(name), value);
        }
    }
}
