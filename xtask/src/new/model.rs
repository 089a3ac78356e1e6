//! Structs from a schema on the wire.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Map, Value as Json};

use super::INFALLIBLE;
use super::facts::Facts;
use super::json::{entries, is_set};
use super::rust::{article, camel, identifier, literal, rust_type};

/// The structs of a type, the outermost first.
pub(super) struct Model {
    /// Name of the outermost struct.
    pub(super) name: String,
    pub(super) text: String,
    /// Whether anything can change without replacement.
    pub(super) has_updates: bool,
}

/// Names that mean something else in a module.
const TAKEN: &[&str] = &[
    "Aws",
    "BTreeMap",
    "Clients",
    "Computed",
    "Cx",
    "Duration",
    "Err",
    "Error",
    "Json",
    "Model",
    "None",
    "Number",
    "Ok",
    "Option",
    "TypeSystem",
    "Progress",
    "Resource",
    "Result",
    "Self",
    "Set",
    "Some",
    "String",
    "Tags",
    "Timeouts",
    "Vec",
];

const WIDTH: usize = 100;

impl Model {
    pub(super) fn new(file: &str, words: &str, known: &Json, facts: &Facts) -> Model {
        let mut block = known["block"].clone();
        // The engine adds these.
        if let Some(attributes) = block["attributes"].as_object_mut() {
            attributes.retain(|name, it| match name.as_str() {
                "tags_all" => false,
                "id" => !is_set(it, "computed"),
                _ => true,
            });
        }
        if let Some(blocks) = block["block_types"].as_object_mut() {
            blocks.remove("timeouts");
        }
        let root = Struct::of_block(&[], &block, facts);
        let name = camel(file);
        let names = names(&root, &name);
        let mut text = String::new();
        root.write(
            &mut text,
            &format!("Manages {} {words}.", article(words)),
            &name,
            &names,
            &mut Vec::new(),
        );
        let has_updates = root.has_updates();
        Model { name, text: text.trim_end().to_owned() + "\n", has_updates }
    }
}

/// A struct to be.
#[derive(Debug)]
struct Struct {
    path: Vec<String>,
    fields: Vec<Field>,
}

#[derive(Debug)]
struct Field {
    /// All but the struct that the field's type names: doc comment, notes and attributes.
    head: String,
    name: String,
    /// `Option<{}>`
    ty: String,
    can_change: bool,
    nested: Option<Struct>,
}

impl Struct {
    fn of_block(path: &[String], block: &Json, facts: &Facts) -> Struct {
        let mut fields = Vec::new();
        for (name, attribute) in entries(&block["attributes"]) {
            fields.push(Field::of_attribute(&join(path, name), attribute, facts));
        }
        for (name, nested) in entries(&block["block_types"]) {
            fields.push(Field::of_block(&join(path, name), nested, facts));
        }
        // Attributes that are written as blocks stand with the blocks.
        fields.sort_by_key(|it| it.nested.is_some());
        Struct { path: path.to_vec(), fields }
    }

    fn of_object(path: &[String], attributes: &Json, presence: &str, facts: &Facts) -> Struct {
        let attribute = |ty: &Json| {
            let mut attribute = Map::new();
            attribute.insert(presence.to_owned(), true.into());
            attribute.insert("type".to_owned(), ty.clone());
            Json::Object(attribute)
        };
        let fields = entries(attributes)
            .map(|(name, ty)| Field::of_attribute(&join(path, name), &attribute(ty), facts));
        let mut fields: Vec<Field> = fields.collect();
        fields.sort_by_key(|it| it.nested.is_some());
        Struct { path: path.to_vec(), fields }
    }

    fn has_updates(&self) -> bool {
        self.fields
            .iter()
            .any(|it| it.can_change || it.nested.as_ref().is_some_and(Struct::has_updates))
    }

    /// What makes two structs the same.
    fn shape(&self) -> String {
        let mut shape = String::new();
        for it in &self.fields {
            write!(shape, "{}{}{}", it.head, it.name, it.ty).expect(INFALLIBLE);
            if let Some(nested) = &it.nested {
                write!(shape, "{{{}}}", nested.shape()).expect(INFALLIBLE);
            }
        }
        shape
    }

    /// All nested structs, the parent before its children.
    fn nested<'a>(&'a self, found: &mut Vec<&'a Struct>) {
        for nested in self.fields.iter().filter_map(|it| it.nested.as_ref()) {
            found.push(nested);
            nested.nested(found);
        }
    }

    fn key(&self) -> Key {
        (self.path.last().cloned().unwrap_or_default(), self.shape())
    }

    fn write(
        &self,
        out: &mut String,
        docs: &str,
        name: &str,
        names: &BTreeMap<Key, String>,
        written: &mut Vec<String>,
    ) {
        written.push(name.to_owned());
        writeln!(out, "/// {docs}\n#[derive(Debug, Clone, PartialEq, Model)]").expect(INFALLIBLE);
        writeln!(out, "pub(crate) struct {name} {{").expect(INFALLIBLE);
        for it in &self.fields {
            let nested = it.nested.as_ref().map_or("", |it| &*names[&it.key()]);
            let ty = it.ty.replace("{}", nested);
            writeln!(out, "{}    pub(crate) {}: {ty},", it.head, identifier(&it.name))
                .expect(INFALLIBLE);
        }
        out.push_str("}\n\n");
        for nested in self.fields.iter().filter_map(|it| it.nested.as_ref()) {
            let name = &names[&nested.key()];
            if !written.contains(name) {
                let docs = placeholder(nested.path.last().map_or("", |it| it));
                nested.write(out, &docs, name, names, written);
            }
        }
    }
}

/// Name of a block, and its shape.
type Key = (String, String);

/// A name for each shape: the block's, with as much of the path in front as tells two apart.
fn names(root: &Struct, root_name: &str) -> BTreeMap<Key, String> {
    let mut nested = Vec::new();
    root.nested(&mut nested);
    let mut paths: Vec<(Key, &[String], usize)> = Vec::new();
    for it in nested {
        if !paths.iter().any(|known| known.0 == it.key()) {
            paths.push((it.key(), &it.path, 1));
        }
    }
    let name = |path: &[String], length: usize| -> String {
        let start = path.len().saturating_sub(length);
        let prefix = if length > path.len() { root_name } else { "" };
        path[start..].iter().fold(prefix.to_owned(), |name, it| name + &camel(it))
    };
    loop {
        let names: Vec<String> = paths.iter().map(|it| name(it.1, it.2)).collect();
        let is_taken = |it: &String| {
            it == root_name
                || TAKEN.contains(&it.as_str())
                || names.iter().filter(|other| *other == it).count() > 1
        };
        let taken: Vec<usize> = (0..names.len()).filter(|it| is_taken(&names[*it])).collect();
        let mut has_changed = false;
        for index in taken {
            let (_, path, length) = &mut paths[index];
            if *length <= path.len() {
                *length += 1;
                has_changed = true;
            }
        }
        if !has_changed {
            return paths.into_iter().map(|it| it.0).zip(names).collect();
        }
    }
}

impl Field {
    fn of_attribute(path: &[String], attribute: &Json, facts: &Facts) -> Field {
        let ty = &attribute["type"];
        if let Json::Array(parts) = ty
            && let Json::Array(object) = &parts[1]
            && object[0] == "object"
        {
            return Field::of_objects(path, attribute, &parts[0], &object[1], facts);
        }
        let is_computed = is_set(attribute, "computed");
        let is_only_computed = is_computed && !is_set(attribute, "optional");
        let dotted = path.join(".");
        let checks = facts.checks(&dotted, ty);
        let mut words = Vec::new();
        let mut notes = checks.notes;
        let rust = match path {
            [name] if name == "tags" => "Tags".to_owned(),
            _ => rust_type(ty, checks.is_json, checks.is_whole || is_only_computed),
        };
        let default = facts.default_of(&dotted);
        let mut rust_default = None;
        if let Some(default) = default.filter(|_| !is_only_computed) {
            rust_default = literal(default, &rust).filter(|_| is_set(attribute, "optional"));
            if is_computed || rust_default.is_none() {
                rust_default = None;
                notes.push(format!("hashicorp/aws plans {default} where none is configured."));
            }
        }
        let full = match (is_set(attribute, "required"), is_only_computed) {
            (true, _) => rust.clone(),
            (_, true) => format!("Computed<{rust}>"),
            _ if rust_default.is_some() => rust.clone(),
            _ => format!("Option<{rust}>"),
        };
        if is_computed && !is_only_computed {
            words.push("computed".to_owned());
        }
        let force_new = !is_only_computed && facts.replaces(&dotted);
        if force_new {
            words.push("force_new".to_owned());
        }
        for word in ["sensitive", "write_only"] {
            if is_set(attribute, word) {
                words.push(word.to_owned());
            }
        }
        if is_set(attribute, "deprecated") {
            words.push("deprecated = \"hashicorp/aws has deprecated it.\"".to_owned());
        }
        if let Some(default) = rust_default {
            words.push(format!("default = {default}"));
        }
        words.extend(checks.calls.iter().map(|it| format!("check = {it}")));
        let name = path.last().cloned().unwrap_or_default();
        Field {
            head: head(Some(&name), &notes, "attr", &words, false),
            name,
            ty: full,
            can_change: !is_only_computed && !force_new,
            nested: None,
        }
    }

    /// An attribute that holds objects.
    fn of_objects(
        path: &[String],
        attribute: &Json,
        collection: &Json,
        object: &Json,
        facts: &Facts,
    ) -> Field {
        let name = path.last().cloned().unwrap_or_default();
        let is_optional = is_set(attribute, "optional");
        let collection = if collection == "set" { "Set<{}>" } else { "Vec<{}>" };
        let mut words = Vec::new();
        let (ty, presence) = match (is_optional || is_set(attribute, "required"), collection) {
            (true, collection) => {
                if is_set(attribute, "computed") {
                    words.push("computed".to_owned());
                }
                if !is_optional {
                    words.push("min = 1".to_owned());
                }
                words.push("attribute".to_owned());
                (collection.to_owned(), "optional")
            }
            (false, collection) => (format!("Computed<{collection}>"), "computed"),
        };
        let force_new = is_optional && facts.replaces(&path.join("."));
        if force_new {
            words.push("force_new".to_owned());
        }
        if is_set(attribute, "sensitive") {
            words.push("sensitive".to_owned());
        }
        Field {
            head: head(None, &[], "block", &words, true),
            name,
            ty,
            can_change: is_optional && !force_new,
            nested: Some(Struct::of_object(path, object, presence, facts)),
        }
    }

    fn of_block(path: &[String], nested: &Json, facts: &Facts) -> Field {
        let name = path.last().cloned().unwrap_or_default();
        let count = |key: &str| nested[key].as_u64().unwrap_or_default();
        let (min, max) = (count("min_items"), count("max_items"));
        let mode = nested["nesting_mode"].as_str().unwrap_or_default();
        let mut words = Vec::new();
        let dotted = path.join(".");
        let force_new = facts.replaces(&dotted);
        if force_new {
            words.push("force_new".to_owned());
        }
        let (ty, has_limits) = match (mode, min, max) {
            ("list", 1, 1) => ("{}", true),
            ("list", 0, 1) => ("Option<{}>", true),
            ("set", ..) => ("Set<{}>", false),
            _ => ("Vec<{}>", false),
        };
        for (word, count) in [("min", min), ("max", max)] {
            if count > 0 && !has_limits {
                words.push(format!("{word} = {count}"));
            }
        }
        let mut notes = facts.checks(&dotted, &Json::Null).notes;
        if is_set(&nested["block"], "deprecated") {
            notes.push("hashicorp/aws has deprecated it.".to_owned());
        }
        Field {
            head: head(None, &notes, "block", &words, true),
            name,
            ty: ty.to_owned(),
            can_change: !force_new,
            nested: Some(Struct::of_block(path, &nested["block"], facts)),
        }
    }
}

/// The lines above a field.
fn head(
    docs: Option<&str>,
    notes: &[String],
    attribute: &str,
    words: &[String],
    always: bool,
) -> String {
    let mut out = String::new();
    if let Some(name) = docs {
        writeln!(out, "    /// {}", placeholder(name)).expect(INFALLIBLE);
    }
    for note in notes {
        write_note(&mut out, note);
    }
    let line = format!("    #[{attribute}({})]", words.join(", "));
    if words.is_empty() {
        if always {
            writeln!(out, "    #[{attribute}]").expect(INFALLIBLE);
        }
    } else if line.len() <= WIDTH {
        writeln!(out, "{line}").expect(INFALLIBLE);
    } else {
        writeln!(out, "    #[{attribute}(").expect(INFALLIBLE);
        for word in words {
            write_word(&mut out, word);
        }
        writeln!(out, "    )]").expect(INFALLIBLE);
    }
    out
}

fn write_note(out: &mut String, note: &str) {
    const MAX_LINES: usize = 4;

    let mut lines = vec!["    //".to_owned()];
    for word in note.split_whitespace() {
        let line = lines.last_mut().expect("there is a first line");
        match line.chars().count() + 1 + word.chars().count() <= WIDTH || line.ends_with("//") {
            true => write!(line, " {word}").expect(INFALLIBLE),
            false => lines.push(format!("    // {word}")),
        }
    }
    for line in lines.iter().take(MAX_LINES) {
        writeln!(out, "{line}").expect(INFALLIBLE);
    }
}

/// One word of an attribute on lines of its own.
fn write_word(out: &mut String, word: &str) {
    let line = format!("        {word},");
    let list = word.split_once("one_of(&[").and_then(|(start, rest)| {
        let (list, end) = rest.split_once("])")?;
        Some((start, list, end))
    });
    let Some((start, list, end)) = list.filter(|_| line.len() > WIDTH) else {
        writeln!(out, "{line}").expect(INFALLIBLE);
        return;
    };
    writeln!(out, "        {start}one_of(&[").expect(INFALLIBLE);
    for value in list.split(", ") {
        writeln!(out, "            {value},").expect(INFALLIBLE);
    }
    writeln!(out, "        ]){end},").expect(INFALLIBLE);
}

/// The words of a name, which the author replaces: the documentation's test refuses them.
fn placeholder(name: &str) -> String {
    generators::docs::words(name)
}

fn join(path: &[String], name: &str) -> Vec<String> {
    path.iter().cloned().chain([name.to_owned()]).collect()
}
