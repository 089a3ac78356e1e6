//! The HTTP client that all services share: proxies, certificates, and what is tried again when no
//! connection comes about.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use http::Uri;
use http::header::PROXY_AUTHORIZATION;
use hyper_util::client::legacy::connect::dns::Name;
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::legacy::connect::{self, Connected, HttpConnector as Tcp};
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tower_service::Service;

type BoxError = Box<dyn Error + Send + Sync>;
type BoxFuture<T, E = BoxError> = Pin<Box<dyn Future<Output = Result<T, E>> + Send>>;

/// How connections are made.
#[derive(Debug, Clone, Default, PartialEq)]
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
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        if options.insecure {
            _ = tls.set(Ok(client_config(Trust::Anything(AnyCertificate(provider)))));
        } else if let Some(path) = &options.ca_bundle {
            _ = tls.set(Ok(client_config(Trust::Roots(bundle(path)?))));
        }
        let proxies = Matcher::builder()
            .http(options.http_proxy.clone().unwrap_or_default())
            .https(options.https_proxy.clone().unwrap_or_default())
            .no(options.no_proxy.clone().unwrap_or_default())
            .build();
        let dialer = Arc::new(Dialer { proxies, tls });
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
        let dial = Dial { dialer: dialer.clone(), timeout: settings.connect_timeout() };
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(20))
            .build(dial);
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
        let mut request = match request.try_into_http1x() {
            Ok(request) => request,
            Err(error) => {
                return HttpConnectorFuture::ready(Err(ConnectorError::user(error.into())));
            }
        };
        // A proxy for https is told by whoever asks it for the tunnel.
        if request.uri().scheme_str() == Some("http")
            && let Some(proxy) = self.dialer.proxies.intercept(request.uri())
            && let Some(authorization) = proxy.basic_auth()
        {
            request.headers_mut().insert(PROXY_AUTHORIZATION, authorization.clone());
        }
        let response = self.client.request(request);
        let timeout = self.read_timeout;
        HttpConnectorFuture::new(async move {
            let response = match timeout {
                Some(limit) => tokio::time::timeout(limit, response).await.map_err(|_| {
                    let message = format!("no answer within {} s", limit.as_secs_f32());
                    ConnectorError::timeout(message.into())
                })?,
                None => response.await,
            };
            let response = response.map_err(connector_error)?;
            HttpResponse::try_from(response.map(SdkBody::from_body_1_x))
                .map_err(|it| ConnectorError::other(it.into(), None))
        })
    }
}

/// What the SDK takes as worth another try is an error of kind `io` or `timeout`.
fn connector_error(error: ClientError) -> ConnectorError {
    let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
    while let Some(it) = cause {
        if let Some(unreachable) = it.downcast_ref::<Unreachable>() {
            return ConnectorError::other(unreachable.clone().into(), None).never_connected();
        }
        if let Some(hyper) = it.downcast_ref::<hyper::Error>()
            && (hyper.is_user() || hyper.is_parse())
        {
            return ConnectorError::user(error.into());
        }
        cause = it.source();
    }
    ConnectorError::io(error.into())
}

/// A host to which no connection could be made, after all tries that are worth it.
#[derive(Debug, Clone)]
struct Unreachable(String);

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Unreachable {}

/// A name without an address.
#[derive(Debug)]
struct NoSuchHost;

impl fmt::Display for NoSuchHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such host")
    }
}

impl Error for NoSuchHost {}

/// Makes connections.
struct Dialer {
    proxies: Matcher,
    tls: OnceLock<Result<Arc<ClientConfig>, String>>,
}

#[derive(Clone)]
struct Dial {
    dialer: Arc<Dialer>,
    timeout: Option<Duration>,
}

impl Service<Uri> for Dial {
    type Response = Connection;
    type Error = BoxError;
    type Future = BoxFuture<Connection>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> BoxFuture<Connection> {
        let Dial { dialer, timeout } = self.clone();
        Box::pin(async move { dialer.dial(uri, timeout).await })
    }
}

impl Dialer {
    /// Connects, trying again where that may help. A test double that is not there or a mistyped
    /// endpoint is told within seconds: the many retries of the SDK are for a service that answers.
    async fn dial(
        self: Arc<Self>,
        uri: Uri,
        limit: Option<Duration>,
    ) -> Result<Connection, BoxError> {
        let host = uri.host().unwrap_or_default().to_owned();
        let pauses: &[f32] = match host.as_str() {
            // Credentials of instances and containers: not to be there is the usual case.
            it if it.starts_with("169.254.") || it.starts_with("[fd00:ec2:") => &[],
            it if it.ends_with(".amazonaws.com") => &[0.5, 1.5, 3.0, 5.0],
            _ => &[0.5, 1.5],
        };
        let mut pauses = pauses.iter();
        loop {
            let attempt = self.clone().dial_once(uri.clone());
            let result = match limit {
                Some(limit) => tokio::time::timeout(limit, attempt)
                    .await
                    .unwrap_or_else(|_| Err(io::Error::from(io::ErrorKind::TimedOut).into())),
                None => attempt.await,
            };
            let error = match result {
                Ok(connection) => return Ok(connection),
                Err(error) => error,
            };
            let (reason, is_final) = diagnose(error.as_ref(), limit);
            let pause = pauses.next().filter(|_| !is_final);
            let Some(seconds) = pause else {
                let port = uri.port().map(|it| format!(":{it}")).unwrap_or_default();
                let message = match self.proxies.intercept(&uri) {
                    Some(proxy) => {
                        let proxy = proxy.uri().authority().map_or("", |it| it.as_str());
                        format!(
                            "cannot connect to {host}{port} by way of the proxy {proxy}: {reason}"
                        )
                    }
                    None => format!("cannot connect to {host}{port}: {reason}"),
                };
                return Err(Unreachable(message).into());
            };
            pause_for(Duration::from_secs_f32(*seconds)).await;
        }
    }

    async fn dial_once(self: Arc<Self>, uri: Uri) -> Result<Connection, BoxError> {
        let is_secure = uri.scheme_str() == Some("https");
        let mut open = Open(self.clone());
        let (io, proxied) = match self.proxies.intercept(&uri) {
            None => (open.call(uri.clone()).await?, false),
            Some(proxy) if is_socks(&proxy) => {
                let mut socks = SocksV5::new(proxy.uri().clone(), open);
                if let Some((user, password)) = proxy.raw_auth() {
                    socks = socks.with_auth(user.to_owned(), password.to_owned());
                }
                (self.secure(socks.call(uri.clone()).await?, &uri).await?, false)
            }
            Some(proxy) if is_secure => {
                let mut tunnel = Tunnel::new(proxy.uri().clone(), open);
                if let Some(authorization) = proxy.basic_auth() {
                    tunnel = tunnel.with_auth(authorization.clone());
                }
                (self.secure(tunnel.call(uri.clone()).await?, &uri).await?, false)
            }
            Some(proxy) => (open.call(proxy.uri().clone()).await?, true),
        };
        Ok(Connection { io, proxied })
    }

    /// TLS over a stream, if the URL asks for it.
    async fn secure(&self, io: Stream, uri: &Uri) -> Result<Stream, BoxError> {
        if uri.scheme_str() != Some("https") {
            return Ok(io);
        }
        let config = self.tls.get_or_init(|| Ok(client_config(Trust::Roots(system()?)))).clone()?;
        let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(host.to_owned())?;
        let stream = TlsConnector::from(config).connect(name, io.into_inner()).await?;
        Ok(TokioIo::new(Box::new(stream)))
    }
}

fn is_socks(proxy: &Intercept) -> bool {
    proxy.uri().scheme_str().is_some_and(|it| it.starts_with("socks5"))
}

/// Says why there is no connection, and whether there is no use in trying again.
fn diagnose(error: &(dyn Error + 'static), limit: Option<Duration>) -> (String, bool) {
    let mut cause = Some(error);
    let mut last = error;
    while let Some(it) = cause {
        last = it;
        if it.is::<NoSuchHost>() {
            return ("no such host".to_owned(), false);
        }
        if let Some(tls) = it.downcast_ref::<rustls::Error>() {
            return (diagnose_tls(tls), true);
        }
        if let Some(io) = it.downcast_ref::<io::Error>() {
            match io.kind() {
                io::ErrorKind::ConnectionRefused => {
                    return ("connection refused".to_owned(), false);
                }
                io::ErrorKind::TimedOut => {
                    let limit = limit.map_or(0.0, |it| it.as_secs_f32());
                    return (format!("no answer within {limit} s"), false);
                }
                _ => {}
            }
            // An error of TLS travels inside, where `source` does not show it.
            if let Some(tls) = io.get_ref().and_then(|it| it.downcast_ref::<rustls::Error>()) {
                return (diagnose_tls(tls), true);
            }
        }
        cause = it.source();
    }
    (last.to_string(), false)
}

fn diagnose_tls(error: &rustls::Error) -> String {
    match error {
        rustls::Error::InvalidCertificate(reason) => format!(
            "the certificate is not trusted ({reason}); if it is signed by an authority of your \
             own, name that in `custom_ca_bundle` or AWS_CA_BUNDLE"
        ),
        other => format!("TLS failed: {other}"),
    }
}

#[expect(clippy::disallowed_methods, reason = "a pause between two connections, not for an object")]
async fn pause_for(duration: Duration) {
    tokio::time::sleep(duration).await;
}

/// Opens the way to a host itself, be it the destination or a proxy.
#[derive(Clone)]
struct Open(Arc<Dialer>);

impl Service<Uri> for Open {
    type Response = Stream;
    type Error = BoxError;
    type Future = BoxFuture<Stream>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> BoxFuture<Stream> {
        let dialer = self.0.clone();
        Box::pin(async move {
            let mut tcp = Tcp::new_with_resolver(Resolve);
            tcp.enforce_http(false);
            tcp.set_nodelay(true);
            tcp.set_keepalive(Some(Duration::from_secs(60)));
            let io = tcp.call(with_port(&uri)?).await?.into_inner();
            dialer.secure(TokioIo::new(Box::new(io)), &uri).await
        })
    }
}

/// Proxies have a port by their scheme too, which the connector does not know.
fn with_port(uri: &Uri) -> Result<Uri, BoxError> {
    let host = uri.host().ok_or("the URL has no host")?;
    let port = match (uri.port_u16(), uri.scheme_str()) {
        (Some(port), _) => port,
        (None, Some("https")) => 443,
        (None, Some("socks5" | "socks5h")) => 1080,
        (None, _) => 80,
    };
    Ok(Uri::builder()
        .scheme("http")
        .authority(format!("{host}:{port}"))
        .path_and_query("/")
        .build()?)
}

/// Asks the system for the addresses of a name.
#[derive(Clone)]
struct Resolve;

impl Service<Name> for Resolve {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = BoxError;
    type Future = BoxFuture<Self::Response>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        Box::pin(async move {
            let lookup = move || (name.as_str(), 0).to_socket_addrs();
            tokio::task::spawn_blocking(lookup).await?.map_err(|_| NoSuchHost.into())
        })
    }
}

pub(crate) trait ReadWrite: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> ReadWrite for T {}

type Stream = TokioIo<Box<dyn ReadWrite>>;

struct Connection {
    io: Stream,
    /// Requests name the host in their first line, for a proxy that passes them on.
    proxied: bool,
}

impl connect::Connection for Connection {
    fn connected(&self) -> Connected {
        Connected::new().proxy(self.proxied)
    }
}

impl hyper::rt::Read for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: hyper::rt::ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, buffer)
    }
}

impl hyper::rt::Write for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}

/// Which servers are believed.
enum Trust {
    Roots(RootCertStore),
    Anything(AnyCertificate),
}

fn client_config(trust: Trust) -> Arc<ClientConfig> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the crypto provider knows the default versions of TLS");
    let mut config = match trust {
        Trust::Roots(roots) => builder.with_root_certificates(roots).with_no_client_auth(),
        Trust::Anything(verifier) => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth(),
    };
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Arc::new(config)
}

/// The certificates in a file.
fn bundle(path: &PathBuf) -> Result<RootCertStore, String> {
    let file = path.display();
    let cannot =
        |reason: &dyn fmt::Display| format!("cannot read certificates of {file}: {reason}");
    let mut roots = RootCertStore::empty();
    let certificates = CertificateDer::pem_file_iter(path).map_err(|it| cannot(&it))?;
    for certificate in certificates {
        let certificate = certificate.map_err(|it| cannot(&it))?;
        roots.add(certificate).map_err(|it| cannot(&it))?;
    }
    match roots.is_empty() {
        true => Err(format!("{file} holds no certificate in PEM form")),
        false => Ok(roots),
    }
}

/// The certificates that the system trusts.
fn system() -> Result<RootCertStore, String> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    match roots.is_empty() {
        true => Err("this system has no trusted certificates: install its package of CA \
             certificates, or name a file in `custom_ca_bundle` or AWS_CA_BUNDLE"
            .to_owned()),
        false => Ok(roots),
    }
}

/// Believes every certificate, but not every signature.
#[derive(Debug)]
struct AnyCertificate(Arc<rustls::crypto::CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
