//! Late consistency: AWS takes a write and shows it some seconds later.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::answer::{Answer, AwsError};
use super::call::{Name, Protocol};

/// How late the reads of a service are, and what they say of what they have never seen.
///
/// For some time after a write, a read gets what the same read got before the write: an update is
/// not visible yet, what was deleted is still there. A read that was never answered before is one
/// of something new, and gets the service's "not found". Writes that follow each other are one
/// write: what is shown is the time before the first.
#[derive(Debug)]
pub struct Lag {
    time: Duration,
    missing: Vec<(String, AwsError)>,
    seen: HashMap<String, Answer>,
    /// By service: until when its reads are old.
    until: HashMap<String, Instant>,
}

impl Lag {
    pub fn new(time: Duration) -> Lag {
        Lag { time, missing: Vec::new(), seen: HashMap::new(), until: HashMap::new() }
    }

    /// What a service says of a thing that is not there. Without it, reads of new things are not
    /// late.
    pub fn missing(mut self, service: &str, error: AwsError) -> Lag {
        self.missing.push((service.to_owned(), error));
        self
    }

    /// The old answer to a read that comes too early.
    pub(super) fn old(&self, name: &Name, key: &str) -> Option<Answer> {
        if !name.reads() || !self.is_late(&name.service) {
            return None;
        }
        if let Some(answer) = self.seen.get(key) {
            return Some(answer.clone());
        }
        let (_, error) = self.missing.iter().find(|(service, _)| *service == name.service)?;
        // Lists and the like answer without the new thing, not with an error: nothing is known of
        // them here, so only reads of one thing are late.
        let lists = name.operation.starts_with("List") && name.protocol != Protocol::Rest;
        (!lists).then(|| Answer::error(name.protocol, error))
    }

    /// Takes note of an answer that the service gave.
    pub(super) fn learn(&mut self, name: &Name, key: &str, answer: &Answer) {
        if !name.reads() {
            if answer.status.is_success() {
                self.until.insert(name.service.clone(), Instant::now() + self.time);
            }
        } else if !self.is_late(&name.service) {
            self.seen.insert(key.to_owned(), answer.clone());
        }
    }

    fn is_late(&self, service: &str) -> bool {
        self.until.get(service).is_some_and(|until| Instant::now() < *until)
    }
}
