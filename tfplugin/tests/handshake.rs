//! A provider's process, seen by the client that starts it.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "what must not happen is waited for")]

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::{ExitStatus, Output, Stdio},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use hyper_util::rt::TokioIo;
use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair, PKCS_ECDSA_P521_SHA512};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer},
};
use tfplugin::wire::{
    go_plugin::{
        self, grpc_controller_client::GrpcControllerClient, grpc_stdio_client::GrpcStdioClient,
    },
    tfplugin6::{
        DynamicValue, call_function, configure_provider, get_provider_schema,
        provider_client::ProviderClient, read_resource,
    },
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader},
    net::{TcpStream, UnixStream},
    process::{Child, ChildStdout, Command},
    time::timeout,
};
use tokio_rustls::TlsConnector;
use tonic::{
    Code,
    transport::{Channel, Endpoint},
};
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};

const COOKIE: &str = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/// The time after which the client kills.
const PATIENCE: Duration = Duration::from_secs(2);

/// The example provider, built anew because a test that runs alone does not build it.
fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let name = "terraform-provider-empty";
        let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
        let built = std::process::Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", env!("CARGO_PKG_NAME")])
            .args(["--profile", profile, "--example", name])
            .status();
        assert!(built.expect("cargo runs").success());
        let test = env::current_exe().unwrap();
        test.ancestors().nth(2).unwrap().join("examples").join(name)
    })
}

/// A folder for sockets that has nothing else in it.
struct Dir(PathBuf);

impl Dir {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let dir = env::temp_dir().join(format!("handshake-{}-{count}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        Dir(dir)
    }

    fn is_empty(&self) -> bool {
        fs::read_dir(&self.0).unwrap().next().is_none()
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn command(program: impl AsRef<Path>, dir: &Dir) -> Command {
    let mut command = Command::new(program.as_ref());
    command
        .env_clear()
        .env("PLUGIN_UNIX_SOCKET_DIR", &dir.0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// The provider as a client starts it.
fn plugin(dir: &Dir) -> Command {
    let mut command = command(binary(), dir);
    command.env("TF_PLUGIN_MAGIC_COOKIE", COOKIE).env("PLUGIN_PROTOCOL_VERSIONS", "5,6");
    command
}

struct Started {
    child: Child,
    stdout: BufReader<ChildStdout>,
    line: String,
}

impl Started {
    async fn new(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        timeout(Duration::from_secs(20), stdout.read_line(&mut line)).await.unwrap().unwrap();
        Started { child, stdout, line: line.trim_end().to_owned() }
    }

    fn field(&self, index: usize) -> &str {
        self.line.split('|').nth(index).unwrap_or_default()
    }

    /// A connection without TLS.
    async fn connect(&self) -> Channel {
        connect(self.field(3), None).await.unwrap()
    }

    async fn connect_as(&self, who: &Client) -> Result<Channel, tonic::transport::Error> {
        connect(self.field(3), Some(who.config(self.field(5)))).await
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().unwrap().to_string();
        let sent = std::process::Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.unwrap().success());
    }

    async fn shut_down(&self, channel: Channel) {
        let empty = go_plugin::Empty {};
        GrpcControllerClient::new(channel).shutdown(empty).await.unwrap();
    }

    /// Waits as long as the client would.
    async fn ended(mut self) -> (ExitStatus, String) {
        let status = timeout(PATIENCE, self.child.wait()).await.expect("it would be killed");
        let mut stderr = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut stderr).await.unwrap();
        (status.unwrap(), stderr)
    }

    fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }
}

/// A certificate like that of Terraform, with its key.
struct Client {
    certificate: CertificateDer<'static>,
    pem: String,
    key: KeyPair,
    shows: bool,
}

impl Client {
    fn new() -> Self {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P521_SHA512).unwrap();
        let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap();
        let pem = certificate.pem();
        Client { certificate: certificate.into(), pem, key, shows: true }
    }

    fn config(&self, server: &str) -> ClientConfig {
        let server = STANDARD_NO_PAD.decode(server).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(server.into()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots);
        let mut config = if self.shows {
            let key = PrivateKeyDer::Pkcs8(self.key.serialize_der().into());
            config.with_client_auth_cert(vec![self.certificate.clone()], key).unwrap()
        } else {
            config.with_no_client_auth()
        };
        config.alpn_protocols = vec![b"h2".to_vec()];
        config
    }
}

async fn connect(
    address: &str,
    tls: Option<ClientConfig>,
) -> Result<Channel, tonic::transport::Error> {
    trait Io: tokio::io::AsyncRead + tokio::io::AsyncWrite + Send + Unpin {}
    impl<T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Send + Unpin> Io for T {}

    let (address, tls) = (address.to_owned(), tls.map(|it| TlsConnector::from(Arc::new(it))));
    let connector = tower::service_fn(move |_| {
        let (address, tls) = (address.clone(), tls.clone());
        async move {
            let io: Box<dyn Io> = if address.starts_with('/') {
                Box::new(UnixStream::connect(address).await?)
            } else {
                Box::new(TcpStream::connect(address).await?)
            };
            let io: Box<dyn Io> = match tls {
                Some(tls) => Box::new(tls.connect("localhost".try_into().unwrap(), io).await?),
                None => io,
            };
            io::Result::Ok(TokioIo::new(io))
        }
    });
    Endpoint::from_static("http://localhost").connect_with_connector(connector).await
}

/// Whether the provider behind `channel` answers.
async fn answers(channel: Result<Channel, tonic::transport::Error>) -> bool {
    let Ok(channel) = channel else { return false };
    let request = get_provider_schema::Request {};
    let mut provider = ProviderClient::new(channel);
    let schema = timeout(PATIENCE, provider.get_provider_schema(request)).await;
    schema.expect("it does not hang").is_ok_and(|it| it.into_inner().provider.is_some())
}

async fn call(
    channel: Channel,
    name: &str,
) -> Result<tonic::Response<call_function::Response>, tonic::Status> {
    let request = call_function::Request { name: name.to_owned(), arguments: Vec::new() };
    ProviderClient::new(channel).call_function(request).await
}

#[tokio::test]
async fn only_the_client_that_started_it_is_served() {
    let (dir, client) = (Dir::new(), Client::new());
    let plugin = Started::new(plugin(&dir).env("PLUGIN_CLIENT_CERT", &client.pem)).await;
    assert!(plugin.line.starts_with("1|6|unix|/"), "{}", plugin.line);
    assert_eq!(plugin.field(4), "grpc");
    assert_eq!(plugin.line.split('|').count(), 6);

    let nobody = Client { shows: false, ..Client::new() };
    assert!(!answers(plugin.connect_as(&nobody).await).await);
    assert!(!answers(plugin.connect_as(&Client::new()).await).await);
    assert!(!answers(connect(plugin.field(3), None).await).await);
    // One that says nothing at all is in nobody's way.
    let _mute = UnixStream::connect(plugin.field(3)).await.unwrap();
    let channel = plugin.connect_as(&client).await.unwrap();
    assert!(answers(Ok(channel.clone())).await);

    plugin.shut_down(channel).await;
    let (status, stderr) = plugin.ended().await;
    assert_eq!((status.code(), stderr.as_str()), (Some(0), ""));
    assert!(dir.is_empty());
}

#[tokio::test]
async fn go_plugins_services_and_large_messages_work_without_a_certificate_too() {
    let dir = Dir::new();
    let mut plugin = Started::new(plugin(&dir).env("PLUGIN_MULTIPLEX_GRPC", "1")).await;
    assert_eq!((plugin.field(5), plugin.field(6)), ("", "false"));
    let channel = plugin.connect().await;

    let service = "plugin".to_owned();
    let health = HealthClient::new(channel.clone()).check(HealthCheckRequest { service }).await;
    assert_eq!(health.unwrap().into_inner().status, 1);

    let mut provider = ProviderClient::new(channel.clone()).max_decoding_message_size(usize::MAX);
    let unknown = provider.read_resource(read_resource::Request::default()).await.unwrap_err();
    assert_eq!(unknown.code(), Code::Unimplemented);
    let large = DynamicValue { msgpack: vec![7; 20 << 20].into(), ..Default::default() };
    let request =
        call_function::Request { name: "first".to_owned(), arguments: vec![large.clone()] };
    let answer = provider.call_function(request).await.unwrap().into_inner();
    assert!(answer.result == Some(large));

    let mut stdio = GrpcStdioClient::new(channel.clone()).stream_stdio(()).await.unwrap();
    let silence = timeout(Duration::from_millis(100), stdio.get_mut().message()).await;
    assert!(silence.is_err());
    assert!(plugin.is_running());
    let asked = Instant::now();
    plugin.shut_down(channel).await;
    assert!(stdio.get_mut().message().await.is_ok_and(|it| it.is_none()));
    drop((stdio, provider));
    plugin.ended().await;
    assert!(asked.elapsed() < Duration::from_secs(1));
    assert!(dir.is_empty());
}

#[tokio::test]
async fn calls_are_told_of_the_end_and_cannot_stop_it() {
    let dir = Dir::new();
    let plugin = Started::new(&mut plugin(&dir)).await;
    let channel = plugin.connect().await;
    let wait = tokio::spawn({
        let channel = channel.clone();
        async move { call(channel, "wait").await }
    });
    let stall = tokio::spawn({
        let channel = channel.clone();
        async move { call(channel, "stall").await }
    });
    tokio::time::sleep(Duration::from_millis(200)).await;

    plugin.shut_down(channel).await;
    assert_eq!(plugin.ended().await.0.code(), Some(0));
    assert!(wait.await.unwrap().is_ok());
    assert!(stall.await.unwrap().is_err());
    assert!(dir.is_empty());
}

#[tokio::test]
async fn ctrl_c_is_for_the_client_and_sigterm_ends() {
    let dir = Dir::new();
    let mut plugin = Started::new(&mut plugin(&dir)).await;
    let channel = plugin.connect().await;

    plugin.signal("INT");
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(plugin.is_running());
    assert!(answers(Ok(channel)).await);

    plugin.signal("TERM");
    assert_eq!(plugin.ended().await.0.code(), Some(143));
    assert!(dir.is_empty());
}

#[tokio::test]
async fn it_ends_when_its_client_is_gone() {
    let dir = Dir::new();
    let mut shell = command("/bin/sh", &dir);
    shell.args(["-c", "\"$0\" & wait"]).arg(binary()).env("TF_PLUGIN_MAGIC_COOKIE", COOKIE);
    let mut plugin = Started::new(&mut shell).await;
    let channel = plugin.connect().await;
    plugin.child.kill().await.unwrap();

    // The shell was only a wrapper as long as somebody is connected.
    let mut rest = Vec::new();
    let end = timeout(Duration::from_secs(4), plugin.stdout.read_to_end(&mut rest)).await;
    assert!(end.is_err());
    assert!(answers(Ok(channel.clone())).await);

    drop(channel);
    let end = timeout(Duration::from_secs(5), plugin.stdout.read_to_end(&mut rest)).await;
    assert_eq!(end.expect("it ends").unwrap(), 0);
    assert!(dir.is_empty());
}

#[tokio::test]
async fn with_debug_it_serves_everybody_until_ctrl_c() {
    let dir = Dir::new();
    for (ports, network) in [(None, "unix"), (Some(("20000", "40000")), "tcp")] {
        let mut command = command(binary(), &dir);
        command.arg("-debug");
        if let Some((min, max)) = ports {
            command.env("PLUGIN_MIN_PORT", min).env("PLUGIN_MAX_PORT", max);
        }
        let mut plugin = Started::new(&mut command).await;
        let json = loop {
            let mut line = String::new();
            assert_ne!(plugin.stdout.read_line(&mut line).await.unwrap(), 0);
            if line.starts_with('{') {
                break serde_json::from_str::<serde_json::Value>(&line).unwrap();
            }
        };
        let how = &json["registry.terraform.io/acme/empty"];
        assert_eq!(how["Pid"], plugin.child.id().unwrap());
        assert_eq!(how["Addr"]["Network"], network);
        let address = how["Addr"]["String"].as_str().unwrap();

        let first = connect(address, None).await.unwrap();
        plugin.shut_down(first.clone()).await;
        assert!(answers(Ok(first)).await);
        let second = connect(address, None).await;
        assert!(answers(second).await);
        assert!(plugin.is_running());

        plugin.signal("INT");
        assert_eq!(plugin.ended().await.0.code(), Some(0));
        assert!(dir.is_empty());
    }
}

async fn output(command: &mut Command) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command.output().await.unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[tokio::test]
async fn people_are_told_what_it_is() {
    let dir = Dir::new();
    let version = format!("terraform-provider-empty v{}", env!("CARGO_PKG_VERSION"));
    for arg in ["--version", "-version"] {
        let (code, stdout, _) = output(command(binary(), &dir).arg(arg)).await;
        assert_eq!((code, stdout), (Some(0), format!("{version}\n")));
    }

    let (code, stdout, stderr) = output(&mut command(binary(), &dir)).await;
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert!(stderr.starts_with(&version) && stderr.contains("--debug"), "{stderr}");
}

#[tokio::test]
async fn what_prevents_the_start_is_said_where_the_client_shows_it() {
    let dir = Dir::new();
    for (name, value) in [
        ("PLUGIN_PROTOCOL_VERSIONS", "4,5"),
        ("PLUGIN_CLIENT_CERT", "none"),
        ("PLUGIN_UNIX_SOCKET_DIR", "/no/such/folder"),
        ("PLUGIN_UNIX_SOCKET_GROUP", "no such group"),
    ] {
        let (code, stdout, stderr) = output(plugin(&dir).env(name, value)).await;
        assert_eq!((code, stdout.lines().count()), (Some(1), 1), "{stdout}");
        assert!(stdout.starts_with("terraform-provider-empty: ") && !stdout.contains('|'));
        assert_eq!(stdout, stderr);
        assert!(dir.is_empty());
    }
}

#[tokio::test]
async fn a_panic_is_reported_and_the_process_goes_on() {
    let dir = Dir::new();
    let plugin = Started::new(&mut plugin(&dir)).await;
    let channel = plugin.connect().await;

    assert!(call(channel.clone(), "crash").await.is_err());
    assert!(answers(Ok(channel.clone())).await);
    plugin.shut_down(channel).await;
    let (_, stderr) = plugin.ended().await;
    assert!(stderr.starts_with("panic: as asked\n"), "{stderr}");
    assert!(stderr.contains("tfplugin/examples/empty.rs:"), "{stderr}");
}

#[tokio::test]
async fn a_panic_at_the_start_leaves_no_socket() {
    let dir = Dir::new();
    let plugin = Started::new(plugin(&dir).env("EMPTY_CRASHES", "1")).await;
    let (status, stderr) = plugin.ended().await;
    assert!(!status.success());
    assert!(stderr.starts_with("panic: at the start\n"), "{stderr}");
    assert!(dir.is_empty());
}

#[tokio::test]
async fn the_log_is_lines_of_json_without_keys() {
    let dir = Dir::new();
    let plugin = Started::new(plugin(&dir).env("TF_LOG_PROVIDER_EMPTY", "TRACE")).await;
    let channel = plugin.connect().await;
    let request = configure_provider::Request {
        terraform_version: "1.11.4".to_owned(),
        ..Default::default()
    };
    ProviderClient::new(channel.clone()).configure_provider(request).await.unwrap();
    plugin.shut_down(channel).await;

    let (_, stderr) = plugin.ended().await;
    let lines: Vec<serde_json::Value> =
        stderr.lines().map(|it| serde_json::from_str(it).expect("JSON")).collect();
    let line = lines.iter().find(|it| it["@message"] == "configured").unwrap();
    assert_eq!((&line["@level"], &line["version"]), (&"info".into(), &"1.11.4".into()));
    assert_eq!(line["@module"], "terraform_provider_empty");
    assert!(lines.iter().any(|it| it["@message"] == "serving" && it["@level"] == "debug"));
    assert_eq!(line["key"], "KEY-*");
    assert!(!stderr.contains("KEY-1"));
}
