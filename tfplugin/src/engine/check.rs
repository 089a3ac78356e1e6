//! The checks of a type, at the calls of the protocol.

use schemas::Value;

use super::{PlanRequest, PlanResponse, ResourceType, Run, names};
use crate::{Checks, Diagnostic, PlannedObject, Provider};

/// Checks a configuration beyond its schema.
pub fn check_config<P>(
    managed: &ResourceType<P>,
    checks: Checks,
    config: &Value,
) -> Vec<Diagnostic> {
    let config = managed.configured(config);
    managed.checks.iter().flat_map(|it| it.in_config(checks, &config)).collect()
}

/// Checks a plan, and notes it for the checks of others.
pub fn check_plan<P: Provider>(
    managed: &ResourceType<P>,
    provider: &P,
    run: &Run,
    checks: Checks,
    question: &PlanRequest<'_>,
    mut planned: PlanResponse,
) -> Result<PlanResponse, Vec<Diagnostic>> {
    let PlanRequest { prior, config, .. } = *question;
    if let Some(name) = names::name(managed, provider, &planned.planned) {
        run.plans(name, planned.planned.clone());
    }
    if planned.planned == *prior {
        return Ok(planned);
    }
    let region = match planned.planned.get("region") {
        Value::String(region) => Some(region.as_str()),
        Value::Null => provider.region(),
        _ => None,
    };
    let is_replaced = !prior.is_null() && !planned.replace.is_empty();
    let object =
        PlannedObject { config, prior, planned: &planned.planned, is_replaced, region, run };
    let found: Vec<_> = managed.checks.iter().flat_map(|it| it.in_plan(checks, &object)).collect();
    if found.iter().any(Diagnostic::is_error) {
        return Err(found);
    }
    planned.warnings.extend(found);
    Ok(planned)
}
