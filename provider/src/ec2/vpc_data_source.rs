//! `aws_vpc`

use aws_sdk_ec2::types::{AttributeBooleanValue, Vpc, VpcAttributeName};
use tfplugin::DataSource;

use super::filter::{self, Filter, Filters};
use super::{group, tags};
use crate::prelude::*;

/// Looks up a VPC.
///
/// See [DescribeVpcs](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html)
/// in the Amazon EC2 API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct VpcDataSource {
    /// ARN of the VPC.
    pub(crate) arn: Computed<String>,
    /// Primary IPv4 CIDR block of the VPC.
    #[attr(computed)]
    pub(crate) cidr_block: Option<String>,
    #[block]
    pub(crate) cidr_block_associations: Computed<Vec<CidrBlockAssociations>>,
    /// Whether the VPC is the default VPC of the region. `false` is the same as not set.
    #[attr(computed)]
    pub(crate) default: Option<bool>,
    /// ID of the DHCP option set of the VPC.
    #[attr(computed)]
    pub(crate) dhcp_options_id: Option<String>,
    /// Whether instances with public IP addresses get public DNS host names.
    pub(crate) enable_dns_hostnames: Computed<bool>,
    /// Whether DNS resolution is enabled.
    pub(crate) enable_dns_support: Computed<bool>,
    /// Whether network address usage metrics are enabled.
    pub(crate) enable_network_address_usage_metrics: Computed<bool>,
    /// ID of the VPC to look up.
    #[attr(computed)]
    pub(crate) id: Option<String>,
    /// Tenancy of instances: `default`, `dedicated` or `host`.
    pub(crate) instance_tenancy: Computed<String>,
    /// ID of the association of the first IPv6 CIDR block.
    pub(crate) ipv6_association_id: Computed<String>,
    /// First IPv6 CIDR block of the VPC.
    pub(crate) ipv6_cidr_block: Computed<String>,
    #[block]
    pub(crate) ipv6_cidr_block_associations: Computed<Set<Ipv6CidrBlockAssociations>>,
    /// ID of the main route table.
    pub(crate) main_route_table_id: Computed<String>,
    /// ID of the account that owns the VPC.
    pub(crate) owner_id: Computed<String>,
    /// State of the VPC: `pending` or `available`.
    #[attr(computed)]
    pub(crate) state: Option<String>,
    /// Tags of the VPC. Those that are set must match.
    #[attr(computed)]
    pub(crate) tags: Option<Tags>,
    #[block]
    pub(crate) filter: Set<Filter>,
}

/// IPv4 CIDR blocks of the VPC.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct CidrBlockAssociations {
    /// ID of the association of the CIDR block.
    pub(crate) association_id: Computed<String>,
    /// IPv4 CIDR block.
    pub(crate) cidr_block: Computed<String>,
    /// State of the association.
    pub(crate) state: Computed<String>,
}

/// IPv6 CIDR blocks of the VPC.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Ipv6CidrBlockAssociations {
    /// ID of the association of the CIDR block.
    pub(crate) association_id: Computed<String>,
    /// Source of the CIDR block: `amazon`, `byoip` or `none`.
    pub(crate) ip_source: Computed<String>,
    /// Whether the CIDR block is `public` or `private`.
    pub(crate) ipv6_address_attribute: Computed<String>,
    /// IPv6 CIDR block.
    pub(crate) ipv6_cidr_block: Computed<String>,
    /// ID of the IPv6 address pool that the CIDR block is from.
    pub(crate) ipv6_pool: Computed<String>,
    /// Zones from which AWS advertises the CIDR block.
    pub(crate) network_border_group: Computed<String>,
    /// State of the association.
    pub(crate) state: Computed<String>,
}

impl DataSource<Aws> for VpcDataSource {
    const TYPE: &'static str = "aws_vpc";
    const NAME: &'static str = "VPC";
    const TIMEOUTS: Timeouts = filter::TIMEOUTS;

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let filters = Filters::new(&config.filter, config.tags.as_ref())
            .by("cidr", config.cidr_block.as_deref())
            .by("dhcp-options-id", config.dhcp_options_id.as_deref())
            .by("isDefault", config.default.filter(|it| *it).map(|_| "true"))
            .by("state", config.state.as_deref());
        let wanted = filters.words(config.id.as_deref());
        let request = cx.ec2().describe_vpcs().set_filters(filters.into_api());
        let request = request.set_vpc_ids(filter::ids(config.id.as_ref()));
        let mut found = Vec::new();
        let mut pages = request.into_paginator().send();
        while let Some(page) = pages.next().await {
            // What is not there does not match.
            let Some(page) = page.none_if_not_found(&["InvalidVpcID.NotFound"])? else { break };
            found.extend(page.vpcs.unwrap_or_default());
        }
        let vpc = filter::one(cx, found, "EC2 VPC", &wanted)?;
        let id = vpc.vpc_id().unwrap_or_default();
        let (hostnames, support, metrics, main_route_table_id) = tokio::try_join!(
            attribute(cx, id, VpcAttributeName::EnableDnsHostnames),
            attribute(cx, id, VpcAttributeName::EnableDnsSupport),
            attribute(cx, id, VpcAttributeName::EnableNetworkAddressUsageMetrics),
            main_route_table(cx, id),
        )?;
        let ipv6 = vpc.ipv6_cidr_block_association_set().first();
        let ipv6_association_id = ipv6.and_then(|it| it.association_id.clone());
        let ipv6_cidr_block = ipv6.and_then(|it| it.ipv6_cidr_block.clone());
        Ok(VpcDataSource {
            arn: group::arn_of(cx, vpc.owner_id().unwrap_or_default(), "vpc", id).into(),
            cidr_block_associations: associations(&vpc).into(),
            enable_dns_hostnames: hostnames.into(),
            enable_dns_support: support.into(),
            enable_network_address_usage_metrics: metrics.into(),
            instance_tenancy: vpc.instance_tenancy().map(|it| it.as_str().to_owned()).into(),
            ipv6_association_id: ipv6_association_id.unwrap_or_default().into(),
            ipv6_cidr_block: ipv6_cidr_block.unwrap_or_default().into(),
            ipv6_cidr_block_associations: ipv6_associations(&vpc).into(),
            main_route_table_id: main_route_table_id.into(),
            cidr_block: vpc.cidr_block,
            default: vpc.is_default,
            dhcp_options_id: vpc.dhcp_options_id,
            owner_id: vpc.owner_id.into(),
            state: vpc.state.map(|it| it.as_str().to_owned()),
            tags: Some(tags::from_api(vpc.tags)),
            id: vpc.vpc_id,
            filter: config.filter,
        })
    }
}

fn associations(vpc: &Vpc) -> Vec<CidrBlockAssociations> {
    let associations = vpc.cidr_block_association_set().iter();
    let associations = associations.map(|it| CidrBlockAssociations {
        association_id: it.association_id.clone().into(),
        cidr_block: it.cidr_block.clone().into(),
        state: it.cidr_block_state().and_then(|it| Some(it.state()?.as_str().to_owned())).into(),
    });
    associations.collect()
}

fn ipv6_associations(vpc: &Vpc) -> Set<Ipv6CidrBlockAssociations> {
    let associations = vpc.ipv6_cidr_block_association_set().iter();
    let associations = associations.map(|it| Ipv6CidrBlockAssociations {
        association_id: it.association_id.clone().into(),
        ip_source: it.ip_source().map(|it| it.as_str().to_owned()).into(),
        ipv6_address_attribute: it.ipv6_address_attribute().map(|it| it.as_str().to_owned()).into(),
        ipv6_cidr_block: it.ipv6_cidr_block.clone().into(),
        ipv6_pool: it.ipv6_pool.clone().into(),
        network_border_group: it.network_border_group.clone().into(),
        state: it
            .ipv6_cidr_block_state()
            .and_then(|it| Some(it.state()?.as_str().to_owned()))
            .into(),
    });
    associations.collect()
}

async fn attribute(cx: &Cx, id: &str, name: VpcAttributeName) -> Result<Option<bool>> {
    let request = cx.ec2().describe_vpc_attribute().vpc_id(id).attribute(name.clone());
    let output = request.send().await.into_result()?;
    let value = match name {
        VpcAttributeName::EnableDnsHostnames => output.enable_dns_hostnames,
        VpcAttributeName::EnableDnsSupport => output.enable_dns_support,
        _ => output.enable_network_address_usage_metrics,
    };
    Ok(value.and_then(|AttributeBooleanValue { value, .. }| value))
}

async fn main_route_table(cx: &Cx, id: &str) -> Result<Option<String>> {
    let filters = Filters::default().by("association.main", Some("true")).by("vpc-id", Some(id));
    let request = cx.ec2().describe_route_tables().set_filters(filters.into_api());
    let output = request.send().await.into_result()?;
    let tables = output.route_tables.unwrap_or_default();
    Ok(tables.into_iter().next().and_then(|it| it.route_table_id))
}
