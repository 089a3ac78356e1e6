//! The parts of AWS that share no accounts, and the regions in each.

/// A part of AWS with accounts and endpoints of its own.
#[derive(Debug, PartialEq, Eq)]
pub struct Partition {
    /// What stands in ARNs.
    pub id: &'static str,
    pub dns_suffix: &'static str,
    pub dual_stack_dns_suffix: &'static str,
    /// What the names of its regions begin with.
    prefixes: &'static [&'static str],
}

/// Commercial AWS comes first: its DNS suffix is what an unknown region is given.
static PARTITIONS: &[Partition] = &[
    Partition {
        id: "aws",
        dns_suffix: "amazonaws.com",
        dual_stack_dns_suffix: "api.aws",
        prefixes: &["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"],
    },
    Partition {
        id: "aws-cn",
        dns_suffix: "amazonaws.com.cn",
        dual_stack_dns_suffix: "api.amazonwebservices.com.cn",
        prefixes: &["cn"],
    },
    Partition {
        id: "aws-us-gov",
        dns_suffix: "amazonaws.com",
        dual_stack_dns_suffix: "api.aws",
        prefixes: &["us-gov"],
    },
    Partition {
        id: "aws-eusc",
        dns_suffix: "amazonaws.eu",
        dual_stack_dns_suffix: "api.amazonwebservices.eu",
        prefixes: &["eusc-de"],
    },
    Partition {
        id: "aws-iso",
        dns_suffix: "c2s.ic.gov",
        dual_stack_dns_suffix: "api.aws.ic.gov",
        prefixes: &["us-iso"],
    },
    Partition {
        id: "aws-iso-b",
        dns_suffix: "sc2s.sgov.gov",
        dual_stack_dns_suffix: "api.aws.scloud",
        prefixes: &["us-isob"],
    },
    Partition {
        id: "aws-iso-e",
        dns_suffix: "cloud.adc-e.uk",
        dual_stack_dns_suffix: "api.cloud-aws.adc-e.uk",
        prefixes: &["eu-isoe"],
    },
    Partition {
        id: "aws-iso-f",
        dns_suffix: "csp.hci.ic.gov",
        dual_stack_dns_suffix: "api.aws.hci.ic.gov",
        prefixes: &["us-isof"],
    },
];

impl Partition {
    /// The partition in which a region is, by the form of the region's name: regions that AWS opens
    /// later are found as well.
    pub fn of(region: &str) -> Option<&'static Partition> {
        let (rest, number) = region.rsplit_once('-')?;
        let (prefix, direction) = rest.rsplit_once('-')?;
        let is_number = !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit());
        let is_word = !direction.is_empty() && direction.bytes().all(|it| it.is_ascii_lowercase());
        let mut partitions = PARTITIONS.iter();
        partitions.find(|it| is_number && is_word && it.prefixes.contains(&prefix))
    }

    /// The partition of a region, commercial AWS where the region is unheard of.
    pub fn of_any(region: &str) -> &'static Partition {
        Partition::of(region).unwrap_or(&PARTITIONS[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_region_tells_the_partition() {
        for (region, partition) in [
            ("us-east-1", Some("aws")),
            ("ap-southeast-7", Some("aws")),
            ("mx-central-1", Some("aws")),
            ("cn-north-1", Some("aws-cn")),
            ("us-gov-west-1", Some("aws-us-gov")),
            ("us-iso-east-1", Some("aws-iso")),
            ("us-isob-east-1", Some("aws-iso-b")),
            ("eusc-de-east-1", Some("aws-eusc")),
            ("moon-base-1", None),
            ("us-east", None),
            ("us-east-1a", None),
            ("us--1", None),
            ("", None),
        ] {
            assert_eq!(Partition::of(region).map(|it| it.id), partition, "{region}");
        }
    }
}
