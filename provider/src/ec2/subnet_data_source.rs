//! `aws_subnet`

use tfplugin::DataSource;

use super::filter::{self, Filter, Filters};
use super::tags;
use crate::prelude::*;

/// Looks up a subnet.
///
/// See
/// [DescribeSubnets](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html)
/// in the Amazon EC2 API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct SubnetDataSource {
    /// ARN of the subnet.
    pub(crate) arn: Computed<String>,
    /// Whether new network interfaces get an IPv6 address.
    pub(crate) assign_ipv6_address_on_creation: Computed<bool>,
    /// Availability zone of the subnet.
    #[attr(computed)]
    pub(crate) availability_zone: Option<String>,
    /// ID of the availability zone, which names the same zone in all accounts.
    #[attr(computed)]
    pub(crate) availability_zone_id: Option<String>,
    /// Number of available IPv4 addresses.
    pub(crate) available_ip_address_count: Computed<i32>,
    /// IPv4 CIDR block of the subnet.
    #[attr(computed)]
    pub(crate) cidr_block: Option<String>,
    /// ID of the customer-owned IPv4 address pool.
    pub(crate) customer_owned_ipv4_pool: Computed<String>,
    /// Whether the subnet is the default subnet of its availability zone. `false` is the same as
    /// not set.
    #[attr(computed)]
    pub(crate) default_for_az: Option<bool>,
    /// Whether DNS returns synthetic IPv6 addresses for IPv4-only destinations.
    pub(crate) enable_dns64: Computed<bool>,
    /// Device index of local network interfaces.
    pub(crate) enable_lni_at_device_index: Computed<i32>,
    /// Whether to answer DNS queries for instance names with A records.
    pub(crate) enable_resource_name_dns_a_record_on_launch: Computed<bool>,
    /// Whether to answer DNS queries for instance names with AAAA records.
    pub(crate) enable_resource_name_dns_aaaa_record_on_launch: Computed<bool>,
    /// ID of the subnet to look up.
    #[attr(computed)]
    pub(crate) id: Option<String>,
    /// IPv6 CIDR block of the subnet.
    #[attr(computed)]
    pub(crate) ipv6_cidr_block: Option<String>,
    /// ID of the association of the IPv6 CIDR block.
    pub(crate) ipv6_cidr_block_association_id: Computed<String>,
    /// Whether the subnet is IPv6-only.
    pub(crate) ipv6_native: Computed<bool>,
    /// Whether new network interfaces get a customer-owned IPv4 address.
    pub(crate) map_customer_owned_ip_on_launch: Computed<bool>,
    /// Whether new instances get a public IPv4 address.
    pub(crate) map_public_ip_on_launch: Computed<bool>,
    /// ARN of the Outpost of the subnet.
    pub(crate) outpost_arn: Computed<String>,
    /// ID of the account that owns the subnet.
    pub(crate) owner_id: Computed<String>,
    /// Type of host names of new instances: `ip-name` or `resource-name`.
    pub(crate) private_dns_hostname_type_on_launch: Computed<String>,
    /// State of the subnet: `pending`, `available`, `unavailable`, `failed` or
    /// `failed-insufficient-capacity`.
    #[attr(computed)]
    pub(crate) state: Option<String>,
    /// Tags of the subnet. Those that are set must match.
    #[attr(computed)]
    pub(crate) tags: Option<Tags>,
    /// ID of the VPC of the subnet.
    #[attr(computed)]
    pub(crate) vpc_id: Option<String>,
    #[block]
    pub(crate) filter: Set<Filter>,
}

impl DataSource<Aws> for SubnetDataSource {
    const TYPE: &'static str = "aws_subnet";
    const NAME: &'static str = "VPC Subnet";
    const TIMEOUTS: Timeouts = filter::TIMEOUTS;

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let ipv6 = "ipv6-cidr-block-association.ipv6-cidr-block";
        let filters = Filters::new(&config.filter, config.tags.as_ref())
            .by("availabilityZone", config.availability_zone.as_deref())
            .by("availabilityZoneId", config.availability_zone_id.as_deref())
            .by("cidrBlock", config.cidr_block.as_deref())
            .by("defaultForAz", config.default_for_az.filter(|it| *it).map(|_| "true"))
            .by(ipv6, config.ipv6_cidr_block.as_deref())
            .by("state", config.state.as_deref())
            .by("vpc-id", config.vpc_id.as_deref());
        let wanted = filters.words(config.id.as_deref());
        let request = cx.ec2().describe_subnets().set_filters(filters.into_api());
        let request = request.set_subnet_ids(filter::ids(config.id.as_ref()));
        let mut found = Vec::new();
        let mut pages = request.into_paginator().send();
        while let Some(page) = pages.next().await {
            // What is not there does not match.
            let Some(page) = page.none_if_not_found(&["InvalidSubnetID.NotFound"])? else { break };
            found.extend(page.subnets.unwrap_or_default());
        }
        let subnet = filter::one(cx, found, "EC2 Subnet", &wanted)?;
        let ipv6 = subnet.ipv6_cidr_block_association_set().first();
        let (ipv6_cidr_block, association) =
            ipv6.map(|it| (it.ipv6_cidr_block.clone(), it.association_id.clone())).unzip();
        let names = subnet.private_dns_name_options_on_launch();
        let hostname_type = names.and_then(|it| Some(it.hostname_type()?.as_str().to_owned()));
        Ok(SubnetDataSource {
            arn: subnet.subnet_arn.clone().into(),
            assign_ipv6_address_on_creation: subnet.assign_ipv6_address_on_creation.into(),
            available_ip_address_count: subnet.available_ip_address_count.into(),
            enable_dns64: subnet.enable_dns64.into(),
            enable_lni_at_device_index: subnet.enable_lni_at_device_index.into(),
            enable_resource_name_dns_a_record_on_launch: names
                .and_then(|it| it.enable_resource_name_dns_a_record)
                .into(),
            enable_resource_name_dns_aaaa_record_on_launch: names
                .and_then(|it| it.enable_resource_name_dns_aaaa_record)
                .into(),
            ipv6_cidr_block: ipv6_cidr_block.flatten(),
            ipv6_cidr_block_association_id: association.flatten().into(),
            ipv6_native: subnet.ipv6_native.into(),
            map_customer_owned_ip_on_launch: subnet.map_customer_owned_ip_on_launch.into(),
            map_public_ip_on_launch: subnet.map_public_ip_on_launch.into(),
            private_dns_hostname_type_on_launch: hostname_type.into(),
            availability_zone: subnet.availability_zone,
            availability_zone_id: subnet.availability_zone_id,
            cidr_block: subnet.cidr_block,
            customer_owned_ipv4_pool: subnet.customer_owned_ipv4_pool.into(),
            default_for_az: subnet.default_for_az,
            id: subnet.subnet_id,
            outpost_arn: subnet.outpost_arn.into(),
            owner_id: subnet.owner_id.into(),
            state: subnet.state.map(|it| it.as_str().to_owned()),
            tags: Some(tags::from_api(subnet.tags)),
            vpc_id: subnet.vpc_id,
            filter: config.filter,
        })
    }
}
