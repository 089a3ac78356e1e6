//! Reads a data source.

use std::sync::Arc;

use schemas::Value;
use tokio_util::sync::CancellationToken;

use super::super::planner::diagnostic;
use super::super::settle::known;
use super::super::{Data, Operation, sdk, settle, tags};
use super::{Seen, context_in, warnings};
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
    let region = config.get("region");
    let cx = context_in(provider, region, timeout, stop).map_err(|it| wrong(&it))?;
    let block = &data.schema.block;
    let config = match data.origin {
        Origin::Sdk => &sdk::configured(block, config),
        Origin::Framework => config,
    };
    let mut fields = data.reads.read(&cx, known(config)).await.map_err(|it| wrong(&it))?;
    if let Some(tags @ Value::Map(_)) = fields.get_mut("tags") {
        *tags = Value::Map(tags::visible(&**provider, tags));
    }
    if data.regional {
        fields.insert("region".to_owned(), cx.region().into());
    }
    let state = settle::settle(block, settle::Kind::Strict, config, &block.complete(fields));
    let state = match data.origin {
        Origin::Sdk => sdk::without_zeros(block, state),
        Origin::Framework => state,
    };
    let warnings = warnings(&cx, Operation::Read, data.name, None);
    Ok(Seen { state, warnings })
}
