//! The ids by which objects of MSK are imported: ARNs.

use crate::arn;
use crate::prelude::*;

/// The ARN of an object of a kind, as in `…:cluster/<name>/<uuid>`, or the error that says what to
/// write.
pub(super) fn checked(id: &str, kind: &str) -> Result<String> {
    if arn::is_of(id, "kafka", kind) {
        return Ok(id.to_owned());
    }
    let what = kind.replace('-', " ");
    let error = Error::new(format!("{id:?} is not the ARN of a {what}"));
    Err(error.remedy(format!(
        "Import with an ARN such as arn:aws:kafka:us-east-1:123456789012:{kind}/…"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_arns_of_the_kind_are_imported() {
        let arn = "arn:aws:kafka:us-east-1:123456789012:configuration/orders/0b1c2d3e-5";
        assert_eq!(checked(arn, "configuration").as_deref(), Ok(arn));
        let nothing = "arn:aws:kafka:us-east-1:123456789012:configuration/";
        for id in ["", "orders", &arn.replace("kafka", "sqs"), nothing] {
            assert!(checked(id, "configuration").is_err(), "{id}");
        }
        let error = checked(arn, "vpc-connection").unwrap_err();
        assert!(error.message.ends_with("is not the ARN of a vpc connection"), "{error:?}");
    }
}
