//! Where the services are, and the way there.

use super::*;

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
#[cfg_attr(not(feature = "default"), ignore = "it is about services that are off")]
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
#[cfg_attr(not(feature = "default"), ignore = "it is about services that are off")]
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
