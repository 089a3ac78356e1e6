//! A provider for one cloud, which misbehaves as it is told.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use schemas::{Block, Computed, Fields, Json, Mismatch, Model, Set, Tags, Value};
use tfplugin::engine::{self, Applied, Change, PlanRequest, PlanResponse, ResourceType, Run};
use tfplugin::{
    Client, Context, Diagnostic, Error, Id, Progress, Provider, Resource, Result, Timeouts,
    TypeSystem, path,
};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// What comes of a call, by its name. It may panic.
type Fault = Box<dyn Fn(&str) -> Result<()> + Send + Sync>;

/// A cloud that keeps boxes under their names, and answers a creation with the one that is there.
#[derive(Default)]
pub(crate) struct Cloud {
    pub(crate) boxes: Mutex<BTreeMap<String, Crate>>,
    pub(crate) calls: Mutex<Vec<String>>,
    /// When what was written can be read.
    pub(crate) shown_at: Mutex<Option<Instant>>,
    pub(crate) stickers: Mutex<BTreeMap<String, String>>,
    /// The sticker that somebody else puts where one is taken away.
    pub(crate) another: Option<&'static str>,
    /// Takes a second step when the object is ready, which it never is.
    pub(crate) waits_in_create: bool,
    /// Whether an update does that step as well.
    pub(crate) goes_on: bool,
    /// What comes of a call, by its name.
    pub(crate) fault: Option<Fault>,
    pub(crate) never_ready: bool,
    pub(crate) hides_seals: bool,
    /// Tells what it made of a label.
    pub(crate) tells_of_spelling: bool,
    /// What it makes of a label when it keeps it, and when it shows it.
    pub(crate) spelling: Option<fn(&str) -> String>,
    pub(crate) respells: Option<fn(&str) -> String>,
    /// Whether all seals are of lead.
    pub(crate) turns_to_lead: bool,
    /// Whether all boxes are older than those who ask for new ones.
    pub(crate) is_older: bool,
    /// Whether it has something to say to whoever creates or reads.
    pub(crate) warns: bool,
    /// How often a box is still shown after its deletion.
    pub(crate) ghosts: AtomicUsize,
}

impl Cloud {
    /// A cloud in which these calls come to this.
    pub(crate) fn with_fault(fault: impl Fn(&str) -> Result<()> + Send + Sync + 'static) -> Cloud {
        Cloud { fault: Some(Box::new(fault)), ..Cloud::default() }
    }

    fn call(&self, name: &str) -> Result<()> {
        self.calls.lock().unwrap().push(name.to_owned());
        self.comes_to(name)
    }

    fn comes_to(&self, name: &str) -> Result<()> {
        self.fault.as_ref().map_or(Ok(()), |fault| fault(name))
    }

    /// Boxes are shown five times more after their deletion.
    pub(crate) fn deletes_slowly(&self) {
        self.ghosts.store(5, Ordering::Relaxed);
    }

    pub(crate) fn never_deletes(&self) {
        self.ghosts.store(usize::MAX, Ordering::Relaxed);
    }

    pub(crate) fn count(&self, name: &str) -> usize {
        self.calls.lock().unwrap().iter().filter(|it| *it == name).count()
    }

    fn is_late(&self) -> bool {
        self.shown_at.lock().unwrap().is_some_and(|it| Instant::now() < it)
    }
}

pub(crate) struct Configured {
    pub(crate) cloud: Arc<Cloud>,
    pub(crate) default_tags: Tags,
}

impl Provider for Configured {
    type Clients = Cloud;

    fn block() -> Block {
        Block::default()
    }

    fn validate(_: &Value) -> Vec<Diagnostic> {
        Vec::new()
    }

    async fn configure(
        _: &Value,
        _: &[String],
        _: &Client,
    ) -> std::result::Result<Self, Vec<Diagnostic>> {
        Ok(Configured { cloud: Arc::default(), default_tags: Tags::new() })
    }

    fn region(&self) -> Option<&str> {
        Some("here-1")
    }

    fn clients(&self, _: &str) -> Arc<Cloud> {
        Arc::clone(&self.cloud)
    }

    async fn account(_: &Cloud) -> Option<String> {
        Some("mine".to_owned())
    }

    fn default_tags(&self) -> Option<&Tags> {
        Some(&self.default_tags)
    }

    fn ignores_tag(&self, key: &str) -> Option<bool> {
        Some(key.starts_with("ignored:"))
    }
}

/// A box.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Crate {
    /// Where it stands.
    pub(crate) place: Computed<String>,
    /// Its name.
    #[attr(force_new)]
    pub(crate) name: String,
    /// What is written on it.
    pub(crate) label: Option<Json>,
    /// How heavy it is.
    #[attr(default = 5)]
    pub(crate) weight: i64,
    /// The key to its lock.
    #[attr(write_only)]
    pub(crate) key: Option<String>,
    /// Which of its keys it has.
    #[attr(not_returned)]
    pub(crate) key_version: Option<i64>,
    /// What opens it without a key, which the cloud never tells.
    #[attr(sensitive, not_returned)]
    pub(crate) word: Option<String>,
    /// Tags of the box.
    pub(crate) tags: Option<Tags>,
    #[block]
    pub(crate) seal: Option<Set<Seal>>,
}

/// A seal on the box.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Seal {
    /// Who sealed.
    pub(crate) by: String,
    /// What the cloud never tells.
    #[attr(sensitive, not_returned)]
    pub(crate) code: Option<String>,
    /// Whether it is of lead.
    pub(crate) lead: Option<bool>,
}

impl Resource<Configured> for Crate {
    type Identity = Id;

    const TYPE: &'static str = "test_crate";
    const NAME: &'static str = "Crate";
    const TIMEOUTS: Timeouts = Timeouts {
        create: Some(Duration::from_secs(60)),
        update: Some(Duration::from_secs(60)),
        ..Timeouts::NONE
    };

    fn name_key(object: &Value) -> Option<String> {
        object.get("name").as_str().map(str::to_owned)
    }

    async fn create(cx: &Context<Configured>, plan: &Self) -> Result<Id> {
        cx.call("create")?;
        if plan.name == "refused" {
            return Err(Error::at(path("name"), "the name is refused"));
        }
        let mut stored = plan.clone();
        stored.place = Computed::from("shelf".to_owned());
        if let (Some(label), Some(spelling)) = (&mut stored.label, cx.spelling) {
            label.0 = spelling(&label.0);
            if cx.tells_of_spelling {
                cx.changed_by_api(Error::at(path("label"), "the cloud keeps another label"));
            }
        }
        cx.boxes.lock().unwrap().insert(plan.name.clone(), stored);
        let id = Id::from(plan.name.clone());
        match cx.goes_on {
            true => cx.created_without(&id, &["label", "seal"]),
            false => cx.created(&id),
        }
        if cx.waits_in_create {
            let wait = || async { Ok(Progress::<()>::Pending("it is being built".to_owned())) };
            cx.until(wait).await?;
        }
        cx.until(|| async { cx.comes_to("second step").map(Progress::Ready) }).await?;
        Ok(plan.name.clone().into())
    }

    async fn read(cx: &Context<Configured>, id: &Id) -> Result<Option<Self>> {
        cx.call("read")?;
        if cx.warns {
            cx.warn(Error::new("the shelf is full"));
        }
        match cx.is_late() {
            true => Ok(None),
            false => {
                let is_deleted = cx.count("delete") > 0;
                if is_deleted && cx.ghosts.load(Ordering::Relaxed) > 0 {
                    let left = cx.ghosts.fetch_sub(1, Ordering::Relaxed);
                    if left == 1 {
                        cx.boxes.lock().unwrap().remove(&**id);
                    }
                }
                let mut seen = cx.boxes.lock().unwrap().get(&**id).cloned();
                if let Some(it) = &mut seen {
                    (it.word, it.key_version) = (None, None);
                    if let (Some(label), Some(spelling)) = (&mut it.label, cx.respells) {
                        label.0 = spelling(&label.0);
                    }
                    let told = |it: Seal| {
                        let lead = if cx.turns_to_lead { Some(true) } else { it.lead };
                        Seal { code: None, lead, ..it }
                    };
                    let seals = it.seal.take().map(|seals| seals.0.into_iter().map(told));
                    it.seal = seals.map(Iterator::collect);
                    if cx.hides_seals {
                        it.seal = None;
                    }
                }
                Ok(seen)
            }
        }
    }

    async fn read_new(cx: &Context<Configured>, id: &Id, _: &Self) -> Result<Option<Self>> {
        match cx.is_older && !cx.is_late() {
            true => Err(Error::exists("there is a box of this name")),
            false => Self::read(cx, id).await,
        }
    }

    async fn update(cx: &Context<Configured>, id: &Id, _: &Self, plan: &Self) -> Result<()> {
        cx.call("update")?;
        let mut stored = plan.clone();
        if let (Some(label), Some(spelling)) = (&mut stored.label, cx.spelling) {
            label.0 = spelling(&label.0);
        }
        cx.boxes.lock().unwrap().insert(id.to_string(), stored);
        Ok(())
    }

    async fn delete(cx: &Context<Configured>, id: &Id, _: &Self) -> Result<()> {
        cx.call("delete")?;
        if cx.ghosts.load(Ordering::Relaxed) == 0 {
            cx.boxes.lock().unwrap().remove(&**id);
        }
        Ok(())
    }

    async fn progress(cx: &Context<Configured>, _: &Id) -> Result<Progress<()>> {
        cx.comes_to("progress")?;
        match cx.never_ready {
            true => Ok(Progress::Pending("it is being built".to_owned())),
            false => Ok(Progress::Ready(())),
        }
    }
}

/// The same without timeouts that a configuration may set.
#[derive(Debug, Clone)]
pub(crate) struct Untimed(pub(crate) Crate);

impl Model for Untimed {
    fn block() -> Block {
        Crate::block()
    }

    fn decode(fields: &mut Fields) -> std::result::Result<Self, Mismatch> {
        Crate::decode(fields).map(Untimed)
    }

    fn encode(self) -> Fields {
        self.0.encode()
    }
}

impl Resource<Configured> for Untimed {
    type Identity = Id;

    const TYPE: &'static str = "test_untimed";
    const NAME: &'static str = "Untimed Crate";

    async fn create(cx: &Context<Configured>, plan: &Self) -> Result<Id> {
        Crate::create(cx, &plan.0).await
    }

    async fn read(cx: &Context<Configured>, id: &Id) -> Result<Option<Self>> {
        Ok(Crate::read(cx, id).await?.map(Untimed))
    }

    async fn delete(cx: &Context<Configured>, id: &Id, prior: &Self) -> Result<()> {
        Crate::delete(cx, id, &prior.0).await
    }
}

/// A sticker on a box, which has one at most.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Sticker {
    /// The box that it is on.
    #[attr(force_new)]
    name: String,
    /// What is on it.
    text: String,
    /// What was on it first.
    first: Computed<String>,
}

impl Resource<Configured> for Sticker {
    type Identity = Id;

    const TYPE: &'static str = "test_sticker";
    const NAME: &'static str = "Sticker";
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Strict;
    const ATTACHED: bool = true;

    fn name_key(object: &Value) -> Option<String> {
        Crate::name_key(object)
    }

    async fn create(cx: &Context<Configured>, plan: &Self) -> Result<Id> {
        cx.call("create")?;
        let text = cx.spelling.map_or(plan.text.clone(), |it| it(&plan.text));
        cx.stickers.lock().unwrap().insert(plan.name.clone(), text);
        Ok(plan.name.clone().into())
    }

    async fn read(cx: &Context<Configured>, id: &Id) -> Result<Option<Self>> {
        cx.call("read")?;
        let text = cx.stickers.lock().unwrap().get(&**id).cloned();
        let first = Computed::from("first".to_owned());
        Ok(text.map(|text| Sticker { name: id.to_string(), text, first }))
    }

    async fn delete(cx: &Context<Configured>, id: &Id, _: &Self) -> Result<()> {
        cx.call("delete")?;
        let mut stickers = cx.stickers.lock().unwrap();
        stickers.remove(&**id);
        stickers.extend(cx.another.map(|it| (id.to_string(), it.to_owned())));
        Ok(())
    }
}

/// One run of a client, with one type.
pub(crate) struct Session {
    pub(crate) managed: ResourceType<Configured>,
    provider: Arc<Configured>,
    run: Run,
}

impl Session {
    pub(crate) fn new<R: Resource<Configured>>(provider: &Arc<Configured>) -> Session {
        let managed = engine::resource::<Configured, R>();
        Session { managed, provider: Arc::clone(provider), run: Run::default() }
    }

    pub(crate) fn config(&self, attributes: &[(&str, Value)]) -> Value {
        let attributes = attributes.iter().map(|(name, it)| ((*name).to_owned(), it.clone()));
        self.managed.schema.block.complete(attributes.collect())
    }

    pub(crate) fn plan(
        &self,
        prior: &Value,
        config: &Value,
        private: &[u8],
    ) -> std::result::Result<PlanResponse, Vec<Diagnostic>> {
        let proposed = tfplugin::testkit::proposed_new(&self.managed.schema.block, prior, config);
        let question = PlanRequest { prior, proposed: &proposed, config };
        let planned = engine::plan(&self.managed, &*self.provider, &question)?;
        let (managed, run) = (&self.managed, &self.run);
        engine::with_claims(managed, &*self.provider, run, prior, private, planned)
    }

    pub(crate) fn plan_destroy(
        &self,
        prior: &Value,
        private: &[u8],
    ) -> std::result::Result<engine::Destroy, Vec<Diagnostic>> {
        engine::plan_destroy(&self.managed, &*self.provider, &self.run, prior, private)
    }

    pub(crate) async fn apply(&self, change: Change<'_>) -> Applied {
        let stop = CancellationToken::new();
        engine::apply(&self.managed, &self.provider, &self.run, &change, stop).await
    }

    /// Plans a creation and applies it.
    pub(crate) async fn create(&self, config: &Value) -> Applied {
        self.change(&Value::Null, config).await
    }

    /// Plans an update or a creation and applies it.
    pub(crate) async fn change(&self, prior: &Value, config: &Value) -> Applied {
        let planned = self.plan(prior, config, b"").expect("it can be planned");
        let private = &planned.private;
        self.apply(Change { prior, planned: &planned.planned, config, private }).await
    }

    /// Applies a destroy.
    pub(crate) async fn destroy(&self, prior: &Value, private: &[u8]) -> Applied {
        let none = Value::Null;
        self.apply(Change { prior, planned: &none, config: &none, private }).await
    }

    pub(crate) async fn read(&self, state: &Value) -> engine::Seen {
        let stop = CancellationToken::new();
        let seen = engine::read(&self.managed, &self.provider, state, stop).await;
        seen.expect("it can be read")
    }
}

pub(crate) fn managed() -> ResourceType<Configured> {
    engine::resource::<Configured, Crate>()
}

pub(crate) fn provider(cloud: Cloud) -> Arc<Configured> {
    Arc::new(Configured { cloud: Arc::new(cloud), default_tags: Tags::new() })
}

pub(crate) fn config(attributes: &[(&str, Value)]) -> Value {
    let attributes = attributes.iter().map(|(name, it)| ((*name).to_owned(), it.clone()));
    managed().schema.block.complete(attributes.collect())
}

pub(crate) fn plan(provider: &Configured, prior: &Value, config: &Value) -> engine::PlanResponse {
    let managed = managed();
    let proposed = tfplugin::testkit::proposed_new(&managed.schema.block, prior, config);
    let question = PlanRequest { prior, proposed: &proposed, config };
    engine::plan(&managed, provider, &question).expect("it can be planned")
}

pub(crate) async fn apply(provider: &Arc<Configured>, prior: &Value, config: &Value) -> Applied {
    apply_until(provider, prior, config, CancellationToken::new()).await
}

pub(crate) async fn apply_until(
    provider: &Arc<Configured>,
    prior: &Value,
    config: &Value,
    stop: CancellationToken,
) -> Applied {
    let planned = plan(provider, prior, config).planned;
    let change = Change { prior, planned: &planned, config, private: b"" };
    let applied = engine::apply(&managed(), provider, &Run::default(), &change, stop).await;
    assert!(applied.state.is_wholly_known(), "{}", applied.state);
    applied
}
