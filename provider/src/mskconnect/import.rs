//! The ids by which objects of MSK Connect are imported: ARNs.

use crate::arn;
use crate::prelude::*;

/// The ARN of an object of a kind, as in `…:connector/<name>/<uuid>`, or the error that says what to
/// write.
pub(super) fn checked(id: &str, kind: &str) -> Result<String> {
    if arn::is_of(id, "kafkaconnect", kind) {
        return Ok(id.to_owned());
    }
    let what = kind.replace('-', " ");
    let error = Error::new(format!("{id:?} is not the ARN of a {what}"));
    Err(error.remedy(format!(
        "Import with an ARN such as arn:aws:kafkaconnect:us-east-1:123456789012:{kind}/…"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_arns_of_the_kind_are_imported() {
        let arn = "arn:aws:kafkaconnect:us-east-1:123456789012:custom-plugin/orders/0b1c2d3e-5";
        assert_eq!(checked(arn, "custom-plugin").as_deref(), Ok(arn));
        let nothing = "arn:aws:kafkaconnect:us-east-1:123456789012:custom-plugin/";
        for id in ["", "orders", &arn.replace("kafkaconnect", "kafka"), nothing] {
            assert!(checked(id, "custom-plugin").is_err(), "{id}");
        }
        let error = checked(arn, "worker-configuration").unwrap_err();
        assert!(error.message.ends_with("is not the ARN of a worker configuration"), "{error:?}");
    }
}
