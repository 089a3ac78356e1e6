//! The order in which hashicorp/aws keeps the blocks of a set, which shows where several of them
//! become one list: by a checksum of what each holds.

use super::{Condition, Principal};

/// The CRC-32 of IEEE 802.3.
pub(super) fn checksum(bytes: &[u8]) -> u32 {
    let rest = |crc: u32| match crc & 1 {
        1 => crc >> 1 ^ 0xedb8_8320,
        _ => crc >> 1,
    };
    let crc = bytes
        .iter()
        .fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| rest(crc)));
    !crc
}

/// Where an element of a set stands: checksums are compared as texts.
fn place(held: &str) -> String {
    checksum(held.as_bytes()).to_string()
}

pub(super) fn of_principal(principal: &Principal) -> String {
    let mut names: Vec<String> = principal.identifiers.iter().map(|it| format!("{it};")).collect();
    names.sort_by_cached_key(|it| place(it));
    place(&format!("identifiers:{{{}}};type:{};", names.concat(), principal.r#type))
}

pub(super) fn of_condition(condition: &Condition) -> String {
    let values: String = condition.values.iter().map(|it| format!("{it};")).collect();
    let Condition { test, variable, .. } = condition;
    place(&format!("test:{test};values:({values});variable:{variable};"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums() {
        assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
        assert_eq!(checksum(b""), 0);
        // What hashicorp/aws gives as the id of an empty document.
        assert_eq!(checksum(b"{\n  \"Version\": \"2012-10-17\"\n}"), 1_132_004_489);
    }
}
