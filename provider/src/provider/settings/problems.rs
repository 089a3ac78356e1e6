//! What is wrong with a provider block, and what may not be meant.

use schemas::Path;
use tfplugin::Diagnostic;

use super::text;
use crate::provider::configuration::{AssumeRole, Configuration};
use crate::provider::environment::Environment;
use crate::provider::http;
use crate::provider::partition;

/// What is wrong with a block whatever environment it meets.
pub(crate) fn problems(block: &Configuration, unknown: &[String]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let is_set = |it: &Option<String>| it.as_ref().is_some_and(|it| !it.is_empty());
    let is_unknown = |name: &str| unknown.iter().any(|it| it == name);
    let lacks = |it: &Option<String>, name: &str| !is_set(it) && !is_unknown(name);

    for (name, region) in [("region", &block.region), ("sts_region", &block.sts_region)] {
        if let Some(region) = text(region)
            && !is_unknown("skip_region_validation")
            && let Err(wrong) = check_region(block.skip_region_validation == Some(true), region)
        {
            found.push(wrong.at(Path::root(name)));
        }
    }
    let parts = [
        ("access_key", "access key ID", &block.access_key),
        ("secret_key", "secret access key", &block.secret_key),
        ("token", "session token", &block.token),
    ];
    for (name, what, value) in parts {
        if let Some(value) = text(value)
            && let Err(wrong) = check_credential(&format!("the argument `{name}`"), what, value)
        {
            found.push(wrong.at(Path::root(name)));
        }
    }
    let static_parts = [
        ("access_key", &block.access_key, "secret_key", &block.secret_key),
        ("secret_key", &block.secret_key, "access_key", &block.access_key),
        ("token", &block.token, "access_key", &block.access_key),
    ];
    for (name, value, other_name, other) in static_parts {
        if is_set(value) && lacks(other, other_name) {
            let detail = format!(
                "The argument `{name}` is set, but `{other_name}` is not. Set both, or neither and \
                 leave credentials to the environment or a profile."
            );
            let summary = format!("`{other_name}` is missing");
            found.push(Diagnostic::error(summary, detail).at(Path::root(name)));
        }
    }
    for (index, role) in block.assume_role.iter().enumerate() {
        let is_empty = block.assume_role.len() == 1 && *role == AssumeRole::default();
        if lacks(&role.role_arn, "assume_role") && !is_empty {
            let path = Path::root("assume_role").index(index).attribute("role_arn");
            let detail = "An `assume_role` block requires `role_arn`.";
            found.push(Diagnostic::error("`role_arn` is missing", detail).at(path));
        }
    }
    if let Some(web) = block.assume_role_with_web_identity.first() {
        let path = Path::root("assume_role_with_web_identity").index(0);
        if is_set(&web.web_identity_token) && is_set(&web.web_identity_token_file) {
            let detail = "Set `web_identity_token` or `web_identity_token_file`, not both.";
            let path = path.attribute("web_identity_token");
            found.push(Diagnostic::error("Two web identity tokens", detail).at(path));
        }
    }
    for (name, proxy) in [("http_proxy", &block.http_proxy), ("https_proxy", &block.https_proxy)] {
        if let Some(url) = text(proxy)
            && let Err(wrong) = check_proxy(&format!("`{name}`"), url)
        {
            found.push(wrong.at(Path::root(name)));
        }
    }
    found
}

/// What works but may not be what was meant.
pub(crate) fn warnings(
    block: &Configuration,
    unknown: &[String],
    environment: &Environment,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let is_set = |it: &Option<String>| it.as_ref().is_some_and(|it| !it.is_empty());
    if is_set(&block.http_proxy)
        && block.https_proxy.is_none()
        && !unknown.iter().any(|it| it == "https_proxy")
        && environment.first(&["HTTPS_PROXY", "https_proxy"]).is_none()
    {
        let detail = "Without `https_proxy`, `http_proxy` is also used for https. Set \
                      `https_proxy` as well, to \"\" for no proxy.";
        let path = Path::root("http_proxy");
        found.push(Diagnostic::warning("`http_proxy` is also used for https", detail).at(path));
    }
    if is_set(&block.profile) && environment.get("AWS_ACCESS_KEY_ID").is_some() {
        let detail = "The argument `profile` is set, and so is AWS_ACCESS_KEY_ID. The profile is \
            used.";
        let path = Path::root("profile");
        found.push(
            Diagnostic::warning("Credentials in environment variables are not used", detail)
                .at(path),
        );
    }
    found
}

/// Checks the name of a region, unless that is not asked for. What no name of a host can hold is
/// refused in any case.
pub(crate) fn check_region(any: bool, region: &str) -> Result<(), Diagnostic> {
    let wrong = |detail: &str| Diagnostic::error(format!("invalid AWS Region: {region:?}"), detail);
    let is_legal = |it: char| it.is_ascii_alphanumeric() || it == '-';
    if !region.chars().all(is_legal) || region.len() > 63 {
        return Err(wrong("A region code has only letters, digits and hyphens. Correct it."));
    }
    if any {
        return Ok(());
    }
    partition::check(region).map_err(|near| {
        let meant = match near {
            Some(near) => format!("Did you mean {near}? "),
            None => String::new(),
        };
        let detail = format!(
            "{meant}No AWS partition has a region of this form. Correct it, or set \
             `skip_region_validation = true` for an endpoint with other regions."
        );
        Diagnostic::error(format!("invalid AWS Region: {region}"), detail)
    })
}

/// Checks the URL of a proxy, which is not shown: it may hold a password.
pub(super) fn check_proxy(source: &str, url: &str) -> Result<(), Diagnostic> {
    http::check_proxy(url).map_err(|wrong| {
        let detail = format!(
            "The value of {source} {wrong}. Write a proxy as http://proxy.example.com:3128 or \
             http://user:password@proxy.example.com:3128, with special characters in user name and \
             password percent-encoded."
        );
        Diagnostic::error(format!("{source} is not a URL"), detail)
    })
}

/// Checks a part of credentials, which goes into headers. It is not shown.
pub(crate) fn check_credential(source: &str, what: &str, value: &str) -> Result<(), Diagnostic> {
    let Some(wrong) = value.chars().find(|it| !it.is_ascii_graphic()) else { return Ok(()) };
    let wrong = match wrong {
        '\n' | '\r' => "a line end",
        ' ' | '\t' => "a space",
        it if it.is_ascii() => "a control character",
        _ => "a character that is not ASCII",
    };
    let detail = format!(
        "The {what} in {source} contains {wrong}, so requests cannot be signed. Copy it again."
    );
    Err(Diagnostic::error(format!("{source} contains no valid {what}"), detail))
}
