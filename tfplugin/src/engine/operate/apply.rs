//! Makes what was planned: creates, updates or deletes.

use std::sync::{Arc, Mutex, PoisonError};

use schemas::{Block, Fields, Item, Presence, Value};
use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::debug;

use super::super::difference::uncertain;
use super::super::planner::{diagnostic, set};
use super::super::private::{self, Mark};
use super::super::reconcile::without_unknown;
use super::super::run::{Claim, Held, Key, Run};
use super::super::{Operation, ResourceType, names, tags};
use super::consistent::{CONSISTENT_WITHIN, Consistency, FINAL_AFTER};
use super::{context, doing, modeled, warning, warnings};
use crate::identity::Identified;
use crate::{Context, Diagnostic, Error, Kind, Progress, Provider, Result, TypeSystem};

/// A change as it was planned.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// Null for a creation.
    pub prior: &'a Value,
    /// Null for a destroy.
    pub planned: &'a Value,
    pub config: &'a Value,
    /// What the plan keeps beside the state.
    pub private: &'a [u8],
}

/// What an apply leaves.
#[derive(Debug, Clone)]
pub struct Applied {
    /// Null after a deletion, and where nothing came to be.
    pub state: Value,
    /// What is kept beside the state.
    pub private: Vec<u8>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Makes what was planned: creates, updates or deletes.
pub async fn apply<P: Provider>(
    managed: &ResourceType<P>,
    provider: &Arc<P>,
    run: &Run,
    change: &Change<'_>,
    stop: CancellationToken,
) -> Applied {
    let Change { prior, planned, config, private } = *change;
    let operation = match (prior, planned) {
        (_, Value::Null) => Operation::Delete,
        (Value::Null, _) => Operation::Create,
        _ => Operation::Update,
    };
    // What a plan marks is for its apply alone, and a new object is nobody else's.
    let is_taken = private::mark(private) == Some(Mark::Taken);
    let mark = (is_taken && operation != Operation::Create).then_some(Mark::Taken);
    let left = private::with_mark(private, mark);
    let object = if operation == Operation::Delete { prior } else { planned };
    let cx = match context(managed, provider, operation, object, stop) {
        Ok(cx) => cx,
        Err(error) => {
            let diagnostics = vec![diagnostic(doing(operation), managed.name, None, &error)];
            return Applied { state: Value::Null, private: left, diagnostics };
        }
    };
    let apply = Apply { managed, provider, run, operation, cx, prior, planned, config, private };
    let ended = match operation {
        Operation::Create => apply.create().await,
        Operation::Delete => apply.delete().await,
        _ => apply.update().await,
    };
    let object = managed.identified(&ended.state).or_else(|| managed.identified(prior));
    let id = object.as_ref().map(|it| it.text.as_str());
    let warnings = warnings(&apply.cx, operation, managed.name, id);
    let diagnostics = ended.diagnostic.into_iter().chain(warnings).collect();
    let private = match ended.is_taken {
        true => private::with_mark(&left, Some(Mark::Taken)),
        false => left,
    };
    Applied { state: ended.state, private, diagnostics }
}

/// How an operation ended.
struct Ended {
    state: Value,
    diagnostic: Option<Diagnostic>,
    /// Whether another block has the object from now on.
    is_taken: bool,
}

pub(super) struct Apply<'a, P: Provider> {
    pub(super) managed: &'a ResourceType<P>,
    pub(super) provider: &'a Arc<P>,
    run: &'a Run,
    pub(super) operation: Operation,
    pub(super) cx: Context<P>,
    prior: &'a Value,
    pub(super) planned: &'a Value,
    pub(super) config: &'a Value,
    private: &'a [u8],
}

impl<P: Provider> Apply<'_, P> {
    fn done(&self, state: Value) -> Ended {
        Ended { state, diagnostic: None, is_taken: false }
    }

    fn failed(&self, object: Option<&Identified>, state: Value, error: &Error) -> Ended {
        let id = object.map(|it| it.text.as_str());
        let diagnostic = diagnostic(doing(self.operation), self.managed.name, id, error);
        Ended { diagnostic: Some(diagnostic), ..self.done(state) }
    }

    fn warned(&self, object: &Identified, state: Value, error: &Error) -> Ended {
        let id = Some(object.text.as_str());
        let warning = warning(doing(self.operation), self.managed.name, id, error);
        Ended { diagnostic: Some(warning), ..self.done(state) }
    }

    async fn create(&self) -> Ended {
        let name = self.name(self.planned);
        // Only what was shown is known to be this creation's.
        let _turn = match self.turn(name.as_ref()).await {
            Ok(turn) => turn,
            Err(error) => return self.failed(None, Value::Null, &error),
        };
        let (object, is_first) = match self.make(name).await {
            Ok(made) => made,
            Err(ended) => return ended,
        };
        debug!(id = object.text, "created");
        match self.wait_until_consistent(&object, is_first).await {
            Consistency::AsPlanned(state) => self.done(state),
            // An error would taint the new object, and the next apply would replace it.
            Consistency::Otherwise(state, error) | Consistency::NotYet(state, error) => {
                self.warned(&object, state, &error)
            }
            // What was there before is not this configuration's.
            Consistency::Failed(_, error) if error.kind == Kind::Exists => {
                self.run.unmakes(&self.key(&object));
                self.failed(Some(&object), Value::Null, &error)
            }
            Consistency::Failed(state, error) => self.failed(Some(&object), state, &error),
        }
    }

    /// Lets the module create the object, and gives what it is found by and whether no other
    /// creation of this run was answered with it.
    async fn make(&self, name: Option<Key>) -> std::result::Result<(Identified, bool), Ended> {
        let nothing = |error: &Error| self.failed(None, Value::Null, error);
        if name.is_some_and(|it| self.run.keeps(&it)) {
            return Err(nothing(&names::kept()));
        }
        let mut plan = self.for_module(self.planned, true);
        if self.managed.has_tags() {
            plan.insert("tags".to_owned(), tags::created(&**self.provider, self.planned));
        }
        let answer = self.managed.operations.create(&self.cx, plan).await;
        let (object, lacks) = match &answer {
            Ok(object) => (object.clone(), None),
            Err(error) if error.kind == Kind::Exists => return Err(nothing(error)),
            Err(error) => {
                let made = self.cx.so_far().ok_or_else(|| nothing(error))?;
                (made.object, made.lacks)
            }
        };
        let is_first = match self.run.makes(self.key(&object)) {
            Held::First => true,
            Held::Again => {
                self.cx.warn(names::shared());
                false
            }
            Held::Kept => return Err(self.failed(Some(&object), Value::Null, &names::kept())),
        };
        // An object that was made is kept, whatever came after.
        let made = answer.map(|object| (object, is_first));
        made.map_err(|error| {
            let mut state = self.as_planned(&object);
            match lacks {
                Some(lacks)
                    if error.kind == Kind::Interrupted
                        && self.managed.type_system == TypeSystem::Legacy =>
                {
                    for name in lacks {
                        set(&mut state, name, self.managed.schema.block.empty().get(name).clone());
                    }
                    self.warned(&object, state, &error)
                }
                // Core marks it as tainted: nothing but a creation does what was left undone.
                _ => self.failed(Some(&object), state, &error),
            }
        })
    }

    async fn update(&self) -> Ended {
        let Some(object) = self.managed.identified(self.prior) else { return self.unidentified() };
        let prior = self.for_module(self.prior, false);
        let plan = self.for_module(self.planned, true);
        if changes(&prior, &plan, &self.managed.schema.block)
            && let Err(error) = self.managed.operations.update(&self.cx, &object, prior, plan).await
        {
            // Nobody knows how far it came: what can be read, the next refresh shows.
            let state = uncertain(&self.managed.schema.block, self.prior, self.planned);
            return self.failed(Some(&object), state, &error);
        }
        // What an object is found by may be what changed.
        let object = self.managed.identified(self.planned).unwrap_or(object);
        match self.wait_until_consistent(&object, false).await {
            Consistency::AsPlanned(state) => self.done(state),
            Consistency::Otherwise(state, error) => self.warned(&object, state, &error),
            Consistency::NotYet(state, error) | Consistency::Failed(state, error) => {
                self.failed(Some(&object), state, &error)
            }
        }
    }

    async fn delete(&self) -> Ended {
        let Some(object) = self.managed.identified(self.prior) else { return self.unidentified() };
        let stays = |error: &Error| self.failed(Some(&object), self.prior.clone(), error);
        let name = self.name(self.prior);
        let _turn = match self.turn(name.as_ref()).await {
            Ok(turn) => turn,
            Err(error) => return stays(&error),
        };
        if let Some(spared) = self.spared(&object, name) {
            return spared;
        }
        let prior = self.for_module(self.prior, false);
        let gone = self.done(Value::Null);
        match self.managed.operations.delete(&self.cx, &object, prior).await {
            Ok(()) => {}
            Err(error) if error.kind == Kind::NotFound => return gone,
            Err(error) => return stays(&error),
        }
        if !self.managed.deleted_when_gone {
            return gone;
        }
        match self.gone(&object).await {
            Ok(true) => gone,
            Ok(false) => self.left(&object),
            Err(error) => stays(&error),
        }
    }

    fn unidentified(&self) -> Ended {
        let error = Error::new("the state does not say which object it is of");
        let error =
            error.remedy("Take it out of the state with `terraform state rm`, and import it.");
        self.failed(None, self.prior.clone(), &error)
    }

    /// Waits until the object cannot be read any more. A document that stays the same is somebody
    /// else's: `false`.
    async fn gone(&self, object: &Identified) -> Result<bool> {
        let seen = Mutex::new(None);
        let ask = || async {
            match self.managed.operations.read(&self.cx, object).await {
                Ok(None) => Ok(Progress::Ready(true)),
                Ok(Some(fields)) => {
                    let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
                    let since = match seen.take() {
                        Some((before, since)) if before == fields => since,
                        _ => Instant::now(),
                    };
                    *seen = Some((fields, since));
                    Ok(match self.managed.attached && since.elapsed() >= FINAL_AFTER {
                        true => Progress::Ready(false),
                        false => Progress::Pending(
                            "it was deleted, but the API still returns it".to_owned(),
                        ),
                    })
                }
                // It was deleted, and nobody is there to say more.
                Err(error)
                    if matches!(error.kind, Kind::NotFound | Kind::Denied | Kind::Withheld) =>
                {
                    Ok(Progress::Ready(true))
                }
                Err(error) => Err(error),
            }
        };
        match self.managed.timeouts.delete {
            Some(_) => self.cx.until(ask).await,
            None => self.cx.until_within(CONSISTENT_WITHIN, ask).await,
        }
    }

    /// What becomes of an object that another block has or is about to have: it is not destroyed.
    fn spared(&self, object: &Identified, name: Option<Key>) -> Option<Ended> {
        let key = self.key(object);
        let claim = match private::mark(self.private) {
            Some(Mark::Taken) => return Some(self.left(object)),
            mark => {
                let planned = mark.map(|_| Claim::Planned);
                self.run.claim(&key, name.as_ref()).or(planned)?
            }
        };
        if self.managed.attached {
            return Some(self.left(object));
        }
        let refused = self.failed(Some(object), self.prior.clone(), &names::claimed(claim));
        if claim != Claim::Taken {
            self.run.keep(key, name);
        }
        Some(Ended { is_taken: claim == Claim::Taken, ..refused })
    }

    /// The state forgets the object, which stays.
    fn left(&self, object: &Identified) -> Ended {
        self.warned(object, Value::Null, &names::left())
    }

    fn key(&self, object: &Identified) -> Key {
        let region = self.cx.region().to_owned();
        Key { type_name: self.managed.type_name, region, text: object.text.clone() }
    }

    fn name(&self, object: &Value) -> Option<Key> {
        names::name(self.managed, &**self.provider, object)
    }

    async fn turn(&self, name: Option<&Key>) -> Result<Option<OwnedMutexGuard<()>>> {
        let Some(name) = name else { return Ok(None) };
        tokio::select! {
            biased;
            turn = self.run.turn(name) => Ok(Some(turn)),
            () = self.cx.stopped() => Err(Error::interrupted()),
        }
    }

    /// What was planned, with null in place of what was to be computed.
    pub(super) fn as_planned(&self, object: &Identified) -> Value {
        let mut state = without_unknown(self.planned);
        self.managed.identify(&mut state, object);
        if self.managed.regional {
            set(&mut state, "region", self.cx.region().into());
        }
        if self.managed.has_tags() {
            set(&mut state, "tags_all", tags::wanted(&**self.provider, self.planned));
        }
        state
    }

    /// An object as the module is to see it: all its tags, and write-only values where they are.
    pub(super) fn for_module(&self, object: &Value, with_secrets: bool) -> Fields {
        let mut object = object.clone();
        if self.managed.has_tags() {
            let tags = tags::wanted(&**self.provider, &object);
            set(&mut object, "tags", tags);
        }
        let block = &self.managed.schema.block;
        if with_secrets {
            object = with_write_only(block, object, self.config);
        }
        modeled(block, self.managed.type_system, &object)
    }
}

/// Write-only values stand in the configuration alone.
fn with_write_only(block: &Block, object: Value, config: &Value) -> Value {
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
fn changes(prior: &Fields, plan: &Fields, block: &Block) -> bool {
    let is_engines = |name: &str| matches!(name, "timeouts" | "tags_all" | "region" | "id");
    block.items().any(|item| {
        let name = item.name();
        let is_computed = matches!(item, Item::Attribute(it) if it.presence == Presence::Computed);
        let of = |fields: &Fields| fields.get(name).map(Value::without_null_entries);
        !is_engines(name) && !is_computed && of(prior) != of(plan)
    })
}
