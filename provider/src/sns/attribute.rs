//! Attributes of topics and subscriptions, which are all text.

use std::collections::HashMap;
use std::future::Future;
use std::time::Duration;

use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use tfplugin::Kind;

use super::GONE;
use crate::prelude::*;
use crate::{arn, error};

/// What SNS told of an object. It leaves out what was never set.
#[derive(Debug, Default)]
pub(super) struct Found(pub(super) HashMap<String, String>);

impl Found {
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.0.get(name).filter(|it| !it.is_empty()).cloned()
    }

    /// A document; SNS may give an empty one where there is none.
    pub(super) fn json(&self, name: &str) -> Option<Json> {
        self.text(name).filter(|it| it != "{}").map(Json)
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.text(name).is_some_and(|it| it.eq_ignore_ascii_case("true"))
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<i64>> {
        let number = |text: String| {
            let wrong = || Error::new(format!("the attribute {name} is {text:?}, not a number"));
            text.trim().parse().map_err(|_| wrong())
        };
        self.text(name).map(number).transpose()
    }

    #[cfg(test)]
    pub(super) fn of(attributes: &[(&str, &str)]) -> Found {
        let text = |(name, it): &(&str, &str)| ((*name).to_owned(), (*it).to_owned());
        Found(attributes.iter().map(text).collect())
    }
}

/// The attributes of a topic; `None` if there is no topic.
pub(super) async fn of_topic(cx: &Cx, arn: &str) -> Result<Option<Found>> {
    let answer = cx.sns().get_topic_attributes().topic_arn(arn).send().await;
    Ok(answer.unless_gone(GONE)?.map(|it| Found(it.attributes.unwrap_or_default())))
}

/// Sets an attribute of a topic; an empty text takes it away where it can be.
pub(super) async fn set(cx: &Cx, arn: &str, name: &str, value: &str) -> Result<()> {
    let request = cx.sns().set_topic_attributes().topic_arn(arn);
    let request = request.attribute_name(name).attribute_value(value);
    once_principals_are_known(cx, || request.clone().send()).await?;
    Ok(())
}

/// Sends a policy. One that names a role is refused until SNS has heard of the role.
pub(super) async fn once_principals_are_known<T, E, F>(
    cx: &Cx,
    send: impl Fn() -> F + Send + Sync,
) -> Result<T>
where
    F: Future<Output = Result<T, SdkError<E, Response>>> + Send,
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    T: Send,
{
    const PROPAGATION: Duration = Duration::from_secs(60);
    let is_unheard_of = |it: &SdkError<E, Response>| {
        error::message(it).is_some_and(|it| it.contains("PrincipalNotFound"))
    };
    cx.until_within(PROPAGATION, || async {
        match send().await {
            Err(it) if is_unheard_of(&it) => {
                Err(Error { kind: Kind::Retryable, ..error::failure(&it) })
            }
            answer => answer.or_fail().map(Poll::Ready),
        }
    })
    .await
}

/// Objects of topics are imported by the ARN of their topic.
pub(super) fn import(id: &str) -> Result<String> {
    match arn::parts(id) {
        Some([_, "sns", _, _, name]) if !name.is_empty() => Ok(id.to_owned()),
        _ => Err(Error::new(format!(
            "{id:?} is not the ARN of a topic: import with one such as \
             arn:aws:sns:us-east-1:123456789012:orders"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_arns_are_imported() {
        assert!(import("arn:aws:sns:us-east-1:123456789012:orders").is_ok());
        assert!(import("arn:aws:sns:us-east-1:123456789012:").is_err());
        assert!(import("arn:aws:sqs:us-east-1:123456789012:orders").is_err());
        assert!(import("orders").is_err());
    }

    #[test]
    fn a_number_that_is_none_is_an_error() {
        let found = Found::of(&[("Rate", " 5"), ("Version", "new"), ("None", "")]);
        assert_eq!(found.number("Rate"), Ok(Some(5)));
        assert_eq!(found.number("None"), Ok(None));
        let error = found.number("Version").unwrap_err();
        assert_eq!(error.message, "the attribute Version is \"new\", not a number");
    }
}
