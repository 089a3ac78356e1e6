//! No text makes the JSON decoder panic, and what it reads it writes so that it reads the same
//! again. The first line is a type, the rest a value of it.
//!
//!     cargo +nightly fuzz run json -- -max_total_time=60 -rss_limit_mb=512

#![no_main]

use libfuzzer_sys::fuzz_target;
use schemas::json;

fuzz_target!(|data: &[u8]| {
    let Some(end) = data.iter().position(|it| *it == b'\n') else { return };
    let (ty, value) = (&data[..end], &data[end + 1..]);
    let (Ok(ty), Ok(value)) = (serde_json::from_slice(ty), serde_json::from_slice(value)) else {
        return;
    };
    let Ok(ty) = json::decode_type(&ty) else { return };
    assert_eq!(json::decode_type(&json::encode_type(&ty)).as_ref(), Ok(&ty));
    if let Ok(value) = json::decode(&value, &ty) {
        let encoded = json::encode(&value).expect("nothing in JSON is unknown");
        assert_eq!(json::decode(&encoded, &ty), Ok(value));
    }
});
