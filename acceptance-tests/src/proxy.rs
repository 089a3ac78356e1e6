//! A reverse proxy between the provider and AWS, or what stands for it.
//!
//! It sees each call, lets calls fail, answers late, shows old answers after a write, spells
//! answers otherwise, and answers from memory. It knows no service: all it does follows from what
//! a request says of itself.
//!
//! ```text
//! provider -> Proxy -> stand-in
//!             rules, lag, tape, calls
//! ```

mod answer;
mod call;
mod lag;
mod recording;
mod rule;
mod spelling;
#[cfg(test)]
mod tests;

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING};
use hyper::service::service_fn;
use hyper::{Response, StatusCode, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::watch;

pub use answer::{Answer, AwsError};
pub use call::{Call, Protocol, Request};
pub use lag::Lag;
pub use recording::Mode;
pub use rule::{Fault, Rule, Which};

use call::Name;
use recording::Recording;

/// A running proxy. It ends when it is dropped.
#[derive(Debug)]
pub struct Proxy {
    /// Where the provider is sent to.
    pub url: String,
    shared: Arc<Shared>,
    runtime: Option<Runtime>,
}

#[derive(Debug)]
struct Shared {
    backend: String,
    started: Instant,
    client: Client<HttpConnector, Full<Bytes>>,
    state: Mutex<State>,
    /// A call came or was answered.
    changed: Condvar,
    /// How often what was held has been let go.
    released: watch::Sender<usize>,
}

#[derive(Debug)]
struct State {
    calls: Vec<Call>,
    /// How many calls came before the first of these.
    forgotten: usize,
    rules: Vec<Rule>,
    lag: Option<Lag>,
    mode: Mode,
    recording: Recording,
    respell: bool,
}

impl Proxy {
    /// Starts a proxy in front of `backend`, a URL without a path.
    pub fn start(backend: &str) -> io::Result<Proxy> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("proxy")
            .enable_all()
            .build()?;
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
        let url = format!("http://{}", listener.local_addr()?);
        let client = {
            let _context = runtime.enter();
            Client::builder(TokioExecutor::new()).build_http()
        };
        let shared = Arc::new(Shared {
            backend: backend.trim_end_matches('/').to_owned(),
            started: Instant::now(),
            client,
            state: Mutex::new(State {
                calls: Vec::new(),
                forgotten: 0,
                rules: Vec::new(),
                lag: None,
                mode: Mode::Forward,
                recording: Recording::default(),
                respell: false,
            }),
            changed: Condvar::new(),
            released: watch::Sender::new(0),
        });
        runtime.spawn(accept(listener, shared.clone()));
        Ok(Proxy { url, shared, runtime: Some(runtime) })
    }

    /// All the calls so far, in the order in which they came.
    pub fn calls(&self) -> Vec<Call> {
        self.shared.state().calls.clone()
    }

    /// Forgets the calls.
    pub fn forget(&self) {
        let mut state = self.shared.state();
        state.forgotten += state.calls.len();
        state.calls.clear();
    }

    /// Lets calls fail by these rules, in place of the ones before; the first rule that meets a
    /// call decides.
    pub fn fail(&self, rules: impl IntoIterator<Item = Rule>) {
        self.shared.state().rules = rules.into_iter().collect();
    }

    /// Shows writes late, or at once again.
    pub fn lag(&self, lag: Option<Lag>) {
        self.shared.state().lag = lag;
    }

    /// Spells the JSON documents in answers otherwise, or as they are again.
    pub fn respell(&self, respell: bool) {
        self.shared.state().respell = respell;
    }

    /// Says where answers come from; what is recorded stays, and is given from its start again.
    pub fn mode(&self, mode: Mode) {
        let mut state = self.shared.state();
        state.mode = mode;
        state.recording.rewind();
    }

    /// Lets go what is held now.
    pub fn release(&self) {
        self.shared.released.send_modify(|count| *count += 1);
    }

    /// Waits until the calls so far satisfy `enough`; false when that takes too long.
    pub fn wait(&self, limit: Duration, enough: impl Fn(&[Call]) -> bool) -> bool {
        let state = self.shared.state();
        let waited =
            self.shared.changed.wait_timeout_while(state, limit, |state| !enough(&state.calls));
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(serve(stream, shared.clone()))),
            Err(error) => eprintln!("proxy: {error}"),
        }
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    let service = service_fn(move |request| {
        let shared = shared.clone();
        // The provider may go away, or give up on the answer. What was begun is done all the same:
        // a service does not undo its work because nobody listens.
        async move {
            tokio::spawn(handle(shared, request)).await.unwrap_or_else(|panic| Err(cut(panic)))
        }
    });
    // An error here is a connection that was cut, by the provider or by a rule.
    let _ = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// An error of the service function is how hyper is told to end the connection without an answer.
fn cut(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionReset, why)
}

async fn handle(
    shared: Arc<Shared>,
    request: hyper::Request<Incoming>,
) -> io::Result<Response<Full<Bytes>>> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(cut)?.to_bytes();
    let path = head.uri.path_and_query().map_or("/", |it| it.as_str()).to_owned();
    let request = Request { method: head.method, path, headers: head.headers, body };
    let name = Name::of(&request);

    let (place, fault, released) = {
        let mut state = shared.state();
        let fault = state.rules.iter_mut().find_map(|rule| rule.meets(&name));
        // From here on a call counts as held: a release may come before the service's answer does.
        let released = shared.released.subscribe();
        state.calls.push(Call {
            service: name.service.clone(),
            operation: name.operation.clone(),
            size: request.body.len(),
            at: shared.started.elapsed(),
            took: None,
            status: None,
            fault: fault.map(Fault::name),
        });
        (state.forgotten + state.calls.len() - 1, fault, released)
    };
    shared.changed.notify_all();

    let answer = faulty(&shared, &name, &request, fault, released).await;

    {
        let mut state = shared.state();
        let elapsed = shared.started.elapsed();
        // The call may have been forgotten in the meantime.
        let place = place.checked_sub(state.forgotten);
        if let Some(call) = place.and_then(|place| state.calls.get_mut(place)) {
            call.took = Some(elapsed.saturating_sub(call.at));
            call.status = answer.as_ref().ok().map(|it| it.status.as_u16());
        }
    }
    shared.changed.notify_all();

    let answer = answer?;
    let mut response = Response::new(Full::new(answer.body));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    Ok(response)
}

/// The answer, or its absence, after the fault has had its way.
async fn faulty(
    shared: &Shared,
    name: &Name,
    request: &Request,
    fault: Option<Fault>,
    mut released: watch::Receiver<usize>,
) -> io::Result<Answer> {
    let Some(fault) = fault else { return Ok(answer(shared, name, request).await) };
    match fault {
        Fault::ServerError => Ok(Answer::error(name.protocol, &AwsError::INTERNAL)),
        Fault::Throttle => Ok(Answer::error(name.protocol, &AwsError::throttling(name.protocol))),
        Fault::CutBefore => Err(cut(fault.name())),
        Fault::CutAfter => {
            answer(shared, name, request).await;
            Err(cut(fault.name()))
        }
        Fault::Delay(time) => {
            tokio::time::sleep(time).await;
            Ok(answer(shared, name, request).await)
        }
        Fault::LateAnswer(time) => {
            let answer = answer(shared, name, request).await;
            tokio::time::sleep(time).await;
            Ok(answer)
        }
        Fault::HoldCall => {
            // The sender lives as long as `shared`.
            let _ = released.changed().await;
            Ok(answer(shared, name, request).await)
        }
        Fault::HoldAnswer => {
            let answer = answer(shared, name, request).await;
            let _ = released.changed().await;
            Ok(answer)
        }
    }
}

/// The answer of the tape, of the time before a write, or of the service.
async fn answer(shared: &Shared, name: &Name, request: &Request) -> Answer {
    let key = format!(
        "{} {} {} {}",
        name.service,
        name.operation,
        request.path,
        String::from_utf8_lossy(&request.body)
    );
    let (mode, respell) = {
        let mut state = shared.state();
        if state.mode == Mode::Replay {
            return state.recording.replay(name, &key);
        }
        if let Some(old) = state.lag.as_ref().and_then(|lag| lag.old(name, &key)) {
            return old;
        }
        (state.mode, state.respell)
    };

    let mut answer = forward(shared, request).await.unwrap_or_else(|error| {
        Answer::new(502, "text/plain", format!("the proxy cannot reach the service: {error}"))
    });
    if respell {
        answer = spelling::respell(answer);
    }

    let mut state = shared.state();
    if let Some(lag) = &mut state.lag {
        lag.learn(name, &key, &answer);
    }
    if mode == Mode::Record {
        state.recording.record(&key, &answer);
    }
    answer
}

async fn forward(
    shared: &Shared,
    request: &Request,
) -> Result<Answer, Box<dyn std::error::Error + Send + Sync>> {
    let uri: Uri = format!("{}{}", shared.backend, request.path).parse()?;
    let mut forwarded = hyper::Request::new(Full::new(request.body.clone()));
    *forwarded.method_mut() = request.method.clone();
    *forwarded.uri_mut() = uri;
    // `Host` stays as it is: what the service builds from it, as a queue's URL, leads back here.
    *forwarded.headers_mut() = request.headers.clone();
    for name in [CONNECTION, TRANSFER_ENCODING, CONTENT_LENGTH] {
        forwarded.headers_mut().remove(name);
    }

    let (head, body) = shared.client.request(forwarded).await?.into_parts();
    let mut answer = Answer {
        status: head.status,
        headers: head.headers,
        body: body.collect().await?.to_bytes(),
    };
    for name in [CONNECTION, TRANSFER_ENCODING] {
        answer.headers.remove(name);
    }
    if request.method != hyper::Method::HEAD && answer.status != StatusCode::NO_CONTENT {
        answer.headers.remove(CONTENT_LENGTH);
    }
    Ok(answer)
}
