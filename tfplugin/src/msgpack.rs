//! Values as MessagePack, the encoding in which core and providers exchange them.
//!
//! The encoding says less than the value: a set looks like a list, an object like a map. So the type
//! is always at hand.

use std::collections::BTreeMap;

use bigdecimal::ToPrimitive;
use rmp::Marker;
use rmp::decode;
use rmp::encode::{self, ByteBuf};
use schemas::{Mismatch, Number, Path, Type, Value, json};

/// Values that carry their own type can nest without end. Nothing that a schema describes is as
/// deep as this.
const MAX_DEPTH: usize = 128;

type Result<T> = std::result::Result<T, Mismatch>;

/// Reads a value of the type given.
///
/// An object must have all of its attributes. What is known of an unknown value (its refinement) is
/// left out.
pub fn decode(bytes: &[u8], ty: &Type) -> Result<Value> {
    let mut reader = Reader { rest: bytes };
    let value = reader.value(ty, 0)?;
    match reader.rest.is_empty() {
        true => Ok(value),
        false => Err(Mismatch::new("there is more than one value")),
    }
}

/// Writes a value of the type given.
///
/// Attributes that an object lacks are written as null. A value of another type is written as it
/// is: core says which attribute is wrong.
pub fn encode(value: &Value, ty: &Type) -> Vec<u8> {
    let mut out = ByteBuf::with_capacity(256);
    write(&mut out, value, Some(ty)).expect("memory can be written to");
    out.into_vec()
}

struct Reader<'a> {
    rest: &'a [u8],
}

fn too_short() -> Mismatch {
    Mismatch::new("the value ends too early")
}

fn wrong(ty: &Type) -> Mismatch {
    Mismatch::new(format!("the value is not of type {}", json::encode_type(ty)))
}

impl<'a> Reader<'a> {
    fn marker(&self) -> Result<Marker> {
        self.rest.first().map(|it| Marker::from_u8(*it)).ok_or_else(too_short)
    }

    fn take(&mut self, len: u32) -> Result<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(len as usize).ok_or_else(too_short)?;
        self.rest = rest;
        Ok(taken)
    }

    fn value(&mut self, ty: &Type, depth: usize) -> Result<Value> {
        if depth > MAX_DEPTH {
            return Err(Mismatch::new("the value is nested too deeply"));
        }
        match self.marker()? {
            Marker::Null => {
                self.take(1)?;
                return Ok(Value::Null);
            }
            Marker::FixExt1
            | Marker::FixExt2
            | Marker::FixExt4
            | Marker::FixExt8
            | Marker::FixExt16
            | Marker::Ext8
            | Marker::Ext16
            | Marker::Ext32 => {
                let meta = decode::read_ext_meta(&mut self.rest).map_err(|_| too_short())?;
                self.take(meta.size)?;
                return Ok(Value::Unknown);
            }
            _ => {}
        }
        match ty {
            Type::Bool => match decode::read_bool(&mut self.rest) {
                Ok(it) => Ok(Value::Bool(it)),
                Err(_) => Err(wrong(ty)),
            },
            Type::Number => self.number(),
            Type::String => self.text(ty).map(|it| Value::String(it.to_owned())),
            Type::List(element) => self.elements(ty, element, depth).map(Value::List),
            Type::Set(element) => self.elements(ty, element, depth).map(Value::set),
            Type::Map(element) => self.map(ty, element, depth),
            Type::Tuple(types) => {
                if self.array_len(ty)? != types.len() {
                    return Err(wrong(ty));
                }
                let mut elements = Vec::with_capacity(types.len());
                for (index, ty) in types.iter().enumerate() {
                    elements.push(self.element(ty, index, depth)?);
                }
                Ok(Value::List(elements))
            }
            Type::Object(attributes) => self.object(ty, attributes, depth),
            Type::Dynamic => {
                if self.array_len(ty)? != 2 {
                    return Err(wrong(ty));
                }
                let notation = self.bytes(ty)?;
                let notation = serde_json::from_slice(notation).map_err(|_| wrong(ty))?;
                let inner = json::decode_type(&notation)?;
                let value = self.value(&inner, depth + 1)?;
                Ok(Value::Dynamic(Box::new((inner, value))))
            }
        }
    }

    fn number(&mut self) -> Result<Value> {
        let float = match self.marker()? {
            Marker::F32 => decode::read_f32(&mut self.rest).map(f64::from),
            Marker::F64 => decode::read_f64(&mut self.rest),
            Marker::U64 => {
                let it = decode::read_u64(&mut self.rest).map_err(|_| too_short())?;
                return Ok(Value::Number(it.into()));
            }
            Marker::FixPos(_)
            | Marker::FixNeg(_)
            | Marker::U8
            | Marker::U16
            | Marker::U32
            | Marker::I8
            | Marker::I16
            | Marker::I32
            | Marker::I64 => {
                let it = decode::read_int::<i64, _>(&mut self.rest).map_err(|_| too_short())?;
                return Ok(Value::Number(it.into()));
            }
            _ => return json::parse_number(self.text(&Type::Number)?).map(Value::Number),
        };
        let float = float.map_err(|_| too_short())?;
        match Number::try_from(float) {
            Ok(it) => Ok(Value::Number(it)),
            Err(_) => Err(Mismatch::new("the number is not finite")),
        }
    }

    /// The contents of a string or of bytes.
    fn bytes(&mut self, ty: &Type) -> Result<&'a [u8]> {
        let len = match self.marker()? {
            Marker::FixStr(_) | Marker::Str8 | Marker::Str16 | Marker::Str32 => {
                decode::read_str_len(&mut self.rest)
            }
            Marker::Bin8 | Marker::Bin16 | Marker::Bin32 => decode::read_bin_len(&mut self.rest),
            _ => return Err(wrong(ty)),
        };
        self.take(len.map_err(|_| too_short())?)
    }

    /// The text as it was sent. Core has normalized it; to do so again could only change it.
    fn text(&mut self, ty: &Type) -> Result<&'a str> {
        let bytes = self.bytes(ty)?;
        std::str::from_utf8(bytes).map_err(|_| Mismatch::new("the text is not UTF-8"))
    }

    /// A length that the rest can hold, at one byte an element.
    fn bounded(&self, len: u32) -> Result<usize> {
        let len = len as usize;
        if len > self.rest.len() { Err(too_short()) } else { Ok(len) }
    }

    fn array_len(&mut self, ty: &Type) -> Result<usize> {
        let len = decode::read_array_len(&mut self.rest).map_err(|_| wrong(ty))?;
        self.bounded(len)
    }

    fn map_len(&mut self, ty: &Type) -> Result<usize> {
        let len = decode::read_map_len(&mut self.rest).map_err(|_| wrong(ty))?;
        self.bounded(len)
    }

    fn element(&mut self, ty: &Type, index: usize, depth: usize) -> Result<Value> {
        self.value(ty, depth + 1).map_err(|it| it.at(Path::default().index(index)))
    }

    fn elements(&mut self, ty: &Type, element: &Type, depth: usize) -> Result<Vec<Value>> {
        let len = self.array_len(ty)?;
        // Values are larger than the bytes that announce them: let a false length cost little.
        let mut elements = Vec::with_capacity(len.min(1024));
        for index in 0..len {
            elements.push(self.element(element, index, depth)?);
        }
        Ok(elements)
    }

    fn map(&mut self, ty: &Type, element: &Type, depth: usize) -> Result<Value> {
        let mut entries = BTreeMap::new();
        for _ in 0..self.map_len(ty)? {
            let key = self.text(&Type::String)?;
            let value = self.value(element, depth + 1);
            let value = value.map_err(|it| it.at(Path::default().key(key)))?;
            if entries.insert(key.to_owned(), value).is_some() {
                return Err(Mismatch::new("a key occurs twice").at(Path::default().key(key)));
            }
        }
        Ok(Value::Map(entries))
    }

    fn object(
        &mut self,
        ty: &Type,
        attributes: &BTreeMap<String, Type>,
        depth: usize,
    ) -> Result<Value> {
        let mut entries = Vec::with_capacity(attributes.len());
        // Core sorts the names, so the next one is nearly always the next one of the type.
        let mut next = attributes.iter();
        for _ in 0..self.map_len(ty)? {
            let name = self.text(&Type::String)?;
            let found = next.next().filter(|it| it.0 == name);
            let Some((name, ty)) = found.or_else(|| attributes.get_key_value(name)) else {
                return Err(Mismatch::new("the schema has no such attribute").at(Path::root(name)));
            };
            let value = self.value(ty, depth + 1).map_err(|it| it.at(Path::root(name)))?;
            entries.push((name.clone(), value));
        }
        let sent = entries.len();
        let entries: BTreeMap<String, Value> = entries.into_iter().collect();
        if sent > entries.len() {
            return Err(Mismatch::new("an attribute occurs twice"));
        }
        match attributes.keys().find(|it| !entries.contains_key(*it)) {
            Some(missing) if sent < attributes.len() => {
                Err(Mismatch::new("the attribute is missing").at(Path::root(missing)))
            }
            _ => Ok(Value::Object(entries)),
        }
    }
}

type Written =
    std::result::Result<(), encode::ValueWriteError<<ByteBuf as encode::RmpWrite>::Error>>;

fn len(it: usize) -> u32 {
    u32::try_from(it).expect("a message is smaller than 4 GiB")
}

fn write(out: &mut ByteBuf, value: &Value, ty: Option<&Type>) -> Written {
    match value {
        Value::Null => {
            out.as_mut_vec().push(Marker::Null.to_u8());
            Ok(())
        }
        // An extension of type 0 with one byte.
        Value::Unknown => {
            out.as_mut_vec().extend([Marker::FixExt1.to_u8(), 0, 0]);
            Ok(())
        }
        Value::Bool(it) => {
            let marker = if *it { Marker::True } else { Marker::False };
            out.as_mut_vec().push(marker.to_u8());
            Ok(())
        }
        Value::Number(it) => write_number(out, it),
        Value::String(text) => encode::write_str(out, text),
        Value::List(elements) | Value::Set(elements) => {
            encode::write_array_len(out, len(elements.len()))?;
            for (index, element) in elements.iter().enumerate() {
                let ty = match ty {
                    Some(Type::List(ty) | Type::Set(ty)) => Some(&**ty),
                    Some(Type::Tuple(types)) => types.get(index),
                    _ => None,
                };
                write(out, element, ty)?;
            }
            Ok(())
        }
        Value::Map(entries) | Value::Object(entries) => match ty {
            Some(Type::Object(attributes)) => {
                encode::write_map_len(out, len(attributes.len()))?;
                for (name, ty) in attributes {
                    encode::write_str(out, name)?;
                    write(out, entries.get(name).unwrap_or(&Value::Null), Some(ty))?;
                }
                Ok(())
            }
            _ => {
                let ty = match ty {
                    Some(Type::Map(ty)) => Some(&**ty),
                    _ => None,
                };
                encode::write_map_len(out, len(entries.len()))?;
                for (key, value) in entries {
                    encode::write_str(out, key)?;
                    write(out, value, ty)?;
                }
                Ok(())
            }
        },
        Value::Dynamic(inner) => {
            let (ty, value) = &**inner;
            encode::write_array_len(out, 2)?;
            encode::write_bin(out, json::encode_type(ty).to_string().as_bytes())?;
            write(out, value, Some(ty))
        }
    }
}

/// As an integer or a float where that loses nothing, else as text.
fn write_number(out: &mut ByteBuf, number: &Number) -> Written {
    if number.is_integer() {
        if let Some(it) = number.to_i64() {
            return encode::write_sint(out, it).map(|_| ());
        }
    } else if let Some(float) = number.to_f64()
        && Number::try_from(float).is_ok_and(|it| it == *number)
    {
        return encode::write_f64(out, float);
    }
    encode::write_str(out, &json::number_text(number))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testkit::arbitrary;

    fn object(attributes: &[(&str, Type)]) -> Type {
        Type::Object(attributes.iter().map(|(name, ty)| ((*name).to_owned(), ty.clone())).collect())
    }

    fn number(text: &str) -> Value {
        Value::Number(text.parse().unwrap())
    }

    proptest! {
        #[test]
        fn what_is_encoded_decodes_to_itself(
            (ty, value) in arbitrary::typed_value(arbitrary::Unknowns::Some)
        ) {
            let bytes = encode(&value, &ty);
            prop_assert_eq!(decode(&bytes, &ty), Ok(value));
        }

        #[test]
        fn no_bytes_panic(
            ty in arbitrary::ty(),
            bytes in prop::collection::vec(any::<u8>(), 0..64)
        ) {
            let _ = decode(&bytes, &ty);
        }

        #[test]
        fn damaged_values_do_not_panic(
            (ty, value) in arbitrary::typed_value(arbitrary::Unknowns::Some),
            at in any::<prop::sample::Index>(),
            byte in any::<u8>(),
        ) {
            let mut bytes = encode(&value, &ty);
            let at = at.index(bytes.len());
            prop_assert!(decode(&bytes[..at], &ty).is_err(), "a part of a value is no value");
            bytes[at] = byte;
            let _ = decode(&bytes, &ty);
        }
    }

    #[test]
    fn numbers_take_the_form_that_core_expects() {
        let cases: &[(&str, &[u8])] = &[
            ("0", &[0x00]),
            ("1.0", &[0x01]),
            ("-1", &[0xff]),
            ("300", &[0xcd, 0x01, 0x2c]),
            ("9223372036854775807", &[0xcf, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
            ("0.5", &[0xcb, 0x3f, 0xe0, 0, 0, 0, 0, 0, 0]),
            ("0.1", b"\xa30.1"),
            ("9223372036854775808", b"\xb39223372036854775808"),
        ];
        for (text, bytes) in cases {
            assert_eq!(encode(&number(text), &Type::Number), *bytes, "{text}");
            assert_eq!(decode(bytes, &Type::Number), Ok(number(text)), "{text}");
        }
    }

    #[test]
    fn every_form_of_a_number_is_read() {
        for bytes in [
            &[0x01][..],
            &[0xcc, 1],
            &[0xcf, 0, 0, 0, 0, 0, 0, 0, 1],
            &[0xd3, 0, 0, 0, 0, 0, 0, 0, 1],
            &[0xca, 0x3f, 0x80, 0, 0],
            &[0xcb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0],
            b"\xa31.0",
        ] {
            assert_eq!(decode(bytes, &Type::Number), Ok(Value::from(1)), "{bytes:x?}");
        }
        let large = [0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        assert_eq!(decode(&large, &Type::Number), Ok(number("18446744073709551615")));
    }

    #[test]
    fn infinity_is_an_error() {
        let error = decode(&[0xcb, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0], &Type::Number).unwrap_err();
        assert_eq!(error.message, "the number is not finite");
    }

    #[test]
    fn every_extension_is_unknown() {
        // As core refines the result of `jsonencode` of something unknown.
        let refined = [0xc7, 6, 12, 0x82, 0x01, 0xc2, 0x02, 0xa1, b'{'];
        for bytes in [&[0xd4, 0, 0][..], &refined, &[0xc7, 0, 12]] {
            assert_eq!(decode(bytes, &Type::String), Ok(Value::Unknown), "{bytes:x?}");
        }
        assert_eq!(encode(&Value::Unknown, &Type::String), [0xd4, 0, 0]);
        assert!(decode(&[0xc9, 0xff, 0xff, 0xff, 0xff, 12], &Type::String).is_err());
    }

    #[test]
    fn strings_are_kept_as_they_are() {
        for text in ["\u{e9}", "e\u{301}", "", "\0"] {
            let bytes = encode(&text.into(), &Type::String);
            assert_eq!(decode(&bytes, &Type::String), Ok(text.into()));
        }
        assert_eq!(decode(b"\xc4\x01x", &Type::String), Ok("x".into()));
        assert!(decode(&[0xa1, 0xff], &Type::String).is_err());
    }

    #[test]
    fn an_object_needs_all_its_attributes() {
        let ty = object(&[("a", Type::String), ("b", Type::Bool)]);
        let error = decode(b"\x81\xa1a\xa1x", &ty).unwrap_err();
        assert_eq!(error.to_string(), "b: the attribute is missing");
        let error = decode(b"\x83\xa1a\xa1x\xa1b\xc3\xa1c\xc3", &ty).unwrap_err();
        assert_eq!(error.to_string(), "c: the schema has no such attribute");
        assert!(decode(b"\x83\xa1a\xa1x\xa1b\xc3\xa1b\xc3", &ty).is_err());
        // The order does not matter.
        let value = decode(b"\x82\xa1b\xc3\xa1a\xa1x", &ty).unwrap();
        assert_eq!(encode(&value, &ty), b"\x82\xa1a\xa1x\xa1b\xc3");
    }

    #[test]
    fn an_attribute_that_is_missing_is_written_as_null() {
        let ty = object(&[("a", Type::String), ("b", Type::Bool)]);
        let value = Value::Object([("b".to_owned(), true.into())].into());
        assert_eq!(encode(&value, &ty), b"\x82\xa1a\xc0\xa1b\xc3");
    }

    #[test]
    fn errors_name_the_place_and_not_the_value() {
        let ty = object(&[("user", Type::list(object(&[("age", Type::Number)])))]);
        let error = decode(b"\x81\xa4user\x91\x81\xa3age\xa6secret", &ty).unwrap_err();
        assert_eq!(error.to_string(), "user[0].age: the value is not a number");
    }

    #[test]
    fn a_dynamic_value_brings_its_type() {
        let value =
            Value::Dynamic(Box::new((Type::list(Type::Bool), Value::List(vec![true.into()]))));
        let bytes = encode(&value, &Type::Dynamic);
        assert_eq!(bytes, b"\x92\xc4\x0f[\"list\",\"bool\"]\x91\xc3");
        assert_eq!(decode(&bytes, &Type::Dynamic), Ok(value));
    }

    #[test]
    fn depth_is_bounded() {
        let mut bytes = b"\x92\xc4\x09\"dynamic\"".repeat(100_000);
        bytes.push(0xc0);
        let error = decode(&bytes, &Type::Dynamic).unwrap_err();
        assert_eq!(error.message, "the value is nested too deeply");
    }

    #[test]
    fn a_length_that_cannot_be_is_no_reason_to_allocate() {
        for (bytes, ty) in [
            (&b"\xdd\xff\xff\xff\xff"[..], Type::list(Type::Bool)),
            (b"\xdf\xff\xff\xff\xff", Type::map(Type::Bool)),
            (b"\xdb\xff\xff\xff\xff", Type::String),
            (b"", Type::String),
        ] {
            assert_eq!(decode(bytes, &ty).unwrap_err().message, "the value ends too early");
        }
    }
}
