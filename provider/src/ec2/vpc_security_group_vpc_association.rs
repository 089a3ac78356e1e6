//! `aws_vpc_security_group_vpc_association`

use std::time::Duration;

use aws_sdk_ec2::types::SecurityGroupVpcAssociationState as State;
use tfplugin::{Identity, Served, TypeSystem};

use super::filter::Filters;
use crate::prelude::*;

/// Associates a security group with another VPC in the same Region, so that resources in that VPC
/// can use it.
///
/// The VPC must not be the one that the security group was created in.
///
/// See [AssociateSecurityGroupVpc](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateSecurityGroupVpc.html)
/// in the Amazon EC2 API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct VpcSecurityGroupVpcAssociation {
    /// ID of the security group.
    #[attr(force_new)]
    pub(crate) security_group_id: String,
    /// State of the association, such as `associated`.
    pub(crate) state: Computed<String>,
    /// ID of the VPC.
    #[attr(force_new)]
    pub(crate) vpc_id: String,
}

/// A security group and a VPC that may use it.
#[derive(Debug, Clone, PartialEq, Eq, Model)]
pub(crate) struct GroupAndVpc {
    /// ID of the security group.
    security_group_id: String,
    /// ID of the VPC.
    vpc_id: String,
}

impl Identity for GroupAndVpc {
    const SERVED: Option<Served> = Some(Served { version: 0, located: true });

    fn text(&self) -> String {
        format!("{},{}", self.security_group_id, self.vpc_id)
    }
}

const MINUTES: Option<Duration> = Some(Duration::from_mins(5));

/// There is no such association, group or VPC.
const GONE: &[&str] =
    &["InvalidGroup.NotFound", "InvalidSecurityGroupID.NotFound", "InvalidVpcID.NotFound"];

impl Resource<Aws> for VpcSecurityGroupVpcAssociation {
    type Identity = GroupAndVpc;

    const TYPE: &'static str = "aws_vpc_security_group_vpc_association";
    const NAME: &'static str = "VPC Security Group VPC Association";
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Strict;
    const TIMEOUTS: Timeouts = Timeouts { create: MINUTES, delete: MINUTES, ..Timeouts::NONE };
    const HAS_ID: bool = false;

    async fn create(cx: &Cx, plan: &Self) -> Result<GroupAndVpc> {
        let (group, vpc) = (&plan.security_group_id, &plan.vpc_id);
        let request = cx.ec2().associate_security_group_vpc().group_id(group).vpc_id(vpc);
        request.send().await.into_result()?;
        Ok(GroupAndVpc { security_group_id: group.clone(), vpc_id: vpc.clone() })
    }

    async fn read(cx: &Cx, id: &GroupAndVpc) -> Result<Option<Self>> {
        let state = state(cx, id).await?;
        let GroupAndVpc { security_group_id, vpc_id } = id.clone();
        Ok(state.map(|state| VpcSecurityGroupVpcAssociation {
            security_group_id,
            state: state.as_str().to_owned().into(),
            vpc_id,
        }))
    }

    async fn delete(cx: &Cx, id: &GroupAndVpc, _prior: &Self) -> Result<()> {
        match state(cx, id).await? {
            None => return Ok(()),
            // Somebody has ended it already: this provider, where it was interrupted.
            Some(State::Disassociating) => {}
            Some(_) => {
                let request = cx.ec2().disassociate_security_group_vpc();
                let request = request.group_id(&id.security_group_id).vpc_id(&id.vpc_id);
                request.send().await.none_if_not_found(GONE)?;
            }
        }
        cx.until(|| async {
            Ok(match found(cx, id).await? {
                None | Some((State::Disassociated, _)) => Progress::Ready(()),
                Some((State::DisassociationFailed, reason)) => {
                    let message =
                        format!("AWS could not disassociate the security group: {reason}");
                    return Err(Error::new(message));
                }
                Some((state, _)) => {
                    Progress::Pending(format!("the association is {}", state.as_str()))
                }
            })
        })
        .await
    }

    async fn progress(cx: &Cx, id: &GroupAndVpc) -> Result<Progress<()>> {
        let found = found(cx, id).await?;
        Ok(match found {
            Some((State::Associated, _)) => Progress::Ready(()),
            Some((State::AssociationFailed, reason)) => {
                let message = format!("AWS could not associate the security group: {reason}");
                return Err(Error::new(message));
            }
            Some((state, _)) => Progress::Pending(format!("the association is {}", state.as_str())),
            None => Progress::Pending("the association cannot be read yet".to_owned()),
        })
    }

    fn import(text: &str) -> Result<GroupAndVpc> {
        match text.split_once(',') {
            Some((group, vpc)) if group.starts_with("sg-") && vpc.starts_with("vpc-") => {
                Ok(GroupAndVpc { security_group_id: group.to_owned(), vpc_id: vpc.to_owned() })
            }
            _ => {
                let error = Error::new(format!("{text:?} is not a security group and a VPC"));
                Err(error.remedy(
                    "Import with the IDs of both and a comma between them, such as \
                     sg-0123456789abcdef0,vpc-0123456789abcdef0.",
                ))
            }
        }
    }
}

/// The state of an association; `None` if there is none.
async fn state(cx: &Cx, id: &GroupAndVpc) -> Result<Option<State>> {
    Ok(found(cx, id).await?.map(|it| it.0).filter(|it| *it != State::Disassociated))
}

/// The state of an association, and the reason that EC2 gives.
async fn found(cx: &Cx, id: &GroupAndVpc) -> Result<Option<(State, String)>> {
    let filters = Filters::default()
        .by("group-id", Some(&id.security_group_id))
        .by("vpc-id", Some(&id.vpc_id));
    let request = cx.ec2().describe_security_group_vpc_associations();
    let answer = request.set_filters(filters.into_api()).send().await.none_if_not_found(GONE)?;
    let found = answer.and_then(|it| it.security_group_vpc_associations?.into_iter().next());
    Ok(found.and_then(|it| Some((it.state?, it.state_reason.unwrap_or_default()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn associations_are_imported_by_group_and_vpc() {
        let id = VpcSecurityGroupVpcAssociation::import("sg-1,vpc-2").unwrap();
        assert_eq!((id.security_group_id.as_str(), id.vpc_id.as_str()), ("sg-1", "vpc-2"));
        for text in ["", "sg-1", "vpc-2,sg-1"] {
            let error = VpcSecurityGroupVpcAssociation::import(text).unwrap_err();
            assert!(error.remedy.contains("a comma"), "{text}");
        }
    }
}
