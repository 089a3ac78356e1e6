//! `aws_security_group_rule`

mod import;
mod traffic;

use std::time::Duration;

use schemas::{AnyOrder, Value};
use tfplugin::engine::Plan;
use tfplugin::{Diagnostic, Identity, path};

use self::traffic::Traffic;
use super::authorize::{Refused, authorize};
use super::filter::Filters;
use super::group::{self, Direction};
use super::group_id::GroupId;
use super::network;
use super::permission::{self, Itself, Permission, Permissions};
use super::protocol::{ALL, Protocol, has_ports, ports_check};
use super::{text, vpc_rule};
use crate::prelude::*;

/// Manages a rule of a security group: traffic of one protocol and port range that is allowed from
/// or to networks, prefix lists or a security group. Networks and prefix lists are added and removed
/// in place.
///
/// For new configurations, `aws_vpc_security_group_ingress_rule` and
/// `aws_vpc_security_group_egress_rule` are preferable: they manage one rule of EC2 each, with tags.
/// Do not use this resource together with the `ingress` and `egress` arguments of
/// `aws_security_group` for the same group: each would remove the rules of the other.
///
/// See [security group rules](https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html)
/// in the Amazon VPC User Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct SecurityGroupRule {
    /// IPv4 networks, such as `10.0.0.0/8`.
    #[attr(
        at_least_one_of = [
            "cidr_blocks",
            "ipv6_cidr_blocks",
            "prefix_list_ids",
            "self",
            "source_security_group_id",
        ],
        conflicts = "source_security_group_id",
        check = each(network::ipv4()),
    )]
    pub(crate) cidr_blocks: Option<AnyOrder<String>>,
    /// Description of the rule: up to 255 letters, digits, spaces and `_.:/()#,@[]+=&;{}!$*-`.
    #[attr(check = text::description())]
    pub(crate) description: Option<String>,
    /// First port of the range, or the ICMP type, where `-1` stands for all types. Not used for
    /// protocols without ports: set it to 0.
    #[attr(force_new)]
    pub(crate) from_port: i32,
    /// IPv6 networks, such as `2001:db8::/32`.
    #[attr(
        at_least_one_of = [
            "cidr_blocks",
            "ipv6_cidr_blocks",
            "prefix_list_ids",
            "self",
            "source_security_group_id",
        ],
        conflicts = "source_security_group_id",
        check = each(network::ipv6()),
    )]
    pub(crate) ipv6_cidr_blocks: Option<AnyOrder<String>>,
    /// IDs of prefix lists.
    #[attr(
        at_least_one_of = [
            "cidr_blocks",
            "ipv6_cidr_blocks",
            "prefix_list_ids",
            "self",
            "source_security_group_id",
        ],
        check = each(not_empty()),
    )]
    pub(crate) prefix_list_ids: Option<AnyOrder<String>>,
    /// Protocol: `tcp`, `udp`, `icmp`, `icmpv6`, the number of another protocol, or `-1` for all
    /// protocols and ports.
    #[attr(force_new)]
    pub(crate) protocol: Protocol,
    /// ID of the security group that the rule belongs to.
    #[attr(force_new)]
    pub(crate) security_group_id: String,
    /// ID of the rule in EC2, if it allows traffic from or to a single source or destination.
    pub(crate) security_group_rule_id: Computed<String>,
    /// Whether the rule allows traffic from or to the security group itself.
    #[attr(
        force_new,
        default = false,
        at_least_one_of = [
            "cidr_blocks",
            "ipv6_cidr_blocks",
            "prefix_list_ids",
            "self",
            "source_security_group_id",
        ],
    )]
    pub(crate) self_: bool,
    /// ID of the security group that traffic is allowed from or to. Prefix the ID of a group of
    /// another account with the account ID and a slash.
    #[attr(
        computed,
        force_new,
        at_least_one_of = [
            "cidr_blocks",
            "ipv6_cidr_blocks",
            "prefix_list_ids",
            "self",
            "source_security_group_id",
        ],
        conflicts = ["cidr_blocks", "ipv6_cidr_blocks"],
    )]
    pub(crate) source_security_group_id: Option<GroupId>,
    /// Last port of the range, or the ICMP code, where `-1` stands for all codes. Not used for
    /// protocols without ports: set it to 0.
    #[attr(force_new)]
    pub(crate) to_port: i32,
    /// Direction of the traffic.
    #[attr(force_new, check = one_of(&["egress", "ingress"]))]
    pub(crate) type_: String,
}

impl Resource<Aws> for SecurityGroupRule {
    type Identity = Traffic;

    const TYPE: &'static str = "aws_security_group_rule";
    const NAME: &'static str = "Security Group Rule";
    const VERSION: i64 = 2;
    const TIMEOUTS: Timeouts =
        Timeouts { create: Some(Duration::from_secs(5 * 60)), ..Timeouts::NONE };

    fn validate(config: &Value) -> Vec<Diagnostic> {
        beside_itself(config).into_iter().collect()
    }

    fn checks() -> Vec<Check> {
        vec![ports_check("protocol")]
    }

    fn plan(plan: &mut Plan<'_>) -> Result<()> {
        if !plan.is_create() {
            keep_ports(plan);
            keep_spelling(plan);
        }
        Ok(())
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Traffic> {
        let (traffic, permissions) = (plan.traffic(), plan.permissions()?);
        let group = &plan.security_group_id;
        let sent = permission::to_api(&permissions, group);
        let (error, is_lost) = match authorize(cx, group, plan.direction(), sent, None).await {
            Ok(_) => return Ok(traffic),
            Err(Refused::Outdated { error, is_lost }) => (error, is_lost),
            Err(refused) => return Err(refused.into()),
        };
        if is_lost && plan.is_shown(cx, &permissions).await {
            return Ok(traffic);
        }
        Err(error.remedy(format!(
            "A group has each rule once. If the rule is to be managed here, import it by {}. \
             Otherwise take one of the two away.",
            import::text(&traffic)
        )))
    }

    async fn read(cx: &Cx, id: &Traffic) -> Result<Option<Self>> {
        let filters = Filters::default().by("group-id", Some(&id.security_group_id));
        let is_egress = Some(id.direction() == Direction::Egress);
        let rules = vpc_rule::list(cx, None, filters).await?.into_iter();
        let rules: Vec<_> = rules.filter(|it| it.is_egress == is_egress).collect();
        let owner = rules.first().and_then(|it| it.group_owner_id());
        let itself = Itself { group: &id.security_group_id, account: owner };
        let of = |wanted: Permission| {
            let wanted = itself.permission(wanted);
            rules.iter().find(|it| permission::of_rule(it, itself) == wanted)
        };
        let there = id.retain(|it| of(it.clone()).is_some());
        let found: Vec<_> = there.permissions().into_iter().filter_map(of).collect();
        let Some(first) = found.first() else { return Ok(None) };
        let rule_id = match id.permissions().len() {
            1 => first.security_group_rule_id.clone().unwrap_or_default(),
            _ => String::new(),
        };
        Ok(Some(SecurityGroupRule {
            cidr_blocks: there.cidr_blocks,
            description: first.description.clone().filter(|it| !it.is_empty()),
            from_port: there.from_port,
            ipv6_cidr_blocks: there.ipv6_cidr_blocks,
            prefix_list_ids: there.prefix_list_ids,
            protocol: there.protocol,
            security_group_id: there.security_group_id,
            security_group_rule_id: rule_id.into(),
            self_: there.self_ == Some(true),
            source_security_group_id: there.source_security_group_id,
            to_port: there.to_port,
            type_: there.type_,
        }))
    }

    async fn update(cx: &Cx, _id: &Traffic, prior: &Self, plan: &Self) -> Result<()> {
        let (old, new) = (prior.traffic().described(prior.description()), plan.permissions()?);
        group::update(cx, &plan.security_group_id, |direction| {
            match direction == plan.direction() {
                true => (old.clone(), new.clone()),
                false => (Permissions::new(), Permissions::new()),
            }
        })
        .await
    }

    async fn delete(cx: &Cx, id: &Traffic, _prior: &Self) -> Result<()> {
        let Some(group) = group::describe(cx, &id.security_group_id).await? else {
            return Ok(());
        };
        group::change(cx, &group, id.direction(), &id.described(""), &Permissions::new()).await
    }

    fn import(text: &str) -> Result<Traffic> {
        import::parse(text)
    }

    /// Older states have an `id` that was computed otherwise. Who has it does not matter: the rule is
    /// found by what it is.
    fn upgrade(_version: i64, mut state: serde_json::Value) -> Result<serde_json::Value> {
        if let Some(traffic) = Traffic::of_json(&state) {
            state["id"] = traffic.text().into();
        }
        Ok(state)
    }
}

impl SecurityGroupRule {
    fn traffic(&self) -> Traffic {
        Traffic {
            cidr_blocks: self.cidr_blocks.clone(),
            from_port: self.from_port,
            ipv6_cidr_blocks: self.ipv6_cidr_blocks.clone(),
            prefix_list_ids: self.prefix_list_ids.clone(),
            protocol: self.protocol.clone(),
            security_group_id: self.security_group_id.clone(),
            self_: Some(self.self_),
            source_security_group_id: self.source_security_group_id.clone(),
            to_port: self.to_port,
            type_: self.type_.clone(),
        }
    }

    fn description(&self) -> &str {
        self.description.as_deref().unwrap_or_default()
    }

    fn direction(&self) -> Direction {
        traffic::direction(&self.type_)
    }

    /// What the rule comes to in EC2, which keeps no rule for nobody.
    fn permissions(&self) -> Result<Permissions> {
        let permissions = self.traffic().described(self.description());
        if permissions.is_empty() {
            let error = Error::new("the rule names no source or destination");
            return Err(error.remedy(
                "Name a network, a prefix list or a security group, or remove the resource.",
            ));
        }
        Ok(permissions)
    }

    /// Whether a creation whose answer was lost has done its work.
    async fn is_shown(&self, cx: &Cx, permissions: &Permissions) -> bool {
        let look = || async {
            let group = group::wait_until_visible(cx, &self.security_group_id).await?;
            let there = self.direction().permissions(&group);
            let wanted = Itself::of(&group).permissions(permissions);
            Ok(match wanted.iter().all(|(permission, text)| there.get(permission) == Some(text)) {
                true => Progress::Ready(()),
                false => Progress::Pending("the rule is not visible yet".to_owned()),
            })
        };
        cx.until_within(group::LATE, look).await.is_ok()
    }
}

/// The group itself goes with prefix lists alone. That it is not meant goes with everything: so
/// clients write the configuration of a rule that was imported.
fn beside_itself(config: &Value) -> Option<Diagnostic> {
    if config.get("self").as_bool() != Some(true) {
        return None;
    }
    let others = ["cidr_blocks", "ipv6_cidr_blocks", "source_security_group_id"];
    let is_set = |it: &&str| !config.get(it).is_null() && !config.get(it).is_unknown();
    let other = others.into_iter().find(is_set)?;
    let detail = format!("`self` cannot be set together with `{other}`. Remove one.");
    Some(Diagnostic::error("Conflicting configuration arguments", detail).at(path("self")))
}

/// The lists of what a rule is for.
const LISTS: [&str; 3] = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids"];

/// Ports mean nothing to most protocols, and EC2 keeps none for those.
fn keep_ports(plan: &mut Plan<'_>) {
    let canonical = |it: &Value| it.as_str().map(|it| Protocol(it.to_owned()).canonical());
    let Some(protocol) = canonical(plan.planned("protocol")) else { return };
    let is_same = canonical(plan.prior("protocol")).as_ref() == Some(&protocol);
    for port in ["from_port", "to_port"] {
        let was_none = protocol == ALL && plan.prior(port).as_i64() == Some(0);
        if was_none || is_same && !has_ports(&protocol) {
            plan.no_change(port);
        }
    }
}

/// Networks in another order or spelling are the same.
fn keep_spelling(plan: &mut Plan<'_>) {
    let canonical = |list: &Value| {
        let elements = list.elements()?.iter().map(Value::as_str);
        let mut texts = elements.collect::<Option<Vec<_>>>()?;
        texts.sort_unstable_by_key(|it| network::canonical(it));
        Some(texts.into_iter().map(network::canonical).collect::<Vec<_>>())
    };
    let mut is_other = false;
    for name in LISTS {
        let (prior, planned) = (canonical(plan.prior(name)), canonical(plan.planned(name)));
        match prior == planned && prior.is_some() {
            true => plan.no_change(name),
            // Null and empty are the same.
            false => {
                is_other |= !plan.planned(name).is_wholly_known()
                    || prior.unwrap_or_default() != planned.unwrap_or_default();
            }
        }
    }
    if is_other {
        // It is there for a single network only.
        plan.set("security_group_rule_id", Value::Unknown);
    }
}

fn not_empty() -> schemas::Check {
    schemas::check::rule("", |text| match text.is_empty() {
        true => Err("must not have an empty element".to_owned()),
        false => Ok(()),
    })
}
