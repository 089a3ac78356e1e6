//! Values of a stream: what they mean, and in what words.

use schemas::check::Outcome;
use schemas::{Fields, Value};

use crate::arn;
use crate::prelude::*;

/// Metrics of shards, and the word for all of them.
pub(super) const METRICS: &[&str] = &[
    "IncomingBytes",
    "IncomingRecords",
    "OutgoingBytes",
    "OutgoingRecords",
    "WriteProvisionedThroughputExceeded",
    "ReadProvisionedThroughputExceeded",
    "IteratorAgeMilliseconds",
    ALL,
];

const ALL: &str = "ALL";

/// The metrics themselves, whether they are named one by one or not.
pub(super) fn each_metric<'a>(metrics: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let metrics: Vec<_> = metrics.into_iter().collect();
    match metrics.contains(&ALL) {
        true => METRICS.iter().copied().filter(|it| *it != ALL).collect(),
        false => metrics,
    }
}

/// The name of the stream whose ARN, or name, this is.
pub(in crate::kinesis) fn name(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

pub(super) fn check_name(name: &str) -> Outcome {
    let is_fine = |it: char| it.is_ascii_alphanumeric() || "_.-".contains(it);
    match name.chars().all(is_fine) {
        true => Ok(()),
        false => {
            Err("must hold letters, digits, hyphens, underscores and periods alone".to_owned())
        }
    }
}

/// Streams are imported by their names, or by their ARNs.
pub(super) fn import(id: &str) -> Result<String> {
    let is_name = |it: &str| (1..=128).contains(&it.len()) && check_name(it).is_ok();
    let is_known = match arn::parts(id) {
        Some([_, "kinesis", _, _, resource]) => {
            resource.strip_prefix("stream/").is_some_and(is_name)
        }
        Some(_) => false,
        None => is_name(id),
    };
    if is_known {
        return Ok(id.to_owned());
    }
    let error = Error::new(format!("{id:?} is not the name of a stream"));
    Err(error.remedy(
        "Import with the name of the stream, such as orders, or with its ARN, such as \
         arn:aws:kinesis:us-east-1:123456789012:stream/orders.",
    ))
}

/// Whether two texts name one key of AWS KMS. Kinesis tells some as ARNs.
pub(super) fn is_same_key(one: &str, other: &str) -> bool {
    let is_in = |long: &str, short: &str| match arn::parts(long) {
        Some([_, "kms", _, _, resource]) => {
            resource == short || resource.strip_prefix("key/") == Some(short)
        }
        _ => false,
    };
    one == other || is_in(one, other) || is_in(other, one)
}

/// Puts what Kinesis tells in the words that are known.
pub(super) fn respell(known: &Value, remote: &mut Fields) {
    for (name, is_kept) in [
        ("shard_level_metrics", are_same_metrics(known, remote)),
        ("kms_key_id", is_kept_key(known, remote)),
        ("shard_count", is_kept_count(known, remote)),
    ] {
        if is_kept {
            remote.insert(name.to_owned(), known.get(name).clone());
        }
    }
}

fn are_same_metrics(known: &Value, remote: &Fields) -> bool {
    let sorted = |value: &Value| {
        let words: Option<Vec<&str>> = value.elements()?.iter().map(Value::as_str).collect();
        let mut metrics = each_metric(words?).into_iter().map(str::to_owned).collect::<Vec<_>>();
        metrics.sort_unstable();
        Some(metrics)
    };
    let known = sorted(known.get("shard_level_metrics"));
    known.is_some() && known == remote.get("shard_level_metrics").and_then(sorted)
}

/// Whether the key is another word for the one that is told, or is not used and so not told.
fn is_kept_key(known: &Value, remote: &Fields) -> bool {
    let is_plain = |it: Option<&Value>| {
        it.and_then(Value::as_str).is_none_or(|it| it.is_empty() || it == "NONE")
    };
    let Some(key) = known.get("kms_key_id").as_str().filter(|it| !it.is_empty()) else {
        return false;
    };
    match remote.get("kms_key_id").and_then(Value::as_str).filter(|it| !it.is_empty()) {
        Some(told) => is_same_key(key, told),
        None => {
            is_plain(remote.get("encryption_type")) && is_plain(Some(known.get("encryption_type")))
        }
    }
}

/// Whether the number of shards does not count, and so is not told.
fn is_kept_count(known: &Value, remote: &Fields) -> bool {
    let is_on_demand = |block: &Value| {
        let first = block.elements().and_then(<[Value]>::first);
        first.is_some_and(|it| it.get("stream_mode").as_str() == Some("ON_DEMAND"))
    };
    known.get("shard_count").as_i64().is_some()
        && is_on_demand(known.get("stream_mode_details"))
        && remote.get("stream_mode_details").is_some_and(is_on_demand)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_imported_by_name_and_by_arn() {
        for id in
            ["orders", "orders.v2_a-b", "arn:aws:kinesis:eu-west-1:123456789012:stream/orders"]
        {
            assert_eq!(import(id).as_deref(), Ok(id));
        }
        for id in [
            "",
            "orders/queue",
            "arn:aws:sqs:eu-west-1:123456789012:orders",
            "arn:aws:kinesis:eu-west-1:123456789012:stream/orders/consumer/search:1",
        ] {
            let error = import(id).unwrap_err();
            assert!(error.remedy.contains("the name of the stream"), "{id}");
        }
        assert_eq!(name("arn:aws:kinesis:eu-west-1:123456789012:stream/orders"), "orders");
    }

    #[test]
    fn a_key_has_several_names() {
        let arn = |it: &str| format!("arn:aws:kms:us-east-1:123456789012:{it}");
        assert!(is_same_key("alias/aws/kinesis", &arn("alias/aws/kinesis")));
        assert!(is_same_key(&arn("key/0a1b"), "0a1b"));
        assert!(!is_same_key(&arn("key/0a1b"), &arn("key/0a1c")));
        assert!(!is_same_key("alias/orders", &arn("key/orders")));
        assert!(!is_same_key("", &arn("key/0a1b")));
    }

    #[test]
    fn all_metrics_have_one_word() {
        assert_eq!(each_metric(["ALL"]).len(), 7);
        assert_eq!(each_metric(["ALL", "IncomingBytes"]), each_metric(["ALL"]));
        assert_eq!(each_metric(["IncomingBytes"]), ["IncomingBytes"]);
    }

    fn stream(mode: &str, more: &[(&str, Value)]) -> Value {
        let mode = [("stream_mode".to_owned(), Value::from(mode))].into_iter().collect();
        let mut entries: Fields =
            more.iter().map(|(name, it)| ((*name).to_owned(), it.clone())).collect();
        entries.insert("stream_mode_details".to_owned(), Value::List(vec![Value::Object(mode)]));
        Value::Object(entries)
    }

    fn respelled(known: &Value, remote: &Value, name: &str) -> Value {
        let mut remote = remote.clone().into_entries().unwrap();
        respell(known, &mut remote);
        remote.get(name).cloned().unwrap_or(Value::Null)
    }

    #[test]
    fn a_number_of_shards_that_does_not_count_stays() {
        let count = ("shard_count", Value::from(2_i64));
        let on_demand = stream("ON_DEMAND", &[]);
        let known = stream("ON_DEMAND", std::slice::from_ref(&count));
        assert_eq!(respelled(&known, &on_demand, "shard_count"), count.1);
        // Somebody else has made it one.
        let known = stream("PROVISIONED", &[count]);
        assert_eq!(respelled(&known, &on_demand, "shard_count"), Value::Null);
    }

    #[test]
    fn a_key_that_is_not_used_stays() {
        let (none, kms) = (("encryption_type", "NONE".into()), ("encryption_type", "KMS".into()));
        let key = ("kms_key_id", Value::from("alias/orders"));
        let remote = stream("PROVISIONED", std::slice::from_ref(&none));
        let known = stream("PROVISIONED", &[none, key.clone()]);
        assert_eq!(respelled(&known, &remote, "kms_key_id"), key.1);
        let known = stream("PROVISIONED", &[kms, key]);
        assert_eq!(respelled(&known, &remote, "kms_key_id"), Value::Null);
    }
}
