//! What is unknown, null or empty: of the provider, of tags, of elements, of numbers of blocks.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use schemas::{Block, Computed, Fields, Model, Set, Tags, Value, check};
use tfplugin::engine::{self, Applied, Change, PlanRequest, PlanResponse, ResourceType, Run};
use tfplugin::testkit::{final_plan_consistent, plan_valid, proposed_new};
use tfplugin::{
    Client, Context, DataSource, Diagnostic, Error, Id, Provider, Resource, Result, Timeouts,
    TypeSystem,
};
use tokio_util::sync::CancellationToken;

/// A place with one object, and the tags that it was told to add and to remove.
#[derive(Debug, Default)]
struct Cloud {
    object: Mutex<Option<Crate>>,
    removed: Mutex<Vec<String>>,
}

/// A provider of which some is not known yet.
#[derive(Clone)]
struct Configured {
    cloud: Arc<Cloud>,
    region: Option<&'static str>,
    default_tags: Option<Tags>,
    /// Keys.
    ignored: Option<Vec<&'static str>>,
}

impl Default for Configured {
    fn default() -> Self {
        Configured {
            cloud: Arc::default(),
            region: Some("here-1"),
            default_tags: Some(Tags::new()),
            ignored: Some(Vec::new()),
        }
    }
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
        Ok(Configured::default())
    }

    fn region(&self) -> Option<&str> {
        self.region
    }

    fn check_region(&self, region: &str) -> Result<()> {
        match region {
            "nowhere" => Err(Error::new("there is no such region")),
            _ => Ok(()),
        }
    }

    fn clients(&self, _: &str) -> Arc<Cloud> {
        Arc::clone(&self.cloud)
    }

    fn default_tags(&self) -> Option<&Tags> {
        self.default_tags.as_ref()
    }

    fn ignores_tag(&self, key: &str) -> Option<bool> {
        self.ignored.as_ref().map(|it| it.contains(&key))
    }

    fn reserves_tag(&self, key: &str) -> bool {
        key.starts_with("cloud:")
    }
}

/// A box.
#[derive(Debug, Clone, PartialEq, Model)]
struct Crate {
    /// Its name.
    #[attr(force_new)]
    name: String,
    /// Where it goes.
    places: Option<Vec<String>>,
    /// How many fit in.
    #[attr(computed, check = check::range(1..=9))]
    room: Option<i64>,
    /// What is written on it, by side.
    sides: Option<BTreeMap<String, String>>,
    /// Tags of the box.
    tags: Option<Tags>,
    #[block(computed, attribute)]
    slot: Set<Slot>,
    #[block]
    wall: Set<Wall>,
}

/// A slot.
#[derive(Debug, Clone, PartialEq, Model)]
struct Slot {
    /// How wide it is.
    width: i64,
    /// What fits in.
    holds: Option<Set<String>>,
}

/// A wall.
#[derive(Debug, Clone, PartialEq, Model)]
struct Wall {
    /// Colors of it.
    colors: Option<Set<String>>,
}

impl Resource<Configured> for Crate {
    type Identity = Id;

    const TYPE: &'static str = "test_crate";
    const NAME: &'static str = "Crate";
    const TIMEOUTS: Timeouts = Timeouts { create: Some(Duration::from_secs(60)), ..Timeouts::NONE };

    async fn create(cx: &Context<Configured>, plan: &Self) -> Result<Id> {
        *cx.object.lock().unwrap() = Some(plan.clone());
        Ok(plan.name.clone().into())
    }

    async fn read(cx: &Context<Configured>, _: &Id) -> Result<Option<Self>> {
        Ok(cx.object.lock().unwrap().clone())
    }

    async fn update(cx: &Context<Configured>, _: &Id, prior: &Self, plan: &Self) -> Result<()> {
        let (before, after) = (prior.tags.clone().unwrap_or_default(), plan.tags.clone());
        let after = after.unwrap_or_default();
        let gone: Vec<String> = before.into_keys().filter(|it| !after.contains_key(it)).collect();
        let mut object = cx.object.lock().unwrap();
        let mut tags = object.take().and_then(|it| it.tags).unwrap_or_default();
        tags.retain(|key, _| !gone.contains(key));
        tags.extend(after);
        *object = Some(Crate { tags: Some(tags), ..plan.clone() });
        cx.removed.lock().unwrap().extend(gone);
        Ok(())
    }

    async fn delete(cx: &Context<Configured>, _: &Id, _: &Self) -> Result<()> {
        *cx.object.lock().unwrap() = None;
        Ok(())
    }
}

/// The same by the rules that core enforces.
#[derive(Debug, Clone)]
struct Strict(Crate);

impl Model for Strict {
    fn block() -> Block {
        let mut block = Crate::block();
        block.blocks.clear();
        block
    }

    fn decode(fields: &mut Fields) -> std::result::Result<Self, schemas::Mismatch> {
        Crate::decode(fields).map(Strict)
    }

    fn encode(self) -> Fields {
        let mut fields = self.0.encode();
        fields.retain(|name, _| !matches!(name.as_str(), "slot" | "wall"));
        fields
    }
}

impl Resource<Configured> for Strict {
    type Identity = Id;

    const TYPE: &'static str = "test_strict";
    const NAME: &'static str = "Strict Crate";
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Strict;

    async fn create(cx: &Context<Configured>, plan: &Self) -> Result<Id> {
        Crate::create(cx, &plan.0).await
    }

    async fn read(cx: &Context<Configured>, id: &Id) -> Result<Option<Self>> {
        Ok(Crate::read(cx, id).await?.map(Strict))
    }

    async fn update(cx: &Context<Configured>, id: &Id, prior: &Self, plan: &Self) -> Result<()> {
        Crate::update(cx, id, &prior.0, &plan.0).await
    }

    async fn delete(cx: &Context<Configured>, id: &Id, prior: &Self) -> Result<()> {
        Crate::delete(cx, id, &prior.0).await
    }
}

/// What is told of a box.
#[derive(Debug, Clone, Default, PartialEq, Model)]
struct CrateData {
    /// Its name.
    name: Option<String>,
    /// Whether it is heavy.
    heavy: Computed<bool>,
    /// Its height.
    #[attr(computed)]
    height: Option<i64>,
    /// Who may open it.
    openers: Computed<Vec<String>>,
    #[block]
    lock: Computed<Vec<Lock>>,
    #[block]
    filter: Set<Wall>,
}

/// A lock.
#[derive(Debug, Clone, Default, PartialEq, Model)]
struct Lock {
    /// Its key.
    key: Computed<String>,
    /// Its numbers.
    numbers: Computed<Set<i64>>,
}

impl DataSource<Configured> for CrateData {
    const TYPE: &'static str = "test_crate";
    const NAME: &'static str = "Crate";

    async fn read(_: &Context<Configured>, config: Self) -> Result<Self> {
        Ok(CrateData { name: config.name, lock: vec![Lock::default()].into(), ..Self::default() })
    }
}

fn managed() -> ResourceType<Configured> {
    engine::resource::<Configured, Crate>()
}

fn strict() -> ResourceType<Configured> {
    engine::resource::<Configured, Strict>()
}

fn config(managed: &ResourceType<Configured>, attributes: &[(&str, Value)]) -> Value {
    let mut entries = Fields::from([("name".to_owned(), "a".into())]);
    entries.extend(attributes.iter().map(|(name, it)| ((*name).to_owned(), it.clone())));
    managed.schema.block.complete(entries)
}

fn map(entries: &[(&str, Value)]) -> Value {
    Value::Map(entries.iter().map(|(key, it)| ((*key).to_owned(), it.clone())).collect())
}

fn try_plan(
    managed: &ResourceType<Configured>,
    provider: &Configured,
    prior: &Value,
    config: &Value,
) -> std::result::Result<PlanResponse, Vec<Diagnostic>> {
    let proposed = proposed_new(&managed.schema.block, prior, config);
    engine::plan(managed, provider, &PlanRequest { prior, proposed: &proposed, config })
}

/// Plans, and checks what core checks.
fn plan(
    managed: &ResourceType<Configured>,
    provider: &Configured,
    prior: &Value,
    config: &Value,
) -> PlanResponse {
    let planned = try_plan(managed, provider, prior, config).expect("it can be planned");
    let found = plan_valid(&managed.schema.block, prior, config, &planned.planned);
    let is_sdk = managed.type_system == TypeSystem::Legacy;
    let serious: Vec<_> = found.iter().filter(|it| !(is_sdk && it.legacy)).collect();
    assert!(serious.is_empty(), "{serious:?}");
    planned
}

/// Plans by a provider as it is known, and applies by one that is known by then.
async fn apply_later(
    managed: &ResourceType<Configured>,
    (now, later): (&Configured, &Configured),
    prior: &Value,
    config: &Value,
) -> Value {
    let first = plan(managed, now, prior, config).planned;
    let last = plan(managed, later, prior, config).planned;
    let changed = final_plan_consistent(&first, &last);
    assert!(changed.is_empty(), "{changed:?}");
    let provider = Arc::new(later.clone());
    let stop = CancellationToken::new();
    let change = Change { prior, planned: &last, config, private: &[] };
    let Applied { state, diagnostics, .. } =
        engine::apply(managed, &provider, &Run::default(), &change, stop).await;
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    state
}

async fn apply(
    managed: &ResourceType<Configured>,
    provider: &Configured,
    prior: &Value,
    config: &Value,
) -> Value {
    apply_later(managed, (provider, provider), prior, config).await
}

async fn read(managed: &ResourceType<Configured>, provider: &Configured, state: &Value) -> Value {
    let provider = Arc::new(provider.clone());
    let seen = engine::read(managed, &provider, state, CancellationToken::new()).await;
    seen.expect("it is read").state
}

#[tokio::test(start_paused = true)]
async fn an_unknown_region_of_the_provider_replaces_nothing() {
    for managed in [managed(), strict()] {
        let known = Configured::default();
        let unknown = Configured { region: None, ..known.clone() };
        let config = config(&managed, &[]);
        assert!(plan(&managed, &unknown, &Value::Null, &config).planned.get("region").is_unknown());

        let state = apply(&managed, &known, &Value::Null, &config).await;
        let planned = plan(&managed, &unknown, &state, &config);
        assert_eq!((planned.planned, planned.replace.len()), (state.clone(), 0));
        assert_eq!(read(&managed, &unknown, &state).await, state);

        // State of a provider that knew no regions.
        let mut older = state.clone().into_entries().unwrap();
        older.insert("region".to_owned(), Value::Null);
        let older = Value::Object(older);
        let planned = plan(&managed, &unknown, &older, &config);
        assert_eq!((planned.planned, planned.replace.len()), (older.clone(), 0));
        assert_eq!(read(&managed, &unknown, &older).await, older);

        let elsewhere = Configured { region: Some("there-1"), ..known };
        assert!(!plan(&managed, &elsewhere, &state, &config).replace.is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn a_region_that_there_is_not_is_refused_by_the_plan() {
    let (managed, provider) = (managed(), Configured::default());
    let config = config(&managed, &[("region", "nowhere".into())]);
    let refused = try_plan(&managed, &provider, &Value::Null, &config).unwrap_err();
    assert_eq!(refused[0].path, Some(schemas::Path::root("region")));

    let (state, _) = engine::import(&managed, "a").unwrap();
    let mut state = state.into_entries().unwrap();
    state.insert("region".to_owned(), "nowhere".into());
    let (provider, stop) = (Arc::new(provider), CancellationToken::new());
    let answer = engine::read(&managed, &provider, &Value::Object(state), stop).await;
    assert!(answer.unwrap_err()[0].summary.contains("there is no such region"));
    let data = engine::data_source::<Configured, CrateData>();
    let config = data.schema.block.complete([("region".to_owned(), "nowhere".into())].into());
    let answer = engine::read_data(&data, &provider, &config, CancellationToken::new()).await;
    assert!(answer.unwrap_err()[0].summary.contains("there is no such region"));
}

#[tokio::test(start_paused = true)]
async fn tags_of_the_provider_that_are_not_known_yet_are_never_taken_away() {
    for managed in [managed(), strict()] {
        let default_tags = Tags::from([("team".to_owned(), "core".to_owned())]);
        let known = Configured { default_tags: Some(default_tags), ..Configured::default() };
        let unknown = Configured { default_tags: None, ..known.clone() };
        for tags in [map(&[("own", "x".into())]), Value::Null] {
            let config = config(&managed, &[("tags", tags)]);
            let state = apply(&managed, &known, &Value::Null, &config).await;
            let seen = read(&managed, &unknown, &state).await;
            assert_eq!(seen, state, "what was read is as it was");
            let planned = plan(&managed, &unknown, &seen, &config).planned;
            assert!(planned.get("tags_all").is_unknown());
            assert_eq!(planned.get("tags"), state.get("tags"));
            assert_eq!(apply_later(&managed, (&unknown, &known), &seen, &config).await, state);
            assert!(known.cloud.removed.lock().unwrap().is_empty());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn tags_that_may_be_ignored_are_never_taken_away() {
    for managed in [managed(), strict()] {
        let known = Configured { ignored: Some(vec!["cost"]), ..Configured::default() };
        let unknown = Configured { ignored: None, ..known.clone() };
        let config = config(&managed, &[("tags", map(&[("own", "x".into())]))]);
        let state = apply(&managed, &known, &Value::Null, &config).await;
        if let Some(object) = known.cloud.object.lock().unwrap().as_mut() {
            object.tags.get_or_insert_default().insert("cost".to_owned(), "7".to_owned());
        }
        let seen = read(&managed, &unknown, &state).await;
        assert_eq!(seen, state, "what may be ignored is not seen");
        let planned = plan(&managed, &unknown, &seen, &config).planned;
        assert!(planned.get("tags_all").is_unknown());

        // Nor where a state has it from a time at which it was not ignored.
        let everything = Configured { ignored: Some(Vec::new()), ..known.clone() };
        let seen = read(&managed, &everything, &seen).await;
        assert_eq!(seen.get("tags_all").entries().map(BTreeMap::len), Some(2));
        apply_later(&managed, (&unknown, &known), &seen, &config).await;
        assert!(known.cloud.removed.lock().unwrap().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn an_ignored_tag_is_set_at_creation_and_then_left_alone() {
    let default_tags = Tags::from([("cost".to_owned(), "1".to_owned())]);
    let provider = Configured {
        default_tags: Some(default_tags),
        ignored: Some(vec!["cost", "stage", "cloud:stack"]),
        ..Configured::default()
    };
    let managed = managed();
    let tags = |stage: &str| {
        let tags = [("own", "x".into()), ("stage", stage.into()), ("cloud:stack", "s".into())];
        config(&managed, &[("tags", map(&tags))])
    };
    let state = apply(&managed, &provider, &Value::Null, &tags("test")).await;
    let set = || provider.cloud.object.lock().unwrap().clone().unwrap().tags.unwrap();
    assert_eq!(set().into_keys().collect::<Vec<_>>(), ["cost", "own", "stage"]);
    assert_eq!(state.get("tags_all"), &map(&[("own", "x".into())]));

    apply(&managed, &provider, &state, &tags("live")).await;
    assert_eq!(set()["stage"], "test");
}

#[tokio::test(start_paused = true)]
async fn entries_of_maps_that_are_null_are_none() {
    let default_tags = Tags::from([("Owner".to_owned(), "core".to_owned())]);
    let provider = Configured { default_tags: Some(default_tags), ..Configured::default() };
    let null = || Value::Null;
    for managed in [managed(), strict()] {
        let config = |tags: &[(&str, Value)]| {
            let sides = map(&[("top", "up".into()), ("left", null())]);
            config(&managed, &[("tags", map(tags)), ("sides", sides)])
        };
        let with_null = config(&[("Env", null()), ("Owner", null()), ("own", "x".into())]);
        let state = apply(&managed, &provider, &Value::Null, &with_null).await;
        let stored = provider.cloud.object.lock().unwrap().clone().unwrap();
        assert_eq!(stored.sides.unwrap().into_keys().collect::<Vec<_>>(), ["top"]);
        let expected = [("Owner", "core"), ("own", "x")].map(|(k, v)| (k.to_owned(), v.to_owned()));
        assert_eq!(stored.tags, Some(Tags::from(expected)));
        assert_eq!(state.get("tags_all"), &map(&[("Owner", "core".into()), ("own", "x".into())]));
        let seen = read(&managed, &provider, &state).await;
        assert_eq!(seen, state);
        assert_eq!(plan(&managed, &provider, &seen, &with_null).planned, state);
        // All of them null.
        let none = config(&[("Env", null())]);
        let state = apply(&managed, &provider, &state, &none).await;
        assert_eq!(read(&managed, &provider, &state).await, state);
        assert_eq!(plan(&managed, &provider, &state, &none).planned, state);
    }
}

#[tokio::test(start_paused = true)]
async fn a_tag_with_an_empty_value_is_a_tag() {
    let stage = Tags::from([("stage".to_owned(), String::new())]);
    for managed in [managed(), strict()] {
        let plain = Configured::default();
        let with_default = Configured { default_tags: Some(stage.clone()), ..plain.clone() };
        let empty = config(&managed, &[("tags", map(&[("own", "".into())]))]);
        let none = config(&managed, &[]);
        let stored = || {
            let object = plain.cloud.object.lock().unwrap().clone().unwrap();
            object.tags.unwrap_or_default().into_keys().collect::<Vec<_>>()
        };
        let state = apply(&managed, &plain, &Value::Null, &empty).await;
        assert_eq!(stored(), ["own"]);
        assert_eq!(plan(&managed, &plain, &state, &empty).planned, state);
        let state = apply(&managed, &plain, &state, &none).await;
        assert_eq!(stored(), [""; 0]);
        let state = apply(&managed, &plain, &state, &empty).await;
        assert_eq!(stored(), ["own"]);
        let state = apply(&managed, &with_default, &state, &empty).await;
        assert_eq!(stored(), ["own", "stage"]);
        assert_eq!(plan(&managed, &with_default, &state, &empty).planned, state);
        let state = apply(&managed, &with_default, &state, &none).await;
        assert_eq!(stored(), ["stage"]);
        apply(&managed, &plain, &state, &none).await;
        assert_eq!(stored(), [""; 0]);
    }
}

#[tokio::test(start_paused = true)]
async fn blocks_of_unknown_number_are_unknown_as_a_whole() {
    let (managed, provider) = (managed(), Configured::default());
    let slot = |width: Value, holds: Value| {
        Value::Object([("width".to_owned(), width), ("holds".to_owned(), holds)].into())
    };
    let of = |slots: Vec<Value>| config(&managed, &[("slot", Value::set(slots))]);
    let one = slot(1.into(), Value::Null);
    let state = apply(&managed, &provider, &Value::Null, &of(vec![one.clone()])).await;
    // Core sends one block in place of those that a `dynamic` block is to make.
    let unknown = slot(Value::Unknown, Value::Null);
    for prior in [&Value::Null, &state] {
        for known in [vec![], vec![one.clone()]] {
            let of = |more: Vec<Value>| of(known.iter().cloned().chain(more).collect());
            let first = plan(&managed, &provider, prior, &of(vec![unknown.clone()])).planned;
            assert!(first.get("slot").is_unknown(), "{}", first.get("slot"));
            let two = slot(2.into(), Value::set(["x".into()]));
            let made = [
                vec![],
                vec![one.clone()],
                vec![two.clone()],
                vec![two, slot(3.into(), Value::Null)],
            ];
            for made in made {
                let last = plan(&managed, &provider, prior, &of(made)).planned;
                assert_eq!(final_plan_consistent(&first, &last), []);
            }
        }
    }
    // What is known of a block stays known.
    let first = of(vec![slot(1.into(), Value::Unknown)]);
    let first = plan(&managed, &provider, &Value::Null, &first).planned;
    assert_eq!(first.get("slot").elements().map(<[Value]>::len), Some(1));
}

#[test]
fn elements_that_are_null_are_refused_at_every_depth() {
    let managed = managed();
    let refused = |name: &str, value: Value| {
        let found = managed.validate(&config(&managed, &[(name, value)]), true);
        let found = found.into_iter().filter(|it| it.summary == "Null value found in list");
        found.map(|it| it.path.expect("it has a path").to_string()).collect::<Vec<_>>()
    };
    let object = |name: &str, value: Value| Value::Object([(name.to_owned(), value)].into());
    let null = || Value::Null;
    assert_eq!(refused("places", Value::List(vec!["a".into(), null()])), ["places"]);
    assert_eq!(refused("places", Value::List(vec!["a".into(), Value::Unknown])), [""; 0]);
    let holds = object("holds", Value::set([null(), "x".into()]));
    assert_eq!(refused("slot", Value::set([holds])), ["slot[*].holds"]);
    // Beside what is not known yet as well.
    let mut wide = object("holds", Value::set([null()])).into_entries().unwrap();
    wide.insert("width".to_owned(), Value::Unknown);
    assert_eq!(refused("slot", Value::set([Value::Object(wide)])), ["slot[*].holds"]);
    assert_eq!(refused("slot", Value::set([null()])), ["slot"]);
    assert_eq!(refused("wall", Value::set([object("colors", Value::set([null()]))])).len(), 1);
    assert_eq!(refused("tags", map(&[("a", null())])), [""; 0]);
    assert_eq!(refused("places", null()), [""; 0]);

    let data = engine::data_source::<Configured, CrateData>();
    let filter = Value::set([object("colors", Value::set([null()]))]);
    let config = data.schema.block.complete([("filter".to_owned(), filter)].into());
    assert_eq!(data.validate(&config).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_told_of_a_data_source_is_zero_at_every_depth() {
    let data = engine::data_source::<Configured, CrateData>();
    let provider = Arc::new(Configured::default());
    let config = data.schema.block.empty();
    let stop = CancellationToken::new();
    let state = engine::read_data(&data, &provider, &config, stop).await.unwrap().state;
    let lock = [("key", "".into()), ("numbers", Value::Set(Vec::new()))];
    let lock = Value::Object(lock.map(|(name, it)| (name.to_owned(), it)).into());
    for (name, expected) in [
        ("heavy", false.into()),
        ("height", 0.into()),
        ("openers", Value::List(Vec::new())),
        ("lock", Value::List(vec![lock])),
        // Arguments that nobody configured.
        ("name", Value::Null),
        ("filter", Value::Null),
    ] {
        assert_eq!(state.get(name), &expected, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_generated_of_an_import_is_valid() {
    let (managed, provider) = (managed(), Configured::default());
    apply(&managed, &provider, &Value::Null, &config(&managed, &[])).await;
    let (state, _) = engine::import(&managed, "a").unwrap();
    let state = read(&managed, &provider, &state).await;
    assert_eq!(state.get("room"), &Value::from(0), "as after an apply");
    // As clients generate it.
    let generated = config(&managed, &[("room", 0.into())]);
    assert_eq!(managed.validate(&generated, true), []);
    assert_eq!(plan(&managed, &provider, &state, &generated).planned, state);
    assert_eq!(plan(&managed, &provider, &state, &config(&managed, &[])).planned, state);
    // To a new object it says nothing.
    let made = plan(&managed, &provider, &Value::Null, &generated).planned;
    assert!(made.get("room").is_unknown());
    assert!(!managed.validate(&config(&managed, &[("room", 10.into())]), true).is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_duration_that_no_clock_holds_is_an_error_of_the_plan() {
    let (managed, provider) = (managed(), Configured::default());
    let timeouts = |text: &str| {
        let timeouts = Value::Object([("create".to_owned(), text.into())].into());
        config(&managed, &[("timeouts", timeouts)])
    };
    for text in ["3000000000000000h", "200000000000000000m", "1e400h", "-1m"] {
        let refused = try_plan(&managed, &provider, &Value::Null, &timeouts(text)).unwrap_err();
        let path = refused[0].path.as_ref().map(ToString::to_string);
        assert_eq!(path.as_deref(), Some("timeouts.create"), "{text}");
    }
    // The longest that there is, is waited for.
    apply(&managed, &provider, &Value::Null, &timeouts("2562047h")).await;
}

#[test]
fn a_state_that_is_no_object_is_an_error() {
    for state in ["null", "[]", "7", "\"a\"", "true"] {
        let state = serde_json::from_str(state).unwrap();
        let refused = engine::upgrade(&managed(), 0, state).unwrap_err();
        assert!(refused[0].summary.contains("no object"), "{}", refused[0].summary);
    }
}
