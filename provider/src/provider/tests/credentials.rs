//! Where credentials come from, and what is said where there are none.

use super::*;
use crate::provider::configuration::AssumeRole;

#[tokio::test]
async fn missing_credentials_are_told_with_the_places_that_were_looked_at() {
    let mut block = block("http://127.0.0.1:1");
    (block.access_key, block.secret_key) = (None, None);
    let aws = configure(&block, &nowhere()).await.unwrap();
    let error = list_queues(&aws).await.unwrap_err();
    for place in [
        "no AWS credentials found; searched: ",
        "`access_key`",
        "AWS_ACCESS_KEY_ID",
        "profile \"default\" in /nonexistent/.aws/config (does not exist), ",
        "EC2 instance metadata (disabled)",
    ] {
        assert!(error.message.contains(place), "{}", error.message);
    }
}

#[tokio::test]
async fn the_places_without_credentials_are_listed_once() {
    let mut block = block("http://127.0.0.1:1");
    (block.access_key, block.secret_key) = (None, None);
    let aws = configure(&block, &nowhere()).await.unwrap();
    let mut messages = Vec::new();
    for _ in 0..5 {
        messages.push(list_queues(&aws).await.unwrap_err().message);
    }
    let listed = messages.iter().filter(|it| it.contains("searched: ")).count();
    assert_eq!(listed, 1, "{messages:?}");
    assert!(messages[4].starts_with("no AWS credentials: another error lists"), "{messages:?}");
}

#[tokio::test]
async fn credentials_that_aws_refuses_are_told_with_the_place_they_come_from() {
    let expired = r#"{"__type":"ExpiredTokenException","message":"The token is expired."}"#;
    let invalid = r#"{"__type":"UnrecognizedClientException","message":"The token is invalid."}"#;
    let role = role(7);
    for (answers, role_arn, variables, place) in [
        (vec![(400, expired)], None, false, "the arguments `access_key` and `secret_key`"),
        (vec![(403, invalid)], None, true, "the environment (AWS_ACCESS_KEY_ID)"),
        (
            vec![(200, &*role), (403, invalid)],
            Some("arn:aws:iam::123456789012:role/a"),
            true,
            "role arn",
        ),
    ] {
        let server = Server::new(&answers).await;
        let mut block = block(&server.url);
        let mut environment = nowhere();
        if variables {
            (block.access_key, block.secret_key) = (None, None);
            environment.set("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT");
            environment.set("AWS_SECRET_ACCESS_KEY", "wonderful");
        }
        if let Some(arn) = role_arn {
            let role_arn = Some(arn.to_owned());
            block.assume_role = vec![AssumeRole { role_arn, ..AssumeRole::default() }];
        }
        let aws = configure(&block, &environment).await.unwrap();
        let error = list_queues(&aws).await.unwrap_err();
        let expected = format!("The credentials come from {place}");
        assert!(error.remedy.starts_with(&expected), "{error:?}");
    }
}

#[tokio::test]
async fn a_role_whose_own_credentials_have_expired_says_whose_those_are() {
    let expired = "<ErrorResponse><Error><Code>ExpiredToken</Code><Message>Too old.</Message></Error>\
        </ErrorResponse>";
    let server = Server::new(&[(403, expired)]).await;
    let mut block = block(&server.url);
    let role_arn = Some("arn:aws:iam::123456789012:role/one".to_owned());
    block.assume_role = vec![AssumeRole { role_arn, ..AssumeRole::default() }];
    let aws = configure(&block, &nowhere()).await.unwrap();
    let error = list_queues(&aws).await.unwrap_err();
    assert!(error.message.contains("role/one: ExpiredToken: Too old"), "{error:?}");
    assert!(error.remedy.contains("the arguments `access_key`"), "{error:?}");
}

#[tokio::test]
async fn a_process_that_prints_no_credentials_is_told_without_what_it_prints() {
    let home = std::env::temp_dir().join(format!("home-{}", std::process::id()));
    std::fs::create_dir_all(home.join(".aws")).unwrap();
    let config = |command: &str| {
        let text = format!("[default]\ncredential_process = {command}\n");
        std::fs::write(home.join(".aws/config"), text).unwrap();
    };
    let mut block = block("http://127.0.0.1:1");
    (block.access_key, block.secret_key) = (None, None);
    block.shared_config_files = Some(vec![home.join(".aws/config").display().to_string()]);
    for (command, expected) in [
        ("echo wonderful", "`credential_process`"),
        ("sh -c 'echo wonderful >&2; exit 1'", "`credential_process`"),
        (
            r#"printf %s '{"Version":1,"AccessKeyId":"AKIA","SecretAccessKey":"wonder\nful"}'"#,
            "contains no valid secret access key",
        ),
    ] {
        config(command);
        let aws = configure(&block, &nowhere()).await.unwrap();
        let error = list_queues(&aws).await.unwrap_err();
        assert!(error.message.contains(expected), "{command}: {error:?}");
        assert!(!format!("{error:?}").contains("ful"), "{command}: {error:?}");
    }
    std::fs::remove_dir_all(&home).unwrap();
}

#[tokio::test]
async fn a_token_file_that_holds_no_token_is_told() {
    let file = std::env::temp_dir().join(format!("token-{}", std::process::id()));
    let mut environment = nowhere();
    environment.set("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/ci");
    environment.set("AWS_WEB_IDENTITY_TOKEN_FILE", file.to_str().unwrap());
    let mut block = block("http://127.0.0.1:1");
    (block.access_key, block.secret_key) = (None, None);
    for (token, expected) in [
        (None, "cannot read the web identity token"),
        (Some("\n"), "is empty"),
        (Some("wonder\nful"), "contains no valid web identity token"),
    ] {
        if let Some(token) = token {
            std::fs::write(&file, token).unwrap();
        }
        let aws = configure(&block, &environment).await.unwrap();
        let error = list_queues(&aws).await.unwrap_err();
        assert!(error.message.contains(expected), "{error:?}");
        assert!(error.message.contains(file.to_str().unwrap()), "{error:?}");
        assert!(!format!("{error:?}").contains("wonder"), "{error:?}");
    }
    std::fs::remove_file(&file).unwrap();
}

#[tokio::test]
async fn half_of_the_credentials_in_the_environment_is_told() {
    let mut block = block("http://127.0.0.1:1");
    (block.access_key, block.secret_key) = (None, None);
    let mut environment = nowhere();
    environment.set("AWS_ACCESS_KEY_ID", "a");
    let refused = configure(&block, &environment).await.unwrap_err();
    assert!(refused.detail.contains("AWS_SECRET_ACCESS_KEY is not"), "{}", refused.detail);
}

#[tokio::test]
async fn credentials_of_the_environment_that_no_header_takes_are_refused() {
    let mut block = block("http://127.0.0.1:1");
    (block.access_key, block.secret_key) = (None, None);
    for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] {
        let mut environment = nowhere();
        environment.set("AWS_ACCESS_KEY_ID", "AKIATEST");
        environment.set("AWS_SECRET_ACCESS_KEY", "secret");
        environment.set(name, "wonder\nful");
        let refused = configure(&block, &environment).await.unwrap_err();
        assert!(refused.summary.starts_with(&format!("{name} contains no valid ")), "{refused:?}");
        assert!(!format!("{refused:?}").contains("wonder"), "{refused:?}");
    }
}

fn role(number: u32) -> String {
    format!(
        "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA{number}</AccessKeyId>\
         <SecretAccessKey>s</SecretAccessKey><SessionToken>token{number}</SessionToken>\
         <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>\
         </AssumeRoleResponse>"
    )
}

#[tokio::test]
async fn roles_are_assumed_one_with_the_credentials_of_the_other() {
    let answers = [(200, &*role(1)), (200, &*role(2)), QUEUES];
    let server = Server::new(&answers).await;
    let mut block = block(&server.url);
    let arn = |name: &str| Some(format!("arn:aws:iam::123456789012:role/{name}"));
    block.assume_role = vec![
        AssumeRole {
            role_arn: arn("one"),
            source_identity: Some("ann".to_owned()),
            tags: Some(Tags::from([("team".to_owned(), "x".to_owned())])),
            transitive_tag_keys: Some(Set(vec!["team".to_owned()])),
            duration: Some("1h".to_owned()),
            ..AssumeRole::default()
        },
        AssumeRole { role_arn: arn("two"), ..AssumeRole::default() },
    ];
    let aws = configure(&block, &nowhere()).await.unwrap();
    list_queues(&aws).await.unwrap();
    list_queues(&aws).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 4);
    for part in [
        "Credential=AKIATEST/",
        "role%2Fone",
        "SourceIdentity=ann",
        "TransitiveTagKeys.member.1=team",
        "Tags.member.1.Key=team",
        "DurationSeconds=3600",
    ] {
        assert!(requests[0].contains(part), "{part}: {}", requests[0]);
    }
    assert!(requests[1].contains("Credential=ASIA1/") && requests[1].contains("role%2Ftwo"));
    assert!(requests[2].contains("Credential=ASIA2/"));
    assert!(requests[2].contains("x-amz-security-token: token2"));
}

#[tokio::test]
async fn a_role_that_cannot_be_assumed_is_named() {
    let denied = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>No.</Message></Error>\
        <RequestId>r</RequestId></ErrorResponse>";
    let server = Server::new(&[(403, denied)]).await;
    let mut block = block(&server.url);
    let role_arn = Some("arn:aws:iam::123456789012:role/one".to_owned());
    block.assume_role = vec![AssumeRole { role_arn, ..AssumeRole::default() }];
    let aws = configure(&block, &nowhere()).await.unwrap();
    let error = list_queues(&aws).await.unwrap_err();
    let expected = "cannot assume role arn:aws:iam::123456789012:role/one: AccessDenied: No \
        (request id r0)";
    assert_eq!(error.message, expected);
}

#[tokio::test]
async fn calls_before_credentials_are_known_say_so() {
    let block = block("http://127.0.0.1:1");
    let unknown = ["assume_role".to_owned()];
    let client = Client::default();
    let environment = nowhere();
    let configured = Aws::with_environment(&block, &unknown, &client, &environment);
    let aws = Box::pin(configured).await.unwrap();
    let error = list_queues(&aws).await.unwrap_err();
    assert!(
        error.message.contains("assume_role will be known only after apply"),
        "{}",
        error.message
    );
}
