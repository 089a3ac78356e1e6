//! What the engine does around a module: saves, waits, retries, spells.

mod claims;
mod cloud;
mod identity;
mod interrupted;
mod shown;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use cloud::{
    Cloud, Configured, Seal, Session, Untimed, apply, apply_until, config, managed, plan, provider,
};
use schemas::{Tags, Value};
use tfplugin::{Error, Severity, engine, path};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

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
    assert_eq!(read.state, applied.state);
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
async fn what_cannot_be_read_is_waited_for_for_minutes_where_nobody_can_say_how_long() {
    let cloud = Cloud::default();
    *cloud.shown_at.lock().unwrap() = Some(Instant::now() + Duration::from_secs(3600));
    let session = Session::new::<Untimed>(&provider(cloud));
    let start = Instant::now();
    let applied = session.create(&session.config(&[("name", "a".into())])).await;

    assert_eq!(start.elapsed().as_secs(), 180);
    assert_eq!(applied.diagnostics[0].severity, Severity::Error);
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
    let provider = provider(Cloud::with_fault(|call| match call {
        "second step" => Err(Error::new("the second step failed")),
        _ => Ok(()),
    }));
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
async fn an_interrupted_second_step_taints_the_object() {
    let provider = provider(Cloud { waits_in_create: true, ..Cloud::default() });
    let stop = CancellationToken::new();
    stop.cancel();
    let config = config(&[("name", "a".into())]);
    let applied = apply_until(&provider, &Value::Null, &config, stop).await;

    assert_eq!(applied.state.get("id"), &Value::from("a"));
    assert_eq!(applied.diagnostics[0].severity, Severity::Error);
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
    assert_eq!(read.state, state);
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
    assert_eq!(engine::read(&managed(), &provider, &older, stop).await.unwrap().state, state);
}

pub(crate) fn seal(by: &str, code: &str) -> Value {
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
    let read = engine::read(&managed(), &provider, &state, stop).await.unwrap().state;

    let bob = read.get("seal").elements().unwrap().iter().find(|it| *it.get("by") == "bob".into());
    let bob = bob.expect("bob's seal is there");
    assert_eq!((bob.get("code"), bob.get("lead")), (&"2".into(), &true.into()));
    let planned = plan(&provider, &read, &config).planned;
    assert_eq!(planned.get("seal"), state.get("seal"));
}
