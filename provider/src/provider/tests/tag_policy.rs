//! Tags that the organization requires.

use tfplugin::engine::{PlanRequest, plan};

use super::*;

const PAGES: [(u16, &str); 2] = [
    (
        200,
        r#"{"RequiredTags":[{"ResourceType":"logs:log-group","ReportingTagKeys":["Stage"]}],"NextToken":"2"}"#,
    ),
    (200, r#"{"RequiredTags":[{"ResourceType":"sqs:queue","ReportingTagKeys":["Owner","Team"]}]}"#),
];

fn asking(compliance: &str, url: &str) -> Configuration {
    let endpoints = [("resourcegroupstaggingapi", url.to_owned())];
    Configuration {
        tag_policy_compliance: Some(compliance.to_owned()),
        endpoints: Set(vec![Endpoints(endpoints.into())]),
        ..block(url)
    }
}

fn tags(tags: &[&str]) -> Value {
    match tags {
        [] => Value::Null,
        tags => Value::Map(tags.iter().map(|it| ((*it).to_owned(), "x".into())).collect()),
    }
}

/// What is said of a queue with these tags, which had those, where it is not new.
fn said(aws: &Aws, prior: Option<&[&str]>, now: &[&str], delay: i64) -> Vec<Diagnostic> {
    let registry = crate::registry();
    let managed = registry.resource("aws_sqs_queue").unwrap();
    let object = |tags: Value, delay: i64| {
        let name = ("name", Value::from("orders"));
        let all = [name, ("delay_seconds", delay.into()), ("tags", tags)];
        managed.schema.block.complete(all.map(|(name, it)| (name.to_owned(), it)).into())
    };
    let config = object(tags(now), delay);
    let prior = prior.map_or(Value::Null, |before| {
        let mut fields = object(tags(before), 0).into_entries().unwrap();
        let all = Value::Map(tags(before).into_entries().unwrap_or_default());
        fields.extend([("tags_all".to_owned(), all), ("region".to_owned(), "eu-west-1".into())]);
        Value::Object(fields)
    });
    let request = PlanRequest { prior: &prior, proposed: &config, config: &config };
    plan(managed, aws, &request).map_or_else(|it| it, |it| it.warnings)
}

#[tokio::test]
async fn plans_without_a_required_tag_are_refused_or_warned_of() {
    for (compliance, is_error) in [("error", true), ("warning", false)] {
        let server = Server::new(&PAGES).await;
        let aws = configure(&asking(compliance, &server.url), &nowhere()).await.unwrap();
        for (prior, now, missing) in [
            (None, &["Owner"][..], Some("`Team`")),
            (None, &[], Some("`Owner`, `Team`")),
            (None, &["Owner", "Team", "other"], None),
            (None, &["owner", "Team"], Some("`Owner`")),
            (Some(&["Owner"][..]), &["Owner"], None),
            (Some(&["Owner"][..]), &["Owner", "other"], Some("`Team`")),
            (Some(&["Owner", "Team"][..]), &["Owner"], Some("`Team`")),
        ] {
            let said = said(&aws, prior, now, 5);
            let Some(missing) = missing else {
                assert_eq!(said, [], "{prior:?} {now:?}");
                continue;
            };
            let [said] = &said[..] else { panic!("{prior:?} {now:?}: {said:?}") };
            assert_eq!(said.is_error(), is_error);
            assert!(said.detail.contains(&format!("not set: {missing}.")), "{said:?}");
        }
        assert_eq!(server.requests().len(), 2);
    }
}

#[tokio::test]
async fn the_tag_policy_is_asked_for_only_where_that_is_wanted() {
    let server =
        Server::new(&[(400, r#"{"__type":"AccessDeniedException","message":"no"}"#)]).await;
    let mut environment = nowhere();
    environment.set("TF_AWS_TAG_POLICY_COMPLIANCE", "error");
    assert!(configure(&asking("disabled", &server.url), &environment).await.is_ok());
    assert_eq!(server.requests(), Vec::<String>::new());

    let silent = asking("", &server.url);
    let refused = configure(&silent, &environment).await.unwrap_err();
    assert!(refused.detail.contains("AccessDeniedException: no"), "{refused:?}");
    assert!(refused.detail.contains("tag:ListRequiredTags"), "{refused:?}");
    assert!(server.requests()[0].contains("ListRequiredTags"));

    environment.set("TF_AWS_TAG_POLICY_COMPLIANCE", "strict");
    let refused = configure(&silent, &environment).await.unwrap_err();
    assert!(refused.detail.contains("TF_AWS_TAG_POLICY_COMPLIANCE must be"), "{refused:?}");
}
