//! A command that runs: what it says so far, and its end.

use std::io::{self, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// A command in a process group of its own, so that a signal reaches it with all it has started,
/// as Ctrl-C does in a terminal. Dropped before its end, the group is killed.
#[derive(Debug)]
pub struct Running {
    child: Child,
    said: Arc<Mutex<String>>,
    readers: Vec<JoinHandle<()>>,
    ended: bool,
}

/// The end of a command.
#[derive(Debug, Clone)]
pub struct Ended {
    /// None when a signal ended it.
    pub code: Option<i32>,
    /// Both outputs, in the order in which they came.
    pub said: String,
}

impl Running {
    pub fn start(command: &mut Command) -> io::Result<Running> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .spawn()?;
        let said = Arc::new(Mutex::new(String::new()));
        let out = child.stdout.take().map(|it| read(it, said.clone()));
        let err = child.stderr.take().map(|it| read(it, said.clone()));
        let readers = out.into_iter().chain(err).collect();
        Ok(Running { child, said, readers, ended: false })
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// All that it has said so far.
    pub fn said(&self) -> String {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn has_ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)))
    }

    /// Waits for the end; an error when it does not come in time.
    pub fn wait(mut self, limit: Duration) -> Result<Ended, String> {
        let begin = Instant::now();
        let status = loop {
            match self.child.try_wait() {
                Ok(Some(status)) => break status,
                Ok(None) if begin.elapsed() < limit => thread::sleep(Duration::from_millis(5)),
                Ok(None) => {
                    let said = self.said();
                    return Err(format!("no end after {} s\n{said}", limit.as_secs()));
                }
                Err(error) => return Err(error.to_string()),
            }
        };
        self.ended = true;
        for reader in self.readers.drain(..) {
            let _ = reader.join();
        }
        Ok(Ended { code: status.code(), said: self.said() })
    }

    /// Sends a signal to the whole group.
    pub fn signal(&self, name: &str) -> Result<(), String> {
        signal(&format!("-{}", self.id()), name)
    }

    /// The processes that the command itself has started and that are still there.
    #[cfg(target_os = "linux")]
    pub fn children(&self) -> Vec<u32> {
        let Ok(processes) = std::fs::read_dir("/proc") else { return Vec::new() };
        let ids = processes.flatten().filter_map(|it| it.file_name().to_str()?.parse().ok());
        ids.filter(|id| parent(*id) == Some(self.id())).collect()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.ended {
            let _ = self.signal("KILL");
            let _ = self.child.wait();
        }
    }
}

/// Sends a signal to a process, or to a group when the id begins with `-`.
pub fn signal(id: &str, name: &str) -> Result<(), String> {
    let output = Command::new("kill")
        .args(["-s", name, "--", id])
        .output()
        .map_err(|error| format!("kill: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("kill -s {name} -- {id}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// The fourth field of `stat`; the second, the name, is in parentheses and may hold blanks.
#[cfg(target_os = "linux")]
fn parent(id: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, rest) = stat.rsplit_once(") ")?;
    rest.split(' ').nth(1)?.parse().ok()
}

fn read(mut from: impl Read + Send + 'static, said: Arc<Mutex<String>>) -> JoinHandle<()> {
    thread::spawn(move || {
        let mut buffer = [0; 8192];
        while let Ok(size @ 1..) = from.read(&mut buffer) {
            let text = String::from_utf8_lossy(&buffer[..size]);
            said.lock().unwrap_or_else(PoisonError::into_inner).push_str(&text);
        }
    })
}
