//! Reads a data source.

use std::sync::Arc;

use schemas::Value;
use tokio_util::sync::CancellationToken;

use super::super::planner::diagnostic;
use super::super::settle::known;
use super::super::{Data, Operation, settle, tags, zero};
use super::{Seen, check_region, context_in, warnings};
use crate::{Diagnostic, Error, Origin, Provider};

/// Reads a data source.
pub async fn read_data<P: Provider>(
    data: &Data<P>,
    provider: &Arc<P>,
    config: &Value,
    stop: CancellationToken,
) -> Result<Seen, Vec<Diagnostic>> {
    let wrong = |error: &Error| vec![diagnostic("reading", data.name, None, error)];
    let timeout = data.timeouts.of(Operation::Read, config).map_err(|it| wrong(&it))?;
    check_region(&**provider, config).map_err(|it| wrong(&it))?;
    let region = config.get("region");
    let cx = context_in(provider, region, timeout, stop).map_err(|it| wrong(&it))?;
    let config = match data.origin {
        Origin::Sdk => &zero::configured(&data.schema.block, &config.without_null_entries()),
        Origin::Framework => config,
    };
    let fields = data.reads.read(&cx, known(config)).await.map_err(|it| wrong(&it))?;
    let state = data_state(data, &**provider, config, cx.region(), fields);
    let warnings = warnings(&cx, Operation::Read, data.name, None);
    Ok(Seen { state, warnings })
}

/// The state of a data source of which the API told these fields.
pub fn data_state<P: Provider>(
    data: &Data<P>,
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
    let state = settle::settle(block, settle::Kind::Strict, config, &block.complete(fields));
    match data.origin {
        Origin::Sdk => zero::data_state(block, state),
        Origin::Framework => state,
    }
}
