mod network;

use std::time::Instant;

use schemas::Set;

use super::*;
use crate::provider::configuration::{
    AssumeRole, AssumeRoleWithWebIdentity, DefaultTags, IgnoreTags,
};
use crate::provider::endpoints::Endpoints;

/// A folder with profile files that goes away with the test.
struct Home(PathBuf);

impl Home {
    fn new(config: &str, credentials: &str) -> Home {
        let name = format!("settings-{}-{:?}", std::process::id(), Instant::now());
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let home = std::env::temp_dir().join(name);
        std::fs::create_dir_all(home.join(".aws")).unwrap();
        std::fs::write(home.join(".aws/config"), config).unwrap();
        std::fs::write(home.join(".aws/credentials"), credentials).unwrap();
        Home(home)
    }

    fn environment<const N: usize>(&self, variables: [(&str, &str); N]) -> Environment {
        let home = self.0.to_str().unwrap();
        let mut all = Environment::from(variables);
        all.set("HOME", home);
        all.set("USERPROFILE", home);
        all
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        _ = std::fs::remove_dir_all(&self.0);
    }
}

fn empty() -> Home {
    Home::new("", "")
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn in_region() -> Configuration {
    Configuration { region: text("eu-west-1"), ..Configuration::default() }
}

async fn resolve(block: &Configuration, environment: &Environment) -> Settings {
    Settings::resolve(block, &[], environment).await.unwrap()
}

async fn refusal(block: &Configuration, environment: &Environment) -> Diagnostic {
    Settings::resolve(block, &[], environment).await.unwrap_err().remove(0)
}

#[tokio::test]
async fn the_region_is_that_of_the_argument_then_the_environment_then_the_profile() {
    let home = Home::new("[default]\nregion = eu-south-2\n[profile a]\nregion = us-west-2\n", "");
    let variables =
        home.environment([("AWS_REGION", "eu-west-2"), ("AWS_DEFAULT_REGION", "eu-west-3")]);
    let region = async |block: &Configuration, environment: &Environment| {
        resolve(block, environment).await.region.unwrap()
    };
    assert_eq!(region(&in_region(), &variables).await, "eu-west-1");
    let none = Configuration::default();
    assert_eq!(region(&none, &variables).await, "eu-west-2");
    let default = home.environment([("AWS_REGION", ""), ("AWS_DEFAULT_REGION", "eu-west-3")]);
    assert_eq!(region(&none, &default).await, "eu-west-3");
    assert_eq!(region(&none, &home.environment([])).await, "eu-south-2");
    assert_eq!(region(&none, &home.environment([("AWS_PROFILE", "a")])).await, "us-west-2");
    let block = Configuration { profile: text("a"), ..none };
    assert_eq!(region(&block, &home.environment([])).await, "us-west-2");
}

#[tokio::test]
async fn a_region_that_cannot_be_is_refused() {
    let home = empty();
    let mut block = Configuration { region: text("moon-base-1"), ..Configuration::default() };
    let refused = refusal(&block, &home.environment([])).await;
    assert_eq!(refused.summary, "invalid AWS Region: moon-base-1");
    assert_eq!(refused.path, Some(Path::root("region")));
    let environment = home.environment([("AWS_REGION", "moon-base-2")]);
    let refused = refusal(&Configuration::default(), &environment).await;
    assert_eq!(refused.summary, "invalid AWS Region: moon-base-2");
    block.skip_region_validation = Some(true);
    assert_eq!(resolve(&block, &home.environment([])).await.region, text("moon-base-1"));
}

#[tokio::test]
async fn an_unknown_region_is_not_taken_from_elsewhere() {
    let environment = empty().environment([("AWS_REGION", "eu-west-2")]);
    let unknown = ["region".to_owned()];
    let block = Configuration::default();
    let settings = Settings::resolve(&block, &unknown, &environment).await.unwrap();
    assert_eq!(settings.region, None);
}

#[tokio::test]
async fn halves_of_credentials_are_refused() {
    for (access_key, secret_key, token, missing) in [
        (text("a"), None, None, "`secret_key` is missing"),
        (None, text("b"), None, "`access_key` is missing"),
        (None, None, text("c"), "`access_key` is missing"),
    ] {
        let block = Configuration { access_key, secret_key, token, ..in_region() };
        assert_eq!(refusal(&block, &Environment::default()).await.summary, missing);
    }
    let block = Configuration { access_key: text("a"), ..in_region() };
    let unknown = ["secret_key".to_owned()];
    assert!(problems(&block, &unknown).is_empty());
}

#[tokio::test]
async fn credentials_come_from_arguments_then_web_identity_then_profile() {
    let home = Home::new("[profile a]\n", "");
    let environment = home.environment([("AWS_ACCESS_KEY_ID", "e"), ("AWS_PROFILE", "missing")]);
    let mut block = in_region();
    assert!(matches!(resolve(&block, &environment).await.source, Source::Found));
    block.profile = text("a");
    assert!(matches!(resolve(&block, &environment).await.source, Source::Profile));
    block.assume_role_with_web_identity = vec![AssumeRoleWithWebIdentity {
        role_arn: text("arn:aws:iam::123456789012:role/ci"),
        web_identity_token: text("token"),
        ..AssumeRoleWithWebIdentity::default()
    }];
    assert!(matches!(resolve(&block, &environment).await.source, Source::WebIdentity(_)));
    block.access_key = text("a");
    block.secret_key = text("b");
    let Source::Given(credentials) = resolve(&block, &environment).await.source else {
        panic!("the arguments come first");
    };
    assert_eq!(credentials.access_key_id(), "a");
}

#[tokio::test]
async fn unknown_credentials_are_not_guessed() {
    let environment = empty().environment([("AWS_ACCESS_KEY_ID", "e")]);
    let unknown = ["assume_role".to_owned(), "default_tags".to_owned()];
    let settings = Settings::resolve(&in_region(), &unknown, &environment).await.unwrap();
    assert!(matches!(settings.source, Source::Unknown(names) if names == ["assume_role"]));
    assert_eq!(settings.default_tags, None);
}

#[tokio::test]
async fn a_missing_profile_is_told_with_the_files_that_were_looked_at() {
    let home = Home::new("[profile a]\n[profile b]\n", "");
    let block = Configuration { profile: text("c"), ..in_region() };
    let refused = refusal(&block, &home.environment([])).await;
    assert_eq!(refused.summary, "profile \"c\" not found");
    assert!(refused.detail.contains("They contain: a, b"), "{}", refused.detail);
    assert!(refused.detail.contains(".aws/credentials"), "{}", refused.detail);

    let refused = refusal(&in_region(), &home.environment([("AWS_PROFILE", "c")])).await;
    assert!(refused.detail.contains("Correct AWS_PROFILE"), "{}", refused.detail);

    let files = Some(vec!["~/other".to_owned()]);
    let block = Configuration { shared_config_files: files, ..block };
    let refused = refusal(&block, &home.environment([])).await;
    assert!(refused.detail.contains("other (does not exist)"), "{}", refused.detail);
    assert!(!refused.detail.contains(".aws/config"), "{}", refused.detail);
}

#[tokio::test]
async fn roles_are_assumed_in_order() {
    let role = |arn: &str| AssumeRole { role_arn: text(arn), ..AssumeRole::default() };
    let mut block = in_region();
    block.assume_role = vec![
        AssumeRole { duration: text("1h30m"), session_name: text("ci"), ..role("one") },
        role("two"),
    ];
    let home = empty();
    let roles = resolve(&block, &home.environment([])).await.roles;
    let arns: Vec<&str> = roles.iter().map(|it| it.arn.as_str()).collect();
    assert_eq!(arns, ["one", "two"]);
    assert_eq!(roles[0].duration, Some(Duration::from_secs(5400)));
    assert_eq!(roles[0].session_name, "ci");
    assert!(roles[1].session_name.starts_with("terraform-"));

    block.assume_role = vec![AssumeRole::default()];
    assert!(resolve(&block, &home.environment([])).await.roles.is_empty());
    block.assume_role = vec![role("one"), AssumeRole::default()];
    let refused = refusal(&block, &home.environment([])).await;
    assert_eq!(refused.path.unwrap().to_string(), "assume_role[1].role_arn");
}

#[tokio::test]
async fn a_web_identity_needs_a_role_and_a_token() {
    let home = empty();
    let web = AssumeRoleWithWebIdentity::default();
    let block = Configuration { assume_role_with_web_identity: vec![web], ..in_region() };
    let refused = refusal(&block, &home.environment([])).await;
    assert_eq!(refused.summary, "`role_arn` is missing");
    let variables = [("AWS_ROLE_ARN", "arn"), ("AWS_WEB_IDENTITY_TOKEN_FILE", "/token")];
    let source = resolve(&block, &home.environment(variables)).await.source;
    let Source::WebIdentity(identity) = source else { panic!("no web identity") };
    assert_eq!(identity.role.arn, "arn");
    assert!(matches!(identity.token, Token::File(path) if path == std::path::Path::new("/token")));
}

#[tokio::test]
async fn the_block_names_the_web_identity_before_the_environment() {
    let home = empty();
    let environment = home.environment([
        ("AWS_ROLE_ARN", "arn"),
        ("AWS_WEB_IDENTITY_TOKEN_FILE", "/environment"),
        ("TF_AWS_WEB_IDENTITY_TOKEN", "environment"),
    ]);
    for (token, file, expected) in [
        (text("block"), None, Token::Given("block".to_owned())),
        (None, text("/block"), Token::File("/block".into())),
        (None, None, Token::Given("environment".to_owned())),
    ] {
        let web = AssumeRoleWithWebIdentity {
            web_identity_token: token,
            web_identity_token_file: file,
            ..AssumeRoleWithWebIdentity::default()
        };
        let block = Configuration { assume_role_with_web_identity: vec![web], ..in_region() };
        let source = resolve(&block, &environment).await.source;
        let Source::WebIdentity(identity) = source else { panic!("no web identity") };
        assert_eq!(identity.token, expected);
    }
}

#[tokio::test]
async fn what_the_block_adds_to_the_user_agent_comes_before_the_environment() {
    let home = empty();
    let products = vec!["orders/1.2 (team a)".to_owned(), String::new(), "module".to_owned()];
    let block = Configuration { user_agent: Some(products), ..in_region() };
    let environment = home.environment([("TF_APPEND_USER_AGENT", "pipeline/7")]);
    let told = resolve(&block, &environment).await.user_agent;
    assert_eq!(told, "orders/1.2 (team a) module pipeline/7");
    assert_eq!(resolve(&in_region(), &home.environment([])).await.user_agent, "");
}

#[tokio::test]
async fn tags_of_the_environment_come_after_those_of_the_block() {
    let home = empty();
    let variables = home.environment([
        ("TF_AWS_DEFAULT_TAGS_team", "environment"),
        ("TF_AWS_DEFAULT_TAGS_stage", "test"),
        ("TF_AWS_IGNORE_TAGS_KEYS", "a, b"),
        ("TF_AWS_IGNORE_TAGS_KEY_PREFIXES", "x/"),
    ]);
    let mut block = in_region();
    let tags = Tags::from([("team".to_owned(), "block".to_owned())]);
    block.default_tags = vec![DefaultTags { tags: Some(tags) }];
    let keys = Some(Set(vec!["c".to_owned()]));
    let key_prefixes = Some(Set(vec!["y/".to_owned(), String::new()]));
    block.ignore_tags = vec![IgnoreTags { key_prefixes, keys }];
    let settings = resolve(&block, &variables).await;
    let tags = settings.default_tags.unwrap();
    assert_eq!((tags["team"].as_str(), tags["stage"].as_str()), ("block", "test"));
    for (key, is_ignored) in
        [("a", true), ("b", true), ("c", true), ("d", false), ("x/1", true), ("y/1", true)]
    {
        assert_eq!(settings.ignored_tags.has(key), Some(is_ignored), "{key}");
    }
    assert_eq!(settings.ignored_tags.has("aws:cloudformation:stack-name"), Some(true));
}

#[tokio::test]
async fn what_is_not_known_yet_is_not_taken_for_nothing() {
    let home = Home::new("[default]\nregion = eu-south-2\n", "");
    let unknown = async |name: &str, block: &Configuration| {
        let names = [name.to_owned()];
        Settings::resolve(block, &names, &home.environment([])).await.unwrap()
    };
    let block = in_region();
    let ignored = unknown("ignore_tags", &block).await.ignored_tags;
    assert_eq!(ignored.has("any"), None);
    assert_eq!(ignored.has("aws:cloudformation:stack-name"), Some(true));
    assert_eq!(unknown("default_tags", &block).await.default_tags, None);
    assert!(unknown("skip_region_validation", &block).await.any_region);
    assert!(!unknown("region", &block).await.any_region);
    // Another endpoint may be another cloud: nothing is asked before it is known.
    assert!(matches!(unknown("endpoints", &block).await.source, Source::Unknown(_)));
    // Keys that are not known yet say nothing of the region; a profile does.
    let none = Configuration::default();
    assert_eq!(unknown("access_key", &none).await.region, text("eu-south-2"));
    assert_eq!(unknown("profile", &none).await.region, None);
    for (name, may_tell) in
        [("region", true), ("profile", true), ("shared_config_files", true), ("access_key", false)]
    {
        assert_eq!(may_tell_region(&[name.to_owned()]), may_tell, "{name}");
    }
}

#[tokio::test]
async fn a_region_that_was_meant_otherwise_is_told_with_what_was_meant() {
    let home = Home::new("[profile a]\nregion = eu-central1\n", "");
    let none = Configuration::default();
    for (block, variables, meant) in [
        (Configuration { region: text("us-esat-1"), ..none.clone() }, ("A", "b"), "us-east-1"),
        (none.clone(), ("AWS_REGION", "us-west2"), "us-west-2"),
        (none.clone(), ("AWS_PROFILE", "a"), "eu-central-1"),
    ] {
        let refused = refusal(&block, &home.environment([variables])).await;
        assert!(refused.detail.contains(&format!("Did you mean {meant}?")), "{}", refused.detail);
    }
    let mut block = Configuration { region: text("us-esat-1"), ..none };
    block.skip_region_validation = Some(true);
    assert_eq!(resolve(&block, &home.environment([])).await.region, text("us-esat-1"));
    block.region = text("us east\n");
    assert!(refusal(&block, &home.environment([])).await.summary.starts_with("invalid AWS Region"));
}

#[tokio::test]
async fn credentials_that_no_header_takes_are_refused_with_the_place_they_come_from() {
    let home = empty();
    for wrong in ["wonder\nful", "wonderful\r", "wonder ful", "wonder\u{7f}", "wonderfül"] {
        for (access_key, secret_key, token, place) in [
            (wrong, "secret", "token", "the argument `access_key`"),
            ("AKIA", wrong, "token", "the argument `secret_key`"),
            ("AKIA", "secret", wrong, "the argument `token`"),
        ] {
            let block = Configuration {
                access_key: text(access_key),
                secret_key: text(secret_key),
                token: text(token),
                ..in_region()
            };
            let refused = refusal(&block, &home.environment([])).await;
            assert!(refused.summary.starts_with(place), "{}", refused.summary);
            assert!(!format!("{refused:?}").contains("wonder"), "{refused:?}");
        }
    }
}

#[test]
fn accounts() {
    let ids = || vec!["1".to_owned(), "2".to_owned()];
    assert!(Accounts::Any.allow("3"));
    assert!(Accounts::Only(ids()).allow("2"));
    assert!(!Accounts::Only(ids()).allow("3"));
    assert!(Accounts::Except(ids()).allow("3"));
    assert!(!Accounts::Except(ids()).allow("2"));
}
