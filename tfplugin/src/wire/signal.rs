//! Signals. Ctrl-C reaches every process of a terminal, but what it means is the client's to
//! decide: it lets running operations end and says when this process may go.

use std::io;

#[cfg(unix)]
pub(super) struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(not(unix))]
pub(super) struct Signals {
    interrupt: tokio::signal::windows::CtrlC,
}

pub(super) enum Received {
    Interrupt,
    #[cfg_attr(not(unix), expect(dead_code, reason = "Windows has no such signal"))]
    Terminate,
}

#[cfg(unix)]
impl Signals {
    /// From here on no signal ends the process by itself.
    pub(super) fn install() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    pub(super) async fn next(&mut self) -> Received {
        tokio::select! {
            _ = self.interrupt.recv() => Received::Interrupt,
            _ = self.terminate.recv() => Received::Terminate,
        }
    }
}

#[cfg(not(unix))]
impl Signals {
    pub(super) fn install() -> io::Result<Self> {
        Ok(Signals { interrupt: tokio::signal::windows::ctrl_c()? })
    }

    pub(super) async fn next(&mut self) -> Received {
        let _ = self.interrupt.recv().await;
        Received::Interrupt
    }
}
