//! Reads an object again.

use std::sync::Arc;

use schemas::Value;
use tokio_util::sync::CancellationToken;
use tracing::warn;

use super::super::planner::diagnostic;
use super::super::{Managed, Operation, settle};
use super::{check_region, context, state, warnings};
use crate::{Diagnostic, Error, Kind, Poll, Provider};

/// What a read leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Null if the object is gone.
    pub state: Value,
    pub warnings: Vec<Diagnostic>,
}

/// Reads an object again.
pub async fn read<P: Provider>(
    managed: &Managed<P>,
    provider: &Arc<P>,
    current: &Value,
    stop: CancellationToken,
) -> Result<Seen, Vec<Diagnostic>> {
    let id = current.get("id").as_str().filter(|it| !it.is_empty());
    let wrong = |error: &Error| vec![diagnostic("reading", managed.name, id, error)];
    let is_imported = is_imported(current);
    if is_imported {
        check_region(&**provider, current).map_err(|it| wrong(&it))?;
    } else if current.get("region").is_null() && provider.region().is_none() {
        warn!("the region of the provider is not known yet: the state is not refreshed");
        return Ok(Seen { state: current.clone(), warnings: Vec::new() });
    }
    let cx = context(managed, provider, Operation::Read, current, stop).map_err(|it| wrong(&it))?;
    let Some(id) = id else {
        warn!("the state has no id");
        return Ok(Seen { state: Value::Null, warnings: Vec::new() });
    };
    let ask = || async { managed.operations.read(&cx, id).await.map(Poll::Ready) };
    let state = match cx.until(ask).await {
        Ok(Some(fields)) => {
            let region = Value::from(cx.region());
            let kind = match is_imported {
                true => settle::Kind::Imported,
                false => settle::Kind::Known,
            };
            let reference = (current, kind);
            state(managed, &**provider, reference, id, &region, fields)
        }
        Ok(None) => Value::Null,
        Err(error) if error.kind == Kind::NotFound => Value::Null,
        Err(error) if error.kind == Kind::Withheld && !is_imported => {
            cx.warn(error);
            current.clone()
        }
        Err(error) => return Err(wrong(&error)),
    };
    let warnings = warnings(&cx, Operation::Read, managed.name, Some(id));
    Ok(Seen { state, warnings })
}

/// Whether a state is that of an import: it has an id, maybe a region, and nothing else.
fn is_imported(state: &Value) -> bool {
    let entries = state.entries().into_iter().flatten();
    entries.into_iter().all(|(name, value)| {
        matches!(name.as_str(), "id" | "region")
            || value.is_null()
            || value.elements().is_some_and(<[Value]>::is_empty)
    })
}
