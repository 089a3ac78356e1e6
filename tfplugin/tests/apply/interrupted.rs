//! Errors, Ctrl-C and panics in the middle: what is in the state afterwards.

use std::time::Duration;

use schemas::Value;
use tfplugin::{Error, Kind, Result, Severity};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::cloud::{
    Cloud, Crate, Session, Sticker, Untimed, apply, apply_until, config, plan, provider,
};
use super::seal;

/// A cloud in which this call panics.
fn panicking(at: &'static str) -> Cloud {
    Cloud::with_fault(move |call| match call == at {
        true => panic!("the secret is {call}"),
        false => Ok(()),
    })
}

fn refusing(at: &'static str, error: fn() -> Error) -> Cloud {
    Cloud::with_fault(move |call| if call == at { Err(error()) } else { Ok(()) })
}

#[tokio::test(start_paused = true)]
async fn a_panic_after_the_creation_keeps_the_object_as_tainted() {
    for at in ["second step", "progress", "read"] {
        let provider = provider(panicking(at));
        let applied = apply(&provider, &Value::Null, &config(&[("name", "a".into())])).await;
        assert_eq!(applied.state.get("id"), &Value::from("a"), "{at}");
        let [error] = &applied.diagnostics[..] else { panic!("{:?}", applied.diagnostics) };
        assert!(error.is_error(), "{at}");
        assert!(error.summary.contains("a bug"), "{}", error.summary);
        assert!(!format!("{error:?}").contains("secret"), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_panic_leaves_what_there_was() {
    let state = {
        let provider = provider(Cloud::default());
        apply(&provider, &Value::Null, &config(&[("name", "a".into())])).await.state
    };
    let provider = provider(panicking("create"));
    let nothing = apply(&provider, &Value::Null, &config(&[("name", "a".into())])).await;
    assert_eq!(nothing.state, Value::Null);
    assert!(nothing.diagnostics[0].is_error());

    let heavier = config(&[("name", "a".into()), ("weight", 6.into())]);
    for at in ["update", "delete"] {
        let provider = super::cloud::provider(panicking(at));
        let session = Session::new::<Crate>(&provider);
        let left = match at {
            "update" => session.change(&state, &heavier).await,
            _ => session.destroy(&state, b"null").await,
        };
        assert!(left.diagnostics[0].is_error(), "{at}");
        assert_eq!(left.state, state, "{at}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_next_apply_does_what_an_interruption_left_undone() {
    let cloud = Cloud { waits_in_create: true, goes_on: true, ..Cloud::default() };
    let provider = provider(cloud);
    let stop = CancellationToken::new();
    stop.cancel();
    let config = config(&[
        ("name", "a".into()),
        ("label", r#"{"a":1}"#.into()),
        ("seal", Value::set([seal("ann", "1")])),
    ]);
    let applied = apply_until(&provider, &Value::Null, &config, stop).await;

    let [warning] = &applied.diagnostics[..] else { panic!("{:?}", applied.diagnostics) };
    assert_eq!(warning.severity, Severity::Warning);
    assert_eq!(applied.state.get("weight"), &Value::from(5));
    assert_eq!(applied.state.get("label"), &Value::Null);
    assert_eq!(applied.state.get("seal"), &Value::Set(Vec::new()));
    let next = plan(&provider, &applied.state, &config);
    assert!(next.replace.is_empty());
    assert_eq!(next.planned.get("label"), config.get("label"));
}

#[tokio::test(start_paused = true)]
async fn an_error_taints_also_what_an_update_could_finish() {
    let fault = |call: &str| match call {
        "second step" => Err(Error::new("refused")),
        _ => Ok(()),
    };
    let provider = provider(Cloud { goes_on: true, ..Cloud::with_fault(fault) });
    let applied = apply(&provider, &Value::Null, &config(&[("name", "a".into())])).await;
    assert!(applied.diagnostics[0].is_error());
    assert_eq!(applied.state.get("id"), &Value::from("a"));
}

#[tokio::test(start_paused = true)]
async fn a_failed_update_forgets_what_the_api_never_tells() {
    let attributes = |word: &str, bob: &str, version: i64| {
        config(&[
            ("name", "a".into()),
            ("weight", version.into()),
            ("key", "key".into()),
            ("key_version", version.into()),
            ("word", word.into()),
            ("seal", Value::set([seal("ann", "1"), seal("bob", bob)])),
        ])
    };
    let (before, after) = (attributes("old", "2", 1), attributes("new", "3", 2));
    let errors: [fn() -> Error; 2] = [|| Error::new("refused"), Error::interrupted];
    for error in errors {
        let provider = provider(refusing("update", error));
        let state = apply(&provider, &Value::Null, &before).await.state;
        let failed = apply(&provider, &state, &after).await;
        assert!(failed.diagnostics[0].is_error());

        let session = Session::new::<Crate>(&provider);
        let read = session.read(&failed.state).await.state;
        for state in [&failed.state, &read] {
            assert_eq!(state.get("weight"), &Value::from(1));
            assert_eq!((state.get("word"), state.get("key_version")), (&Value::Null, &Value::Null));
            let seals = state.get("seal").elements().unwrap();
            let code = |by: &str| seals.iter().find(|it| *it.get("by") == by.into()).unwrap();
            assert_eq!(code("ann").get("code"), &Value::from("1"));
            assert_eq!(code("bob").get("code"), &Value::Null);
        }
        // Back or on: it is sent again.
        for config in [&before, &after] {
            let next = session.plan(&read, config, b"null").unwrap();
            assert!(next.replace.is_empty(), "{:?}", next.replace);
            for name in ["word", "key_version", "seal"] {
                assert_eq!(next.planned.get(name), &config_of(config, name), "{name}");
                assert_ne!(next.planned.get(name), read.get(name), "{name}");
            }
        }
        // What was not to change is not sent again.
        let unchanged = session.plan(&state, &before, b"null").unwrap();
        assert_eq!(unchanged.planned, state);
    }
}

/// What a configuration becomes in a plan of SDKv2: inside of a set nothing is null.
fn config_of(config: &Value, name: &str) -> Value {
    match config.get(name) {
        Value::Set(elements) => Value::set(elements.iter().map(|element| {
            let mut entries = element.entries().cloned().unwrap_or_default();
            entries.insert("lead".to_owned(), false.into());
            Value::Object(entries)
        })),
        other => other.clone(),
    }
}

#[tokio::test(start_paused = true)]
async fn what_does_not_exist_is_told_at_once() {
    let provider = provider(refusing("update", || Error::not_found("the shelf does not exist")));
    let state = apply(&provider, &Value::Null, &config(&[("name", "a".into())])).await.state;
    let (start, heavier) = (Instant::now(), config(&[("name", "a".into()), ("weight", 6.into())]));
    let failed = apply(&provider, &state, &heavier).await;
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert!(failed.diagnostics[0].summary.ends_with("the shelf does not exist"));
}

/// Answers with this error for so many seconds.
fn for_seconds(seconds: u64, error: fn() -> Error) -> impl Fn() -> Result<()> {
    let begun = Instant::now();
    move || match begun.elapsed().as_secs() < seconds {
        true => Err(error()),
        false => Ok(()),
    }
}

fn denied() -> Error {
    Error { kind: Kind::Denied, ..Error::new("AccessDenied: not yet") }
}

#[tokio::test(start_paused = true)]
async fn reads_denied_right_after_a_creation_are_tried_again() {
    for denies in ["second step", "progress", "read"] {
        let denial = for_seconds(30, denied);
        let cloud = Cloud::with_fault(move |call| match call == denies {
            true => denial(),
            false => Ok(()),
        });
        let applied = apply(&provider(cloud), &Value::Null, &config(&[("name", "a".into())])).await;
        assert_eq!(applied.diagnostics, [], "{denies}");
        assert_eq!(applied.state.get("place"), &Value::from("shelf"));
    }
}

#[tokio::test(start_paused = true)]
async fn reads_that_stay_denied_keep_the_new_object_untainted() {
    let start = Instant::now();
    let provider = provider(refusing("read", denied));
    let applied = apply(&provider, &Value::Null, &config(&[("name", "a".into())])).await;
    assert!((60..80).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    let [warning] = &applied.diagnostics[..] else { panic!("{:?}", applied.diagnostics) };
    assert_eq!(warning.severity, Severity::Warning);
    assert!(warning.summary.contains("AccessDenied"), "{}", warning.summary);
    assert_eq!(applied.state.get("id"), &Value::from("a"));
    assert_eq!(applied.state.get("weight"), &Value::from(5));
}

#[tokio::test(start_paused = true)]
async fn what_nobody_tells_stays_as_it_is_known() {
    let config = config(&[("name", "a".into())]);
    let state = apply(&provider(Cloud::default()), &Value::Null, &config).await.state;
    let withheld = || Error { kind: Kind::Withheld, ..Error::new("it is somebody else's") };
    let provider = provider(refusing("read", withheld));
    let session = Session::new::<Crate>(&provider);
    let seen = session.read(&state).await;
    assert_eq!(seen.state, state);
    assert_eq!(seen.warnings[0].severity, Severity::Warning);
    let gone = session.destroy(&state, b"null").await;
    assert_eq!((gone.state, gone.diagnostics), (Value::Null, Vec::new()));

    // Of an import nothing is known.
    let (imported, _) = tfplugin::engine::import(&session.managed, "a").unwrap();
    let stop = CancellationToken::new();
    let read = tfplugin::engine::read(&session.managed, &provider, &imported, stop).await;
    assert!(read.unwrap_err()[0].is_error());
}

#[tokio::test(start_paused = true)]
async fn what_goes_on_answering_after_its_deletion_is_told_after_minutes() {
    let provider = provider(Cloud::default());
    let session = Session::new::<Untimed>(&provider);
    let state = session.create(&session.config(&[("name", "a".into())])).await.state;
    provider.cloud.never_deletes();
    let start = Instant::now();
    let left = Session::new::<Untimed>(&provider).destroy(&state, b"null").await;
    assert_eq!(start.elapsed().as_secs(), 180);
    assert!(left.diagnostics[0].summary.contains("still returns it"), "{:?}", left.diagnostics);
    assert_eq!(left.state, state);
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_the_document_of_somebody_else_to_go() {
    let provider = provider(Cloud { another: Some("theirs"), ..Cloud::default() });
    let session = Session::new::<Sticker>(&provider);
    let config = session.config(&[("name", "a".into()), ("text", "ours".into())]);
    let state = session.create(&config).await.state;
    let start = Instant::now();
    let left = Session::new::<Sticker>(&provider).destroy(&state, b"").await;
    assert!((20..40).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    assert_eq!(left.state, Value::Null);
    assert_eq!(left.diagnostics[0].severity, Severity::Warning);
}

#[tokio::test(start_paused = true)]
async fn an_interrupted_deletion_keeps_the_object() {
    let provider = provider(Cloud::default());
    let config = config(&[("name", "a".into())]);
    let state = apply(&provider, &Value::Null, &config).await.state;
    provider.cloud.never_deletes();
    let session = Session::new::<Crate>(&provider);
    let stop = CancellationToken::new();
    stop.cancel();
    let none = Value::Null;
    let change =
        tfplugin::engine::Change { prior: &state, planned: &none, config: &none, private: b"null" };
    let run = tfplugin::engine::Run::default();
    let left = tfplugin::engine::apply(&session.managed, &provider, &run, &change, stop).await;
    assert!(left.diagnostics[0].is_error());
    assert_eq!(left.state, state);
}
