//! `aws_availability_zones`

use tfplugin::DataSource;

use super::filter::{self, Filter, Filters};
use crate::prelude::*;

/// Lists the availability zones of a region.
///
/// See
/// [DescribeAvailabilityZones](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html)
/// in the Amazon EC2 API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct AvailabilityZonesDataSource {
    /// Whether to include zones that the account has not opted in to.
    pub(crate) all_availability_zones: Option<bool>,
    /// Names of zones to exclude.
    pub(crate) exclude_names: Option<Set<String>>,
    /// IDs of zones to exclude.
    pub(crate) exclude_zone_ids: Option<Set<String>>,
    /// Names of the zone groups.
    pub(crate) group_names: Computed<Set<String>>,
    /// Region of the zones.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// Names of the zones, sorted.
    pub(crate) names: Computed<Vec<String>>,
    /// State of the zones to list. If not set, zones in all states are listed.
    #[attr(check = one_of(&[
        "available",
        "constrained",
        "impaired",
        "information",
        "unavailable",
    ]))]
    pub(crate) state: Option<String>,
    /// IDs of the zones, in the order of `names`. A zone ID names the same zone in all accounts.
    pub(crate) zone_ids: Computed<Vec<String>>,
    #[block]
    pub(crate) filter: Set<Filter>,
}

impl DataSource<Aws> for AvailabilityZonesDataSource {
    const TYPE: &'static str = "aws_availability_zones";
    const NAME: &'static str = "Availability Zones";
    const TIMEOUTS: Timeouts = filter::TIMEOUTS;

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let filters = Filters::new(&config.filter, None).by("state", config.state.as_deref());
        let request = cx.ec2().describe_availability_zones().set_filters(filters.into_api());
        let request = request.set_all_availability_zones(config.all_availability_zones);
        let mut zones = request.send().await.into_result()?.availability_zones.unwrap_or_default();
        let is_in = |list: &Option<Set<String>>, it: &Option<String>| {
            list.iter().any(|list| list.iter().any(|other| Some(other) == it.as_ref()))
        };
        zones.retain(|it| {
            !is_in(&config.exclude_names, &it.zone_name)
                && !is_in(&config.exclude_zone_ids, &it.zone_id)
        });
        zones.sort_by(|a, b| a.zone_name.cmp(&b.zone_name));
        let groups: Set<String> = zones.iter().filter_map(|it| it.group_name.clone()).collect();
        let names: Vec<_> = zones.iter().filter_map(|it| it.zone_name.clone()).collect();
        let ids: Vec<_> = zones.into_iter().filter_map(|it| it.zone_id).collect();
        Ok(AvailabilityZonesDataSource {
            group_names: groups.into(),
            id: Some(cx.region().to_owned()),
            names: names.into(),
            zone_ids: ids.into(),
            ..config
        })
    }
}
