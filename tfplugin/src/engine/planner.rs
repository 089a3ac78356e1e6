//! A whole plan: the schema's rules, tags, region, timeouts, the type's own rules.

use std::collections::BTreeSet;
use std::time::Duration;

use schemas::{Path, Value};

use super::operate::check_region;
use super::{Plan, ResourceType, sdk, strict, tags, zero};
use crate::{Diagnostic, Error, Provider, TypeSystem};

/// What Terraform asks for.
pub struct PlanRequest<'a> {
    /// Null for a creation.
    pub prior: &'a Value,
    pub proposed: &'a Value,
    pub config: &'a Value,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanResponse {
    pub planned: Value,
    pub replace: BTreeSet<Path>,
    pub warnings: Vec<Diagnostic>,
    pub private: Vec<u8>,
}

/// Plans a creation or an update.
pub fn plan<P: Provider>(
    managed: &ResourceType<P>,
    provider: &P,
    question: &PlanRequest<'_>,
) -> Result<PlanResponse, Vec<Diagnostic>> {
    let PlanRequest { prior, proposed, config } = *question;
    let (proposed, config) = (&managed.configured(proposed), &managed.configured(config));
    // Core wants what is configured to stay as it is written in plans of types of the framework.
    let (proposed, config) = match managed.type_system {
        TypeSystem::Legacy => (&proposed.without_null_entries(), &config.without_null_entries()),
        TypeSystem::Strict => (proposed, config),
    };
    let block = &managed.schema.block;
    let failed = |error: Error| {
        let diagnostic = Diagnostic::error(&error.message, &error.remedy);
        vec![Diagnostic { path: error.path, ..diagnostic }]
    };
    if managed.regional {
        check_region(provider, config).map_err(failed)?;
    }
    let outcome = match managed.type_system {
        TypeSystem::Legacy => sdk::plan(block, prior, proposed),
        TypeSystem::Strict => strict::plan(block, prior, proposed, config),
    };
    let mut replace = outcome.replace;
    let mut planned = outcome.planned.into_entries().unwrap_or_default();
    if managed.type_system == TypeSystem::Legacy && !config.get("id").is_null() {
        planned.insert("id".to_owned(), config.get("id").clone());
    } else if prior.is_null() && managed.has_id {
        planned.insert("id".to_owned(), Value::Unknown);
    }
    if managed.has_tags() {
        let all = tags::planned(provider, config.get("tags"), prior, managed.type_system);
        planned.insert("tags_all".to_owned(), all);
    }
    if managed.regional {
        let (region, is_another) = region(provider, config, prior);
        match is_another {
            true => replace.insert(Path::root("region")),
            false => replace.remove(&Path::root("region")),
        };
        planned.insert("region".to_owned(), region);
    }
    let mut warnings = Vec::new();
    let mut plan = Plan {
        block,
        config,
        prior,
        planned: &mut planned,
        replace: &mut replace,
        warnings: &mut warnings,
    };
    (managed.plan)(&mut plan).map_err(failed)?;

    let mut planned = Value::Object(planned);
    if managed.type_system == TypeSystem::Legacy {
        if !prior.is_null()
            && zero::equivalent(&without_timeouts(prior), &without_timeouts(&planned))
        {
            planned = prior.clone();
            replace.clear();
        } else if block.nested("timeouts").is_some() {
            set(&mut planned, "timeouts", proposed.get("timeouts").clone());
        }
        if !prior.is_null() && !replace.is_empty() && managed.has_id {
            replace.insert(Path::root("id"));
        }
    }
    let is_tagged = prior.is_null() || planned.get("tags_all") != prior.get("tags_all");
    if managed.has_tags() && is_tagged {
        let found = tags::check(provider, managed.type_name, config.get("tags"));
        match found {
            Some(error) if error.is_error() => return Err(vec![error]),
            warning => warnings.extend(warning),
        }
    }
    // Timeouts count, and may be wrong, only where something is to be done.
    let timed = if planned == *prior { &Value::Null } else { proposed };
    let private = super::private::write(managed, &durations(managed, timed)?);
    Ok(PlanResponse { planned, replace, warnings, private })
}

/// The region of an object, and whether that is another than it was: as configured, else where the
/// provider is. State of a provider that knew no regions has none: such an object is where the
/// provider is. As long as nobody knows where that is, the object stays where it was.
fn region<P: Provider>(provider: &P, config: &Value, prior: &Value) -> (Value, bool) {
    let (configured, before) = (config.get("region"), prior.get("region"));
    let wanted = |here: &str| match configured {
        Value::Null => here.into(),
        configured => configured.clone(),
    };
    match (provider.region(), prior, before) {
        (Some(here), Value::Null, _) => (wanted(here), false),
        (Some(here), _, Value::Null) if wanted(here) == here.into() => (Value::Null, false),
        (Some(here), _, Value::Null) => (wanted(here), true),
        (Some(here), ..) => (wanted(here), wanted(here) != *before),
        (None, Value::Null, _) if configured.is_null() => (Value::Unknown, false),
        (None, Value::Null, _) => (configured.clone(), false),
        (None, ..) if configured.is_null() => (before.clone(), false),
        (None, _, Value::Null) => (Value::Unknown, false),
        (None, ..) => (configured.clone(), configured != before),
    }
}

/// The timeouts of the object, each as configured or the type's own.
fn durations<P>(
    managed: &ResourceType<P>,
    object: &Value,
) -> Result<Vec<(&'static str, Duration)>, Vec<Diagnostic>> {
    let mut durations = Vec::new();
    for (name, default) in managed.timeouts.each() {
        let Some(default) = default else { continue };
        let duration = match object.get("timeouts").get(name).as_str() {
            Some(text) => super::timeouts::parse(text).map_err(|message| {
                let path = Path::root("timeouts").attribute(name);
                vec![Diagnostic::error("Invalid timeout", format!("`{path}`: {message}.")).at(path)]
            })?,
            None => default,
        };
        durations.push((name, duration));
    }
    Ok(durations)
}

fn without_timeouts(object: &Value) -> Value {
    let mut object = object.clone();
    if let Value::Object(entries) = &mut object {
        entries.remove("timeouts");
    }
    object
}

pub(crate) fn set(object: &mut Value, name: &str, value: Value) {
    if let Value::Object(entries) = object {
        entries.insert(name.to_owned(), value);
    }
}

/// An error of a module as it is shown: what was being done, to which object, and what came of it.
pub(crate) fn diagnostic(doing: &str, name: &str, id: Option<&str>, error: &Error) -> Diagnostic {
    let object = id.map_or_else(|| name.to_owned(), |id| format!("{name} ({id})"));
    let summary = format!("{doing} {object}: {}", error.message);
    Diagnostic { path: error.path.clone(), ..Diagnostic::error(summary, &error.remedy) }
}
