//! Answers Terraform's calls with the engine.

mod convert;

use std::future::Future;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, RwLock};

use schemas::{Schema, Value};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

use crate::engine::{
    self, Applied, Change, DataSourceType, Function, PlanRequest, ResourceType, Run,
};
use crate::secrets::{self, Secrets};
use crate::wire::tfplugin6::{self as pb, provider_server};
use crate::{Checks, Client, Diagnostic, Provider, TypeSystem};

type Answer<T> = Result<Response<T>, Status>;

/// What a provider offers.
pub struct Registry<P> {
    pub resources: Vec<ResourceType<P>>,
    pub data_sources: Vec<DataSourceType<P>>,
    pub functions: Vec<Function>,
}

impl<P> Registry<P> {
    pub fn resource(&self, type_name: &str) -> Option<&ResourceType<P>> {
        self.resources.iter().find(|it| it.type_name == type_name)
    }

    pub fn data_source(&self, type_name: &str) -> Option<&DataSourceType<P>> {
        self.data_sources.iter().find(|it| it.type_name == type_name)
    }

    pub fn function(&self, name: &str) -> Option<&Function> {
        self.functions.iter().find(|it| it.name == name)
    }
}

/// A provider as a server of the plugin protocol.
///
/// Each call runs in a task of its own: where the client goes away, what it asked for still comes
/// to its end, and nothing is created that nobody hears of.
pub struct Server<P: Provider> {
    inner: Arc<Inner<P>>,
}

struct Inner<P: Provider> {
    /// Built at the first call: what is not needed for the handshake does not delay it.
    registry: LazyLock<Registry<P>>,
    configured: RwLock<Option<Configured<P>>>,
    /// What the provider block says of checks, as far as it has been seen. A client validates it before
    /// the resources.
    checks: RwLock<Checks>,
    /// Tripped when the user wants to stop, and replaced: later calls are not stopped by it.
    stop: Mutex<CancellationToken>,
    closing: CancellationToken,
}

/// A provider with what its run has planned and made since it was configured.
struct Configured<P> {
    provider: Arc<P>,
    run: Arc<Run>,
    /// Whether the client keeps identities.
    knows_identity: bool,
}

impl<P> Clone for Configured<P> {
    fn clone(&self) -> Self {
        Configured { provider: Arc::clone(&self.provider), run: Arc::clone(&self.run), ..*self }
    }
}

impl<P: Provider> Server<P> {
    /// `closing` is cancelled when the process is about to end.
    pub fn new(registry: fn() -> Registry<P>, closing: CancellationToken) -> Server<P> {
        let inner = Inner {
            registry: LazyLock::new(registry),
            configured: RwLock::new(None),
            checks: RwLock::new(P::checks(&Value::Null)),
            stop: Mutex::new(closing.child_token()),
            closing,
        };
        Server { inner: Arc::new(inner) }
    }

    async fn run<T, F>(&self, body: impl FnOnce(Arc<Inner<P>>) -> F) -> Answer<T>
    where
        F: Future<Output = Result<T, Status>> + Send + 'static,
        T: Send + 'static,
    {
        let secrets = Secrets::default();
        let task = tokio::spawn(secrets.run(body(Arc::clone(&self.inner))));
        match task.await {
            Ok(answer) => answer.map(Response::new),
            // The words of a panic stay where they are: they may hold a secret.
            Err(_) => Err(Status::internal("the provider panicked, which is a bug in it")),
        }
    }
}

impl<P: Provider> Inner<P> {
    fn resource(&self, type_name: &str) -> Result<&ResourceType<P>, Status> {
        let unknown = || Status::invalid_argument(format!("there is no resource type {type_name}"));
        self.registry.resource(type_name).ok_or_else(unknown)
    }

    fn data_source(&self, type_name: &str) -> Result<&DataSourceType<P>, Status> {
        let unknown = || Status::invalid_argument(format!("there is no data source {type_name}"));
        self.registry.data_source(type_name).ok_or_else(unknown)
    }

    fn configured(&self) -> Result<Configured<P>, Vec<Diagnostic>> {
        let configured = self.configured.read().unwrap_or_else(PoisonError::into_inner);
        configured.clone().ok_or_else(|| {
            let detail = "Terraform called the provider before it configured it.";
            vec![Diagnostic::error("The provider is not configured", detail)]
        })
    }

    fn checks(&self) -> Checks {
        *self.checks.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_checks(&self, config: &Value) {
        let place = self.checks.write();
        *place.unwrap_or_else(PoisonError::into_inner) = P::checks(config);
    }

    fn stop_token(&self) -> CancellationToken {
        self.stop.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl<P: Provider> Configured<P> {
    /// The identity of the object of a state, for a client that keeps it.
    async fn identity(
        &self,
        managed: &ResourceType<P>,
        before: &Value,
        state: &Value,
    ) -> Option<pb::ResourceIdentityData> {
        if !self.knows_identity {
            return None;
        }
        let identity = engine::identity(managed, &self.provider, before, state).await;
        convert::identity(managed, &identity)
    }
}

/// Whether a client is Terraform or OpenTofu 1.12, or newer. Older ones have no use for identities,
/// and what they take to find.
fn knows_identity(client: &Client) -> bool {
    let mut parts = client.version.split('.').map(|it| it.parse::<u32>().ok());
    !matches!(
        (parts.next().flatten(), parts.next().flatten()),
        (Some(0), _) | (Some(1), Some(..12))
    )
}

fn diagnostics(diagnostics: Vec<Diagnostic>) -> Vec<pb::Diagnostic> {
    diagnostics.iter().map(convert::diagnostic).collect()
}

/// The provider block as a schema.
fn provider_schema<P: Provider>() -> Schema {
    Schema { version: 0, block: P::block() }
}

#[tonic::async_trait]
impl<P: Provider> provider_server::Provider for Server<P> {
    async fn get_metadata(
        &self,
        _: Request<pb::get_metadata::Request>,
    ) -> Answer<pb::get_metadata::Response> {
        use pb::get_metadata::{
            DataSourceMetadata, FunctionMetadata, ResourceMetadata, Response as Metadata,
        };
        self.run(|inner| async move {
            let registry = &inner.registry;
            let type_name =
                |it: &ResourceType<P>| ResourceMetadata { type_name: it.type_name.into() };
            let data_name =
                |it: &DataSourceType<P>| DataSourceMetadata { type_name: it.type_name.into() };
            let function = |it: &Function| FunctionMetadata { name: it.name.into() };
            Ok(Metadata {
                server_capabilities: Some(convert::CAPABILITIES),
                resources: registry.resources.iter().map(type_name).collect(),
                data_sources: registry.data_sources.iter().map(data_name).collect(),
                functions: registry.functions.iter().map(function).collect(),
                ..Default::default()
            })
        })
        .await
    }

    async fn get_provider_schema(
        &self,
        _: Request<pb::get_provider_schema::Request>,
    ) -> Answer<pb::get_provider_schema::Response> {
        self.run(|inner| async move {
            let registry = &inner.registry;
            let resources = registry.resources.iter();
            let data = registry.data_sources.iter();
            let meta = P::meta_block().map(|block| Schema { version: 0, block });
            Ok(pb::get_provider_schema::Response {
                provider: Some(convert::schema(&provider_schema::<P>())),
                resource_schemas: resources
                    .map(|it| (it.type_name.to_owned(), convert::schema(&it.schema)))
                    .collect(),
                data_source_schemas: data
                    .map(|it| (it.type_name.to_owned(), convert::schema(&it.schema)))
                    .collect(),
                functions: functions(registry),
                provider_meta: meta.as_ref().map(convert::schema),
                server_capabilities: Some(convert::CAPABILITIES),
                ..Default::default()
            })
        })
        .await
    }

    async fn get_resource_identity_schemas(
        &self,
        _: Request<pb::get_resource_identity_schemas::Request>,
    ) -> Answer<pb::get_resource_identity_schemas::Response> {
        self.run(|inner| async move {
            let resources = inner.registry.resources.iter();
            let schemas = resources.filter_map(|it| {
                let schema = it.identity_schema.as_ref()?;
                Some((it.type_name.to_owned(), convert::identity_schema(schema)))
            });
            Ok(pb::get_resource_identity_schemas::Response {
                identity_schemas: schemas.collect(),
                ..Default::default()
            })
        })
        .await
    }

    async fn upgrade_resource_identity(
        &self,
        request: Request<pb::upgrade_resource_identity::Request>,
    ) -> Answer<pb::upgrade_resource_identity::Response> {
        use pb::upgrade_resource_identity::Response as Upgraded;
        self.run(|inner| async move {
            let request = request.into_inner();
            let managed = inner.resource(&request.type_name)?;
            let raw = request.raw_identity.unwrap_or_default();
            let upgraded = json(&raw).and_then(|it| engine::upgrade_identity(managed, it));
            Ok(match upgraded {
                Ok(it) => Upgraded {
                    upgraded_identity: convert::identity(managed, &it),
                    ..Default::default()
                },
                Err(found) => Upgraded { diagnostics: diagnostics(found), ..Default::default() },
            })
        })
        .await
    }

    async fn validate_provider_config(
        &self,
        request: Request<pb::validate_provider_config::Request>,
    ) -> Answer<pb::validate_provider_config::Response> {
        self.run(|inner| async move {
            let block = P::block();
            let config = convert::value(request.into_inner().config.as_ref(), &block.ty())?;
            inner.set_checks(&engine::without_unknown(&config));
            let mut found = engine::validate(&block, &config, true);
            found.extend(P::validate(&config));
            let diagnostics = diagnostics(found);
            Ok(pb::validate_provider_config::Response { diagnostics })
        })
        .await
    }

    async fn validate_resource_config(
        &self,
        request: Request<pb::validate_resource_config::Request>,
    ) -> Answer<pb::validate_resource_config::Response> {
        self.run(|inner| async move {
            let request = request.into_inner();
            let managed = inner.resource(&request.type_name)?;
            let config = convert::value(request.config.as_ref(), &managed.ty)?;
            secrets::note(&managed.schema.block, [&config]);
            let client = request.client_capabilities.unwrap_or_default();
            let mut found = managed.validate(&config, client.write_only_attributes_allowed);
            found.extend(engine::check_config(managed, inner.checks(), &config));
            let diagnostics = diagnostics(found);
            Ok(pb::validate_resource_config::Response { diagnostics })
        })
        .await
    }

    async fn validate_data_resource_config(
        &self,
        request: Request<pb::validate_data_resource_config::Request>,
    ) -> Answer<pb::validate_data_resource_config::Response> {
        self.run(|inner| async move {
            let request = request.into_inner();
            let data = inner.data_source(&request.type_name)?;
            let config = convert::value(request.config.as_ref(), &data.ty)?;
            secrets::note(&data.schema.block, [&config]);
            let diagnostics = diagnostics(data.validate(&config));
            Ok(pb::validate_data_resource_config::Response { diagnostics })
        })
        .await
    }

    async fn upgrade_resource_state(
        &self,
        request: Request<pb::upgrade_resource_state::Request>,
    ) -> Answer<pb::upgrade_resource_state::Response> {
        self.run(|inner| async move {
            let request = request.into_inner();
            let managed = inner.resource(&request.type_name)?;
            let raw = request.raw_state.unwrap_or_default();
            let ty = &managed.ty;
            Ok(match upgraded(managed, request.version, &raw) {
                Ok(state) => pb::upgrade_resource_state::Response {
                    upgraded_state: Some(convert::dynamic(&state, ty)),
                    diagnostics: Vec::new(),
                },
                Err(found) => pb::upgrade_resource_state::Response {
                    upgraded_state: None,
                    diagnostics: diagnostics(found),
                },
            })
        })
        .await
    }

    async fn configure_provider(
        &self,
        request: Request<pb::configure_provider::Request>,
    ) -> Answer<pb::configure_provider::Response> {
        self.run(|inner| async move {
            let request = request.into_inner();
            let config = convert::value(request.config.as_ref(), &P::block().ty())?;
            let unknown: Vec<String> = config
                .entries()
                .into_iter()
                .flatten()
                .filter(|(_, value)| !value.is_wholly_known())
                .map(|(name, _)| name.clone())
                .collect();
            let config = engine::without_unknown(&config);
            inner.set_checks(&config);
            let client = Client { version: request.terraform_version };
            let found = match P::configure(&config, &unknown, &client).await {
                Ok(provider) => {
                    let configured = Configured {
                        knows_identity: knows_identity(&client),
                        provider: Arc::new(provider),
                        run: Arc::default(),
                    };
                    let place = inner.configured.write();
                    *place.unwrap_or_else(PoisonError::into_inner) = Some(configured);
                    Vec::new()
                }
                Err(found) => found,
            };
            Ok(pb::configure_provider::Response { diagnostics: diagnostics(found) })
        })
        .await
    }

    async fn read_resource(
        &self,
        request: Request<pb::read_resource::Request>,
    ) -> Answer<pb::read_resource::Response> {
        self.run(|inner| async move {
            let request = request.into_inner();
            let managed = inner.resource(&request.type_name)?;
            let ty = &managed.ty;
            let current = convert::value(request.current_state.as_ref(), ty)?;
            secrets::note(&managed.schema.block, [&current]);
            let stop = inner.stop_token();
            let before = convert::known_identity(managed, request.current_identity.as_ref())?;
            let read = match inner.configured() {
                Ok(it) => match engine::read(managed, &it.provider, &current, stop).await {
                    Ok(seen) => Ok((it.identity(managed, &before, &seen.state).await, seen)),
                    Err(found) => Err(found),
                },
                Err(found) => Err(found),
            };
            let private = request.private;
            Ok(match read {
                Ok((new_identity, seen)) => pb::read_resource::Response {
                    new_state: Some(convert::dynamic(&seen.state, ty)),
                    diagnostics: diagnostics(seen.warnings),
                    new_identity,
                    private,
                    ..Default::default()
                },
                Err(found) => pb::read_resource::Response {
                    new_state: request.current_state,
                    new_identity: request.current_identity,
                    diagnostics: diagnostics(found),
                    private,
                    ..Default::default()
                },
            })
        })
        .await
    }

    async fn plan_resource_change(
        &self,
        request: Request<pb::plan_resource_change::Request>,
    ) -> Answer<pb::plan_resource_change::Response> {
        self.run(|inner| async move {
            let request = request.into_inner();
            let managed = inner.resource(&request.type_name)?;
            let ty = &managed.ty;
            let prior = convert::value(request.prior_state.as_ref(), ty)?;
            let proposed = convert::value(request.proposed_new_state.as_ref(), ty)?;
            let config = convert::value(request.config.as_ref(), ty)?;
            secrets::note(&managed.schema.block, [&prior, &proposed, &config]);
            if proposed.is_null() {
                let private = &request.prior_private;
                let destroy = inner.configured().and_then(|it| {
                    engine::plan_destroy(managed, &*it.provider, &it.run, &prior, private)
                });
                return Ok(match destroy {
                    Ok(it) => pb::plan_resource_change::Response {
                        planned_state: Some(convert::dynamic(&Value::Null, ty)),
                        planned_private: it.private.into(),
                        diagnostics: diagnostics(it.warnings),
                        ..Default::default()
                    },
                    Err(found) => pb::plan_resource_change::Response {
                        diagnostics: diagnostics(found),
                        ..Default::default()
                    },
                });
            }
            let private = &request.prior_private;
            let question = PlanRequest { prior: &prior, proposed: &proposed, config: &config };
            let before = convert::known_identity(managed, request.prior_identity.as_ref())?;
            let planned = inner.configured().and_then(|it| {
                let planned = engine::plan(managed, &*it.provider, &question)?;
                let checks = inner.checks();
                let planned = engine::check_plan(
                    managed,
                    &*it.provider,
                    &it.run,
                    checks,
                    &question,
                    planned,
                )?;
                engine::with_claims(managed, &*it.provider, &it.run, &prior, private, planned)
            });
            let legacy_type_system = managed.type_system == TypeSystem::Legacy;
            Ok(match planned {
                Ok(it) => pb::plan_resource_change::Response {
                    planned_state: Some(convert::dynamic(&it.planned, ty)),
                    requires_replace: it.replace.iter().map(convert::path).collect(),
                    planned_private: it.private.into(),
                    planned_identity: convert::identity(
                        managed,
                        &engine::planned_identity(&prior, &before),
                    ),
                    diagnostics: diagnostics(it.warnings),
                    legacy_type_system,
                    ..Default::default()
                },
                Err(found) => pb::plan_resource_change::Response {
                    diagnostics: diagnostics(found),
                    legacy_type_system,
                    ..Default::default()
                },
            })
        })
        .await
    }

    async fn apply_resource_change(
        &self,
        request: Request<pb::apply_resource_change::Request>,
    ) -> Answer<pb::apply_resource_change::Response> {
        self.run(|inner| async move {
            let request = request.into_inner();
            let managed = inner.resource(&request.type_name)?;
            let ty = &managed.ty;
            let prior = convert::value(request.prior_state.as_ref(), ty)?;
            let planned = convert::value(request.planned_state.as_ref(), ty)?;
            let config = convert::value(request.config.as_ref(), ty)?;
            secrets::note(&managed.schema.block, [&prior, &planned, &config]);
            let stop = inner.stop_token();
            let legacy_type_system = managed.type_system == TypeSystem::Legacy;
            let private = &request.planned_private;
            let change = Change { prior: &prior, planned: &planned, config: &config, private };
            let before = convert::known_identity(managed, request.planned_identity.as_ref())?;
            let (applied, new_identity) = match inner.configured() {
                Ok(it) => {
                    let applied =
                        engine::apply(managed, &it.provider, &it.run, &change, stop).await;
                    let identity = it.identity(managed, &before, &applied.state).await;
                    (applied, identity)
                }
                Err(diagnostics) => {
                    let private = private.to_vec();
                    (Applied { state: prior.clone(), private, diagnostics }, None)
                }
            };
            Ok(pb::apply_resource_change::Response {
                new_state: Some(convert::dynamic(&applied.state, ty)),
                private: applied.private.into(),
                diagnostics: diagnostics(applied.diagnostics),
                new_identity,
                legacy_type_system,
            })
        })
        .await
    }

    async fn import_resource_state(
        &self,
        request: Request<pb::import_resource_state::Request>,
    ) -> Answer<pb::import_resource_state::Response> {
        use pb::import_resource_state::{ImportedResource, Response as Imports};
        self.run(|inner| async move {
            let request = request.into_inner();
            let managed = inner.resource(&request.type_name)?;
            let named = convert::known_identity(managed, request.identity.as_ref())?;
            let configured = inner.configured().ok();
            let provider = configured.as_ref().map(|it| &it.provider);
            let imported = match named.is_null() {
                true => engine::import(managed, &request.id),
                false => engine::import_identity(managed, provider, &named).await,
            };
            Ok(match imported {
                Ok((state, private)) => {
                    let identity = match &configured {
                        // What was named is completed.
                        Some(it) if !named.is_null() => {
                            it.identity(managed, &Value::Null, &state).await
                        }
                        _ => request.identity,
                    };
                    let imported = ImportedResource {
                        type_name: request.type_name,
                        state: Some(convert::dynamic(&state, &managed.ty)),
                        private: private.into(),
                        identity,
                    };
                    Imports { imported_resources: vec![imported], ..Default::default() }
                }
                Err(found) => Imports { diagnostics: diagnostics(found), ..Default::default() },
            })
        })
        .await
    }

    async fn move_resource_state(
        &self,
        request: Request<pb::move_resource_state::Request>,
    ) -> Answer<pb::move_resource_state::Response> {
        self.run(|inner| async move {
            let request = request.into_inner();
            let managed = inner.resource(&request.target_type_name)?;
            let raw = request.source_state.unwrap_or_default();
            let moved = match request.source_type_name == request.target_type_name {
                true => upgraded(managed, request.source_schema_version, &raw),
                false => {
                    let detail = format!(
                        "State of {} cannot become state of {}.",
                        request.source_type_name, request.target_type_name
                    );
                    Err(vec![Diagnostic::error("Move between types", detail)])
                }
            };
            Ok(match moved {
                Ok(state) => pb::move_resource_state::Response {
                    target_state: Some(convert::dynamic(&state, &managed.ty)),
                    target_private: request.source_private,
                    ..Default::default()
                },
                Err(found) => pb::move_resource_state::Response {
                    diagnostics: diagnostics(found),
                    ..Default::default()
                },
            })
        })
        .await
    }

    async fn read_data_source(
        &self,
        request: Request<pb::read_data_source::Request>,
    ) -> Answer<pb::read_data_source::Response> {
        self.run(|inner| async move {
            let request = request.into_inner();
            let data = inner.data_source(&request.type_name)?;
            let ty = &data.ty;
            let config = convert::value(request.config.as_ref(), ty)?;
            secrets::note(&data.schema.block, [&config]);
            let stop = inner.stop_token();
            let read = match inner.configured() {
                Ok(it) => engine::read_data(data, &it.provider, &config, stop).await,
                Err(found) => Err(found),
            };
            Ok(match read {
                Ok(seen) => pb::read_data_source::Response {
                    state: Some(convert::dynamic(&seen.state, ty)),
                    diagnostics: diagnostics(seen.warnings),
                    ..Default::default()
                },
                Err(found) => pb::read_data_source::Response {
                    diagnostics: diagnostics(found),
                    ..Default::default()
                },
            })
        })
        .await
    }

    async fn get_functions(
        &self,
        _: Request<pb::get_functions::Request>,
    ) -> Answer<pb::get_functions::Response> {
        self.run(|inner| async move {
            let functions = functions(&inner.registry);
            Ok(pb::get_functions::Response { functions, ..Default::default() })
        })
        .await
    }

    async fn call_function(
        &self,
        request: Request<pb::call_function::Request>,
    ) -> Answer<pb::call_function::Response> {
        self.run(|inner| async move {
            let request = request.into_inner();
            let unknown = || Status::invalid_argument("there is no such function");
            let function = inner.registry.function(&request.name).ok_or_else(unknown)?;
            let mut arguments = Vec::new();
            for (parameter, argument) in function.parameters.iter().zip(&request.arguments) {
                arguments.push(convert::value(Some(argument), &parameter.ty)?);
            }
            Ok(match (function.call)(&arguments) {
                Ok(result) => pb::call_function::Response {
                    result: Some(convert::dynamic(&result, &function.result)),
                    error: None,
                },
                Err(error) => pb::call_function::Response {
                    result: None,
                    error: Some(pb::FunctionError {
                        text: error.message,
                        function_argument: error.argument.and_then(|it| it.try_into().ok()),
                    }),
                },
            })
        })
        .await
    }

    async fn stop_provider(
        &self,
        _: Request<pb::stop_provider::Request>,
    ) -> Answer<pb::stop_provider::Response> {
        let mut stop = self.inner.stop.lock().unwrap_or_else(PoisonError::into_inner);
        stop.cancel();
        *stop = self.inner.closing.child_token();
        Ok(Response::new(pb::stop_provider::Response::default()))
    }
}

fn functions<P>(registry: &Registry<P>) -> std::collections::HashMap<String, pb::Function> {
    let functions = registry.functions.iter();
    functions.map(|it| (it.name.to_owned(), convert::function(it))).collect()
}

fn upgraded<P>(
    managed: &ResourceType<P>,
    version: i64,
    raw: &pb::RawState,
) -> Result<Value, Vec<Diagnostic>> {
    if !raw.flatmap.is_empty() {
        let detail = "This state was written by Terraform 0.11 or older. First apply once with \
                      Terraform 0.12 and the provider that wrote it.";
        return Err(vec![Diagnostic::error("State in an old format", detail)]);
    }
    engine::upgrade(managed, version, json(raw)?)
}

fn json(raw: &pb::RawState) -> Result<serde_json::Value, Vec<Diagnostic>> {
    serde_json::from_slice(&raw.json).map_err(|error| {
        vec![Diagnostic::error("The state cannot be read", format!("It is not JSON: {error}."))]
    })
}
