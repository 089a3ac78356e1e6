//! go-plugin's own services: ending the process, and two that stay silent.

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status, Streaming, codegen::BoxStream};

use super::go_plugin::{
    ConnInfo, Empty, StdioData, grpc_broker_server::GrpcBroker,
    grpc_controller_server::GrpcController, grpc_stdio_server::GrpcStdio,
};

/// Ends the server when the client asks for it.
pub(super) struct Controller {
    pub(super) stop: CancellationToken,
    /// A server that people attach to serves the next client too.
    pub(super) is_shared: bool,
}

#[tonic::async_trait]
impl GrpcController for Controller {
    async fn shutdown(&self, _: Request<Empty>) -> Result<Response<Empty>, Status> {
        if self.is_shared {
            tracing::info!("a client asked for the end of a server that is not its own");
        } else {
            self.stop.cancel();
        }
        Ok(Response::new(Empty {}))
    }
}

/// Would carry standard output and error, had anything written there after the handshake. Without
/// this service the client warns in its log.
pub(super) struct Stdio {
    pub(super) stop: CancellationToken,
}

#[tonic::async_trait]
impl GrpcStdio for Stdio {
    async fn stream_stdio(&self, _: Request<()>) -> Result<Response<BoxStream<StdioData>>, Status> {
        Ok(Response::new(silence(self.stop.clone(), ())))
    }
}

/// Would arrange further connections, which a provider never needs.
pub(super) struct Broker {
    pub(super) stop: CancellationToken,
}

#[tonic::async_trait]
impl GrpcBroker for Broker {
    async fn start_stream(
        &self,
        request: Request<Streaming<ConnInfo>>,
    ) -> Result<Response<BoxStream<ConnInfo>>, Status> {
        // What the client would say is kept open, and never read.
        Ok(Response::new(silence(self.stop.clone(), request.into_inner())))
    }
}

/// A stream of nothing that ends with the server, which would otherwise wait for it. Holds `other`
/// as long.
fn silence<T: Send + 'static>(stop: CancellationToken, other: impl Send + 'static) -> BoxStream<T> {
    let (sender, receiver) = mpsc::channel::<Result<T, Status>>(1);
    tokio::spawn(async move {
        tokio::select! {
            () = stop.cancelled() => {}
            () = sender.closed() => {}
        }
        drop(other);
    });
    Box::pin(ReceiverStream::new(receiver))
}
