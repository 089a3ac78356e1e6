//! What a provider's process takes, measured by a parent that stands between it and the client.

use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{self, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, iter};

use acceptance_tests::provider::Provider;
use nix::sys::resource::{UsageWho, getrusage};
use tempfile::TempDir;

use crate::Result;

/// The arguments of `cargo xtask bench` with which the script runs this program again.
pub(crate) const FLAG: &str = "--as-provider";

const COOKIE: (&str, &str) =
    ("TF_PLUGIN_MAGIC_COOKIE", "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2");

/// Any client's certificate: with it a provider makes its own, which is part of the handshake.
const CLIENT_CERTIFICATE: &str = include_str!("client.pem");

/// A provider that keeps a record of its processes.
#[derive(Debug)]
pub(crate) struct Watched {
    pub(crate) provider: Provider,
    folder: TempDir,
}

/// All the processes that one command of the client started.
#[derive(Debug, Clone, Default)]
pub(crate) struct Usage {
    /// User and system time of all of them.
    pub(crate) cpu: Duration,
    /// The largest resident set of one of them, in bytes.
    pub(crate) memory: u64,
}

impl Watched {
    pub(crate) fn new(provider: &Provider) -> Result<Watched> {
        let folder = tempfile::tempdir()?;
        let script = folder.path().join("provider.sh");
        let program = env::current_exe()?;
        let command =
            [&program, Path::new("bench"), Path::new(FLAG), &provider.binary, folder.path()];
        let provider = provider.as_script(script, &command)?;
        Ok(Watched { provider, folder })
    }

    /// What was recorded since the last time.
    pub(crate) fn take(&self) -> Result<Usage> {
        let record = self.folder.path().join("record");
        let mut usage = Usage::default();
        let Ok(text) = fs::read_to_string(&record) else { return Ok(usage) };
        fs::remove_file(record)?;
        for line in text.lines() {
            let (cpu, memory) = line.split_once(' ').ok_or("half a record")?;
            usage.cpu += Duration::from_micros(cpu.parse()?);
            usage.memory = usage.memory.max(memory.parse()?);
        }
        Ok(usage)
    }
}

/// The parent: runs the provider to its end and writes a line.
pub(crate) fn stand_between(arguments: &[&str]) -> Result {
    let [binary, folder, rest @ ..] = arguments else { return Err("no provider".into()) };
    let status = Command::new(binary).args(rest).status()?;
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let micros =
        [usage.user_time(), usage.system_time()].map(|it| it.tv_sec() * 1_000_000 + it.tv_usec());
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    let line = format!("{} {}\n", micros.iter().sum::<i64>(), usage.max_rss() * unit);
    let record = Path::new(folder).join("record");
    OpenOptions::new().create(true).append(true).open(record)?.write_all(line.as_bytes())?;
    process::exit(status.code().unwrap_or(1))
}

/// From the start of the process to the line that tells the client where it listens.
pub(crate) fn handshake(binary: &Path) -> Result<Duration> {
    let sockets = tempfile::tempdir()?;
    let begin = Instant::now();
    let mut child = Command::new(binary)
        .envs(iter::once(COOKIE))
        .env("PLUGIN_PROTOCOL_VERSIONS", "5,6")
        .env("PLUGIN_CLIENT_CERT", CLIENT_CERTIFICATE)
        .env("PLUGIN_UNIX_SOCKET_DIR", sockets.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut line = String::new();
    let stdout = child.stdout.take().ok_or("no output")?;
    BufReader::new(stdout).read_line(&mut line)?;
    let took = begin.elapsed();
    child.kill()?;
    child.wait()?;
    if line.split('|').count() < 5 {
        return Err(format!("{}: not a handshake: {line}", binary.display()).into());
    }
    Ok(took)
}
