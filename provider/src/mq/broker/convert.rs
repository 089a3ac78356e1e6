//! What Amazon MQ is told of a broker, and tells of it.

use std::collections::BTreeSet;

use aws_sdk_mq::operation::create_broker::builders::CreateBrokerInputBuilder;
use aws_sdk_mq::operation::describe_broker::DescribeBrokerOutput;
use aws_sdk_mq::operation::describe_user::DescribeUserOutput;
use aws_sdk_mq::types as api;
use aws_sdk_mq::types::EngineType;

use super::super::any_case::AnyCase;
use super::super::version::Version;
use super::update::awaits_reboot;
use super::values::Audit;
use super::{
    Broker, Configuration, EncryptionOptions, Instances, LdapServerMetadata, Logs,
    MaintenanceWindowStartTime, SharedResources, User,
};
use crate::prelude::*;
use crate::tags;

impl Broker {
    /// The broker as it is to be created. An update says of it what has changed.
    pub(super) fn to_api(&self) -> CreateBrokerInputBuilder {
        let is_rabbit = self.is_rabbit();
        // What is the only way for RabbitMQ is not to be said of it.
        let encryption = self.encryption_options.as_ref();
        let encryption = encryption.filter(|it| !is_rabbit || **it != EncryptionOptions::AWS_OWNED);
        let users = self.user.iter().flat_map(|it| it.iter());
        let users = users.map(|it| it.to_api(self.secret(it))).collect();
        CreateBrokerInputBuilder::default()
            .set_authentication_strategy(
                self.authentication_strategy.as_ref().map(|it| it.capitals().as_str().into()),
            )
            .auto_minor_version_upgrade(self.auto_minor_version_upgrade)
            .broker_name(&self.broker_name)
            .set_configuration(self.configuration.as_ref().and_then(Configuration::to_api))
            .set_data_replication_mode(self.data_replication_mode.as_deref().map(Into::into))
            .set_data_replication_primary_broker_arn(
                self.data_replication_primary_broker_arn.clone(),
            )
            .deployment_mode(self.deployment_mode.capitals().as_str().into())
            .set_encryption_options(encryption.map(EncryptionOptions::to_api))
            .engine_type(self.engine_type.0.as_str().into())
            .engine_version(&self.engine_version.0)
            .host_instance_type(&self.host_instance_type)
            .set_ldap_server_metadata(
                self.ldap_server_metadata.as_ref().map(LdapServerMetadata::to_api),
            )
            .set_logs(self.logs.as_ref().map(|it| it.to_api(is_rabbit)))
            .set_maintenance_window_start_time(
                self.maintenance_window_start_time.as_ref().map(MaintenanceWindowStartTime::to_api),
            )
            .publicly_accessible(self.publicly_accessible)
            .set_security_groups(sorted(&self.security_groups))
            .set_storage_type(self.storage_type.as_ref().map(|it| it.capitals().as_str().into()))
            .set_subnet_ids(sorted(&self.subnet_ids))
            .set_tags(tags::to_create(self.tags.as_ref()))
            .set_users(Some(users))
    }

    pub(super) fn is_rabbit(&self) -> bool {
        is_rabbit(Some(&self.engine_type.0.as_str().into()))
    }

    /// The password of a user, wherever it stands.
    pub(super) fn secret<'a>(&'a self, user: &'a User) -> Option<&'a str> {
        let secrets = self.user_passwords_wo.as_ref();
        user.password.as_deref().or_else(|| secrets?.get(&user.username).map(String::as_str))
    }

    /// What waits for a reboot counts as made. `users` and `shared` are `None` where Amazon MQ does
    /// not tell them.
    pub(super) fn from_api(
        broker: DescribeBrokerOutput,
        users: Option<Vec<DescribeUserOutput>>,
        shared: Option<Vec<api::SharedResource>>,
    ) -> Broker {
        // Told as drift where changes are to be made immediately: the next apply reboots.
        let apply_immediately = awaits_reboot(&broker, shared.as_deref()).then_some(false);
        let configurations = broker.configurations;
        let configuration = configurations.and_then(|it| it.pending.or(it.current));
        let replication = broker.pending_data_replication_mode;
        let pending_groups = broker.pending_security_groups.filter(|it| !it.is_empty());
        let groups = pending_groups.or(broker.security_groups);
        let ldap = broker.pending_ldap_server_metadata.or(broker.ldap_server_metadata);
        let strategy = broker.pending_authentication_strategy.or(broker.authentication_strategy);
        let version = broker.pending_engine_version.or(broker.engine_version);
        Broker {
            apply_immediately,
            arn: broker.broker_arn.into(),
            authentication_strategy: strategy.map(|it| AnyCase(it.as_str().to_owned())),
            auto_minor_version_upgrade: broker.auto_minor_version_upgrade.unwrap_or_default(),
            broker_name: broker.broker_name.unwrap_or_default(),
            configuration: configuration.map(Configuration::from_api),
            data_replication_mode: replication
                .clone()
                .or(broker.data_replication_mode)
                .map(|it| it.as_str().to_owned()),
            data_replication_primary_broker_arn: None,
            deployment_mode: AnyCase(
                broker.deployment_mode.map_or_else(String::new, |it| it.to_string()),
            ),
            encryption_options: broker.encryption_options.map(EncryptionOptions::from_api),
            engine_type: AnyCase(broker.engine_type.map_or_else(String::new, |it| it.to_string())),
            engine_version: Version(version.unwrap_or_default()),
            host_instance_type: broker
                .pending_host_instance_type
                .or(broker.host_instance_type)
                .unwrap_or_default(),
            instances: broker
                .broker_instances
                .map(|them| them.into_iter().map(Instances::from_api).collect())
                .into(),
            ldap_server_metadata: ldap.and_then(LdapServerMetadata::from_api),
            logs: broker.logs.map(Logs::from_api),
            maintenance_window_start_time: broker
                .maintenance_window_start_time
                .map(MaintenanceWindowStartTime::from_api),
            pending_data_replication_mode: replication.map(|it| it.as_str().to_owned()).into(),
            publicly_accessible: broker.publicly_accessible.unwrap_or_default(),
            resource_share_arns: shared.as_deref().map(shares),
            security_groups: groups.map(Set),
            shared_resources: Computed(Some(
                shared.into_iter().flatten().map(SharedResources::from_api).collect(),
            )),
            storage_type: broker.storage_type.map(|it| AnyCase(it.as_str().to_owned())),
            subnet_ids: broker.subnet_ids.map(Set),
            tags: Some(broker.tags.unwrap_or_default().into_iter().collect()),
            user: users.map(|them| them.into_iter().map(User::from_api).collect()),
            user_passwords_wo: None,
            user_passwords_wo_version: None,
        }
    }
}

impl Configuration {
    fn to_api(&self) -> Option<api::ConfigurationId> {
        let id = self.id.clone()?;
        let revision = self.revision.filter(|it| *it > 0);
        Some(api::ConfigurationId::builder().id(id).set_revision(revision).build())
    }

    fn from_api(it: api::ConfigurationId) -> Configuration {
        Configuration { id: it.id, revision: it.revision }
    }
}

impl EncryptionOptions {
    /// What AWS does where nothing is said.
    const AWS_OWNED: EncryptionOptions =
        EncryptionOptions { kms_key_id: None, use_aws_owned_key: true };

    fn to_api(&self) -> api::EncryptionOptions {
        api::EncryptionOptions::builder()
            .set_kms_key_id(self.kms_key_id.clone())
            .use_aws_owned_key(self.use_aws_owned_key)
            .build()
    }

    fn from_api(it: api::EncryptionOptions) -> EncryptionOptions {
        EncryptionOptions {
            kms_key_id: it.kms_key_id,
            use_aws_owned_key: it.use_aws_owned_key.unwrap_or_default(),
        }
    }
}

impl Instances {
    fn from_api(it: api::BrokerInstance) -> Instances {
        Instances {
            console_url: it.console_url.into(),
            endpoints: it.endpoints.into(),
            ip_address: it.ip_address.into(),
        }
    }
}

impl LdapServerMetadata {
    fn to_api(&self) -> api::LdapServerMetadataInput {
        let secret = self.service_account_password_wo.as_ref();
        let password = self.service_account_password.as_ref();
        api::LdapServerMetadataInput::builder()
            .set_hosts(self.hosts.clone())
            .set_role_base(self.role_base.clone())
            .set_role_name(self.role_name.clone())
            .set_role_search_matching(self.role_search_matching.clone())
            .set_role_search_subtree(self.role_search_subtree)
            .set_service_account_password(password.or(secret).cloned())
            .set_service_account_username(self.service_account_username.clone())
            .set_user_base(self.user_base.clone())
            .set_user_role_name(self.user_role_name.clone())
            .set_user_search_matching(self.user_search_matching.clone())
            .set_user_search_subtree(self.user_search_subtree)
            .build()
    }

    /// A broker without LDAP may have an empty object.
    fn from_api(it: api::LdapServerMetadataOutput) -> Option<LdapServerMetadata> {
        it.hosts.as_ref().filter(|it| !it.is_empty())?;
        Some(LdapServerMetadata {
            hosts: it.hosts,
            role_base: it.role_base,
            role_name: it.role_name,
            role_search_matching: it.role_search_matching,
            role_search_subtree: it.role_search_subtree,
            service_account_password: None,
            service_account_password_wo: None,
            service_account_password_wo_version: None,
            service_account_username: it.service_account_username,
            user_base: it.user_base,
            user_role_name: it.user_role_name,
            user_search_matching: it.user_search_matching,
            user_search_subtree: it.user_search_subtree,
        })
    }
}

impl Logs {
    /// RabbitMQ refuses audits even where they are off.
    fn to_api(&self, is_rabbit: bool) -> api::Logs {
        api::Logs::builder()
            .set_audit(self.audit.as_ref().and_then(Audit::is_on).filter(|_| !is_rabbit))
            .general(self.general.unwrap_or_default())
            .build()
    }

    fn from_api(it: api::LogsSummary) -> Logs {
        let (audit, general) = match it.pending {
            Some(pending) => (pending.audit, pending.general),
            None => (it.audit, it.general),
        };
        Logs { audit: audit.map(|it| Audit(it.to_string())), general }
    }
}

impl MaintenanceWindowStartTime {
    fn to_api(&self) -> api::WeeklyStartTime {
        api::WeeklyStartTime::builder()
            .day_of_week(self.day_of_week.capitals().as_str().into())
            .time_of_day(&self.time_of_day)
            .time_zone(&self.time_zone)
            .build()
    }

    fn from_api(it: api::WeeklyStartTime) -> MaintenanceWindowStartTime {
        MaintenanceWindowStartTime {
            day_of_week: AnyCase(it.day_of_week.map_or_else(String::new, |it| it.to_string())),
            time_of_day: it.time_of_day.unwrap_or_default(),
            time_zone: it.time_zone.unwrap_or_default(),
        }
    }
}

impl SharedResources {
    fn from_api(it: api::SharedResource) -> SharedResources {
        SharedResources {
            dns_names: it.dns_names.into(),
            resource_arn: it.resource_arn.into(),
            status: it.status.map(|it| it.as_str().to_owned()).into(),
            r#type: it.r#type.map(|it| it.as_str().to_owned()).into(),
        }
    }
}

impl User {
    /// What is false is said: Amazon MQ has taken the absence of a flag for true.
    pub(super) fn to_api(&self, password: Option<&str>) -> api::User {
        api::User::builder()
            .console_access(self.console_access.unwrap_or_default())
            .set_groups(sorted(&self.groups))
            .set_password(password.map(str::to_owned))
            .replication_user(self.replication_user.unwrap_or_default())
            .username(&self.username)
            .build()
    }

    fn from_api(it: DescribeUserOutput) -> User {
        let (access, groups) = match it.pending {
            Some(pending) => (pending.console_access, pending.groups),
            None => (it.console_access, it.groups),
        };
        User {
            console_access: access,
            groups: groups.map(Set),
            password: None,
            replication_user: it.replication_user,
            username: it.username.unwrap_or_default(),
        }
    }
}

/// The shares that resources come from, but for those that leave with the next reboot.
fn shares(resources: &[api::SharedResource]) -> Set<String> {
    use api::SharedResourceStatus::{DeletionInProgress, PendingDelete};
    let leaves =
        |it: &api::SharedResource| matches!(it.status, Some(PendingDelete | DeletionInProgress));
    let stay = resources.iter().filter(|it| !leaves(it));
    let shares = stay.flat_map(|it| match it.r#type {
        Some(api::SharedResourceType::ResourceShare) => it.resource_arn.as_slice(),
        _ => it.resource_share_arns(),
    });
    let shares: BTreeSet<_> = shares.cloned().collect();
    Set(shares.into_iter().collect())
}

pub(super) fn is_rabbit(engine: Option<&EngineType>) -> bool {
    engine.is_some_and(|it| it.as_str().eq_ignore_ascii_case("RABBITMQ"))
}

/// The elements of a set in an order in which they can be compared; `None` for none.
pub(super) fn sorted(set: &Option<Set<String>>) -> Option<Vec<String>> {
    let mut elements = set.as_ref().filter(|it| !it.is_empty())?.to_vec();
    elements.sort();
    Some(elements)
}

#[cfg(test)]
mod tests {
    use schemas::Value;

    use super::*;

    fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
        Value::Object(entries.map(|(name, it)| (name.to_owned(), it)).into())
    }

    fn broker(engine: &str, key: Value) -> Broker {
        let mut fields = Broker::block().empty().into_entries().unwrap();
        let user = object([("username", "ann".into()), ("password", "AnnPassword1234".into())]);
        let key = object([("kms_key_id", key), ("use_aws_owned_key", true.into())]);
        let logs = object([("audit", "false".into()), ("general", true.into())]);
        for (name, value) in [
            ("deployment_mode", "single_instance".into()),
            ("encryption_options", Value::List(vec![key])),
            ("engine_type", engine.into()),
            ("logs", Value::List(vec![logs])),
            ("user", Value::set([user])),
        ] {
            fields.insert(name.to_owned(), value);
        }
        Broker::decode(&mut fields).unwrap()
    }

    #[test]
    fn what_rabbitmq_refuses_is_not_said_of_it() {
        let said = broker("rabbitmq", Value::Null).to_api();
        assert_eq!(*said.get_encryption_options(), None);
        let logs = said.get_logs().clone().unwrap();
        assert_eq!((logs.audit, logs.general), (None, Some(true)));

        let said = broker("ActiveMQ", Value::Null).to_api();
        assert_eq!(said.get_encryption_options().as_ref().unwrap().use_aws_owned_key, Some(true));
        assert_eq!(said.get_logs().as_ref().unwrap().audit, Some(false));
        // What somebody asks for is asked for.
        let said = broker("RabbitMQ", "arn:aws:kms:us-east-1:1:key/a".into()).to_api();
        assert!(said.get_encryption_options().is_some());
    }

    #[test]
    fn words_are_sent_as_the_api_knows_them_and_flags_always() {
        let said = broker("ActiveMQ", Value::Null).to_api();
        assert_eq!(*said.get_deployment_mode(), Some(api::DeploymentMode::SingleInstance));
        let [user] = &said.get_users().as_ref().unwrap()[..] else { panic!("one user") };
        assert_eq!((user.console_access, user.replication_user), (Some(false), Some(false)));
    }

    #[test]
    fn endpoints_stay_in_the_order_of_aws() {
        let endpoints = ["ssl", "amqp+ssl", "stomp+ssl", "mqtt+ssl", "wss"];
        let endpoints = endpoints.map(|it| format!("{it}://b-1-1.mq.us-east-1.on.aws")).to_vec();
        let instance =
            api::BrokerInstance::builder().set_endpoints(Some(endpoints.clone())).build();
        assert_eq!(Instances::from_api(instance).endpoints, endpoints.into());
    }

    #[test]
    fn a_broker_that_is_being_created_has_no_instances_and_a_configuration_to_come() {
        let pending = api::ConfigurationId::builder().id("c-1").revision(1).build();
        let configurations =
            api::Configurations::builder().set_history(Some(Vec::new())).pending(pending).build();
        let told = DescribeBrokerOutput::builder()
            .set_broker_instances(Some(Vec::new()))
            .configurations(configurations)
            .build();
        let broker = Broker::from_api(told, None, None);
        assert_eq!(broker.instances, Vec::new().into());
        assert_eq!(broker.configuration.unwrap().id.as_deref(), Some("c-1"));
    }
}
