//! What a provider implements: itself, its resources and its data sources.

use std::collections::BTreeSet;
use std::future::Future;
use std::ops::Deref;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use schemas::{Block, Fields, Model, Path, Tags, Value};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::engine::{Plan, after, wait};
use crate::identity::{Identified, Identity};
use crate::{Check, Checks, Diagnostic, Error, Kind, Ongoing, Result};

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

    /// What the checks of resources are to do, by the provider block: null where it is not known.
    fn checks(_config: &Value) -> Checks {
        Checks::default()
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

    /// The region in which objects are that name none. `None` where it is not known yet. A provider
    /// without regions gives an empty text.
    fn region(&self) -> Option<&str>;

    /// Whether a text has the form of a region: what follows the `@` of an import id is one then, and
    /// a part of the id otherwise.
    fn is_region(_text: &str) -> bool {
        false
    }

    /// Refuses what can be no region. The error needs no path.
    fn check_region(&self, _region: &str) -> Result<()> {
        Ok(())
    }

    fn clients(&self, region: &str) -> Arc<Self::Clients>;

    /// The account that the clients act in. `None` where nobody tells.
    fn account(_clients: &Self::Clients) -> impl Future<Output = Option<String>> + Send {
        async { None }
    }

    /// Tags that every object gets. `None` where they are not known yet.
    fn default_tags(&self) -> Option<&Tags>;

    /// Whether a tag is somebody else's business. `None` where that is not known yet.
    fn ignores_tag(&self, key: &str) -> Option<bool>;

    /// Whether a tag is one that the API sets by itself and takes from nobody.
    fn reserves_tag(&self, _key: &str) -> bool {
        false
    }

    /// Says what is wrong with the tags that an object of a type gets, of which all keys are known.
    /// Asked before it is created, and before its tags change.
    fn check_tags(&self, _type_name: &str, _keys: &BTreeSet<&str>) -> Option<Diagnostic> {
        None
    }
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
    started: SystemTime,
    deadline: Instant,
    stop: CancellationToken,
    made: Mutex<Option<Made>>,
    /// Since when denials are expected.
    new_since: Mutex<Option<Instant>>,
    warnings: Mutex<Vec<Warning>>,
}

/// How long reads of a new object may be denied: permissions that depend on the object, by its tags
/// for one, come into force a while after it.
const DENIED: Duration = Duration::from_secs(60);

/// An object whose creation goes on after the call that made it.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(crate) object: Identified,
    /// What the next apply can set where the rest of the creation was interrupted. `None` where
    /// nothing but a creation does it.
    pub(crate) lacks: Option<&'static [&'static str]>,
}

/// What an operation that succeeds has to tell.
#[derive(Debug, Clone)]
pub(crate) struct Warning {
    pub(crate) error: Error,
    /// Whether the API keeps something else than it was told.
    pub(crate) is_changed_by_api: bool,
}

impl<P: Provider> Context<P> {
    pub fn new(
        clients: Arc<P::Clients>,
        region: String,
        timeout: Duration,
        stop: CancellationToken,
    ) -> Context<P> {
        let (started, deadline) = (SystemTime::now(), after(timeout));
        let (made, new_since, warnings) = Default::default();
        Context { clients, region, started, deadline, stop, made, new_since, warnings }
    }

    pub fn region(&self) -> &str {
        &self.region
    }

    /// When the operation began, by the clock of this machine: an object that is older was not made
    /// by it.
    pub fn started(&self) -> SystemTime {
        self.started
    }

    /// Saves the identity of an object whose creation takes further calls: should one of them fail or be
    /// interrupted, the object is in the state as tainted, and the next apply replaces it.
    pub fn created(&self, identity: &impl Identity) {
        self.made(identity.into(), None);
    }

    /// The same where an update can do what is left: should it be interrupted, nothing is tainted,
    /// the attributes named are not set in the state, and the next plan sets them.
    pub fn created_without(&self, identity: &impl Identity, lacks: &'static [&'static str]) {
        self.made(identity.into(), Some(lacks));
    }

    fn made(&self, object: Identified, lacks: Option<&'static [&'static str]>) {
        let made = Made { object, lacks };
        self.expect_denials();
        *self.made.lock().unwrap_or_else(|it| it.into_inner()) = Some(made);
    }

    pub(crate) fn so_far(&self) -> Option<Made> {
        self.made.lock().unwrap_or_else(|it| it.into_inner()).clone()
    }

    /// Says that the API keeps something else than it was told, in the attribute that the error
    /// names. It becomes a warning: nobody waits for the API to show what was planned there, and
    /// the state gets what the API keeps.
    pub fn changed_by_api(&self, error: Error) {
        self.tell(Warning { error, is_changed_by_api: true });
    }

    /// Tells the user something about an operation that goes on.
    pub fn warn(&self, error: Error) {
        self.tell(Warning { error, is_changed_by_api: false });
    }

    fn tell(&self, warning: Warning) {
        self.warnings.lock().unwrap_or_else(|it| it.into_inner()).push(warning);
    }

    pub(crate) fn warnings(&self) -> Vec<Warning> {
        self.warnings.lock().unwrap_or_else(|it| it.into_inner()).clone()
    }

    /// Comes to its end when the user asks to stop.
    pub(crate) async fn stopped(&self) {
        self.stop.cancelled().await;
    }

    /// The operation, for what runs in it.
    pub(crate) fn ongoing(&self) -> Ongoing {
        Ongoing::new(self.deadline, self.stop.clone())
    }

    /// From now on a denial is worth another try, for a while: the object is new.
    pub(crate) fn expect_denials(&self) {
        *self.new_since.lock().unwrap_or_else(|it| it.into_inner()) = Some(Instant::now());
    }

    fn patient(&self, error: Error) -> Error {
        let since = *self.new_since.lock().unwrap_or_else(|it| it.into_inner());
        let is_new = since.is_some_and(|it| it.elapsed() < DENIED);
        match error.kind == Kind::Denied && is_new {
            true => Error { kind: Kind::Retryable, ..error },
            false => error,
        }
    }

    /// Asks until the answer is ready: at once, then at growing intervals, until the operation's
    /// time is up. Errors of kind [`crate::Kind::Retryable`] are asked again as well.
    pub async fn until<T, F>(&self, ask: impl FnMut() -> F + Send) -> Result<T>
    where
        F: Future<Output = Result<Progress<T>>> + Send,
        T: Send,
    {
        wait::until(self.deadline, &self.stop, |error| self.patient(error), ask).await
    }

    /// The same for as long as given at most: for what goes by itself soon, or is wrong.
    pub async fn until_within<T, F>(
        &self,
        limit: Duration,
        ask: impl FnMut() -> F + Send,
    ) -> Result<T>
    where
        F: Future<Output = Result<Progress<T>>> + Send,
        T: Send,
    {
        let deadline = self.deadline.min(after(limit));
        wait::until(deadline, &self.stop, |error| self.patient(error), ask).await
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
pub enum Progress<T> {
    Ready(T),
    /// The words say what was seen: they are logged once, and shown if the time runs out.
    Pending(String),
}

/// Where a type comes from, which decides how it is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeSystem {
    /// Types of providers that are built with SDKv2: null and zero are one, defaults need not be
    /// computed, and blocks may appear that nobody configured.
    Legacy,
    /// Types of providers that are built with the plugin framework, and new types.
    Strict,
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
/// operation, the type's name and the id to every error; saves the identity before it waits; reads until
/// the API shows what was written, and until the object is gone after a delete; fills in computed
/// attributes; merges tags; honors timeouts; and keeps the prior spelling of values that mean the
/// same.
pub trait Resource<P: Provider>: Model + Clone + Send + Sync + 'static {
    /// What an object of the type is found by.
    type Identity: Identity;

    /// The type's name in a configuration.
    const TYPE: &'static str;
    /// The type's name in messages and documentation.
    const NAME: &'static str;
    const VERSION: i64 = 0;
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Legacy;
    const TIMEOUTS: Timeouts = Timeouts::NONE;
    /// Whether the type has the attribute `id`, whose value is the text of the identity.
    const HAS_ID: bool = true;
    /// The attribute that holds the `id` of each object, where an import may name an object by
    /// another text: once it is read, it has the `id` that it would have had from its creation.
    const ID_ATTRIBUTE: Option<&'static str> = None;
    /// Whether objects live in a region, so that a configuration may name one.
    const REGIONAL: bool = true;
    /// Whether an object is a document that is set on somebody else's object, such as the policy of
    /// a queue. Where another block has set its own since, a destroy leaves that with a warning;
    /// for all other types it is refused.
    const ATTACHED: bool = false;

    /// The name under which a creation is answered with the object that is there, rather than
    /// refused: one text for each object of the type in a region. `None` where the API chooses the
    /// name, or it is not known yet. The object is a plan or a state; any value may be unknown.
    fn name_key(_object: &Value) -> Option<String> {
        None
    }

    /// Checks what no single attribute can say. Any value may be unknown: an unknown value is
    /// never an error.
    fn validate(_config: &Value) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// What is checked beyond that, as far as users want it.
    fn checks() -> Vec<Check> {
        Vec::new()
    }

    /// Changes a plan in ways that attributes cannot say: conditional replacement, values that
    /// follow from others. Any value may be unknown.
    fn plan(_plan: &mut Plan<'_>) -> Result<()> {
        Ok(())
    }

    /// Starts the creation and returns what the object is found by.
    fn create(cx: &Context<P>, plan: &Self) -> impl Future<Output = Result<Self::Identity>> + Send;

    /// Reads the object; `None` if there is none.
    fn read(
        cx: &Context<P>,
        id: &Self::Identity,
    ) -> impl Future<Output = Result<Option<Self>>> + Send;

    /// Reads an object that was just created. Where the API answers a creation with what is there
    /// already, an error of kind [`crate::Kind::Exists`] tells that it was there before.
    fn read_new(
        cx: &Context<P>,
        id: &Self::Identity,
        _plan: &Self,
    ) -> impl Future<Output = Result<Option<Self>>> + Send {
        Self::read(cx, id)
    }

    /// Puts what was read in the words of the plan, or of the state before, where more than one
    /// attribute has to be seen to tell that they mean the same. What is known may hold unknown
    /// values, and is nothing but an identity after an import.
    fn respell(_known: &Value, _remote: &mut Fields) {}

    /// Makes what was planned of what there was.
    fn update(
        _cx: &Context<P>,
        _id: &Self::Identity,
        _prior: &Self,
        _plan: &Self,
    ) -> impl Future<Output = Result<()>> + Send {
        async { Err(Error::new("objects of this type are replaced, never updated")) }
    }

    /// Deletes the object. To find it gone already is success.
    fn delete(
        cx: &Context<P>,
        id: &Self::Identity,
        prior: &Self,
    ) -> impl Future<Output = Result<()>> + Send;

    /// Whether what create or update started has ended. Asked until it has.
    fn progress(
        _cx: &Context<P>,
        _id: &Self::Identity,
    ) -> impl Future<Output = Result<Progress<()>>> + Send {
        async { Ok(Progress::Ready(())) }
    }

    /// Whether the object is gone once delete has returned; the default waits until it cannot be
    /// read any more.
    const DELETED_WHEN_GONE: bool = true;

    /// Whether arguments of a type of SDKv2 are null in a state where nobody set them and the API does
    /// not tell them. Mostly they are empty, false or zero: reads set them all.
    const UNTOLD_IS_NULL: bool = false;

    /// Checks the text by which an object is imported, and gives the identity that it names.
    fn import(text: &str) -> Result<Self::Identity> {
        let error = || Error::new("objects of this type cannot be imported by a text");
        Self::Identity::from_text(text).ok_or_else(error)
    }

    /// The region that the identity of an import names by itself. What follows an `@` counts more.
    fn import_region(_id: &Self::Identity) -> Option<&str> {
        None
    }

    /// Brings a state of an older version, as JSON, to the next version.
    fn upgrade(version: i64, _state: serde_json::Value) -> Result<serde_json::Value> {
        let error = Error::new(format!("states of version {version} are not known"));
        Err(error.remedy("Remove the object from the state, and import it."))
    }
}

/// A type of object that Terraform only reads.
pub trait DataSource<P: Provider>: Model + Send + Sync + 'static {
    const TYPE: &'static str;
    const NAME: &'static str;
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Legacy;
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
