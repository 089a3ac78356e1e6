//! `aws_iam_policy_document`, the data source

mod document;
mod order;

use tfplugin::{DataSource, path};

use self::document::Document;
use crate::prelude::*;

/// Writes a document in IAM's language of policies, for every argument that takes a policy in JSON.
/// AWS is not asked.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct PolicyDocumentDataSource {
    /// Checksum of the document.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// The document in JSON, in lines.
    pub(crate) json: Computed<String>,
    /// The document in JSON without blanks.
    pub(crate) minified_json: Computed<String>,
    /// Has no effect.
    #[attr(deprecated = "Use `override_policy_documents`.", check = nothing())]
    pub(crate) override_json: Option<String>,
    /// Documents in JSON that are merged into this one, one after the other: a statement takes the
    /// place of the one with the same `sid`; others are added.
    #[attr(check = each(json()))]
    pub(crate) override_policy_documents: Option<Vec<String>>,
    /// Id of the document.
    pub(crate) policy_id: Option<String>,
    /// Has no effect.
    #[attr(deprecated = "Use `source_policy_documents`.", check = nothing())]
    pub(crate) source_json: Option<String>,
    /// Documents in JSON that this one begins with, one after the other. No two of their statements
    /// may have the same `sid`; a `statement` of this document takes the place of one with its
    /// `sid`.
    #[attr(check = each(json()))]
    pub(crate) source_policy_documents: Option<Vec<String>>,
    /// Version of the language. Variables, such as `&{aws:username}`, need `2012-10-17`.
    #[attr(default = LATEST, check = one_of(&[FIRST, LATEST]))]
    pub(crate) version: String,
    #[block]
    pub(crate) statement: Vec<Statement>,
}

const FIRST: &str = "2008-10-17";
const LATEST: &str = "2012-10-17";

/// What is allowed or denied.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Statement {
    /// Actions that the statement is about, such as `sqs:SendMessage`.
    pub(crate) actions: Option<Set<String>>,
    /// Whether the statement allows or denies.
    #[attr(default = "Allow", check = one_of(&["Allow", "Deny"]))]
    pub(crate) effect: String,
    /// Actions that the statement is not about: it is about all others.
    pub(crate) not_actions: Option<Set<String>>,
    /// ARNs that the statement is not about: it is about all others.
    pub(crate) not_resources: Option<Set<String>>,
    /// ARNs that the statement is about. `&{…}` is a variable of the policy.
    pub(crate) resources: Option<Set<String>>,
    /// Name of the statement.
    pub(crate) sid: Option<String>,
    #[block]
    pub(crate) condition: Set<Condition>,
    /// Who the statement is not about.
    #[block]
    pub(crate) not_principals: Set<Principal>,
    #[block]
    pub(crate) principals: Set<Principal>,
}

/// A condition of the statement. All of them must hold.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Condition {
    /// How the key is compared, such as `StringEquals` or `ArnLike`.
    pub(crate) test: String,
    /// Values to compare with. The condition is met where one of them matches; for a negated `test`,
    /// such as `StringNotEquals`, where none of them does.
    pub(crate) values: Vec<String>,
    /// The key, such as `aws:SourceArn`.
    pub(crate) variable: String,
}

/// Who the statement is about.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Principal {
    /// ARNs, ids of accounts, names of services, or `*`.
    pub(crate) identifiers: Set<String>,
    /// `AWS`, `Service`, `Federated`, `CanonicalUser`, or `*` for everyone.
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
            Err(error.remedy("Give each statement a Sid of its own, or none."))
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
            return Err(error.remedy(format!("Set `version = \"{LATEST}\"`, or leave it out.")));
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
