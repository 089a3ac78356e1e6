//! Apply, read, import and upgrade: what the operations have in common.

mod apply;
mod consistent;
mod data;
mod identity;
mod import;
mod read;
mod upgrade;

use std::sync::Arc;
use std::time::Duration;

use schemas::{Block, Fields, Path, Value};
use tokio_util::sync::CancellationToken;

pub use self::apply::{Applied, Change, apply};
pub use self::data::{data_state, read_data};
pub use self::identity::{identity, planned_identity, upgrade_identity};
pub use self::import::{import, import_identity};
pub use self::read::{Seen, read};
pub use self::upgrade::upgrade;
use super::planner::{diagnostic, set};
use super::reconcile::{self, known, without_unknown};
use super::{Operation, ResourceType, tags, zero};
use crate::identity::Identified;
use crate::{Context, Diagnostic, Error, Provider, Result, Severity, TypeSystem};

fn doing(operation: Operation) -> &'static str {
    match operation {
        Operation::Create => "creating",
        Operation::Read => "reading",
        Operation::Update => "updating",
        Operation::Delete => "deleting",
    }
}

/// The warnings of an operation, each with what was being done, and to which object.
fn warnings<P: Provider>(
    cx: &Context<P>,
    operation: Operation,
    name: &str,
    id: Option<&str>,
) -> Vec<Diagnostic> {
    let warnings = cx.warnings().into_iter();
    warnings.map(|it| warning(doing(operation), name, id, &it.error)).collect()
}

fn warning(doing: &str, name: &str, id: Option<&str>, error: &Error) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..diagnostic(doing, name, id, error) }
}

fn context<P: Provider>(
    managed: &ResourceType<P>,
    provider: &Arc<P>,
    operation: Operation,
    object: &Value,
    stop: CancellationToken,
) -> Result<Context<P>> {
    let timeout = managed.timeouts.of(operation, object)?;
    context_in(provider, object.get("region"), timeout, stop)
}

/// Refuses an object's own region where the provider knows that there is none of that name.
pub(super) fn check_region<P: Provider>(provider: &P, object: &Value) -> Result<()> {
    match object.get("region").as_str() {
        Some(region) => {
            let at = |error| Error { path: Some(Path::root("region")), ..error };
            provider.check_region(region).map_err(at)
        }
        None => Ok(()),
    }
}

fn context_in<P: Provider>(
    provider: &Arc<P>,
    region: &Value,
    timeout: Duration,
    stop: CancellationToken,
) -> Result<Context<P>> {
    let region = region.as_str().or_else(|| provider.region()).ok_or_else(|| {
        let error = Error::new("the region of the provider is not known yet");
        error
            .remedy("Set `region` here, or apply first what the region of the provider depends on.")
    })?;
    Ok(Context::new(provider.clients(region), region.to_owned(), timeout, stop))
}

/// The fields of an object as a module is to see them: nothing is unknown, and what is as good as
/// not set for a type of SDKv2 is not set.
fn modeled(block: &Block, type_system: TypeSystem, object: &Value) -> Fields {
    match type_system {
        TypeSystem::Legacy => known(&zero::without_empty_texts(block, object)),
        TypeSystem::Strict => known(object),
    }
}

/// The state of an object that was read.
fn state<P: Provider>(
    managed: &ResourceType<P>,
    provider: &P,
    (reference, kind): (&Value, reconcile::Nulls),
    object: &Identified,
    region: &Value,
    mut fields: Fields,
) -> Value {
    let all = managed.has_tags().then(|| {
        let remote = fields.remove("tags").unwrap_or(Value::Null);
        let (mut own, all) = tags::seen(provider, &remote, reference);
        let planned = reference.get("tags");
        if managed.type_system == TypeSystem::Strict
            && zero::is_zero(&own)
            && zero::is_zero(planned)
        {
            // Core tells no tags from an empty map of them: what was planned stays.
            own = planned.clone();
        }
        fields.insert("tags".to_owned(), own);
        all
    });
    (managed.respell)(reference, &mut fields);
    let block = &managed.schema.block;
    // Null stays null where no read writes zero.
    let kind = if managed.untold_is_null { reconcile::Nulls::Refresh } else { kind };
    let mut state = reconcile::reconcile(
        block,
        kind.for_type_system(managed.type_system),
        reference,
        &block.complete(fields),
    );
    if let Some(all) = all {
        set(&mut state, "tags_all", all);
    }
    managed.identify(&mut state, object);
    if managed.regional {
        set(&mut state, "region", region.clone());
    }
    if block.nested("timeouts").is_some() {
        set(&mut state, "timeouts", without_unknown(reference.get("timeouts")));
    }
    state
}
