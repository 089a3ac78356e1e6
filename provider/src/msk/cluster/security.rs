//! How clients authenticate, and whether they are encrypted.

use aws_sdk_kafka::types as api;

use super::operation::{begun, run};
use super::{ClientAuthentication, Cluster};
use crate::prelude::*;

/// Makes the planned security of that before: one setting a call, in an order in which no step leaves
/// authentication without encryption.
pub(super) async fn update(cx: &Cx, id: &str, prior: &Cluster, plan: &Cluster) -> Result<()> {
    let new = client_broker(plan).filter(|it| client_broker(prior) != Some(*it));
    let is_other = Schemes::of(prior) != Schemes::of(plan);
    if let Some(new) = new.filter(|it| *it != "PLAINTEXT") {
        encrypt(cx, id, new).await?;
    }
    if is_other {
        let schemes = Schemes::of(plan).to_api();
        set(cx, id, |it| it.client_authentication(schemes.clone())).await?;
    }
    if let Some(new) = new.filter(|it| *it == "PLAINTEXT") {
        encrypt(cx, id, new).await?;
    }
    Ok(())
}

fn client_broker(of: &Cluster) -> Option<&str> {
    let transit = of.encryption_info.as_ref()?.encryption_in_transit.as_ref()?;
    Some(&transit.client_broker)
}

async fn encrypt(cx: &Cx, id: &str, client_broker: &str) -> Result<()> {
    let transit = api::EncryptionInTransit::builder().client_broker(client_broker.into()).build();
    let info = api::EncryptionInfo::builder().encryption_in_transit(transit).build();
    set(cx, id, |it| it.encryption_info(info.clone())).await
}

type Request = aws_sdk_kafka::operation::update_security::builders::UpdateSecurityFluentBuilder;

async fn set(cx: &Cx, id: &str, with: impl Fn(Request) -> Request + Send + Sync) -> Result<()> {
    run(cx, id, |version| {
        let request = cx.kafka().update_security().cluster_arn(id).current_version(version);
        let request = with(request);
        async move { begun(request.send().await, |it| it.cluster_operation_arn) }
    })
    .await
}

/// All schemes, as AWS is told them in an update: one that is not spoken of would stay as it was.
#[derive(Debug, PartialEq)]
struct Schemes {
    iam: bool,
    scram: bool,
    authorities: Vec<String>,
    unauthenticated: bool,
}

impl Schemes {
    fn of(cluster: &Cluster) -> Schemes {
        let none = ClientAuthentication { unauthenticated: None, sasl: None, tls: None };
        let it = cluster.client_authentication.as_ref().unwrap_or(&none);
        let sasl = it.sasl.as_ref();
        let authorities = it.tls.as_ref().and_then(|it| it.certificate_authority_arns.clone());
        let mut schemes = Schemes {
            iam: sasl.and_then(|it| it.iam) == Some(true),
            scram: sasl.and_then(|it| it.scram) == Some(true),
            authorities: authorities.unwrap_or_default().0.to_vec(),
            unauthenticated: false,
        };
        // Where nobody is asked, everybody comes without.
        let is_any = schemes.iam || schemes.scram || !schemes.authorities.is_empty();
        schemes.unauthenticated = it.unauthenticated.unwrap_or_default() || !is_any;
        schemes
    }

    fn to_api(&self) -> api::ClientAuthentication {
        let sasl = api::Sasl::builder()
            .iam(api::Iam::builder().enabled(self.iam).build())
            .scram(api::Scram::builder().enabled(self.scram).build())
            .build();
        let tls = api::Tls::builder()
            .enabled(!self.authorities.is_empty())
            .set_certificate_authority_arn_list(Some(self.authorities.clone()))
            .build();
        api::ClientAuthentication::builder()
            .sasl(sasl)
            .tls(tls)
            .unauthenticated(api::Unauthenticated::builder().enabled(self.unauthenticated).build())
            .build()
    }
}
