//! Makes what was planned: creates, updates or deletes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use schemas::{Presence, Value};
use tokio_util::sync::CancellationToken;
use tracing::debug;

use super::super::planner::{diagnostic, set};
use super::super::settle::{self, disagreement, known, without_unknown};
use super::super::{Managed, Operation, tags};
use super::{context, doing, state};
use crate::{Context, Diagnostic, Error, Kind, Poll, Provider, Severity, Timeouts};

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
        let fields = known(&self.for_module(self.planned, true));
        let id = match self.managed.operations.create(&self.cx, fields).await {
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
            let visible = tags::visible(&**self.provider, configured);
            set(&mut expected, "tags", Value::Map(visible));
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
        !is_engines(name) && !is_computed && prior.get(name) != plan.get(name)
    })
}
