//! Imports an object: what it is found by, and nothing else. What follows is a read.

use std::sync::Arc;

use schemas::{Attribute, Value};

use super::super::managed::{ACCOUNT, Imported};
use super::super::planner::{diagnostic, set};
use super::super::{ResourceType, private};
use crate::{Diagnostic, Error, Provider};

/// The state with which an import begins: what the object is found by. What follows is a read.
pub fn import<P: Provider>(
    managed: &ResourceType<P>,
    id: &str,
) -> Result<(Value, Vec<u8>), Vec<Diagnostic>> {
    let (id, region) = match managed.regional {
        true => with_region::<P>(id),
        false => (id, None),
    };
    let imported = (managed.import)(id)
        .map_err(|error| vec![diagnostic("importing", managed.name, Some(id), &error)])?;
    let region = region.map(str::to_owned);
    Ok((begun(managed, imported, region), private::write(managed, &[])))
}

/// The same where the object is named by its resource identity.
pub async fn import_identity<P: Provider>(
    managed: &ResourceType<P>,
    provider: Option<&Arc<P>>,
    identity: &Value,
) -> Result<(Value, Vec<u8>), Vec<Diagnostic>> {
    let wrong = |error: Error| vec![diagnostic("importing", managed.name, None, &error)];
    let Some(schema) = &managed.identity_schema else {
        let error = Error::new("resources of this type have no identity");
        return Err(wrong(error.remedy("Import with `id`.")));
    };
    let mut attributes = schema.block.attributes.iter();
    let is_missing = |it: &&Attribute| {
        let value = identity.get(it.name);
        !it.presence.is_optional() && (value.is_null() || value.as_str() == Some(""))
    };
    if let Some(missing) = attributes.find(is_missing) {
        return Err(wrong(Error::new(format!("the identity has no `{}`", missing.name))));
    }
    let here = provider.and_then(|it| it.region());
    let region = identity.get("region").as_str().or(here).map(str::to_owned);
    if let (Some(account), Some(provider), Some(region)) =
        (identity.get(ACCOUNT).as_str(), provider, &region)
        && let Some(own) = P::account(&provider.clients(region)).await
        && own != account
    {
        let message = format!("the identity names account {account}, the provider uses {own}");
        return Err(wrong(Error::new(message).remedy("Import with a provider of that account.")));
    }
    let mut entries = identity.entries().cloned().unwrap_or_default();
    if let Some(region) = &region {
        entries.insert("region".to_owned(), region.as_str().into());
    }
    let object = (managed.from_state)(entries).map_err(wrong)?;
    let imported = match (managed.from_text)(&object.text) {
        // What is written as one text is checked as one.
        Some(_) => (managed.import)(&object.text).map_err(wrong)?,
        None => Imported { object, region: None },
    };
    let region = identity.get("region").as_str().map(str::to_owned);
    Ok((begun(managed, imported, region), private::write(managed, &[])))
}

fn begun<P>(managed: &ResourceType<P>, imported: Imported, region: Option<String>) -> Value {
    let region = region.or(imported.region).filter(|_| managed.regional);
    let mut state = managed.schema.block.empty();
    if let Some(region) = region {
        set(&mut state, "region", region.into());
    }
    managed.identify(&mut state, &imported.object);
    state
}

/// Splits `id@region`.
fn with_region<P: Provider>(id: &str) -> (&str, Option<&str>) {
    match id.rsplit_once('@') {
        Some((rest, region)) if P::is_region(region) => (rest, Some(region)),
        _ => (id, None),
    }
}
