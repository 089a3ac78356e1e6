//! What a page has to be: documented, and as registries take it.

use schemas::{Block, Item};

use super::Page;

/// The words of a name: `Kms master key ID.` for `kms_master_key_id`. A doc comment has to say
/// more.
pub fn words(name: &str) -> String {
    let mut words = Vec::new();
    for (index, word) in name.split('_').enumerate() {
        words.push(match word {
            "id" => "ID".to_owned(),
            "arn" => "ARN".to_owned(),
            _ if index == 0 => {
                let mut letters = word.chars();
                let first = letters.next().map(|it| it.to_ascii_uppercase());
                first.into_iter().chain(letters).collect()
            }
            _ => word.to_owned(),
        });
    }
    format!("{}.", words.join(" "))
}

/// What is wrong with the doc comments of a page: each is a sentence, and says more than the name.
pub fn faults(page: &Page) -> Vec<String> {
    let mut faults = Vec::new();
    if let Some(fault) = fault("", page.schema.block.docs) {
        faults.push(format!("{}: {fault}", page.type_name));
    }
    block_faults(&page.schema.block, &page.type_name, &mut faults);
    faults
}

fn block_faults(block: &Block, path: &str, faults: &mut Vec<String>) {
    for item in block.items() {
        let path = format!("{path}.{}", item.name());
        if let Some(fault) = fault(item.name(), item.docs()) {
            faults.push(format!("{path}: {fault}"));
        }
        if let Item::Nested(it) = item {
            block_faults(&it.block, &path, faults);
        }
    }
}

pub(super) fn fault(name: &str, docs: &str) -> Option<&'static str> {
    let starts_well =
        docs.starts_with(|it: char| it.is_uppercase() || it.is_numeric() || it == '`');
    match docs {
        "" => Some("no documentation"),
        _ if docs == words(name) => Some("the documentation only repeats the name"),
        _ if !docs.ends_with(['.', ':', '`']) => Some("the documentation ends without a full stop"),
        _ if !starts_well => Some("the documentation starts with a small letter"),
        _ => None,
    }
}

/// What registries refuse or mend: the rules of `tfplugindocs validate` for one file under `docs/`.
pub fn registry_faults(path: &str, text: &str) -> Vec<String> {
    /// The registry keeps no more of a page.
    const MAX_BYTES: usize = 500_000;
    /// One folder for each kind of page.
    const FOLDERS: &[&str] = &[
        "resources",
        "data-sources",
        "functions",
        "ephemeral-resources",
        "list-resources",
        "actions",
        "guides",
    ];

    let mut faults = Vec::new();
    let steps: Vec<&str> = path.split('/').collect();
    let file = match steps.as_slice() {
        ["docs", "index.md"] => "index.md",
        ["docs", folder, file] if FOLDERS.contains(folder) => file,
        _ => {
            faults.push("is in no folder that registries read".to_owned());
            ""
        }
    };
    let is_name = |it: &str| {
        let is_letter =
            |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || "_-".contains(it);
        !it.is_empty() && it.chars().all(is_letter)
    };
    if !file.strip_suffix(".md").is_some_and(is_name) {
        faults.push("the name is not of small letters, digits, `-` and `_`, then `.md`".to_owned());
    }
    if text.len() > MAX_BYTES {
        faults.push(format!("{} bytes are more than {MAX_BYTES}", text.len()));
    }
    let front = text.strip_prefix("---\n").and_then(|it| it.split_once("\n---\n"));
    let Some((front, _)) = front else {
        faults.push("no front matter".to_owned());
        return faults;
    };
    let keys: Vec<&str> = front
        .lines()
        .filter(|it| !it.starts_with(' '))
        .map(|it| it.split(':').next().unwrap_or_default())
        .collect();
    for key in ["page_title", "description"] {
        if !keys.contains(&key) {
            faults.push(format!("the front matter lacks `{key}`"));
        }
    }
    for key in &keys {
        match *key {
            "page_title" | "description" => {}
            "subcategory" if path != "docs/index.md" => {}
            other => faults.push(format!("the front matter must not have `{other}`")),
        }
    }
    faults
}
