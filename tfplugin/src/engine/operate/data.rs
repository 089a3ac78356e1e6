//! Reads a data source.

use std::sync::Arc;

use schemas::Value;
use tokio_util::sync::CancellationToken;

use super::super::planner::diagnostic;
use super::super::{DataSourceType, Operation, reconcile, tags, zero};
use super::{Seen, check_region, context_in, modeled, warnings};
use crate::{Diagnostic, Error, Provider, TypeSystem};

/// Reads a data source.
pub async fn read_data<P: Provider>(
    data: &DataSourceType<P>,
    provider: &Arc<P>,
    config: &Value,
    stop: CancellationToken,
) -> Result<Seen, Vec<Diagnostic>> {
    let wrong = |error: &Error| vec![diagnostic("reading", data.name, None, error)];
    let timeout = data.timeouts.of(Operation::Read, config).map_err(|it| wrong(&it))?;
    check_region(&**provider, config).map_err(|it| wrong(&it))?;
    let region = config.get("region");
    let cx = context_in(provider, region, timeout, stop).map_err(|it| wrong(&it))?;
    let config = match data.type_system {
        TypeSystem::Legacy => &zero::configured(&data.schema.block, &config.without_null_entries()),
        TypeSystem::Strict => config,
    };
    let fields = modeled(&data.schema.block, data.type_system, config);
    let fields = data.reads.read(&cx, fields).await.map_err(|it| wrong(&it))?;
    let state = data_state(data, &**provider, config, cx.region(), fields);
    let warnings = warnings(&cx, Operation::Read, data.name, None);
    Ok(Seen { state, warnings })
}

/// The state of a data source of which the API told these fields.
pub fn data_state<P: Provider>(
    data: &DataSourceType<P>,
    provider: &P,
    config: &Value,
    region: &str,
    mut fields: schemas::Fields,
) -> Value {
    if let Some(Value::Map(tags)) = fields.get_mut("tags") {
        *tags = tags::without_ignored(provider, std::mem::take(tags));
    }
    if data.regional {
        fields.insert("region".to_owned(), region.into());
    }
    let block = &data.schema.block;
    let state =
        reconcile::reconcile(block, reconcile::Nulls::Strict, config, &block.complete(fields));
    match data.type_system {
        TypeSystem::Legacy => zero::data_state(block, state),
        TypeSystem::Strict => state,
    }
}
