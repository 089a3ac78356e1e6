//! Calls that a limit refuses, in the words of each service.

use super::*;

/// A call of a service, as its error if it has one.
async fn call(aws: &Aws, service: &str) -> tfplugin::Result<()> {
    let clients = aws.clients("eu-west-1");
    match service {
        "ec2" => Box::pin(clients.ec2().describe_vpcs().send()).await.into_result().map(|_| ()),
        "mq" => Box::pin(clients.mq().list_brokers().send()).await.into_result().map(|_| ()),
        "sns" => Box::pin(clients.sns().list_topics().send()).await.into_result().map(|_| ()),
        _ => Box::pin(clients.sqs().list_queues().send()).await.into_result().map(|_| ()),
    }
}

/// An error as the service writes it.
fn refusal(service: &str, code: &str, message: &str) -> (u16, String) {
    let body = match service {
        "ec2" => format!(
            "<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error>\
             </Errors><RequestID>1</RequestID></Response>"
        ),
        "sns" => format!(
            "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}\
             </Message></Error><RequestId>1</RequestId></ErrorResponse>"
        ),
        _ => format!(r#"{{"__type":"com.amazonaws#{code}","message":"{message}"}}"#),
    };
    (400, body)
}

/// What the service answers where there is nothing.
fn nothing(service: &str) -> (u16, &'static str) {
    let body = match service {
        "ec2" => "<DescribeVpcsResponse><vpcSet/></DescribeVpcsResponse>",
        "sns" => {
            "<ListTopicsResponse><ListTopicsResult><Topics/></ListTopicsResult>\
             </ListTopicsResponse>"
        }
        _ => "{}",
    };
    (200, body)
}

const SERVICES: &[&str] = &["ec2", "mq", "sns", "sqs"];

#[tokio::test]
async fn a_quota_of_any_service_is_an_error_at_once() {
    let message = "The limit of 3 is reached for the account";
    for service in SERVICES {
        for code in ["LimitExceededException", "OrdersLimitExceeded"] {
            let (status, body) = refusal(service, code, message);
            let server = Server::new(&[(status, &body), nothing(service)]).await;
            let aws = configure(&block(&server.url), &nowhere()).await.unwrap();
            let error = call(&aws, service).await.unwrap_err();
            assert!(error.message.contains(message), "{service}: {error:?}");
            assert!(error.remedy.contains("quota"), "{service}: {error:?}");
            assert_eq!(server.requests().len(), 1, "{service} {code}");
        }
    }
}

#[tokio::test]
async fn calls_that_come_too_fast_are_tried_again_by_whatever_code() {
    for service in SERVICES {
        for code in ["LimitExceededException", "Throttled", "KMSThrottling"] {
            let (status, body) = refusal(service, code, "Rate exceeded for orders");
            let server = Server::new(&[(status, &body), nothing(service)]).await;
            let aws = configure(&block(&server.url), &nowhere()).await.unwrap();
            call(&aws, service).await.unwrap();
            assert_eq!(server.requests().len(), 2, "{service} {code}");
        }
    }
}
