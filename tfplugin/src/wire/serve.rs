//! The life of the process, from its arguments to its exit code.

use std::{error::Error, process::ExitCode, time::Duration};

use tokio_util::sync::CancellationToken;
use tonic::transport::Server;

use super::{
    command::{self, Command},
    go_plugin::{
        grpc_broker_server::GrpcBrokerServer, grpc_controller_server::GrpcControllerServer,
        grpc_stdio_server::GrpcStdioServer,
    },
    handshake::{Place, Refusal, Request},
    listener::{Found, Listener, OpenConnections},
    log,
    options::Options,
    panic,
    plugin::{Broker, Controller, Stdio},
    signal::{Received, Signals},
    tfplugin6::provider_server::{Provider, ProviderServer},
    tls::Identity,
};

/// What clients send at most; tonic's own limit of 4 MiB is too low for a large state.
const MAX_MESSAGE: usize = 256 << 20;

/// How long calls that run may go on after the end was asked for. The client kills after 2 s.
const GRACE: Duration = Duration::from_millis(1500);

/// What 128 and the number of the signal make: the code that a shell reports for a process that it ended.
const TERMINATED: u8 = 128 + 15;

/// Does what the command line and the environment ask for, which is the whole of a provider's
/// `main`: serves the client that started this process until that client ends it or is gone, or
/// with `--debug` whoever attaches until Ctrl-C.
///
/// `make` is called once, inside the runtime and only after the client knows where to connect, so
/// that no work of its holds up the start. Its argument is cancelled when the process is about to
/// end: calls that run have a moment to say where they stand.
pub fn serve<P: Provider>(options: Options, make: impl FnOnce(CancellationToken) -> P) -> ExitCode {
    let outcome = match Command::parse(std::env::args().skip(1)) {
        Command::Version => command::say(&command::version(&options)).map_err(Into::into),
        Command::Help => command::say(command::help(&options).trim_end()).map_err(Into::into),
        Command::Unknown(arg) => Err(format!("{arg}: no such option; try --help").into()),
        Command::Debug => match Place::from_env() {
            Ok(place) => return run(&options, Mode::Debug(place), make),
            Err(refusal) => Err(why(refusal, &options).into()),
        },
        Command::Serve => match Request::from_env() {
            Ok(request) => return run(&options, Mode::Plugin(request), make),
            Err(Refusal::ByHand) => Err(why(Refusal::ByHand, &options).into()),
            Err(refusal) => {
                let why = why(refusal, &options);
                // A client shows a line that it does not understand to its user.
                let _ = command::say(&why);
                Err(why.into())
            }
        },
    };
    finish(outcome)
}

fn finish(outcome: Result<(), Box<dyn Error + Send + Sync>>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            command::complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn why(refusal: Refusal, options: &Options) -> String {
    match refusal {
        Refusal::ByHand => command::help(options).trim_end().to_owned(),
        Refusal::Impossible(why) => format!("{}: {why}", options.binary()),
    }
}

enum Mode {
    /// For the client that started this process.
    Plugin(Request),
    /// For whoever attaches.
    Debug(Place),
}

fn run<P: Provider>(
    options: &Options,
    mode: Mode,
    make: impl FnOnce(CancellationToken) -> P,
) -> ExitCode {
    panic::install(command::version(options), options.mask);
    log::install(options);
    let is_plugin = matches!(mode, Mode::Plugin(_));
    let parent = Parent::now();

    // A provider waits for its cloud nearly all the time; few threads are enough.
    let threads = std::thread::available_parallelism().map_or(2, |it| it.get().clamp(2, 4));
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return finish(Err(error.into())),
    };
    let outcome = runtime.block_on(async {
        let server = match Bound::new(options, mode).await {
            Ok(server) => server,
            Err(error) => {
                let why = format!("{}: {error}", options.binary());
                if is_plugin {
                    let _ = command::say(&why);
                }
                return Err(why.into());
            }
        };
        server.serve(parent, make).await
    });
    // What is still running has had its time.
    runtime.shutdown_background();
    match outcome {
        Ok(code) => code,
        Err(error) => finish(Err(error)),
    }
}

/// A server that clients can find, although it does not answer yet.
struct Bound {
    listener: Listener,
    found: Found,
    identity: Option<Identity>,
    signals: Signals,
    is_shared: bool,
    version: &'static str,
}

impl Bound {
    /// Listens, and says where.
    async fn new(options: &Options, mode: Mode) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let signals = Signals::install()?;
        let version = options.version;
        match mode {
            Mode::Plugin(request) => {
                let identity =
                    request.certificate.as_deref().map(Identity::for_client).transpose()?;
                let (listener, found) = Listener::bind(&request.place).await?;
                let certificate = identity.as_ref().map(|it| it.certificate.as_ref());
                command::say(&request.answer(found.address(), certificate))?;
                Ok(Bound { listener, found, identity, signals, is_shared: false, version })
            }
            Mode::Debug(place) => {
                let (listener, found) = Listener::bind(&place).await?;
                command::say(&command::attach(options, found.address()))?;
                Ok(Bound { listener, found, identity: None, signals, is_shared: true, version })
            }
        }
    }

    async fn serve<P: Provider>(
        self,
        parent: Parent,
        make: impl FnOnce(CancellationToken) -> P,
    ) -> Result<ExitCode, Box<dyn Error + Send + Sync>> {
        let Bound { listener, found: _found, identity, mut signals, is_shared, version } = self;
        let stop = CancellationToken::new();
        let open = OpenConnections::default();

        let provider =
            ProviderServer::new(make(stop.clone())).max_decoding_message_size(MAX_MESSAGE);
        let (health, health_service) = tonic_health::server::health_reporter();
        health.set_service_status("plugin", tonic_health::ServingStatus::Serving).await;
        let controller = Controller { stop: stop.clone(), is_shared };
        let server = Server::builder()
            .add_service(provider)
            .add_service(GrpcControllerServer::new(controller))
            .add_service(GrpcStdioServer::new(Stdio { stop: stop.clone() }))
            .add_service(GrpcBrokerServer::new(Broker { stop: stop.clone() }))
            .add_service(health_service)
            .serve_with_incoming_shutdown(
                listener.clients(identity.map(|it| it.acceptor), open.clone()),
                stop.clone().cancelled_owned(),
            );
        let mut server = std::pin::pin!(server);
        let mut orphaned = std::pin::pin!(async {
            if is_shared { std::future::pending().await } else { parent.gone(&open).await }
        });
        let mut overdue = std::pin::pin!(async {
            stop.cancelled().await;
            tokio::time::sleep(GRACE).await;
        });

        tracing::debug!(%version, "serving");
        loop {
            tokio::select! {
                outcome = &mut server => {
                    outcome?;
                    return Ok(ExitCode::SUCCESS);
                }
                () = &mut overdue => {
                    tracing::warn!("calls were still running when the process had to end");
                    return Ok(ExitCode::SUCCESS);
                }
                () = &mut orphaned, if !stop.is_cancelled() => {
                    tracing::warn!("the client is gone");
                    stop.cancel();
                }
                signal = signals.next() => match signal {
                    Received::Interrupt if is_shared => stop.cancel(),
                    Received::Interrupt => {
                        tracing::info!("interrupted: going on until the client says otherwise");
                    }
                    Received::Terminate => return Ok(ExitCode::from(TERMINATED)),
                },
            }
        }
    }
}

/// The process that started this one.
#[derive(Clone, Copy)]
struct Parent {
    #[cfg(unix)]
    id: u32,
}

impl Parent {
    fn now() -> Self {
        Parent {
            #[cfg(unix)]
            id: std::os::unix::process::parent_id(),
        }
    }

    /// Returns when the parent has ended and nobody has been connected for two looks in a row. Not
    /// before: the parent may have been a script around the client.
    #[cfg(unix)]
    async fn gone(self, open: &OpenConnections) {
        let mut quiet = 0;
        while quiet < 2 {
            tokio::time::sleep(Duration::from_secs(1)).await;
            // An orphan is given another parent.
            let is_orphan = std::os::unix::process::parent_id() != self.id;
            quiet = if is_orphan && open.count() == 0 { quiet + 1 } else { 0 };
        }
    }

    #[cfg(not(unix))]
    async fn gone(self, _: &OpenConnections) {
        std::future::pending().await
    }
}
