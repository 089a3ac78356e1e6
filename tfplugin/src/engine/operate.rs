//! Apply, read, import and upgrade.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use schemas::{Path, Presence, Value};
use tokio_util::sync::CancellationToken;
use tracing::{debug, warn};

use super::planner::{diagnostic, set};
use super::settle::{self, disagreement, known, without_unknown};
use super::{Data, Managed, Operation, tags, zero};
use crate::{Context, Diagnostic, Error, Kind, Origin, Poll, Provider, Result, Severity, Timeouts};

/// How long an API may take to show what was written, where the user cannot say. What it does not
/// show by then it keeps in other words, and nobody is to wait for those.
const SHOWN: Duration = Duration::from_secs(3 * 60);

/// What an apply leaves.
#[derive(Debug, Clone)]
pub struct Applied {
    /// Null after a deletion, and where nothing came to be.
    pub state: Value,
    pub diagnostics: Vec<Diagnostic>,
}

/// Makes what was planned: creates, updates or deletes.
pub async fn apply<P: Provider>(
    managed: &Managed<P>,
    provider: &Arc<P>,
    prior: &Value,
    planned: &Value,
    config: &Value,
    stop: CancellationToken,
) -> Applied {
    let operation = match (prior, planned) {
        (_, Value::Null) => Operation::Delete,
        (Value::Null, _) => Operation::Create,
        _ => Operation::Update,
    };
    let object = if operation == Operation::Delete { prior } else { planned };
    let cx = match context(managed, provider, operation, object, stop) {
        Ok(cx) => cx,
        Err(error) => return failed(managed, operation, None, Value::Null, &error),
    };
    let apply = Apply { managed, provider, cx, prior, planned, config };
    let mut applied = match operation {
        Operation::Create => apply.create().await,
        Operation::Delete => apply.delete().await,
        _ => apply.update().await,
    };
    let id = applied.state.get("id").as_str().or_else(|| prior.get("id").as_str());
    let warnings = apply.cx.alterations().into_iter().map(|error| {
        let severity = Severity::Warning;
        Diagnostic { severity, ..diagnostic(doing(operation), managed.name, id, &error) }
    });
    applied.diagnostics.extend(warnings.collect::<Vec<_>>());
    applied
}

fn doing(operation: Operation) -> &'static str {
    match operation {
        Operation::Create => "creating",
        Operation::Read => "reading",
        Operation::Update => "updating",
        Operation::Delete => "deleting",
    }
}

fn context<P: Provider>(
    managed: &Managed<P>,
    provider: &Arc<P>,
    operation: Operation,
    object: &Value,
    stop: CancellationToken,
) -> Result<Context<P>> {
    let timeout = managed.timeouts.of(operation, object)?;
    context_in(provider, object.get("region"), timeout, stop)
}

/// Refuses an object's own region where the provider knows that there is none of that name.
pub(super) fn check_region<P: Provider>(provider: &P, object: &Value) -> Result<()> {
    match object.get("region").as_str() {
        Some(region) => {
            let at = |error| Error { path: Some(Path::root("region")), ..error };
            provider.check_region(region).map_err(at)
        }
        None => Ok(()),
    }
}

fn context_in<P: Provider>(
    provider: &Arc<P>,
    region: &Value,
    timeout: Duration,
    stop: CancellationToken,
) -> Result<Context<P>> {
    let region = region.as_str().or_else(|| provider.region()).ok_or_else(|| {
        let error = Error::new("the region of the provider is not known yet");
        error
            .remedy("Set `region` here, or apply first what the region of the provider depends on.")
    })?;
    Ok(Context::new(provider.clients(region), region.to_owned(), timeout, stop))
}

fn failed<P>(
    managed: &Managed<P>,
    operation: Operation,
    id: Option<&str>,
    state: Value,
    error: &Error,
) -> Applied {
    Applied { state, diagnostics: vec![diagnostic(doing(operation), managed.name, id, error)] }
}

/// What became of the wait for an object, with what is known of it.
enum Shown {
    AsPlanned(Value),
    /// The object is there; the API showed something else to the end, or the user did not want to
    /// wait for it.
    NotYet(Value, Error),
    Failed(Value, Error),
}

struct Apply<'a, P: Provider> {
    managed: &'a Managed<P>,
    provider: &'a Arc<P>,
    cx: Context<P>,
    prior: &'a Value,
    planned: &'a Value,
    config: &'a Value,
}

impl<P: Provider> Apply<'_, P> {
    async fn create(&self) -> Applied {
        let mut object = self.for_module(self.planned, true);
        if self.managed.has_tags() {
            set(&mut object, "tags", tags::created(&**self.provider, self.planned));
        }
        let id = match self.managed.operations.create(&self.cx, known(&object)).await {
            Ok(id) => id,
            Err(error) => {
                let Some(id) = self.cx.created_id() else {
                    return failed(self.managed, Operation::Create, None, Value::Null, &error);
                };
                // An object that was made is kept, whatever came after.
                let state = self.as_planned(&id);
                if error.kind == Kind::Interrupted {
                    return self.not_yet(&id, state, &error);
                }
                // Core marks it as tainted.
                return failed(self.managed, Operation::Create, Some(&id), state, &error);
            }
        };
        debug!(id, "created");
        match self.shown(&id).await {
            Shown::AsPlanned(state) => Applied { state, diagnostics: Vec::new() },
            Shown::NotYet(state, error) => self.not_yet(&id, state, &error),
            Shown::Failed(state, error) => {
                failed(self.managed, Operation::Create, Some(&id), state, &error)
            }
        }
    }

    /// A new object that the next apply goes on with: an error would taint it, and the next apply
    /// would replace it.
    fn not_yet(&self, id: &str, state: Value, error: &Error) -> Applied {
        let mut applied = failed(self.managed, Operation::Create, Some(id), state, error);
        for diagnostic in &mut applied.diagnostics {
            diagnostic.severity = Severity::Warning;
        }
        applied
    }

    async fn update(&self) -> Applied {
        let id = self.prior.get("id").as_str().unwrap_or_default().to_owned();
        let prior = known(&self.for_module(self.prior, false));
        let plan = known(&self.for_module(self.planned, true));
        if changes(&prior, &plan, &self.managed.schema.block)
            && let Err(error) = self.managed.operations.update(&self.cx, &id, prior, plan).await
        {
            // Core keeps the prior state where none is given back.
            return failed(self.managed, Operation::Update, Some(&id), Value::Null, &error);
        }
        match self.shown(&id).await {
            Shown::AsPlanned(state) => Applied { state, diagnostics: Vec::new() },
            Shown::NotYet(state, error) | Shown::Failed(state, error) => {
                failed(self.managed, Operation::Update, Some(&id), state, &error)
            }
        }
    }

    async fn delete(&self) -> Applied {
        let id = self.prior.get("id").as_str().unwrap_or_default().to_owned();
        let prior = known(&self.for_module(self.prior, false));
        let gone = Applied { state: Value::Null, diagnostics: Vec::new() };
        match self.managed.operations.delete(&self.cx, &id, prior).await {
            Ok(()) => {}
            Err(error) if error.kind == Kind::NotFound => return gone,
            Err(error) => {
                return failed(
                    self.managed,
                    Operation::Delete,
                    Some(&id),
                    self.prior.clone(),
                    &error,
                );
            }
        }
        if !self.managed.deleted_when_gone {
            return gone;
        }
        let ask = || async {
            match self.managed.operations.read(&self.cx, &id).await {
                Ok(None) => Ok(Poll::Ready(())),
                Ok(Some(_)) => Ok(Poll::Pending("it still exists".to_owned())),
                Err(error) if error.kind == Kind::NotFound => Ok(Poll::Ready(())),
                Err(error) => Err(error),
            }
        };
        match self.cx.until(ask).await {
            Ok(()) => gone,
            Err(error) => {
                failed(self.managed, Operation::Delete, Some(&id), self.prior.clone(), &error)
            }
        }
    }

    /// Waits until the object is ready and the API shows what was planned.
    async fn shown(&self, id: &str) -> Shown {
        let progress = self.cx.until(|| self.managed.operations.progress(&self.cx, id)).await;
        if let Err(error) = progress {
            let state = self.as_planned(id);
            return match error.kind {
                Kind::Interrupted => Shown::NotYet(state, error),
                _ => Shown::Failed(state, error),
            };
        }
        let expected = self.expected();
        // What was seen last, as long as that is why the wait goes on.
        let seen = Mutex::new(None);
        let see = |state: Option<Value>| {
            *seen.lock().unwrap_or_else(PoisonError::into_inner) = state;
        };
        let ask = || async {
            see(None);
            let Some(fields) = self.managed.operations.read(&self.cx, id).await? else {
                return Ok(Poll::Pending("it cannot be read yet".to_owned()));
            };
            let state = self.state(id, fields);
            let block = &self.managed.schema.block;
            let Some(path) = disagreement(block, &expected, self.config, &state) else {
                return Ok(Poll::Ready(state));
            };
            see(Some(state));
            Ok(Poll::Pending(format!("`{path}` is not shown as it was written yet")))
        };
        let answer = match self.managed.timeouts {
            Timeouts::NONE => self.cx.until_within(SHOWN, ask).await,
            _ => self.cx.until(ask).await,
        };
        let seen = seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        match (answer, seen) {
            (Ok(state), _) => Shown::AsPlanned(state),
            (Err(error), Some(state)) => Shown::NotYet(state, error),
            (Err(error), None) if error.kind == Kind::Interrupted => {
                Shown::NotYet(self.as_planned(id), error)
            }
            (Err(error), None) => Shown::Failed(self.as_planned(id), error),
        }
    }

    /// What the API will show: what was planned, but for what it has said that it keeps otherwise,
    /// and for the tags that are nobody's business here.
    fn expected(&self) -> Value {
        let mut expected = self.planned.clone();
        if let configured @ Value::Map(_) = self.planned.get("tags")
            && self.managed.has_tags()
        {
            let configured = configured.entries().cloned().unwrap_or_default();
            let shown = tags::without_ignored(&**self.provider, configured);
            set(&mut expected, "tags", Value::Map(shown));
        }
        let paths = self.cx.alterations().into_iter().filter_map(|it| it.path);
        for path in paths {
            if let Some(name) = path.names().first() {
                set(&mut expected, name, Value::Unknown);
            }
        }
        expected
    }

    fn state(&self, id: &str, fields: schemas::Fields) -> Value {
        let region = Value::from(self.cx.region());
        state(
            self.managed,
            &**self.provider,
            (self.planned, settle::Kind::Fresh),
            id,
            &region,
            fields,
        )
    }

    /// What was planned, with null in place of what was to be computed.
    fn as_planned(&self, id: &str) -> Value {
        let mut state = without_unknown(self.planned);
        set(&mut state, "id", id.into());
        if self.managed.regional {
            set(&mut state, "region", self.cx.region().into());
        }
        if self.managed.has_tags() {
            set(&mut state, "tags_all", tags::wanted(&**self.provider, self.planned));
        }
        state
    }

    /// An object as the module is to see it: all its tags, and write-only values where they are.
    fn for_module(&self, object: &Value, with_secrets: bool) -> Value {
        let mut object = object.clone();
        if self.managed.has_tags() {
            let tags = tags::wanted(&**self.provider, &object);
            set(&mut object, "tags", tags);
        }
        match with_secrets {
            true => with_write_only(&self.managed.schema.block, object, self.config),
            false => object,
        }
    }
}

/// Write-only values stand in the configuration alone.
fn with_write_only(block: &schemas::Block, object: Value, config: &Value) -> Value {
    let Value::Object(mut entries) = object else { return object };
    for attribute in block.attributes.iter().filter(|it| it.write_only) {
        entries.insert(attribute.name.to_owned(), config.get(attribute.name).clone());
    }
    for nested in &block.blocks {
        let Some(Value::List(elements)) = entries.get_mut(nested.name) else { continue };
        let configured = config.get(nested.name).elements().unwrap_or(&[]);
        for (element, config) in elements.iter_mut().zip(configured) {
            let object = std::mem::replace(element, Value::Null);
            *element = with_write_only(&nested.block, object, config);
        }
    }
    Value::Object(entries)
}

/// Whether a module has anything to do: something other than what only the engine minds.
fn changes(prior: &schemas::Fields, plan: &schemas::Fields, block: &schemas::Block) -> bool {
    let is_engines = |name: &str| matches!(name, "timeouts" | "tags_all" | "region" | "id");
    block.items().any(|item| {
        let name = item.name();
        let is_computed =
            matches!(item, schemas::Item::Attribute(it) if it.presence == Presence::Computed);
        let of = |fields: &schemas::Fields| fields.get(name).map(Value::without_null_entries);
        !is_engines(name) && !is_computed && of(prior) != of(plan)
    })
}

/// The state of an object that was read.
fn state<P: Provider>(
    managed: &Managed<P>,
    provider: &P,
    (reference, kind): (&Value, settle::Kind),
    id: &str,
    region: &Value,
    mut fields: schemas::Fields,
) -> Value {
    let all = managed.has_tags().then(|| {
        let remote = fields.remove("tags").unwrap_or(Value::Null);
        let (mut own, all) = tags::seen(provider, &remote, reference);
        let planned = reference.get("tags");
        if managed.origin == Origin::Framework && zero::is_zero(&own) && zero::is_zero(planned) {
            // Core tells no tags from an empty map of them: what was planned stays.
            own = planned.clone();
        }
        fields.insert("tags".to_owned(), own);
        all
    });
    let block = &managed.schema.block;
    let mut state =
        settle::settle(block, kind.for_origin(managed.origin), reference, &block.complete(fields));
    if let Some(all) = all {
        set(&mut state, "tags_all", all);
    }
    set(&mut state, "id", id.into());
    if managed.regional {
        set(&mut state, "region", region.clone());
    }
    if block.nested("timeouts").is_some() {
        set(&mut state, "timeouts", without_unknown(reference.get("timeouts")));
    }
    state
}

/// Reads an object again. Null if it is gone.
pub async fn read<P: Provider>(
    managed: &Managed<P>,
    provider: &Arc<P>,
    current: &Value,
    stop: CancellationToken,
) -> Result<Value, Vec<Diagnostic>> {
    let wrong = |error: &Error| {
        vec![diagnostic("reading", managed.name, current.get("id").as_str(), error)]
    };
    let is_imported = is_imported(current);
    if is_imported {
        check_region(&**provider, current).map_err(|it| wrong(&it))?;
    } else if current.get("region").is_null() && provider.region().is_none() {
        warn!("the region of the provider is not known yet: the object stays as it was");
        return Ok(current.clone());
    }
    let cx = context(managed, provider, Operation::Read, current, stop).map_err(|it| wrong(&it))?;
    let Some(id) = current.get("id").as_str().filter(|it| !it.is_empty()) else {
        warn!("the state has no id");
        return Ok(Value::Null);
    };
    let ask = || async { managed.operations.read(&cx, id).await.map(Poll::Ready) };
    match cx.until(ask).await {
        Ok(Some(fields)) => {
            let region = Value::from(cx.region());
            let kind = match is_imported {
                true => settle::Kind::Imported,
                false => settle::Kind::Known,
            };
            let reference = (current, kind);
            Ok(state(managed, &**provider, reference, id, &region, fields))
        }
        Ok(None) => Ok(Value::Null),
        Err(error) if error.kind == Kind::NotFound => Ok(Value::Null),
        Err(error) => Err(wrong(&error)),
    }
}

/// Whether a state is that of an import: it has an id, maybe a region, and nothing else.
fn is_imported(state: &Value) -> bool {
    let entries = state.entries().into_iter().flatten();
    entries.into_iter().all(|(name, value)| {
        matches!(name.as_str(), "id" | "region")
            || value.is_null()
            || value.elements().is_some_and(<[Value]>::is_empty)
    })
}

/// The state with which an import begins: the id alone. What follows is a read.
pub fn import<P: Provider>(
    managed: &Managed<P>,
    id: &str,
) -> Result<(Value, Vec<u8>), Vec<Diagnostic>> {
    let (id, region) = match managed.regional {
        true => with_region(id),
        false => (id, None),
    };
    let id = (managed.import)(id)
        .map_err(|error| vec![diagnostic("importing", managed.name, Some(id), &error)])?;
    let mut state = managed.schema.block.empty();
    set(&mut state, "id", id.into());
    if let Some(region) = region {
        set(&mut state, "region", region.into());
    }
    Ok((state, super::private::write(managed, &[])))
}

/// Splits `id@region`.
fn with_region(id: &str) -> (&str, Option<&str>) {
    match id.rsplit_once('@') {
        Some((rest, region)) if is_region(region) => (rest, Some(region)),
        _ => (id, None),
    }
}

/// Whether a text looks like a region: `us-east-1`, `us-gov-west-1`.
fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [first, middle @ .., last] = parts.as_slice() else { return false };
    let is_word = |it: &&str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase());
    is_word(first)
        && !middle.is_empty()
        && middle.iter().all(is_word)
        && !last.is_empty()
        && last.bytes().all(|it| it.is_ascii_digit())
}

/// Brings a state of any version, as JSON, to the present one.
pub fn upgrade<P>(
    managed: &Managed<P>,
    version: i64,
    mut state: serde_json::Value,
) -> Result<Value, Vec<Diagnostic>> {
    let wrong =
        |error: &Error| vec![diagnostic("upgrading the state of", managed.name, None, error)];
    if !state.is_object() {
        return Err(wrong(&Error::new("the state is no object")));
    }
    for version in version..managed.schema.version {
        state = (managed.upgrade)(version, state).map_err(|it| wrong(&it))?;
    }
    let block = &managed.schema.block;
    // A newer provider may have kept more; what this one does not know it cannot need.
    prune(&mut state, block);
    let value = schemas::json::decode(&state, &managed.ty).map_err(|it| wrong(&it.into()))?;
    Ok(with_empty_blocks(block, value))
}

fn prune(state: &mut serde_json::Value, block: &schemas::Block) {
    let Some(object) = state.as_object_mut() else { return };
    object.retain(|name, _| block.items().any(|it| it.name() == name));
    for nested in &block.blocks {
        match object.get_mut(nested.name) {
            Some(serde_json::Value::Array(elements)) => {
                elements.iter_mut().for_each(|it| prune(it, &nested.block));
            }
            Some(other) => prune(other, &nested.block),
            None => {}
        }
    }
}

/// Core has an empty list, never null, where no block is.
fn with_empty_blocks(block: &schemas::Block, value: Value) -> Value {
    let Value::Object(mut entries) = value else { return value };
    for nested in &block.blocks {
        let Some(value) = entries.get_mut(nested.name) else { continue };
        *value = match std::mem::replace(value, Value::Null) {
            Value::Null => schemas::Item::Nested(nested).absent(),
            Value::List(elements) => Value::List(
                elements.into_iter().map(|it| with_empty_blocks(&nested.block, it)).collect(),
            ),
            Value::Set(elements) => {
                Value::set(elements.into_iter().map(|it| with_empty_blocks(&nested.block, it)))
            }
            other => other,
        };
    }
    Value::Object(entries)
}

/// Reads a data source.
pub async fn read_data<P: Provider>(
    data: &Data<P>,
    provider: &Arc<P>,
    config: &Value,
    stop: CancellationToken,
) -> Result<Value, Vec<Diagnostic>> {
    let wrong = |error: &Error| vec![diagnostic("reading", data.name, None, error)];
    let timeout = data.timeouts.of(Operation::Read, config).map_err(|it| wrong(&it))?;
    check_region(&**provider, config).map_err(|it| wrong(&it))?;
    let region = config.get("region");
    let cx = context_in(provider, region, timeout, stop).map_err(|it| wrong(&it))?;
    let block = &data.schema.block;
    let config = match data.origin {
        Origin::Sdk => &zero::configured(block, &config.without_null_entries()),
        Origin::Framework => config,
    };
    let fields = data.reads.read(&cx, known(config)).await.map_err(|it| wrong(&it))?;
    Ok(data_state(data, &**provider, config, cx.region(), fields))
}

/// The state of a data source of which the API told these fields.
pub fn data_state<P: Provider>(
    data: &Data<P>,
    provider: &P,
    config: &Value,
    region: &str,
    mut fields: schemas::Fields,
) -> Value {
    if let Some(Value::Map(tags)) = fields.get_mut("tags") {
        *tags = tags::without_ignored(provider, std::mem::take(tags));
    }
    if data.regional {
        fields.insert("region".to_owned(), region.into());
    }
    let block = &data.schema.block;
    let state = settle::settle(block, settle::Kind::Strict, config, &block.complete(fields));
    match data.origin {
        Origin::Sdk => zero::data_state(block, state),
        Origin::Framework => state,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_id_may_name_a_region() {
        let url = "https://sqs.us-east-1.amazonaws.com/123456789012/orders";
        assert_eq!(with_region(url), (url, None));
        assert_eq!(with_region("orders@eu-west-1"), ("orders", Some("eu-west-1")));
        assert_eq!(with_region("orders@us-gov-west-1"), ("orders", Some("us-gov-west-1")));
        assert_eq!(with_region("user@example"), ("user@example", None));
    }
}
