//! What a state keeps although AWS said something else, or nothing: of every type.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use schemas::{Block, Item, Path, Presence, Value};
use tfplugin::Diagnostic;

use super::objects::{changes, configuration, filled, recorded};
use super::{applied, configured, hold, known_fields, plan};

/// Attributes that keep the spelling of the state where an answer means the same.
fn spelled(block: &Block, path: &str, found: &mut BTreeSet<String>) {
    for item in block.items() {
        let path = if path.is_empty() {
            item.name().to_owned()
        } else {
            format!("{path}.{}", item.name())
        };
        match item {
            Item::Attribute(it) if it.write_only || it.presence == Presence::Computed => {}
            Item::Attribute(it) => {
                let equality = it.equality.same.is_some() || it.equality.normalize.is_some();
                if equality || it.any_order || it.not_returned {
                    found.insert(path);
                }
            }
            Item::Nested(it) => spelled(&it.block, &path, found),
        }
    }
}

#[test]
fn what_others_have_changed_is_seen() {
    let (mut hidden, mut never) = (BTreeMap::new(), BTreeSet::new());
    for managed in &provider::registry().resources {
        let block = &managed.schema.block;
        let mut unseen = BTreeSet::new();
        spelled(block, "", &mut unseen);
        let unseen = RefCell::new(unseen);
        let found = RefCell::new(BTreeMap::new());
        let objects = configuration(block, &recorded(managed.type_name, block));
        hold(managed.type_name, &(objects, Just(Value::Null)), |object, _| {
            let object = filled(object, &block.ty(), &Path::default());
            let state = managed.reconciled(&object, &object);
            // What is nothing to an API is no change: a rule that lets nobody in.
            let alone = |it: &Value| managed.reconciled(&Value::Null, it);
            let before = alone(&state);
            for changed in changes(block, &state) {
                if alone(&changed.object) == before {
                    continue;
                }
                unseen.borrow_mut().remove(&changed.path);
                if managed.reconciled(&state, &changed.object) == state {
                    let top = changed.path.split('.').next().unwrap_or_default();
                    let (before, after) = (state.get(top), changed.object.get(top));
                    let path = format!("{}.{}", managed.type_name, changed.path);
                    found.borrow_mut().entry(path).or_insert(format!("{before} -> {after}"));
                }
            }
            Ok(())
        });
        hidden.extend(found.into_inner());
        let unchanged = unseen.into_inner().into_iter();
        never.extend(unchanged.map(|it| format!("{}.{it}", managed.type_name)));
    }
    assert!(hidden.is_empty(), "a change is hidden in {hidden:#?}");
    assert!(never.is_empty(), "never changed: {never:#?}");
}

#[tokio::test]
#[cfg_attr(not(feature = "default"), ignore = "it is about services that are off")]
async fn what_a_failed_update_may_have_sent_is_sent_again_and_replaces_nothing() {
    let aws = configured::plain().await;
    let mut sent = BTreeSet::new();
    for managed in &provider::registry().resources {
        let block = &managed.schema.block;
        let is_kept = |path: &str| {
            let names: Vec<_> = path.split('.').collect();
            let item = block.find(&names);
            matches!(item, Some(Item::Attribute(it)) if it.not_returned && !it.force_new)
        };
        let configs = configuration(block, &recorded(managed.type_name, block));
        let seen = RefCell::new(BTreeSet::new());
        hold(managed.type_name, &(configs, Just(Value::Null)), |config, _| {
            let config = filled(config, &block.ty(), &Path::default());
            if managed.validate(&config, true).iter().any(Diagnostic::is_error) {
                return Ok(());
            }
            let Ok(first) = plan(managed, &aws, &Value::Null, &config) else { return Ok(()) };
            let state = applied(block, &aws, &first.planned);
            for changed in changes(block, &state).into_iter().filter(|it| is_kept(&it.path)) {
                // Only what an update changes can be in doubt.
                let update = plan(managed, &aws, &state, &changed.object).ok();
                let update = update.filter(|it| it.replace.is_empty());
                let Some(update) = update else { continue };
                let forgotten = managed.uncertain(&state, &update.planned);
                if forgotten == state {
                    continue;
                }
                let held = managed.through_model(known_fields(&forgotten));
                prop_assert!(held.is_ok(), "{}: {held:?}", changed.path);
                let next = plan(managed, &aws, &forgotten, &config);
                let next = next.map_err(|it| TestCaseError::fail(format!("{it:?}")))?;
                prop_assert!(next.replace.is_empty(), "{} replaces", changed.path);
                if next.planned != forgotten {
                    seen.borrow_mut().insert(format!("{}.{}", managed.type_name, changed.path));
                }
            }
            Ok(())
        });
        sent.extend(seen.into_inner());
    }
    // In a set of blocks, and where it has to be configured.
    let secrets =
        ["aws_mq_broker.user.password", "aws_sns_platform_application.platform_credential"];
    assert!(secrets.iter().all(|it| sent.contains(*it)), "{sent:#?}");
}
