//! Pairs of configurations by chance: whatever a broker or a stream is, one apply makes what is
//! configured next of it, and one more does where a call has failed.
//!
//! All the objects of a test are in one workspace, so that many pairs take few commands. A failure
//! names the seed; `PAIRS_SEED=7 cargo xtask acceptance pairs` takes another one.

mod brokers;
mod streams;

use std::env;
use std::sync::Arc;
use std::time::Duration;

use acceptance_tests::Result;
use acceptance_tests::cloud::Cloud;
use acceptance_tests::proxy::{Call, Fault, Proxy, Rule, Which};
use acceptance_tests::random::Random;
use acceptance_tests::workspace::Workspace;
use libtest_mimic::Trial;
use serde_json::{Value, json};

use self::brokers::BROKERS;
use self::streams::STREAMS;
use crate::examples::everything_goes;
use crate::{Suite, ensure};

/// What there are pairs of.
struct Kind {
    name: &'static str,
    /// How many objects there are at a time.
    count: usize,
    /// Operations of the stand-in that take a moment.
    takes: &'static [&'static str],
    /// Operations whose answers get lost.
    lost: &'static [&'static str],
    /// What the objects may use, and what goes before them.
    around: fn(&Cloud<'_>) -> Result<Value>,
    /// So many objects.
    some: fn(&mut Random, usize) -> Value,
    /// What the same objects are to be next.
    after: fn(&mut Random, &Value) -> Value,
    /// How many objects there are.
    left: fn(&Cloud<'_>) -> Result<usize>,
}

/// Of so many calls one fails, and as many answers are lost.
const FAILURES: u64 = 12;

pub(crate) fn trials(suite: &Arc<Suite>) -> Result<Vec<Trial>> {
    let seed = match env::var("PAIRS_SEED") {
        Ok(text) => text.parse().map_err(|error| format!("PAIRS_SEED: {error}"))?,
        // Not the same for all clients, and the same each time.
        Err(_) => suite.client.name.len() as u64,
    };
    let trials = [&BROKERS, &STREAMS].into_iter().map(|kind| {
        suite.trial(&format!("pairs::{}", kind.name), move |suite, cloud| {
            run(suite, cloud, kind, seed).map_err(|error| format!("PAIRS_SEED={seed}: {error}"))
        })
    });
    Ok(trials.collect())
}

fn run(suite: &Suite, cloud: &Cloud<'_>, kind: &Kind, seed: u64) -> Result {
    let mut random = Random::new(seed);
    let proxy = Proxy::start(&cloud.url).map_err(|error| format!("proxy: {error}"))?;
    // Long enough that each wait is one.
    let moment = json!({ "seconds": 0.2 });
    let takes = kind.takes.iter().map(|it| ((*it).to_owned(), moment.clone()));
    cloud.demand(&Value::Object(takes.collect()))?;

    let workspace = suite.installed(&proxy.url, "")?;
    workspace.write("around.tf.json", &(kind.around)(cloud)?.to_string())?;

    let first = (kind.some)(&mut random, kind.count);
    applied(&workspace, &proxy, &first).map_err(|it| format!("the first: {it}"))?;
    let second = (kind.after)(&mut random, &first);
    applied(&workspace, &proxy, &second).map_err(|it| format!("the second: {it}"))?;

    let third = (kind.after)(&mut random, &second);
    broken_off(&workspace, &proxy, kind, &third, seed).map_err(|it| format!("the third: {it}"))?;
    proxy.fail([]);
    workspace.apply().map_err(|it| format!("after failures: {it}"))?;
    workspace.plan_is_empty(&[]).map_err(|it| format!("after failures: {it}"))?;
    let count = (kind.left)(cloud)?;
    ensure(count == kind.count, || format!("{count} objects instead of {}", kind.count))?;
    everything_goes(&workspace)?;
    let count = (kind.left)(cloud)?;
    ensure(count == 0, || format!("{count} objects are left"))
}

/// One apply does it, and no call is refused on the way.
fn applied(workspace: &Workspace, proxy: &Proxy, objects: &Value) -> Result {
    workspace.write("objects.tf.json", &objects.to_string())?;
    proxy.forget();
    workspace.apply()?;
    workspace.plan_is_empty(&[])?;
    // To be told that something is not there is an answer to who looks.
    let is_answered = |it: &Call| match it.status {
        Some(404) => it.is("GET *"),
        Some(400) => it.is("Describe*") || it.is("List*"),
        status => status.is_some_and(|it| it < 400),
    };
    let calls = proxy.calls();
    let refused: Vec<_> = calls.iter().filter(|it| !is_answered(it)).collect();
    ensure(refused.is_empty(), || format!("refused: {refused:?}"))
}

/// The apply ends for most objects at some call, which has not come to AWS or whose answer is lost.
fn broken_off(
    workspace: &Workspace,
    proxy: &Proxy,
    kind: &Kind,
    objects: &Value,
    seed: u64,
) -> Result {
    workspace.write("objects.tf.json", &objects.to_string())?;
    // Enough of retries: each call is tried once.
    workspace.write("retries.tf", "provider \"aws\" {\n  max_retries = 1\n}\n")?;
    workspace.plan(&["-out=plan"])?;
    proxy.forget();
    let one = Which::OneIn(FAILURES);
    let failed = [Rule::new(Fault::ServerError).which(one).seed(seed)].into_iter();
    let lost = kind.lost.iter().zip(seed + 1..).map(|(operation, seed)| {
        Rule::new(Fault::CutAfter).operation(operation).which(one).seed(seed)
    });
    proxy.fail(failed.chain(lost).collect::<Vec<_>>());
    let ended = workspace.try_apply(&["plan"])?;
    workspace.remove("retries.tf")?;
    // What was cut off may still be under way at the service.
    let quiet =
        proxy.wait(Duration::from_secs(60), |calls| calls.iter().all(|it| it.took.is_some()));
    ensure(quiet, || "a call has no answer".to_owned())?;
    ensure(!ended.errors.is_empty(), || "nothing has failed".to_owned())
}

/// Leaves an argument out, or gives it one of these values.
fn maybe(random: &mut Random, object: &mut Value, name: &str, values: Value) {
    let Value::Array(mut values) = values else { return };
    values.push(Value::Null);
    let values: Vec<&Value> = values.iter().collect();
    let value = random.pick(&values);
    if !value.is_null() {
        object[name] = value.clone();
    }
}
