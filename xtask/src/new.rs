//! The start of a resource: its model from what is known of its namesake in hashicorp/aws, and the
//! folder of its example. What is written here is edited from then on; nothing is overwritten.

mod facts;
mod json;
mod model;
mod rust;
mod service;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use serde_json::Value as Json;

use self::facts::Facts;
use self::json::{entries, is_set};
use self::model::Model;
use self::service::Place;

/// `cargo xtask new aws_sqs_queue …`
pub(crate) fn task(types: &[&str]) -> crate::Result {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    if types.is_empty() {
        return Err("usage: cargo xtask new <type> …".into());
    }
    let services = services(&root)?;
    for ty in types {
        let known = read(&root.join(format!("schemas/upstream/resources/{ty}.json")))?;
        if known.is_none() {
            println!(
                "hashicorp/aws 5.100.0 has no {ty} that is kept here: the struct is empty. Say in \
                 schemas/upstream/allowed.toml that the type is added."
            );
        }
        let known = known.unwrap_or_else(newer);
        let facts = read(&root.join(format!("schemas/upstream/facts/{ty}.json")))?;
        let place = Place::of(ty, &services).ok_or_else(|| {
            format!("no service has a prefix of {ty}: add its service first, as CONTRIBUTING says")
        })?;
        let skeleton = Skeleton::new(ty, &place, &known, &Facts::new(facts.unwrap_or_default()));
        skeleton.write(&root)?;
        let (Place { service, file, .. }, name) = (&place, &skeleton.name);
        println!("In provider/src/{service}.rs, each in its place:");
        println!("    mod {file};");
        println!("    use self::{file}::{name};");
        println!("    resource::<Aws, {name}>(),");
    }
    Ok(())
}

/// What the provider says of its services.
fn services(root: &Path) -> crate::Result<Json> {
    Ok(read(&root.join("schemas/services.json"))?.ok_or("schemas/services.json is missing")?)
}

/// The schema of a type of which nothing is kept: that of the plugin framework, with an `id`.
fn newer() -> Json {
    serde_json::json!({ "block": { "attributes": { "id": { "computed": true, "type": "string" } } } })
}

fn read(path: &Path) -> crate::Result<Option<Json>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(serde_json::from_str(&text)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The files of a new resource.
struct Skeleton {
    /// Name of the struct.
    name: String,
    files: Vec<(PathBuf, String)>,
}

impl Skeleton {
    fn new(ty: &str, place: &Place, known: &Json, facts: &Facts) -> Skeleton {
        let model = Model::new(&place.file, &place.name, known, facts);
        let examples = Path::new("examples/resources").join(ty);
        let source = Path::new("provider/src").join(&place.service).join(&place.file);
        let files = vec![
            (source.with_extension("rs"), module(ty, place, known, &model)),
            (examples.join("resource.tf"), example(ty, &known["block"])),
            (examples.join("import.sh"), format!("terraform import {ty}.example example\n")),
        ];
        Skeleton { name: model.name, files }
    }

    fn write(&self, root: &Path) -> crate::Result {
        if let Some((path, _)) = self.files.iter().find(|it| root.join(&it.0).exists()) {
            return Err(format!("{} exists already", path.display()).into());
        }
        for (path, text) in &self.files {
            let path = root.join(path);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&path, text)?;
            println!("{}", path.strip_prefix(root)?.display());
        }
        Ok(())
    }
}

/// The module of a resource.
fn module(ty: &str, place: &Place, known: &Json, model: &Model) -> String {
    let mut out = String::new();
    let operations: BTreeSet<_> =
        entries(&known["block"]["block_types"]["timeouts"]["block"]["attributes"])
            .map(|it| it.0.as_str())
            .collect();
    // `id` is computed only in the types that are not of the first SDK, or not there at all.
    let is_framework = !is_set(&known["block"]["attributes"]["id"], "optional");
    let imports = [
        (model.text.contains("BTreeMap<"), "use std::collections::BTreeMap;\n"),
        (!operations.is_empty(), "use std::time::Duration;\n"),
    ];
    writeln!(out, "//! `{ty}`\n").expect(INFALLIBLE);
    let std: String = imports.iter().filter(|it| it.0).map(|it| it.1).collect();
    if !std.is_empty() {
        writeln!(out, "{std}").expect(INFALLIBLE);
    }
    let names: Vec<&str> = [(": Json", "Json"), ("<Json>", "Json"), ("Number", "Number")]
        .iter()
        .filter(|it| model.text.contains(it.0))
        .map(|it| it.1)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    match names.as_slice() {
        [] => {}
        [name] => writeln!(out, "use schemas::{name};").expect(INFALLIBLE),
        names => writeln!(out, "use schemas::{{{}}};", names.join(", ")).expect(INFALLIBLE),
    }
    if is_framework {
        out.push_str("use tfplugin::TypeSystem;\n");
    }
    if is_framework || !names.is_empty() {
        out.push('\n');
    }
    writeln!(out, "use crate::prelude::*;\n\n{}", model.text).expect(INFALLIBLE);

    let name = &model.name;
    writeln!(out, "impl Resource<Aws> for {name} {{").expect(INFALLIBLE);
    out.push_str("    // `crate::identity` has others.\n    type Identity = tfplugin::Id;\n\n");
    writeln!(out, "    const TYPE: &'static str = {ty:?};").expect(INFALLIBLE);
    writeln!(out, "    const NAME: &'static str = {:?};", place.name).expect(INFALLIBLE);
    if let Some(version) = known["version"].as_i64().filter(|it| *it != 0) {
        writeln!(out, "    const VERSION: i64 = {version};").expect(INFALLIBLE);
    }
    if is_framework {
        out.push_str("    const TYPE_SYSTEM: TypeSystem = TypeSystem::Strict;\n");
    }
    if known["block"]["attributes"]["id"].is_null() {
        out.push_str("    const HAS_ID: bool = false;\n");
    }
    if !operations.is_empty() {
        out.push_str("    // The documentation of hashicorp/aws has the defaults: they are not on the wire.\n");
        out.push_str("    const TIMEOUTS: Timeouts = Timeouts {\n");
        let all = ["create", "read", "update", "delete"];
        for operation in all.iter().filter(|it| operations.contains(*it)) {
            writeln!(out, "        {operation}: Some(Duration::from_mins(20)),").expect(INFALLIBLE);
        }
        if operations.len() < all.len() {
            out.push_str("        ..Timeouts::NONE\n");
        }
        out.push_str("    };\n");
    }
    if !place.is_regional {
        out.push_str("    const REGIONAL: bool = false;\n");
    }
    let mut functions = vec![
        ("create", "_cx: &Cx, _plan: &Self", "Self::Identity"),
        ("read", "_cx: &Cx, _id: &Self::Identity", "Option<Self>"),
    ];
    if model.has_updates {
        functions.push((
            "update",
            "_cx: &Cx, _id: &Self::Identity, _prior: &Self, _plan: &Self",
            "()",
        ));
    }
    functions.push(("delete", "_cx: &Cx, _id: &Self::Identity, _prior: &Self", "()"));
    for (function, arguments, output) in functions {
        writeln!(out, "\n    async fn {function}({arguments}) -> Result<{output}> {{")
            .expect(INFALLIBLE);
        writeln!(out, "        Err(Error::new(\"{function} is not written yet\"))\n    }}")
            .expect(INFALLIBLE);
    }
    out.push_str("}\n");
    out
}

const INFALLIBLE: &str = "a string takes all";

/// A configuration with what is required.
fn example(ty: &str, block: &Json) -> String {
    let mut out = format!("resource \"{ty}\" \"example\" {{\n");
    example_block(&mut out, block, 1);
    out.push_str("}\n");
    out
}

fn example_block(out: &mut String, block: &Json, depth: usize) {
    let indent = "  ".repeat(depth);
    let required: Vec<_> =
        entries(&block["attributes"]).filter(|it| is_set(it.1, "required")).collect();
    let width = required.iter().map(|it| it.0.len()).max().unwrap_or_default();
    for (name, attribute) in required {
        let value = match &attribute["type"] {
            Json::String(ty) if ty == "string" => "\"example\"",
            Json::String(ty) if ty == "number" => "1",
            Json::String(_) => "true",
            ty if ty[0] == "map" => "{}",
            _ => "[\"example\"]",
        };
        writeln!(out, "{indent}{name:width$} = {value}").expect(INFALLIBLE);
    }
    let is_required = |it: &Json| it["min_items"].as_u64().is_some_and(|it| it > 0);
    for (name, nested) in entries(&block["block_types"]).filter(|it| is_required(it.1)) {
        let separator = if out.ends_with("{\n") { "" } else { "\n" };
        writeln!(out, "{separator}{indent}{name} {{").expect(INFALLIBLE);
        example_block(out, &nested["block"], depth + 1);
        writeln!(out, "{indent}}}").expect(INFALLIBLE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }

    fn place(ty: &str) -> Option<Place> {
        Place::of(ty, &services(&root()).unwrap())
    }

    fn skeleton(ty: &str) -> Skeleton {
        let known = read(&root().join(format!("schemas/upstream/resources/{ty}.json"))).unwrap();
        let facts = read(&root().join(format!("schemas/upstream/facts/{ty}.json"))).unwrap();
        let place = place(ty).unwrap();
        Skeleton::new(ty, &place, &known.unwrap(), &Facts::new(facts.unwrap()))
    }

    #[test]
    fn a_type_of_which_nothing_is_kept_begins_empty() {
        let place = place("aws_kinesis_channel").unwrap();
        let files =
            Skeleton::new("aws_kinesis_channel", &place, &newer(), &Facts::new(Json::Null)).files;
        let source = &files[0].1;
        assert!(source.contains("pub(crate) struct Channel"), "{source}");
        assert!(source.contains("TypeSystem::Strict"), "{source}");
    }

    fn types() -> Vec<String> {
        let folder = fs::read_dir(root().join("schemas/upstream/resources")).unwrap();
        let paths = folder.map(|it| it.unwrap().path());
        paths.map(|it| it.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
    }

    /// Compares with the file kept; `UPDATE=1` rewrites it.
    fn assert_snapshot(name: &str, text: &str) {
        let path = root().join("xtask/src/new/snapshots").join(name);
        if env::var_os("UPDATE").is_some() {
            fs::write(&path, text).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap();
        assert!(kept == text, "{name} is now as below; UPDATE=1 keeps it\n{text}");
    }

    #[test]
    fn a_small_resource() {
        let files = skeleton("aws_sqs_queue_redrive_policy").files;
        let texts: Vec<_> = files.iter().map(|(p, it)| format!("{}\n{it}", p.display())).collect();
        assert_snapshot("aws_sqs_queue_redrive_policy.txt", &texts.join("\n"));
    }

    #[test]
    fn a_resource_with_blocks() {
        let files = skeleton("aws_mq_broker").files;
        let texts: Vec<_> = files.iter().map(|(p, it)| format!("{}\n{it}", p.display())).collect();
        assert_snapshot("aws_mq_broker.txt", &texts.join("\n"));
    }

    #[test]
    fn each_type_has_a_place_of_its_own_and_structs_of_different_names() {
        let mut paths = BTreeSet::new();
        for ty in types().into_iter().filter(|it| place(it).is_some()) {
            let skeleton = skeleton(&ty);
            let (path, text) = &skeleton.files[0];
            assert!(paths.insert(path.clone()), "{ty} has the path of another");
            let mut names = BTreeSet::new();
            for name in text.lines().filter_map(|it| it.strip_prefix("pub(crate) struct ")) {
                assert!(names.insert(name), "{ty} has two structs {name}");
            }
        }
    }

    #[test]
    fn nothing_is_overwritten() {
        let folder = env::temp_dir().join(format!("new-{}", std::process::id()));
        let skeleton = skeleton("aws_sqs_queue_policy");
        skeleton.write(&folder).unwrap();
        let again = skeleton.write(&folder).unwrap_err().to_string();
        assert_eq!(again, "provider/src/sqs/queue_policy.rs exists already");
        fs::remove_dir_all(folder).unwrap();
    }
}
