//! What the API shows otherwise than it was written.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use schemas::Value;
use tfplugin::testkit::apply_consistent;
use tfplugin::{Severity, path};
use tokio::time::Instant;

use super::cloud::{Cloud, Crate, Session, Sticker, apply, config, provider};
use super::seal;

#[tokio::test(start_paused = true)]
async fn an_answer_that_stays_the_same_is_final() {
    let spelling = |_: &str| r#"{"c":3}"#.to_owned();
    let provider = provider(Cloud { spelling: Some(spelling), ..Cloud::default() });
    let labelled = config(&[("name", "a".into()), ("label", r#"{"a":1}"#.into())]);
    let start = Instant::now();
    let applied = apply(&provider, &Value::Null, &labelled).await;
    assert!((20..40).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    let [warning] = &applied.diagnostics[..] else { panic!("{:?}", applied.diagnostics) };
    assert_eq!((warning.severity, &warning.path), (Severity::Warning, &Some(path("label"))));
    for words in ["`label`", r#"{\"a\":1}"#, r#"{\"c\":3}"#] {
        assert!(warning.summary.contains(words), "{}", warning.summary);
    }

    let other = config(&[("name", "a".into()), ("label", r#"{"d":4}"#.into())]);
    let updated = apply(&provider, &applied.state, &other).await;
    assert!((40..80).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    assert_eq!(updated.diagnostics[0].severity, Severity::Warning);
    assert_eq!(updated.state.get("label"), &Value::from(r#"{"c":3}"#));
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_changes_is_waited_for_anew() {
    // Another answer each 15 seconds: nobody can say that one is final.
    static ANSWERS: AtomicUsize = AtomicUsize::new(0);
    let provider = provider(Cloud {
        respells: Some(|_| {
            let index = ANSWERS.fetch_add(1, Ordering::Relaxed);
            format!(r#"{{"c":{index}}}"#)
        }),
        ..Cloud::default()
    });
    let config = config(&[("name", "a".into()), ("label", r#"{"a":1}"#.into())]);
    let start = Instant::now();
    let applied = apply(&provider, &Value::Null, &config).await;
    assert_eq!(start.elapsed(), Duration::from_secs(60));
    assert_eq!(applied.diagnostics[0].severity, Severity::Warning);
    assert!(applied.diagnostics[0].summary.contains("timeout while waiting"));
}

#[tokio::test(start_paused = true)]
async fn a_secret_is_not_in_the_words_about_a_difference() {
    let provider = provider(Cloud { turns_to_lead: true, ..Cloud::default() });
    let seals = Value::set([seal("ann", "hush-1"), seal("bob", "hush-2")]);
    let sealed = config(&[("name", "a".into()), ("seal", seals)]);
    let applied = apply(&provider, &Value::Null, &sealed).await;
    let [warning] = &applied.diagnostics[..] else { panic!("{:?}", applied.diagnostics) };
    assert!(warning.summary.contains("`seal`"), "{}", warning.summary);
    assert!(!format!("{warning:?}").contains("hush"), "{warning:?}");

    let spelling = |_: &str| r#""masked""#.to_owned();
    let provider = super::cloud::provider(Cloud { spelling: Some(spelling), ..Cloud::default() });
    let label = r#""https://ann:hush@example.com/""#;
    let labelled = config(&[("name", "a".into()), ("label", label.into())]);
    let applied = apply(&provider, &Value::Null, &labelled).await;
    assert!(!format!("{:?}", applied.diagnostics).contains("hush"), "{:?}", applied.diagnostics);
}

#[tokio::test(start_paused = true)]
async fn what_core_demands_back_is_what_was_planned() {
    let provider = provider(Cloud { spelling: Some(str::to_uppercase), ..Cloud::default() });
    let session = Session::new::<Sticker>(&provider);
    let config = session.config(&[("name", "a".into()), ("text", "fragile".into())]);
    let planned = session.plan(&Value::Null, &config, b"").unwrap().planned;
    let applied = session.create(&config).await;
    assert_eq!(applied.diagnostics[0].severity, Severity::Warning);
    assert_eq!(apply_consistent(&session.managed.schema.block, &planned, &applied.state), []);
    assert_eq!(applied.state.get("first"), &Value::from("first"));
    // The next refresh shows what there is.
    assert_eq!(session.read(&applied.state).await.state.get("text"), &Value::from("FRAGILE"));
}

#[tokio::test(start_paused = true)]
async fn a_module_warns() {
    let cloud = Cloud { warns: true, ..Cloud::default() };
    let session = Session::new::<Crate>(&provider(cloud));
    let config = session.config(&[("name", "a".into())]);
    let applied = session.create(&config).await;
    let [warning] = &applied.diagnostics[..] else { panic!("{:?}", applied.diagnostics) };
    assert_eq!(warning.summary, "creating Crate (a): the shelf is full");
    let seen = session.read(&applied.state).await;
    assert_eq!(seen.warnings[0].summary, "reading Crate (a): the shelf is full");
}
