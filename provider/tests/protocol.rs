//! Calls of the protocol that the acceptance tests cannot make at will.

use provider::Aws;
use serde_json::json;
use tfplugin::Server;
use tfplugin::wire::CancellationToken;
use tfplugin::wire::tfplugin6::provider_server::Provider;
use tfplugin::wire::tfplugin6::{
    ClientCapabilities, DynamicValue, RawState, call_function, diagnostic, get_provider_schema,
    import_resource_state, move_resource_state, plan_resource_change, stop_provider,
    upgrade_resource_state, validate_resource_config,
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
