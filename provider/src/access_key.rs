//! The ids of access keys, which no log shows.

/// How long an id is, and how much of it tells its kind.
const LENGTH: usize = 20;
const KIND: usize = 4;

/// `text` without the ids of access keys: of each only the beginning, which tells its kind, is left.
pub(crate) fn mask(text: &str) -> String {
    let is_id = |it: &[u8]| {
        (it.starts_with(b"AKIA") || it.starts_with(b"ASIA"))
            && it.iter().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit())
    };
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.as_bytes().windows(LENGTH).position(is_id) {
        masked.push_str(&rest[..at + KIND]);
        masked.push_str(&"*".repeat(LENGTH - KIND));
        rest = &rest[at + LENGTH..];
    }
    masked.push_str(rest);
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn access_keys_are_masked() {
        assert_eq!(mask("no key"), "no key");
        assert_eq!(mask("AKIAIOSFODNN7EXAMPLE"), "AKIA****************");
        assert_eq!(
            mask("ä=ASIAIOSFODNN7EXAMPLE, AKIAIOSFODNN7EXAMPLE."),
            "ä=ASIA****************, AKIA****************."
        );
        assert_eq!(mask("AKIAIOSFODNN7EXAMPL"), "AKIAIOSFODNN7EXAMPL");
        assert_eq!(mask("AKIAIOSFODNN7EXAMPLé"), "AKIAIOSFODNN7EXAMPLé");
    }
}
