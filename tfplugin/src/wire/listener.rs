//! Where clients connect, and the loop that lets them in.

#[cfg(unix)]
use std::path::{Path, PathBuf};
use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpListener,
    sync::mpsc,
};
use tokio_rustls::TlsAcceptor;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::server::Connected;

use super::handshake::{Address, Place};

/// A client that has not shown its certificate by then is let go.
const TLS_TIMEOUT: Duration = Duration::from_secs(30);

/// Rest after an error of the system, such as too many open files, that would come again at once.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

pub(super) enum Listener {
    #[cfg(unix)]
    Unix(tokio::net::UnixListener),
    Tcp(TcpListener),
}

/// Where a listener is found. A socket's name in the file system goes with this value, which is no
/// part of the listener: a task may still have that one when the process ends.
pub(super) struct Found(Address);

impl Found {
    pub(super) fn address(&self) -> &Address {
        &self.0
    }
}

impl Drop for Found {
    fn drop(&mut self) {
        if let Address::Unix(path) = &self.0 {
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Listener {
    /// Listens on a socket in the file system, or on a port of this machine only.
    pub(super) async fn bind(place: &Place) -> io::Result<(Self, Found)> {
        #[cfg(unix)]
        if !place.tcp {
            return Self::bind_unix(place);
        }
        Self::bind_tcp(place.ports).await
    }

    #[cfg(unix)]
    fn bind_unix(place: &Place) -> io::Result<(Self, Found)> {
        use std::os::unix::fs::{PermissionsExt as _, chown};

        let (listener, path) = match &place.dir {
            Some(dir) => bind_in(dir)?,
            // A socket's path is limited to about 100 bytes, and some machines' $TMPDIR is longer.
            None => bind_in(&std::env::temp_dir()).or_else(|_| bind_in(Path::new("/tmp")))?,
        };
        let found = Found(Address::Unix(path.clone()));
        let mode = match &place.group {
            Some(group) => {
                chown(&path, None, Some(group_id(group)?))?;
                0o660
            }
            None => 0o600,
        };
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode))?;
        Ok((Listener::Unix(listener), found))
    }

    async fn bind_tcp((min, max): (u16, u16)) -> io::Result<(Self, Found)> {
        let mut last = io::Error::from(io::ErrorKind::AddrInUse);
        for port in min..=max {
            match TcpListener::bind(("127.0.0.1", port)).await {
                Ok(listener) => {
                    let found = Found(Address::Tcp(listener.local_addr()?));
                    return Ok((Listener::Tcp(listener), found));
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    async fn accept(&self) -> io::Result<Box<dyn Io>> {
        Ok(match self {
            #[cfg(unix)]
            Listener::Unix(listener) => Box::new(listener.accept().await?.0),
            Listener::Tcp(listener) => {
                let (stream, _) = listener.accept().await?;
                stream.set_nodelay(true)?;
                Box::new(stream)
            }
        })
    }

    /// Lets clients in until the stream that it returns is dropped. A client that is slow to prove
    /// itself, or fails to, holds up nobody else.
    pub(super) fn clients(
        self,
        tls: Option<TlsAcceptor>,
        open: OpenConnections,
    ) -> ReceiverStream<io::Result<Connection>> {
        let (sender, receiver) = mpsc::channel(1);
        tokio::spawn(async move {
            loop {
                let io = tokio::select! {
                    io = self.accept() => io,
                    () = sender.closed() => return,
                };
                let io = match io {
                    Ok(io) => io,
                    Err(error) => {
                        tracing::warn!(%error, "a client could not be let in");
                        tokio::time::sleep(ACCEPT_PAUSE).await;
                        continue;
                    }
                };
                let (tls, sender, open) = (tls.clone(), sender.clone(), open.enter());
                tokio::spawn(async move {
                    match prove(io, tls).await {
                        // An error means that the server has ended.
                        Ok(io) => _ = sender.send(Ok(Connection { io, _open: open })).await,
                        Err(error) => tracing::warn!(%error, "a client was turned away"),
                    }
                });
            }
        });
        ReceiverStream::new(receiver)
    }
}

async fn prove(io: Box<dyn Io>, tls: Option<TlsAcceptor>) -> io::Result<Box<dyn Io>> {
    let Some(tls) = tls else {
        return Ok(io);
    };
    Ok(Box::new(tokio::time::timeout(TLS_TIMEOUT, tls.accept(io)).await??))
}

#[cfg(unix)]
fn bind_in(dir: &Path) -> io::Result<(tokio::net::UnixListener, PathBuf)> {
    use std::hash::{BuildHasher as _, RandomState};

    loop {
        // The standard library's one source of randomness.
        let path = dir.join(format!("plugin{:016x}", RandomState::new().hash_one(0)));
        match tokio::net::UnixListener::bind(&path) {
            Ok(listener) => return Ok((listener, path)),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            Err(error) => {
                let what = format!("no socket can be made in {}: {error}", dir.display());
                return Err(io::Error::new(error.kind(), what));
            }
        }
    }
}

#[cfg(unix)]
fn group_id(group: &str) -> io::Result<u32> {
    if let Ok(id) = group.parse() {
        return Ok(id);
    }
    let groups = std::fs::read_to_string("/etc/group")?;
    find_group(&groups, group).ok_or_else(|| {
        io::Error::new(io::ErrorKind::NotFound, format!("there is no group named {group}"))
    })
}

/// The number of a group in the text of a group file: `name:password:number:members`.
#[cfg(unix)]
fn find_group(groups: &str, name: &str) -> Option<u32> {
    groups.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next()? == name).then(|| fields.nth(1)?.parse().ok())?
    })
}

trait Io: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// How many connections are open, counting those that are still to prove themselves.
#[derive(Clone, Default)]
pub(super) struct OpenConnections(Arc<AtomicUsize>);

impl OpenConnections {
    pub(super) fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    fn enter(&self) -> Open {
        self.0.fetch_add(1, Ordering::Relaxed);
        Open(self.clone())
    }
}

struct Open(OpenConnections);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A client that may speak.
pub(super) struct Connection {
    io: Box<dyn Io>,
    _open: Open,
}

impl Connected for Connection {
    type ConnectInfo = ();

    fn connect_info(&self) -> Self::ConnectInfo {}
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, buf)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[tokio::test]
    async fn a_socket_is_its_owners_and_goes_with_what_found_it() {
        let (_listener, found) = Listener::bind(&Place::default()).await.unwrap();
        let Address::Unix(path) = found.address().clone() else { panic!("not a socket") };
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);

        drop(found);
        assert!(!path.exists());
    }

    #[tokio::test]
    async fn a_folder_that_the_client_names_is_used_or_refused() {
        let dir = Some("/no/such/folder".into());
        let error = Listener::bind(&Place { dir, ..Place::default() }).await.err().unwrap();
        assert!(error.to_string().contains("/no/such/folder"), "{error}");
    }

    #[tokio::test]
    async fn the_first_free_port_of_the_range_is_taken() {
        let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let first = taken.local_addr().unwrap().port();
        let ports = (first, first.saturating_add(20));
        let (_listener, found) = Listener::bind_tcp(ports).await.unwrap();
        let Address::Tcp(address) = found.address() else { panic!("not a port") };
        assert!(address.ip().is_loopback());
        assert!(address.port() > first);

        assert!(Listener::bind_tcp((first, first)).await.is_err());
    }

    #[test]
    fn groups_are_found_by_name() {
        let groups = "root:x:0:\nadmin:x:115:me,you\nbroken\n";
        assert_eq!(find_group(groups, "admin"), Some(115));
        assert_eq!(find_group(groups, "adm"), None);
        assert_eq!(find_group(groups, "broken"), None);
    }
}
