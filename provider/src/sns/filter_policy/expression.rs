//! One value of a rule: a text, a number, or an object that says how values are compared.

use serde_json::Value as Json;

const KNOWN: &[&str] = &[
    "anything-but",
    "cidr",
    "equals-ignore-case",
    "exists",
    "numeric",
    "prefix",
    "suffix",
    "wildcard",
];

/// What SNS refuses of a value, in its words.
#[derive(Debug)]
pub(super) enum Wrong {
    Grammar(String),
    /// An operator that SNS is not known to have.
    Operator(String),
}

impl From<String> for Wrong {
    fn from(words: String) -> Wrong {
        Wrong::Grammar(words)
    }
}

type Outcome = Result<(), Wrong>;

/// Looks at one value.
pub(super) fn check(value: &Json) -> Outcome {
    let object = match value {
        Json::Object(object) => object,
        Json::Array(_) => return wrong("Match value must be String, number, true, false, or null"),
        _ => return Ok(()),
    };
    let mut members = object.iter();
    let Some((operator, operand)) = members.next() else {
        return wrong("Empty objects are not allowed");
    };
    if members.next().is_some() {
        let unknown = object.keys().find(|it| !KNOWN.contains(&it.as_str()));
        return match unknown {
            Some(unknown) => unrecognized(unknown),
            None => wrong("Only one key allowed in match expression"),
        };
    }
    match operator.as_str() {
        "exists" if operand.is_boolean() => Ok(()),
        "exists" => wrong("exists match pattern must be either true or false"),
        "equals-ignore-case" | "prefix" | "suffix" | "wildcard" => text(operator, operand),
        "cidr" => cidr(operand),
        "anything-but" => anything_but(operand),
        "numeric" => numeric(operand),
        unknown => unrecognized(unknown),
    }
}

fn wrong(words: &str) -> Outcome {
    Err(words.to_owned().into())
}

fn unrecognized(operator: &str) -> Outcome {
    let words = format!("Unrecognized match type {operator}. SNS knows {}", KNOWN.join(", "));
    Err(Wrong::Operator(words))
}

fn text(operator: &str, operand: &Json) -> Outcome {
    match operand.is_string() {
        true => Ok(()),
        false => Err(format!("{operator} match pattern must be a string, not {operand}").into()),
    }
}

fn cidr(operand: &Json) -> Outcome {
    let Some(network) = operand.as_str() else { return text("cidr", operand) };
    let Some((address, bits)) = network.split_once('/').filter(|it| !it.1.contains('/')) else {
        return Err(format!("Malformed CIDR, one '/' required, not {network:?}").into());
    };
    if bits.is_empty() || !bits.bytes().all(|it| it.is_ascii_digit()) {
        return Err(format!("Malformed CIDR, mask bits must be an integer, not {bits:?}").into());
    }
    let is_of_address = |it: char| it.is_ascii_hexdigit() || it == ':' || it == '.';
    match address.chars().all(is_of_address) {
        true => Ok(()),
        false => Err(format!("Nonstandard IP address: {address}").into()),
    }
}

fn anything_but(operand: &Json) -> Outcome {
    let is_plain = |it: &Json| it.is_string() || it.is_number();
    match operand {
        Json::Object(object) => {
            if let Some(operator) = object.keys().find(|it| *it != "prefix") {
                let words = format!("Unsupported anything-but pattern: {operator}");
                return Err(Wrong::Operator(words));
            }
            object.get("prefix").map_or(Ok(()), |it| text("prefix", it))
        }
        Json::Array(values) if values.iter().all(is_plain) => Ok(()),
        Json::Array(_) => wrong("a list of anything-but must contain only strings and numbers"),
        one if is_plain(one) => Ok(()),
        _ => wrong("Value of anything-but must be an array or single string/number value"),
    }
}

fn numeric(operand: &Json) -> Outcome {
    let Some(members) = operand.as_array() else {
        return wrong("Value of numeric must be an array");
    };
    let Some(operator) = members.first().and_then(Json::as_str) else {
        let shown = members.first().map(Json::to_string).unwrap_or_default();
        return Err(format!("Invalid member in numeric match: {shown}").into());
    };
    if !["=", "<", "<=", ">", ">="].contains(&operator) {
        return Err(format!("Unrecognized numeric range operator: {operator}").into());
    }
    let number = |operator: &str, at: usize| {
        let operator = if operator == "=" { "equals" } else { operator };
        let number = members.get(at).and_then(Json::as_f64);
        number.ok_or_else(|| format!("Value of {operator} must be numeric"))
    };
    let bottom = number(operator, 1)?;
    let Some(second) = members.get(2) else { return Ok(()) };
    if ![">", ">="].contains(&operator) {
        return wrong("Too many elements in numeric expression");
    }
    let Some(second) = second.as_str() else {
        return Err(format!("Bad value in numeric range: {second}").into());
    };
    if !["<", "<="].contains(&second) {
        return Err(format!("Bad numeric range operator: {second}").into());
    }
    let top = number(second, 3)?;
    if members.len() > 4 {
        return wrong("Too many terms in numeric range expression");
    }
    match bottom < top {
        true => Ok(()),
        false => wrong("Bottom must be less than top"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As SNS answered each of them.
    #[test]
    fn expressions() {
        for (value, expected) in [
            (r#""x""#, ""),
            ("1", ""),
            ("null", ""),
            ("true", ""),
            (r#"["x"]"#, "Match value must be String, number, true, false, or null"),
            ("{}", "Empty objects are not allowed"),
            (r#"{"wrong-operator":true}"#, "Unrecognized match type wrong-operator"),
            (r#"{"suffix":"a","prefix":"b"}"#, "Only one key allowed in match expression"),
            (r#"{"exists":false}"#, ""),
            (r#"{"exists":null}"#, "exists match pattern must be either true or false"),
            (r#"{"exists":"no"}"#, "exists match pattern must be either true or false"),
            (r#"{"suffix":"x"}"#, ""),
            (r#"{"wildcard":"x*"}"#, ""),
            (r#"{"equals-ignore-case":"x"}"#, ""),
            (r#"{"suffix":100}"#, "suffix match pattern must be a string"),
            (r#"{"suffix":[]}"#, "suffix match pattern must be a string"),
            (r#"{"prefix":null}"#, "prefix match pattern must be a string"),
            (r#"{"anything-but":"x"}"#, ""),
            (r#"{"anything-but":["x",1]}"#, ""),
            (r#"{"anything-but":{"prefix":"x"}}"#, ""),
            (r#"{"anything-but":{"prefix":false}}"#, "prefix match pattern must be a string"),
            (r#"{"anything-but":{"suffix":"x"}}"#, "Unsupported anything-but pattern: suffix"),
            (r#"{"anything-but":{"exists":false}}"#, "Unsupported anything-but pattern: exists"),
            (r#"{"cidr":"10.0.0.0/24"}"#, ""),
            (r#"{"cidr":"2001:db8::/32"}"#, ""),
            (r#"{"cidr":"10.0.0.0"}"#, "Malformed CIDR, one '/' required"),
            (r#"{"cidr":"bad-/64filter"}"#, "Malformed CIDR, mask bits must be an integer"),
            (r#"{"cidr":"bad-filter/64"}"#, "Nonstandard IP address: bad-filter"),
            (r#"{"cidr":"xx.11.xx/8"}"#, "Nonstandard IP address: xx.11.xx"),
            (r#"{"cidr":["10.0.0.0/24"]}"#, "match pattern must be a string"),
            (r#"{"numeric":["=",1.5]}"#, ""),
            (r#"{"numeric":[">",0,"<=",100]}"#, ""),
            (r#"{"numeric":"x"}"#, "Value of numeric must be an array"),
            (r#"{"numeric":[]}"#, "Invalid member in numeric match"),
            (r#"{"numeric":[1,"<="]}"#, "Invalid member in numeric match: 1"),
            (r#"{"numeric":["operator"]}"#, "Unrecognized numeric range operator: operator"),
            (r#"{"numeric":[">="]}"#, "Value of >= must be numeric"),
            (r#"{"numeric":["=","000"]}"#, "Value of equals must be numeric"),
            (r#"{"numeric":[">",20,30]}"#, "Bad value in numeric range: 30"),
            (r#"{"numeric":[">",20,"test"]}"#, "Bad numeric range operator: test"),
            (r#"{"numeric":[">=",1,">",2]}"#, "Bad numeric range operator: >"),
            (r#"{"numeric":["<",100,">",10]}"#, "Too many elements in numeric expression"),
            (r#"{"numeric":[">",20,"<","30"]}"#, "Value of < must be numeric"),
            (r#"{"numeric":[">",20,"<=" ]}"#, "Value of <= must be numeric"),
            (r#"{"numeric":[">",20,"<",30,"<",50]}"#, "Too many terms in numeric range expression"),
            (r#"{"numeric":[">",3,"<",1]}"#, "Bottom must be less than top"),
        ] {
            let outcome = check(&serde_json::from_str(value).unwrap());
            let words = match outcome {
                Ok(()) => String::new(),
                Err(Wrong::Grammar(words) | Wrong::Operator(words)) => words,
            };
            let is_expected = match expected {
                "" => words.is_empty(),
                expected => words.contains(expected),
            };
            assert!(is_expected, "{value}: {words}");
        }
    }
}
