//! What the engine does around a module: saves, waits, retries, spells.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use schemas::{Block, Computed, Fields, Json, Mismatch, Model, Set, Tags, Value};
use tfplugin::engine::{self, Applied, Managed, Question};
use tfplugin::{
    Client, Context, Diagnostic, Error, Poll, Provider, Resource, Result, Severity, Timeouts, path,
};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// A cloud with one kind of object, which can be told to misbehave.
#[derive(Default)]
struct Cloud {
    boxes: Mutex<BTreeMap<String, Crate>>,
    calls: Mutex<Vec<String>>,
    /// When what was written can be read.
    shown_at: Mutex<Option<Instant>>,
    fails_after_create: bool,
    /// Takes a second step when the object is ready, which it never is.
    waits_in_create: bool,
    never_ready: bool,
    hides_seals: bool,
    /// Tells what it made of a label.
    tells_of_spelling: bool,
    /// What it makes of a label.
    spelling: Option<fn(&str) -> String>,
}

impl Cloud {
    fn call(&self, name: &str) {
        self.calls.lock().unwrap().push(name.to_owned());
    }

    fn count(&self, name: &str) -> usize {
        self.calls.lock().unwrap().iter().filter(|it| *it == name).count()
    }

    fn is_late(&self) -> bool {
        self.shown_at.lock().unwrap().is_some_and(|it| Instant::now() < it)
    }
}

struct Configured {
    cloud: Arc<Cloud>,
    default_tags: Tags,
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

    fn default_tags(&self) -> Option<&Tags> {
        Some(&self.default_tags)
    }

    fn ignores_tag(&self, key: &str) -> Option<bool> {
        Some(key.starts_with("ignored:"))
    }
}

/// A box.
#[derive(Debug, Clone, PartialEq, Model)]
struct Crate {
    /// Where it stands.
    place: Computed<String>,
    /// Its name.
    #[attr(force_new)]
    name: String,
    /// What is written on it.
    label: Option<Json>,
    /// How heavy it is.
    #[attr(default = 5)]
    weight: i64,
    /// The key to its lock.
    #[attr(write_only)]
    key: Option<String>,
    /// Tags of the box.
    tags: Option<Tags>,
    #[block]
    seal: Option<Set<Seal>>,
}

/// A seal on the box.
#[derive(Debug, Clone, PartialEq, Model)]
struct Seal {
    /// Who sealed.
    by: String,
    /// What the cloud never tells.
    #[attr(sensitive, keep)]
    code: Option<String>,
    /// Whether it is of lead.
    lead: Option<bool>,
}

impl Resource<Configured> for Crate {
    const TYPE: &'static str = "test_crate";
    const NAME: &'static str = "Crate";
    const TIMEOUTS: Timeouts = Timeouts {
        create: Some(Duration::from_secs(60)),
        update: Some(Duration::from_secs(60)),
        ..Timeouts::NONE
    };

    async fn create(cx: &Context<Configured>, plan: &Self) -> Result<String> {
        cx.call("create");
        if plan.name == "refused" {
            return Err(Error::at(path("name"), "the name is refused"));
        }
        let mut stored = plan.clone();
        stored.place = Computed::from("shelf".to_owned());
        if let (Some(label), Some(spelling)) = (&mut stored.label, cx.spelling) {
            label.0 = spelling(&label.0);
            if cx.tells_of_spelling {
                cx.altered(Error::at(path("label"), "the cloud keeps another label"));
            }
        }
        cx.boxes.lock().unwrap().insert(plan.name.clone(), stored);
        cx.created(&plan.name);
        if cx.waits_in_create {
            let wait = || async { Ok(Poll::<()>::Pending("it is being built".to_owned())) };
            cx.until(wait).await?;
        }
        match cx.fails_after_create {
            true => Err(Error::new("the second step failed")),
            false => Ok(plan.name.clone()),
        }
    }

    async fn read(cx: &Context<Configured>, id: &str) -> Result<Option<Self>> {
        cx.call("read");
        match cx.is_late() {
            true => Ok(None),
            false => {
                let mut seen = cx.boxes.lock().unwrap().get(id).cloned();
                if let Some(it) = &mut seen
                    && cx.hides_seals
                {
                    it.seal = None;
                }
                Ok(seen)
            }
        }
    }

    async fn update(cx: &Context<Configured>, id: &str, _: &Self, plan: &Self) -> Result<()> {
        cx.call("update");
        cx.boxes.lock().unwrap().insert(id.to_owned(), plan.clone());
        Ok(())
    }

    async fn delete(cx: &Context<Configured>, id: &str, _: &Self) -> Result<()> {
        cx.call("delete");
        cx.boxes.lock().unwrap().remove(id);
        Ok(())
    }

    async fn progress(cx: &Context<Configured>, _: &str) -> Result<Poll<()>> {
        match cx.never_ready {
            true => Ok(Poll::Pending("it is being built".to_owned())),
            false => Ok(Poll::Ready(())),
        }
    }
}

/// The same without timeouts that a configuration may set.
#[derive(Debug, Clone)]
struct Untimed(Crate);

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
    const TYPE: &'static str = "test_untimed";
    const NAME: &'static str = "Untimed Crate";

    async fn create(cx: &Context<Configured>, plan: &Self) -> Result<String> {
        Crate::create(cx, &plan.0).await
    }

    async fn read(cx: &Context<Configured>, id: &str) -> Result<Option<Self>> {
        Ok(Crate::read(cx, id).await?.map(Untimed))
    }

    async fn delete(cx: &Context<Configured>, id: &str, prior: &Self) -> Result<()> {
        Crate::delete(cx, id, &prior.0).await
    }
}

fn managed() -> Managed<Configured> {
    engine::resource::<Configured, Crate>()
}

fn provider(cloud: Cloud) -> Arc<Configured> {
    Arc::new(Configured { cloud: Arc::new(cloud), default_tags: Tags::new() })
}

fn config(attributes: &[(&str, Value)]) -> Value {
    let attributes = attributes.iter().map(|(name, it)| ((*name).to_owned(), it.clone()));
    managed().schema.block.complete(attributes.collect())
}

fn plan(provider: &Configured, prior: &Value, config: &Value) -> engine::Planned {
    let managed = managed();
    let proposed = tfplugin::testkit::proposed_new(&managed.schema.block, prior, config);
    let question = Question { prior, proposed: &proposed, config };
    engine::plan(&managed, provider, &question).expect("it can be planned")
}

async fn apply(provider: &Arc<Configured>, prior: &Value, config: &Value) -> Applied {
    apply_until(provider, prior, config, CancellationToken::new()).await
}

async fn apply_until(
    provider: &Arc<Configured>,
    prior: &Value,
    config: &Value,
    stop: CancellationToken,
) -> Applied {
    let planned = plan(provider, prior, config).planned;
    let applied = engine::apply(&managed(), provider, prior, &planned, config, stop).await;
    assert!(applied.state.is_wholly_known(), "{}", applied.state);
    applied
}

#[tokio::test(start_paused = true)]
async fn a_creation_takes_one_call_and_one_look() {
    let provider = provider(Cloud::default());
    let config = config(&[("name", "a".into())]);
    let applied = apply(&provider, &Value::Null, &config).await;

    assert_eq!(applied.diagnostics, []);
    assert_eq!(*provider.cloud.calls.lock().unwrap(), ["create", "read"]);
    let state = &applied.state;
    assert_eq!(state.get("id"), &Value::from("a"));
    assert_eq!(state.get("place"), &Value::from("shelf"));
    assert_eq!(state.get("weight"), &Value::from(5));
    assert_eq!(state.get("region"), &Value::from("here-1"));
    let again = plan(&provider, state, &config);
    assert_eq!(again.planned, *state);
    assert!(again.replace.is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_shows_late_is_waited_for() {
    let cloud = Cloud::default();
    *cloud.shown_at.lock().unwrap() = Some(Instant::now() + Duration::from_secs(7));
    let provider = provider(cloud);
    let applied = apply(&provider, &Value::Null, &config(&[("name", "a".into())])).await;

    assert_eq!(applied.diagnostics, []);
    assert_eq!(applied.state.get("place"), &Value::from("shelf"));
    assert!(provider.cloud.count("read") < 20, "{}", provider.cloud.count("read"));
}

#[tokio::test(start_paused = true)]
async fn another_spelling_is_no_difference() {
    let spelling = |_: &str| r#"{"b": 2,   "a": 1}"#.to_owned();
    let provider = provider(Cloud { spelling: Some(spelling), ..Cloud::default() });
    let config = config(&[("name", "a".into()), ("label", r#"{"a":1,"b":2}"#.into())]);
    let applied = apply(&provider, &Value::Null, &config).await;

    assert_eq!(applied.diagnostics, []);
    assert_eq!(applied.state.get("label"), &Value::from(r#"{"a":1,"b":2}"#));
    let stop = CancellationToken::new();
    let read = engine::read(&managed(), &provider, &applied.state, stop).await.unwrap();
    assert_eq!(read, applied.state);
}

#[tokio::test(start_paused = true)]
async fn what_never_shows_is_a_warning_and_no_taint() {
    let spelling = |_: &str| r#"{"c":3}"#.to_owned();
    let provider = provider(Cloud { spelling: Some(spelling), ..Cloud::default() });
    let config = config(&[("name", "a".into()), ("label", r#"{"a":1}"#.into())]);
    let applied = apply(&provider, &Value::Null, &config).await;

    let [warning] = &applied.diagnostics[..] else { panic!("{:?}", applied.diagnostics) };
    assert_eq!(warning.severity, Severity::Warning);
    assert!(warning.summary.contains("`label`"), "{}", warning.summary);
    assert_eq!(applied.state.get("label"), &Value::from(r#"{"c":3}"#));
}

#[tokio::test(start_paused = true)]
async fn what_never_shows_is_waited_for_for_minutes_where_nobody_can_say_how_long() {
    let spelling = |_: &str| r#"{"c":3}"#.to_owned();
    let provider = provider(Cloud { spelling: Some(spelling), ..Cloud::default() });
    let managed = engine::resource::<Configured, Untimed>();
    let entries = [("name", Value::from("a")), ("label", r#"{"a":1}"#.into())];
    let entries = entries.map(|(name, it)| (name.to_owned(), it));
    let config = managed.schema.block.complete(entries.into());
    let (none, start) = (Value::Null, Instant::now());
    let question = Question { prior: &none, proposed: &config, config: &config };
    let planned = engine::plan(&managed, &*provider, &question).unwrap().planned;
    let stop = CancellationToken::new();
    let applied = engine::apply(&managed, &provider, &none, &planned, &config, stop).await;

    assert_eq!(start.elapsed().as_secs(), 180);
    assert_eq!(applied.diagnostics[0].severity, Severity::Warning);
}

#[tokio::test(start_paused = true)]
async fn what_the_api_says_it_keeps_otherwise_is_a_warning_and_not_waited_for() {
    let cloud = Cloud { spelling: Some(|_| r#"{"c":3}"#.to_owned()), ..Cloud::default() };
    let provider = provider(Cloud { tells_of_spelling: true, ..cloud });
    let config = config(&[("name", "a".into()), ("label", r#"{"a":1}"#.into())]);
    let start = Instant::now();
    let applied = apply(&provider, &Value::Null, &config).await;

    assert_eq!(start.elapsed().as_secs(), 0);
    let [warning] = &applied.diagnostics[..] else { panic!("{:?}", applied.diagnostics) };
    assert_eq!(warning.severity, Severity::Warning);
    assert_eq!(warning.summary, "creating Crate (a): the cloud keeps another label");
    assert_eq!(warning.path, Some(path("label")));
    assert_eq!(applied.state.get("label"), &Value::from(r#"{"c":3}"#));
}

#[tokio::test(start_paused = true)]
async fn an_error_after_the_creation_keeps_the_object() {
    let provider = provider(Cloud { fails_after_create: true, ..Cloud::default() });
    let applied = apply(&provider, &Value::Null, &config(&[("name", "a".into())])).await;

    assert!(applied.diagnostics[0].is_error());
    assert_eq!(applied.state.get("id"), &Value::from("a"));
}

#[tokio::test(start_paused = true)]
async fn an_error_before_the_creation_leaves_nothing() {
    let provider = provider(Cloud::default());
    let applied = apply(&provider, &Value::Null, &config(&[("name", "refused".into())])).await;

    assert_eq!(applied.state, Value::Null);
    let [error] = &applied.diagnostics[..] else { panic!("{:?}", applied.diagnostics) };
    assert_eq!(error.summary, "creating Crate: the name is refused");
    assert_eq!(error.path, Some(path("name")));
}

#[tokio::test(start_paused = true)]
async fn an_interrupted_wait_keeps_the_object_untainted() {
    let provider = provider(Cloud { never_ready: true, ..Cloud::default() });
    let stop = CancellationToken::new();
    stop.cancel();
    let config = config(&[("name", "a".into())]);
    let applied = apply_until(&provider, &Value::Null, &config, stop).await;

    assert_eq!(applied.state.get("id"), &Value::from("a"));
    assert_eq!(applied.diagnostics[0].severity, Severity::Warning);
}

#[tokio::test(start_paused = true)]
async fn an_interrupted_second_step_keeps_the_object_untainted() {
    let provider = provider(Cloud { waits_in_create: true, ..Cloud::default() });
    let stop = CancellationToken::new();
    stop.cancel();
    let config = config(&[("name", "a".into())]);
    let applied = apply_until(&provider, &Value::Null, &config, stop).await;

    assert_eq!(applied.state.get("id"), &Value::from("a"));
    assert_eq!(applied.diagnostics[0].severity, Severity::Warning);
}

#[tokio::test(start_paused = true)]
async fn a_wait_ends_with_the_timeout() {
    let provider = provider(Cloud { never_ready: true, ..Cloud::default() });
    let timeouts = BTreeMap::from([
        ("create".to_owned(), Value::from("10s")),
        ("update".to_owned(), Value::Null),
    ]);
    let config = config(&[("name", "a".into()), ("timeouts", Value::Object(timeouts))]);
    let start = Instant::now();
    let applied = apply(&provider, &Value::Null, &config).await;

    assert_eq!(start.elapsed().as_secs(), 10);
    assert!(applied.diagnostics[0].is_error());
    assert!(applied.diagnostics[0].summary.contains("it is being built"));
    assert_eq!(applied.state.get("id"), &Value::from("a"));
}

#[tokio::test(start_paused = true)]
async fn what_only_the_engine_minds_is_no_update() {
    let provider = provider(Cloud::default());
    let before = config(&[("name", "a".into())]);
    let state = apply(&provider, &Value::Null, &before).await.state;
    let timeouts = BTreeMap::from([
        ("create".to_owned(), Value::from("10s")),
        ("update".to_owned(), Value::Null),
    ]);
    let after = config(&[("name", "a".into()), ("timeouts", Value::Object(timeouts))]);
    assert_eq!(plan(&provider, &state, &after).planned, state);
    assert_eq!(provider.cloud.count("update"), 0);
}

#[tokio::test(start_paused = true)]
async fn write_only_values_reach_the_module_and_nothing_else() {
    let provider = provider(Cloud::default());
    let config = config(&[("name", "a".into()), ("key", "secret".into())]);
    let planned = plan(&provider, &Value::Null, &config).planned;
    assert_eq!(planned.get("key"), &Value::Null);
    let applied = apply(&provider, &Value::Null, &config).await;

    assert_eq!(applied.state.get("key"), &Value::Null);
    let boxes = provider.cloud.boxes.lock().unwrap();
    assert_eq!(boxes["a"].key.as_deref(), Some("secret"));
}

#[tokio::test(start_paused = true)]
async fn tags_of_the_provider_and_of_others() {
    let default_tags = Tags::from([("Owner".to_owned(), "core".to_owned())]);
    let provider = Arc::new(Configured { cloud: Arc::default(), default_tags });
    let own = BTreeMap::from([("Name".to_owned(), Value::from("a"))]);
    let config = config(&[("name", "a".into()), ("tags", Value::Map(own.clone()))]);
    let state = apply(&provider, &Value::Null, &config).await.state;

    assert_eq!(state.get("tags"), &Value::Map(own.clone()));
    assert_eq!(state.get("tags_all").entries().unwrap().len(), 2);
    if let Some(stored) = provider.cloud.boxes.lock().unwrap().get_mut("a") {
        let tags = stored.tags.as_mut().unwrap();
        assert_eq!(tags.len(), 2);
        tags.insert("ignored:x".to_owned(), "somebody's".to_owned());
    }
    let stop = CancellationToken::new();
    let read = engine::read(&managed(), &provider, &state, stop).await.unwrap();
    assert_eq!(read, state);
}

#[tokio::test(start_paused = true)]
async fn a_configured_tag_that_is_ignored_is_neither_sent_nor_waited_for() {
    let provider = provider(Cloud::default());
    let text = |it: &str| Value::from(it);
    let own = [("Name".to_owned(), text("a")), ("ignored:x".to_owned(), text("1"))];
    let config = config(&[("name", "a".into()), ("tags", Value::Map(own.into()))]);
    let applied = apply(&provider, &Value::Null, &config).await;

    assert_eq!(applied.diagnostics, []);
    assert_eq!(*provider.cloud.calls.lock().unwrap(), ["create", "read"]);
    let seen = BTreeMap::from([("Name".to_owned(), text("a"))]);
    assert_eq!(applied.state.get("tags"), &Value::Map(seen));
}

#[tokio::test(start_paused = true)]
async fn a_changed_name_replaces() {
    let provider = provider(Cloud::default());
    let state = apply(&provider, &Value::Null, &config(&[("name", "a".into())])).await.state;
    let planned = plan(&provider, &state, &config(&[("name", "b".into())]));
    let replace: Vec<_> = planned.replace.iter().map(ToString::to_string).collect();
    assert_eq!(replace, ["id", "name"]);
}

#[tokio::test(start_paused = true)]
async fn state_without_a_region_is_where_the_provider_is() {
    let provider = provider(Cloud::default());
    let config = config(&[("name", "a".into())]);
    let state = apply(&provider, &Value::Null, &config).await.state;
    let mut older = state.clone().into_entries().unwrap();
    older.insert("region".to_owned(), Value::Null);
    let older = Value::Object(older);
    assert_eq!(plan(&provider, &older, &config).planned, older);
    let stop = CancellationToken::new();
    assert_eq!(engine::read(&managed(), &provider, &older, stop).await.unwrap(), state);
}

fn seal(by: &str, code: &str) -> Value {
    let entries = [("by", by.into()), ("code", code.into()), ("lead", Value::Null)];
    Value::Object(entries.map(|(name, it)| (name.to_owned(), it)).into())
}

#[tokio::test(start_paused = true)]
async fn blocks_that_the_api_does_not_tell_stay() {
    let provider = provider(Cloud { hides_seals: true, ..Cloud::default() });
    let seals = Value::set([seal("ann", "1"), seal("bob", "2")]);
    let config = config(&[("name", "a".into()), ("seal", seals)]);
    let applied = apply(&provider, &Value::Null, &config).await;

    assert_eq!(applied.diagnostics, []);
    assert_eq!(applied.state.get("seal").elements().map(<[Value]>::len), Some(2));
    assert_eq!(plan(&provider, &applied.state, &config).planned, applied.state);
    let bare = self::config(&[("name", "a".into())]);
    let state = apply(&provider, &applied.state, &bare).await.state;
    assert_eq!(state.get("seal"), &Value::Set(Vec::new()));
}

#[tokio::test(start_paused = true)]
async fn an_element_that_others_changed_keeps_what_the_api_never_tells() {
    let provider = provider(Cloud::default());
    let seals = Value::set([seal("ann", "1"), seal("bob", "2")]);
    let config = config(&[("name", "a".into()), ("seal", seals)]);
    let state = apply(&provider, &Value::Null, &config).await.state;
    if let Some(stored) = provider.cloud.boxes.lock().unwrap().get_mut("a") {
        let changed = |it: Seal| Seal { code: None, lead: Some(it.by == "bob"), ..it };
        let seals = stored.seal.take().unwrap_or_default();
        stored.seal = Some(seals.0.into_iter().map(changed).collect());
    }
    let stop = CancellationToken::new();
    let read = engine::read(&managed(), &provider, &state, stop).await.unwrap();

    let bob = read.get("seal").elements().unwrap().iter().find(|it| *it.get("by") == "bob".into());
    let bob = bob.expect("bob's seal is there");
    assert_eq!((bob.get("code"), bob.get("lead")), (&"2".into(), &true.into()));
    let planned = plan(&provider, &read, &config).planned;
    assert_eq!(planned.get("seal"), state.get("seal"));
}
