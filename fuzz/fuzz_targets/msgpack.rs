//! No bytes make the MessagePack decoder panic or allocate without bound, and what it reads it
//! writes so that it reads the same again.
//!
//!     cargo +nightly fuzz run msgpack -- -max_total_time=60 -rss_limit_mb=512

#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use schemas::Type;
use tfplugin::msgpack;

/// A type from a byte: each kind of type, and one that has them all inside.
fn ty(selector: u8) -> Type {
    let all = [
        Type::Dynamic,
        Type::Bool,
        Type::Number,
        Type::String,
        Type::list(Type::Dynamic),
        Type::set(Type::Number),
        Type::map(Type::String),
        Type::Tuple(vec![Type::Bool, Type::Number]),
    ];
    match all.get(usize::from(selector)) {
        Some(ty) => ty.clone(),
        None => {
            let attributes = (b'a'..).zip(all).map(|(name, ty)| (char::from(name).to_string(), ty));
            Type::list(Type::Object(attributes.collect::<BTreeMap<_, _>>()))
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((selector, bytes)) = data.split_first() else { return };
    let ty = ty(selector % 9);
    if let Ok(value) = msgpack::decode(bytes, &ty) {
        let encoded = msgpack::encode(&value, &ty);
        assert_eq!(msgpack::decode(&encoded, &ty), Ok(value));
    }
});
