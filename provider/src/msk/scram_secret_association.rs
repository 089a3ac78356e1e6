//! `aws_msk_scram_secret_association`

use schemas::{Fields, Value};

use tfplugin::Id;

use super::{import, scram};
use crate::prelude::*;
use crate::region;

/// Associates secrets of AWS Secrets Manager with an MSK cluster: the names and passwords with which
/// clients sign in by SASL/SCRAM. Secrets that are associated elsewhere, as by
/// `aws_msk_single_scram_secret_association`, stay; hashicorp/aws takes them away.
///
/// See
/// [SCRAM secrets](https://docs.aws.amazon.com/msk/1.0/apireference/clusters-clusterarn-scram-secrets.html)
/// in the Amazon MSK API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ScramSecretAssociation {
    /// ARN of the cluster.
    #[attr(force_new, check = arn())]
    pub(crate) cluster_arn: String,
    /// ARNs of the secrets. Their names begin with `AmazonMSK_`, and their KMS key is not the default
    /// one.
    #[attr(check = each(arn()))]
    pub(crate) secret_arn_list: Set<String>,
}

const SECRETS: &str = "secret_arn_list";

impl Resource<Aws> for ScramSecretAssociation {
    type Identity = Id;

    const TYPE: &'static str = "aws_msk_scram_secret_association";
    const NAME: &'static str = "MSK SCRAM Secret Association";
    const DELETED_WHEN_GONE: bool = false;

    fn checks() -> Vec<Check> {
        vec![scram::names(SECRETS)]
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Id> {
        let id: Id = plan.cluster_arn.clone().into();
        cx.created_without(&id, &[SECRETS]);
        scram::associate(cx, &id, &those(plan), SECRETS).await?;
        Ok(id)
    }

    async fn read(cx: &Cx, id: &Id) -> Result<Option<Self>> {
        let secrets = scram::list(cx, id).await?.filter(|it| !it.is_empty());
        Ok(secrets.map(|it| ScramSecretAssociation {
            cluster_arn: id.to_string(),
            secret_arn_list: it.into_iter().collect(),
        }))
    }

    /// Of the cluster's secrets only those that are known here.
    fn respell(known: &Value, remote: &mut Fields) {
        let (Some(known), Some(found)) =
            (known.get(SECRETS).elements(), remote.get(SECRETS).and_then(Value::elements))
        else {
            return;
        };
        let ours = Value::set(found.iter().filter(|it| known.contains(it)).cloned());
        remote.insert(SECRETS.to_owned(), ours);
    }

    async fn update(cx: &Cx, id: &Id, prior: &Self, plan: &Self) -> Result<()> {
        let (old, new) = (those(prior), those(plan));
        let gone: Vec<_> = old.iter().filter(|it| !new.contains(it)).cloned().collect();
        let added: Vec<_> = new.iter().filter(|it| !old.contains(it)).cloned().collect();
        scram::associate(cx, id, &added, SECRETS).await?;
        scram::disassociate(cx, id, &gone, SECRETS).await
    }

    async fn delete(cx: &Cx, id: &Id, prior: &Self) -> Result<()> {
        scram::disassociate(cx, id, &those(prior), SECRETS).await
    }

    fn import(id: &str) -> Result<Id> {
        import::checked(id, "cluster").map(Into::into)
    }

    fn import_region(id: &Id) -> Option<&str> {
        region::of(id)
    }
}

fn those(of: &ScramSecretAssociation) -> Vec<String> {
    of.secret_arn_list.0.to_vec()
}
