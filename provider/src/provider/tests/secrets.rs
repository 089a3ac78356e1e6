//! Secrets are planted in every sensitive place of every type, and every call fails in every way
//! that the transport knows: nothing planted is in what is said or logged.

use schemas::{Block, Item, Nesting, Presence, Type, Value};
use serde_json::json;
use tfplugin::Server as Plugin;
use tfplugin::engine::ResourceType;
use tfplugin::wire::CancellationToken;
use tfplugin::wire::tfplugin6::provider_server::Provider as _;
use tfplugin::wire::tfplugin6::{
    Diagnostic as Told, DynamicValue, apply_resource_change, configure_provider, read_resource,
};
use tonic::{Request, Status};

use super::*;

/// Parts of all that is planted. The rest is what encodings change.
const PLANTED: [&str; 2] = ["Planted", "9ä"];

fn planted(place: &str) -> String {
    format!("Planted-{place}-\"&<%9ä")
}

/// What a server does with each call.
#[derive(Debug, Clone, Copy)]
enum Fault {
    Refused,
    Reset,
    Silent,
    NoTls,
    UntrustedTls,
    NoHttp,
    NoText,
    Page(u16),
    /// The request is the answer.
    Echo(u16),
    /// The request is in the message of an error of AWS.
    Quoted,
    /// The request is the code of an error.
    Coded,
    /// A proxy that sends the request back.
    Proxy(&'static str),
}

const FAULTS: &[Fault] = &[
    Fault::Refused,
    Fault::Reset,
    Fault::Silent,
    Fault::NoTls,
    Fault::UntrustedTls,
    Fault::NoHttp,
    Fault::NoText,
    Fault::Page(200),
    Fault::Page(503),
    Fault::Echo(200),
    Fault::Echo(500),
    Fault::Quoted,
    Fault::Coded,
    Fault::Proxy("http"),
    Fault::Proxy("https"),
    Fault::Proxy("socks5"),
];

/// A server with a fault, and what it was sent.
struct Faulty {
    address: String,
    requests: Arc<Mutex<String>>,
}

impl Faulty {
    async fn new(fault: Fault) -> Faulty {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let requests = Arc::new(Mutex::new(String::new()));
        if !matches!(fault, Fault::Refused) {
            tokio::spawn(fail(listener, fault, requests.clone()));
        }
        Faulty { address, requests }
    }

    /// The provider block that leads there.
    fn block(&self, fault: Fault) -> serde_json::Value {
        let Faulty { address, .. } = self;
        let (url, proxies) = match fault {
            Fault::NoTls | Fault::UntrustedTls => (format!("https://{address}"), json!({})),
            Fault::Proxy(scheme) => {
                let proxy = format!("http://ann:{}@{address}", "Planted-proxy-%22%26%3C%259ä");
                let proxy = proxy.replace('ä', "%C3%A4");
                let url = match scheme {
                    "http" => "http://service.example.com",
                    _ => "https://service.example.com",
                };
                let proxy = match scheme {
                    "socks5" => proxy.replace("http://", "socks5://"),
                    _ => proxy,
                };
                (url.to_owned(), json!({"http_proxy": proxy, "https_proxy": proxy}))
            }
            _ => (format!("http://{address}"), json!({})),
        };
        let names = clients::endpoints().map(|it| it[0]);
        let endpoints: serde_json::Map<_, _> =
            names.map(|it| (it.to_owned(), url.clone().into())).collect();
        let mut block = json!({
            "region": "eu-west-1",
            "access_key": "AKIAIOSFODNN7EXAMPLE",
            "secret_key": "PlantedSecretKey9",
            "token": "PlantedToken9",
            "max_retries": 1,
            "endpoints": [endpoints],
        });
        block.as_object_mut().unwrap().extend(proxies.as_object().unwrap().clone());
        block
    }
}

async fn fail(listener: TcpListener, fault: Fault, requests: Arc<Mutex<String>>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let requests = requests.clone();
        tokio::spawn(async move {
            let mut stream: Box<dyn ReadWrite> = match fault {
                Fault::UntrustedTls => {
                    let (tls, _) = untrusted();
                    match tls.accept(stream).await {
                        Ok(stream) => Box::new(stream),
                        Err(_) => return,
                    }
                }
                _ => Box::new(stream),
            };
            if matches!(fault, Fault::NoTls | Fault::Proxy("socks5")) {
                _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
                return;
            }
            let request = receive(&mut stream).await;
            requests.lock().unwrap().push_str(&request);
            if let Some(answer) = answer(fault, &request) {
                _ = stream.write_all(&answer).await;
                _ = stream.flush().await;
            }
            if matches!(fault, Fault::Silent) {
                std::future::pending::<()>().await;
            }
        });
    }
}

fn answer(fault: Fault, request: &str) -> Option<Vec<u8>> {
    let is_json = !request.contains("application/x-www-form-urlencoded");
    let of = |status: u16, headers: &str, body: &[u8]| {
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status} X\r\n{headers}connection: close\r\ncontent-length: {length}\r\n\r\n"
        );
        [head.as_bytes(), body].concat()
    };
    let escaped = request.replace('&', "&amp;").replace('<', "&lt;");
    let error = |code: &str, message: &str| match is_json {
        true => json!({"__type": code, "message": message}).to_string(),
        false => format!(
            "<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error>\
             </ErrorResponse>"
        ),
    };
    Some(match fault {
        Fault::NoHttp => format!("{request}\r\n\r\n").into_bytes(),
        Fault::NoText => of(200, "", b"\xff\xfe\x00<\xc3\x28"),
        Fault::Page(status) => {
            let page = format!("<!DOCTYPE html><html><pre>{escaped}</pre></html>");
            of(status, "content-type: text/html\r\n", page.as_bytes())
        }
        Fault::Echo(status) => of(status, "", request.as_bytes()),
        Fault::Quoted if is_json => of(400, "", error("ValidationException", request).as_bytes()),
        Fault::Quoted => of(400, "", error("InvalidParameter", &escaped).as_bytes()),
        Fault::Coded if is_json => of(400, "", error(request, "no").as_bytes()),
        Fault::Coded => of(400, "", error(&escaped, "no").as_bytes()),
        Fault::Proxy(_) => of(407, "", request.as_bytes()),
        _ => return None,
    })
}

/// An object with something in every place that a configuration may set.
fn full(block: &Block, path: &str, secrets: bool) -> Value {
    let items = block.items().map(|item| {
        let path = format!("{path}-{}", item.name());
        let value = match item {
            Item::Attribute(it) if it.presence == Presence::Computed => Value::Null,
            Item::Attribute(it) if it.write_only && !secrets => Value::Null,
            Item::Attribute(it) if it.sensitive || it.write_only => sample(&it.ty, &planted(&path)),
            Item::Attribute(it) => {
                let arn = "arn:aws:sqs:eu-west-1:123456789012:orders";
                let texts = ["orders", "1s", "1", arn, "{}", "GCM", "ActiveMQ", "SINGLE_INSTANCE"];
                let mut values = texts.map(|text| sample(&it.ty, text)).into_iter();
                let is_fine = |value: &Value| it.checks.iter().all(|it| it.test(value).is_ok());
                values.find(is_fine).unwrap_or(Value::Null)
            }
            Item::Nested(it) => {
                let element = full(&it.block, &path, secrets);
                match it.nesting {
                    Nesting::Single => element,
                    Nesting::List => Value::List(vec![element]),
                    Nesting::Set => Value::set([element]),
                }
            }
        };
        (item.name().to_owned(), value)
    });
    Value::Object(items.collect())
}

fn sample(ty: &Type, text: &str) -> Value {
    match ty {
        Type::String => text.into(),
        Type::Bool => true.into(),
        Type::Number => 1.into(),
        Type::List(ty) => Value::List(vec![sample(ty, text)]),
        Type::Set(ty) => Value::set([sample(ty, text)]),
        Type::Map(ty) => Value::Map([("orders".to_owned(), sample(ty, text))].into()),
        _ => Value::Null,
    }
}

fn is_sensitive(block: &Block) -> bool {
    block.items().any(|item| match item {
        Item::Attribute(it) => it.sensitive || it.write_only,
        Item::Nested(it) => it.sensitive || is_sensitive(&it.block),
    })
}

fn dynamic(value: &Value) -> Option<DynamicValue> {
    let json = schemas::json::encode(value).expect("all is known");
    let json = json.to_string().into_bytes().into();
    Some(DynamicValue { json, ..DynamicValue::default() })
}

fn words(told: Result<Vec<Told>, Status>) -> String {
    match told {
        Ok(told) => {
            let texts: Vec<_> =
                told.iter().map(|it| format!("{}: {}", it.summary, it.detail)).collect();
            texts.join("\n")
        }
        Err(status) => panic!("the call itself fails: {status}"),
    }
}

/// All that a type says of calls that fail.
async fn said(plugin: &Plugin<Aws>, managed: &ResourceType<Aws>) -> Vec<String> {
    let block = &managed.schema.block;
    let config = full(block, managed.type_name, true);
    let mut state = full(block, managed.type_name, false);
    if let Value::Object(entries) = &mut state {
        let id = "https://service.example.com/123456789012/orders";
        entries.insert("id".to_owned(), id.into());
        entries.insert("arn".to_owned(), "arn:aws:sns:eu-west-1:123456789012:app/GCM/a".into());
        entries.retain(|name, _| block.items().any(|it| it.name() == name));
    }
    let mut other = state.clone();
    if let Value::Object(entries) = &mut other {
        for (_, value) in entries.iter_mut().filter(|it| it.1.as_str() == Some("orders")) {
            *value = "other".into();
        }
    }
    let mut said = Vec::new();
    for (prior, planned) in [(&Value::Null, &state), (&other, &state), (&state, &Value::Null)] {
        let request = apply_resource_change::Request {
            type_name: managed.type_name.to_owned(),
            prior_state: dynamic(prior),
            planned_state: dynamic(planned),
            config: dynamic(if planned.is_null() { planned } else { &config }),
            ..Default::default()
        };
        let answer = plugin.apply_resource_change(Request::new(request)).await;
        said.push(words(answer.map(|it| it.into_inner().diagnostics)));
    }
    let request = read_resource::Request {
        type_name: managed.type_name.to_owned(),
        current_state: dynamic(&state),
        ..Default::default()
    };
    let answer = plugin.read_resource(Request::new(request)).await;
    said.push(words(answer.map(|it| it.into_inner().diagnostics)));
    said
}

#[tokio::test]
#[cfg_attr(not(feature = "default"), ignore = "it is about services that are off")]
async fn nothing_planted_is_said_or_logged_however_a_call_fails() {
    tfplugin::testkit::log::capture(&crate::OPTIONS);
    let mut runs = tokio::task::JoinSet::new();
    for fault in FAULTS {
        runs.spawn(async move {
            let server = Faulty::new(*fault).await;
            let plugin = Plugin::new(crate::registry, CancellationToken::new());
            let request = configure_provider::Request {
                config: Some(DynamicValue {
                    json: server.block(*fault).to_string().into_bytes().into(),
                    ..DynamicValue::default()
                }),
                ..Default::default()
            };
            let configured = plugin.configure_provider(Request::new(request)).await.unwrap();
            assert_eq!(configured.into_inner().diagnostics, []);
            let registry = crate::registry();
            let types = registry.resources.iter().filter(|it| is_sensitive(&it.schema.block));
            let mut said = Vec::new();
            for managed in types {
                for text in said_of(&plugin, managed).await {
                    said.push((managed.type_name, text));
                }
            }
            let sent = server.requests.lock().unwrap().clone();
            (*fault, said, sent)
        });
    }
    let mut sent = String::new();
    while let Some(run) = runs.join_next().await {
        let (fault, said, requests) = run.unwrap();
        sent.push_str(&requests);
        // Of some calls, such as deletions, the body of the answer is not read.
        let may_succeed = matches!(fault, Fault::NoText | Fault::Page(200) | Fault::Echo(200));
        for (type_name, text) in said {
            let fails = !text.is_empty();
            assert!(fails || may_succeed, "{fault:?} {type_name}: the call does not fail");
            for part in PLANTED {
                assert!(!text.contains(part), "{fault:?} {type_name}: {text}");
            }
        }
    }
    assert!(sent.contains("Planted-aws_"), "no secret was sent");
    tracing::trace!("this line is kept");
    let log = tfplugin::testkit::log::captured();
    assert!(log.contains("this line is kept"), "nothing is logged");
    for part in PLANTED {
        let line = log.lines().find(|it| it.contains(part));
        assert_eq!(line, None);
    }
}

async fn said_of(plugin: &Plugin<Aws>, managed: &ResourceType<Aws>) -> Vec<String> {
    Box::pin(said(plugin, managed)).await
}

#[tokio::test]
async fn nothing_planted_is_said_of_what_is_configured_wrongly() {
    let plugin = || Plugin::<Aws>::new(crate::registry, CancellationToken::new());
    for (name, value) in [
        ("endpoints", json!([{"sqs": "ann:Planted9@localhost:5000"}])),
        ("endpoints", json!([{"sqs": "http://ann:Planted9@localhost:99999"}])),
        ("endpoints", json!([{"sqs": "http://ann:Planted9@localhost"}])),
        ("endpoints", json!([{"sqs": "http://local host?key=Planted9"}])),
        ("http_proxy", json!("ftp://ann:Planted9@proxy")),
        ("https_proxy", json!("http://ann:Planted9/@proxy:many")),
        ("https_proxy", json!("http://ann:Planted 9@proxy")),
        ("secret_key", json!("Planted9\n")),
        ("token", json!("Planted9\u{7}")),
        ("token", json!("Planted9ä")),
        ("ec2_metadata_service_endpoint", json!("ann:Planted9@169.254.169.254")),
    ] {
        let mut block = json!({
            "region": "eu-west-1", "access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": "secret",
        });
        block[name] = value.clone();
        let config = || {
            let json = block.to_string().into_bytes().into();
            Some(DynamicValue { json, ..DynamicValue::default() })
        };
        let request =
            tfplugin::wire::tfplugin6::validate_provider_config::Request { config: config() };
        let validated = plugin().validate_provider_config(Request::new(request)).await.unwrap();
        let request = configure_provider::Request { config: config(), ..Default::default() };
        let configured = plugin().configure_provider(Request::new(request)).await.unwrap();
        let (validated, configured) =
            (validated.into_inner().diagnostics, configured.into_inner().diagnostics);
        assert!(!configured.is_empty(), "{name} = {value}");
        let said = words(Ok([validated, configured].concat()));
        assert!(!said.contains("Planted"), "{said}");
        assert!(said.contains(name) || name == "endpoints" && said.contains("sqs"), "{said}");
    }
}
