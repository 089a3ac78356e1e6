//! Pairs of configurations by chance: whatever a broker is, one apply makes what is configured next
//! of it, and one more does where a call has failed.
//!
//! All the brokers of a test are in one workspace, so that many pairs take few commands. A failure
//! names the seed; `PAIRS_SEED=7 cargo xtask acceptance pairs` takes another one.

mod brokers;

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

use crate::examples::everything_goes;
use crate::{Suite, ensure};

/// How many brokers there are at a time.
const BROKERS: usize = 30;

/// Of so many calls one fails, and as many answers are lost.
const FAILURES: u64 = 12;

pub(crate) fn trials(suite: &Arc<Suite>) -> Result<Vec<Trial>> {
    let seed = match env::var("PAIRS_SEED") {
        Ok(text) => text.parse().map_err(|error| format!("PAIRS_SEED: {error}"))?,
        // Not the same for all clients, and the same each time.
        Err(_) => suite.client.name.len() as u64,
    };
    let trial = suite.trial("pairs::brokers", move |suite, cloud| {
        run(suite, cloud, seed).map_err(|error| format!("PAIRS_SEED={seed}: {error}"))
    });
    Ok(vec![trial])
}

fn run(suite: &Suite, cloud: &Cloud<'_>, seed: u64) -> Result {
    let mut random = Random::new(seed);
    let proxy = Proxy::start(&cloud.url).map_err(|error| format!("proxy: {error}"))?;
    // Long enough that each wait is one.
    let moment = json!({ "seconds": 0.2 });
    let operations = ["mq.CreateBroker", "mq.RebootBroker", "mq.DeleteBroker"];
    let takes = operations.iter().map(|it| ((*it).to_owned(), moment.clone()));
    cloud.demand(&Value::Object(takes.collect()))?;

    let workspace = suite.installed(&proxy.url, "")?;
    workspace.write("configurations.tf.json", &brokers::configurations().to_string())?;

    let first = brokers::some(&mut random, BROKERS);
    applied(&workspace, &proxy, &first).map_err(|it| format!("the first: {it}"))?;
    let second = brokers::after(&mut random, &first);
    applied(&workspace, &proxy, &second).map_err(|it| format!("the second: {it}"))?;

    let third = brokers::after(&mut random, &second);
    broken_off(&workspace, &proxy, &third, seed).map_err(|it| format!("the third: {it}"))?;
    proxy.fail([]);
    workspace.apply().map_err(|it| format!("after failures: {it}"))?;
    workspace.plan_is_empty(&[]).map_err(|it| format!("after failures: {it}"))?;
    let left = |cloud: &Cloud<'_>| -> Result<usize> {
        let brokers = cloud.get("mq", "/v1/brokers?maxResults=100")?;
        Ok(brokers["brokerSummaries"].as_array().map_or(0, Vec::len))
    };
    let count = left(cloud)?;
    ensure(count == BROKERS, || format!("{count} brokers instead of {BROKERS}"))?;
    everything_goes(&workspace)?;
    let count = left(cloud)?;
    ensure(count == 0, || format!("{count} brokers are left"))
}

/// One apply does it, and no call is refused on the way.
fn applied(workspace: &Workspace, proxy: &Proxy, brokers: &Value) -> Result {
    workspace.write("brokers.tf.json", &brokers.to_string())?;
    proxy.forget();
    workspace.apply()?;
    workspace.plan_is_empty(&[])?;
    // To be told that something is not there is an answer to who looks.
    let is_answered =
        |it: &Call| it.status.is_some_and(|status| status < 400 || status == 404 && it.is("GET *"));
    let calls = proxy.calls();
    let refused: Vec<_> = calls.iter().filter(|it| !is_answered(it)).collect();
    ensure(refused.is_empty(), || format!("refused: {refused:?}"))
}

/// The apply ends for most brokers at some call, which has not come to AWS or whose answer is lost.
fn broken_off(workspace: &Workspace, proxy: &Proxy, brokers: &Value, seed: u64) -> Result {
    workspace.write("brokers.tf.json", &brokers.to_string())?;
    // Enough of retries: each call is tried once.
    workspace.write("retries.tf", "provider \"aws\" {\n  max_retries = 1\n}\n")?;
    workspace.plan(&["-out=plan"])?;
    proxy.forget();
    let one = Which::OneIn(FAILURES);
    proxy.fail([
        Rule::new(Fault::ServerError).which(one).seed(seed),
        // Not of a creation: of a broker of which nobody has the id, nobody can say whose it is.
        Rule::new(Fault::CutAfter).operation("* /v1/brokers/*").which(one).seed(seed + 1),
    ]);
    let ended = workspace.try_apply(&["plan"])?;
    workspace.remove("retries.tf")?;
    // What was cut off may still be under way at the service.
    let quiet =
        proxy.wait(Duration::from_secs(60), |calls| calls.iter().all(|it| it.took.is_some()));
    ensure(quiet, || "a call has no answer".to_owned())?;
    ensure(!ended.errors.is_empty(), || "nothing has failed".to_owned())
}
