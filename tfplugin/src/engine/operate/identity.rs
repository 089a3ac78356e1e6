//! Resource identities, as clients keep them beside the state.

use std::sync::Arc;

use schemas::Value;

use super::super::ResourceType;
use super::super::managed::ACCOUNT;
use super::super::planner::diagnostic;
use crate::{Diagnostic, Error, Provider};

/// The identity of the object of a state: the one that it had before, if it had any. Null where there
/// is no object, or the type has no identity.
pub async fn identity<P: Provider>(
    managed: &ResourceType<P>,
    provider: &Arc<P>,
    before: &Value,
    state: &Value,
) -> Value {
    let Some(schema) = &managed.identity_schema else { return Value::Null };
    if state.is_null() {
        return Value::Null;
    }
    let is_told = before.entries().is_some_and(|it| it.values().any(|it| !it.is_null()));
    if is_told && before.is_wholly_known() {
        return before.clone();
    }
    let Some(object) = managed.identified(state) else { return Value::Null };
    let mut fields = object.fields;
    let has = |name: &str| schema.block.attribute(name).is_some();
    let region = state.get("region").as_str().or_else(|| provider.region());
    if let Some(region) = region {
        if has("region") {
            fields.insert("region".to_owned(), region.into());
        }
        if has(ACCOUNT)
            && let Some(account) = P::account(&provider.clients(region)).await
        {
            fields.insert(ACCOUNT.to_owned(), account.as_str().into());
        }
    }
    schema.block.complete(fields)
}

/// The identity that a plan promises: that of before. A new object has none until it is there: a
/// client keeps what is planned in its state, and OpenTofu cannot keep what is not known.
pub fn planned_identity(prior: &Value, before: &Value) -> Value {
    if prior.is_null() { Value::Null } else { before.clone() }
}

/// Brings an identity of an older version, as JSON, to the present one: versions differ in what they
/// leave out.
pub fn upgrade_identity<P>(
    managed: &ResourceType<P>,
    mut identity: serde_json::Value,
) -> Result<Value, Vec<Diagnostic>> {
    let wrong =
        |error: &Error| vec![diagnostic("upgrading the identity of", managed.name, None, error)];
    let (Some(schema), Some(entries)) = (&managed.identity_schema, identity.as_object_mut()) else {
        return Err(wrong(&Error::new("the type has no identity of this kind")));
    };
    entries.retain(|name, _| schema.block.attribute(name).is_some());
    schemas::json::decode(&identity, &schema.block.ty()).map_err(|it| wrong(&it.into()))
}
