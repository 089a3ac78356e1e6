//! Reads an object again.

use std::sync::Arc;

use schemas::Value;
use tokio_util::sync::CancellationToken;
use tracing::warn;

use super::super::planner::diagnostic;
use super::super::{Operation, ResourceType, reconcile};
use super::{check_region, context, state, warnings};
use crate::identity::Identified;
use crate::{Diagnostic, Error, Kind, Progress, Provider};

/// What a read leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Null if the object is gone.
    pub state: Value,
    pub warnings: Vec<Diagnostic>,
}

/// Reads an object again.
pub async fn read<P: Provider>(
    managed: &ResourceType<P>,
    provider: &Arc<P>,
    current: &Value,
    stop: CancellationToken,
) -> Result<Seen, Vec<Diagnostic>> {
    let object = managed.identified(current);
    let id = object.as_ref().map(|it| it.text.as_str());
    let wrong = |error: &Error| vec![diagnostic("reading", managed.name, id, error)];
    let is_imported = managed.is_imported(current);
    if is_imported {
        check_region(&**provider, current).map_err(|it| wrong(&it))?;
    } else if current.get("region").is_null() && provider.region().is_none() {
        warn!("the region of the provider is not known yet: the state is not refreshed");
        return Ok(Seen { state: current.clone(), warnings: Vec::new() });
    }
    let cx = context(managed, provider, Operation::Read, current, stop).map_err(|it| wrong(&it))?;
    let Some(object) = &object else {
        warn!("the state does not say which object it is of");
        return Ok(Seen { state: Value::Null, warnings: Vec::new() });
    };
    let ask = || async { managed.operations.read(&cx, object).await.map(Progress::Ready) };
    let state = match cx.until(ask).await {
        Ok(Some(fields)) => {
            let region = Value::from(cx.region());
            let kind = match is_imported {
                true => reconcile::Nulls::Imported,
                false => reconcile::Nulls::Refresh,
            };
            let reference = (current, kind);
            let id = managed.id_attribute.filter(|_| is_imported);
            let object = match id.and_then(|it| fields.get(it)?.as_str()) {
                Some(id) => Identified { text: id.to_owned(), ..object.clone() },
                None => object.clone(),
            };
            state(managed, &**provider, reference, &object, &region, fields)
        }
        Ok(None) => Value::Null,
        Err(error) if error.kind == Kind::NotFound => Value::Null,
        Err(error) if error.kind == Kind::Withheld && !is_imported => {
            cx.warn(error);
            current.clone()
        }
        Err(error) => return Err(wrong(&error)),
    };
    let warnings = warnings(&cx, Operation::Read, managed.name, id);
    Ok(Seen { state, warnings })
}
