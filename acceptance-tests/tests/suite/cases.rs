//! Cases: `acceptance-tests/cases/<type>/<case>/`, applied step by step.
//!
//! | file | meaning |
//! |---|---|
//! | `1.tf`, `2.tf`, … | the configuration of each step |
//! | `2.plan` | the planned changes of the step, all of them: lines as `update aws_sqs_queue.orders`; `no-op <address>` for what must stay |
//! | `2.error` | the step fails, at plan or at apply; each line is in the error, white space and capitals aside |
//! | `2.drift.py` | run before the step: changes AWS behind the provider's back, by boto3 |
//!
//! After a step that does not fail, the plan is empty. After the last, everything is destroyed.

use std::path::Path;
use std::sync::Arc;

use acceptance_tests::cloud::Cloud;
use acceptance_tests::workspace::Outcome;
use acceptance_tests::{Result, repository};
use libtest_mimic::Trial;

use crate::examples::{everything_goes, python};
use crate::{Suite, ensure, folders, name, read};

pub(crate) fn trials(suite: &Arc<Suite>) -> Result<Vec<Trial>> {
    let mut trials = Vec::new();
    for kind in folders(&repository().join("acceptance-tests/cases")) {
        for case in folders(&kind) {
            check(&case)?;
            let title = format!("{}::{}", name(&kind), name(&case));
            trials.push(suite.trial(&title, move |suite, cloud| run(suite, cloud, &case)));
        }
    }
    Ok(trials)
}

/// A file that no step reads would be a test that never runs.
fn check(case: &Path) -> Result {
    let files = std::fs::read_dir(case).map_err(|error| format!("{}: {error}", case.display()))?;
    for file in files.flatten() {
        let file = file.file_name();
        let file = file.to_str().unwrap_or_default();
        let known = file.split_once('.').is_some_and(|(step, rest)| {
            case.join(format!("{step}.tf")).is_file()
                && step.parse::<usize>().is_ok()
                && ["tf", "plan", "error", "drift.py"].contains(&rest)
        });
        ensure(known, || format!("{}: stray file {file}", case.display()))?;
    }
    ensure(case.join("1.tf").is_file(), || format!("{}: no 1.tf", case.display()))
}

fn run(suite: &Suite, cloud: &Cloud<'_>, case: &Path) -> Result {
    let file = |step: usize, ending: &str| case.join(format!("{step}.{ending}"));
    let workspace = suite.installed(&cloud.url, &read(&file(1, "tf"))?)?;
    // What is destroyed in the end is what was applied, not what is wrong.
    let mut applied = String::new();
    for step in (1..).take_while(|step| file(*step, "tf").is_file()) {
        let at = |error: String| format!("step {step}: {error}");
        let configuration = read(&file(step, "tf"))?;
        workspace.write("main.tf", &configuration)?;
        let drift = file(step, "drift.py");
        if drift.is_file() {
            python(cloud, &drift).map_err(at)?;
        }

        let plan = workspace.try_plan(&["-out=plan"]).map_err(at)?;
        let error = file(step, "error");
        if error.is_file() {
            let failed =
                if plan.succeeded() { workspace.try_apply(&["plan"]).map_err(at)? } else { plan };
            failure_says(&failed, &read(&error)?).map_err(at)?;
            workspace.write("main.tf", &applied)?;
            continue;
        }
        let plan = plan.without_errors("plan").map_err(at)?;
        let expected = file(step, "plan");
        if expected.is_file() {
            plan_says(&plan, &read(&expected)?).map_err(at)?;
        }
        workspace.try_apply(&["plan"])?.without_errors("apply").map_err(at)?;
        workspace.plan_is_empty(&[]).map_err(at)?;
        applied = configuration;
    }
    everything_goes(&workspace)
}

fn plan_says(plan: &Outcome, expected: &str) -> Result {
    let lines = expected.lines().map(str::trim);
    let lines: Vec<_> = lines.filter(|it| !it.is_empty() && !it.starts_with('#')).collect();
    let (still, mut changes): (Vec<&str>, Vec<&str>) =
        lines.into_iter().partition(|it| it.starts_with("no-op "));
    changes.sort_unstable();
    let planned = plan.lines();
    ensure(planned == changes, || format!("planned {planned:?}, not {changes:?}"))?;
    for line in still {
        let address = line.trim_start_matches("no-op ");
        ensure(plan.changes.iter().all(|it| it.address != address), || {
            format!("{address} does not stay: {planned:?}")
        })?;
    }
    Ok(())
}

fn failure_says(failed: &Outcome, words: &str) -> Result {
    ensure(!failed.succeeded(), || "it succeeds".to_owned())?;
    let said = squeezed(&failed.errors.join("\n"));
    for line in words.lines().map(squeezed) {
        ensure(said.contains(&line), || format!("the error is {said:?}, without {line:?}"))?;
    }
    Ok(())
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
