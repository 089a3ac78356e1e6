//! Functions that a configuration may call: `provider::aws::arn_parse(…)`.

mod messaging;

use std::collections::BTreeMap;

use schemas::{Type, Value};
use tfplugin::engine::{Failure, Function, Parameter};

use crate::arn;

/// The parts of an ARN, in their order.
const PARTS: [(&str, &str); 5] = [
    ("partition", "Partition, such as `aws`."),
    ("service", "Service namespace, such as `sqs`."),
    ("region", "Region code; empty if the service is global."),
    ("account_id", "ID of the account; empty if the resource belongs to no account."),
    ("resource", "Last part of the ARN: the name, or type and name, of the resource."),
];

pub(crate) fn functions() -> Vec<Function> {
    let mut functions = of_hashicorp();
    functions.extend(messaging::functions());
    functions.sort_by_key(|it| it.name);
    functions
}

/// Those that hashicorp/aws has.
fn of_hashicorp() -> Vec<Function> {
    vec![
        Function {
            name: "arn_build",
            summary: "Builds an ARN from its parts.",
            docs: "Builds an ARN from its parts: \
                   `arn:partition:service:region:account_id:resource`.\n\nSee \
                   [Amazon Resource Names]\
                   (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html) in the IAM \
                   User Guide.",
            parameters: PARTS.iter().map(|(name, docs)| parameter(name, docs)).collect(),
            result: Type::String,
            call: arn_build,
        },
        Function {
            name: "arn_parse",
            summary: "Parses an ARN.",
            docs: "Parses an ARN into an object with the attributes `partition`, `service`, \
                   `region`, `account_id` and `resource`.\n\nSee \
                   [Amazon Resource Names]\
                   (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html) in the IAM \
                   User Guide.",
            parameters: vec![parameter("arn", "ARN to parse.")],
            result: Type::Object(
                PARTS.iter().map(|(name, _)| ((*name).to_owned(), Type::String)).collect(),
            ),
            call: arn_parse,
        },
        Function {
            name: "trim_iam_role_path",
            summary: "Removes the path from the ARN of an IAM role.",
            docs: "Removes the path from the ARN of an IAM role, for services that accept no path: \
                   `arn:aws:iam::123456789012:role/team/ci` becomes \
                   `arn:aws:iam::123456789012:role/ci`.\n\nSee \
                   [IAM identifiers]\
                   (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html) in \
                   the IAM User Guide.",
            parameters: vec![parameter("arn", "ARN of the IAM role.")],
            result: Type::String,
            call: trim_iam_role_path,
        },
        Function {
            name: "user_agent",
            summary: "Formats a product for the User-Agent header.",
            docs: "Formats a product for the argument `user_agent` of the provider block: \
                   `product_name/product_version (comment)`. OpenTofu accepts no function of a \
                   provider in that provider's own block: there, write the text itself.\n\nAWS \
                   CloudTrail records the header as `userAgent`: see [record contents](https://docs.aws.amazon.com/awscloudtrail/\
                   latest/userguide/cloudtrail-event-reference-record-contents.html) in the AWS \
                   CloudTrail User Guide.",
            parameters: vec![
                parameter("product_name", "Name of the product: no blanks, no delimiters."),
                parameter("product_version", "Version of the product; `\"\"` for none."),
                parameter("comment", "Comment; `\"\"` for none."),
            ],
            result: Type::String,
            call: user_agent,
        },
    ]
}

fn parameter(name: &'static str, docs: &'static str) -> Parameter {
    Parameter { name, docs, ty: Type::String }
}

fn text(arguments: &[Value], position: usize) -> &str {
    arguments.get(position).and_then(Value::as_str).unwrap_or_default()
}

fn parts(arn: &str) -> Result<[&str; 5], Failure> {
    arn::parts(arn).ok_or_else(|| Failure {
        message: format!(
            "{arn:?} is not an ARN: write arn:partition:service:region:account:resource"
        ),
        argument: Some(0),
    })
}

fn arn_build(arguments: &[Value]) -> Result<Value, Failure> {
    let parts: Vec<&str> = (0..PARTS.len()).map(|position| text(arguments, position)).collect();
    Ok(Value::String(format!("arn:{}", parts.join(":"))))
}

fn arn_parse(arguments: &[Value]) -> Result<Value, Failure> {
    let parts = parts(text(arguments, 0))?;
    let entries = PARTS.iter().zip(parts).map(|((name, _), it)| ((*name).to_owned(), it.into()));
    Ok(Value::Object(entries.collect::<BTreeMap<String, Value>>()))
}

fn trim_iam_role_path(arguments: &[Value]) -> Result<Value, Failure> {
    let arn = text(arguments, 0);
    let [partition, service, region, account, resource] = parts(arn)?;
    let refused = |message: &str| Failure {
        message: format!("{arn:?} is not the ARN of an IAM role: {message}"),
        argument: Some(0),
    };
    if service != "iam" {
        return Err(refused("its service must be iam"));
    }
    if !region.is_empty() {
        return Err(refused("its region must be empty"));
    }
    let Some(name) = resource.strip_prefix("role/").and_then(|it| it.rsplit('/').next()) else {
        return Err(refused("its resource must begin with role/"));
    };
    Ok(Value::String(format!("arn:{partition}:{service}:{region}:{account}:role/{name}")))
}

/// A product as RFC 9110 has it (10.1.5): a token, perhaps another as the version, perhaps a comment
/// (5.6.2 and 5.6.5).
fn user_agent(arguments: &[Value]) -> Result<Value, Failure> {
    let [name, version, comment] = [0, 1, 2].map(|position| text(arguments, position));
    let refused = |argument: usize, message: &str| {
        let message = format!("{:?} {message}", text(arguments, argument));
        Err(Failure { message, argument: Some(argument) })
    };
    let is_token = |text: &str| {
        let is_fine = |it: char| it.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(it);
        text.chars().all(is_fine)
    };
    if name.is_empty() || !is_token(name) {
        return refused(0, "is no name of a product: write letters, digits and -._~ only");
    }
    if !is_token(version) {
        return refused(1, "is no version of a product: write letters, digits and -._~ only");
    }
    if !is_comment(comment) {
        let message = "is no comment: write printable ASCII characters only, and close each \
                       parenthesis";
        return refused(2, message);
    }
    let version = if version.is_empty() { String::new() } else { format!("/{version}") };
    let comment = if comment.is_empty() { String::new() } else { format!(" ({comment})") };
    Ok(Value::String(format!("{name}{version}{comment}")))
}

/// Whether a text may stand in parentheses: those in it are closed, but for those after a backslash.
fn is_comment(text: &str) -> bool {
    let (mut depth, mut characters) = (0_usize, text.chars());
    while let Some(it) = characters.next() {
        match it {
            '(' => depth += 1,
            ')' if depth == 0 => return false,
            ')' => depth -= 1,
            '\\' if !characters.next().is_some_and(|it| matches!(it, ' '..='~')) => return false,
            ' '..='~' => {}
            _ => return false,
        }
    }
    depth == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_is_built_of_what_it_is_parsed_into() {
        let arn = "arn:aws:sns:us-east-1:123456789012:orders:with:colons";
        let parsed = arn_parse(&[arn.into()]).unwrap();
        assert_eq!(parsed.get("resource"), &Value::from("orders:with:colons"));
        let parts: Vec<Value> = PARTS.iter().map(|(name, _)| parsed.get(name).clone()).collect();
        assert_eq!(arn_build(&parts).unwrap(), Value::from(arn));
    }

    #[test]
    fn what_is_no_arn_is_refused() {
        for text in ["", "orders", "arn:aws:sqs", "urn:a:b:c:d:e"] {
            assert_eq!(arn_parse(&[text.into()]).unwrap_err().argument, Some(0), "{text}");
        }
    }

    #[test]
    fn products_of_the_user_agent() {
        for (product, expected) in [
            (["orders", "1.2.0", "team a"], Ok("orders/1.2.0 (team a)")),
            (["orders", "", "team (a)"], Ok("orders (team (a))")),
            (["orders", "1.2.0", r"team \) a"], Ok(r"orders/1.2.0 (team \) a)")),
            (["orders", "", ""], Ok("orders")),
            (["", "1", ""], Err(0)),
            (["order system", "1", ""], Err(0)),
            (["orders", "1/2", ""], Err(1)),
            (["orders", "1", "a) evil/1 (b"], Err(2)),
            (["orders", "1", "(a"], Err(2)),
            (["orders", "1", r"a\"], Err(2)),
            (["orders", "1", "a\r\nb"], Err(2)),
            (["orders", "1", "ä"], Err(2)),
        ] {
            let answer = user_agent(&product.map(Value::from)).map_err(|it| it.argument.unwrap());
            assert_eq!(answer, expected.map(Value::from), "{product:?}");
        }
    }

    #[test]
    fn paths_of_roles() {
        for (arn, trimmed) in [
            ("arn:aws:iam::123456789012:role/ci", Some("arn:aws:iam::123456789012:role/ci")),
            ("arn:aws:iam::123456789012:role/a/b/ci", Some("arn:aws:iam::123456789012:role/ci")),
            ("arn:aws:iam::123456789012:user/a/b", None),
            ("arn:aws:sqs:us-east-1:123456789012:role/x", None),
            ("arn:aws:iam:us-east-1:123456789012:role/x", None),
        ] {
            let answer = trim_iam_role_path(&[arn.into()]).ok();
            assert_eq!(answer, trimmed.map(Value::from), "{arn}");
        }
    }
}
