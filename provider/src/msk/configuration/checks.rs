//! What is checked of the properties of brokers.

use schemas::Value;

use crate::checks::{check, nearest};
use crate::msk::properties;
use crate::prelude::*;

use Kind::{Boolean, Fraction, Int, Long, OneOf, SomeOf, Text};

const ATTRIBUTE: &str = "server_properties";

const CUSTOM: &str =
    "https://docs.aws.amazon.com/msk/latest/developerguide/msk-configuration-properties.html";
const KAFKA: &str = "https://kafka.apache.org/documentation/#brokerconfigs";

/// What the value of a property is.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Boolean,
    Fraction,
    /// A whole number of 32 bits, this at least.
    Int(i64),
    /// The same of 64 bits.
    Long(i64),
    OneOf(&'static [&'static str]),
    SomeOf(&'static [&'static str]),
    Text,
}

/// The properties that AWS lists as configurable.
const PROPERTIES: &[(&str, Kind)] = &[
    ("allow.everyone.if.no.acl.found", Boolean),
    ("auto.create.topics.enable", Boolean),
    ("auto.leader.rebalance.enable", Boolean),
    ("background.threads", Int(1)),
    ("compression.type", OneOf(&["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"])),
    ("connections.max.idle.ms", Long(-1)),
    ("controlled.shutdown.enable", Boolean),
    ("controlled.shutdown.max.retries", Int(0)),
    ("controlled.shutdown.retry.backoff.ms", Long(0)),
    ("default.replication.factor", Int(1)),
    ("delete.topic.enable", Boolean),
    ("fetch.max.bytes", Int(1024)),
    ("group.initial.rebalance.delay.ms", Int(0)),
    ("group.max.session.timeout.ms", Int(0)),
    ("group.max.size", Int(1)),
    ("group.min.session.timeout.ms", Int(0)),
    ("leader.imbalance.check.interval.seconds", Long(1)),
    ("leader.imbalance.per.broker.percentage", Int(0)),
    ("log.cleaner.backoff.ms", Long(0)),
    ("log.cleaner.delete.retention.ms", Long(0)),
    ("log.cleaner.max.compaction.lag.ms", Long(1)),
    ("log.cleaner.min.cleanable.ratio", Fraction),
    ("log.cleaner.min.compaction.lag.ms", Long(0)),
    ("log.cleanup.policy", SomeOf(&["compact", "delete"])),
    ("log.flush.interval.messages", Long(1)),
    ("log.flush.interval.ms", Long(0)),
    ("log.flush.offset.checkpoint.interval.ms", Int(0)),
    ("log.index.interval.bytes", Int(0)),
    ("log.index.size.max.bytes", Int(4)),
    ("log.local.retention.bytes", Long(-2)),
    ("log.local.retention.ms", Long(-2)),
    ("log.message.downconversion.enable", Boolean),
    ("log.message.format.version", Text),
    ("log.message.timestamp.after.max.ms", Long(0)),
    ("log.message.timestamp.before.max.ms", Long(0)),
    ("log.message.timestamp.difference.max.ms", Long(0)),
    ("log.message.timestamp.type", OneOf(&["CreateTime", "LogAppendTime"])),
    ("log.preallocate", Boolean),
    ("log.retention.bytes", Long(-1)),
    ("log.retention.check.interval.ms", Long(1)),
    ("log.retention.hours", Int(-1)),
    ("log.retention.minutes", Int(-1)),
    ("log.retention.ms", Long(-1)),
    ("log.roll.hours", Int(1)),
    ("log.roll.jitter.ms", Long(0)),
    ("log.roll.ms", Long(1)),
    ("log.segment.bytes", Int(14)),
    ("log.segment.delete.delay.ms", Long(0)),
    ("max.connection.creation.rate", Int(0)),
    ("max.connections", Int(0)),
    ("max.connections.per.ip", Int(0)),
    ("max.incremental.fetch.session.cache.slots", Int(0)),
    ("message.max.bytes", Int(0)),
    ("min.insync.replicas", Int(1)),
    ("num.io.threads", Int(1)),
    ("num.network.threads", Int(1)),
    ("num.partitions", Int(1)),
    ("num.recovery.threads.per.data.dir", Int(1)),
    ("num.replica.alter.log.dirs.threads", Int(1)),
    ("num.replica.fetchers", Int(1)),
    ("offset.metadata.max.bytes", Int(0)),
    ("offsets.retention.check.interval.ms", Long(1)),
    ("offsets.retention.minutes", Int(1)),
    ("offsets.topic.num.partitions", Int(1)),
    ("offsets.topic.replication.factor", Int(1)),
    ("queued.max.requests", Int(1)),
    ("remote.log.msk.disable.policy", OneOf(&["Delete", "None"])),
    ("replica.fetch.backoff.ms", Int(0)),
    ("replica.fetch.max.bytes", Int(0)),
    ("replica.fetch.min.bytes", Int(0)),
    ("replica.fetch.response.max.bytes", Int(0)),
    ("replica.fetch.wait.max.ms", Int(0)),
    ("replica.high.watermark.checkpoint.interval.ms", Long(0)),
    ("replica.lag.time.max.ms", Long(0)),
    ("replica.selector.class", Text),
    ("replica.socket.receive.buffer.bytes", Int(-1)),
    ("replica.socket.timeout.ms", Int(0)),
    ("request.timeout.ms", Int(0)),
    ("socket.receive.buffer.bytes", Int(-1)),
    ("socket.request.max.bytes", Int(1)),
    ("socket.send.buffer.bytes", Int(-1)),
    ("transaction.max.timeout.ms", Int(1)),
    ("transaction.state.log.min.isr", Int(1)),
    ("transaction.state.log.num.partitions", Int(1)),
    ("transaction.state.log.replication.factor", Int(1)),
    ("transactional.id.expiration.ms", Int(1)),
    ("unclean.leader.election.enable", Boolean),
    ("zookeeper.connection.timeout.ms", Int(0)),
    ("zookeeper.session.timeout.ms", Int(0)),
    ("zookeeper.set.acl", Boolean),
];

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            Class::Limit,
            "Unknown property",
            ATTRIBUTE,
            "Properties that AWS does not list as configurable in November 2026.",
            CUSTOM,
            |config| {
                each(config, |name, _| {
                    if PROPERTIES.iter().any(|it| it.0 == name) {
                        return None;
                    }
                    let names: Vec<_> = PROPERTIES.iter().map(|it| it.0).collect();
                    let remedy = match nearest(name, &names) {
                        Some(nearest) => format!("Did you mean `{nearest}`?"),
                        None => "AWS lists those that can be set.".to_owned(),
                    };
                    Some(format!("`{ATTRIBUTE}` has `{name}`. {remedy}"))
                })
            },
        ),
        check(
            Class::Invariant,
            "Invalid property",
            ATTRIBUTE,
            "Values that Apache Kafka cannot read: no number, a number below the least, another word \
             than those that there are.",
            KAFKA,
            |config| {
                each(config, |name, value| {
                    let (_, kind) = PROPERTIES.iter().find(|it| it.0 == name)?;
                    let wrong = kind.check(value).err()?;
                    Some(format!("`{name}` in `{ATTRIBUTE}` must be {wrong}, not {value:?}."))
                })
            },
        ),
    ]
}

fn each(config: &Value, find: impl Fn(&str, &str) -> Option<String>) -> Vec<Finding> {
    let text = config.get(ATTRIBUTE).as_str().unwrap_or_default();
    let found = properties::parse(text);
    let found = found.iter().filter_map(|(name, value)| find(name, value));
    found.map(|it| Finding::at(ATTRIBUTE, it)).collect()
}

impl Kind {
    /// Says what a value must be, where it is not.
    fn check(self, value: &str) -> std::result::Result<(), String> {
        let whole = |least: i64, most: i64| match value.parse::<i64>() {
            Ok(number) if (least..=most).contains(&number) => Ok(()),
            _ => Err(format!("a whole number of {least} or more")),
        };
        match self {
            Boolean if matches!(value.to_lowercase().as_str(), "true" | "false") => Ok(()),
            Boolean => Err("true or false".to_owned()),
            Fraction if value.parse::<f64>().is_ok_and(|it| (0.0..=1.0).contains(&it)) => Ok(()),
            Fraction => Err("a number from 0 to 1".to_owned()),
            Int(least) => whole(least, i64::from(i32::MAX)),
            Long(least) => whole(least, i64::MAX),
            OneOf(words) if words.contains(&value) => Ok(()),
            OneOf(words) => Err(format!("one of {}", words.join(", "))),
            SomeOf(words) if value.split(',').all(|it| words.contains(&it.trim())) => Ok(()),
            SomeOf(words) => Err(format!("a list of {}", words.join(", "))),
            Text => Ok(()),
        }
    }
}
