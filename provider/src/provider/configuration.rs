//! The provider block.

use schemas::check::Outcome;
use schemas::{Model, Set, Tags, Value};
use tfplugin::engine::{parse_duration, without_unknown};

use super::endpoints::{self, Endpoints};
use crate::arn::arn;

/// Manages messaging on AWS: queues, topics, brokers and streams. Types, arguments and state are
/// those of hashicorp/aws, so that the same configuration works with either provider.
///
/// Credentials are searched in this order: `access_key`, `secret_key` and `token`;
/// `assume_role_with_web_identity`; `profile`; environment variables; a web identity token from
/// environment variables; the profile `AWS_PROFILE` or `default`; container credentials; EC2
/// instance credentials. The roles in `assume_role` are then assumed one after the other.
///
/// Credentials are loaded at the first API call, so a plan without API calls needs no credentials.
///
/// See [environment variables and configuration
/// files](https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html) in the AWS SDKs
/// and Tools Reference Guide.
#[derive(Clone, Default, PartialEq, Model)]
pub(crate) struct Configuration {
    /// Access key ID. Requires `secret_key`.
    pub(crate) access_key: Option<String>,
    /// IDs of the accounts in which the provider may work; all others are refused. The account is
    /// checked before any other API call.
    #[attr(conflicts = "forbidden_account_ids")]
    pub(crate) allowed_account_ids: Option<Set<String>>,
    /// What the [checks](guides/checks.md) of resources do: `strict` makes an error of all that they
    /// find, `warn` only of what AWS always refuses and a warning of the rest, `off` leaves what
    /// hashicorp/aws checks. Also `AWS_MESSAGING_CHECKS`. Defaults to `warn`.
    #[attr(check = one_of(&["strict", "warn", "off"]))]
    pub(crate) checks: Option<String>,
    /// Path of a PEM file of CA certificates that replaces the system's. Also `AWS_CA_BUNDLE` or
    /// `ca_bundle` in the profile.
    pub(crate) custom_ca_bundle: Option<String>,
    /// URL of the EC2 metadata service. Also `AWS_EC2_METADATA_SERVICE_ENDPOINT`.
    #[attr(check = rule("An `http` or `https` URL.", endpoints::check))]
    pub(crate) ec2_metadata_service_endpoint: Option<String>,
    /// IP version for the EC2 metadata service. Also `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE`.
    #[attr(check = one_of(&["IPv4", "IPv6"]))]
    pub(crate) ec2_metadata_service_endpoint_mode: Option<String>,
    /// IDs of the accounts in which the provider must not work. The account is checked before any
    /// other API call.
    #[attr(conflicts = "allowed_account_ids")]
    pub(crate) forbidden_account_ids: Option<Set<String>>,
    /// URL of the proxy for `http` endpoints, and for `https` endpoints without `https_proxy`. Also
    /// `HTTP_PROXY`.
    pub(crate) http_proxy: Option<String>,
    /// URL of the proxy for `https` endpoints. Also `HTTPS_PROXY`.
    pub(crate) https_proxy: Option<String>,
    /// Whether to skip TLS certificate verification. For tests only.
    pub(crate) insecure: Option<bool>,
    /// Maximum number of attempts of an API call; 25 by default. Also `AWS_MAX_ATTEMPTS` or
    /// `max_attempts` in the profile. Connection errors have lower limits: 3 attempts if the host
    /// name cannot be resolved, or the connection is refused or has no route; 20 seconds if it
    /// cannot be established; 2 attempts of 25 seconds if there is no response. The timeout of the
    /// operation and an interrupt also end the attempts.
    #[attr(check = range(0..=1000))]
    pub(crate) max_retries: Option<i64>,
    /// Comma-separated hosts, domains and networks to which the provider connects without proxy:
    /// `example.com` and its subdomains, `.example.com` for subdomains only, `10.0.0.0/8`,
    /// `host:8443` for a single port, `*` for all. The local host never uses a proxy. Also
    /// `NO_PROXY`.
    pub(crate) no_proxy: Option<String>,
    /// Profile in the shared configuration and credentials files. Takes precedence over credentials
    /// in environment variables.
    pub(crate) profile: Option<String>,
    /// Default region for all resources. Also `AWS_REGION`, `AWS_DEFAULT_REGION` or `region` in the
    /// profile, in this order.
    pub(crate) region: Option<String>,
    /// Retry mode: `standard`, or `adaptive` which also limits the request rate when a service
    /// throttles. Also `AWS_RETRY_MODE`.
    #[attr(check = one_of(&["standard", "adaptive"]))]
    pub(crate) retry_mode: Option<String>,
    /// Accepted for compatibility with hashicorp/aws. Has no effect.
    pub(crate) s3_us_east_1_regional_endpoint: Option<String>,
    /// Accepted for compatibility with hashicorp/aws. Has no effect.
    pub(crate) s3_use_path_style: Option<bool>,
    /// Secret access key. Requires `access_key`. Do not store it in configuration files.
    pub(crate) secret_key: Option<String>,
    /// Paths of shared configuration files. Defaults to `~/.aws/config`.
    pub(crate) shared_config_files: Option<Vec<String>>,
    /// Paths of shared credentials files. Defaults to `~/.aws/credentials`.
    pub(crate) shared_credentials_files: Option<Vec<String>>,
    /// Accepted for compatibility with hashicorp/aws. Credentials are never validated in advance:
    /// the first API call fails if they are invalid.
    pub(crate) skip_credentials_validation: Option<bool>,
    /// Whether to skip the EC2 metadata service, for credentials and region. If not set or empty,
    /// `AWS_EC2_METADATA_DISABLED` applies.
    #[attr(check = one_of(&["true", "false", ""]))]
    pub(crate) skip_metadata_api_check: Option<String>,
    /// Whether to skip the check that the region code is valid.
    pub(crate) skip_region_validation: Option<bool>,
    /// Accepted for compatibility with hashicorp/aws. The account ID is requested only when needed:
    /// for `allowed_account_ids`, `forbidden_account_ids` and resources that require it.
    pub(crate) skip_requesting_account_id: Option<bool>,
    /// Region of AWS STS, for credentials and the account ID. Defaults to `region`.
    pub(crate) sts_region: Option<String>,
    /// Whether plans that create an object, or change its tags, are checked for the tags that the
    /// organization's [tag policy](https://docs.aws.amazon.com/organizations/latest/userguide/enforce-required-tag-keys-iac.html)
    /// requires: `error` refuses the plan where one is missing, `warning` warns, `disabled` does
    /// not check. Requires the permission `tag:ListRequiredTags`. Also
    /// `TF_AWS_TAG_POLICY_COMPLIANCE`. Defaults to `disabled`.
    #[attr(check = one_of(&["error", "warning", "disabled"]))]
    pub(crate) tag_policy_compliance: Option<String>,
    /// Session token of temporary credentials.
    pub(crate) token: Option<String>,
    /// Capacity of the retry token bucket: each retry takes tokens, successful calls return them.
    /// If not set or 0, retries are not limited.
    #[attr(check = range(0..=500_000_000))]
    pub(crate) token_bucket_rate_limiter_capacity: Option<i64>,
    /// Whether to use dual-stack (IPv4 and IPv6) endpoints. Also `AWS_USE_DUALSTACK_ENDPOINT`.
    pub(crate) use_dualstack_endpoint: Option<bool>,
    /// Whether to use FIPS endpoints. Also `AWS_USE_FIPS_ENDPOINT`.
    pub(crate) use_fips_endpoint: Option<bool>,
    /// Products added to the `User-Agent` header of all API calls, such as `orders/1.2.0 (team-a)`;
    /// the function `user_agent` formats one. Also `TF_APPEND_USER_AGENT`, whose text comes last.
    #[attr(check = each(rule("Printable ASCII characters.", user_agent)))]
    pub(crate) user_agent: Option<Vec<String>>,
    #[block]
    pub(crate) assume_role: Vec<AssumeRole>,
    #[block]
    pub(crate) assume_role_with_web_identity: Vec<AssumeRoleWithWebIdentity>,
    #[block]
    pub(crate) default_tags: Vec<DefaultTags>,
    #[block]
    pub(crate) endpoints: Set<Endpoints>,
    #[block]
    pub(crate) ignore_tags: Vec<IgnoreTags>,
}

/// IAM role to assume. With several blocks, each role is assumed with the credentials of the one
/// before.
#[derive(Clone, Default, PartialEq, Model)]
pub(crate) struct AssumeRole {
    /// Duration of the session, from `15m` to `12h`, such as `1h30m`. Defaults to one hour in AWS
    /// STS.
    #[attr(check = rule("A duration such as `1h30m`.", session_duration))]
    pub(crate) duration: Option<String>,
    /// External ID that the trust policy of the role requires.
    #[attr(check = length(2, 1224))]
    pub(crate) external_id: Option<String>,
    /// JSON policy that further restricts the permissions of the role.
    #[attr(check = json())]
    pub(crate) policy: Option<String>,
    /// ARNs of managed policies that further restrict the permissions of the role.
    pub(crate) policy_arns: Option<Set<String>>,
    /// ARN of the role.
    #[attr(check = arn())]
    pub(crate) role_arn: Option<String>,
    /// Session name, as shown in AWS CloudTrail.
    #[attr(check = rule("2 to 64 letters, digits and `_+=,.@-`.", session_name))]
    pub(crate) session_name: Option<String>,
    /// Source identity of the session, as shown in AWS CloudTrail for all roles assumed from it.
    #[attr(check = rule("2 to 64 letters, digits and `_+=,.@-`.", session_name))]
    pub(crate) source_identity: Option<String>,
    /// Session tags.
    pub(crate) tags: Option<Tags>,
    /// Keys of the session tags that are passed on to roles assumed from this session.
    pub(crate) transitive_tag_keys: Option<Set<String>>,
}

/// IAM role to assume with the token of an OIDC identity provider, such as a CI system.
#[derive(Clone, Default, PartialEq, Model)]
pub(crate) struct AssumeRoleWithWebIdentity {
    /// Duration of the session, from `15m` to `12h`, such as `1h30m`. Defaults to one hour in AWS
    /// STS.
    #[attr(check = rule("A duration such as `1h30m`.", session_duration))]
    pub(crate) duration: Option<String>,
    /// JSON policy that further restricts the permissions of the role.
    #[attr(check = json())]
    pub(crate) policy: Option<String>,
    /// ARNs of managed policies that further restrict the permissions of the role.
    pub(crate) policy_arns: Option<Set<String>>,
    /// ARN of the role. Also `AWS_ROLE_ARN`.
    #[attr(check = arn())]
    pub(crate) role_arn: Option<String>,
    /// Session name, as shown in AWS CloudTrail. Also `AWS_ROLE_SESSION_NAME`.
    #[attr(check = rule("2 to 64 letters, digits and `_+=,.@-`.", session_name))]
    pub(crate) session_name: Option<String>,
    /// The token. Also `TF_AWS_WEB_IDENTITY_TOKEN`.
    #[attr(check = length(4, 20_000))]
    pub(crate) web_identity_token: Option<String>,
    /// Path of a file with the token, which is read each time credentials are requested. Also
    /// `AWS_WEB_IDENTITY_TOKEN_FILE`.
    pub(crate) web_identity_token_file: Option<String>,
}

/// Tags of all resources that support tags.
#[derive(Clone, Default, PartialEq, Model)]
pub(crate) struct DefaultTags {
    /// The tags. Tags of a resource take precedence over them, and they over environment variables
    /// such as `TF_AWS_DEFAULT_TAGS_team`.
    pub(crate) tags: Option<Tags>,
}

/// Tags that the provider ignores: they are neither shown nor removed. An ignored tag that is also
/// configured is set at creation and then left alone.
#[derive(Clone, Default, PartialEq, Model)]
pub(crate) struct IgnoreTags {
    /// Prefixes of the keys of ignored tags, in addition to the comma-separated
    /// `TF_AWS_IGNORE_TAGS_KEY_PREFIXES`.
    pub(crate) key_prefixes: Option<Set<String>>,
    /// Keys of ignored tags, in addition to the comma-separated `TF_AWS_IGNORE_TAGS_KEYS`.
    pub(crate) keys: Option<Set<String>>,
}

/// What a module may tell of itself.
#[derive(Clone, Default, PartialEq, Model)]
pub(crate) struct ModuleMetadata {
    /// Accepted for compatibility with hashicorp/aws. Has no effect.
    pub(crate) user_agent: Option<Vec<String>>,
}

impl Configuration {
    /// Reads a block. What is unknown in it reads as not set, and the names of the arguments and
    /// blocks in which it is are returned.
    pub(crate) fn decode_known(
        value: &Value,
    ) -> Result<(Configuration, Vec<String>), schemas::Mismatch> {
        let unknown = match value.entries() {
            Some(fields) => fields.iter().filter(|(_, it)| !it.is_wholly_known()),
            None => return Ok((Configuration::default(), Vec::new())),
        };
        let unknown = unknown.map(|(name, _)| name.clone()).collect();
        let mut fields = without_unknown(value).into_entries().unwrap_or_default();
        Ok((Configuration::decode(&mut fields)?, unknown))
    }
}

/// The length of a session. Empty means that of the role.
fn session_duration(text: &str) -> Outcome {
    if text.is_empty() {
        return Ok(());
    }
    let duration = parse_duration(text)?;
    match (15 * 60..=12 * 3600).contains(&duration.as_secs()) {
        true => Ok(()),
        false => Err(format!("must be 15m to 12h, not {text}")),
    }
}

/// What the header can hold.
fn user_agent(text: &str) -> Outcome {
    match text.chars().all(|it| matches!(it, ' '..='~')) {
        true => Ok(()),
        false => Err(format!("must have printable ASCII characters only, not {text:?}")),
    }
}

fn session_name(text: &str) -> Outcome {
    let is_legal = |it: char| it.is_ascii_alphanumeric() || "_+=,.@-".contains(it);
    match text.is_empty() || ((2..=64).contains(&text.len()) && text.chars().all(is_legal)) {
        true => Ok(()),
        false => Err(format!("must be 2 to 64 letters, digits and _+=,.@-, not {text:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_last_15_minutes_to_12_hours() {
        for (text, is_fine) in
            [("", true), ("15m", true), ("12h", true), ("1m", false), ("13h", false), ("1", false)]
        {
            assert_eq!(session_duration(text).is_ok(), is_fine, "{text}");
        }
    }

    #[test]
    fn names_of_sessions() {
        for (name, is_fine) in [("ci@main", true), ("", true), ("a", false), ("a b", false)] {
            assert_eq!(session_name(name).is_ok(), is_fine, "{name}");
        }
    }

    #[test]
    fn unknown_values_are_named_and_left_out() {
        let mut fields = Configuration::default().encode();
        let role = AssumeRole { role_arn: Some("a".to_owned()), ..AssumeRole::default() };
        let mut role = role.encode();
        role.insert("external_id".to_owned(), Value::Unknown);
        fields.insert("region".to_owned(), Value::Unknown);
        fields.insert("assume_role".to_owned(), Value::List(vec![Value::Object(role)]));
        let block = Value::Object(fields);
        let (configuration, unknown) = Configuration::decode_known(&block).unwrap();
        assert_eq!(unknown, ["assume_role", "region"]);
        assert_eq!(configuration.region, None);
        assert_eq!(configuration.assume_role[0].role_arn.as_deref(), Some("a"));
        assert_eq!(configuration.assume_role[0].external_id, None);
    }
}
