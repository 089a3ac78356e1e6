//! `aws_iam_policy_document`, the data source

mod document;
mod order;

use tfplugin::{DataSource, path};

use self::document::Document;
use crate::prelude::*;

/// Generates an IAM policy document in JSON, for any argument that takes a JSON policy. Calls no
/// API.
///
/// See [IAM JSON policy
/// elements](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html) in
/// the IAM User Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct PolicyDocumentDataSource {
    /// Checksum of the document.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// Formatted JSON.
    pub(crate) json: Computed<String>,
    /// Compact JSON.
    pub(crate) minified_json: Computed<String>,
    /// No longer supported: must be empty.
    #[attr(deprecated = "Use `override_policy_documents`.", check = nothing())]
    pub(crate) override_json: Option<String>,
    /// JSON documents that are merged into this one, in order. A statement replaces the one with
    /// the same `sid`; other statements are added.
    #[attr(check = each(json()))]
    pub(crate) override_policy_documents: Option<Vec<String>>,
    /// ID of the policy document.
    pub(crate) policy_id: Option<String>,
    /// No longer supported: must be empty.
    #[attr(deprecated = "Use `source_policy_documents`.", check = nothing())]
    pub(crate) source_json: Option<String>,
    /// JSON documents that this document starts with, in order. Their statements must not share a
    /// `sid`; a `statement` of this document replaces the one with the same `sid`.
    #[attr(check = each(json()))]
    pub(crate) source_policy_documents: Option<Vec<String>>,
    /// Version of the policy language. Policy variables, such as `&{aws:username}`, require
    /// `2012-10-17`.
    #[attr(default = LATEST, check = one_of(&[FIRST, LATEST]))]
    pub(crate) version: String,
    #[block]
    pub(crate) statement: Vec<Statement>,
}

const FIRST: &str = "2008-10-17";
const LATEST: &str = "2012-10-17";

/// A statement of the policy.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Statement {
    /// Actions to which the statement applies, such as `sqs:SendMessage`.
    pub(crate) actions: Option<Set<String>>,
    /// Whether the statement allows or denies access.
    #[attr(default = "Allow", check = one_of(&["Allow", "Deny"]))]
    pub(crate) effect: String,
    /// Actions to which the statement does not apply; it applies to all others.
    pub(crate) not_actions: Option<Set<String>>,
    /// ARNs to which the statement does not apply; it applies to all others.
    pub(crate) not_resources: Option<Set<String>>,
    /// ARNs to which the statement applies. `&{...}` is written as a policy variable, `${...}`.
    pub(crate) resources: Option<Set<String>>,
    /// Statement ID.
    pub(crate) sid: Option<String>,
    #[block]
    pub(crate) condition: Set<Condition>,
    /// Principals to which the statement does not apply.
    #[block]
    pub(crate) not_principals: Set<Principal>,
    #[block]
    pub(crate) principals: Set<Principal>,
}

/// Condition of the statement. All conditions must be met.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Condition {
    /// Condition operator, such as `StringEquals` or `ArnLike`.
    pub(crate) test: String,
    /// Values to compare with. One of them must match or, for a negated operator such as
    /// `StringNotEquals`, none of them.
    pub(crate) values: Vec<String>,
    /// Condition key, such as `aws:SourceArn`.
    pub(crate) variable: String,
}

/// Principals to which the statement applies.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Principal {
    /// Principals: ARNs, account IDs, service names or `*`.
    pub(crate) identifiers: Set<String>,
    /// Type of the principals: `AWS`, `Service`, `Federated`, `CanonicalUser`, or `*` for everyone.
    pub(crate) r#type: String,
}

impl DataSource<Aws> for PolicyDocumentDataSource {
    const TYPE: &'static str = "aws_iam_policy_document";
    const NAME: &'static str = "IAM Policy Document";
    const REGIONAL: bool = false;

    async fn read(_cx: &Cx, config: Self) -> Result<Self> {
        check_variables(&config)?;
        let document = merged(&config)?;
        let json = document.pretty()?;
        Ok(PolicyDocumentDataSource {
            id: Some(order::checksum(json.as_bytes()).to_string()),
            minified_json: document.minified()?.into(),
            json: json.into(),
            ..config
        })
    }
}

/// The documents to begin with, then the one that is configured, then those that override it.
fn merged(config: &PolicyDocumentDataSource) -> Result<Document> {
    let sources = read("source_policy_documents", config.source_policy_documents.as_deref())?;
    check_sids("source_policy_documents", &sources)?;
    let configured = Document::configured(config);
    check_sids("statement", std::slice::from_ref(&configured))?;
    let overriding =
        read("override_policy_documents", config.override_policy_documents.as_deref())?;
    let mut document = Document::default();
    for other in sources.into_iter().chain([configured]).chain(overriding) {
        document.merge(other);
    }
    Ok(document)
}

fn read(name: &str, texts: Option<&[String]>) -> Result<Vec<Document>> {
    let texts = texts.unwrap_or_default().iter().enumerate();
    let read = |(index, text): (usize, &String)| {
        Document::read(text).map_err(|why| {
            Error::at(path(name).index(index), format!("document {index} of `{name}` {why}"))
        })
    };
    texts.map(read).collect()
}

fn check_sids(name: &str, documents: &[Document]) -> Result<()> {
    match document::duplicate_sid(documents) {
        Some(sid) => {
            let error = Error::at(path(name), format!("duplicate Sid ({sid}) in `{name}`"));
            Err(error.remedy("Use a different Sid for each statement, or none."))
        }
        None => Ok(()),
    }
}

/// The first version of the language has no variables.
fn check_variables(config: &PolicyDocumentDataSource) -> Result<()> {
    if config.version != FIRST {
        return Ok(());
    }
    for (index, statement) in config.statement.iter().enumerate() {
        let sets = [&statement.resources, &statement.not_resources];
        let sets = sets.into_iter().flatten().flat_map(|it| it.iter());
        let principals = statement.principals.iter().chain(statement.not_principals.iter());
        let names = principals.flat_map(|it| it.identifiers.iter());
        let values = statement.condition.iter().flat_map(|it| &it.values);
        if let Some(text) = sets.chain(names).chain(values).find(|it| it.contains("&{")) {
            let message = format!(
                "found &{{ sequence in ({text}), which is not supported in document version {FIRST}"
            );
            let error = Error::at(path("statement").index(index), message);
            return Err(error.remedy(format!("Set `version = \"{LATEST}\"`, or remove it.")));
        }
    }
    Ok(())
}

/// For arguments that no longer do anything.
fn nothing() -> schemas::Check {
    schemas::check::rule("", |text| match text {
        "" => Ok(()),
        _ => Err("must be empty".to_owned()),
    })
    .says(|name, value| format!("expected {name:?} to be an empty string: got {value}"))
}
