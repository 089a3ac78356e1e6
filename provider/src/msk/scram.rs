//! Secrets with which clients sign in to a cluster by SASL/SCRAM.

use std::sync::Mutex;
use std::time::Duration;

use aws_sdk_kafka::types::UnprocessedScramSecret;
use schemas::{Path, Value};
use tfplugin::{Kind, path};

use super::unless_absent;
use crate::arn;
use crate::checks::check;
use crate::error::{failure, message};
use crate::prelude::*;

/// How many secrets a call takes.
const BATCH: usize = 10;

/// How long MSK may not see a secret that has just been made.
const PROPAGATION: Duration = Duration::from_secs(60);

/// What MSK says of a secret that it does not see, which may be too new.
const UNSEEN: &str = "wasn't able to access";

/// What MSK says of secrets of a cluster that is not ACTIVE.
const BUSY: &str = "while it is in the";

/// The check of the names of secrets in an attribute: one ARN, or a set of them.
pub(super) fn names(attribute: &'static str) -> Check {
    check(
        Class::Invariant,
        "Secret of another name",
        attribute,
        "ARNs of other services than Secrets Manager, and of secrets whose names do not begin with \
         `AmazonMSK_`.",
        "https://docs.aws.amazon.com/msk/latest/developerguide/msk-password-limitations.html",
        move |config| {
            let value = config.get(attribute);
            let one = value.as_str().into_iter();
            let many = value.elements().unwrap_or_default().iter().filter_map(Value::as_str);
            let is_wrong = |it: &&str| match arn::parts(it) {
                Some([_, "secretsmanager", _, _, resource]) => {
                    !resource.starts_with("secret:AmazonMSK_")
                }
                Some(_) => true,
                None => false,
            };
            let told = |it: &str| {
                let detail = format!(
                    "MSK takes only secrets of Secrets Manager whose names begin with AmazonMSK_, \
                     which {it} is not. Create the secret under such a name."
                );
                Finding::at(attribute, detail)
            };
            one.chain(many).filter(is_wrong).map(told).collect()
        },
    )
}

/// The ARNs of a cluster's secrets. `None` where there is no such cluster.
pub(super) async fn list(cx: &Cx, cluster: &str) -> Result<Option<Vec<String>>> {
    let mut secrets = Vec::new();
    let mut pages = cx.kafka().list_scram_secrets().cluster_arn(cluster).into_paginator().send();
    while let Some(page) = pages.next().await {
        let Some(page) = unless_absent(page)? else { return Ok(None) };
        secrets.extend(page.secret_arn_list.unwrap_or_default());
    }
    Ok(Some(secrets))
}

/// Associates secrets with a cluster, all that AWS takes, and says of each other one why not.
pub(super) async fn associate(
    cx: &Cx,
    cluster: &str,
    secrets: &[String],
    argument: &str,
) -> Result<()> {
    let mut refused = Vec::new();
    for batch in secrets.chunks(BATCH) {
        let left = Mutex::new(batch.to_vec());
        let told = Mutex::new(Vec::new());
        let outcome = cx.until_within(PROPAGATION, || async {
            let asked = left.lock().unwrap_or_else(|it| it.into_inner()).clone();
            let request = cx.kafka().batch_associate_scram_secret().cluster_arn(cluster);
            let answer = request.set_secret_arn_list(Some(asked)).send().await;
            let unprocessed = match answer {
                Err(error) if message(&error).is_some_and(|it| it.contains(BUSY)) => {
                    return Err(Error { kind: Kind::Retryable, ..failure(&error) });
                }
                answer => answer.into_result()?.unprocessed_scram_secrets.unwrap_or_default(),
            };
            let (unseen, others): (Vec<_>, Vec<_>) = unprocessed.into_iter().partition(is_unseen);
            told.lock().unwrap_or_else(|it| it.into_inner()).extend(others.iter().map(why));
            let again = unseen.iter().filter_map(|it| it.secret_arn.clone()).collect();
            *left.lock().unwrap_or_else(|it| it.into_inner()) = again;
            match unseen.iter().map(why).collect::<Vec<_>>() {
                none if none.is_empty() => Ok(Progress::Ready(())),
                unseen => Err(Error::retryable(unseen.join("; "))),
            }
        });
        let outcome = outcome.await;
        refused.extend(told.into_inner().unwrap_or_else(|it| it.into_inner()));
        match outcome {
            Err(error) if error.message.contains(UNSEEN) => refused.push(error.message),
            outcome => outcome?,
        }
    }
    refusal(path(argument), "associate", refused)
}

/// Takes secrets from a cluster, if it and they are there.
pub(super) async fn disassociate(
    cx: &Cx,
    cluster: &str,
    secrets: &[String],
    argument: &str,
) -> Result<()> {
    let mut refused = Vec::new();
    for batch in secrets.chunks(BATCH) {
        let answer = cx.until(|| async {
            let request = cx.kafka().batch_disassociate_scram_secret().cluster_arn(cluster);
            match request.set_secret_arn_list(Some(batch.to_vec())).send().await {
                Err(error) if message(&error).is_some_and(|it| it.contains(BUSY)) => {
                    Err(Error { kind: Kind::Retryable, ..failure(&error) })
                }
                answer => Ok(Progress::Ready(unless_absent(answer)?)),
            }
        });
        let Some(answer) = answer.await? else { return Ok(()) };
        let unprocessed = answer.unprocessed_scram_secrets.unwrap_or_default();
        let is_gone = |it: &&UnprocessedScramSecret| {
            it.error_message().is_some_and(|it| it.contains("not associated"))
        };
        refused.extend(unprocessed.iter().filter(|it| !is_gone(it)).map(why));
    }
    refusal(path(argument), "disassociate", refused)
}

fn is_unseen(it: &UnprocessedScramSecret) -> bool {
    it.error_message().is_some_and(|it| it.contains(UNSEEN))
}

/// What AWS says of a secret.
fn why(it: &UnprocessedScramSecret) -> String {
    let arn = it.secret_arn().unwrap_or("a secret");
    let code = it.error_code().unwrap_or("no error code");
    let message = it.error_message().unwrap_or("no message").trim_end_matches('.');
    format!("{arn}: {code}: {message}")
}

fn refusal(path: Path, what: &str, refused: Vec<String>) -> Result<()> {
    if refused.is_empty() {
        return Ok(());
    }
    let error = Error::at(path, format!("AWS did not {what} {}", refused.join("; ")));
    Err(error.remedy(
        "A secret needs a name that begins with `AmazonMSK_`, a KMS key of your own, and to be in \
         the account and region of the cluster.",
    ))
}
