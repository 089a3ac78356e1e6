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

/// What AWS calls the parts of the sky in names of regions. A region that AWS opens later has one of
/// them too; another word is a slip.
const DIRECTIONS: &[&str] = &[
    "central",
    "east",
    "north",
    "northeast",
    "northwest",
    "south",
    "southeast",
    "southwest",
    "west",
];

/// Regions that exist, to find what was meant.
const KNOWN: &[&str] = &[
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-isoe-west-1",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eusc-de-east-1",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-iso-east-1",
    "us-iso-west-1",
    "us-isob-east-1",
    "us-isob-west-1",
    "us-isof-east-1",
    "us-isof-south-1",
    "us-west-1",
    "us-west-2",
];

/// How many characters a slip may change.
const SLIP: usize = 2;

/// Checks the name of a region. One that cannot be comes back with the one that was meant, if that
/// can be told.
pub(crate) fn check(region: &str) -> Result<(), Option<&'static str>> {
    let is_like_others = || {
        let (rest, number) = region.rsplit_once('-')?;
        let (_, direction) = rest.rsplit_once('-')?;
        let is_digit = matches!(number.as_bytes(), [b'1'..=b'9']);
        (is_digit && DIRECTIONS.contains(&direction)).then_some(())
    };
    if Partition::of(region).is_some() && is_like_others().is_some() {
        return Ok(());
    }
    let lower = region.to_ascii_lowercase().replace(['_', ' '], "-");
    let near = KNOWN.iter().map(|it| (distance(&lower, it), *it)).min();
    Err(near.filter(|(distance, _)| *distance <= SLIP).map(|(_, it)| it))
}

/// How many characters are to be changed, added, left out or swapped with the next to make one text
/// of the other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let is_other = usize::from(a[i - 1] != b[j - 1]);
            let mut best =
                (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + is_other);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_the_name_of_a_region_is_told_with_what_was_meant() {
        for region in KNOWN {
            assert_eq!(check(region), Ok(()), "{region}");
        }
        for (region, expected) in [
            // AWS may open these.
            ("ap-southeast-9", Ok(())),
            ("us-south-1", Ok(())),
            ("us-esat-1", Err(Some("us-east-1"))),
            ("us-est-1", Err(Some("us-east-1"))),
            ("eu-wets-1", Err(Some("eu-west-1"))),
            ("us-east1", Err(Some("us-east-1"))),
            ("useast-1", Err(Some("us-east-1"))),
            ("us-east-11", Err(Some("us-east-1"))),
            ("us_east_1", Err(Some("us-east-1"))),
            ("US-EAST-1", Err(Some("us-east-1"))),
            ("us-east-1a", Err(Some("us-east-1"))),
            ("us-east", Err(Some("us-east-1"))),
            ("eu-central1", Err(Some("eu-central-1"))),
            ("eu-centrall-1", Err(Some("eu-central-1"))),
            ("ap-southest-2", Err(Some("ap-southeast-2"))),
            ("us-gov-wset-1", Err(Some("us-gov-west-1"))),
            ("moon-base-1", Err(None)),
            ("us-moon-1", Err(None)),
            ("us-east-0", Err(Some("us-east-1"))),
            ("", Err(None)),
        ] {
            assert_eq!(check(region), expected, "{region}");
        }
    }

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
