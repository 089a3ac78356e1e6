//! A document of the policy language: how one is read, merged with others and written.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value as Json;

use super::order;
use super::{Condition, PolicyDocumentDataSource, Principal};
use crate::policy::element;
use crate::prelude::*;

/// Its members are written in this order. What is empty is left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Document {
    #[serde(skip_serializing_if = "String::is_empty")]
    version: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    id: String,
    #[serde(rename = "Statement", skip_serializing_if = "Vec::is_empty")]
    statements: Vec<Statement>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    #[serde(skip_serializing_if = "String::is_empty")]
    sid: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    effect: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_action: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_resource: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    principal: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_principal: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<Json>,
}

impl Document {
    /// The document that the arguments describe, without those that they merge it with.
    pub(super) fn configured(config: &PolicyDocumentDataSource) -> Document {
        Document {
            version: config.version.clone(),
            id: config.policy_id.clone().unwrap_or_default(),
            statements: config.statement.iter().map(Statement::configured).collect(),
        }
    }

    /// Reads a document. What is not part of the language is left out, as is what is null.
    pub(super) fn read(text: &str) -> Result<Document, String> {
        let json = match text {
            "" => Json::Null,
            text => serde_json::from_str(text).map_err(|it| format!("is not JSON: {it}"))?,
        };
        let statements = match member(&json, "Statement")? {
            None => Vec::new(),
            Some(Json::Array(them)) => {
                let them = them.iter().enumerate().filter(|(_, it)| !it.is_null());
                let read = |(index, it)| {
                    Statement::read(it)
                        .map_err(|why| format!("has a statement ({index}) that {why}"))
                };
                them.map(read).collect::<Result<_, _>>()?
            }
            Some(one) => {
                vec![Statement::read(one).map_err(|why| format!("has a statement that {why}"))?]
            }
        };
        Ok(Document { version: text_of(&json, "Version")?, id: text_of(&json, "Id")?, statements })
    }

    /// Adds another document, whose statements take the place of those with the same Sid. The later
    /// version counts, and the last id.
    pub(super) fn merge(&mut self, other: Document) {
        if other.version > self.version {
            self.version = other.version;
        }
        if !other.id.is_empty() {
            self.id = other.id;
        }
        for statement in other.statements {
            let has_sid = |it: &&mut Statement| !it.sid.is_empty() && it.sid == statement.sid;
            match self.statements.iter_mut().find(has_sid) {
                Some(it) => *it = statement,
                None => self.statements.push(statement),
            }
        }
    }

    /// The document in lines, two blanks for each level.
    pub(super) fn pretty(&self) -> Result<String> {
        written(serde_json::to_string_pretty(self))
    }

    /// The document in one line.
    pub(super) fn minified(&self) -> Result<String> {
        written(serde_json::to_string(self))
    }
}

/// The first Sid that two statements have.
pub(super) fn duplicate_sid(documents: &[Document]) -> Option<&str> {
    let mut seen = BTreeSet::new();
    let mut sids = documents.iter().flat_map(|it| &it.statements).map(|it| it.sid.as_str());
    sids.find(|sid| !sid.is_empty() && !seen.insert(*sid))
}

fn written(json: serde_json::Result<String>) -> Result<String> {
    match json {
        Ok(text) => Ok(schemas::json::escaped(&text)),
        Err(error) => Err(Error::new(format!("cannot encode the document: {error}"))),
    }
}

impl Statement {
    fn configured(config: &super::Statement) -> Statement {
        Statement {
            sid: config.sid.clone().unwrap_or_default(),
            effect: config.effect.clone(),
            action: words(config.actions.as_ref()),
            not_action: words(config.not_actions.as_ref()),
            resource: resources(config.resources.as_ref()),
            not_resource: resources(config.not_resources.as_ref()),
            principal: principals(&config.principals),
            not_principal: principals(&config.not_principals),
            condition: conditions(&config.condition),
        }
    }

    fn read(json: &Json) -> Result<Statement, String> {
        let any = |name| member(json, name).map(|it| it.cloned());
        Ok(Statement {
            sid: text_of(json, "Sid")?,
            effect: text_of(json, "Effect")?,
            action: any("Action")?,
            not_action: any("NotAction")?,
            resource: any("Resource")?,
            not_resource: any("NotResource")?,
            principal: read_principals(member(json, "Principal")?)?,
            not_principal: read_principals(member(json, "NotPrincipal")?)?,
            condition: read_conditions(member(json, "Condition")?)?,
        })
    }
}

/// A member of an object, whatever the case of its name. None where there is none, or null.
fn member<'a>(json: &'a Json, name: &str) -> Result<Option<&'a Json>, String> {
    match json {
        Json::Null => Ok(None),
        json => {
            let found = element(json, name).ok_or("is not an object")?;
            Ok(Some(found).filter(|it| !it.is_null()))
        }
    }
}

fn text_of(json: &Json, name: &str) -> Result<String, String> {
    match member(json, name)? {
        None => Ok(String::new()),
        Some(Json::String(text)) => Ok(text.clone()),
        Some(_) => Err(format!("has a `{name}` that is not a string")),
    }
}

/// Texts in the order in which they are written: the last comes first.
fn descending<'a>(words: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let mut words: Vec<String> = words.into_iter().cloned().collect();
    words.sort_unstable_by(|one, other| other.cmp(one));
    words
}

/// One text alone, several as a list.
fn value_of(mut words: Vec<String>) -> Json {
    match words.len() {
        1 => Json::String(words.remove(0)),
        _ => Json::from(words),
    }
}

fn words(words: Option<&Set<String>>) -> Option<Json> {
    let words = words.filter(|it| !it.is_empty())?;
    Some(value_of(descending(words.iter())))
}

/// A policy variable, which a configuration writes with `&` because `${…}` is Terraform's.
fn with_variables(text: &str) -> String {
    text.replace("&{", "${")
}

fn resources(names: Option<&Set<String>>) -> Option<Json> {
    let names: Set<String> = names?.iter().map(|it| with_variables(it)).collect();
    words(Some(&names))
}

/// Who, by kind. Blocks of one kind become one list.
fn principals(blocks: &[Principal]) -> Option<Json> {
    let mut blocks: Vec<&Principal> = blocks.iter().collect();
    blocks.sort_by_cached_key(|it| order::of_principal(it));
    let mut kinds: BTreeMap<&str, Vec<Vec<String>>> = BTreeMap::new();
    for block in blocks {
        let names = block.identifiers.iter().map(|it| with_variables(it));
        let names = descending(&names.collect::<Vec<_>>());
        kinds.entry(&block.r#type).or_default().push(names);
    }
    let kinds = kinds.into_iter().map(|(kind, names)| (kind.to_owned(), value_of(names.concat())));
    everyone_or(kinds.collect())
}

/// `{"*": "*"}` is written as `"*"`.
fn everyone_or(kinds: serde_json::Map<String, Json>) -> Option<Json> {
    let everyone = || Json::from("*");
    let is_everyone = |it: &Json| *it == everyone() || *it == Json::from(vec!["*"]);
    match kinds.len() {
        0 => None,
        1 if kinds.get("*").is_some_and(is_everyone) => Some(everyone()),
        _ => Some(Json::Object(kinds)),
    }
}

/// What must hold: values by key by operator. Blocks of one operator and one key become one list.
fn conditions(blocks: &[Condition]) -> Option<Json> {
    let mut blocks: Vec<&Condition> = blocks.iter().collect();
    blocks.sort_by_cached_key(|it| order::of_condition(it));
    let mut operators: BTreeMap<&str, BTreeMap<&str, Vec<String>>> = BTreeMap::new();
    for block in blocks {
        let values = operators.entry(&block.test).or_default().entry(&block.variable).or_default();
        values.extend(block.values.iter().map(|it| with_variables(it)));
    }
    let operators = operators.into_iter().map(|(operator, keys)| {
        let keys = keys.into_iter().map(|(key, values)| (key.to_owned(), value_of(values)));
        (operator.to_owned(), Json::Object(keys.collect()))
    });
    Some(Json::Object(operators.collect())).filter(|it| *it != Json::Object(Default::default()))
}

fn read_principals(json: Option<&Json>) -> Result<Option<Json>, String> {
    let kinds = match json {
        None => return Ok(None),
        Some(Json::String(all)) if all == "*" => return Ok(Some(Json::from("*"))),
        Some(Json::Object(kinds)) => kinds,
        Some(_) => return Err("has principals that are neither \"*\" nor an object".to_owned()),
    };
    let read = |(kind, names): (&String, &Json)| match names {
        Json::String(_) => Ok((kind.clone(), names.clone())),
        Json::Array(_) => {
            let names = texts(names).ok_or_else(|| not_texts(kind))?;
            Ok((kind.clone(), Json::from(descending(&names))))
        }
        _ => Err(not_texts(kind)),
    };
    Ok(everyone_or(kinds.iter().map(read).collect::<Result<_, _>>()?))
}

fn not_texts(name: &str) -> String {
    format!("has a value of `{name}` that is neither a string nor a list of strings")
}

fn texts(json: &Json) -> Option<Vec<String>> {
    json.as_array()?.iter().map(|it| it.as_str().map(str::to_owned)).collect()
}

/// Operators without a key demand nothing. Numbers and truth values are as good as their texts.
fn read_conditions(json: Option<&Json>) -> Result<Option<Json>, String> {
    let Some(json) = json else { return Ok(None) };
    let objects = || "has a `Condition` that is not an object of objects".to_owned();
    let mut operators = serde_json::Map::new();
    for (operator, keys) in json.as_object().ok_or_else(objects)? {
        let mut read = serde_json::Map::new();
        let keys = keys.as_object().ok_or_else(objects)?;
        for (key, values) in keys.iter().filter(|(_, it)| !it.is_null()) {
            let values = crate::policy::words(values).ok_or_else(|| not_texts(key))?;
            read.insert(key.clone(), value_of(values));
        }
        if !read.is_empty() {
            operators.insert(operator.clone(), Json::Object(read));
        }
    }
    Ok((!operators.is_empty()).then_some(Json::Object(operators)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minified(text: &str) -> Result<String, String> {
        Document::read(text).map(|it| it.minified().unwrap())
    }

    fn of_statement(text: &str) -> Result<String, String> {
        let text = minified(&format!("{{\"Statement\":[{text}]}}"))?;
        let inner = text.strip_prefix("{\"Statement\":[").and_then(|it| it.strip_suffix("]}"));
        Ok(inner.unwrap().to_owned())
    }

    #[test]
    fn what_is_read_is_written_in_one_order() {
        for (text, expected) in [
            ("", "{}"),
            ("null", "{}"),
            (r#"{"statement":[],"ID":"a","version":"1","Extra":1}"#, r#"{"Version":"1","Id":"a"}"#),
            (r#"{"Statement":{"Effect":"Deny"}}"#, r#"{"Statement":[{"Effect":"Deny"}]}"#),
            (r#"{"Statement":[null,{"Sid":null}]}"#, r#"{"Statement":[{}]}"#),
        ] {
            assert_eq!(minified(text).as_deref(), Ok(expected), "{text}");
        }
        for (text, expected) in [
            (
                r#"{"Action":["b","a"],"Resource":["b"]}"#,
                r#"{"Action":["b","a"],"Resource":["b"]}"#,
            ),
            (
                r#"{"Resource":"<&>","Effect":"x"}"#,
                r#"{"Effect":"x","Resource":"\u003c\u0026\u003e"}"#,
            ),
            (r#"{"Principal":{"*":["*"]}}"#, r#"{"Principal":"*"}"#),
            (r#"{"Principal":{"AWS":["*"]}}"#, r#"{"Principal":{"AWS":["*"]}}"#),
            (r#"{"Principal":{"AWS":["a","c","b"]}}"#, r#"{"Principal":{"AWS":["c","b","a"]}}"#),
            (r#"{"Principal":{}}"#, "{}"),
            (
                r#"{"Condition":{"Bool":{"a":true},"NumericEquals":{"b":[1]},"Null":{}}}"#,
                r#"{"Condition":{"Bool":{"a":"true"},"NumericEquals":{"b":"1"}}}"#,
            ),
        ] {
            assert_eq!(of_statement(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_document_is_refused() {
        for text in ["[]", "1", "{", r#"{"Version":1}"#, r#"{"Statement":"x"}"#] {
            assert!(minified(text).is_err(), "{text}");
        }
        for text in [
            "1",
            r#"{"Sid":1}"#,
            r#"{"Principal":"x"}"#,
            r#"{"Principal":{"AWS":1}}"#,
            r#"{"Principal":{"AWS":["a",1]}}"#,
            r#"{"Condition":[]}"#,
            r#"{"Condition":{"Bool":"x"}}"#,
            r#"{"Condition":{"Bool":{"a":{}}}}"#,
        ] {
            assert!(of_statement(text).is_err(), "{text}");
        }
    }

    #[test]
    fn statements_take_the_place_of_those_with_their_sid() {
        let read = |text| Document::read(text).unwrap();
        let mut document = read(
            r#"{"Version":"2012-10-17","Id":"a","Statement":[{"Sid":"a"},{"Effect":"Deny"}]}"#,
        );
        document
            .merge(read(r#"{"Version":"2008-10-17","Statement":[{},{"Sid":"a","Effect":"x"}]}"#));
        document.merge(read(r#"{"Id":"b"}"#));
        let expected = concat!(
            r#"{"Version":"2012-10-17","Id":"b","#,
            r#""Statement":[{"Sid":"a","Effect":"x"},{"Effect":"Deny"},{}]}"#
        );
        assert_eq!(document.minified().unwrap(), expected);
    }

    #[test]
    fn sids_are_unique_over_all_documents() {
        let read = |text| Document::read(text).unwrap();
        let (one, other) =
            (r#"{"Statement":[{"Sid":"a"},{},{}]}"#, r#"{"Statement":[{"Sid":"b"}]}"#);
        assert_eq!(duplicate_sid(&[read(one), read(other)]), None);
        assert_eq!(duplicate_sid(&[read(one), read(other), read(one)]), Some("a"));
    }

    /// As hashicorp/aws was seen to write them.
    #[test]
    fn blocks_of_one_kind_become_one_list() {
        let principal = |kind: &str, names: &[&str]| Principal {
            identifiers: names.iter().map(|it| (*it).to_owned()).collect(),
            r#type: kind.to_owned(),
        };
        let blocks = [
            principal("AWS", &["x", "y"]),
            principal("AWS", &["z"]),
            principal("AWS", &["q", "w", "e"]),
        ];
        let expected = r#"{"AWS":["y","x","w","q","e","z"]}"#;
        assert_eq!(principals(&blocks).unwrap().to_string(), expected);

        let condition = |values: &[&str]| Condition {
            test: "StringLike".to_owned(),
            values: values.iter().map(|it| (*it).to_owned()).collect(),
            variable: "k".to_owned(),
        };
        let blocks = [condition(&["a", "b"]), condition(&["c", "d"]), condition(&["z", "y", "x"])];
        let expected = r#"{"StringLike":{"k":["c","d","z","y","x","a","b"]}}"#;
        assert_eq!(conditions(&blocks).unwrap().to_string(), expected);
        assert_eq!(conditions(&[]), None);
        assert_eq!(principals(&[principal("AWS", &[])]).unwrap().to_string(), r#"{"AWS":[]}"#);
    }
}
