//! Brings a state of any version to the present one.

use schemas::Value;

use super::super::ResourceType;
use super::super::planner::diagnostic;
use crate::{Diagnostic, Error};

/// Brings a state of any version, as JSON, to the present one.
pub fn upgrade<P>(
    managed: &ResourceType<P>,
    version: i64,
    mut state: serde_json::Value,
) -> Result<Value, Vec<Diagnostic>> {
    let wrong =
        |error: &Error| vec![diagnostic("upgrading the state of", managed.name, None, error)];
    if !state.is_object() {
        return Err(wrong(&Error::new("the state is no object")));
    }
    if version < 0 {
        let error = Error::new(format!("states of version {version} are not known"));
        return Err(wrong(&error.remedy("Remove the object from the state, and import it.")));
    }
    for version in version..managed.schema.version {
        state = (managed.upgrade)(version, state).map_err(|it| wrong(&it))?;
    }
    let block = &managed.schema.block;
    // A newer provider may have kept more; what this one does not know it cannot need.
    prune(&mut state, block);
    let value = schemas::json::decode(&state, &managed.ty).map_err(|it| wrong(&it.into()))?;
    Ok(with_empty_blocks(block, value))
}

fn prune(state: &mut serde_json::Value, block: &schemas::Block) {
    let Some(object) = state.as_object_mut() else { return };
    object.retain(|name, _| block.items().any(|it| it.name() == name));
    for nested in &block.blocks {
        match object.get_mut(nested.name) {
            Some(serde_json::Value::Array(elements)) => {
                elements.iter_mut().for_each(|it| prune(it, &nested.block));
            }
            Some(other) => prune(other, &nested.block),
            None => {}
        }
    }
}

/// Core has an empty list, never null, where no block is.
fn with_empty_blocks(block: &schemas::Block, value: Value) -> Value {
    let Value::Object(mut entries) = value else { return value };
    for nested in &block.blocks {
        let Some(value) = entries.get_mut(nested.name) else { continue };
        *value = match std::mem::replace(value, Value::Null) {
            Value::Null => schemas::Item::Nested(nested).absent(),
            Value::List(elements) => Value::List(
                elements.into_iter().map(|it| with_empty_blocks(&nested.block, it)).collect(),
            ),
            Value::Set(elements) => {
                Value::set(elements.into_iter().map(|it| with_empty_blocks(&nested.block, it)))
            }
            other => other,
        };
    }
    Value::Object(entries)
}
