//! Objects that are found by more than the text of an id, or have no id.

use schemas::{Computed, Model, Value};
use tfplugin::engine;
use tfplugin::{Context, Error, Identity, Origin, Resource, Result};

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
    fn text(&self) -> String {
        format!("{},{}", self.name, self.side)
    }
}

impl Resource<Configured> for Label {
    type Identity = Side;

    const TYPE: &'static str = "test_label";
    const NAME: &'static str = "Label";
    const ORIGIN: Origin = Origin::Framework;
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
