//! What one run of the client has planned and made, as far as this process sees it.
//!
//! An API that knows objects by their names answers a creation with the object that is there. Where
//! the same run destroys that object under another address, it would be gone although the run ends
//! well. So creations are recorded, and such a destroy is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use schemas::Value;
use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

/// One object, or one name: the type, the region, and the id or the name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) type_name: &'static str,
    pub(crate) region: String,
    pub(crate) text: String,
}

/// A configured provider begins a new one.
#[derive(Debug, Default)]
pub struct Run {
    known: Mutex<Known>,
    turns: Mutex<BTreeMap<Key, Arc<Turn<()>>>>,
}

#[derive(Debug, Default)]
struct Known {
    /// Names that a plan of this run creates.
    planned: BTreeSet<Key>,
    /// What is planned of each name, be it created, changed or kept.
    objects: BTreeMap<Key, Value>,
    /// Names that a plan of this run destroys, with the ids of the objects.
    leaving: BTreeMap<Key, String>,
    /// Objects that a plan of this run destroys, and those that it keeps.
    going: BTreeSet<Key>,
    staying: BTreeSet<Key>,
    /// Objects that creations were answered with.
    made: BTreeSet<Key>,
    /// Objects and names of which a destroy was refused.
    kept: BTreeSet<Key>,
}

/// Who has the object that a creation was answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    /// This creation alone.
    First,
    /// An earlier creation of this run as well.
    Again,
    /// Another address, whose destroy was refused.
    Kept,
}

/// Why an object must not be destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Claim {
    /// A creation was answered with it: it is another block's.
    Taken,
    /// A creation of its name is planned.
    Planned,
    /// The plan keeps it at another address.
    Stays,
}

impl Run {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what is planned of an object.
    pub(crate) fn plans(&self, name: Key, planned: Value) {
        self.known().objects.insert(name, planned);
    }

    /// What was planned of an object so far.
    pub(crate) fn planned(
        &self,
        type_name: &'static str,
        region: &str,
        text: &str,
    ) -> Option<Value> {
        let key = Key { type_name, region: region.to_owned(), text: text.to_owned() };
        self.known().objects.get(&key).cloned()
    }

    /// Notes a planned creation, and gives the id of an object of this name whose destroy was
    /// planned before.
    pub(crate) fn plans_creation(&self, name: Key) -> Option<String> {
        let mut known = self.known();
        let leaving = known.leaving.get(&name).cloned();
        known.planned.insert(name);
        leaving
    }

    /// Notes a planned destroy, and says who else wants the object in the same plan.
    pub(crate) fn plans_destroy(&self, object: Key, name: Option<Key>) -> Option<Claim> {
        let mut known = self.known();
        if known.made.contains(&object) {
            return Some(Claim::Taken);
        }
        let stays = known.staying.contains(&object).then_some(Claim::Stays);
        let planned = name.as_ref().filter(|it| known.planned.contains(*it));
        let claim = stays.or(planned.map(|_| Claim::Planned));
        known.leaving.extend(name.map(|it| (it, object.text.clone())));
        known.going.insert(object);
        claim
    }

    /// Notes that a plan keeps an object, and says whether its destroy was planned before.
    pub(crate) fn plans_to_keep(&self, object: Key) -> bool {
        let mut known = self.known();
        let is_going = known.going.contains(&object);
        known.staying.insert(object);
        is_going
    }

    /// Waits until no other creation or destroy of the name is under way: in the middle of one,
    /// nobody can tell what a creation is answered with.
    pub(crate) async fn turn(&self, name: &Key) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(turns.entry(name.clone()).or_default())
        };
        turn.lock_owned().await
    }

    /// Whether a creation of the name would be answered with an object that was not destroyed.
    pub(crate) fn keeps(&self, name: &Key) -> bool {
        self.known().kept.contains(name)
    }

    /// Notes the object that a creation was answered with.
    pub(crate) fn makes(&self, object: Key) -> Held {
        let mut known = self.known();
        if known.kept.contains(&object) {
            return Held::Kept;
        }
        match known.made.insert(object) {
            true => Held::First,
            false => Held::Again,
        }
    }

    /// Takes back what was noted of an object that was there before: no creation has it.
    pub(crate) fn unmakes(&self, object: &Key) {
        self.known().made.remove(object);
    }

    /// Who else wants an object that is to be destroyed.
    pub(crate) fn claim(&self, object: &Key, name: Option<&Key>) -> Option<Claim> {
        let known = self.known();
        if known.made.contains(object) {
            return Some(Claim::Taken);
        }
        name.filter(|it| known.planned.contains(it)).map(|_| Claim::Planned)
    }

    /// Notes that the destroy of an object was refused before any creation was answered with it.
    pub(crate) fn keep(&self, object: Key, name: Option<Key>) {
        self.known().kept.extend([object].into_iter().chain(name));
    }
}
