//! Where a type's module goes and what it is called.

use serde_json::Value as Json;

use super::json::text;

/// Where a type goes.
pub(super) struct Place {
    /// Module of the service: `sqs`.
    pub(super) service: String,
    /// Module of the type, within that of the service: `queue_policy`.
    pub(super) file: String,
    /// `SQS Queue Policy`
    pub(super) name: String,
    pub(super) is_regional: bool,
}

impl Place {
    /// The place of a type, if one of the services has its name's beginning: the longest that fits.
    pub(super) fn of(ty: &str, services: &Json) -> Option<Place> {
        let services = services.as_array()?.iter();
        let prefixes = services.flat_map(|service| {
            let prefixes = service["prefixes"].as_array().into_iter().flatten();
            prefixes.map(move |it| (service, text(&it[0]), text(&it[1])))
        });
        let fitting = prefixes.filter(|it| ty.starts_with(it.1));
        let (service, prefix, label) = fitting.max_by_key(|it| it.1.len())?;
        let module = text(&service["module"]);
        let rest = &ty[prefix.len()..];
        // The types of EC2 do not have its name in theirs.
        let file = if module == "ec2" { &ty["aws_".len()..] } else { rest };
        let words: Vec<String> = rest.split('_').map(word).collect();
        let name = format!("{label} {}", words.join(" "));
        Some(Place {
            service: module.to_owned(),
            file: file.to_owned(),
            name,
            is_regional: service["is_regional"] == true,
        })
    }
}

fn word(word: &str) -> String {
    match word {
        "api" | "sms" | "vpc" => word.to_uppercase(),
        _ => super::rust::camel(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_decides() {
        let services = serde_json::json!([
            { "module": "kinesis", "prefixes": [["aws_kinesis_", "Kinesis"]], "is_regional": true },
            {
                "module": "firehose",
                "prefixes": [["aws_kinesis_firehose_", "Data Firehose"]],
                "is_regional": true,
            },
            {
                "module": "ec2",
                "prefixes": [["aws_security_", "VPC Security"], ["aws_vpc", "VPC"]],
                "is_regional": true,
            },
        ]);
        for (ty, service, file, name) in [
            ("aws_kinesis_stream", "kinesis", "stream", "Kinesis Stream"),
            ("aws_kinesis_firehose_vpc", "firehose", "vpc", "Data Firehose VPC"),
            ("aws_security_group", "ec2", "security_group", "VPC Security Group"),
        ] {
            let place = Place::of(ty, &services).unwrap();
            assert_eq!((&*place.service, &*place.file, &*place.name), (service, file, name));
        }
        assert!(Place::of("aws_s3_bucket", &services).is_none());
    }
}
