//! Amazon EC2: security groups.

mod grant;
mod group;
mod network;
mod protocol;
mod rule;
mod security_group;
mod tags;
mod vpc_rule;
mod vpc_security_group_egress_rule;
mod vpc_security_group_ingress_rule;

use tfplugin::engine::{Data, Managed, resource};

use self::security_group::SecurityGroup;
use self::vpc_security_group_egress_rule::VpcSecurityGroupEgressRule;
use self::vpc_security_group_ingress_rule::VpcSecurityGroupIngressRule;
use crate::provider::Aws;

pub(crate) fn resources() -> Vec<Managed<Aws>> {
    vec![
        resource::<Aws, SecurityGroup>(),
        resource::<Aws, VpcSecurityGroupEgressRule>(),
        resource::<Aws, VpcSecurityGroupIngressRule>(),
    ]
}

pub(crate) fn data_sources() -> Vec<Data<Aws>> {
    vec![]
}
