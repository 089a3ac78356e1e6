//! Calls of the protocol that the acceptance tests cannot make at will.

use provider::Aws;
use serde_json::json;
use tfplugin::Server;
use tfplugin::wire::CancellationToken;
use tfplugin::wire::tfplugin6::provider_server::Provider;
use tfplugin::wire::tfplugin6::{
    ClientCapabilities, DynamicValue, RawState, ResourceIdentityData, call_function, diagnostic,
    get_provider_schema, get_resource_identity_schemas, import_resource_state, move_resource_state,
    plan_resource_change, stop_provider, upgrade_resource_identity, upgrade_resource_state,
    validate_resource_config,
};
use tonic::Request;

const QUEUE: &str = "aws_sqs_queue";

fn server() -> Server<Aws> {
    Server::new(provider::registry, CancellationToken::new())
}

fn raw(json: &serde_json::Value) -> RawState {
    RawState { json: json.to_string().into_bytes().into(), ..RawState::default() }
}

fn json(value: serde_json::Value) -> DynamicValue {
    DynamicValue { json: value.to_string().into_bytes().into(), ..DynamicValue::default() }
}

#[test]
fn empty_variables_do_not_keep_the_process_from_its_work() {
    let program = env!("CARGO_BIN_EXE_terraform-provider-aws-messaging");
    let say = |variables: &[(&str, &str)]| {
        let mut command = std::process::Command::new(program);
        let output = command.arg("--version").envs(variables.iter().copied()).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        output.stdout
    };
    assert_eq!(say(&[("AWS_ENDPOINT_URL", ""), ("AWS_REGION", "")]), say(&[]));
}

#[tokio::test]
async fn state_of_terraform_0_11_is_refused_with_the_way_out() {
    let flatmap = [("name".to_owned(), "orders".to_owned())].into();
    let raw_state = Some(RawState { flatmap, ..RawState::default() });
    let type_name = QUEUE.to_owned();
    let request = upgrade_resource_state::Request { type_name, version: 0, raw_state };
    let answer = server().upgrade_resource_state(Request::new(request)).await.unwrap();
    let [error] = &answer.get_ref().diagnostics[..] else { panic!("{answer:?}") };
    assert!(error.detail.contains("Terraform 0.12"), "{error:?}");
}

#[tokio::test]
async fn state_of_another_version_is_read_and_what_it_has_beyond_is_left_out() {
    let state = json!({"id": "https://x/1/orders", "name": "orders", "not_known_yet": [1]});
    let request = upgrade_resource_state::Request {
        type_name: QUEUE.to_owned(),
        version: 0,
        raw_state: Some(raw(&state)),
    };
    let answer = server().upgrade_resource_state(Request::new(request)).await.unwrap();
    assert_eq!(answer.get_ref().diagnostics, []);
    assert!(answer.get_ref().upgraded_state.is_some());
}

#[tokio::test]
async fn an_object_moves_between_providers_and_not_between_types() {
    let moved = async |source: &str| {
        let request = move_resource_state::Request {
            source_provider_address: "registry.terraform.io/hashicorp/aws".to_owned(),
            source_type_name: source.to_owned(),
            source_state: Some(raw(&json!({"id": "https://x/1/orders"}))),
            target_type_name: QUEUE.to_owned(),
            ..move_resource_state::Request::default()
        };
        server().move_resource_state(Request::new(request)).await.unwrap().into_inner()
    };
    assert!(moved(QUEUE).await.target_state.is_some());
    assert!(moved("aws_sns_topic").await.diagnostics[0].detail.contains("aws_sns_topic"));
}

#[tokio::test]
async fn a_function_is_called_without_configuration() {
    let request = call_function::Request {
        name: "arn_parse".to_owned(),
        arguments: vec![json(json!("arn:aws:sqs:us-east-1:123456789012:orders"))],
    };
    let answer = server().call_function(Request::new(request)).await.unwrap().into_inner();
    assert!(answer.error.is_none() && answer.result.is_some());

    let request = call_function::Request {
        name: "arn_parse".to_owned(),
        arguments: vec![json(json!("orders"))],
    };
    let answer = server().call_function(Request::new(request)).await.unwrap().into_inner();
    assert_eq!(answer.error.unwrap().function_argument, Some(0));
}

#[tokio::test]
async fn the_schema_and_imports_need_no_configuration() {
    let server = server();
    let schema = server.get_provider_schema(Request::new(get_provider_schema::Request {}));
    let schema = schema.await.unwrap().into_inner();
    assert!(schema.resource_schemas.contains_key(QUEUE));
    assert!(schema.provider_meta.is_some());

    let request = import_resource_state::Request {
        type_name: QUEUE.to_owned(),
        id: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders@eu-west-1".to_owned(),
        ..import_resource_state::Request::default()
    };
    let imported = server.import_resource_state(Request::new(request)).await.unwrap().into_inner();
    assert_eq!(imported.imported_resources.len(), 1, "{imported:?}");
}

#[tokio::test]
#[cfg_attr(not(feature = "default"), ignore = "it is about services that are off")]
async fn a_client_that_would_keep_write_only_passwords_is_told_so() {
    let broker = json!({
        "broker_name": "orders",
        "engine_type": "ActiveMQ",
        "engine_version": "5.18",
        "host_instance_type": "mq.m5.large",
        "ldap_server_metadata": [{
            "service_account_password_wo": "ldap-Secret1234",
            "service_account_password_wo_version": 1,
        }],
        "user": [{ "username": "orders" }],
        "user_passwords_wo": { "orders": "orders-Secret1234" },
        "user_passwords_wo_version": 1,
    });
    let problems = async |is_new: bool| {
        let capabilities =
            ClientCapabilities { write_only_attributes_allowed: is_new, ..Default::default() };
        let request = validate_resource_config::Request {
            type_name: "aws_mq_broker".to_owned(),
            config: Some(json(broker.clone())),
            client_capabilities: Some(capabilities),
        };
        let answer = server().validate_resource_config(Request::new(request)).await.unwrap();
        let mut problems = answer.into_inner().diagnostics;
        problems.retain(|it| it.severity() == diagnostic::Severity::Error);
        problems
    };
    assert_eq!(problems(true).await, []);
    let errors = problems(false).await;
    let details: Vec<_> = errors.iter().map(|it| it.detail.as_str()).collect();
    let needs = "is write-only: it needs Terraform 1.11 or OpenTofu 1.11, or later.";
    assert_eq!(
        details,
        [format!("`user_passwords_wo` {needs}"), format!("`service_account_password_wo` {needs}"),]
    );
    assert!(!format!("{errors:?}").contains("Secret1234"));
}

#[tokio::test]
async fn work_before_configuration_is_an_error_and_no_crash() {
    let server = server();
    let stop = server.stop_provider(Request::new(stop_provider::Request {})).await.unwrap();
    assert_eq!(stop.get_ref().error, "");
    let state = json!({"name": "orders"});
    let request = plan_resource_change::Request {
        type_name: QUEUE.to_owned(),
        proposed_new_state: Some(json(state.clone())),
        config: Some(json(state)),
        ..plan_resource_change::Request::default()
    };
    let answer = server.plan_resource_change(Request::new(request)).await.unwrap().into_inner();
    assert_eq!(answer.diagnostics[0].summary, "The provider is not configured");

    let unknown = import_resource_state::Request {
        type_name: "aws_no_such_thing".to_owned(),
        ..import_resource_state::Request::default()
    };
    assert!(server.import_resource_state(Request::new(unknown)).await.is_err());
}

/// The identities of hashicorp/aws 6.x: the version, what an import needs and what it may leave out.
const IDENTITIES: &[(&str, i64, &[&str], &[&str])] = &[
    ("aws_cloudwatch_dashboard", 0, &["dashboard_name"], PLACE),
    ("aws_cloudwatch_log_group", 0, &["name"], PLACE),
    ("aws_cloudwatch_log_stream", 0, &["log_group_name", "name"], PLACE),
    ("aws_cloudwatch_metric_alarm", 0, &["alarm_name"], PLACE),
    ("aws_default_security_group", 0, &["id"], PLACE),
    ("aws_glue_registry", 0, &["arn"], &[]),
    ("aws_glue_schema", 0, &["arn"], &[]),
    ("aws_kinesis_account_settings", 0, &[], PLACE),
    ("aws_kinesis_resource_policy", 0, &["resource_arn"], &[]),
    ("aws_kinesis_stream", 0, &["name"], PLACE),
    ("aws_kinesis_stream_consumer", 0, &["arn"], &[]),
    ("aws_msk_cluster", 0, &["arn"], &[]),
    ("aws_msk_replicator", 0, &["arn"], &[]),
    ("aws_msk_serverless_cluster", 0, &["arn"], &[]),
    ("aws_msk_topic", 0, &["cluster_arn", "name"], PLACE),
    ("aws_security_group", 0, &["id"], PLACE),
    ("aws_sns_topic", 0, &["arn"], &[]),
    ("aws_sns_topic_data_protection_policy", 0, &["arn"], &[]),
    ("aws_sns_topic_policy", 0, &["arn"], &[]),
    ("aws_sns_topic_subscription", 0, &["arn"], &[]),
    ("aws_sqs_queue", 1, &["url"], &[]),
    ("aws_sqs_queue_policy", 1, &["queue_url"], &[]),
    ("aws_sqs_queue_redrive_allow_policy", 1, &["queue_url"], &[]),
    ("aws_sqs_queue_redrive_policy", 1, &["queue_url"], &[]),
    ("aws_vpc_security_group_egress_rule", 0, &["id"], PLACE),
    ("aws_vpc_security_group_ingress_rule", 0, &["id"], PLACE),
    ("aws_vpc_security_group_vpc_association", 0, &["security_group_id", "vpc_id"], PLACE),
];

const PLACE: &[&str] = &["account_id", "region"];

#[tokio::test]
#[cfg_attr(not(feature = "default"), ignore = "it is about services that are off")]
async fn the_identities_are_those_of_hashicorp_aws() {
    let request = Request::new(get_resource_identity_schemas::Request {});
    let answer = server().get_resource_identity_schemas(request).await.unwrap().into_inner();
    let mut schemas: Vec<_> = answer.identity_schemas.into_iter().collect();
    schemas.sort_by(|a, b| a.0.cmp(&b.0));
    let served = schemas.iter().map(|(type_name, schema)| {
        let names = |is_needed: bool| -> Vec<&str> {
            let attributes = schema.identity_attributes.iter();
            let attributes = attributes.filter(|it| it.required_for_import == is_needed);
            attributes.map(|it| it.name.as_str()).collect()
        };
        (type_name.as_str(), schema.version, names(true), names(false))
    });
    let expected =
        IDENTITIES.iter().map(|it| (it.0, it.1, it.2.to_vec(), it.3.to_vec())).collect::<Vec<_>>();
    assert_eq!(served.collect::<Vec<_>>(), expected);
}

fn identity(value: serde_json::Value) -> Option<ResourceIdentityData> {
    Some(ResourceIdentityData { identity_data: Some(json(value)) })
}

#[tokio::test]
#[cfg_attr(not(feature = "default"), ignore = "it is about services that are off")]
async fn an_object_is_imported_by_its_identity() {
    let import = async |type_name: &str, value: serde_json::Value| {
        let request = import_resource_state::Request {
            type_name: type_name.to_owned(),
            identity: identity(value),
            ..import_resource_state::Request::default()
        };
        server().import_resource_state(Request::new(request)).await.unwrap().into_inner()
    };
    let place = json!({ "id": "sg-1", "account_id": null, "region": "eu-west-1" });
    for (type_name, value) in [
        (QUEUE, json!({ "url": "https://sqs.eu-west-1.amazonaws.com/123456789012/orders" })),
        ("aws_security_group", place),
        ("aws_kinesis_stream", json!({ "name": "orders", "account_id": null, "region": null })),
    ] {
        let answer = import(type_name, value).await;
        assert_eq!(answer.diagnostics, [], "{type_name}");
        assert_eq!(answer.imported_resources.len(), 1, "{type_name}");
    }
    // It is checked as the text of an import is.
    let answer = import(QUEUE, json!({ "url": "orders" })).await;
    assert!(answer.diagnostics[0].summary.contains("is not the URL of a queue"), "{answer:?}");
    let answer = import("aws_sns_topic", json!({ "arn": null })).await;
    assert!(answer.diagnostics[0].summary.contains("no `arn`"), "{answer:?}");
}

#[tokio::test]
async fn the_first_identity_of_queues_loses_its_account_and_region() {
    let old = json!({ "url": "https://x/1/orders", "account_id": "1", "region": "us-east-1" });
    let request = upgrade_resource_identity::Request {
        type_name: QUEUE.to_owned(),
        version: 0,
        raw_identity: Some(raw(&old)),
    };
    let answer = server().upgrade_resource_identity(Request::new(request)).await.unwrap();
    assert_eq!(answer.get_ref().diagnostics, []);
    assert!(answer.get_ref().upgraded_identity.is_some());
}
