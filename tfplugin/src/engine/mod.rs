//! Validates, plans, applies and reads.

mod function;
mod managed;
mod operate;
mod plan;
mod planner;
mod private;
mod sdk;
mod settle;
mod strict;
mod tags;
mod timeouts;
mod validate;
pub(crate) mod wait;
mod zero;

pub use function::{Failure, Function, Parameter};
pub use managed::{Data, Managed, data_source, resource};
pub use operate::{Applied, apply, data_state, import, read, read_data, upgrade};
pub use plan::Plan;
pub use planner::{Planned, Question, plan};
pub use settle::without_unknown;
pub(crate) use timeouts::after;
pub use timeouts::{Operation, parse as parse_duration};
pub use validate::validate;
