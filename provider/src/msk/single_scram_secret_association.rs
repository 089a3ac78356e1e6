//! `aws_msk_single_scram_secret_association`

use tfplugin::{Id, TypeSystem};

use super::{import, scram};
use crate::prelude::*;
use crate::region;

/// Associates one secret of AWS Secrets Manager with an MSK cluster: the name and password with which
/// a client signs in by SASL/SCRAM. It leaves the cluster's other secrets alone.
///
/// See
/// [SCRAM secrets](https://docs.aws.amazon.com/msk/1.0/apireference/clusters-clusterarn-scram-secrets.html)
/// in the Amazon MSK API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct SingleScramSecretAssociation {
    /// ARN of the cluster.
    #[attr(force_new, check = length(1, 2048), check = arn())]
    pub(crate) cluster_arn: String,
    /// ARN of the secret. Its name begins with `AmazonMSK_`, and its KMS key is not the default one.
    #[attr(force_new, check = length(1, 2048), check = arn())]
    pub(crate) secret_arn: String,
}

impl Resource<Aws> for SingleScramSecretAssociation {
    type Identity = Id;

    const TYPE: &'static str = "aws_msk_single_scram_secret_association";
    const NAME: &'static str = "MSK Single SCRAM Secret Association";
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Strict;

    fn checks() -> Vec<Check> {
        vec![scram::names("secret_arn")]
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Id> {
        let secrets = [plan.secret_arn.clone()];
        scram::associate(cx, &plan.cluster_arn, &secrets, "secret_arn").await?;
        Ok(format!("{},{}", plan.cluster_arn, plan.secret_arn).into())
    }

    async fn read(cx: &Cx, id: &Id) -> Result<Option<Self>> {
        let (cluster, secret) = parts(id)?;
        let found = scram::list(cx, cluster).await?.unwrap_or_default();
        Ok(found.iter().any(|it| it == secret).then(|| SingleScramSecretAssociation {
            cluster_arn: cluster.to_owned(),
            secret_arn: secret.to_owned(),
        }))
    }

    async fn delete(cx: &Cx, id: &Id, _prior: &Self) -> Result<()> {
        let (cluster, secret) = parts(id)?;
        scram::disassociate(cx, cluster, &[secret.to_owned()], "secret_arn").await
    }

    fn import(id: &str) -> Result<Id> {
        let (cluster, _) = parts(id)?;
        import::checked(cluster, "cluster")?;
        Ok(id.into())
    }

    fn import_region(id: &Id) -> Option<&str> {
        region::of(id)
    }
}

fn parts(id: &str) -> Result<(&str, &str)> {
    id.split_once(',').ok_or_else(|| {
        Error::new(format!("{id:?} does not name a cluster and a secret"))
            .remedy("Write the ARN of the cluster, a comma and the ARN of the secret.")
    })
}
