//! Resources and data sources with their Rust types erased, so that the engine is compiled once.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use schemas::{
    Attribute, Block, Fields, Form, Model, Nested, Nesting, Presence, Schema, Type, Value,
};

use super::panic::caught;
use super::planner::set;
use super::{Plan, validate::validate, zero};
#[cfg(any(test, feature = "testkit"))]
use super::{difference, reconcile};
use crate::identity::{Identified, Identity};
use crate::{
    Check, Context, DataSource, Diagnostic, Progress, Provider, Resource, Result, Timeouts,
    TypeSystem,
};

pub(crate) type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// A registered type of resource: its schema as it is served, and its operations.
pub struct ResourceType<P> {
    pub type_name: &'static str,
    /// The type in words.
    pub name: &'static str,
    pub schema: Schema,
    /// The type of its objects, made once: each call of the protocol needs it several times.
    pub(crate) ty: Type,
    pub type_system: TypeSystem,
    pub timeouts: Timeouts,
    pub regional: bool,
    pub(crate) has_id: bool,
    pub(crate) id_attribute: Option<&'static str>,
    /// The attributes that objects are found by.
    identity: Block,
    /// The identity as clients know it.
    pub identity_schema: Option<Schema>,
    pub(crate) deleted_when_gone: bool,
    pub(crate) untold_is_null: bool,
    pub(crate) attached: bool,
    pub(crate) name_key: fn(&Value) -> Option<String>,
    validate: fn(&Value) -> Vec<Diagnostic>,
    /// What is checked beyond the schema, and beyond what validation and the plan refuse.
    pub checks: Vec<Check>,
    pub(crate) plan: fn(&mut Plan<'_>) -> Result<()>,
    pub(crate) respell: fn(&Value, &mut Fields),
    pub(crate) import: fn(&str) -> Result<Imported>,
    pub(crate) from_text: fn(&str) -> Option<Identified>,
    pub(crate) from_state: fn(Fields) -> Result<Identified>,
    pub(crate) upgrade: fn(i64, serde_json::Value) -> Result<serde_json::Value>,
    pub(crate) operations: Box<dyn Operations<P>>,
    #[cfg(any(test, feature = "testkit"))]
    through_model: fn(Fields) -> Result<Fields>,
}

/// What the text of an import names.
pub(crate) struct Imported {
    pub(crate) object: Identified,
    pub(crate) region: Option<String>,
}

/// A registered type of data source.
pub struct DataSourceType<P> {
    pub type_name: &'static str,
    /// The type in words.
    pub name: &'static str,
    pub schema: Schema,
    /// The type of its objects, made once.
    pub(crate) ty: Type,
    pub type_system: TypeSystem,
    pub timeouts: Timeouts,
    pub regional: bool,
    validate: fn(&Value) -> Vec<Diagnostic>,
    pub(crate) reads: Box<dyn Reads<P>>,
    #[cfg(any(test, feature = "testkit"))]
    through_model: fn(Fields) -> Result<Fields>,
}

impl<P> ResourceType<P> {
    /// Checks a configuration. Values may be unknown.
    pub fn validate(&self, config: &Value, write_only_allowed: bool) -> Vec<Diagnostic> {
        let config = self.configured(config);
        let mut diagnostics = validate(&self.schema.block, &config, write_only_allowed);
        diagnostics.extend((self.validate)(&config));
        diagnostics
    }

    /// A configuration, or what core proposes of it, as the type's planner takes it.
    pub(crate) fn configured(&self, config: &Value) -> Value {
        match self.type_system {
            TypeSystem::Legacy => zero::without_refused(&self.schema.block, config),
            TypeSystem::Strict => config.clone(),
        }
    }

    pub fn has_tags(&self) -> bool {
        self.schema.block.attribute("tags_all").is_some()
    }

    /// What the object of a state is found by. `None` where the state does not tell.
    pub(crate) fn identified(&self, state: &Value) -> Option<Identified> {
        let id = state.get("id").as_str().filter(|it| !it.is_empty());
        if self.has_id && id.is_none() {
            return None;
        }
        let mut found = match id.and_then(self.from_text) {
            Some(found) => found,
            None => {
                let is_told =
                    |it: &Attribute| it.presence.is_optional() || !state.get(it.name).is_null();
                let is_whole = self.identity.attributes.iter().all(is_told);
                let entries = state.entries().filter(|_| is_whole)?;
                (self.from_state)(entries.clone()).ok()?
            }
        };
        if let Some(id) = id {
            // Whatever the text of the identity is, the object keeps its `id`.
            id.clone_into(&mut found.text);
        }
        Some(found)
    }

    /// Writes into the state of an object what it is found by.
    pub(crate) fn identify(&self, state: &mut Value, object: &Identified) {
        if self.has_id {
            set(state, "id", object.text.as_str().into());
        }
        for name in self.found_by(&object.text) {
            if let Some(value) = object.fields.get(name)
                && state.get(name).is_null()
            {
                set(state, name, value.clone());
            }
        }
    }

    /// Whether a state says no more than what the object is found by, as after an import.
    pub(crate) fn is_imported(&self, state: &Value) -> bool {
        let found_by = self.found_by(state.get("id").as_str().unwrap_or_default());
        state.entries().into_iter().flatten().all(|(name, value)| {
            matches!(name.as_str(), "id" | "region")
                || found_by.contains(&name.as_str())
                || value.is_null()
                || value.elements().is_some_and(<[Value]>::is_empty)
        })
    }

    /// The attributes by which an object of this `id` is found: none where the `id` is enough.
    fn found_by(&self, id: &str) -> Vec<&'static str> {
        match self.has_id && (self.from_text)(id).is_some() {
            true => Vec::new(),
            false => {
                let names = self.identity.attributes.iter().map(|it| it.name);
                names.filter(|it| self.schema.block.attribute(it).is_some()).collect()
            }
        }
    }

    /// What is left of an object once the model has held it. Nothing in it may be unknown.
    #[cfg(any(test, feature = "testkit"))]
    pub fn through_model(&self, object: Fields) -> Result<Fields> {
        (self.through_model)(object)
    }

    /// What the state knows after an update from one object to the other has failed.
    #[cfg(any(test, feature = "testkit"))]
    pub fn uncertain(&self, prior: &Value, planned: &Value) -> Value {
        difference::uncertain(&self.schema.block, prior, planned)
    }

    /// What a refresh makes of an answer, by the rules of the schema alone.
    #[cfg(any(test, feature = "testkit"))]
    pub fn reconciled(&self, state: &Value, answer: &Value) -> Value {
        let kind = reconcile::Nulls::Refresh.for_type_system(self.type_system);
        reconcile::reconcile(&self.schema.block, kind, state, answer)
    }
}

impl<P> DataSourceType<P> {
    /// Checks a configuration. Values may be unknown.
    pub fn validate(&self, config: &Value) -> Vec<Diagnostic> {
        let mut diagnostics = validate(&self.schema.block, config, true);
        diagnostics.extend((self.validate)(config));
        diagnostics
    }

    /// What is left of an object once the model has held it. Nothing in it may be unknown.
    #[cfg(any(test, feature = "testkit"))]
    pub fn through_model(&self, object: Fields) -> Result<Fields> {
        (self.through_model)(object)
    }
}

/// Registers a type of resource.
pub fn resource<P: Provider, R: Resource<P>>() -> ResourceType<P> {
    let block = served::<P, R>();
    ResourceType {
        type_name: R::TYPE,
        name: R::NAME,
        ty: block.ty(),
        schema: Schema { version: R::VERSION, block },
        type_system: R::TYPE_SYSTEM,
        timeouts: R::TIMEOUTS,
        regional: R::REGIONAL,
        has_id: R::HAS_ID,
        id_attribute: R::ID_ATTRIBUTE,
        identity: R::Identity::block(),
        identity_schema: served_identity::<P, R>(),
        deleted_when_gone: R::DELETED_WHEN_GONE,
        untold_is_null: R::UNTOLD_IS_NULL,
        attached: R::ATTACHED,
        name_key: R::name_key,
        validate: R::validate,
        checks: R::checks(),
        plan: R::plan,
        respell: R::respell,
        import: |text| {
            let identity = R::import(text)?;
            let region = R::import_region(&identity).map(str::to_owned);
            Ok(Imported { object: (&identity).into(), region })
        },
        from_text: |text| R::Identity::from_text(text).as_ref().map(Identified::from),
        from_state: |mut state| Ok((&R::Identity::decode(&mut state)?).into()),
        upgrade: R::upgrade,
        operations: Box::new(Of::<R>(PhantomData)),
        #[cfg(any(test, feature = "testkit"))]
        through_model: |mut object| Ok(R::decode(&mut object)?.encode()),
    }
}

/// Registers a type of data source.
pub fn data_source<P: Provider, D: DataSource<P>>() -> DataSourceType<P> {
    let mut block = D::block();
    if D::REGIONAL {
        block.add(region("Region to query. Defaults to the provider's region."));
    }
    if D::TIMEOUTS != Timeouts::NONE {
        block.add_nested(timeouts_block(D::TIMEOUTS, D::TYPE_SYSTEM));
    }
    DataSourceType {
        type_name: D::TYPE,
        name: D::NAME,
        ty: block.ty(),
        schema: Schema { version: 0, block },
        type_system: D::TYPE_SYSTEM,
        timeouts: D::TIMEOUTS,
        regional: D::REGIONAL,
        validate: D::validate,
        reads: Box::new(Of::<D>(PhantomData)),
        #[cfg(any(test, feature = "testkit"))]
        through_model: |mut object| Ok(D::decode(&mut object)?.encode()),
    }
}

/// The account in a resource identity.
pub(crate) const ACCOUNT: &str = "account_id";

/// The identity with what the engine adds to it.
fn served_identity<P: Provider, R: Resource<P>>() -> Option<Schema> {
    let served = R::Identity::SERVED?;
    let mut block = R::Identity::block();
    if served.located {
        block.attributes.retain(|it| it.name != "region");
        let docs = "Account that the resource is in.";
        block.add(schemas::attribute::<Option<String>>(ACCOUNT, docs));
        if R::REGIONAL {
            block.add(schemas::attribute::<Option<String>>("region", "Region of the resource."));
        }
    }
    Some(Schema { version: served.version, block })
}

/// The model with what the engine adds to it.
fn served<P: Provider, R: Resource<P>>() -> Block {
    let mut block = R::block();
    if R::HAS_ID {
        let mut id = schemas::attribute::<Option<String>>("id", "ID of the resource.").computed();
        id.read_only = true;
        if R::TYPE_SYSTEM == TypeSystem::Strict {
            id.presence = Presence::Computed;
            id.use_state_for_unknown = true;
        }
        block.add(id);
    }
    if block.attribute("tags").is_some() {
        let docs = "All tags of the resource, including those of the provider's `default_tags`.";
        let mut all = schemas::attribute::<Option<schemas::Tags>>("tags_all", docs).computed();
        all.read_only = true;
        if R::TYPE_SYSTEM == TypeSystem::Strict {
            all.presence = Presence::Computed;
        }
        block.add(all);
    }
    if R::REGIONAL {
        block.add(region("Region of the resource. Defaults to the provider's region."));
    }
    if R::TIMEOUTS != Timeouts::NONE {
        block.add_nested(timeouts_block(R::TIMEOUTS, R::TYPE_SYSTEM));
    }
    block
}

fn region(docs: &'static str) -> Attribute {
    schemas::attribute::<Option<String>>("region", docs).computed().force_new()
}

fn timeouts_block(timeouts: Timeouts, type_system: TypeSystem) -> Nested {
    let is_duration = |value: &Value| match value.as_str().map(super::timeouts::parse) {
        Some(Err(message)) => Err(message),
        _ => Ok(()),
    };
    let attributes = timeouts.each().filter_map(|(name, timeout)| {
        let docs = match name {
            "create" => "Timeout for creating the resource.",
            "read" => "Timeout for reading the data source.",
            "update" => "Timeout for updating the resource.",
            _ => "Timeout for deleting the resource.",
        };
        let attribute = timeout.map(|_| schemas::attribute::<Option<String>>(name, docs))?;
        Some(match type_system {
            // SDKv2 tells a wrong duration when it plans.
            TypeSystem::Legacy => attribute,
            TypeSystem::Strict => attribute.check(schemas::Check::new("", is_duration)),
        })
    });
    Nested {
        name: "timeouts",
        nesting: Nesting::Single,
        min: 0,
        max: 0,
        block: Block::new(
            "Timeouts of operations, such as `30m` or `1h30m`.",
            attributes.collect(),
            Vec::new(),
        ),
        form: Form::Block,
        force_new: false,
        computed: false,
        implicit: false,
        sensitive: false,
    }
}

/// The operations of a resource on values.
pub(crate) trait Operations<P: Provider>: Send + Sync {
    fn create<'a>(&'a self, cx: &'a Context<P>, plan: Fields) -> Answer<'a, Identified>;
    fn read<'a>(&'a self, cx: &'a Context<P>, object: &Identified) -> Answer<'a, Option<Fields>>;
    fn read_new<'a>(
        &'a self,
        cx: &'a Context<P>,
        object: &Identified,
        plan: Fields,
    ) -> Answer<'a, Option<Fields>>;
    fn update<'a>(
        &'a self,
        cx: &'a Context<P>,
        object: &Identified,
        prior: Fields,
        plan: Fields,
    ) -> Answer<'a, ()>;
    fn delete<'a>(
        &'a self,
        cx: &'a Context<P>,
        object: &Identified,
        prior: Fields,
    ) -> Answer<'a, ()>;
    fn progress<'a>(&'a self, cx: &'a Context<P>, object: &Identified) -> Answer<'a, Progress<()>>;
}

pub(crate) trait Reads<P: Provider>: Send + Sync {
    fn read<'a>(&'a self, cx: &'a Context<P>, config: Fields) -> Answer<'a, Fields>;
}

struct Of<T>(PhantomData<fn() -> T>);

/// A call of a module, which whatever waits below it can tell from others.
fn within<'a, P: Provider, T: 'a>(
    cx: &Context<P>,
    call: impl Future<Output = Result<T>> + Send + 'a,
) -> Answer<'a, T> {
    Box::pin(cx.ongoing().run(caught(call)))
}

/// What the module finds an object by.
fn identity<P: Provider, R: Resource<P>>(object: &Identified) -> Result<R::Identity> {
    Ok(R::Identity::decode(&mut object.fields.clone())?)
}

impl<P: Provider, R: Resource<P>> Operations<P> for Of<R> {
    fn create<'a>(&'a self, cx: &'a Context<P>, mut plan: Fields) -> Answer<'a, Identified> {
        within(cx, async move { Ok((&R::create(cx, &R::decode(&mut plan)?).await?).into()) })
    }

    fn read<'a>(&'a self, cx: &'a Context<P>, object: &Identified) -> Answer<'a, Option<Fields>> {
        let id = identity::<P, R>(object);
        within(cx, async move { Ok(R::read(cx, &id?).await?.map(R::encode)) })
    }

    fn read_new<'a>(
        &'a self,
        cx: &'a Context<P>,
        object: &Identified,
        mut plan: Fields,
    ) -> Answer<'a, Option<Fields>> {
        let id = identity::<P, R>(object);
        within(cx, async move {
            let plan = R::decode(&mut plan)?;
            Ok(R::read_new(cx, &id?, &plan).await?.map(R::encode))
        })
    }

    fn update<'a>(
        &'a self,
        cx: &'a Context<P>,
        object: &Identified,
        mut prior: Fields,
        mut plan: Fields,
    ) -> Answer<'a, ()> {
        let id = identity::<P, R>(object);
        within(cx, async move {
            R::update(cx, &id?, &R::decode(&mut prior)?, &R::decode(&mut plan)?).await
        })
    }

    fn delete<'a>(
        &'a self,
        cx: &'a Context<P>,
        object: &Identified,
        mut prior: Fields,
    ) -> Answer<'a, ()> {
        let id = identity::<P, R>(object);
        within(cx, async move { R::delete(cx, &id?, &R::decode(&mut prior)?).await })
    }

    fn progress<'a>(&'a self, cx: &'a Context<P>, object: &Identified) -> Answer<'a, Progress<()>> {
        let id = identity::<P, R>(object);
        within(cx, async move { R::progress(cx, &id?).await })
    }
}

impl<P: Provider, D: DataSource<P>> Reads<P> for Of<D> {
    fn read<'a>(&'a self, cx: &'a Context<P>, mut config: Fields) -> Answer<'a, Fields> {
        within(cx, async move { Ok(D::read(cx, D::decode(&mut config)?).await?.encode()) })
    }
}
