//! The stand-in for AWS: the Python program in `acceptance-tests/aws`, and the private
//! environment that it runs in.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::thread;

use crate::{Result, repository};

const NEEDS: &str = "the stand-in for AWS needs Python 3.10 or newer with its venv module \
                     (Debian and Ubuntu: apt-get install python3 python3-venv)";

/// A server that answers as AWS does. It ends when it is dropped, or when this process does.
#[derive(Debug)]
pub struct Server {
    pub url: String,
    child: Child,
    /// Held open until the end: the server ends when this process does, however it ends.
    _input: Option<ChildStdin>,
}

/// Starts a server and waits until it answers. Port 0 takes any free port.
pub fn start(port: u16) -> Result<Server> {
    let mut server = launch(port, &["--quiet"], Stdio::piped())?;
    if let Some(mut log) = server.child.stderr.take() {
        // A pipe that nobody empties stops the writer.
        thread::spawn(move || io::copy(&mut log, &mut io::sink()));
    }
    Ok(server)
}

/// Runs a server in the foreground, with a line for each request, and tells how to use it.
pub fn serve(port: u16, out: &mut dyn Write) -> Result {
    let mut server = launch(port, &["--verbose"], Stdio::inherit())?;
    let url = &server.url;
    write!(
        out,
        "A stand-in for AWS answers at {url} until Ctrl-C.\n\n\
         Terraform, OpenTofu, boto3 and the AWS CLI find it by their environment:\n\n\
         \x20 export AWS_ENDPOINT_URL={url}\n\
         \x20 export AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing\n\
         \x20 export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1\n\n\
         For example: aws --endpoint-url {url} sqs list-queues\n\
         To empty it: curl -X POST {url}/moto-api/reset\n\n"
    )
    .and_then(|()| out.flush())
    .map_err(|error| error.to_string())?;
    let status = server.child.wait().map_err(|error| error.to_string())?;
    if status.success() { Ok(()) } else { Err(format!("the stand-in for AWS ended: {status}")) }
}

/// The Python that has boto3 and the stand-in's other packages.
pub fn python() -> Result<PathBuf> {
    Ok(interpreter(&venv()?))
}

/// The environment that the stand-in runs in, made anew where `requirements.txt` has changed.
pub fn venv() -> Result<PathBuf> {
    let requirements = source().join("requirements.txt");
    let target = repository().join("target");
    make_venv(Path::new("python3"), &requirements, &target.join("aws-venv"))
}

fn make_venv(python: &Path, requirements: &Path, venv: &Path) -> Result<PathBuf> {
    let wanted = fs::read(requirements).map_err(|error| about(requirements, &error))?;
    let wanted_hash = format!("{:016x}\n", hash(&wanted));
    if let Some(parent) = venv.parent() {
        fs::create_dir_all(parent).map_err(|error| about(parent, &error))?;
    }
    // Tests may ask from several processes at once.
    let lock_path = venv.with_extension("lock");
    let lock = File::create(&lock_path).map_err(|error| about(&lock_path, &error))?;
    lock.lock().map_err(|error| about(&lock_path, &error))?;

    // Written last, so that half an environment is not taken for one.
    let stamp = venv.join("requirements.hash");
    let is_current = fs::read_to_string(&stamp).is_ok_and(|it| it == wanted_hash);
    if is_current && interpreter(venv).exists() {
        return Ok(venv.to_owned());
    }
    if venv.exists() {
        fs::remove_dir_all(venv).map_err(|error| about(venv, &error))?;
    }
    let is_new_enough = "import sys; sys.exit(sys.version_info < (3, 10))";
    run(Command::new(python).args(["-c", is_new_enough])).map_err(|error| tell(NEEDS, &error))?;
    run(Command::new(python).args(["-m", "venv"]).arg(venv))
        .map_err(|error| tell(NEEDS, &error))?;
    let mut pip = Command::new(interpreter(venv));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    pip.args(["--require-hashes", "--requirement"]).arg(requirements);
    run(&mut pip)
        .map_err(|error| tell("the packages of the stand-in are not installed", &error))?;
    fs::write(&stamp, wanted_hash).map_err(|error| about(&stamp, &error))?;
    Ok(venv.to_owned())
}

fn launch(port: u16, options: &[&str], log: Stdio) -> Result<Server> {
    let mut child = Command::new(python()?)
        .args(["-m", "standin", "--exit-with-input", "--port", &port.to_string()])
        .args(options)
        .env("PYTHONPATH", source())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .map_err(|error| format!("the stand-in for AWS does not start: {error}"))?;
    let mut url = String::new();
    if let Some(stdout) = child.stdout.take() {
        // It says its address when it listens, and nothing after.
        let _ = BufReader::new(stdout).read_line(&mut url);
    }
    let url = url.trim_end().to_owned();
    let input = child.stdin.take();
    let mut server = Server { url, child, _input: input };
    if server.url.is_empty() {
        let mut error = String::new();
        if let Some(mut log) = server.child.stderr.take() {
            let _ = log.read_to_string(&mut error);
        }
        return Err(tell("the stand-in for AWS does not start", &error));
    }
    Ok(server)
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where the modules of Python are.
pub fn source() -> PathBuf {
    repository().join("acceptance-tests/aws")
}

fn interpreter(venv: &Path) -> PathBuf {
    if cfg!(windows) { venv.join("Scripts/python.exe") } else { venv.join("bin/python") }
}

/// FNV-1a, which stays the same from one Rust to the next.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn run(command: &mut Command) -> Result {
    let name = command.get_program().to_string_lossy().into_owned();
    let Output { status, stdout, stderr } =
        command.stdin(Stdio::null()).output().map_err(|error| format!("{name}: {error}"))?;
    if status.success() {
        return Ok(());
    }
    let said = [stdout, stderr].concat();
    Err(format!("{name}: {status}\n{}", String::from_utf8_lossy(&said).trim_end()))
}

fn about(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}

fn tell(what: &str, error: &str) -> String {
    if error.is_empty() { what.to_owned() } else { format!("{what}: {}", error.trim_end()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_python_the_error_names_the_packages() {
        let folder = std::env::temp_dir().join(format!("aws-venv-test-{}", std::process::id()));
        let requirements = source().join("requirements.txt");
        let error = make_venv(Path::new("no-such-python"), &requirements, &folder.join("venv"));
        let _ = fs::remove_dir_all(&folder);

        let error = error.unwrap_err();
        assert!(error.contains("python3-venv") && error.contains("no-such-python"), "{error}");
    }

    #[test]
    fn the_hash_tells_files_apart() {
        assert_ne!(hash(b"moto==5.2.5"), hash(b"moto==5.2.6"));
        assert_eq!(hash(b"a"), 0xaf63_dc4c_8601_ec8c);
    }
}
