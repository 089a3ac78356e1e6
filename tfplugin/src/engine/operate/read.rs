//! Reads an object again.

use std::sync::Arc;

use schemas::Value;
use tokio_util::sync::CancellationToken;
use tracing::warn;

use super::super::planner::diagnostic;
use super::super::{Managed, Operation, settle};
use super::{context, state};
use crate::{Diagnostic, Error, Kind, Poll, Provider};

/// Reads an object again. Null if it is gone.
pub async fn read<P: Provider>(
    managed: &Managed<P>,
    provider: &Arc<P>,
    current: &Value,
    stop: CancellationToken,
) -> Result<Value, Vec<Diagnostic>> {
    let wrong = |error: &Error| {
        vec![diagnostic("reading", managed.name, current.get("id").as_str(), error)]
    };
    let cx = context(managed, provider, Operation::Read, current, stop).map_err(|it| wrong(&it))?;
    let Some(id) = current.get("id").as_str().filter(|it| !it.is_empty()) else {
        warn!("the state has no id");
        return Ok(Value::Null);
    };
    let ask = || async { managed.operations.read(&cx, id).await.map(Poll::Ready) };
    match cx.until(ask).await {
        Ok(Some(fields)) => {
            let region = Value::from(cx.region());
            let kind = match is_imported(current) {
                true => settle::Kind::Imported,
                false => settle::Kind::Known,
            };
            let reference = (current, kind);
            Ok(state(managed, &**provider, reference, id, &region, fields))
        }
        Ok(None) => Ok(Value::Null),
        Err(error) if error.kind == Kind::NotFound => Ok(Value::Null),
        Err(error) => Err(wrong(&error)),
    }
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
