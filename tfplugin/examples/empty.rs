//! The smallest provider: it has nothing but a schema that says so. Tests start it to see how a
//! process is started, spoken to and ended, and its functions misbehave for them.

#![expect(clippy::disallowed_methods, reason = "some of its functions are slow on purpose")]

use std::{process::ExitCode, time::Duration};

use tfplugin::wire::{
    self, CancellationToken,
    tfplugin6::{
        DynamicValue, Schema, call_function, configure_provider, get_provider_schema,
        provider_server::Provider, schema, validate_provider_config,
    },
};
use tonic::{Request, Response, Status};

struct Empty {
    stopping: CancellationToken,
}

#[tonic::async_trait]
impl Provider for Empty {
    async fn get_provider_schema(
        &self,
        _: Request<get_provider_schema::Request>,
    ) -> Result<Response<get_provider_schema::Response>, Status> {
        let provider = Schema { version: 0, block: Some(schema::Block::default()) };
        let answer =
            get_provider_schema::Response { provider: Some(provider), ..Default::default() };
        Ok(Response::new(answer))
    }

    async fn validate_provider_config(
        &self,
        _: Request<validate_provider_config::Request>,
    ) -> Result<Response<validate_provider_config::Response>, Status> {
        Ok(Response::new(validate_provider_config::Response::default()))
    }

    async fn configure_provider(
        &self,
        request: Request<configure_provider::Request>,
    ) -> Result<Response<configure_provider::Response>, Status> {
        let version = &request.get_ref().terraform_version;
        tracing::info!(version, key = "KEY-1", "configured");
        Ok(Response::new(configure_provider::Response::default()))
    }

    async fn call_function(
        &self,
        request: Request<call_function::Request>,
    ) -> Result<Response<call_function::Response>, Status> {
        let call_function::Request { name, arguments } = request.into_inner();
        match name.as_str() {
            "first" => {
                let result = arguments.into_iter().next();
                Ok(Response::new(call_function::Response { result, error: None }))
            }
            "crash" => panic!("as asked"),
            // Cares about nothing.
            "stall" => std::future::pending().await,
            // Answers when the process is about to end.
            "wait" => {
                self.stopping.cancelled().await;
                tokio::time::sleep(Duration::from_millis(200)).await;
                let result = Some(DynamicValue::default());
                Ok(Response::new(call_function::Response { result, error: None }))
            }
            _ => Err(Status::invalid_argument(name)),
        }
    }
}

fn main() -> ExitCode {
    let options = wire::Options {
        address: "registry.terraform.io/acme/empty",
        version: env!("CARGO_PKG_VERSION"),
        mute: &[],
        mask: |text| text.replace("KEY-1", "KEY-*"),
    };
    wire::serve(options, |stopping| {
        assert!(std::env::var_os("EMPTY_CRASHES").is_none(), "at the start");
        Empty { stopping }
    })
}
