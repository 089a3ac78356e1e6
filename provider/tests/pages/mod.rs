//! The documentation page of each registered type and function.

use std::fs;
use std::path::{Path, PathBuf};

use generators::docs::{FunctionPage, Kind, Page, PageCheck};
use provider::{Aws, Service};
use schemas::Schema;
use tfplugin::{Check, Class, Provider};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The provider's page, and one for each type.
pub(crate) fn pages() -> Vec<Page> {
    let mut pages = vec![provider_page()];
    for service in provider::SERVICES {
        pages.extend((service.resources)().iter().map(|it| {
            let folder = format!("examples/resources/{}", it.type_name);
            let timeouts = it.timeouts.each().filter_map(|(name, it)| Some((name, it?)));
            Page {
                timeouts: timeouts.collect(),
                checks: it.checks.iter().map(check).collect(),
                example: text(&format!("{folder}/resource.tf")),
                import: text(&format!("{folder}/import.sh")),
                ..page(Kind::Resource, service, it.type_name, it.name, &it.schema)
            }
        }));
        pages.extend((service.data_sources)().iter().map(|it| {
            let timeouts = it.timeouts.each().filter_map(|(name, it)| Some((name, it?)));
            Page {
                timeouts: timeouts.collect(),
                example: text(&format!("examples/data-sources/{}/data-source.tf", it.type_name)),
                ..page(Kind::DataSource, service, it.type_name, it.name, &it.schema)
            }
        }));
    }
    pages
}

pub(crate) fn check(it: &Check) -> PageCheck {
    PageCheck {
        title: it.title.to_owned(),
        class: match it.class {
            Class::Invariant => "mistake",
            Class::Limit => "limit",
            Class::Danger => "danger",
        },
        attribute: it.attribute.to_owned(),
        docs: it.docs.to_owned(),
        source: it.source.to_owned(),
    }
}

/// One page for each function.
pub(crate) fn functions() -> Vec<FunctionPage> {
    let functions = provider::registry().functions.into_iter();
    let pages = functions.map(|it| FunctionPage {
        name: it.name.to_owned(),
        summary: it.summary.to_owned(),
        docs: it.docs.to_owned(),
        parameters: it
            .parameters
            .into_iter()
            .map(|it| (it.name.to_owned(), it.docs.to_owned(), it.ty))
            .collect(),
        result: it.result,
        example: text(&format!("examples/functions/{}/function.tf", it.name)),
        source: "provider/src/functions.rs".to_owned(),
    });
    pages.collect()
}

fn provider_page() -> Page {
    let (_, source) = provider::ADDRESS.split_once('/').expect("an address begins with a host");
    Page {
        kind: Kind::Provider,
        type_name: source.to_owned(),
        name: "AWS Messaging Provider".to_owned(),
        subcategory: String::new(),
        schema: Schema { version: 0, block: Aws::block() },
        timeouts: Vec::new(),
        checks: Vec::new(),
        example: text("examples/provider/provider.tf"),
        import: None,
        source: "provider/src/provider/configuration.rs".to_owned(),
    }
}

fn page(kind: Kind, service: &Service, type_name: &str, name: &str, schema: &Schema) -> Page {
    let is_of = service.prefixes.iter().any(|(prefix, _)| type_name.starts_with(prefix));
    assert!(is_of, "{type_name} begins with no prefix of {}", service.name);
    let folder = service.module;
    let name_of_type = type_name.strip_prefix("aws_").unwrap_or(type_name);
    let of_service = name_of_type.strip_prefix(&format!("{folder}_"));
    let file = of_service.unwrap_or(name_of_type);
    let end = if kind == Kind::DataSource { "_data_source" } else { "" };
    Page {
        kind,
        type_name: type_name.to_owned(),
        name: name.to_owned(),
        subcategory: service.subcategory.to_owned(),
        schema: schema.clone(),
        timeouts: Vec::new(),
        checks: Vec::new(),
        example: None,
        import: None,
        source: format!("provider/src/{folder}/{file}{end}.rs"),
    }
}

pub(crate) fn text(path: &str) -> Option<String> {
    fs::read_to_string(root().join(path)).ok()
}
