//! Calls to a server that answers as it is told.

mod credentials;
// They are about four services.
#[cfg(feature = "default")]
mod limits;
mod retries;
mod secrets;
mod tag_policy;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use schemas::Set;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::*;
use crate::error::Answer;
use crate::provider::endpoints::Endpoints;
use crate::provider::http::ReadWrite;

/// A server with answers for the requests to come. The last one is given again and again.
struct Server {
    url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn new(answers: &[(u16, &str)]) -> Server {
        Server::with(None, answers).await
    }

    async fn with(tls: Option<TlsAcceptor>, answers: &[(u16, &str)]) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let url = format!("{scheme}://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let answers: Vec<_> = answers.iter().map(|(code, it)| (*code, (*it).to_owned())).collect();
        tokio::spawn(serve(listener, tls, answers, requests.clone()));
        Server { url, requests }
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    answers: Vec<(u16, String)>,
    requests: Arc<Mutex<Vec<String>>>,
) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream: Box<dyn ReadWrite> = match &tls {
            None => Box::new(stream),
            Some(tls) => match tls.accept(stream).await {
                Ok(stream) => Box::new(stream),
                // The client does not believe the certificate.
                Err(_) => continue,
            },
        };
        let request = receive(&mut stream).await;
        let number = {
            let mut requests = requests.lock().unwrap();
            requests.push(request);
            requests.len() - 1
        };
        let (status, body) = &answers[number.min(answers.len() - 1)];
        let answer = format!(
            "HTTP/1.1 {status} X\r\nx-amzn-requestid: r{number}\r\nconnection: close\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        // Whoever asked may have gone.
        _ = stream.write_all(answer.as_bytes()).await;
        _ = stream.flush().await;
    }
}

async fn receive(stream: &mut Box<dyn ReadWrite>) -> String {
    let mut request = Vec::new();
    loop {
        let mut buffer = [0; 4096];
        let count = stream.read(&mut buffer).await.unwrap_or(0);
        request.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.to_lowercase();
            let length =
                length.lines().find_map(|it| it.strip_prefix("content-length: ")?.parse().ok());
            if count == 0 || body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        if count == 0 {
            return text;
        }
    }
}

fn block(url: &str) -> Configuration {
    let endpoints = ["ec2", "mq", "sns", "sqs", "sts"].map(|it| (it, url.to_owned()));
    Configuration {
        region: Some("eu-west-1".to_owned()),
        access_key: Some("AKIATEST".to_owned()),
        secret_key: Some("wonderful".to_owned()),
        endpoints: Set(vec![Endpoints(BTreeMap::from(endpoints))]),
        ..Configuration::default()
    }
}

/// No home, so no profile; and no metadata service, which would take its time not to answer.
fn nowhere() -> Environment {
    Environment::from([("AWS_EC2_METADATA_DISABLED", "true"), ("HOME", "/nonexistent")])
}

async fn configure(block: &Configuration, environment: &Environment) -> Result<Aws, Diagnostic> {
    let client = Client { version: "1.2.3".to_owned() };
    let configured = Box::pin(Aws::with_environment(block, &[], &client, environment)).await;
    configured.map_err(|mut it| it.remove(0))
}

async fn list_queues(aws: &Aws) -> tfplugin::Result<Vec<String>> {
    let clients = aws.clients("eu-west-1");
    let output = Box::pin(clients.sqs().list_queues().send()).await.into_result()?;
    Ok(output.queue_urls.unwrap_or_default())
}

const QUEUES: (u16, &str) = (200, r#"{"QueueUrls":["http://queue"]}"#);

#[tokio::test]
async fn a_call_is_signed_for_its_region_and_says_who_sends_it() {
    let server = Server::new(&[QUEUES]).await;
    let mut environment = nowhere();
    environment.set("TF_APPEND_USER_AGENT", "pipeline/7");
    let aws = configure(&block(&server.url), &environment).await.unwrap();
    assert_eq!(list_queues(&aws).await.unwrap(), ["http://queue"]);
    let request = &server.requests()[0];
    let agent = format!(
        "user-agent: Terraform/1.2.3 terraform-provider-aws-messaging/{} pipeline/7 aws-sdk-rust/",
        crate::VERSION
    );
    assert!(request.contains(&agent), "{request}");
    assert!(request.contains("/eu-west-1/sqs/aws4_request"), "{request}");
    assert!(Arc::ptr_eq(&aws.clients("eu-west-1"), &aws.clients("eu-west-1")));

    let elsewhere = aws.clients("us-gov-west-1");
    Box::pin(elsewhere.sqs().list_queues().send()).await.unwrap();
    assert!(server.requests()[1].contains("/us-gov-west-1/sqs/aws4_request"));
    assert_eq!(elsewhere.partition().id, "aws-us-gov");
}

#[tokio::test]
async fn throttling_is_tried_again() {
    let throttled = (400, r#"{"__type":"ThrottlingException","message":"slow down"}"#);
    let server = Server::new(&[throttled, (503, ""), QUEUES]).await;
    let aws = configure(&block(&server.url), &nowhere()).await.unwrap();
    assert_eq!(list_queues(&aws).await.unwrap(), ["http://queue"]);
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn a_refusal_is_told_with_code_message_and_request_id() {
    let denied = r#"{"__type":"com.amazonaws.sqs#AccessDenied","message":"Not you."}"#;
    let server = Server::new(&[(403, denied)]).await;
    let aws = configure(&block(&server.url), &nowhere()).await.unwrap();
    let error = list_queues(&aws).await.unwrap_err();
    assert_eq!(error.message, "AccessDenied: Not you (request id r0)");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_within_seconds() {
    let unused = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let aws = configure(&block(&format!("http://{unused}")), &nowhere()).await.unwrap();
    let begin = Instant::now();
    let error = list_queues(&aws).await.unwrap_err();
    let port = unused.port();
    assert_eq!(error.message, format!("cannot connect to 127.0.0.1:{port}: connection refused"));
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
}

#[tokio::test]
async fn a_host_without_address_is_told() {
    let aws = configure(&block("http://queues.invalid"), &nowhere()).await.unwrap();
    let error = list_queues(&aws).await.unwrap_err();
    assert_eq!(error.message, "cannot connect to queues.invalid: no such host");
}

#[tokio::test]
async fn a_proxy_passes_http_on() {
    let proxy = Server::new(&[QUEUES]).await;
    let mut block = block("http://sqs.example.com");
    block.http_proxy = Some(proxy.url.replace("http://", "http://ann:secret@"));
    let aws = configure(&block, &nowhere()).await.unwrap();
    list_queues(&aws).await.unwrap();
    let request = &proxy.requests()[0];
    assert!(request.starts_with("POST http://sqs.example.com/ HTTP/1.1"), "{request}");
    assert!(request.contains("proxy-authorization: Basic YW5uOnNlY3JldA=="), "{request}");
}

#[tokio::test]
async fn a_proxy_is_asked_for_a_tunnel_to_https() {
    let proxy = Server::new(&[(403, "")]).await;
    let mut block = block("https://sqs.example.com");
    block.https_proxy = Some(proxy.url.clone());
    let aws = configure(&block, &nowhere()).await.unwrap();
    let error = list_queues(&aws).await.unwrap_err();
    assert!(error.message.contains("through the proxy 127.0.0.1:"), "{}", error.message);
    assert!(proxy.requests()[0].starts_with("CONNECT sqs.example.com:443 HTTP/1.1"));
}

#[tokio::test]
async fn an_answer_that_is_none_of_aws_is_told_with_the_url() {
    let page = "<html>wonderful</html>";
    let server = Server::new(&[(502, page)]).await;
    let mut block = block(&server.url);
    block.max_retries = Some(1);
    let aws = configure(&block, &nowhere()).await.unwrap();
    let error = list_queues(&aws).await.unwrap_err();
    let url = &server.url;
    let expected = format!("{url}/ responded with HTTP 502 without an AWS error (request id r0)");
    assert_eq!(error.message, expected);
}

#[tokio::test]
async fn a_region_that_nobody_tells_is_missed_with_the_places_that_were_looked_at() {
    let block = Configuration::default();
    let refused = configure(&block, &nowhere()).await.unwrap_err();
    assert_eq!(refused.summary, "no AWS region");
    assert!(refused.detail.contains("AWS_REGION and AWS_DEFAULT_REGION"), "{}", refused.detail);
}

#[tokio::test]
async fn an_empty_endpoint_of_the_environment_is_none() {
    let server = Server::new(&[QUEUES]).await;
    let mut block = block(&server.url);
    block.endpoints = Set(Vec::new());
    let mut environment = nowhere();
    environment.set("AWS_ENDPOINT_URL_SQS", &server.url);
    environment.set("AWS_ENDPOINT_URL", "");
    let aws = configure(&block, &environment).await.unwrap();
    assert_eq!(list_queues(&aws).await.unwrap(), ["http://queue"]);
}

fn identity(account: &str) -> String {
    format!(
        "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>{account}</Account>\
         </GetCallerIdentityResult></GetCallerIdentityResponse>"
    )
}

#[tokio::test]
async fn the_account_is_asked_for_only_if_it_counts() {
    let server = Server::new(&[(200, &identity("123456789012"))]).await;
    let mut block = block(&server.url);
    configure(&block, &nowhere()).await.unwrap();
    assert_eq!(server.requests().len(), 0);

    block.allowed_account_ids = Some(Set(vec!["123456789012".to_owned()]));
    let aws = configure(&block, &nowhere()).await.unwrap();
    assert_eq!(aws.clients("eu-west-1").account_id().await.unwrap(), "123456789012");
    assert_eq!(server.requests().len(), 1);

    block.allowed_account_ids = Some(Set(vec!["999999999999".to_owned()]));
    let refused = configure(&block, &nowhere()).await.unwrap_err();
    assert_eq!(refused.summary, "AWS account ID not allowed: 123456789012");

    block.allowed_account_ids = None;
    block.forbidden_account_ids = Some(Set(vec!["123456789012".to_owned()]));
    let refused = configure(&block, &nowhere()).await.unwrap_err();
    assert_eq!(refused.summary, "AWS account ID not allowed: 123456789012");
}

#[tokio::test]
async fn certificates_that_cannot_be_read_are_told() {
    let mut block = block("https://127.0.0.1:1");
    block.custom_ca_bundle = Some("/nonexistent/ca.pem".to_owned());
    let refused = configure(&block, &nowhere()).await.unwrap_err();
    assert!(refused.detail.contains("/nonexistent/ca.pem"), "{}", refused.detail);
    assert_eq!(refused.path, Some(Path::root("custom_ca_bundle")));
}

/// A server's side of TLS with a certificate that nobody knows, and the certificate.
fn untrusted() -> (TlsAcceptor, rcgen::Certificate) {
    let rcgen::CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], signing_key.into())
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), cert)
}

#[tokio::test]
async fn a_certificate_is_believed_if_the_bundle_has_it_or_if_told_so() {
    let (tls, cert) = untrusted();
    let server = Server::with(Some(tls), &[QUEUES]).await;
    let bundle = std::env::temp_dir().join(format!("bundle-{}.pem", std::process::id()));
    std::fs::write(&bundle, cert.pem()).unwrap();

    let mut block = block(&server.url);
    let aws = configure(&block, &nowhere()).await.unwrap();
    let error = list_queues(&aws).await.unwrap_err();
    assert!(error.message.contains("`custom_ca_bundle`"), "{}", error.message);

    block.custom_ca_bundle = Some(bundle.to_str().unwrap().to_owned());
    let aws = configure(&block, &nowhere()).await.unwrap();
    assert_eq!(list_queues(&aws).await.unwrap(), ["http://queue"]);

    block.custom_ca_bundle = None;
    block.insecure = Some(true);
    let aws = configure(&block, &nowhere()).await.unwrap();
    assert_eq!(list_queues(&aws).await.unwrap(), ["http://queue"]);
    std::fs::remove_file(&bundle).unwrap();
}
