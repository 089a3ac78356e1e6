//! Recorded answers: what a benchmark needs so that it does not measure the stand-in.

use std::collections::HashMap;

use super::answer::{Answer, AwsError};
use super::call::Name;

/// Where answers come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// From the service.
    Forward,
    /// From the service, and they are kept.
    Record,
    /// From the record; the service is never called.
    Replay,
}

/// The answers to each request in the order in which they were given.
#[derive(Debug, Default)]
pub(super) struct Recording {
    answers: HashMap<String, Vec<Answer>>,
    position: HashMap<String, usize>,
}

impl Recording {
    pub(super) fn record(&mut self, key: &str, answer: &Answer) {
        self.answers.entry(key.to_owned()).or_default().push(answer.clone());
    }

    /// Starts each request's answers from the first again.
    pub(super) fn rewind(&mut self) {
        self.position.clear();
    }

    /// The next answer to the request. The last one stays: how often a provider polls depends on
    /// the clock.
    pub(super) fn replay(&mut self, name: &Name, key: &str) -> Answer {
        let Some(answers) = self.answers.get(key) else {
            let error = AwsError {
                status: 501,
                code: "NotRecorded",
                query_code: None,
                message: "This request was never recorded.",
            };
            return Answer::error(name.protocol, &error);
        };
        let position = self.position.entry(key.to_owned()).or_default();
        let answer = answers[(*position).min(answers.len() - 1)].clone();
        *position += 1;
        answer
    }
}
