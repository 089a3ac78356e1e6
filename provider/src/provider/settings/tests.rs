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
    assert!(refused.detail.contains("They hold: a, b"), "{}", refused.detail);
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
async fn calls_are_tried_25_times_unless_told_otherwise() {
    let home = Home::new("[profile a]\nmax_attempts = 7\nretry_mode = adaptive\n", "");
    let retries = async |block: &Configuration, variables: &Environment| {
        resolve(block, variables).await.retries
    };
    let expected = Retries { attempts: 25, is_adaptive: false, tokens: None };
    assert_eq!(retries(&in_region(), &home.environment([])).await, expected);
    let block = Configuration { profile: text("a"), ..in_region() };
    let expected = Retries { attempts: 7, is_adaptive: true, tokens: None };
    assert_eq!(retries(&block, &home.environment([])).await, expected);
    let variables = home.environment([("AWS_MAX_ATTEMPTS", "4"), ("AWS_RETRY_MODE", "standard")]);
    let expected = Retries { attempts: 4, is_adaptive: false, tokens: None };
    assert_eq!(retries(&block, &variables).await, expected);
    let block = Configuration {
        max_retries: Some(0),
        token_bucket_rate_limiter_capacity: Some(100),
        ..block
    };
    let expected = Retries { attempts: 1, is_adaptive: false, tokens: Some(100) };
    assert_eq!(retries(&block, &variables).await, expected);
    let wrong = home.environment([("AWS_MAX_ATTEMPTS", "0")]);
    assert!(refusal(&in_region(), &wrong).await.detail.contains("AWS_MAX_ATTEMPTS"));
}

#[tokio::test]
async fn proxies() {
    let home = empty();
    let variables = home.environment([
        ("HTTP_PROXY", "http://e"),
        ("https_proxy", "http://es"),
        ("NO_PROXY", "localhost"),
    ]);
    let options = resolve(&in_region(), &variables).await.http;
    assert_eq!(options.http_proxy, text("http://e"));
    assert_eq!(options.https_proxy, text("http://es"));
    assert_eq!(options.no_proxy, text("localhost"));

    let mut block = Configuration { http_proxy: text("http://a"), ..in_region() };
    let options = resolve(&block, &home.environment([])).await.http;
    assert_eq!(options.https_proxy, text("http://a"));
    assert_eq!(warnings(&block, &[], &home.environment([])).len(), 1);
    assert_eq!(warnings(&block, &[], &variables).len(), 0);
    block.https_proxy = text("");
    let options = resolve(&block, &home.environment([])).await.http;
    assert_eq!(options.https_proxy, None);
    block.https_proxy = text("/not/a/proxy");
    let refused = refusal(&block, &home.environment([])).await;
    assert_eq!(refused.summary, "`https_proxy` is not a URL");
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
        assert_eq!(settings.ignored_tags.has(key), is_ignored, "{key}");
    }
    assert!(settings.ignored_tags.has("aws:cloudformation:stack-name"));
}

#[tokio::test]
async fn the_metadata_service_can_be_switched_off_and_on() {
    let home = empty();
    let off = home.environment([("AWS_EC2_METADATA_DISABLED", "true")]);
    for (argument, variables, is_asked) in [
        (None, home.environment([]), true),
        (None, off.clone(), false),
        (text("true"), home.environment([]), false),
        (text("false"), off, true),
    ] {
        let block = Configuration { skip_metadata_api_check: argument, ..in_region() };
        assert_eq!(resolve(&block, &variables).await.metadata.is_asked, is_asked);
    }
}

#[tokio::test]
async fn endpoints_of_all_blocks_count() {
    let one = |name, url: &str| Endpoints(BTreeMap::from([(name, url.to_owned())]));
    let endpoints = Set(vec![one("sqs", "http://a"), one("kafka", "http://b")]);
    let block = Configuration { endpoints, ..in_region() };
    let endpoints = resolve(&block, &empty().environment([])).await.endpoints;
    assert_eq!(endpoints["sqs"], "http://a");
    assert_eq!(endpoints["kafka"], "http://b");
}

#[tokio::test]
async fn endpoints_come_from_the_block_the_environment_and_the_profile() {
    let config = "[profile a]\nendpoint_url = http://profile\nservices = own\n\
        [services own]\nsqs =\n  endpoint_url = http://profile-sqs\n\
        [profile b]\nignore_configured_endpoint_urls = true\nendpoint_url = http://profile\n\
        [profile empty]\nendpoint_url =\nservices = nothing\n\
        [services nothing]\nsqs =\n  endpoint_url =\n";
    let home = Home::new(config, "");
    let of = async |block: &Configuration, variables: &[(&str, &str)]| {
        let mut environment = home.environment([]);
        for (name, value) in variables {
            environment.set(name, value);
        }
        let endpoints = resolve(block, &environment).await.endpoints;
        let url = |name: &str| endpoints.get(name).cloned().unwrap_or_default();
        (url("sqs"), url("mq"), url("sts"))
    };
    let urls = |sqs: &str, mq: &str, sts: &str| (sqs.to_owned(), mq.to_owned(), sts.to_owned());
    let none = in_region();
    assert_eq!(of(&none, &[]).await, urls("", "", ""));
    let all = ("AWS_ENDPOINT_URL", "http://all");
    assert_eq!(of(&none, &[all]).await, urls("http://all", "http://all", "http://all"));
    let own = ("AWS_ENDPOINT_URL_SQS", "http://own");
    assert_eq!(of(&none, &[all, own]).await, urls("http://own", "http://all", "http://all"));
    let sts = ("TF_AWS_STS_ENDPOINT", "http://sts");
    assert_eq!(of(&none, &[all, sts]).await, urls("http://all", "http://all", "http://sts"));
    let ignored = ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    assert_eq!(of(&none, &[all, own, sts, ignored]).await, urls("", "", "http://sts"));

    let block = Configuration { profile: text("a"), ..in_region() };
    let profile = urls("http://profile-sqs", "http://profile", "http://profile");
    assert_eq!(of(&block, &[]).await, profile);
    assert_eq!(of(&block, &[own]).await, urls("http://own", "http://profile", "http://profile"));
    let one = Endpoints(BTreeMap::from([("sqs", "http://block".to_owned())]));
    let block = Configuration { endpoints: Set(vec![one]), ..block };
    assert_eq!(of(&block, &[own, all]).await, urls("http://block", "http://all", "http://all"));
    let block = Configuration { profile: text("b"), ..in_region() };
    assert_eq!(of(&block, &[all]).await, urls("", "", ""));

    // Empty is as good as none.
    let empty =
        [("AWS_ENDPOINT_URL", ""), ("AWS_ENDPOINT_URL_SQS", ""), ("TF_AWS_STS_ENDPOINT", "")];
    assert_eq!(of(&none, &empty).await, urls("", "", ""));
    let block = Configuration { profile: text("empty"), ..in_region() };
    assert_eq!(of(&block, &empty).await, urls("", "", ""));
}

#[tokio::test]
async fn an_endpoint_that_is_no_url_is_refused_with_the_place_it_comes_from() {
    for (url, shown) in [
        ("localhost:5000", "localhost:5000"),
        ("ftp://host", "ftp://host"),
        ("http://", "http://"),
        ("http://host:65536", "http://host:65536"),
        ("http://host:0", "http://host:0"),
        ("http://ann:wonderful@host", "http://host"),
        ("http://ho st/?key=wonderful", "http://ho st/"),
    ] {
        let profile = format!("[profile a]\nendpoint_url = {url}\n");
        let services =
            format!("[profile b]\nservices = own\n[services own]\nsns =\n  endpoint_url = {url}\n");
        let metadata = format!("[profile c]\nec2_metadata_service_endpoint = {url}\n");
        let home = Home::new(&format!("{profile}{services}{metadata}"), "");
        for (variable, value, place) in [
            ("AWS_ENDPOINT_URL", url, "AWS_ENDPOINT_URL"),
            ("AWS_ENDPOINT_URL_SQS", url, "AWS_ENDPOINT_URL_SQS"),
            ("AWS_ENDPOINT_URL_STS", url, "AWS_ENDPOINT_URL_STS"),
            ("TF_AWS_STS_ENDPOINT", url, "TF_AWS_STS_ENDPOINT"),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", url, "AWS_EC2_METADATA_SERVICE_ENDPOINT"),
            ("AWS_PROFILE", "a", "the profile's `endpoint_url`"),
            ("AWS_PROFILE", "b", "`endpoint_url` for sns in the profile's `services`"),
            ("AWS_PROFILE", "c", "the profile's `ec2_metadata_service_endpoint`"),
        ] {
            let refused = refusal(&in_region(), &home.environment([(variable, value)])).await;
            assert_eq!(refused.summary, format!("{place} is not a URL"));
            assert!(refused.detail.contains(&format!("{shown:?}")), "{}", refused.detail);
            assert!(!refused.detail.contains("wonderful"), "{}", refused.detail);
        }
        let one = Endpoints(BTreeMap::from([("sqs", url.to_owned())]));
        let block = Configuration { endpoints: Set(vec![one]), ..in_region() };
        let refused = refusal(&block, &home.environment([])).await;
        assert_eq!(refused.summary, "`sqs` of the `endpoints` block is not a URL");
        assert_eq!(refused.path, Some(Path::root("endpoints")));
    }
}

#[tokio::test]
async fn switches_are_true_or_false() {
    let config =
        "[profile on]\nuse_fips_endpoint = true\n[profile odd]\nuse_fips_endpoint = maybe\n";
    let home = Home::new(config, "");
    let fips = async |variables: &[(&str, &str)]| {
        let mut environment = home.environment([]);
        for (name, value) in variables {
            environment.set(name, value);
        }
        Settings::resolve(&in_region(), &[], &environment).await.map(|it| it.use_fips)
    };
    assert_eq!(fips(&[]).await, Ok(None));
    assert_eq!(fips(&[("AWS_USE_FIPS_ENDPOINT", "True")]).await, Ok(Some(true)));
    assert_eq!(fips(&[("AWS_PROFILE", "on")]).await, Ok(Some(true)));
    let off = [("AWS_PROFILE", "on"), ("AWS_USE_FIPS_ENDPOINT", "false")];
    assert_eq!(fips(&off).await, Ok(Some(false)));
    for (name, value, place) in [
        ("AWS_USE_FIPS_ENDPOINT", "maybe", "AWS_USE_FIPS_ENDPOINT"),
        ("AWS_USE_DUALSTACK_ENDPOINT", "1", "AWS_USE_DUALSTACK_ENDPOINT"),
        ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "no", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"),
        ("AWS_PROFILE", "odd", "the profile's `use_fips_endpoint`"),
    ] {
        let refused = fips(&[(name, value)]).await.unwrap_err();
        assert_eq!(refused[0].summary, format!("{place} is neither true nor false"));
    }
}

#[tokio::test]
async fn a_proxy_of_the_environment_that_is_no_url_is_refused_without_its_password() {
    let home = empty();
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"] {
        for url in
            ["http://ann:wonder/ful@proxy:many", "ftp://ann:wonder@proxy", "http://proxy:70000"]
        {
            let refused = refusal(&in_region(), &home.environment([(name, url)])).await;
            assert_eq!(refused.summary, format!("{name} is not a URL"));
            assert!(!refused.detail.contains("wonder"), "{}", refused.detail);
        }
    }
    let block =
        Configuration { http_proxy: text("http://ann:wonder/ful@proxy:many"), ..in_region() };
    let refused = refusal(&block, &home.environment([])).await;
    assert!(!format!("{refused:?}").contains("wonder"), "{refused:?}");
    // The argument comes first, so that the variable does not matter.
    let block =
        Configuration { http_proxy: text("http://proxy"), https_proxy: text(""), ..in_region() };
    let environment =
        home.environment([("HTTP_PROXY", "ftp://proxy"), ("HTTPS_PROXY", "ftp://proxy")]);
    assert_eq!(resolve(&block, &environment).await.http.http_proxy, text("http://proxy"));
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
