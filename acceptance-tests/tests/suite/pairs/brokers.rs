//! Brokers as a configuration might have them: what an engine takes, and nothing else.

use acceptance_tests::Result;
use acceptance_tests::cloud::Cloud;
use acceptance_tests::random::Random;
use serde_json::{Map, Value, json};

use super::{Kind, maybe};

pub(super) const BROKERS: Kind = Kind {
    name: "brokers",
    count: 30,
    takes: &["mq.CreateBroker", "mq.RebootBroker", "mq.DeleteBroker"],
    // Not of a creation: of a broker of which nobody has the id, nobody can say whose it is.
    lost: &["* /v1/brokers/*"],
    around: |_| Ok(configurations()),
    some,
    after,
    left,
};

fn left(cloud: &Cloud<'_>) -> Result<usize> {
    let brokers = cloud.get("mq", "/v1/brokers?maxResults=100")?;
    Ok(brokers["brokerSummaries"].as_array().map_or(0, Vec::len))
}

/// Configurations that the brokers may use, by engine.
fn configurations() -> Value {
    let of = |engine: &str, version: &str, data: &str| {
        json!({
            "name": format!("{engine}-${{each.key}}"),
            "for_each": "${toset([\"a\", \"b\"])}",
            "engine_type": engine,
            "engine_version": version,
            "data": data,
        })
    };
    let xml = "<broker xmlns=\"http://activemq.apache.org/schema/core\"/>";
    json!({ "resource": { "aws_mq_configuration": {
        "ActiveMQ": of("ActiveMQ", "5.18", xml),
        "RabbitMQ": of("RabbitMQ", "3.13", "consumer_timeout = 1800000\n"),
    }}})
}

/// So many brokers.
fn some(random: &mut Random, count: usize) -> Value {
    of((0..count).map(|place| broker(random, place, None)))
}

/// What the same brokers are to be next.
fn after(random: &mut Random, brokers: &Value) -> Value {
    let brokers = brokers["resource"]["aws_mq_broker"].as_object().into_iter().flatten();
    of(brokers.enumerate().map(|(place, (_, before))| broker(random, place, Some(before))))
}

fn of(brokers: impl Iterator<Item = Value>) -> Value {
    let brokers = brokers.enumerate().map(|(place, it)| (format!("b{place:02}"), it));
    json!({ "resource": { "aws_mq_broker": brokers.collect::<Map<_, _>>() } })
}

fn broker(random: &mut Random, place: usize, before: Option<&Value>) -> Value {
    let engine = random.pick(&["ActiveMQ", "ActiveMQ", "RabbitMQ"]);
    // Most brokers stay what they are, so that it is not always another one that is created.
    let stays = before.filter(|_| !random.one_in(4));
    let engine = stays.and_then(|it| it["engine_type"].as_str()).unwrap_or(engine);
    let before = before.filter(|it| it["engine_type"] == engine);
    let is_rabbit = engine == "RabbitMQ";
    let versions = match is_rabbit {
        true => ["3.11.28", "3.12.13", "3.13", "4.2"],
        false => ["5.16.7", "5.17.6", "5.18", "5.19"],
    };
    // Versions only go up.
    let oldest =
        before.and_then(|it| versions.iter().position(|version| it["engine_version"] == *version));
    let version = random.pick(&versions[oldest.unwrap_or(0)..]);
    let is_pair = match stays {
        Some(it) => it["deployment_mode"] != "SINGLE_INSTANCE",
        None => random.one_in(2),
    };
    let mode = match (is_pair, is_rabbit) {
        (true, true) => "CLUSTER_MULTI_AZ",
        (true, false) => "ACTIVE_STANDBY_MULTI_AZ",
        (false, _) => "SINGLE_INSTANCE",
    };
    let name = random.pick(&["one", "one", "one", "other"]);
    let mut it = json!({
        "broker_name": format!("{name}-{place}"),
        "engine_type": engine,
        "engine_version": version,
        "deployment_mode": mode,
        "host_instance_type": random.pick(&["mq.m5.large", "mq.m5.xlarge"]),
    });
    let it = &mut it;
    match ["3.13", "4.2", "5.18", "5.19"].contains(&version) {
        true => it["auto_minor_version_upgrade"] = json!(true),
        false => maybe(random, it, "auto_minor_version_upgrade", json!([true, false])),
    }
    maybe(random, it, "apply_immediately", json!([true, true, false]));
    maybe(random, it, "publicly_accessible", json!([false, false, true]));
    maybe(random, it, "security_groups", json!([["sg-1"], ["sg-1", "sg-2"], ["sg-3"]]));
    maybe(random, it, "tags", json!([{}, { "a": "1" }, { "a": "2", "b": "" }]));
    // Whoever waits for longer waits in vain.
    it["timeouts"] = json!({ "create": "1m", "update": "1m", "delete": "1m" });
    maybe(
        random,
        it,
        "maintenance_window_start_time",
        json!([{ "day_of_week": "MONDAY", "time_of_day": "03:00", "time_zone": "UTC" },
        { "day_of_week": "FRIDAY", "time_of_day": "22:30", "time_zone": "Europe/Berlin" }]),
    );
    // AWS encrypts RabbitMQ by its own keys alone, and refuses to hear of others.
    if !is_rabbit && random.one_in(4) {
        let key = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0000-0000-0000-000000000000";
        it["encryption_options"] = json!({ "use_aws_owned_key": false, "kms_key_id": key });
    }
    if random.one_in(3) {
        let count = if is_pair { 2 } else { 1 };
        it["subnet_ids"] = json!(["subnet-1", "subnet-2"][..count]);
    }
    // A configuration that is no longer named stays in use, and a destroy would not know of it.
    if stays.is_some_and(|it| it.get("configuration").is_some()) || random.one_in(2) {
        let id = format!("aws_mq_configuration.{engine}[\"{}\"]", random.pick(&["a", "b"]));
        it["configuration"] = json!({ "id": format!("${{{id}.id}}") });
        if random.one_in(2) {
            it["configuration"]["revision"] = json!(format!("${{{id}.latest_revision}}"));
        }
    }
    match is_rabbit {
        true => of_rabbit(random, it),
        false => of_active(random, it),
    }
    if let Some(before) = stays {
        stay(it, before);
    }
    it.take()
}

/// What replaces a broker stays as it was before.
fn stay(it: &mut Value, before: &Value) {
    let rabbit: &[&str] = match it["engine_type"] == "RabbitMQ" {
        true => &["security_groups"],
        false => &[],
    };
    let fixed =
        ["broker_name", "encryption_options", "publicly_accessible", "storage_type", "subnet_ids"];
    for name in fixed.iter().chain(rabbit) {
        match before.get(name) {
            Some(value) => it[name] = value.clone(),
            None => drop(it.as_object_mut().and_then(|it| it.remove(*name))),
        }
    }
}

fn of_rabbit(random: &mut Random, it: &mut Value) {
    maybe(random, it, "storage_type", json!(["ebs", "EBS"]));
    maybe(random, it, "logs", json!([{ "general": true }, { "general": false }]));
    let (a, b) =
        ("arn:aws:ram:us-east-1:1:resource-share/a", "arn:aws:ram:us-east-1:1:resource-share/b");
    maybe(random, it, "resource_share_arns", json!([[], [a], [a, b], [b]]));
    if random.one_in(4) {
        it["authentication_strategy"] = json!("config_managed");
        return;
    }
    maybe(random, it, "authentication_strategy", json!(["simple"]));
    users(random, it, &["admin"]);
}

fn of_active(random: &mut Random, it: &mut Value) {
    let is_pair = it["deployment_mode"] != "SINGLE_INSTANCE";
    it["storage_type"] = json!(if is_pair { "EFS" } else { random.pick(&["efs", "EFS", "ebs"]) });
    maybe(
        random,
        it,
        "logs",
        json!([{ "general": true },
        { "general": false, "audit": "true" },
        { "audit": "false" }]),
    );
    maybe(random, it, "data_replication_mode", json!(["NONE"]));
    match random.one_in(4) {
        true => {
            it["authentication_strategy"] = json!("ldap");
            let mut ldap = json!({
                "hosts": ["ldap.example.com"],
                "role_base": random.pick(&["ou=roles", "ou=groups"]),
                "role_search_matching": "(member={0})",
                "service_account_username": "cn=reader",
                "user_base": "ou=users",
                "user_search_matching": "(uid={0})",
            });
            maybe(random, &mut ldap, "role_search_subtree", json!([true, false]));
            let password = random.pick(&["FirstSecret1234", "OtherSecret1234"]);
            match random.one_in(2) {
                true => ldap["service_account_password"] = json!(password),
                false => {
                    ldap["service_account_password_wo"] = json!(password);
                    ldap["service_account_password_wo_version"] = json!(random.below(3));
                }
            }
            it["ldap_server_metadata"] = ldap;
        }
        false => maybe(random, it, "authentication_strategy", json!(["simple", "SIMPLE"])),
    }
    let mut names = random.some(&["ann", "bob", "eve", "kim"]);
    if names.is_empty() {
        names.push("ann");
    }
    users(random, it, &names);
    for user in it["user"].as_array_mut().into_iter().flatten() {
        maybe(random, user, "console_access", json!([true, false]));
        maybe(random, user, "groups", json!([["admins"], ["admins", "users"], []]));
        // AWS lets no user have both.
        if user["console_access"] != true {
            maybe(random, user, "replication_user", json!([false, false, true]));
        }
    }
}

/// Users with passwords of both kinds.
fn users(random: &mut Random, it: &mut Value, names: &[&str]) {
    let (mut users, mut secrets) = (Vec::new(), Map::new());
    for name in names {
        let mut user = json!({ "username": name });
        let password = json!(random.pick(&["FirstPassword1234", "OtherPassword1234"]));
        match random.one_in(2) {
            true => user["password"] = password,
            false => drop(secrets.insert((*name).to_owned(), password)),
        }
        users.push(user);
    }
    it["user"] = json!(users);
    if !secrets.is_empty() {
        it["user_passwords_wo"] = json!(secrets);
        it["user_passwords_wo_version"] = json!(random.below(3));
    }
}
