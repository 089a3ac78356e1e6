//! `aws_region`, the data source

use tfplugin::{DataSource, TypeSystem, path};

use crate::prelude::*;
use crate::provider::Partition;

/// Returns details of a region: by default the provider's. Calls no API.
///
/// See [AWS
/// Regions](https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html) in
/// the AWS Regions and Availability Zones User Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct RegionDataSource {
    /// Description of the region: its location, or its code if the location is not known.
    pub(crate) description: Computed<String>,
    /// Host name of the EC2 endpoint of the region to look up.
    #[attr(computed)]
    pub(crate) endpoint: Option<String>,
    /// Region code.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// Code of the region to look up. hashicorp/aws 6 calls it `region`.
    #[attr(computed)]
    pub(crate) name: Option<String>,
    /// Code of the region to look up.
    #[attr(computed)]
    pub(crate) region: Option<String>,
}

impl DataSource<Aws> for RegionDataSource {
    const TYPE: &'static str = "aws_region";
    const NAME: &'static str = "Region";
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Strict;
    const REGIONAL: bool = false;

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let region = found(&config)?.unwrap_or_else(|| cx.region().to_owned());
        Ok(RegionDataSource {
            description: description(&region).to_owned().into(),
            endpoint: Some(endpoint(&region)),
            id: Some(region.clone()),
            name: Some(region.clone()),
            region: Some(region),
        })
    }
}

/// The region that is looked up; `None` if none is.
fn found(config: &RegionDataSource) -> Result<Option<String>> {
    let set = |it: &Option<String>| it.clone().filter(|it| !it.is_empty());
    let given = [
        ("endpoint", set(&config.endpoint), set(&config.endpoint).and_then(|it| at(&it))),
        ("name", set(&config.name), set(&config.name)),
        ("region", set(&config.region), set(&config.region)),
    ];
    let mut found: Option<String> = None;
    for (argument, text, region) in given {
        let Some(text) = text else { continue };
        let Some(region) = region.filter(|it| Partition::of(it).is_some()) else {
            let message = format!("finding Region by {argument} ({text}): couldn't find resource");
            return Err(Error::at(path(argument), message));
        };
        if let Some(other) = found.replace(region.clone()).filter(|it| *it != region) {
            let message = format!(
                "`{argument}` is for {region}, but the other argument is for \
                                   {other}"
            );
            return Err(Error::at(path(argument), message));
        }
    }
    Ok(found)
}

/// The region whose EC2 endpoint has this host.
fn at(host: &str) -> Option<String> {
    let region = host.strip_prefix("ec2.")?.split('.').next()?;
    (endpoint(region) == host).then(|| region.to_owned())
}

fn endpoint(region: &str) -> String {
    format!("ec2.{region}.{}", Partition::of_any(region).dns_suffix)
}

/// Where the region is. AWS opens regions of which nothing is known here.
fn description(region: &str) -> &str {
    let known = DESCRIPTIONS.iter().find(|it| it.0 == region);
    known.map_or(region, |it| it.1)
}

const DESCRIPTIONS: &[(&str, &str)] = &[
    ("af-south-1", "Africa (Cape Town)"),
    ("ap-east-1", "Asia Pacific (Hong Kong)"),
    ("ap-east-2", "Asia Pacific (Taipei)"),
    ("ap-northeast-1", "Asia Pacific (Tokyo)"),
    ("ap-northeast-2", "Asia Pacific (Seoul)"),
    ("ap-northeast-3", "Asia Pacific (Osaka)"),
    ("ap-south-1", "Asia Pacific (Mumbai)"),
    ("ap-south-2", "Asia Pacific (Hyderabad)"),
    ("ap-southeast-1", "Asia Pacific (Singapore)"),
    ("ap-southeast-2", "Asia Pacific (Sydney)"),
    ("ap-southeast-3", "Asia Pacific (Jakarta)"),
    ("ap-southeast-4", "Asia Pacific (Melbourne)"),
    ("ap-southeast-5", "Asia Pacific (Malaysia)"),
    ("ap-southeast-6", "Asia Pacific (New Zealand)"),
    ("ap-southeast-7", "Asia Pacific (Thailand)"),
    ("ca-central-1", "Canada (Central)"),
    ("ca-west-1", "Canada West (Calgary)"),
    ("cn-north-1", "China (Beijing)"),
    ("cn-northwest-1", "China (Ningxia)"),
    ("eu-central-1", "Europe (Frankfurt)"),
    ("eu-central-2", "Europe (Zurich)"),
    ("eu-isoe-west-1", "EU ISOE West"),
    ("eu-north-1", "Europe (Stockholm)"),
    ("eu-south-1", "Europe (Milan)"),
    ("eu-south-2", "Europe (Spain)"),
    ("eu-west-1", "Europe (Ireland)"),
    ("eu-west-2", "Europe (London)"),
    ("eu-west-3", "Europe (Paris)"),
    ("eusc-de-east-1", "AWS European Sovereign Cloud (Germany)"),
    ("il-central-1", "Israel (Tel Aviv)"),
    ("me-central-1", "Middle East (UAE)"),
    ("me-south-1", "Middle East (Bahrain)"),
    ("mx-central-1", "Mexico (Central)"),
    ("sa-east-1", "South America (Sao Paulo)"),
    ("us-east-1", "US East (N. Virginia)"),
    ("us-east-2", "US East (Ohio)"),
    ("us-gov-east-1", "AWS GovCloud (US-East)"),
    ("us-gov-west-1", "AWS GovCloud (US-West)"),
    ("us-iso-east-1", "US ISO East"),
    ("us-iso-west-1", "US ISO WEST"),
    ("us-isob-east-1", "US ISOB East (Ohio)"),
    ("us-isob-west-1", "US ISOB West"),
    ("us-isof-east-1", "US ISOF EAST"),
    ("us-isof-south-1", "US ISOF SOUTH"),
    ("us-west-1", "US West (N. California)"),
    ("us-west-2", "US West (Oregon)"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn find(name: &str, endpoint: &str) -> Result<Option<String>> {
        let set = |it: &str| Some(it.to_owned());
        found(&RegionDataSource {
            description: Computed(None),
            endpoint: set(endpoint),
            id: None,
            name: set(name),
            region: None,
        })
    }

    #[test]
    fn regions_are_found_by_name_and_by_endpoint() {
        let found = |it: &str| Ok(Some(it.to_owned()));
        assert_eq!(find("", ""), Ok(None));
        assert_eq!(find("eu-west-1", ""), found("eu-west-1"));
        assert_eq!(find("", "ec2.eu-west-1.amazonaws.com"), found("eu-west-1"));
        assert_eq!(find("", "ec2.cn-north-1.amazonaws.com.cn"), found("cn-north-1"));
        assert_eq!(find("eu-west-1", "ec2.eu-west-1.amazonaws.com"), found("eu-west-1"));
    }

    #[test]
    fn what_is_no_region_is_not_found() {
        let message = |answer: Result<Option<String>>| answer.unwrap_err().message;
        let expected = "finding Region by name (moon-base-1): couldn't find resource";
        assert_eq!(message(find("moon-base-1", "")), expected);
        for endpoint in ["ec2.nowhere.example.com", "sqs.eu-west-1.amazonaws.com", "ec2"] {
            let expected =
                format!("finding Region by endpoint ({endpoint}): couldn't find resource");
            assert_eq!(message(find("", endpoint)), expected);
        }
        let expected = "`name` is for us-east-1, but the other argument is for eu-west-1";
        assert_eq!(message(find("us-east-1", "ec2.eu-west-1.amazonaws.com")), expected);
    }

    #[test]
    fn every_region_that_is_described_is_one() {
        assert!(DESCRIPTIONS.iter().all(|it| Partition::of(it.0).is_some()));
        assert_eq!(description("us-east-1"), "US East (N. Virginia)");
        assert_eq!(description("eu-west-9"), "eu-west-9");
    }
}
