//! Calls fail, answers are lost, the provider dies. The state is never wrong for it: the next
//! apply brings about what is configured, once, and a destroy leaves nothing.

mod families;
mod mq;

use std::sync::Arc;
use std::time::{Duration, Instant};

use acceptance_tests::cloud::Cloud;
use acceptance_tests::process::{Running, signal};
use acceptance_tests::proxy::{Fault, Lag, Proxy, Rule, Which};
use acceptance_tests::workspace::{Outcome, Workspace};
use acceptance_tests::{Result, repository};
use libtest_mimic::Trial;
use serde_json::json;

use self::families::{EC2, EC2_RULES, Family, KINESIS, MQ, SQS};
use crate::examples::everything_goes;
use crate::{Suite, ensure, read};

/// More than a call takes to come, unless it never comes.
const SOON: Duration = Duration::from_secs(60);

pub(crate) fn trials(suite: &Arc<Suite>) -> Result<Vec<Trial>> {
    let mut trials = Vec::new();
    for family in [&SQS, &KINESIS, &MQ, &EC2, &EC2_RULES] {
        let mut add = |claim: &str, test: fn(&Scene<'_>) -> Result| {
            let title = format!("faults::{}::{claim}", family.name);
            let run =
                move |suite: &Suite, cloud: &Cloud<'_>| test(&Scene::new(suite, cloud, family)?);
            trials.push(suite.trial(&title, run));
        };
        add("server_errors_are_retried", |scene| scene.retried(Fault::ServerError));
        add("throttled_calls_are_retried", |scene| scene.retried(Fault::Throttle));
        add("cut_connections_are_retried", |scene| scene.retried(Fault::CutBefore));
        add("lost_answers_are_asked_for_again", |scene| scene.retried(Fault::CutAfter));
        add("late_answers_are_waited_for", |scene| scene.late_answers());
        add("the_service_may_fail_from_any_call_on", |scene| {
            scene.ends_at_any_call(Fault::ServerError)
        });
        add("answers_may_be_lost_from_any_call_on", |scene| {
            scene.ends_at_any_call(Fault::CutAfter)
        });
        add("killed_before_the_creation", |scene| {
            scene.killed(scene.family.create, Fault::HoldCall)
        });
        add("killed_after_the_creation", |scene| {
            scene.killed(scene.family.create, Fault::HoldAnswer)
        });
        add("killed_during_the_wait", |scene| scene.killed(scene.family.read, Fault::HoldAnswer));
        add("killed_during_an_update", |scene| scene.killed_during_an_update(scene.family.update));
        add("interrupted_during_a_call", |scene| scene.interrupted_during_a_call());
        if !family.has_steps {
            add("interrupted_during_a_wait", |scene| scene.interrupted_during_a_wait());
        }
        add("interrupted_during_retries", |scene| scene.interrupted_during_retries());
        add("late_consistency_is_waited_for", |scene| scene.late_consistency());
        add("reads_denied_at_first_are_tried_again", |scene| scene.denied_at_first());
        add("other_spellings_are_no_change", |scene| scene.other_spellings());
    }
    let title = "faults::ec2::an_interrupted_group_does_not_stay_open";
    let run = |suite: &Suite, cloud: &Cloud<'_>| Scene::new(suite, cloud, &EC2)?.left_open();
    trials.push(suite.trial(title, run));
    let mut add = |claim: &str, test: fn(&Scene<'_>) -> Result| {
        let title = format!("faults::mq::{claim}");
        let run = move |suite: &Suite, cloud: &Cloud<'_>| test(&Scene::new(suite, cloud, &MQ)?);
        trials.push(suite.trial(&title, run));
    };
    add("killed_during_a_reboot", |scene| scene.killed_during_an_update("POST */reboot"));
    add("the_next_apply_goes_on_waiting", |scene| scene.goes_on_waiting());
    add("timeouts_are_kept_to_the_second", |scene| scene.timeouts());
    add("failed_rotations_are_made_good", mq::failed_rotations_are_made_good);
    add("interrupted_before_the_shares", mq::interrupted_before_the_shares);
    add("interrupted_during_a_deletion", mq::interrupted_during_a_deletion);
    add("a_configuration_is_made_once", mq::a_configuration_is_made_once);
    Ok(trials)
}

struct Scene<'a> {
    suite: &'a Suite,
    cloud: &'a Cloud<'a>,
    family: &'static Family,
    proxy: Proxy,
    configuration: String,
}

impl<'a> Scene<'a> {
    fn new(suite: &'a Suite, cloud: &'a Cloud<'a>, family: &'static Family) -> Result<Scene<'a>> {
        let proxy = Proxy::start(&cloud.url).map_err(|error| format!("proxy: {error}"))?;
        let file = format!("acceptance-tests/faults/{}.tf", family.name);
        let configuration = read(&repository().join(file))?;
        Ok(Scene { suite, cloud, family, proxy, configuration })
    }

    fn workspace(&self) -> Result<Workspace> {
        self.suite.installed(&self.proxy.url, &self.configuration)
    }

    fn objects(&self) -> Result<usize> {
        (self.family.count)(self.cloud)
    }

    /// The configuration after a change.
    fn changed(&self) -> Result<String> {
        let (old, new) = self.family.change;
        let changed = self.configuration.replace(old, new);
        ensure(changed != self.configuration, || "nothing to change".to_owned())?;
        Ok(changed)
    }

    fn missing(&self, time: Duration) -> Lag {
        Lag::new(time).missing(self.family.service, self.family.missing.clone())
    }

    /// With all faults gone, an apply is all it takes, once what no state knows is imported, and a
    /// destroy leaves nothing.
    fn settles(&self, workspace: &Workspace) -> Result {
        self.proxy.fail([]);
        self.proxy.release();
        // What was held goes on now, and must not come in between.
        let quiet = self.proxy.wait(SOON, |calls| calls.iter().all(|it| it.took.is_some()));
        ensure(quiet, || "a call has no answer".to_owned())?;
        let mut outcome = workspace.try_apply(&[])?;
        while let Some(id) = unknown_object(&outcome) {
            let mut addresses = self.family.addresses.iter();
            let known = addresses.find(|(end, _)| id.ends_with(end));
            let (_, address) = known.ok_or_else(|| format!("whose is {id}?"))?;
            workspace.import(address, &id)?;
            outcome = workspace.try_apply(&[])?;
        }
        outcome.without_errors("apply")?;
        self.stands(workspace)
    }

    /// What is configured is there, and goes.
    fn stands(&self, workspace: &Workspace) -> Result {
        workspace.plan_is_empty(&[])?;
        let (count, objects) = (self.objects()?, self.family.objects);
        ensure(count == objects, || format!("{count} objects instead of {objects}"))?;
        everything_goes(workspace)?;
        let count = self.objects()?;
        ensure(count == 0, || format!("{count} objects are left"))
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
            Ok(self.proxy.calls().iter().any(|it| it.is(operation)))
        })?;
        if fault == Fault::HoldAnswer && operation == self.family.create {
            until("the object is there", || Ok(self.objects()? > 0))?;
        }
        Ok(apply)
    }

    fn killed(&self, operation: &str, fault: Fault) -> Result {
        let workspace = self.workspace()?;
        self.killed_in(&workspace, operation, fault)
    }

    fn killed_during_an_update(&self, operation: &str) -> Result {
        let workspace = self.workspace()?;
        workspace.apply()?;
        workspace.write("main.tf", &self.changed()?)?;
        self.killed_in(&workspace, operation, Fault::HoldAnswer)
    }

    fn killed_in(&self, workspace: &Workspace, operation: &str, fault: Fault) -> Result {
        let apply = self.held(workspace, operation, fault)?;
        let providers = apply.children();
        ensure(!providers.is_empty(), || "no provider runs".to_owned())?;
        for provider in providers {
            signal(&provider.to_string(), "KILL")?;
        }
        let ended = apply.wait(SOON)?;
        ensure(ended.code == Some(1), || format!("ended with {:?}\n{}", ended.code, ended.said))?;
        self.settles(workspace)
    }

    fn interrupted_during_a_call(&self) -> Result {
        let workspace = self.workspace()?;
        let apply = self.held(&workspace, self.family.create, Fault::HoldAnswer)?;
        apply.signal("INT")?;
        until("the client hears of it", || Ok(apply.said().contains("Interrupt received")))?;
        self.proxy.fail([]);
        self.proxy.release();
        apply.wait(SOON)?;
        self.is_known(&workspace)?;
        self.settles(&workspace)
    }

    /// What was created is in the state, and not to be replaced.
    fn is_known(&self, workspace: &Workspace) -> Result {
        let known = workspace.managed()?;
        ensure(!known.is_empty(), || {
            "the object was created, and the state knows nothing of it".to_owned()
        })?;
        ensure(known.iter().all(|it| !it.tainted), || format!("tainted: {known:?}"))
    }

    /// Nobody waits for an object to show up after Ctrl-C.
    fn interrupted_during_a_wait(&self) -> Result {
        let workspace = self.workspace()?;
        self.proxy.lag(Some(self.missing(Duration::from_secs(600))));
        let apply = self.held(&workspace, self.family.read, Fault::Delay(Duration::ZERO))?;
        apply.signal("INT")?;
        apply.wait(Duration::from_secs(20))?;
        self.is_known(&workspace)?;
        self.proxy.lag(None);
        self.settles(&workspace)
    }

    /// Ctrl-C comes before the rule is taken away with which EC2 makes a group.
    fn left_open(&self) -> Result {
        let workspace = self.workspace()?;
        self.proxy.lag(Some(self.missing(Duration::from_secs(600))));
        let apply = self.held(&workspace, self.family.read, Fault::Delay(Duration::ZERO))?;
        apply.signal("INT")?;
        apply.wait(Duration::from_secs(20))?;
        self.proxy.lag(None);
        workspace.try_apply(&[])?.without_errors("apply")?;
        workspace.plan_is_empty(&[])?;
        let groups = "Action=DescribeSecurityGroups&Version=2016-11-15&Filter.1.Name=group-name\
                      &Filter.1.Value.1=orders";
        let group = self.cloud.query("ec2", groups)?;
        let lets_out = group.contains("<ipPermissionsEgress><item>");
        ensure(!lets_out, || format!("everything may go out: {group}"))?;
        everything_goes(&workspace)
    }

    /// Nobody waits for a call to be let through after Ctrl-C.
    fn interrupted_during_retries(&self) -> Result {
        let workspace = self.workspace()?;
        let apply = self.held(&workspace, self.family.create, Fault::Throttle)?;
        let tries = || self.proxy.calls().iter().filter(|it| it.is(self.family.create)).count();
        until("the calls are tried again", || Ok(tries() > 2 * self.family.objects))?;
        apply.signal("INT")?;
        apply.wait(Duration::from_secs(20))?;
        self.proxy.fail([]);
        self.settles(&workspace)
    }

    /// An update, a creation and a deletion show after some seconds; each is waited for.
    fn late_consistency(&self) -> Result {
        let time = Duration::from_secs(3);
        self.proxy.lag(Some(self.missing(time)));
        let workspace = self.workspace()?;
        workspace.apply()?;
        workspace.plan_is_empty(&[])?;

        workspace.write("main.tf", &self.changed()?)?;
        workspace.apply()?;
        self.stands(&workspace)
    }

    /// What may read a new object is in force some seconds after it.
    fn denied_at_first(&self) -> Result {
        let lag = Lag::new(Duration::from_secs(3));
        self.proxy.lag(Some(lag.missing(self.family.service, self.family.denied.clone())));
        let workspace = self.workspace()?;
        workspace.apply()?;
        self.is_known(&workspace)?;
        workspace.plan_is_empty(&[])?;
        self.proxy.lag(None);
        self.stands(&workspace)
    }

    /// After Ctrl-C during a creation that takes its time, the next apply waits for the rest of it.
    fn goes_on_waiting(&self) -> Result {
        self.cloud.demand(&json!({ "mq.CreateBroker": { "seconds": 20 } }))?;
        let workspace = self.workspace()?;
        let apply = self.held(&workspace, self.family.read, Fault::Delay(Duration::ZERO))?;
        apply.signal("INT")?;
        apply.wait(Duration::from_secs(20))?;
        self.is_known(&workspace)?;
        let brokers = self.cloud.get("mq", "/v1/brokers")?;
        let state = &brokers["brokerSummaries"][0]["brokerState"];
        ensure(state == "CREATION_IN_PROGRESS", || format!("nothing to wait for: {state}"))?;
        self.proxy.fail([]);
        let outcome = workspace.apply()?;
        ensure(outcome.changes.is_empty(), || format!("planned {:?}", outcome.lines()))?;
        self.stands(&workspace)
    }

    fn other_spellings(&self) -> Result {
        self.proxy.respell(true);
        let workspace = self.workspace()?;
        workspace.apply()?;
        workspace.plan_is_empty(&["-refresh=false"])?;
        self.stands(&workspace)
    }

    /// Each operation ends in an error when its time is up, and not before.
    fn timeouts(&self) -> Result {
        const TIMEOUT: u64 = 3;
        let times = format!(
            "  timeouts {{\n    create = \"{TIMEOUT}s\"\n    update = \"{TIMEOUT}s\"\n    \
             delete = \"{TIMEOUT}s\"\n  }}\n\n  tags"
        );
        let with_timeouts = |text: &str| text.replace("  tags", &times);
        let timed_out = |outcome: Outcome, state: &str| -> Result {
            let said = format!("timeout while waiting: {state}");
            let errors = outcome.errors.join("\n");
            ensure(errors.contains(&said), || format!("no {said:?} in {:?}", outcome.said))?;
            // The client counts whole seconds. What is beyond is calls, and a busy machine.
            let took = outcome.failed_after.ok_or("the client does not say how long it took")?;
            let expected = TIMEOUT..=TIMEOUT + 4;
            ensure(expected.contains(&took), || format!("{said}: after {took} s"))
        };

        let workspace = self.workspace()?;
        workspace.write("main.tf", &with_timeouts(&self.configuration))?;
        workspace.apply()?;
        self.cloud.demand(&json!({ "mq.RebootBroker": { "seconds": 30 } }))?;
        workspace.write("main.tf", &with_timeouts(&self.changed()?))?;
        timed_out(workspace.try_apply(&[])?, "the broker is REBOOT_IN_PROGRESS")?;
        timed_out(workspace.try_destroy(&[])?, "the broker is REBOOT_IN_PROGRESS")?;

        self.cloud.demand(&json!({ "mq.CreateBroker": { "seconds": 30 } }))?;
        workspace.succeed(&["state", "rm", self.family.addresses[0].1])?;
        let other = self.configuration.replace("\"orders\"\n  engine", "\"other\"\n  engine");
        workspace.write("main.tf", &with_timeouts(&other))?;
        timed_out(workspace.try_apply(&[])?, "the broker is CREATION_IN_PROGRESS")
    }
}

/// The id of an object that AWS has and no state knows, as the error tells it.
fn unknown_object(outcome: &Outcome) -> Option<String> {
    let (_, rest) = outcome.said.split_once("import it by its ")?;
    let (_, rest) = rest.split_once(", ")?;
    rest.split_once(". ").map(|(id, _)| id.to_owned())
}

fn until(what: &str, mut holds: impl FnMut() -> Result<bool>) -> Result {
    let begin = Instant::now();
    while !holds()? {
        ensure(begin.elapsed() < SOON, || format!("in vain: {what}"))?;
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}
