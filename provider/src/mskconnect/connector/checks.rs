//! What is checked of a connector.

use schemas::{Path, Value};

use crate::checks::{at, check, is_unset, number};
use crate::prelude::*;

const CREATE: &str = "https://docs.aws.amazon.com/MSKC/latest/mskc/v1-connectors.html";
const PROPERTIES: &str =
    "https://docs.aws.amazon.com/msk/latest/developerguide/msk-connect-connectors.html";
const SCALING: &str =
    "https://docs.aws.amazon.com/msk/latest/developerguide/msk-connect-capacity.html";
const LOGS: &str = "https://docs.aws.amazon.com/msk/latest/developerguide/msk-connect-logging.html";

const CONFIGURATION: &str = "connector_configuration";

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            Class::Limit,
            "Connector without a class",
            CONFIGURATION,
            "A configuration without `connector.class`, or whose `tasks.max` is no number.",
            PROPERTIES,
            |config| {
                let Some(properties) = config.get(CONFIGURATION).entries() else {
                    return Vec::new();
                };
                let mut found = Vec::new();
                if properties.get("connector.class").is_none_or(is_unset) {
                    let detail = "A connector needs the property `connector.class`. Add the class of \
                                  the plugin.";
                    found.push(Finding::at(CONFIGURATION, detail));
                }
                let tasks = properties.get("tasks.max").and_then(Value::as_str);
                if tasks.is_some_and(|it| number(&it.into()).is_none_or(|it| it < 1)) {
                    let detail = "`tasks.max` must be a number of 1 or more.";
                    found.push(Finding::at(CONFIGURATION, detail));
                }
                found
            },
        ),
        check(
            Class::Invariant,
            "Fewer workers at most than at least",
            "capacity",
            "A `min_worker_count` above `max_worker_count`.",
            SCALING,
            |config| {
                let scaling = at(config, &["capacity", "autoscaling"]);
                let count = |name: &str| at(scaling, &[name]).as_i64();
                let (Some(least), Some(most)) =
                    (count("min_worker_count"), count("max_worker_count"))
                else {
                    return Vec::new();
                };
                let path = Path::root("capacity").index(0).attribute("autoscaling").index(0);
                let detail = format!(
                    "`min_worker_count` must not be above `max_worker_count`: {least} is more than \
                     {most}."
                );
                let found = Finding { path: path.attribute("min_worker_count"), detail };
                Some(found).filter(|_| least > most).into_iter().collect()
            },
        ),
        check(
            Class::Danger,
            "Scaling in above scaling out",
            "capacity",
            "A connector that scales in at a higher load than it scales out at.",
            SCALING,
            |config| {
                let scaling = at(config, &["capacity", "autoscaling"]);
                let load = |name: &str| at(scaling, &[name, "cpu_utilization_percentage"]).as_i64();
                let (Some(scales_in), Some(out)) =
                    (load("scale_in_policy"), load("scale_out_policy"))
                else {
                    return Vec::new();
                };
                let detail = format!(
                    "The connector scales in below {scales_in} % and out above {out} %: it would do \
                     both at once. Set `scale_in_policy` below `scale_out_policy`."
                );
                Some(Finding::at("capacity", detail))
                    .filter(|_| scales_in >= out)
                    .into_iter()
                    .collect()
            },
        ),
        check(
            Class::Invariant,
            "IAM without TLS",
            "kafka_cluster_encryption_in_transit",
            "`authentication_type` IAM where the connection is not encrypted.",
            CREATE,
            |config| {
                const ENCRYPTION: &str = "kafka_cluster_encryption_in_transit";
                let authentication =
                    at(config, &["kafka_cluster_client_authentication", "authentication_type"]);
                let encryption = at(config, &[ENCRYPTION, "encryption_type"]);
                let is_plain = matches!(encryption, Value::Null)
                    && !config.get(ENCRYPTION).is_unknown()
                    || encryption.as_str() == Some("PLAINTEXT");
                let is_wrong = authentication.as_str() == Some("IAM") && is_plain;
                let detail =
                    "IAM authenticates clients over TLS only. Set `encryption_type` to TLS.";
                Some(Finding::at(ENCRYPTION, detail)).filter(|_| is_wrong).into_iter().collect()
            },
        ),
        check(
            Class::Limit,
            "Logs without a target",
            "log_delivery",
            "Worker logs that are enabled without the log group, bucket or delivery stream.",
            LOGS,
            |config| {
                let logs = at(config, &["log_delivery", "worker_log_delivery"]);
                let at_logs =
                    Path::root("log_delivery").index(0).attribute("worker_log_delivery").index(0);
                crate::checks::logs_without_target(logs, &at_logs)
            },
        ),
    ]
}
