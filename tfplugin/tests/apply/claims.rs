//! One object, two blocks: nobody loses it.

use std::time::Duration;

use schemas::Value;
use tfplugin::engine::Change;
use tfplugin::{Diagnostic, Error, Severity};
use tokio::time::Instant;

use super::cloud::{Cloud, Crate, Session, Sticker, provider};

fn name(name: &str) -> [(&'static str, Value); 1] {
    [("name", name.into())]
}

fn said(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(|it| format!("{} {}\n", it.summary, it.detail)).collect()
}

#[tokio::test(start_paused = true)]
async fn what_a_creation_was_answered_with_is_not_destroyed_by_this_run_or_the_next() {
    let provider = provider(Cloud::default());
    let first = Session::new::<Crate>(&provider);
    let config = first.config(&name("a"));
    let old = first.create(&config).await.state;

    // A replacement that creates first, under the same name.
    let second = Session::new::<Crate>(&provider);
    let new = second.create(&config).await;
    assert_eq!(new.diagnostics, []);
    let refused = second.destroy(&old, b"null").await;
    assert!(refused.diagnostics[0].is_error());
    assert!(said(&refused.diagnostics).contains("`moved`"), "{:?}", refused.diagnostics);
    assert!(said(&refused.diagnostics).contains("import"), "{:?}", refused.diagnostics);
    assert_eq!(refused.state, old);
    assert_eq!(provider.cloud.count("delete"), 0);

    // The next run knows of no creation, and the old address still stands in the state.
    let third = Session::new::<Crate>(&provider);
    let destroy = third.plan_destroy(&old, &refused.private).unwrap();
    let left = third.destroy(&old, &destroy.private).await;
    assert_eq!(left.state, Value::Null);
    assert_eq!(left.diagnostics[0].severity, Severity::Warning);
    assert_eq!(provider.cloud.count("delete"), 0);

    // The new address has the object, and may destroy it.
    let gone = third.destroy(&new.state, &new.private).await;
    assert_eq!((gone.state, gone.diagnostics), (Value::Null, Vec::new()));
    assert_eq!(provider.cloud.count("delete"), 1);
}

#[tokio::test(start_paused = true)]
async fn two_blocks_that_get_one_object_are_told_so() {
    let session = Session::new::<Crate>(&provider(Cloud::default()));
    let config = session.config(&name("a"));
    let first = session.create(&config).await;
    assert_eq!(first.diagnostics, []);
    let second = session.create(&config).await;
    assert_eq!(second.state, first.state);
    let [warning] = &second.diagnostics[..] else { panic!("{second:?}") };
    assert_eq!(warning.severity, Severity::Warning);
    let other = session.create(&session.config(&name("b"))).await;
    assert_eq!(other.diagnostics, []);
}

#[tokio::test(start_paused = true)]
async fn a_replacement_that_destroys_first_is_no_conflict() {
    let provider = provider(Cloud::default());
    let config = Session::new::<Crate>(&provider).config(&name("a"));
    let state = Session::new::<Crate>(&provider).create(&config).await.state;

    // Core asks for the update first, and then for the creation in its place.
    let plan = Session::new::<Crate>(&provider);
    let update = plan.plan(&state, &config, b"null").unwrap();
    let creation = plan.plan(&Value::Null, &config, &update.private).unwrap();
    assert_eq!(creation.warnings, []);

    let apply = Session::new::<Crate>(&provider);
    let gone = apply.destroy(&state, &creation.private).await;
    assert_eq!((gone.state, gone.diagnostics), (Value::Null, Vec::new()));
    let again = apply.create(&config).await;
    assert_eq!(again.diagnostics, []);
    assert_eq!(again.state, state);
}

#[tokio::test(start_paused = true)]
async fn a_plan_that_destroys_what_it_creates_is_refused() {
    let provider = provider(Cloud::default());
    let config = Session::new::<Crate>(&provider).config(&name("a"));
    let old = Session::new::<Crate>(&provider).create(&config).await;

    let plan = Session::new::<Crate>(&provider);
    assert_eq!(plan.plan(&Value::Null, &config, b"").unwrap().warnings, []);
    let refused = plan.plan_destroy(&old.state, &old.private).unwrap_err();
    assert!(refused[0].is_error());
    assert!(refused[0].detail.contains("`moved`"), "{}", refused[0].detail);
}

#[tokio::test(start_paused = true)]
async fn what_no_plan_could_tell_is_refused_by_the_apply_in_either_order() {
    let provider = provider(Cloud::default());
    let config = Session::new::<Crate>(&provider).config(&name("a"));
    let old = Session::new::<Crate>(&provider).create(&config).await;

    // Core plans the creation once more before it applies it.
    let apply = Session::new::<Crate>(&provider);
    apply.plan(&Value::Null, &config, b"").unwrap();
    let refused = apply.destroy(&old.state, &old.private).await;
    assert!(refused.diagnostics[0].is_error());
    assert_eq!((&refused.state, &refused.private), (&old.state, &old.private));
    let creation = apply.create(&config).await;
    assert!(said(&creation.diagnostics).contains("`moved`"), "{:?}", creation.diagnostics);
    assert_eq!(creation.state, Value::Null);
    assert_eq!((provider.cloud.count("delete"), provider.cloud.count("create")), (0, 1));

    let apply = Session::new::<Crate>(&provider);
    let taken = apply.create(&config).await;
    let refused = apply.destroy(&old.state, &old.private).await;
    assert!(refused.diagnostics[0].is_error());
    assert_ne!(refused.private, old.private);
    assert_eq!(taken.state, old.state);
    assert_eq!(provider.cloud.count("delete"), 0);
}

#[tokio::test(start_paused = true)]
async fn what_was_replaced_before_it_is_destroyed_is_left_by_the_next_run() {
    let provider = provider(Cloud::default());
    let config = Session::new::<Crate>(&provider).config(&name("a"));
    let old = Session::new::<Crate>(&provider).create(&config).await;

    // Core plans the creation once more, applies it, and plans the destroy then.
    let apply = Session::new::<Crate>(&provider);
    apply.plan(&Value::Null, &config, b"").unwrap();
    let new = apply.create(&config).await;
    let destroy = apply.plan_destroy(&old.state, &old.private).unwrap();
    let refused = apply.destroy(&old.state, &destroy.private).await;
    assert!(refused.diagnostics[0].is_error());

    let next = Session::new::<Crate>(&provider);
    next.plan(&new.state, &config, &new.private).unwrap();
    let destroy = next.plan_destroy(&refused.state, &refused.private).unwrap();
    let left = next.destroy(&refused.state, &destroy.private).await;
    assert_eq!(left.diagnostics[0].severity, Severity::Warning);
    assert_eq!((left.state, provider.cloud.count("delete")), (Value::Null, 0));
}

#[tokio::test(start_paused = true)]
async fn a_plan_that_creates_what_it_has_planned_to_destroy_is_refused() {
    let provider = provider(Cloud::default());
    let config = Session::new::<Crate>(&provider).config(&name("a"));
    let old = Session::new::<Crate>(&provider).create(&config).await.state;

    let plan = Session::new::<Crate>(&provider);
    assert_eq!(plan.plan_destroy(&old, b"null").unwrap().warnings, []);
    let refused = plan.plan(&Value::Null, &config, b"").unwrap_err();
    assert!(refused[0].is_error());
    assert!(refused[0].detail.contains("`moved`"), "{}", refused[0].detail);

    // Another name, another region, or a name that is not known is none of its business.
    let elsewhere = [("name", "a".into()), ("region", "there-1".into())];
    for other in [plan.config(&name("b")), plan.config(&elsewhere)] {
        assert_eq!(plan.plan(&Value::Null, &other, b"").unwrap().warnings, []);
    }
    let unknown = plan.config(&[("name", Value::Unknown)]);
    assert_eq!(plan.plan(&Value::Null, &unknown, b"").unwrap().warnings, []);
}

#[tokio::test(start_paused = true)]
async fn a_destroy_after_the_last_plan_of_the_creation_is_refused() {
    let provider = provider(Cloud::default());
    let config = Session::new::<Crate>(&provider).config(&name("a"));
    let old = Session::new::<Crate>(&provider).create(&config).await.state;

    let apply = Session::new::<Crate>(&provider);
    apply.plan(&Value::Null, &config, b"").unwrap();
    let refused = apply.destroy(&old, b"null").await;
    assert!(refused.diagnostics[0].is_error());
    assert_eq!(provider.cloud.count("delete"), 0);
}

#[tokio::test(start_paused = true)]
async fn a_creation_waits_for_the_destroy_of_its_name() {
    let provider = provider(Cloud::default());
    let config = Session::new::<Crate>(&provider).config(&name("a"));
    let old = Session::new::<Crate>(&provider).create(&config).await.state;
    provider.cloud.deletes_slowly();

    let apply = Session::new::<Crate>(&provider);
    let planned =
        apply.managed.schema.block.complete(config.entries().cloned().unwrap_or_default());
    let change = Change { prior: &Value::Null, planned: &planned, config: &config, private: b"" };
    let (gone, made) = tokio::join!(apply.destroy(&old, b"null"), apply.apply(change));
    assert_eq!((gone.state, gone.diagnostics), (Value::Null, Vec::new()));
    assert_eq!(made.diagnostics, []);
    let calls = provider.cloud.calls.lock().unwrap().clone();
    let after = calls.iter().position(|it| it == "delete").unwrap();
    assert_eq!(calls.iter().rposition(|it| it == "create"), Some(calls.len() - 2), "{calls:?}");
    assert!(calls[after..].iter().filter(|it| *it == "read").count() > 2, "{calls:?}");
}

#[tokio::test(start_paused = true)]
async fn what_another_block_has_stays_so_until_its_address_is_gone() {
    let provider = provider(Cloud::default());
    let session = Session::new::<Crate>(&provider);
    let config = session.config(&name("a"));
    let old = session.create(&config).await.state;
    let taken = session.destroy(&old, b"null").await.private;

    let next = Session::new::<Crate>(&provider);
    let heavier = next.config(&[("name", "a".into()), ("weight", 6.into())]);
    let update = next.plan(&old, &heavier, &taken).unwrap();
    let private = &update.private;
    let change = Change { prior: &old, planned: &update.planned, config: &heavier, private };
    let updated = next.apply(change).await;
    assert_eq!(updated.diagnostics, []);

    // A replacement: the destroy is handed what the plan of the creation keeps.
    let other = next.config(&name("b"));
    let first = next.plan(&updated.state, &other, &updated.private).unwrap();
    let creation = next.plan(&Value::Null, &other, &first.private).unwrap();
    let left = next.destroy(&updated.state, &creation.private).await;
    assert_eq!(left.diagnostics[0].severity, Severity::Warning);
    assert_eq!(left.state, Value::Null);
    let change = Change {
        prior: &Value::Null,
        planned: &creation.planned,
        config: &other,
        private: &creation.private,
    };
    let made = next.apply(change).await;
    assert_eq!(next.destroy(&made.state, &made.private).await.diagnostics.len(), 1);
    let last = Session::new::<Crate>(&provider);
    assert_eq!(last.destroy(&made.state, &made.private).await.diagnostics, []);
}

#[tokio::test(start_paused = true)]
async fn a_destroy_leaves_the_document_that_another_block_sets() {
    let provider = provider(Cloud::default());
    let attributes = [("name", "a".into()), ("text", "fragile".into())];
    let config = Session::new::<Sticker>(&provider).config(&attributes);
    let old = Session::new::<Sticker>(&provider).create(&config).await;

    // Planned in either order, and applied in either order.
    let plan = Session::new::<Sticker>(&provider);
    plan.plan_destroy(&old.state, &old.private).unwrap();
    let warnings = plan.plan(&Value::Null, &config, b"").unwrap().warnings;
    assert_eq!(warnings[0].severity, Severity::Warning);
    let plan = Session::new::<Sticker>(&provider);
    plan.plan(&Value::Null, &config, b"").unwrap();
    let destroy = plan.plan_destroy(&old.state, &old.private).unwrap();
    assert_eq!(destroy.warnings[0].severity, Severity::Warning);

    for creates_first in [true, false] {
        let apply = Session::new::<Sticker>(&provider);
        let created = if creates_first { Some(apply.create(&config).await) } else { None };
        let left = apply.destroy(&old.state, &destroy.private).await;
        assert_eq!(left.diagnostics[0].severity, Severity::Warning);
        assert_eq!(left.state, Value::Null);
        let created = match created {
            Some(created) => created,
            None => apply.create(&config).await,
        };
        assert_eq!(created.diagnostics, []);
    }
    assert_eq!(provider.cloud.count("delete"), 0);
    assert_eq!(provider.cloud.stickers.lock().unwrap()["a"], "fragile");
}

#[tokio::test(start_paused = true)]
async fn what_was_there_before_is_left_alone() {
    let provider = provider(Cloud::default());
    let config = Session::new::<Crate>(&provider).config(&name("a"));
    let old = Session::new::<Crate>(&provider).create(&config).await.state;

    let in_answer = Cloud::with_fault(|call| match call {
        "second step" => Err(Error::exists("there is a box of this name")),
        _ => Ok(()),
    });
    let late = Cloud { is_older: true, ..Cloud::default() };
    *late.shown_at.lock().unwrap() = Some(Instant::now() + Duration::from_secs(5));
    for cloud in [in_answer, Cloud { is_older: true, ..Cloud::default() }, late] {
        let provider = super::cloud::provider(cloud);
        let apply = Session::new::<Crate>(&provider);
        // A destroy in the middle is not answered before it is known whose the object is.
        let (refused, between) = tokio::join!(apply.create(&config), apply.destroy(&old, b"null"));
        assert_eq!((between.state, &between.private[..]), (old.clone(), &b"null"[..]));
        assert_eq!(refused.state, Value::Null);
        assert!(refused.diagnostics[0].is_error());
        // Whoever has it keeps it: nobody was given it instead.
        let kept = apply.destroy(&old, b"null").await;
        assert!(kept.diagnostics[0].is_error());
        assert_eq!((kept.state, &kept.private[..]), (old.clone(), &b"null"[..]));
        assert_eq!(provider.cloud.count("delete"), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn an_object_that_two_addresses_have_is_not_destroyed_at_one_of_them() {
    let provider = provider(Cloud::default());
    let config = Session::new::<Crate>(&provider).config(&name("a"));
    let state = Session::new::<Crate>(&provider).create(&config).await.state;

    let plan = Session::new::<Crate>(&provider);
    assert_eq!(plan.plan(&state, &config, b"null").unwrap().planned, state);
    let refused = plan.plan_destroy(&state, b"null").unwrap_err();
    assert!(refused[0].detail.contains("`terraform state rm`"), "{refused:?}");

    let plan = Session::new::<Crate>(&provider);
    assert_eq!(plan.plan_destroy(&state, b"null").unwrap().warnings, []);
    let refused = plan.plan(&state, &config, b"null").unwrap_err();
    assert!(refused[0].detail.contains("`terraform state rm`"), "{refused:?}");

    // What is replaced is not kept: its own destroy is no conflict.
    let plan = Session::new::<Crate>(&provider);
    let other = plan.config(&name("b"));
    assert!(!plan.plan(&state, &other, b"null").unwrap().replace.is_empty());
    assert_eq!(plan.plan_destroy(&state, b"null").unwrap().warnings, []);
}
