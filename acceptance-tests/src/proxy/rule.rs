//! Which calls go wrong, and how.

use std::time::Duration;

use super::call::{Name, is_like};
use crate::random::Random;

/// What the proxy does to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Status 500, nothing forwarded.
    ServerError,
    /// The service's words for "too many calls", nothing forwarded.
    Throttle,
    /// The connection ends before the service has heard of the call.
    CutBefore,
    /// The service does its work, and the connection ends before the answer.
    CutAfter,
    /// The call waits, then is forwarded.
    Delay(Duration),
    /// The call is forwarded at once, its answer waits.
    LateAnswer(Duration),
    /// The call waits until [`Proxy::release`](super::Proxy::release), then is forwarded.
    HoldCall,
    /// The call is forwarded, its answer waits until [`Proxy::release`](super::Proxy::release).
    HoldAnswer,
}

impl Fault {
    pub(super) fn name(self) -> &'static str {
        match self {
            Fault::ServerError => "server error",
            Fault::Throttle => "throttled",
            Fault::CutBefore => "cut before the service",
            Fault::CutAfter => "answer lost",
            Fault::Delay(_) => "delayed",
            Fault::LateAnswer(_) => "late answer",
            Fault::HoldCall => "call held",
            Fault::HoldAnswer => "answer held",
        }
    }
}

/// Which of the calls that match have the fault. They are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Every,
    Nth(usize),
    /// This one and all later ones.
    From(usize),
    /// Every second, third, … call.
    EveryNth(usize),
    /// One of so many, by chance.
    OneIn(u64),
}

/// A fault and the calls that have it.
#[derive(Debug, Clone)]
pub struct Rule {
    service: Option<String>,
    operation: Option<String>,
    which: Which,
    /// Whether each operation is counted by itself.
    each: bool,
    fault: Fault,
    chance: Random,
    seen: Vec<(Name, usize)>,
}

impl Rule {
    /// A fault that every call has, until the other functions say less.
    pub fn new(fault: Fault) -> Rule {
        Rule {
            service: None,
            operation: None,
            which: Which::Every,
            each: false,
            fault,
            chance: Random::new(0),
            seen: Vec::new(),
        }
    }

    pub fn service(self, service: &str) -> Rule {
        Rule { service: Some(service.to_owned()), ..self }
    }

    /// An operation, in whose name `*` stands for anything.
    pub fn operation(self, operation: &str) -> Rule {
        Rule { operation: Some(operation.to_owned()), ..self }
    }

    /// Chooses the calls by chance with this seed.
    pub fn seed(self, seed: u64) -> Rule {
        Rule { chance: Random::new(seed), ..self }
    }

    /// Counts all the calls together.
    pub fn which(self, which: Which) -> Rule {
        Rule { which, each: false, ..self }
    }

    /// Counts each operation's calls by themselves.
    pub fn which_of_each(self, which: Which) -> Rule {
        Rule { which, each: true, ..self }
    }

    /// Counts the call, and says whether it has the fault.
    pub(super) fn meets(&mut self, name: &Name) -> Option<Fault> {
        let is = |wanted: &Option<String>, it: &str| {
            wanted.as_deref().is_none_or(|pattern| is_like(it, pattern))
        };
        if !is(&self.service, &name.service) || !is(&self.operation, &name.operation) {
            return None;
        }
        let each = self.each;
        let place = match self.seen.iter().position(|(seen, _)| !each || seen == name) {
            Some(place) => place,
            None => {
                self.seen.push((name.clone(), 0));
                self.seen.len() - 1
            }
        };
        let count = &mut self.seen[place].1;
        *count += 1;
        let hit = match self.which {
            Which::Every => true,
            Which::Nth(n) => *count == n,
            Which::From(n) => *count >= n,
            Which::EveryNth(n) => count.is_multiple_of(n),
            Which::OneIn(n) => self.chance.below(n) == 0,
        };
        hit.then_some(self.fault)
    }
}
