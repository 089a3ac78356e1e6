//! A module that panics is one operation that fails, and not the end of what is known.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use crate::{Error, Result};

/// What a call of a module gives; a panic is an error. Its words stay where the panic is reported:
/// they may hold a secret.
pub(crate) async fn caught<T>(call: impl Future<Output = Result<T>>) -> Result<T> {
    let mut call = pin!(call);
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| call.as_mut().poll(context)));
        polled.unwrap_or_else(|_| Poll::Ready(Err(panicked())))
    })
    .await
}

fn panicked() -> Error {
    Error::new("the provider panicked, which is a bug in it")
        .remedy("Report it with the lines on standard error that begin with `panic:`.")
}
