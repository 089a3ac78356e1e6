//! Validates, plans, applies and reads.

mod check;
mod difference;
mod function;
mod managed;
mod names;
mod operate;
mod panic;
mod plan;
mod planner;
mod private;
mod reconcile;
mod run;
mod sdk;
mod strict;
mod tags;
mod timeouts;
mod validate;
pub(crate) mod wait;
mod zero;

pub use check::{check_config, check_plan};
pub use function::{Failure, Function, Parameter};
pub use managed::{DataSourceType, ResourceType, data_source, resource};
pub use names::{Destroy, plan_destroy, with_claims};
pub use operate::{
    Applied, Change, Seen, apply, data_state, identity, import, import_identity, planned_identity,
    read, read_data, upgrade, upgrade_identity,
};
pub use plan::Plan;
pub use planner::{PlanRequest, PlanResponse, plan};
pub use reconcile::without_unknown;
pub use run::Run;
pub(crate) use timeouts::after;
pub use timeouts::{Operation, parse as parse_duration};
pub use validate::validate;
