//! What a provider implements: itself, its resources and its data sources.

use std::future::Future;
use std::ops::Deref;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use schemas::{Block, Fields, Model, Path, Tags, Value};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::engine::Plan;
use crate::{Diagnostic, Error, Result};

/// A provider once it is configured.
pub trait Provider: Sized + Send + Sync + 'static {
    /// What resources talk to, for one region.
    type Clients: Send + Sync + 'static;

    /// The provider block.
    fn block() -> Block;

    /// The block with which a module may tell of itself (`provider_meta`).
    fn meta_block() -> Option<Block> {
        None
    }

    /// Checks the provider block beyond what its schema says. Values may be unknown.
    fn validate(config: &Value) -> Vec<Diagnostic>;

    /// Makes a provider of its block. Unknown values are null, and `unknown` names the arguments
    /// that hold one. Nothing is asked of the network that is not needed for what follows.
    fn configure(
        config: &Value,
        unknown: &[String],
        client: &Client,
    ) -> impl Future<Output = Result<Self, Vec<Diagnostic>>> + Send;

    /// The region in which objects are that name none. `None` where it is not known yet.
    fn region(&self) -> Option<&str>;

    fn clients(&self, region: &str) -> Arc<Self::Clients>;

    /// Tags that every object gets. `None` where they are not known yet.
    fn default_tags(&self) -> Option<&Tags>;

    /// Whether a tag is somebody else's business.
    fn ignores_tag(&self, key: &str) -> bool;
}

/// The program that configures the provider.
#[derive(Debug, Clone, Default)]
pub struct Client {
    /// Version of Terraform or OpenTofu.
    pub version: String,
}

/// What a module is given in each operation: the clients, which it derefs to, and how long the
/// operation may take.
pub struct Context<P: Provider> {
    clients: Arc<P::Clients>,
    region: String,
    deadline: Instant,
    stop: CancellationToken,
    created: Mutex<Option<String>>,
    altered: Mutex<Vec<Error>>,
}

impl<P: Provider> Context<P> {
    pub fn new(
        clients: Arc<P::Clients>,
        region: String,
        timeout: Duration,
        stop: CancellationToken,
    ) -> Context<P> {
        let deadline = Instant::now() + timeout;
        let (created, altered) = (Mutex::default(), Mutex::default());
        Context { clients, region, deadline, stop, created, altered }
    }

    pub fn region(&self) -> &str {
        &self.region
    }

    /// Saves the id of an object whose creation takes further calls: should one of them fail, the
    /// object is in the state, and the next apply deals with it.
    pub fn created(&self, id: &str) {
        *self.created.lock().unwrap_or_else(|it| it.into_inner()) = Some(id.to_owned());
    }

    pub(crate) fn created_id(&self) -> Option<String> {
        self.created.lock().unwrap_or_else(|it| it.into_inner()).clone()
    }

    /// Says that the API keeps something else than it was told, in the attribute that the error
    /// names. It becomes a warning: nobody waits for the API to show what was planned there, and
    /// the state gets what the API keeps.
    pub fn altered(&self, error: Error) {
        self.altered.lock().unwrap_or_else(|it| it.into_inner()).push(error);
    }

    pub(crate) fn alterations(&self) -> Vec<Error> {
        self.altered.lock().unwrap_or_else(|it| it.into_inner()).clone()
    }

    /// Asks until the answer is ready: at once, then at growing intervals, until the operation's
    /// time is up. Errors of kind [`crate::Kind::Retryable`] are asked again as well.
    pub async fn until<T, F>(&self, ask: impl FnMut() -> F + Send) -> Result<T>
    where
        F: Future<Output = Result<Poll<T>>> + Send,
        T: Send,
    {
        crate::engine::wait::until(self.deadline, &self.stop, ask).await
    }

    /// The same for as long as given at most: for what goes by itself soon, or is wrong.
    pub async fn until_within<T, F>(
        &self,
        limit: Duration,
        ask: impl FnMut() -> F + Send,
    ) -> Result<T>
    where
        F: Future<Output = Result<Poll<T>>> + Send,
        T: Send,
    {
        let deadline = self.deadline.min(Instant::now() + limit);
        crate::engine::wait::until(deadline, &self.stop, ask).await
    }
}

impl<P: Provider> Deref for Context<P> {
    type Target = P::Clients;

    fn deref(&self) -> &P::Clients {
        &self.clients
    }
}

/// An answer, or what is still being waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Poll<T> {
    Ready(T),
    /// The words say what was seen: they are logged once, and shown if the time runs out.
    Pending(String),
}

/// Where a type comes from, which decides how it is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Types that hashicorp/aws builds with SDKv2: null and zero are one, defaults need not be
    /// computed, and blocks may appear that nobody configured.
    Sdk,
    /// Types that hashicorp/aws builds with the plugin framework, and types of our own.
    Framework,
}

/// How long operations may take, for those that a configuration may set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Timeouts {
    pub create: Option<Duration>,
    pub read: Option<Duration>,
    pub update: Option<Duration>,
    pub delete: Option<Duration>,
}

impl Timeouts {
    pub const NONE: Timeouts = Timeouts { create: None, read: None, update: None, delete: None };
}

/// A type of object that Terraform manages.
///
/// Implementations call the API and say what it answered, and no more. The caller adds the
/// operation, the type's name and the id to every error; saves the id before it waits; reads until
/// the API shows what was written, and until the object is gone after a delete; fills in computed
/// attributes; merges tags; honors timeouts; and keeps the prior spelling of values that mean the
/// same.
pub trait Resource<P: Provider>: Model + Clone + Send + Sync + 'static {
    /// The type's name in a configuration.
    const TYPE: &'static str;
    /// The type's name in messages and documentation.
    const NAME: &'static str;
    const VERSION: i64 = 0;
    const ORIGIN: Origin = Origin::Sdk;
    const TIMEOUTS: Timeouts = Timeouts::NONE;
    /// Whether objects live in a region, so that a configuration may name one.
    const REGIONAL: bool = true;

    /// Checks what no single attribute can say. Any value may be unknown: an unknown value is
    /// never an error.
    fn validate(_config: &Value) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Changes a plan in ways that attributes cannot say: conditional replacement, values that
    /// follow from others. Any value may be unknown.
    fn plan(_plan: &mut Plan<'_>) -> Result<()> {
        Ok(())
    }

    /// Starts the creation and returns the id.
    fn create(cx: &Context<P>, plan: &Self) -> impl Future<Output = Result<String>> + Send;

    /// Reads the object; `None` if there is none.
    fn read(cx: &Context<P>, id: &str) -> impl Future<Output = Result<Option<Self>>> + Send;

    /// Puts what was read in the words of the plan, or of the state before, where more than one
    /// attribute has to be seen to tell that they mean the same. What is known may hold unknown
    /// values, and is nothing but an id after an import.
    fn respell(_known: &Value, _remote: &mut Fields) {}

    /// Makes what was planned of what there was.
    fn update(
        _cx: &Context<P>,
        _id: &str,
        _prior: &Self,
        _plan: &Self,
    ) -> impl Future<Output = Result<()>> + Send {
        async { Err(Error::new("objects of this type are replaced, never updated")) }
    }

    /// Deletes the object. To find it gone already is success.
    fn delete(cx: &Context<P>, id: &str, prior: &Self) -> impl Future<Output = Result<()>> + Send;

    /// Whether what create or update started has ended. Asked until it has.
    fn progress(_cx: &Context<P>, _id: &str) -> impl Future<Output = Result<Poll<()>>> + Send {
        async { Ok(Poll::Ready(())) }
    }

    /// Whether the object is gone once delete has returned; the default waits until it cannot be
    /// read any more.
    const DELETED_WHEN_GONE: bool = true;

    /// Checks an import id and gives the id that [`Resource::read`] understands.
    fn import(id: &str) -> Result<String> {
        Ok(id.to_owned())
    }

    /// Brings a state of an older version, as JSON, to the next version.
    fn upgrade(_version: i64, state: serde_json::Value) -> Result<serde_json::Value> {
        Ok(state)
    }
}

/// A type of object that Terraform only reads.
pub trait DataSource<P: Provider>: Model + Send + Sync + 'static {
    const TYPE: &'static str;
    const NAME: &'static str;
    const ORIGIN: Origin = Origin::Sdk;
    const TIMEOUTS: Timeouts = Timeouts::NONE;
    const REGIONAL: bool = true;

    /// Checks what no single attribute can say. Any value may be unknown.
    fn validate(_config: &Value) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Fills in what was not configured.
    fn read(cx: &Context<P>, config: Self) -> impl Future<Output = Result<Self>> + Send;
}

/// The path to an attribute of the outermost object.
pub fn path(name: &str) -> Path {
    Path::root(name)
}
