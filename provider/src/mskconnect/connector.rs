//! `aws_mskconnect_connector`

mod checks;
mod convert;
mod operation;
mod rules;

use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_kafkaconnect::operation::create_connector::CreateConnectorError;
use aws_sdk_kafkaconnect::types::ConnectorState;
use schemas::Value;
use tfplugin::{Diagnostic, Id};

use super::{NOT_FOUND, TAKEN, import, tags};
use crate::lost::Lost;
use crate::prelude::*;
use crate::region;
use crate::taken::{self, Holder};

pub(super) use self::operation::named;

/// Manages a connector of MSK Connect, which copies data between a Kafka cluster and another system.
///
/// `connector_configuration` stands in the state in plain text. To keep passwords out of it, name them
/// by a [config provider](https://docs.aws.amazon.com/msk/latest/developerguide/msk-connect-config-provider.html):
/// the plugin holds its code, an `aws_mskconnect_worker_configuration` turns it on, and the value of a
/// property is then a reference such as `${secretsmanager:orders:password}`, which workers resolve.
/// Values of properties that are named as secrets are in no error message.
///
/// A changed configuration or capacity is an operation of AWS that is followed to its end. Where it
/// fails, AWS rolls the connector back, and the apply fails with AWS's reason.
///
/// See [connectors](https://docs.aws.amazon.com/msk/latest/developerguide/msk-connect-connectors.html)
/// in the Amazon MSK Developer Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Connector {
    /// ARN of the connector.
    pub(crate) arn: Computed<String>,
    /// Properties of the connector, as its plugin knows them.
    pub(crate) connector_configuration: BTreeMap<String, String>,
    /// Description of the connector.
    #[attr(force_new)]
    pub(crate) description: Option<String>,
    /// Version of Kafka Connect, which has to be one that the cluster and the plugin go with.
    #[attr(force_new)]
    pub(crate) kafkaconnect_version: String,
    /// Name of the connector. It must be unique in the account and region.
    #[attr(force_new, check = length(1, 128))]
    pub(crate) name: String,
    /// ARN of the IAM role by which the connector uses other services of AWS.
    #[attr(force_new, check = arn())]
    pub(crate) service_execution_role_arn: String,
    /// Tags of the connector.
    pub(crate) tags: Option<Tags>,
    /// Version of the connector, which AWS changes with each update.
    pub(crate) version: Computed<String>,
    #[block]
    pub(crate) capacity: Capacity,
    #[block(force_new)]
    pub(crate) kafka_cluster: KafkaCluster,
    #[block(force_new)]
    pub(crate) kafka_cluster_client_authentication: KafkaClusterClientAuthentication,
    #[block(force_new)]
    pub(crate) kafka_cluster_encryption_in_transit: KafkaClusterEncryptionInTransit,
    #[block(force_new)]
    pub(crate) log_delivery: Option<LogDelivery>,
    #[block(force_new, min = 1)]
    pub(crate) plugin: Set<Plugin>,
    #[block(force_new)]
    pub(crate) worker_configuration: Option<WorkerConfiguration>,
}

/// How many workers there are: either a fixed number, or as many as are needed.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Capacity {
    #[block]
    pub(crate) autoscaling: Option<Autoscaling>,
    #[block]
    pub(crate) provisioned_capacity: Option<ProvisionedCapacity>,
}

/// Workers that AWS adds and removes.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Autoscaling {
    /// Most workers.
    #[attr(check = range(1..=10))]
    pub(crate) max_worker_count: i32,
    /// MSK Connect units of each worker: 1, 2, 4 or 8.
    #[attr(default = 1)]
    pub(crate) mcu_count: i32,
    /// Fewest workers.
    #[attr(check = range(1..=10))]
    pub(crate) min_worker_count: i32,
    #[block(computed)]
    pub(crate) scale_in_policy: Option<ScaleInPolicy>,
    #[block(computed)]
    pub(crate) scale_out_policy: Option<ScaleOutPolicy>,
}

/// When workers are removed.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ScaleInPolicy {
    /// CPU utilization in percent.
    #[attr(computed, check = range(1..=100))]
    pub(crate) cpu_utilization_percentage: Option<i32>,
}

/// When workers are added.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ScaleOutPolicy {
    /// CPU utilization in percent.
    #[attr(computed, check = range(1..=100))]
    pub(crate) cpu_utilization_percentage: Option<i32>,
}

/// A fixed number of workers.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ProvisionedCapacity {
    /// MSK Connect units of each worker: 1, 2, 4 or 8.
    #[attr(default = 1)]
    pub(crate) mcu_count: i32,
    /// Number of workers.
    #[attr(check = range(1..=10))]
    pub(crate) worker_count: i32,
}

/// The cluster.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct KafkaCluster {
    #[block(force_new)]
    pub(crate) apache_kafka_cluster: ApacheKafkaCluster,
}

/// A cluster of Apache Kafka, on MSK or elsewhere.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ApacheKafkaCluster {
    /// Bootstrap servers of the cluster: `host:port`, by commas.
    #[attr(force_new)]
    pub(crate) bootstrap_servers: String,
    #[block(force_new)]
    pub(crate) vpc: Vpc,
}

/// The network from which the cluster is reached.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Vpc {
    /// Security groups of the connector.
    #[attr(force_new)]
    pub(crate) security_groups: Set<String>,
    /// Subnets of the connector.
    #[attr(force_new)]
    pub(crate) subnets: Set<String>,
}

/// How the connector authenticates to the cluster.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct KafkaClusterClientAuthentication {
    /// `IAM`, or `NONE` for none and for TLS or SASL/SCRAM.
    #[attr(force_new, default = "NONE", check = one_of(&["NONE", "IAM"]))]
    pub(crate) authentication_type: String,
}

/// Encryption between the connector and the cluster.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct KafkaClusterEncryptionInTransit {
    /// Kind of the encryption.
    #[attr(force_new, default = "PLAINTEXT", check = one_of(&["PLAINTEXT", "TLS"]))]
    pub(crate) encryption_type: String,
}

/// What is logged.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct LogDelivery {
    #[block(force_new)]
    pub(crate) worker_log_delivery: WorkerLogDelivery,
}

/// Where the workers' logs go.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct WorkerLogDelivery {
    #[block(force_new)]
    pub(crate) cloudwatch_logs: Option<CloudwatchLogs>,
    #[block(force_new)]
    pub(crate) firehose: Option<Firehose>,
    #[block(force_new)]
    pub(crate) s3: Option<S3>,
}

/// Amazon CloudWatch Logs.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct CloudwatchLogs {
    /// Whether logs go there.
    #[attr(force_new)]
    pub(crate) enabled: bool,
    /// Name of the log group.
    #[attr(force_new)]
    pub(crate) log_group: Option<String>,
}

/// Amazon Data Firehose.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Firehose {
    /// Name of the delivery stream.
    #[attr(force_new)]
    pub(crate) delivery_stream: Option<String>,
    /// Whether logs go there.
    #[attr(force_new)]
    pub(crate) enabled: bool,
}

/// Amazon S3.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct S3 {
    /// Name of the bucket.
    #[attr(force_new)]
    pub(crate) bucket: Option<String>,
    /// Whether logs go there.
    #[attr(force_new)]
    pub(crate) enabled: bool,
    /// Prefix of the objects' names.
    #[attr(force_new)]
    pub(crate) prefix: Option<String>,
}

/// The code of the connector.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Plugin {
    #[block(force_new)]
    pub(crate) custom_plugin: CustomPlugin,
}

/// A custom plugin.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct CustomPlugin {
    /// ARN of the plugin.
    #[attr(force_new, check = arn())]
    pub(crate) arn: String,
    /// Revision of the plugin.
    #[attr(force_new)]
    pub(crate) revision: i64,
}

/// What workers are started with. Where it is left out, AWS has a default.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct WorkerConfiguration {
    /// ARN of the configuration.
    #[attr(force_new, check = arn())]
    pub(crate) arn: String,
    /// Revision of the configuration.
    #[attr(force_new)]
    pub(crate) revision: i64,
}

const HALF_AN_HOUR: Option<Duration> = Some(Duration::from_mins(30));

impl Resource<Aws> for Connector {
    type Identity = Id;

    const TYPE: &'static str = "aws_mskconnect_connector";
    const NAME: &'static str = "MSK Connect Connector";
    const TIMEOUTS: Timeouts = Timeouts {
        create: HALF_AN_HOUR,
        update: HALF_AN_HOUR,
        delete: HALF_AN_HOUR,
        ..Timeouts::NONE
    };

    fn validate(config: &Value) -> Vec<Diagnostic> {
        rules::problems(config)
    }

    fn checks() -> Vec<Check> {
        checks::checks()
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Id> {
        let request = plan.to_create(cx)?;
        let send = |lost: Lost<CreateConnectorError>, clock| {
            let request = request.clone().customize().interceptor(lost).interceptor(clock);
            async { Ok(request.send().await?.connector_arn) }
        };
        let holder = || async {
            Ok(named(cx, &plan.name).await?.map(|it| Holder {
                what: "ARN",
                id: it.connector_arn,
                created: it.creation_time,
                is_being_deleted: it.connector_state == Some(ConnectorState::Deleting),
            }))
        };
        let arn = taken::create(cx, TAKEN, send, holder).await;
        arn.map(Into::into).map_err(|it| rules::without_secrets(it, plan))
    }

    async fn read(cx: &Cx, id: &Id) -> Result<Option<Self>> {
        let (found, tags) = tokio::try_join!(operation::describe(cx, id), tags::of(cx, id))?;
        let (Some(found), Some(tags)) = (found, tags) else { return Ok(None) };
        match &found.connector_state {
            // Whoever reads it now goes on waiting where somebody was interrupted.
            Some(ConnectorState::Creating) => {
                return Err(Error::retryable("the connector is CREATING"));
            }
            Some(ConnectorState::Failed) => cx.warn(operation::failed(&found)),
            _ => {}
        }
        Ok(Some(Connector::from_api(found, tags)))
    }

    async fn update(cx: &Cx, id: &Id, prior: &Self, plan: &Self) -> Result<()> {
        tags::update(cx, id, prior.tags.as_ref(), plan.tags.as_ref()).await?;
        let changes = async {
            if prior.connector_configuration != plan.connector_configuration {
                operation::configure(cx, id, plan).await?;
            }
            if prior.capacity != plan.capacity {
                operation::scale(cx, id, plan).await?;
            }
            Ok(())
        };
        changes.await.map_err(|it| rules::without_secrets(it, plan))
    }

    async fn delete(cx: &Cx, id: &Id, _prior: &Self) -> Result<()> {
        let has_begun = cx.until(|| async {
            use ConnectorState::{Deleting, Failed, Paused, Running};
            match operation::describe(cx, id).await?.map(|it| it.connector_state) {
                None => Ok(Progress::Ready(false)),
                Some(Some(Deleting)) => Ok(Progress::Ready(true)),
                Some(Some(Failed | Paused | Running)) => {
                    let request = cx.kafkaconnect().delete_connector().connector_arn(id);
                    let answer = request.send().await.none_if_not_found(NOT_FOUND)?;
                    Ok(Progress::Ready(answer.is_some()))
                }
                // AWS refuses it while the connector is in between.
                Some(state) => Ok(operation::pending(state.as_ref())),
            }
        });
        if !has_begun.await? {
            return Ok(());
        }
        // A deletion may fail: of a connector whose role has lost its permissions, for one.
        cx.until(|| async {
            match operation::describe(cx, id).await? {
                None => Ok(Progress::Ready(())),
                Some(it) if it.connector_state == Some(ConnectorState::Failed) => {
                    Err(operation::failed(&it))
                }
                Some(it) => Ok(operation::pending(it.connector_state.as_ref())),
            }
        })
        .await
    }

    async fn progress(cx: &Cx, id: &Id) -> Result<Progress<()>> {
        use ConnectorState::{Deleting, Failed, Paused, Running};
        let Some(found) = operation::describe(cx, id).await? else {
            return Ok(Progress::Pending("the connector cannot be read yet".to_owned()));
        };
        match &found.connector_state {
            Some(Running | Paused) => Ok(Progress::Ready(())),
            Some(Failed) => Err(operation::failed(&found)),
            Some(Deleting) => Err(Error::new("the connector is being deleted")),
            state => Ok(operation::pending(state.as_ref())),
        }
    }

    fn import(id: &str) -> Result<Id> {
        import::checked(id, "connector").map(Into::into)
    }

    fn import_region(id: &Id) -> Option<&str> {
        region::of(id)
    }
}
