//! The servers that stand in for AWS while tests run: one for each thread, emptied between tests.

use std::io;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::aws::{self, Server};
use crate::{Result, http};

/// Servers that nobody uses now.
#[derive(Debug, Default)]
pub struct Clouds {
    free: Mutex<Vec<Server>>,
}

/// An empty AWS, for one test.
#[derive(Debug)]
pub struct Cloud<'a> {
    clouds: &'a Clouds,
    /// Always there until the drop.
    server: Option<Server>,
    pub url: String,
}

impl Clouds {
    /// Takes a free server, or starts one. Starting takes seconds, emptying milliseconds.
    pub fn take(&self) -> Result<Cloud<'_>> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let server = match free {
            Some(server) => server,
            None => aws::start(0)?,
        };
        let url = server.url.clone();
        match http::post(&format!("{url}/moto-api/reset"), &[], "") {
            Ok((200, _)) => Ok(Cloud { clouds: self, server: Some(server), url }),
            other => Err(format!("the stand-in for AWS is not emptied: {other:?}")),
        }
    }
}

impl Drop for Cloud<'_> {
    fn drop(&mut self) {
        let mut free = self.clouds.free.lock().unwrap_or_else(PoisonError::into_inner);
        free.extend(self.server.take());
    }
}

/// What leads the AWS libraries to `url`, and nowhere else.
pub(crate) fn variables(url: &str) -> Vec<(String, String)> {
    let variables = [
        ("AWS_ENDPOINT_URL", url),
        ("AWS_REGION", "us-east-1"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_ACCESS_KEY_ID", "testing"),
        ("AWS_SECRET_ACCESS_KEY", "testing"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ];
    variables.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}

impl Cloud<'_> {
    /// What leads the AWS libraries here, the provider among them.
    pub fn variables(&self) -> Vec<(String, String)> {
        variables(&self.url)
    }

    /// Fails where the stand-in refused a request that no client of AWS may send, or gave an answer
    /// that AWS would not give.
    pub fn verify(&self) -> Result {
        for notes in ["refusals", "violations"] {
            match http::get(&format!("{}/moto-api/standin/{notes}", self.url), &[]) {
                Ok((200, none)) if none == "[]" => {}
                Ok((_, found)) => return Err(format!("{notes} of the stand-in for AWS: {found}")),
                Err(error) => return Err(format!("{notes} of the stand-in for AWS: {error}")),
            }
        }
        Ok(())
    }

    /// Calls an operation of a service that speaks JSON, and gives its answer.
    pub fn call(&self, service: &str, target: &str, body: &str) -> Result<Value> {
        let headers = [
            ("authorization", &*signature(service)),
            ("x-amz-target", target),
            ("content-type", "application/x-amz-json-1.0"),
        ];
        read(target, http::post(&self.url, &headers, body))
    }

    /// Calls an operation of a service that takes forms and answers in XML, and gives its answer.
    pub fn query(&self, service: &str, form: &str) -> Result<String> {
        let headers = [
            ("authorization", &*signature(service)),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        match http::post(&self.url, &headers, form) {
            Ok((200, answer)) => Ok(answer),
            other => Err(format!("{form}: {other:?}")),
        }
    }

    /// Gets an object of a service that goes by method and path.
    pub fn get(&self, service: &str, path: &str) -> Result<Value> {
        let headers = [("authorization", &*signature(service))];
        read(path, http::get(&format!("{}{path}", self.url), &headers))
    }

    /// Demands of operations how long they take, and which end badly.
    pub fn demand(&self, operations: &Value) -> Result {
        let url = format!("{}/moto-api/standin/operations", self.url);
        read("operations", http::post(&url, &[], &operations.to_string())).map(drop)
    }
}

fn signature(service: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/{service}/aws4_request, \
         SignedHeaders=host, Signature=0"
    )
}

fn read(what: &str, answer: io::Result<(u16, String)>) -> Result<Value> {
    let (status, answer) = answer.map_err(|error| format!("{what}: {error}"))?;
    if status != 200 {
        return Err(format!("{what}: {status} {answer}"));
    }
    serde_json::from_str(&answer).map_err(|error| format!("{what}: {error} in {answer}"))
}
