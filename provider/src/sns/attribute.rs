//! Attributes of topics and subscriptions, which are all text.

use std::collections::HashMap;

use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::NOT_FOUND;
use tfplugin::path;

use crate::policy::retry_on_iam_propagation;
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
        self.document(name).map(Json)
    }

    pub(super) fn document(&self, name: &str) -> Option<String> {
        self.text(name).filter(|it| !schemas::json::is_nothing(it))
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
    Ok(answer.none_if_not_found(NOT_FOUND)?.map(|it| Found(it.attributes.unwrap_or_default())))
}

/// Sets an attribute of a topic; an empty text takes it away where it can be.
pub(super) async fn set(cx: &Cx, arn: &str, name: &str, value: &str) -> Result<()> {
    let request = cx.sns().set_topic_attributes().topic_arn(arn);
    let request = request.attribute_name(name).attribute_value(value);
    let send = || request.clone().send();
    retry_on_iam_propagation(cx, is_of_new_identity, send).await?.into_result()?;
    Ok(())
}

/// What SNS says of a policy that names a role which it has not heard of.
pub(super) fn is_of_new_identity<E: ProvideErrorMetadata>(error: &SdkError<E, Response>) -> bool {
    error::message(error).is_some_and(|it| it.contains("PrincipalNotFound"))
}

/// A document as SNS is to have it: empty where it says nothing.
pub(super) fn document(text: Option<&str>) -> String {
    text.filter(|it| !schemas::json::is_nothing(it)).unwrap_or_default().to_owned()
}

/// Refuses a document that says nothing: the object would be there for nothing.
pub(super) fn needed(document: String) -> Result<String> {
    if !document.is_empty() {
        return Ok(document);
    }
    let error = Error::at(path("policy"), "`policy` says nothing");
    let remedy = "To remove the policy of the topic, remove this resource. Otherwise set \
                  `policy`.";
    Err(error.remedy(remedy))
}

/// Tells that a topic keeps a document which is not the one that was put there: it is somebody
/// else's, or of another place in the configuration.
pub(super) fn leave(cx: &Cx, what: &str) {
    cx.warn(Error::new(format!("the topic has a different {what} by now, which is kept")));
}

/// Whether SNS has an object like the one that was to be created, but not the same.
pub(super) fn is_taken<E: ProvideErrorMetadata>(error: &SdkError<E, Response>) -> bool {
    error::message(error).is_some_and(|it| it.contains("already exists with different"))
}

/// Objects of topics are imported by the ARN of their topic.
pub(super) fn import(id: &str) -> Result<String> {
    let wrong = || Error::new(format!("{id:?} is not the ARN of a topic"));
    match arn::parts(id) {
        Some([partition, "sns", region, account, name]) => match name.split_once(':') {
            None if !name.is_empty() => Ok(id.to_owned()),
            Some((topic, _)) if !topic.is_empty() => Err(wrong().remedy(format!(
                "It is the ARN of a subscription. Its topic is \
                 arn:{partition}:sns:{region}:{account}:{topic}."
            ))),
            _ => Err(wrong().remedy(LIKE_THIS)),
        },
        _ => Err(wrong().remedy(LIKE_THIS)),
    }
}

const LIKE_THIS: &str = "Import with an ARN such as arn:aws:sns:us-east-1:123456789012:orders. \
                         `aws sns list-topics` lists all topics.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_arns_are_imported() {
        assert!(import("arn:aws:sns:us-east-1:123456789012:orders").is_ok());
        assert!(import("arn:aws:sns:us-east-1:123456789012:").is_err());
        assert!(import("arn:aws:sqs:us-east-1:123456789012:orders").is_err());
        assert!(import("arn:aws:sns:us-east-1:123456789012::1").is_err());
        assert!(import("orders").is_err());
        let error = import("arn:aws:sns:us-east-1:123456789012:orders:8a21d249").unwrap_err();
        assert!(error.remedy.contains("arn:aws:sns:us-east-1:123456789012:orders."));
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
