//! The provider block.

use schemas::check::Outcome;
use schemas::{Model, Set, Tags, Value};
use tfplugin::engine::{parse_duration, without_unknown};

use super::endpoints::{self, Endpoints};

/// Manages messaging on AWS: queues, topics, brokers and streams. Types, arguments and state are
/// those of hashicorp/aws, so that a configuration of the one works with the other.
///
/// Credentials are looked for in this order: the arguments `access_key`, `secret_key` and `token`;
/// the `assume_role_with_web_identity` block; the argument `profile`; environment variables; a web
/// identity token that the environment names; the profile `AWS_PROFILE` or `default`; the container;
/// the EC2 instance. Then the roles of `assume_role` are assumed, one after the other.
///
/// Credentials are fetched at the first call of AWS rather than before it, so that a plan that
/// needs no call needs no credentials.
#[derive(Clone, Default, PartialEq, Model)]
pub(crate) struct Configuration {
    /// Id of the access key. Comes with `secret_key`.
    pub(crate) access_key: Option<String>,
    /// Ids of the only accounts in which the provider works. AWS is asked for the account before
    /// anything else is done.
    #[attr(conflicts = "forbidden_account_ids")]
    pub(crate) allowed_account_ids: Option<Set<String>>,
    /// File of certificates, in PEM form, to trust instead of those of the system. `AWS_CA_BUNDLE`
    /// and the profile's `ca_bundle` mean the same.
    pub(crate) custom_ca_bundle: Option<String>,
    /// URL of the EC2 metadata service. `AWS_EC2_METADATA_SERVICE_ENDPOINT` means the same.
    #[attr(check = rule("An `http` or `https` URL.", endpoints::check))]
    pub(crate) ec2_metadata_service_endpoint: Option<String>,
    /// Version of IP by which the EC2 metadata service is asked.
    /// `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE` means the same.
    #[attr(check = one_of(&["IPv4", "IPv6"]))]
    pub(crate) ec2_metadata_service_endpoint_mode: Option<String>,
    /// Ids of accounts in which the provider does not work. AWS is asked for the account before
    /// anything else is done.
    #[attr(conflicts = "allowed_account_ids")]
    pub(crate) forbidden_account_ids: Option<Set<String>>,
    /// URL of the proxy for `http` endpoints, and for `https` ones as long as there is no
    /// `https_proxy`. `HTTP_PROXY` means the same.
    pub(crate) http_proxy: Option<String>,
    /// URL of the proxy for `https` endpoints. `HTTPS_PROXY` means the same.
    pub(crate) https_proxy: Option<String>,
    /// Whether any certificate of a server is believed. Only for test doubles.
    pub(crate) insecure: Option<bool>,
    /// How often a call is tried before it fails: 25 times by default. `AWS_MAX_ATTEMPTS` and the
    /// profile's `max_attempts` mean the same. A name without address, a host that refuses and one
    /// without route are given up after 3 tries within seconds, one that does not let itself be
    /// connected to after 20 seconds at most, one that is silent once it is connected after two
    /// tries of 25 seconds. Tries end with the timeout of the operation, and when it is interrupted.
    #[attr(check = range(0..=1000))]
    pub(crate) max_retries: Option<i64>,
    /// Hosts, networks and domains that are asked without proxy, with commas between:
    /// `example.com` with all below it, `.example.com` for what is below it only, `10.0.0.0/8`,
    /// `host:8443` for one port, `*` for everything. This machine itself never is asked by way of a
    /// proxy. `NO_PROXY` means the same.
    pub(crate) no_proxy: Option<String>,
    /// Profile of the shared configuration and credentials files. Comes before credentials of the
    /// environment.
    pub(crate) profile: Option<String>,
    /// Region of everything that names none itself. `AWS_REGION`, `AWS_DEFAULT_REGION` and the
    /// profile's `region` mean the same, in this order.
    pub(crate) region: Option<String>,
    /// How long to pause before another try: `standard` looks at the number of tries, `adaptive`
    /// at the rate that the service bears as well. `AWS_RETRY_MODE` means the same.
    #[attr(check = one_of(&["standard", "adaptive"]))]
    pub(crate) retry_mode: Option<String>,
    /// Accepted for the sake of configurations of hashicorp/aws; has no effect.
    pub(crate) s3_us_east_1_regional_endpoint: Option<String>,
    /// Accepted for the sake of configurations of hashicorp/aws; has no effect.
    pub(crate) s3_use_path_style: Option<bool>,
    /// Secret of the access key. Comes with `access_key`. Better kept out of configurations.
    pub(crate) secret_key: Option<String>,
    /// Shared configuration files, instead of `~/.aws/config`.
    pub(crate) shared_config_files: Option<Vec<String>>,
    /// Shared credentials files, instead of `~/.aws/credentials`.
    pub(crate) shared_credentials_files: Option<Vec<String>>,
    /// Accepted for the sake of configurations of hashicorp/aws. Credentials are never validated
    /// ahead: wrong ones are told by the first call.
    pub(crate) skip_credentials_validation: Option<bool>,
    /// Whether credentials and region of an EC2 instance are left alone: `true`, `false` or, for
    /// what `AWS_EC2_METADATA_DISABLED` says, nothing.
    #[attr(check = one_of(&["true", "false", ""]))]
    pub(crate) skip_metadata_api_check: Option<String>,
    /// Whether any name of a region is accepted. Without it, names that no region of AWS can have
    /// are refused.
    pub(crate) skip_region_validation: Option<bool>,
    /// Accepted for the sake of configurations of hashicorp/aws. AWS is asked for the account only
    /// where it is needed: for `allowed_account_ids` and `forbidden_account_ids`, and by types that
    /// cannot do without.
    pub(crate) skip_requesting_account_id: Option<bool>,
    /// Region whose STS is asked for credentials and for the account, where it is not `region`.
    pub(crate) sts_region: Option<String>,
    /// Session token of temporary credentials.
    pub(crate) token: Option<String>,
    /// Number of tokens that retries share, each of which takes some until calls succeed again.
    /// Nothing or 0: retries are not limited that way.
    #[attr(check = range(0..=500_000_000))]
    pub(crate) token_bucket_rate_limiter_capacity: Option<i64>,
    /// Whether endpoints that speak IPv6 too are used. `AWS_USE_DUALSTACK_ENDPOINT` means the same.
    pub(crate) use_dualstack_endpoint: Option<bool>,
    /// Whether endpoints with FIPS 140 cryptography are used. `AWS_USE_FIPS_ENDPOINT` means the
    /// same.
    pub(crate) use_fips_endpoint: Option<bool>,
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

/// A role to assume. Of several, each is assumed with the credentials of the one before.
#[derive(Clone, Default, PartialEq, Model)]
pub(crate) struct AssumeRole {
    /// How long the credentials hold, such as `1h30m`: 15 minutes to 12 hours.
    #[attr(check = rule("A duration such as `1h30m`.", session_duration))]
    pub(crate) duration: Option<String>,
    /// What the role's owner asks of a third party.
    #[attr(check = length(2, 1224))]
    pub(crate) external_id: Option<String>,
    /// Policy, as JSON, that narrows what the role may do.
    #[attr(check = json())]
    pub(crate) policy: Option<String>,
    /// ARNs of managed policies that narrow what the role may do.
    pub(crate) policy_arns: Option<Set<String>>,
    /// ARN of the role.
    #[attr(check = arn())]
    pub(crate) role_arn: Option<String>,
    /// Name of the session, which AWS shows in its logs.
    #[attr(check = rule("2 to 64 letters, digits and `_+=,.@-`.", session_name))]
    pub(crate) session_name: Option<String>,
    /// Who is behind the session, for the logs of all roles that are assumed from it.
    #[attr(check = rule("2 to 64 letters, digits and `_+=,.@-`.", session_name))]
    pub(crate) source_identity: Option<String>,
    /// Tags of the session.
    pub(crate) tags: Option<Tags>,
    /// Keys of the tags that sessions begun from this one have as well.
    pub(crate) transitive_tag_keys: Option<Set<String>>,
}

/// A role to assume with the token of an identity provider, such as that of a CI system.
#[derive(Clone, Default, PartialEq, Model)]
pub(crate) struct AssumeRoleWithWebIdentity {
    /// How long the credentials hold, such as `1h30m`: 15 minutes to 12 hours.
    #[attr(check = rule("A duration such as `1h30m`.", session_duration))]
    pub(crate) duration: Option<String>,
    /// Policy, as JSON, that narrows what the role may do.
    #[attr(check = json())]
    pub(crate) policy: Option<String>,
    /// ARNs of managed policies that narrow what the role may do.
    pub(crate) policy_arns: Option<Set<String>>,
    /// ARN of the role. `AWS_ROLE_ARN` means the same.
    #[attr(check = arn())]
    pub(crate) role_arn: Option<String>,
    /// Name of the session, which AWS shows in its logs. `AWS_ROLE_SESSION_NAME` means the same.
    #[attr(check = rule("2 to 64 letters, digits and `_+=,.@-`.", session_name))]
    pub(crate) session_name: Option<String>,
    /// The token itself.
    #[attr(check = length(4, 20_000))]
    pub(crate) web_identity_token: Option<String>,
    /// File with the token, read whenever credentials are fetched. `AWS_WEB_IDENTITY_TOKEN_FILE`
    /// means the same.
    pub(crate) web_identity_token_file: Option<String>,
}

/// Tags that everything gets which can have tags.
#[derive(Clone, Default, PartialEq, Model)]
pub(crate) struct DefaultTags {
    /// The tags. Those of a resource come before them, and they before environment variables such
    /// as `TF_AWS_DEFAULT_TAGS_team`.
    pub(crate) tags: Option<Tags>,
}

/// Tags that are somebody else's: neither shown nor removed. One that is configured all the same is
/// set when the object is made, and then left alone.
#[derive(Clone, Default, PartialEq, Model)]
pub(crate) struct IgnoreTags {
    /// What the keys of ignored tags begin with. Those of `TF_AWS_IGNORE_TAGS_KEY_PREFIXES`, with
    /// commas between, come on top.
    pub(crate) key_prefixes: Option<Set<String>>,
    /// Keys of ignored tags. Those of `TF_AWS_IGNORE_TAGS_KEYS`, with commas between, come on top.
    pub(crate) keys: Option<Set<String>>,
}

/// What a module may tell of itself.
#[derive(Clone, Default, PartialEq, Model)]
pub(crate) struct ModuleMetadata {
    /// Accepted for the sake of modules of hashicorp/aws; has no effect.
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
