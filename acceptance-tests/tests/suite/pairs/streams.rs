//! Streams as a configuration might have them: what Kinesis takes, and nothing else.

use acceptance_tests::Result;
use acceptance_tests::cloud::Cloud;
use acceptance_tests::random::Random;
use serde_json::{Map, Value, json};

use super::{Kind, maybe};

pub(super) const STREAMS: Kind = Kind {
    name: "streams",
    count: 24,
    takes: &[
        "kinesis.UpdateShardCount",
        "kinesis.UpdateStreamMode",
        "kinesis.UpdateStreamWarmThroughput",
        "kinesis.UpdateMaxRecordSize",
        "kinesis.IncreaseStreamRetentionPeriod",
        "kinesis.DecreaseStreamRetentionPeriod",
        "kinesis.EnableEnhancedMonitoring",
        "kinesis.DisableEnhancedMonitoring",
        "kinesis.StartStreamEncryption",
        "kinesis.StopStreamEncryption",
    ],
    // Not of a creation: a stream of which no state knows may be anybody's.
    lost: &[
        "Update*",
        "*RetentionPeriod",
        "*EnhancedMonitoring",
        "*Encryption",
        "*Tags*",
        "DeleteStream",
    ],
    around,
    some,
    after,
    left,
};

/// Keys that the streams may use, and what the account needs for their throughput.
fn around(cloud: &Cloud<'_>) -> Result<Value> {
    let key = || -> Result<Value> {
        let answer = cloud.call("kms", "TrentService.CreateKey", "{}")?;
        Ok(answer["KeyMetadata"]["KeyId"].clone())
    };
    Ok(json!({
        "locals": { "keys": [key()?, key()?] },
        "resource": { "aws_kinesis_account_settings": { "all": {
            "minimum_throughput_billing_commitment": { "status": "ENABLED" },
        }}},
    }))
}

fn left(cloud: &Cloud<'_>) -> Result<usize> {
    let answer = cloud.call("kinesis", "Kinesis_20131202.ListStreams", "{}")?;
    Ok(answer["StreamNames"].as_array().map_or(0, Vec::len))
}

fn some(random: &mut Random, count: usize) -> Value {
    of((0..count).map(|place| stream(random, place, None)))
}

fn after(random: &mut Random, streams: &Value) -> Value {
    let streams = streams["resource"]["aws_kinesis_stream"].as_object().into_iter().flatten();
    of(streams.enumerate().map(|(place, (_, before))| stream(random, place, Some(before))))
}

fn of(streams: impl Iterator<Item = Value>) -> Value {
    let streams = streams.enumerate().map(|(place, it)| (format!("s{place:02}"), it));
    json!({ "resource": { "aws_kinesis_stream": streams.collect::<Map<_, _>>() } })
}

fn stream(random: &mut Random, place: usize, before: Option<&Value>) -> Value {
    let name = match before.filter(|_| !random.one_in(6)) {
        Some(it) => it["name"].clone(),
        None => json!(format!("{}-{place}", random.pick(&["one", "other"]))),
    };
    let mut it = json!({
        "name": name,
        "depends_on": ["aws_kinesis_account_settings.all"],
        // Whoever waits for longer waits in vain.
        "timeouts": { "create": "1m", "update": "1m", "delete": "1m" },
    });
    let it = &mut it;
    let is_on_demand =
        |it: &Value| it["stream_mode_details"]["stream_mode"].as_str() == Some("ON_DEMAND");
    match random.one_in(3) {
        true => {
            it["stream_mode_details"] = json!({ "stream_mode": "ON_DEMAND" });
            maybe(random, it, "warm_throughput_mib_ps", json!([100, 200, 300]));
        }
        false => {
            it["shard_count"] = json!(1 + random.below(12));
            // Without a word the mode stays as it is.
            if before.is_some_and(is_on_demand) || random.one_in(2) {
                it["stream_mode_details"] = json!({ "stream_mode": "PROVISIONED" });
            }
        }
    }
    maybe(random, it, "retention_period", json!([24, 48, 168, 8760]));
    maybe(random, it, "max_record_size_in_kib", json!([1024, 2048, 10240]));
    maybe(
        random,
        it,
        "shard_level_metrics",
        json!([
            ["ALL"],
            [],
            ["IncomingBytes"],
            ["IncomingBytes", "OutgoingBytes"],
            ["IteratorAgeMilliseconds"]
        ]),
    );
    if random.one_in(2) {
        it["encryption_type"] = json!("KMS");
        let keys = ["alias/aws/kinesis", "${local.keys[0]}", "${local.keys[1]}"];
        it["kms_key_id"] = json!(random.pick(&keys));
    } else {
        maybe(random, it, "encryption_type", json!(["NONE"]));
    }
    let many: Map<_, _> = (0..12).map(|it| (format!("tag{it}"), json!("value"))).collect();
    maybe(random, it, "tags", json!([{}, { "a": "1" }, { "a": "2", "b": "" }, many]));
    maybe(random, it, "enforce_consumer_deletion", json!([true, false]));
    it.take()
}
