//! A small SQS that answers from memory: consistent at once, and quick enough that what is
//! measured against it is the provider. It takes what it is told on trust.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use serde_json::{Map, Value, json};

const ACCOUNT: &str = "123456789012";

/// What a queue has that nobody asked for.
const DEFAULTS: [(&str, &str); 8] = [
    ("ApproximateNumberOfMessages", "0"),
    ("CreatedTimestamp", "1700000000"),
    ("DelaySeconds", "0"),
    ("MaximumMessageSize", "262144"),
    ("MessageRetentionPeriod", "345600"),
    ("ReceiveMessageWaitTimeSeconds", "0"),
    ("SqsManagedSseEnabled", "true"),
    ("VisibilityTimeout", "30"),
];

/// A running server. It ends with this process.
#[derive(Debug)]
pub struct Sqs {
    pub url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    queues: BTreeMap<String, Queue>,
    calls: BTreeMap<String, usize>,
}

#[derive(Debug, Clone, Default)]
struct Queue {
    attributes: Map<String, Value>,
    tags: Map<String, Value>,
}

impl Sqs {
    pub fn start() -> io::Result<Sqs> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}", listener.local_addr()?);
        let state = Arc::new(Mutex::new(State::default()));
        let server = Server { url: url.clone(), state: state.clone() };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let server = server.clone();
                // An error is a client that has gone.
                thread::spawn(move || server.serve(&stream));
            }
        });
        Ok(Sqs { url, state })
    }

    /// The calls since the last time, by the operation's name.
    pub fn take_calls(&self) -> BTreeMap<String, usize> {
        std::mem::take(&mut lock(&self.state).calls)
    }

    /// Leaves the queues of these names, new ones alike to the queue `model`, and no others.
    pub fn fill(&self, model: &str, names: impl Iterator<Item = String>) {
        let mut state = lock(&self.state);
        let model = state.queues.get(model).cloned().unwrap_or_default();
        state.queues = names.map(|name| (name, model.clone())).collect();
    }

    /// How many queues there are.
    pub fn len(&self) -> usize {
        lock(&self.state).queues.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A status, the error's code for clients of the old protocol, the type and the body.
struct Answer {
    status: &'static str,
    query_error: Option<&'static str>,
    content_type: &'static str,
    body: String,
}

impl Answer {
    fn json(body: &Value) -> Answer {
        Answer {
            status: "200 OK",
            query_error: None,
            content_type: "application/x-amz-json-1.0",
            body: body.to_string(),
        }
    }

    fn error(kind: &str, query_error: Option<&'static str>) -> Answer {
        let body = json!({ "__type": format!("com.amazonaws.sqs#{kind}"), "message": kind });
        Answer { status: "400 Bad Request", query_error, ..Answer::json(&body) }
    }
}

#[derive(Debug, Clone)]
struct Server {
    url: String,
    state: Arc<Mutex<State>>,
}

impl Server {
    /// Answers requests until the client closes the connection; one, where that is its way.
    fn serve(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut input = BufReader::new(stream);
        let mut output = stream;
        loop {
            let (mut size, mut target) = (0, String::new());
            let mut line = String::new();
            if input.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let is_last = line.contains("HTTP/1.0");
            loop {
                line.clear();
                input.read_line(&mut line)?;
                let Some((name, value)) = line.trim_end().split_once(':') else { break };
                match name.to_ascii_lowercase().as_str() {
                    "content-length" => size = value.trim().parse().map_err(io::Error::other)?,
                    "x-amz-target" => target = value.trim().to_owned(),
                    _ => {}
                }
            }
            let mut body = vec![0; size];
            input.read_exact(&mut body)?;

            let answer = self.answer(&target, &body);
            let mut head = format!(
                "HTTP/1.1 {}\r\ncontent-type: {}\r\ncontent-length: {}\r\n",
                answer.status,
                answer.content_type,
                answer.body.len()
            );
            if let Some(code) = answer.query_error {
                head.push_str(&format!("x-amzn-query-error: {code};Sender\r\n"));
            }
            output.write_all(format!("{head}\r\n{}", answer.body).as_bytes())?;
            if is_last {
                return Ok(());
            }
        }
    }

    fn answer(&self, target: &str, body: &[u8]) -> Answer {
        let mut state = lock(&self.state);
        let Some(operation) = target.strip_prefix("AmazonSQS.") else {
            *state.calls.entry("GetCallerIdentity".to_owned()).or_default() += 1;
            return caller_identity();
        };
        *state.calls.entry(operation.to_owned()).or_default() += 1;

        let request: Value = serde_json::from_slice(body).unwrap_or_default();
        if operation == "CreateQueue" {
            let name = request["QueueName"].as_str().unwrap_or_default().to_owned();
            let attributes = DEFAULTS.map(|(name, value)| (name.to_owned(), value.into()));
            let mut queue = Queue { attributes: Map::from_iter(attributes), tags: Map::new() };
            merge(&mut queue.attributes, &request["Attributes"]);
            merge(&mut queue.tags, &request["tags"]);
            let url = self.queue_url(&name);
            state.queues.insert(name, queue);
            return Answer::json(&json!({ "QueueUrl": url }));
        }

        let name = request["QueueName"]
            .as_str()
            .or_else(|| request["QueueUrl"].as_str()?.rsplit('/').next())
            .unwrap_or_default();
        let Some(queue) = state.queues.get_mut(name) else {
            let code = "AWS.SimpleQueueService.NonExistentQueue";
            return Answer::error("QueueDoesNotExist", Some(code));
        };
        match operation {
            "GetQueueUrl" => Answer::json(&json!({ "QueueUrl": self.queue_url(name) })),
            "GetQueueAttributes" => {
                let mut attributes = queue.attributes.clone();
                let arn = format!("arn:aws:sqs:us-east-1:{ACCOUNT}:{name}");
                attributes.insert("QueueArn".to_owned(), arn.into());
                let wanted = request["AttributeNames"].as_array().cloned().unwrap_or_default();
                if !wanted.contains(&"All".into()) {
                    attributes.retain(|name, _| wanted.contains(&name.as_str().into()));
                }
                Answer::json(&json!({ "Attributes": attributes }))
            }
            "ListQueueTags" => Answer::json(&json!({ "Tags": queue.tags })),
            "SetQueueAttributes" => {
                merge(&mut queue.attributes, &request["Attributes"]);
                Answer::json(&json!({}))
            }
            "TagQueue" => {
                merge(&mut queue.tags, &request["Tags"]);
                Answer::json(&json!({}))
            }
            "DeleteQueue" => {
                state.queues.remove(name);
                Answer::json(&json!({}))
            }
            _ => Answer::error("UnsupportedOperation", None),
        }
    }

    fn queue_url(&self, name: &str) -> String {
        format!("{}/{ACCOUNT}/{name}", self.url)
    }
}

fn merge(into: &mut Map<String, Value>, from: &Value) {
    into.extend(from.as_object().cloned().unwrap_or_default());
}

/// The one call that does not go to SQS: a provider asks once whose credentials it has.
fn caller_identity() -> Answer {
    let body = format!(
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
         <GetCallerIdentityResult><Arn>arn:aws:iam::{ACCOUNT}:user/bench</Arn>\
         <UserId>AIDAEXAMPLE</UserId><Account>{ACCOUNT}</Account></GetCallerIdentityResult>\
         <ResponseMetadata><RequestId>0</RequestId></ResponseMetadata>\
         </GetCallerIdentityResponse>"
    );
    Answer { status: "200 OK", query_error: None, content_type: "text/xml", body }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::post;

    fn call(sqs: &Sqs, operation: &str, body: &Value) -> (u16, Value) {
        let target = format!("AmazonSQS.{operation}");
        let headers = [("x-amz-target", target.as_str())];
        let (status, body) = post(&sqs.url, &headers, &body.to_string()).unwrap();
        (status, serde_json::from_str(&body).unwrap())
    }

    #[test]
    fn a_queue_is_there_until_it_is_deleted() {
        let sqs = Sqs::start().unwrap();
        let attributes = json!({ "DelaySeconds": "5" });
        let created =
            call(&sqs, "CreateQueue", &json!({ "QueueName": "a", "Attributes": attributes }));
        let queue = json!({ "QueueUrl": created.1["QueueUrl"], "AttributeNames": ["All"] });

        let (_, answer) = call(&sqs, "GetQueueAttributes", &queue);
        assert_eq!(answer["Attributes"]["DelaySeconds"], "5");
        assert_eq!(answer["Attributes"]["VisibilityTimeout"], "30");

        sqs.fill("a", ["b", "c"].iter().map(|it| (*it).to_owned()));
        assert_eq!((sqs.len(), call(&sqs, "GetQueueAttributes", &queue).0), (2, 400));
        let calls = sqs.take_calls();
        assert_eq!((calls["CreateQueue"], calls["GetQueueAttributes"]), (1, 2));
        assert!(sqs.take_calls().is_empty());
    }
}
