//! `aws_mq_broker`, the data source

use tfplugin::{DataSource, path};

use super::any_case::AnyCase;
use super::broker::{
    self, Configuration, EncryptionOptions, Instances, Logs, MaintenanceWindowStartTime,
    SharedResources,
};
use crate::prelude::*;

/// Looks up an Amazon MQ broker by ID or name.
///
/// See
/// [DescribeBroker](https://docs.aws.amazon.com/amazon-mq/latest/api-reference/brokers-broker-id.html)
/// in the Amazon MQ API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct BrokerDataSource {
    /// ARN of the broker.
    pub(crate) arn: Computed<String>,
    /// How users are authenticated: `simple`, `ldap` or `config_managed`.
    pub(crate) authentication_strategy: Computed<AnyCase>,
    /// Whether Amazon MQ upgrades the broker to new patch versions.
    pub(crate) auto_minor_version_upgrade: Computed<bool>,
    /// ID of the broker.
    #[attr(computed, exactly_one_of = ["broker_id", "broker_name"])]
    pub(crate) broker_id: Option<String>,
    /// Name of the broker.
    #[attr(computed, exactly_one_of = ["broker_id", "broker_name"])]
    pub(crate) broker_name: Option<String>,
    #[block]
    pub(crate) configuration: Computed<Vec<Configuration>>,
    /// Deployment mode: `SINGLE_INSTANCE`, `ACTIVE_STANDBY_MULTI_AZ` or `CLUSTER_MULTI_AZ`.
    pub(crate) deployment_mode: Computed<String>,
    #[block]
    pub(crate) encryption_options: Computed<Vec<EncryptionOptions>>,
    /// Broker engine.
    pub(crate) engine_type: Computed<AnyCase>,
    /// Version of the engine.
    pub(crate) engine_version: Computed<String>,
    /// Instance type of the broker.
    pub(crate) host_instance_type: Computed<String>,
    /// ID of the broker.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    #[block]
    pub(crate) instances: Computed<Vec<Instances>>,
    #[block]
    pub(crate) ldap_server_metadata: Computed<Vec<Ldap>>,
    #[block]
    pub(crate) logs: Computed<Vec<Logs>>,
    #[block]
    pub(crate) maintenance_window_start_time: Computed<Vec<MaintenanceWindowStartTime>>,
    /// Whether the broker can be reached from outside its VPC.
    pub(crate) publicly_accessible: Computed<bool>,
    /// ARNs of AWS RAM resource shares with the private resources that a RabbitMQ broker can reach.
    pub(crate) resource_share_arns: Computed<Set<String>>,
    /// IDs of the security groups that control access to the broker.
    pub(crate) security_groups: Computed<Set<String>>,
    #[block]
    pub(crate) shared_resources: Computed<Vec<SharedResources>>,
    /// Storage type: `ebs` or `efs`.
    pub(crate) storage_type: Computed<AnyCase>,
    /// IDs of the subnets of the broker.
    pub(crate) subnet_ids: Computed<Set<String>>,
    /// Tags of the broker.
    #[attr(computed)]
    pub(crate) tags: Option<Tags>,
    #[block]
    pub(crate) user: Computed<Set<BrokerUser>>,
}

/// LDAP servers that authenticate and authorize connections.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Ldap {
    /// Host names of the LDAP servers.
    pub(crate) hosts: Computed<Vec<String>>,
    /// Base DN of the search for roles.
    pub(crate) role_base: Computed<String>,
    /// Attribute that holds the name of a role.
    pub(crate) role_name: Computed<String>,
    /// Search filter for the roles of a user.
    pub(crate) role_search_matching: Computed<String>,
    /// Whether the search for roles covers the whole subtree.
    pub(crate) role_search_subtree: Computed<bool>,
    /// Always empty: AWS does not return the password.
    pub(crate) service_account_password: Computed<String>,
    /// User name of the service account.
    pub(crate) service_account_username: Computed<String>,
    /// Base DN of the search for users.
    pub(crate) user_base: Computed<String>,
    /// Attribute of a user that holds its roles.
    pub(crate) user_role_name: Computed<String>,
    /// Search filter for users.
    pub(crate) user_search_matching: Computed<String>,
    /// Whether the search for users covers the whole subtree.
    pub(crate) user_search_subtree: Computed<bool>,
}

/// Users of the broker. AWS does not return the users of RabbitMQ.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct BrokerUser {
    /// Whether the user can use the ActiveMQ web console.
    pub(crate) console_access: Computed<bool>,
    /// Groups of the user.
    pub(crate) groups: Computed<Set<String>>,
    /// Whether the user is for data replication between regions.
    pub(crate) replication_user: Computed<bool>,
    /// User name.
    pub(crate) username: Computed<String>,
}

impl DataSource<Aws> for BrokerDataSource {
    const TYPE: &'static str = "aws_mq_broker";
    const NAME: &'static str = "MQ Broker";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let id = match (&config.broker_id, &config.broker_name) {
            (Some(id), _) => id.clone(),
            (None, Some(name)) => broker::named(cx, name).await?.ok_or_else(|| {
                let region = cx.region();
                let message = format!("no matching MQ Broker: {name:?} in {region}");
                Error::at(path("broker_name"), message)
            })?,
            (None, None) => return Err(Error::new("set `broker_id` or `broker_name`")),
        };
        let broker = broker::describe(cx, &id).await?.ok_or_else(|| {
            let region = cx.region();
            Error::at(path("broker_id"), format!("no matching MQ Broker: {id:?} in {region}"))
        })?;
        // As it is, also while it is created: there are no instances then.
        let broker = broker::told(cx, &id, broker).await?;
        Ok(BrokerDataSource {
            arn: broker.arn,
            authentication_strategy: broker.authentication_strategy.into(),
            auto_minor_version_upgrade: broker.auto_minor_version_upgrade.into(),
            broker_id: Some(id.clone()),
            broker_name: Some(broker.broker_name),
            configuration: one(broker.configuration),
            deployment_mode: broker.deployment_mode.0.into(),
            encryption_options: one(broker.encryption_options),
            engine_type: broker.engine_type.into(),
            engine_version: broker.engine_version.0.into(),
            host_instance_type: broker.host_instance_type.into(),
            id: Some(id),
            instances: broker.instances,
            ldap_server_metadata: one(broker.ldap_server_metadata.map(|it| Ldap {
                hosts: it.hosts.into(),
                role_base: it.role_base.into(),
                role_name: it.role_name.into(),
                role_search_matching: it.role_search_matching.into(),
                role_search_subtree: it.role_search_subtree.into(),
                service_account_password: String::new().into(),
                service_account_username: it.service_account_username.into(),
                user_base: it.user_base.into(),
                user_role_name: it.user_role_name.into(),
                user_search_matching: it.user_search_matching.into(),
                user_search_subtree: it.user_search_subtree.into(),
            })),
            logs: one(broker.logs),
            maintenance_window_start_time: one(broker.maintenance_window_start_time),
            publicly_accessible: broker.publicly_accessible.into(),
            resource_share_arns: broker.resource_share_arns.into(),
            security_groups: broker.security_groups.into(),
            shared_resources: broker.shared_resources,
            storage_type: broker.storage_type.into(),
            subnet_ids: broker.subnet_ids.into(),
            tags: broker.tags,
            user: Computed(broker.user.map(|them| {
                let users = them.0.into_iter().map(|it| BrokerUser {
                    console_access: it.console_access.into(),
                    groups: it.groups.into(),
                    replication_user: it.replication_user.into(),
                    username: it.username.into(),
                });
                users.collect()
            })),
        })
    }
}

/// A list of one or none, as data sources tell a block.
fn one<T>(it: Option<T>) -> Computed<Vec<T>> {
    Computed(Some(it.into_iter().collect()))
}
