//! The HTTP client that all services share: proxies, certificates, how long it waits for whom, and
//! what is tried again when there is no answer.

mod dial;
mod failure;
mod proxy;
mod trust;

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{Storable, StoreReplace};
use http::header::PROXY_AUTHORIZATION;
use http::uri::Authority;
use http::{Request, Response, Uri};
use hyper::body::{Body, Incoming};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::{CaptureConnection, capture_connection};
use hyper_util::rt::{TokioExecutor, TokioTimer};

#[cfg(test)]
pub(crate) use self::dial::ReadWrite;
use self::dial::{Dial, Dialer};
pub(crate) use self::failure::{Cause, Failure};
use self::proxy::Proxies;
pub(crate) use self::proxy::check as check_proxy;
use super::retries::Place;

/// How connections are made.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Options {
    /// Proxy for `http` URLs.
    pub(crate) http_proxy: Option<String>,
    /// Proxy for `https` URLs.
    pub(crate) https_proxy: Option<String>,
    pub(crate) no_proxy: Option<String>,
    /// Certificates to trust instead of the system's.
    pub(crate) ca_bundle: Option<PathBuf>,
    /// Trust any certificate.
    pub(crate) insecure: bool,
}

/// URLs of proxies may hold passwords.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Options")
    }
}

/// How long a call waits for an answer, and between two parts of it. It is for the service that
/// answers late: to connect has a time of its own.
pub(crate) const ANSWER: Duration = Duration::from_secs(if cfg!(test) { 3 } else { 25 });

/// How long an attempt to connect may take.
pub(crate) const CONNECT: Duration = Duration::from_secs(10);

/// After so many times in a row without an answer, no more is tried: the host takes calls and never
/// answers.
const MOST_SILENCES: u32 = 2;

/// The same for connections that end before the answer does. It happens, but not each time.
const MOST_LOSSES: u32 = 6;

/// How often in a row the attempts of one call got no answer. Goes with each request of the call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Setbacks(Arc<AtomicU32>);

impl Storable for Setbacks {
    type Storer = StoreReplace<Setbacks>;
}

/// What was asked. Goes with each answer.
#[derive(Clone)]
pub(crate) struct Asked {
    /// The URL without what may be secret in it.
    pub(crate) url: String,
    /// The headers that are nobody's business: an answer may repeat them.
    pub(crate) secrets: Vec<String>,
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Asked").field(&self.url).finish()
    }
}

/// Time to connect and time to answer.
type Limits = (Option<Duration>, Option<Duration>);

/// An HTTP client for the SDK.
pub(crate) struct Http {
    dialer: Arc<Dialer>,
    connectors: Mutex<HashMap<Limits, SharedHttpConnector>>,
}

impl Http {
    /// Reads the certificates of `ca_bundle`; those of the system are read when the first
    /// connection needs them.
    pub(crate) fn new(options: &Options) -> Result<Http, String> {
        let tls = OnceLock::new();
        if options.insecure {
            _ = tls.set(Some(trust::anyone()));
        } else if let Some(path) = &options.ca_bundle {
            _ = tls.set(Some(trust::in_bundle(path)?));
        }
        let dialer = Arc::new(Dialer { proxies: Proxies::new(options), tls });
        Ok(Http { dialer, connectors: Mutex::default() })
    }
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Http")
    }
}

impl HttpClient for Http {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        _components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let key = (settings.connect_timeout(), settings.read_timeout());
        let mut connectors = self.connectors.lock().unwrap_or_else(|it| it.into_inner());
        let new = || SharedHttpConnector::new(Connector::new(self.dialer.clone(), settings));
        connectors.entry(key).or_insert_with(new).clone()
    }
}

/// A pool of connections with one choice of timeouts.
struct Connector {
    dialer: Arc<Dialer>,
    client: Client<Dial, SdkBody>,
    read_timeout: Option<Duration>,
}

impl Connector {
    fn new(dialer: Arc<Dialer>, settings: &HttpConnectorSettings) -> Connector {
        let limit = settings.connect_timeout().unwrap_or(CONNECT);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(20))
            .build(Dial { dialer: dialer.clone(), limit });
        Connector { dialer, client, read_timeout: settings.read_timeout() }
    }
}

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connector")
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let setbacks = request.extension::<Setbacks>().cloned();
        let place = request.extension::<Place>().cloned();
        let Ok(mut request) = request.try_into_http1x() else {
            let unsendable =
                Failure { host: "the service".to_owned(), proxy: None, cause: Cause::Unsendable };
            return HttpConnectorFuture::ready(Err(ConnectorError::user(unsendable.into())));
        };
        let secrets = ["authorization", "x-amz-security-token"];
        let secrets = secrets.iter().filter_map(|it| request.headers().get(*it)?.to_str().ok());
        let secrets = secrets.map(str::to_owned).collect();
        let asked = Asked { url: shown(&request.uri().to_string()), secrets };
        let (host, proxy) = (host(request.uri()), self.dialer.proxies.of(request.uri()));
        // A proxy for https is told by whoever asks it for the tunnel.
        if request.uri().scheme_str() == Some("http")
            && let Some(authorization) = proxy.as_ref().and_then(|it| it.basic_auth())
        {
            request.headers_mut().insert(PROXY_AUTHORIZATION, authorization.clone());
        }
        let proxy = proxy.map(|it| self::host(it.uri()));
        let exchange = exchange(self.client.clone(), request, self.read_timeout);
        HttpConnectorFuture::new(async move {
            let response = match exchange.await {
                Ok(response) => response,
                Err(cause) => {
                    return Err(connector_error(Failure { host, proxy, cause }, setbacks));
                }
            };
            if let Some(Setbacks(count)) = setbacks {
                count.store(0, Ordering::Relaxed);
            }
            let response = HttpResponse::try_from(response.map(SdkBody::from));
            let mut response = response.map_err(|_| {
                let failure = Failure { host, proxy, cause: Cause::NoHttp };
                ConnectorError::other(failure.into(), None)
            })?;
            response.add_extension(asked);
            if let Some(place) = place {
                response.add_extension(place);
            }
            Ok(response)
        })
    }
}

/// Sends a request and takes in the whole answer, which is never large.
async fn exchange(
    client: Client<Dial, SdkBody>,
    mut request: Request<SdkBody>,
    limit: Option<Duration>,
) -> Result<Response<Vec<u8>>, Cause> {
    let connected = capture_connection(&mut request);
    let response = tokio::select! {
        response = client.request(request) => response.map_err(|error| cause(&error))?,
        limit = silence(connected, limit) => return Err(Cause::NoAnswer(limit)),
    };
    let (head, mut body) = response.into_parts();
    let mut bytes = Vec::new();
    while let Some(part) = next_part(&mut body, limit).await? {
        bytes.extend_from_slice(&part);
    }
    Ok(Response::from_parts(head, bytes))
}

/// Ends when nothing has come for as long as given since there is a connection.
async fn silence(mut connected: CaptureConnection, limit: Option<Duration>) -> Duration {
    drop(connected.wait_for_connection_metadata().await);
    let Some(limit) = limit else { return std::future::pending().await };
    _ = tokio::time::timeout(limit, std::future::pending::<()>()).await;
    limit
}

async fn next_part(
    body: &mut Incoming,
    limit: Option<Duration>,
) -> Result<Option<hyper::body::Bytes>, Cause> {
    let next = async {
        while let Some(frame) = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await {
            let frame = frame.map_err(|error| Cause::of_exchange(&error))?;
            // What is no data comes after all of it.
            if let Ok(data) = frame.into_data() {
                return Ok(Some(data));
            }
        }
        Ok(None)
    };
    match limit {
        Some(limit) => {
            let next = tokio::time::timeout(limit, next).await;
            next.unwrap_or(Err(Cause::NoAnswer(limit)))
        }
        None => next.await,
    }
}

fn cause(error: &(dyn Error + 'static)) -> Cause {
    let mut inner = Some(error);
    while let Some(it) = inner {
        if let Some(failure::Known(cause)) = it.downcast_ref() {
            return cause.clone();
        }
        inner = it.source();
    }
    Cause::of_exchange(error)
}

/// What the SDK takes as worth another try is an error of kind `io` or `timeout`. Connecting has
/// been tried as often as that is of use.
fn connector_error(failure: Failure, setbacks: Option<Setbacks>) -> ConnectorError {
    let most = match failure.cause {
        Cause::NoAnswer(_) => MOST_SILENCES,
        Cause::Lost => MOST_LOSSES,
        _ => return ConnectorError::other(failure.into(), None).never_connected(),
    };
    let is_silent = matches!(failure.cause, Cause::NoAnswer(_));
    let count = match setbacks {
        Some(Setbacks(count)) => count.fetch_add(1, Ordering::Relaxed) + 1,
        // Whoever does not count is one that gets credentials, and tries a few times only.
        None if is_silent => most,
        None => 0,
    };
    match is_silent {
        _ if count >= most => ConnectorError::other(failure.into(), None),
        true => ConnectorError::timeout(failure.into()),
        false => ConnectorError::io(failure.into()),
    }
}

/// The host of a URL, with the port if there is one.
fn host(uri: &Uri) -> String {
    let port = uri.port().map(|it| format!(":{it}")).unwrap_or_default();
    format!("{}{port}", uri.host().unwrap_or_default())
}

/// A URL, or what was meant to be one, without user, password, query and fragment.
pub(crate) fn shown(url: &str) -> String {
    // A password may hold what else begins a query.
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), url),
    };
    let rest = rest.rsplit_once('@').map_or(rest, |(_, it)| it);
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    format!("{scheme}{rest}")
}

/// What is wrong with host and port of a URL.
pub(crate) fn check_authority(authority: &Authority) -> Result<(), &'static str> {
    let text = authority.as_str();
    let text = text.rsplit_once('@').map_or(text, |(_, it)| it);
    let port = text.strip_prefix(authority.host()).unwrap_or_default();
    match port.strip_prefix(':').map(|it| it.parse::<u16>()) {
        _ if authority.host().is_empty() => Err("has no host"),
        None if port.is_empty() => Ok(()),
        Some(Ok(1..)) => Ok(()),
        _ => Err("has a port that is not 1 to 65535"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_shown_without_what_may_be_secret() {
        for (url, expected) in [
            ("http://host:80/path?key=secret#secret", "http://host:80/path"),
            ("https://ann:secret@host/", "https://host/"),
            ("https://ann:sec?ret@host/", "https://host/"),
            ("https://ann:s@cret@host:1", "https://host:1"),
            ("ann:secret@host:1", "host:1"),
            ("host:1?secret", "host:1"),
            ("", ""),
        ] {
            assert_eq!(shown(url), expected, "{url}");
        }
    }

    #[test]
    fn what_does_not_pass_is_tried_a_few_times_and_what_may_is_tried_again() {
        let tried = |cause: Cause| {
            let setbacks = Setbacks::default();
            let failure = Failure { host: "host".to_owned(), proxy: None, cause };
            let attempts = (1..=25).find(|_| {
                let error = connector_error(failure.clone(), Some(setbacks.clone()));
                !error.is_io() && !error.is_timeout()
            });
            attempts.unwrap()
        };
        assert_eq!(tried(Cause::NoSuchHost), 1);
        assert_eq!(tried(Cause::NoConnection(CONNECT)), 1);
        assert_eq!(tried(Cause::NoAnswer(ANSWER)), MOST_SILENCES);
        assert_eq!(tried(Cause::Lost), MOST_LOSSES);
    }
}
