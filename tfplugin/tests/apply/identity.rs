//! Objects that are found by more than the text of an id, or have no id.

use schemas::{Computed, Fields, Model, Value};
use tfplugin::engine;
use tfplugin::wire::CancellationToken;
use tfplugin::wire::tfplugin6::provider_server::Provider as _;
use tfplugin::wire::tfplugin6::{
    self as pb, apply_resource_change, configure_provider, import_resource_state,
    plan_resource_change, read_resource, upgrade_resource_identity,
};
use tfplugin::{
    Context, Error, Identity, Registry, Resource, Result, Served, Server, TypeSystem, msgpack,
};
use tonic::Request;

use crate::cloud::{Cloud, Configured, Session, provider};

/// A label on one side of a box.
#[derive(Debug, Clone, PartialEq, Model)]
struct Label {
    /// The box.
    #[attr(force_new)]
    name: String,
    /// The side of the box.
    #[attr(force_new)]
    side: String,
    /// Who has put it there.
    by: Computed<String>,
}

/// A side of a box.
#[derive(Debug, Clone, PartialEq, Model)]
struct Side {
    /// The box.
    name: String,
    /// The side of the box.
    side: String,
}

impl Identity for Side {
    const SERVED: Option<Served> = Some(Served { version: 1, located: true });

    fn text(&self) -> String {
        format!("{},{}", self.name, self.side)
    }
}

impl Resource<Configured> for Label {
    type Identity = Side;

    const TYPE: &'static str = "test_label";
    const NAME: &'static str = "Label";
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Strict;
    const HAS_ID: bool = false;

    async fn create(cx: &Context<Configured>, plan: &Self) -> Result<Side> {
        let id = Side { name: plan.name.clone(), side: plan.side.clone() };
        cx.stickers.lock().unwrap().insert(id.text(), "cloud".to_owned());
        cx.created(&id);
        cx.fault.as_ref().map_or(Ok(()), |fault| fault("second step"))?;
        Ok(id)
    }

    async fn read(cx: &Context<Configured>, id: &Side) -> Result<Option<Self>> {
        let found = cx.stickers.lock().unwrap().get(&id.text()).cloned();
        let Side { name, side } = id.clone();
        Ok(found.map(|by| Label { name, side, by: by.into() }))
    }

    async fn delete(cx: &Context<Configured>, id: &Side, _: &Self) -> Result<()> {
        cx.stickers.lock().unwrap().remove(&id.text());
        Ok(())
    }

    fn import(text: &str) -> Result<Side> {
        let parts = text.split_once(',').ok_or("write the box, a comma and the side")?;
        Ok(Side { name: parts.0.to_owned(), side: parts.1.to_owned() })
    }
}

/// The same with an id that does not tell the box.
#[derive(Debug, Clone, PartialEq, Model)]
struct Numbered {
    /// The box.
    #[attr(force_new)]
    name: String,
    /// The side of the box.
    #[attr(force_new)]
    side: String,
    /// Who has put it there.
    by: Computed<String>,
}

/// A side of a box, by a number in which neither can be seen.
#[derive(Debug, Clone, PartialEq, Model)]
struct Number {
    /// The box.
    name: String,
    /// The side of the box.
    side: String,
}

impl Identity for Number {
    fn text(&self) -> String {
        format!("number-{}", self.name.len() + self.side.len())
    }
}

impl From<Number> for Side {
    fn from(Number { name, side }: Number) -> Side {
        Side { name, side }
    }
}

impl Resource<Configured> for Numbered {
    type Identity = Number;

    const TYPE: &'static str = "test_numbered";
    const NAME: &'static str = "Numbered Label";

    async fn create(cx: &Context<Configured>, plan: &Self) -> Result<Number> {
        let id = Number { name: plan.name.clone(), side: plan.side.clone() };
        let text = Side::from(id.clone()).text();
        cx.stickers.lock().unwrap().insert(text, "cloud".to_owned());
        Ok(id)
    }

    async fn read(cx: &Context<Configured>, id: &Number) -> Result<Option<Self>> {
        let found = Label::read(cx, &id.clone().into()).await?;
        Ok(found.map(|Label { name, side, by }| Numbered { name, side, by }))
    }

    async fn delete(cx: &Context<Configured>, id: &Number, _: &Self) -> Result<()> {
        let text = Side::from(id.clone()).text();
        cx.stickers.lock().unwrap().remove(&text);
        Ok(())
    }

    fn import(text: &str) -> Result<Number> {
        let Side { name, side } = Label::import(text)?;
        Ok(Number { name, side })
    }
}

/// A label that goes by the name of its box, and whose id says where it is.
#[derive(Debug, Clone, PartialEq, Model)]
struct Placed {
    /// The box.
    #[attr(force_new)]
    name: String,
    /// Where the label is.
    place: Computed<String>,
}

impl Resource<Configured> for Placed {
    type Identity = tfplugin::Id;

    const TYPE: &'static str = "test_placed";
    const NAME: &'static str = "Placed Label";
    const ID_ATTRIBUTE: Option<&'static str> = Some("place");

    async fn create(_: &Context<Configured>, plan: &Self) -> Result<tfplugin::Id> {
        Ok(format!("shelf/{}", plan.name).into())
    }

    async fn read(_: &Context<Configured>, id: &tfplugin::Id) -> Result<Option<Self>> {
        let name = id.rsplit('/').next().unwrap_or_default().to_owned();
        Ok(Some(Placed { place: format!("shelf/{name}").into(), name }))
    }

    async fn delete(_: &Context<Configured>, _: &tfplugin::Id, _: &Self) -> Result<()> {
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_imported_by_another_text_has_its_own_id() {
    let session = Session::new::<Placed>(&provider(Cloud::default()));
    let created = session.create(&session.config(&[("name", "a".into())])).await.state;
    assert_eq!(created.get("id"), &Value::from("shelf/a"));
    for text in ["a", "shelf/a"] {
        let (imported, _) = engine::import(&session.managed, text).unwrap();
        assert_eq!(session.read(&imported).await.state, created, "{text}");
    }
}

fn session<R: Resource<Configured>>(cloud: Cloud) -> (Session, Value) {
    let session = Session::new::<R>(&provider(cloud));
    let config = session.config(&[("name", "a".into()), ("side", "top".into())]);
    (session, config)
}

#[tokio::test(start_paused = true)]
async fn an_object_without_an_id_lives_as_any_other() {
    let cloud = provider(Cloud::default());
    let session = Session::new::<Label>(&cloud);
    let config = session.config(&[("name", "a".into()), ("side", "top".into())]);
    assert!(session.managed.schema.block.attribute("id").is_none());
    let created = session.create(&config).await;
    assert_eq!(created.diagnostics, []);
    assert_eq!(created.state.get("by"), &Value::from("cloud"));
    let seen = session.read(&created.state).await;
    assert_eq!(seen.state, created.state);
    let later = Session::new::<Label>(&cloud);
    let destroyed = later.destroy(&created.state, &created.private).await;
    assert_eq!((destroyed.diagnostics, destroyed.state), (vec![], Value::Null));
    assert_eq!(session.read(&created.state).await.state, Value::Null);
}

#[tokio::test(start_paused = true)]
async fn an_import_tells_what_the_object_is_found_by() {
    let (session, config) = session::<Label>(Cloud::default());
    let created = session.create(&config).await.state;
    let (imported, _) = engine::import(&session.managed, "a,top").unwrap();
    assert_eq!(session.read(&imported).await.state, created);
    let wrong = engine::import(&session.managed, "a").unwrap_err();
    assert!(wrong[0].summary.contains("write the box"), "{wrong:?}");
}

#[tokio::test(start_paused = true)]
async fn an_object_without_an_id_is_kept_where_its_creation_fails() {
    let (session, config) = session::<Label>(Cloud::with_fault(|_| Err(Error::new("no glue"))));
    let created = session.create(&config).await;
    assert_eq!(created.diagnostics[0].summary, "creating Label (a,top): no glue");
    assert_eq!(created.state.get("side"), &Value::from("top"));
    assert_ne!(session.read(&created.state).await.state, Value::Null);
}

#[tokio::test(start_paused = true)]
async fn an_id_that_tells_nothing_stays_beside_what_the_object_is_found_by() {
    let cloud = provider(Cloud::default());
    let session = Session::new::<Numbered>(&cloud);
    let config = session.config(&[("name", "a".into()), ("side", "top".into())]);
    let created = session.create(&config).await.state;
    assert_eq!(created.get("id"), &Value::from("number-4"));
    let (imported, _) = engine::import(&session.managed, "a,top").unwrap();
    assert_eq!(session.read(&imported).await.state, created);
    // An older provider may have made another text of it.
    let mut entries = created.clone().into_entries().unwrap();
    entries.insert("id".to_owned(), "number-5".into());
    let older = Value::Object(entries);
    assert_eq!(session.read(&older).await.state, older);
    let later = Session::new::<Numbered>(&cloud);
    assert_eq!(later.destroy(&older, b"").await.state, Value::Null);
    assert_eq!(session.read(&created).await.state, Value::Null);
}

#[tokio::test(start_paused = true)]
async fn a_state_that_does_not_tell_its_object_is_not_guessed_at() {
    let (session, config) = session::<Label>(Cloud::default());
    let created = session.create(&config).await.state;
    let mut entries = created.clone().into_entries().unwrap();
    entries.insert("side".to_owned(), Value::Null);
    let lost = Value::Object(entries);
    assert_eq!(session.read(&lost).await.state, Value::Null);
    let destroyed = session.destroy(&lost, b"").await;
    assert!(destroyed.diagnostics[0].summary.contains("does not say which object"));
    assert_eq!(destroyed.state, lost);
    assert_eq!(session.read(&created).await.state, created);
}

fn object(entries: &[(&str, Value)]) -> Value {
    let entries = entries.iter().map(|(name, it)| ((*name).to_owned(), it.clone()));
    Value::Object(entries.collect::<Fields>())
}

/// All that identifies the label of the tests.
fn whole() -> Value {
    object(&[
        ("account_id", "mine".into()),
        ("name", "a".into()),
        ("region", "here-1".into()),
        ("side", "top".into()),
    ])
}

/// A client of the protocol.
struct Client {
    server: Server<Configured>,
    session: Session,
}

impl Client {
    async fn new(version: &str) -> Client {
        let registry = || Registry {
            resources: vec![engine::resource::<Configured, Label>()],
            data_sources: Vec::new(),
            functions: Vec::new(),
        };
        let server = Server::new(registry, CancellationToken::new());
        let terraform_version = version.to_owned();
        let request = configure_provider::Request { terraform_version, ..Default::default() };
        server.configure_provider(Request::new(request)).await.unwrap();
        Client { server, session: Session::new::<Label>(&provider(Cloud::default())) }
    }

    fn state(&self, value: &Value) -> Option<pb::DynamicValue> {
        let msgpack = msgpack::encode(value, &self.session.managed.schema.block.ty()).into();
        Some(pb::DynamicValue { msgpack, ..Default::default() })
    }

    fn identity(&self, value: &Value) -> Option<pb::ResourceIdentityData> {
        let schema = self.session.managed.identity_schema.as_ref().unwrap();
        let msgpack = msgpack::encode(value, &schema.block.ty()).into();
        let identity_data = Some(pb::DynamicValue { msgpack, ..Default::default() });
        Some(pb::ResourceIdentityData { identity_data })
    }

    fn told(&self, identity: Option<pb::ResourceIdentityData>) -> Value {
        let schema = self.session.managed.identity_schema.as_ref().unwrap();
        let data = identity.and_then(|it| it.identity_data);
        data.map_or(Value::Null, |it| msgpack::decode(&it.msgpack, &schema.block.ty()).unwrap())
    }

    /// Plans a creation and applies it: what identity is planned, and what comes of it.
    async fn create(&self) -> (Value, Value) {
        let config = self.session.config(&[("name", "a".into()), ("side", "top".into())]);
        let request = plan_resource_change::Request {
            type_name: Label::TYPE.to_owned(),
            prior_state: self.state(&Value::Null),
            proposed_new_state: self.state(&config),
            config: self.state(&config),
            ..Default::default()
        };
        let plan = self.server.plan_resource_change(Request::new(request)).await.unwrap();
        let plan = plan.into_inner();
        assert_eq!(plan.diagnostics, []);
        let request = apply_resource_change::Request {
            type_name: Label::TYPE.to_owned(),
            prior_state: self.state(&Value::Null),
            planned_state: plan.planned_state,
            config: self.state(&config),
            planned_identity: plan.planned_identity.clone(),
            ..Default::default()
        };
        let applied = self.server.apply_resource_change(Request::new(request)).await.unwrap();
        let applied = applied.into_inner();
        assert_eq!(applied.diagnostics, []);
        (self.told(plan.planned_identity), self.told(applied.new_identity))
    }

    async fn read(&self, current: &Value) -> Value {
        let config = self.session.config(&[("name", "a".into()), ("side", "top".into())]);
        let request = read_resource::Request {
            type_name: Label::TYPE.to_owned(),
            current_state: self.state(&config),
            current_identity: self.identity(current),
            ..Default::default()
        };
        let answer = self.server.read_resource(Request::new(request)).await.unwrap();
        self.told(answer.into_inner().new_identity)
    }

    async fn import(&self, identity: &Value) -> import_resource_state::Response {
        let request = import_resource_state::Request {
            type_name: Label::TYPE.to_owned(),
            identity: self.identity(identity),
            ..Default::default()
        };
        let answer = self.server.import_resource_state(Request::new(request)).await;
        answer.unwrap().into_inner()
    }
}

#[tokio::test(start_paused = true)]
async fn a_new_object_has_no_identity_in_its_plan_and_a_whole_one_once_it_is_applied() {
    let client = Client::new("1.12.0").await;
    let (planned, new) = client.create().await;
    assert_eq!(planned, Value::Null);
    assert_eq!(new, whole());
}

#[tokio::test(start_paused = true)]
async fn a_client_that_knows_no_identities_gets_none() {
    let client = Client::new("1.11.4").await;
    assert_eq!(client.create().await.1, Value::Null);
    assert_eq!(client.read(&Value::Null).await, Value::Null);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_gives_an_identity_to_a_state_that_has_none_and_keeps_another() {
    let client = Client::new("1.12.0").await;
    client.create().await;
    assert_eq!(client.read(&Value::Null).await, whole());
    let nothing = ["account_id", "name", "region", "side"].map(|it| (it, Value::Null));
    assert_eq!(client.read(&object(&nothing)).await, whole());
    let mut kept = whole().into_entries().unwrap();
    kept.insert("account_id".to_owned(), Value::Null);
    let kept = Value::Object(kept);
    assert_eq!(client.read(&kept).await, kept);
}

#[tokio::test(start_paused = true)]
async fn an_import_may_leave_the_account_and_the_region_out() {
    let client = Client::new("1.12.0").await;
    let short = [("name", "a".into()), ("side", "top".into())];
    let place = ["account_id", "region"].map(|it| (it, Value::Null));
    let answer = client.import(&object(&[short.clone(), place].concat())).await;
    assert_eq!(answer.diagnostics, []);
    assert_eq!(client.told(answer.imported_resources[0].identity.clone()), whole());

    let of_others = [("account_id", "theirs".into()), ("region", Value::Null)];
    let refused = client.import(&object(&[short.clone(), of_others].concat())).await;
    assert!(refused.diagnostics[0].summary.contains("account theirs"), "{refused:?}");

    let half = [("name", "a".into()), ("side", Value::Null)];
    let place = ["account_id", "region"].map(|it| (it, Value::Null));
    let refused = client.import(&object(&[half, place].concat())).await;
    assert!(refused.diagnostics[0].summary.contains("no `side`"), "{refused:?}");
}

#[tokio::test(start_paused = true)]
async fn an_older_identity_loses_what_the_present_version_does_not_have() {
    let client = Client::new("1.12.0").await;
    let json = br#"{"name": "a", "side": "top", "color": "red"}"#;
    let raw_identity = Some(pb::RawState { json: json.to_vec().into(), ..Default::default() });
    let request = upgrade_resource_identity::Request {
        type_name: Label::TYPE.to_owned(),
        version: 0,
        raw_identity,
    };
    let answer = client.server.upgrade_resource_identity(Request::new(request)).await.unwrap();
    let upgraded = client.told(answer.into_inner().upgraded_identity);
    assert_eq!((upgraded.get("side"), upgraded.get("region")), (&"top".into(), &Value::Null));
}
