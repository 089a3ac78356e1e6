//! Amazon EC2: security groups, and what is looked up of the network around them.

mod authorize;
mod availability_zones_data_source;
mod default_security_group;
mod filter;
mod group;
mod group_id;
mod managed_prefix_list_data_source;
mod network;
mod permission;
mod prefix_list_data_source;
mod protocol;
mod rule;
mod security_group;
mod security_group_data_source;
mod security_group_rule;
mod security_groups_data_source;
mod subnet_data_source;
mod subnets_data_source;
mod tags;
mod text;
mod vpc_data_source;
mod vpc_rule;
mod vpc_security_group_egress_rule;
mod vpc_security_group_ingress_rule;
mod vpc_security_group_rule_data_source;
mod vpc_security_group_rules_data_source;
mod vpc_security_group_rules_exclusive;
mod vpc_security_group_vpc_association;
mod vpcs_data_source;

use tfplugin::engine::{DataSourceType, ResourceType, data_source, resource};

use self::availability_zones_data_source::AvailabilityZonesDataSource;
use self::default_security_group::DefaultSecurityGroup;
use self::managed_prefix_list_data_source::Ec2ManagedPrefixListDataSource;
use self::prefix_list_data_source::PrefixListDataSource;
use self::security_group::SecurityGroup;
use self::security_group_data_source::SecurityGroupDataSource;
use self::security_group_rule::SecurityGroupRule;
use self::security_groups_data_source::SecurityGroupsDataSource;
use self::subnet_data_source::SubnetDataSource;
use self::subnets_data_source::SubnetsDataSource;
use self::vpc_data_source::VpcDataSource;
use self::vpc_security_group_egress_rule::VpcSecurityGroupEgressRule;
use self::vpc_security_group_ingress_rule::VpcSecurityGroupIngressRule;
use self::vpc_security_group_rule_data_source::VpcSecurityGroupRuleDataSource;
use self::vpc_security_group_rules_data_source::VpcSecurityGroupRulesDataSource;
use self::vpc_security_group_rules_exclusive::VpcSecurityGroupRulesExclusive;
use self::vpc_security_group_vpc_association::VpcSecurityGroupVpcAssociation;
use self::vpcs_data_source::VpcsDataSource;
use crate::provider::Aws;
use crate::service::{Service, client};

/// The service.
pub(crate) const SERVICE: Service = Service {
    module: "ec2",
    name: "EC2",
    subcategory: "VPC (Virtual Private Cloud)",
    prefixes: &[
        ("aws_availability_", "EC2 Availability"),
        ("aws_default_security_", "VPC Default Security"),
        ("aws_ec2_", "EC2"),
        ("aws_prefix_", "VPC Prefix"),
        ("aws_security_", "VPC Security"),
        ("aws_subnet", "VPC Subnet"),
        ("aws_vpc", "VPC"),
    ],
    is_regional: true,
    endpoints: &["ec2"],
    resources,
    data_sources,
};

client!(ec2: aws_sdk_ec2);

fn resources() -> Vec<ResourceType<Aws>> {
    vec![
        resource::<Aws, DefaultSecurityGroup>(),
        resource::<Aws, SecurityGroup>(),
        resource::<Aws, SecurityGroupRule>(),
        resource::<Aws, VpcSecurityGroupEgressRule>(),
        resource::<Aws, VpcSecurityGroupIngressRule>(),
        resource::<Aws, VpcSecurityGroupRulesExclusive>(),
        resource::<Aws, VpcSecurityGroupVpcAssociation>(),
    ]
}

fn data_sources() -> Vec<DataSourceType<Aws>> {
    vec![
        data_source::<Aws, AvailabilityZonesDataSource>(),
        data_source::<Aws, Ec2ManagedPrefixListDataSource>(),
        data_source::<Aws, PrefixListDataSource>(),
        data_source::<Aws, SecurityGroupDataSource>(),
        data_source::<Aws, SecurityGroupsDataSource>(),
        data_source::<Aws, SubnetDataSource>(),
        data_source::<Aws, SubnetsDataSource>(),
        data_source::<Aws, VpcDataSource>(),
        data_source::<Aws, VpcSecurityGroupRuleDataSource>(),
        data_source::<Aws, VpcSecurityGroupRulesDataSource>(),
        data_source::<Aws, VpcsDataSource>(),
    ]
}
