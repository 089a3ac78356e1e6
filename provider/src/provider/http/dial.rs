//! How a connection comes about: the way there, TLS, and what is tried again.

use std::error::Error;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use http::Uri;
use hyper_util::client::legacy::connect::dns::Name;
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::legacy::connect::{self, Connected, HttpConnector as Tcp};
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tfplugin::Ongoing;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tower_service::Service;

use super::failure::{Cause, Known, NoSuchHost};
use super::proxy::Proxies;
use crate::provider::retries;

type BoxError = Box<dyn Error + Send + Sync>;
type BoxFuture<T, E = BoxError> = Pin<Box<dyn Future<Output = Result<T, E>> + Send>>;

/// The pauses between attempts to connect. A test double that is not there, a mistyped endpoint and
/// a region that does not exist are told within seconds: the many retries of the SDK are for a
/// service that answers.
const PAUSES: &[f32] = &[0.5, 1.5];

/// After this time no other attempt begins.
const PATIENCE: Duration = Duration::from_secs(8);

/// Makes connections.
pub(super) struct Dialer {
    pub(super) proxies: Proxies,
    /// Read when it is needed. `None` in it: no certificate is trusted.
    pub(super) tls: OnceLock<Option<Arc<ClientConfig>>>,
}

#[derive(Clone)]
pub(super) struct Dial {
    pub(super) dialer: Arc<Dialer>,
    /// How long one attempt may take.
    pub(super) limit: Duration,
}

impl Service<Uri> for Dial {
    type Response = Connection;
    type Error = Known;
    type Future = BoxFuture<Connection, Known>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), Known>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> BoxFuture<Connection, Known> {
        let Dial { dialer, limit } = self.clone();
        let operation = Ongoing::now();
        Box::pin(async move {
            let connect = dialer.dial(uri, limit, operation.clone());
            // Nothing has been sent yet, so that nothing is lost. But what an operation still has to
            // send is sent, if it can be.
            match operation {
                None => connect.await,
                Some(operation) => tokio::select! {
                    connected = connect => connected,
                    () = soon_after_stop(&operation) => Err(Cause::Stopped),
                },
            }
            .map_err(Known)
        })
    }
}

impl Dialer {
    /// Connects, trying again where that may help.
    async fn dial(
        self: Arc<Self>,
        uri: Uri,
        limit: Duration,
        operation: Option<Ongoing>,
    ) -> Result<Connection, Cause> {
        let host = uri.host().unwrap_or_default();
        // Credentials of instances and containers: not to be there is the usual case.
        let is_usual = host.starts_with("169.254.") || host.starts_with("[fd00:ec2:");
        let pauses = if is_usual { &[] } else { PAUSES };
        let begun = Instant::now();
        let mut pauses = pauses.iter();
        loop {
            let attempt = self.clone().dial_once(uri.clone(), limit);
            let cause = match tokio::time::timeout(limit, attempt).await {
                Ok(Ok(connection)) => return Ok(connection),
                Ok(Err(error)) => Cause::of_connecting(error.as_ref(), limit),
                Err(_) => Cause::NoConnection(limit),
            };
            match pauses.next() {
                Some(seconds) if cause.may_pass() && begun.elapsed() < PATIENCE => {
                    retries::pause(operation.as_ref(), Duration::from_secs_f32(*seconds)).await;
                    match &operation {
                        Some(it) if it.is_stopped() => return Err(Cause::Stopped),
                        Some(it) if it.is_overdue() => return Err(cause),
                        _ => {}
                    }
                }
                _ => return Err(cause),
            }
        }
    }

    async fn dial_once(self: Arc<Self>, uri: Uri, limit: Duration) -> Result<Connection, BoxError> {
        let is_secure = uri.scheme_str() == Some("https");
        let mut open = Open { dialer: self.clone(), limit };
        let (io, proxied) = match self.proxies.of(&uri) {
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
        let config = self.tls.get_or_init(super::trust::of_system).clone();
        let config = config.ok_or(Known(Cause::NoRoots))?;
        let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(host.to_owned())?;
        let stream = TlsConnector::from(config).connect(name, io.into_inner()).await?;
        Ok(TokioIo::new(Box::new(stream)))
    }
}

/// How long a connection may take that was asked for while the user asks to stop.
const AFTER_STOP: Duration = Duration::from_secs(2);

async fn soon_after_stop(operation: &Ongoing) {
    operation.stopped().await;
    retries::pause(None, AFTER_STOP).await;
}

fn is_socks(proxy: &Intercept) -> bool {
    proxy.uri().scheme_str().is_some_and(|it| it.starts_with("socks5"))
}

/// Opens the way to a host itself, be it the destination or a proxy.
#[derive(Clone)]
struct Open {
    dialer: Arc<Dialer>,
    /// Shared by all addresses of the host.
    limit: Duration,
}

impl Service<Uri> for Open {
    type Response = Stream;
    type Error = BoxError;
    type Future = BoxFuture<Stream>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> BoxFuture<Stream> {
        let Open { dialer, limit } = self.clone();
        Box::pin(async move {
            let mut tcp = Tcp::new_with_resolver(Resolve);
            tcp.enforce_http(false);
            tcp.set_nodelay(true);
            tcp.set_connect_timeout(Some(limit));
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

pub(super) struct Connection {
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
