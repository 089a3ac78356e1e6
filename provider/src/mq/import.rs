//! The ids by which brokers and configurations are imported.

use crate::arn;
use crate::prelude::*;

/// An id that begins with a prefix, or the error that says what to write.
pub(super) fn checked(id: &str, prefix: &str, what: &str) -> Result<String> {
    let is_id = |it: &str| it.strip_prefix(prefix).is_some_and(|it| !it.is_empty());
    if is_id(id) {
        return Ok(id.to_owned());
    }
    let error = Error::new(format!("this is not the ID of a {what}"));
    // An ARN ends in the id.
    if let Some([_, "mq", region, _, resource]) = arn::parts(id)
        && let Some(id) = resource.rsplit(':').next().filter(|it| is_id(it))
    {
        return Err(error
            .remedy(format!("Use {id}, or {id}@{region} if the provider is in another region.")));
    }
    Err(error.remedy(format!(
        "Import a {what} by its ID, which begins with `{prefix}`; in another region than the \
         provider's by ID and region: `{prefix}…@eu-west-1`."
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_nothing_else() {
        let id = "c-0187d1eb-88c8-475a-9b79-16ef5a10c94f";
        assert_eq!(checked(id, "c-", "configuration").as_deref(), Ok(id));
        for id in ["", "c-", "orders", "b-0a"] {
            let error = checked(id, "c-", "configuration").unwrap_err();
            assert_eq!(error.message, "this is not the ID of a configuration", "{id}");
            assert!(error.remedy.contains("begins with `c-`"), "{id}");
        }
    }

    #[test]
    fn an_arn_has_the_id() {
        let error = checked("arn:aws:mq:us-west-2:123456789012:broker:orders:b-0a", "b-", "broker")
            .unwrap_err();
        let expected = "Use b-0a, or b-0a@us-west-2 if the provider is in another region.";
        assert_eq!(error.remedy, expected);
        let other = checked("arn:aws:sqs:us-west-2:123456789012:b-0a", "b-", "broker").unwrap_err();
        assert!(!other.remedy.contains("b-0a"));
    }
}
