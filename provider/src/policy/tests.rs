use super::*;

/// A policy of one statement, in which some elements are replaced.
fn policy(elements: &str) -> String {
    let mut statement = serde_json::json!({
        "Effect": "Allow",
        "Principal": "*",
        "Action": "sqs:SendMessage",
        "Resource": "arn:aws:sqs:us-east-1:123456789012:orders",
    });
    let elements: serde_json::Map<String, Json> = serde_json::from_str(elements).unwrap();
    for (name, element) in elements {
        statement[name] = element;
    }
    serde_json::json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string()
}

#[test]
fn other_spellings_of_a_statement_are_the_same() {
    for (one, other) in [
        (r#"{"Action":"sqs:A"}"#, r#"{"Action":["sqs:A"]}"#),
        (r#"{"Action":["sqs:A","sqs:B"]}"#, r#"{"Action":["sqs:B","sqs:A"]}"#),
        (r#"{"Action":["sqs:A","sqs:A"]}"#, r#"{"Action":"sqs:A"}"#),
        (r#"{"Action":"sqs:SendMessage"}"#, r#"{"Action":"SQS:SendMessage"}"#),
        (r#"{"Action":null,"NotAction":"sqs:A"}"#, r#"{"NotAction":["sqs:A"],"Action":[]}"#),
        (r#"{"Resource":["a","b"]}"#, r#"{"Resource":["b","a"]}"#),
        (r#"{"Resource":null,"NotResource":["a"]}"#, r#"{"Resource":[],"NotResource":"a"}"#),
        (r#"{"Principal":"*"}"#, r#"{"Principal":{"AWS":"*"}}"#),
        (r#"{"Principal":"*"}"#, r#"{"Principal":{"AWS":["*"]}}"#),
        (
            r#"{"Principal":{"AWS":"123456789012"}}"#,
            r#"{"Principal":{"AWS":"arn:aws:iam::123456789012:root"}}"#,
        ),
        (
            r#"{"Principal":{"AWS":["123456789012","111111111111"]}}"#,
            r#"{"Principal":{"AWS":["arn:aws-cn:iam::111111111111:root","123456789012"]}}"#,
        ),
        (r#"{"Principal":{"Service":"a"}}"#, r#"{"Principal":{"Service":["a"]}}"#),
        (r#"{"Principal":{"Service":["a","b"]}}"#, r#"{"Principal":{"Service":["b","a"]}}"#),
        (
            r#"{"Principal":null,"NotPrincipal":{"AWS":"123456789012"}}"#,
            r#"{"Principal":null,"NotPrincipal":{"AWS":"arn:aws:iam::123456789012:root"}}"#,
        ),
        (r#"{"Sid":""}"#, r#"{}"#),
        (r#"{"Condition":{}}"#, r#"{}"#),
        (r#"{"Condition":{"Bool":{}}}"#, r#"{}"#),
        (r#"{"Condition":{"Bool":{"k":true}}}"#, r#"{"Condition":{"Bool":{"k":"true"}}}"#),
        (r#"{"Condition":{"Bool":{"k":[true]}}}"#, r#"{"Condition":{"Bool":{"k":"true"}}}"#),
        (
            r#"{"Condition":{"NumericEquals":{"k":1}}}"#,
            r#"{"Condition":{"NumericEquals":{"k":["1"]}}}"#,
        ),
        (
            r#"{"Condition":{"StringEquals":{"k":["a","b"]}}}"#,
            r#"{"Condition":{"StringEquals":{"k":["b","a"]}}}"#,
        ),
        (
            r#"{"Condition":{"ArnEquals":{"aws:SourceArn":"a"}}}"#,
            r#"{"Condition":{"ArnEquals":{"AWS:SourceARN":"a"}}}"#,
        ),
        (r#"{"Extra":"1"}"#, r#"{}"#),
    ] {
        assert!(same(&policy(one), &policy(other)), "{one} is {other}");
    }
}

#[test]
fn statements_that_differ_are_not_the_same() {
    for (one, other) in [
        (r#"{"Effect":"Allow"}"#, r#"{"Effect":"Deny"}"#),
        (r#"{"Sid":"a"}"#, r#"{"Sid":"b"}"#),
        (r#"{"Sid":"a"}"#, r#"{}"#),
        (r#"{"Action":"sqs:A"}"#, r#"{"Action":"sqs:B"}"#),
        (r#"{"Action":"sqs:A"}"#, r#"{"Action":null,"NotAction":"sqs:A"}"#),
        (r#"{"Resource":"A"}"#, r#"{"Resource":"a"}"#),
        (r#"{"Resource":"a"}"#, r#"{"Resource":null,"NotResource":"a"}"#),
        (r#"{"Principal":"*"}"#, r#"{"Principal":{"Service":"*"}}"#),
        (r#"{"Principal":"*"}"#, r#"{"Principal":null,"NotPrincipal":"*"}"#),
        (r#"{"Principal":{"AWS":"a"}}"#, r#"{"Principal":{"Service":"a"}}"#),
        (
            r#"{"Principal":{"AWS":"123456789012"}}"#,
            r#"{"Principal":{"AWS":"arn:aws:iam::123456789013:root"}}"#,
        ),
        (
            r#"{"Principal":{"AWS":"AROAEXAMPLE"}}"#,
            r#"{"Principal":{"AWS":"arn:aws:iam::123456789012:role/a"}}"#,
        ),
        (
            r#"{"Principal":{"Service":"123456789012"}}"#,
            r#"{"Principal":{"Service":"arn:aws:iam::123456789012:root"}}"#,
        ),
        (
            r#"{"Condition":{"StringEquals":{"k":"a"}}}"#,
            r#"{"Condition":{"StringEquals":{"k":"A"}}}"#,
        ),
        (
            r#"{"Condition":{"StringEquals":{"k":"a"}}}"#,
            r#"{"Condition":{"StringLike":{"k":"a"}}}"#,
        ),
        (
            r#"{"Condition":{"StringEquals":{"k":[]}}}"#,
            r#"{"Condition":{"StringEquals":{"k":""}}}"#,
        ),
        (r#"{"Condition":{"StringEquals":{"k":[]}}}"#, r#"{}"#),
        (r#"{"Action":{"a":1}}"#, r#"{"Action":{"a":2}}"#),
    ] {
        assert!(!same(&policy(one), &policy(other)), "{one} is not {other}");
    }
}

#[test]
fn documents() {
    let statement = r#"{"Effect":"Allow","Action":"a:B"}"#;
    let other = r#"{"Effect":"Deny","Action":"a:B"}"#;
    let is_same = |one: &str, two: &str| {
        let fill = |it: &str| it.replace('1', statement).replace('2', other);
        same(&fill(one), &fill(two))
    };
    for (one, two, expected) in [
        (r#"{"Statement":[1]}"#, r#"{"Statement":1}"#, true),
        (r#"{"Statement":[1,2]}"#, r#"{ "Statement": [2, 1] }"#, true),
        (r#"{"Statement":[1]}"#, r#"{"Version":"2008-10-17","Statement":[1]}"#, false),
        (r#"{"Statement":[1],"Id":""}"#, r#"{"Statement":[1]}"#, true),
        (r#"{"Statement":[1],"Extra":true}"#, r#"{"Statement":[1]}"#, true),
        (r#"{"statement":[1]}"#, r#"{"Statement":[1]}"#, true),
        ("{}", "", true),
        (r#"{"Statement":[]}"#, "{}", true),
        (r#"{"Statement":[1]}"#, r#"{"Statement":[2]}"#, false),
        (r#"{"Statement":[1]}"#, r#"{"Statement":[1,1]}"#, false),
        (r#"{"Statement":[1],"Id":"a"}"#, r#"{"Statement":[1],"Id":"b"}"#, false),
        (r#"{"Statement":[1],"Id":"a"}"#, r#"{"Statement":[1]}"#, false),
        (r#"{"Statement":[1]}"#, "", false),
        ("[3,4]", "[4,3]", false),
        ("[3,4]", "[3, 4]", true),
        (r#"{"Statement":"x"}"#, r#"{"Statement":"y"}"#, false),
        ("not JSON", "{}", false),
    ] {
        assert_eq!(is_same(one, two), expected, "{one} and {two}");
    }
}

#[test]
fn what_says_nothing_is_no_policy() {
    for (text, expected) in [
        ("", true),
        ("{}", true),
        (" { } ", true),
        (r#"{"Statement":[]}"#, true),
        (r#"{"Statement":{"Effect":"Allow"}}"#, false),
        ("[]", false),
        ("{", false),
    ] {
        assert_eq!(Policy(text.to_owned()).is_nothing(), expected, "{text}");
    }
}

#[test]
fn identities_are_users_and_roles() {
    for (principal, expected) in [
        (r#"{"AWS":"arn:aws:iam::123456789012:role/new"}"#, true),
        (r#"{"AWS":["123456789012","arn:aws:iam::123456789012:user/ann"]}"#, true),
        (r#"{"AWS":"AROAEXAMPLE"}"#, true),
        (r#"{"AWS":"arn:aws:iam::123456789012:root"}"#, false),
        (r#"{"AWS":"123456789012"}"#, false),
        (r#"{"Service":"sns.amazonaws.com"}"#, false),
        (r#""*""#, false),
    ] {
        let elements = format!(r#"{{"Principal":{principal}}}"#);
        assert_eq!(Policy(policy(&elements)).names_identities(), expected, "{principal}");
        let elements = format!(r#"{{"Principal":null,"NotPrincipal":{principal}}}"#);
        assert_eq!(Policy(policy(&elements)).names_identities(), expected, "not {principal}");
    }
    assert!(!Policy("{".to_owned()).names_identities());
}

#[test]
fn a_version_is_the_first_unless_it_is_named() {
    let first = r#"{"Version":"2008-10-17"}"#;
    assert!(same("{}", first));
    assert!(!same(r#"{"Version":"2012-10-17"}"#, first));
}

#[test]
fn plans_have_one_spelling() {
    let text = "{\n \"Version\": \"2012-10-17\",\n \"Statement\": []\n}";
    let expected = r#"{"Statement":[],"Version":"2012-10-17"}"#;
    assert_eq!(normalize(text).as_deref(), Some(expected));
    assert_eq!(normalize("null").as_deref(), Some(""));
    assert_eq!(normalize("{"), None);
}
