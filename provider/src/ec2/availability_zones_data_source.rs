//! `aws_availability_zones`

use tfplugin::DataSource;

use super::filter::{self, Filter, Filters};
use crate::prelude::*;

/// Lists the availability zones of a region.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct AvailabilityZonesDataSource {
    /// Whether zones are listed that the account has not opted into.
    pub(crate) all_availability_zones: Option<bool>,
    /// Names of zones to leave out.
    pub(crate) exclude_names: Option<Set<String>>,
    /// IDs of zones to leave out.
    pub(crate) exclude_zone_ids: Option<Set<String>>,
    /// Groups that the zones are in.
    pub(crate) group_names: Computed<Set<String>>,
    /// The region.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// Names of the zones, in order.
    pub(crate) names: Computed<Vec<String>>,
    /// State of the zones to list; any where it is left out.
    #[attr(check = one_of(&[
        "available",
        "constrained",
        "impaired",
        "information",
        "unavailable",
    ]))]
    pub(crate) state: Option<String>,
    /// IDs of the zones, in the order of the names. They are the same in all accounts.
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
        let mut zones = request.send().await.or_fail()?.availability_zones.unwrap_or_default();
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
