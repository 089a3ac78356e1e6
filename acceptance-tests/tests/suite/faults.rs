//! Calls fail, answers are lost, the provider dies. The state is never wrong for it: the next
//! apply brings about what is configured, once, and a destroy leaves nothing.

use std::sync::Arc;
use std::time::{Duration, Instant};

use acceptance_tests::cloud::Cloud;
use acceptance_tests::process::{Running, signal};
use acceptance_tests::proxy::{AwsError, Fault, Lag, Proxy, Rule, Which};
use acceptance_tests::workspace::Workspace;
use acceptance_tests::{Result, repository};
use libtest_mimic::Trial;

use crate::examples::everything_goes;
use crate::{Suite, ensure, read};

/// How many queues the configuration has.
const QUEUES: usize = 2;

/// More than a call takes to come, unless it never comes.
const SOON: Duration = Duration::from_secs(60);

const NO_QUEUE: AwsError = AwsError {
    status: 400,
    code: "com.amazonaws.sqs#QueueDoesNotExist",
    query_code: Some("AWS.SimpleQueueService.NonExistentQueue"),
    message: "The specified queue does not exist.",
};

pub(crate) fn trials(suite: &Arc<Suite>) -> Result<Vec<Trial>> {
    let mut trials = Vec::new();
    let mut add = |claim: &str, test: fn(&Scene<'_>) -> Result| {
        let title = format!("faults::{claim}");
        trials.push(suite.trial(&title, move |suite, cloud| test(&Scene::new(suite, cloud)?)));
    };
    add("server_errors_are_retried", |scene| scene.retried(Fault::ServerError));
    add("throttled_calls_are_retried", |scene| scene.retried(Fault::Throttle));
    add("cut_connections_are_retried", |scene| scene.retried(Fault::CutBefore));
    add("lost_answers_are_asked_for_again", |scene| scene.retried(Fault::CutAfter));
    add("late_answers_are_waited_for", |scene| scene.late_answers());
    add("the_service_may_fail_from_any_call_on", |scene| {
        scene.ends_at_any_call(Fault::ServerError)
    });
    add("answers_may_be_lost_from_any_call_on", |scene| scene.ends_at_any_call(Fault::CutAfter));
    add("killed_before_the_creation", |scene| scene.killed("CreateQueue", Fault::HoldCall));
    add("killed_after_the_creation", |scene| scene.killed("CreateQueue", Fault::HoldAnswer));
    add("killed_during_the_wait", |scene| scene.killed("GetQueueAttributes", Fault::HoldAnswer));
    add("killed_during_a_policy", |scene| scene.killed("SetQueueAttributes", Fault::HoldAnswer));
    add("interrupted_during_a_call", |scene| scene.interrupted_during_a_call());
    add("interrupted_during_a_wait", |scene| scene.interrupted_during_a_wait());
    add("late_consistency_is_waited_for", |scene| scene.late_consistency());
    add("other_spellings_are_no_change", |scene| scene.other_spellings());
    Ok(trials)
}

struct Scene<'a> {
    suite: &'a Suite,
    cloud: &'a Cloud<'a>,
    proxy: Proxy,
    configuration: String,
}

impl<'a> Scene<'a> {
    fn new(suite: &'a Suite, cloud: &'a Cloud<'a>) -> Result<Scene<'a>> {
        let proxy = Proxy::start(&cloud.url).map_err(|error| format!("proxy: {error}"))?;
        let file = repository().join("acceptance-tests/faults/sqs.tf");
        Ok(Scene { suite, cloud, proxy, configuration: read(&file)? })
    }

    fn workspace(&self) -> Result<Workspace> {
        self.suite.installed(&self.proxy.url, &self.configuration)
    }

    fn queues(&self) -> Result<usize> {
        let answer = self.cloud.call("sqs", "AmazonSQS.ListQueues", "{}")?;
        Ok(answer["QueueUrls"].as_array().map_or(0, Vec::len))
    }

    /// With all faults gone, an apply is all it takes, and a destroy leaves nothing.
    fn settles(&self, workspace: &Workspace) -> Result {
        self.proxy.fail([]);
        self.proxy.release();
        // What was held goes on now, and must not come in between.
        let quiet = self.proxy.wait(SOON, |calls| calls.iter().all(|it| it.took.is_some()));
        ensure(quiet, || "a call has no answer".to_owned())?;
        workspace.apply()?;
        self.stands(workspace)
    }

    /// What is configured is there, and goes.
    fn stands(&self, workspace: &Workspace) -> Result {
        workspace.plan_is_empty(&[])?;
        let queues = self.queues()?;
        ensure(queues == QUEUES, || format!("{queues} queues instead of {QUEUES}"))?;
        everything_goes(workspace)?;
        let queues = self.queues()?;
        ensure(queues == 0, || format!("{queues} queues are left"))
    }

    /// The fault on the first call of each operation, then on the second, then on every other:
    /// the user sees nothing of it.
    fn retried(&self, fault: Fault) -> Result {
        for which in [Which::Nth(1), Which::Nth(2), Which::EveryNth(2)] {
            let workspace = self.workspace()?;
            self.proxy.fail([Rule::new(fault).which_of_each(which)]);
            let at = |error| format!("{fault:?} on {which:?}: {error}");
            workspace.apply().map_err(at)?;
            self.stands(&workspace).map_err(at)?;
        }
        Ok(())
    }

    fn late_answers(&self) -> Result {
        let workspace = self.workspace()?;
        self.proxy.fail([Rule::new(Fault::LateAnswer(Duration::from_millis(500)))]);
        workspace.apply()?;
        self.stands(&workspace)
    }

    /// An apply ends in the middle, at each call in turn.
    fn ends_at_any_call(&self, fault: Fault) -> Result {
        // Enough of retries: each call is tried once.
        let impatient = "provider \"aws\" {\n  max_retries = 1\n}\n";
        let workspace = self.workspace()?;
        self.proxy.forget();
        workspace.apply()?;
        let calls = self.proxy.calls().len();
        self.stands(&workspace)?;

        for call in 1..=calls {
            let workspace = self.workspace()?;
            workspace.write("retries.tf", impatient)?;
            self.proxy.fail([Rule::new(fault).which(Which::From(call))]);
            let at = |error| format!("{fault:?} from call {call} of {calls} on: {error}");
            // With calls in parallel the last one may not be made at all.
            workspace.try_apply(&[]).map_err(at)?;
            workspace.remove("retries.tf")?;
            self.settles(&workspace).map_err(at)?;
        }
        Ok(())
    }

    /// Starts an apply and waits until the proxy holds a call of the operation.
    fn held(&self, workspace: &Workspace, operation: &str, fault: Fault) -> Result<Running> {
        self.proxy.fail([Rule::new(fault).operation(operation)]);
        self.proxy.forget();
        let mut apply = workspace.start(&["apply", "-no-color", "-auto-approve"])?;
        until("a call is held", || {
            ensure(!apply.has_ended(), || format!("no {operation}:\n{}", apply.said()))?;
            Ok(self.proxy.calls().iter().any(|it| it.operation == operation))
        })?;
        if fault == Fault::HoldAnswer && operation == "CreateQueue" {
            until("the queue is there", || Ok(self.queues()? > 0))?;
        }
        Ok(apply)
    }

    fn killed(&self, operation: &str, fault: Fault) -> Result {
        let workspace = self.workspace()?;
        let apply = self.held(&workspace, operation, fault)?;
        let providers = apply.children();
        ensure(!providers.is_empty(), || "no provider runs".to_owned())?;
        for provider in providers {
            signal(&provider.to_string(), "KILL")?;
        }
        let ended = apply.wait(SOON)?;
        ensure(ended.code == Some(1), || format!("ended with {:?}\n{}", ended.code, ended.said))?;
        self.settles(&workspace)
    }

    fn interrupted_during_a_call(&self) -> Result {
        let workspace = self.workspace()?;
        let apply = self.held(&workspace, "CreateQueue", Fault::HoldAnswer)?;
        apply.signal("INT")?;
        until("the client hears of it", || Ok(apply.said().contains("Interrupt received")))?;
        self.proxy.fail([]);
        self.proxy.release();
        apply.wait(SOON)?;
        let known = workspace.managed()?.len();
        ensure(known > 0, || {
            "the queue was created, and the state knows nothing of it".to_owned()
        })?;
        self.settles(&workspace)
    }

    /// Nobody waits for a queue to show up after Ctrl-C.
    fn interrupted_during_a_wait(&self) -> Result {
        let workspace = self.workspace()?;
        self.proxy.lag(Some(Lag::new(Duration::from_secs(600)).missing("sqs", NO_QUEUE)));
        let apply = self.held(&workspace, "GetQueueAttributes", Fault::Delay(Duration::ZERO))?;
        apply.signal("INT")?;
        apply.wait(Duration::from_secs(20))?;
        let known = workspace.managed()?.len();
        ensure(known > 0, || {
            "the queue was created, and the state knows nothing of it".to_owned()
        })?;
        self.proxy.lag(None);
        self.settles(&workspace)
    }

    /// An update, a creation and a deletion show after some seconds; each is waited for.
    fn late_consistency(&self) -> Result {
        let time = Duration::from_secs(3);
        self.proxy.lag(Some(Lag::new(time).missing("sqs", NO_QUEUE)));
        let workspace = self.workspace()?;
        workspace.apply()?;
        workspace.plan_is_empty(&[])?;

        let changed = self.configuration.replace("= 41", "= 42");
        ensure(changed != self.configuration, || "nothing to change".to_owned())?;
        workspace.write("main.tf", &changed)?;
        workspace.apply()?;
        self.stands(&workspace)
    }

    fn other_spellings(&self) -> Result {
        self.proxy.respell(true);
        let workspace = self.workspace()?;
        workspace.apply()?;
        workspace.plan_is_empty(&["-refresh=false"])?;
        self.stands(&workspace)
    }
}

fn until(what: &str, mut holds: impl FnMut() -> Result<bool>) -> Result {
    let begin = Instant::now();
    while !holds()? {
        ensure(begin.elapsed() < SOON, || format!("in vain: {what}"))?;
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}
