//! Amazon EC2: security groups.

mod grant;
mod group;
mod network;
mod protocol;
mod rule;
mod security_group;
mod tags;

use tfplugin::engine::{Data, Managed, resource};

use self::security_group::SecurityGroup;
use crate::provider::Aws;

pub(crate) fn resources() -> Vec<Managed<Aws>> {
    vec![resource::<Aws, SecurityGroup>()]
}

pub(crate) fn data_sources() -> Vec<Data<Aws>> {
    vec![]
}
