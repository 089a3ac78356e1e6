//! What a plan destroys at one address and has at another, and what is told of it.

use schemas::Value;

use super::ResourceType;
use super::planner::{PlanResponse, diagnostic};
use super::private::{self, Mark};
use super::run::{Claim, Key, Run};
use crate::{Diagnostic, Error, Provider, Severity};

/// What is answered to the plan of a destroy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destroy {
    pub private: Vec<u8>,
    pub warnings: Vec<Diagnostic>,
}

const INSTEAD: &str = "If only the address of the block changed, add a `moved` block. If another \
                       block is to manage the object, remove it from the state here with a \
                       `removed` block or `terraform state rm`, and import it there. To destroy \
                       and create it again, apply once without the new block.";

const ONE: &str = "Two addresses manage the same object. Remove one of them from the state, with a \
                   `removed` block that does not destroy or `terraform state rm`.";

/// Plans a destroy. Core asks for nothing here but for what is to be kept for the apply. A destroy of
/// what the plan has at another address is refused here and not by the apply: by then what depends on
/// the object would be destroyed already. Where it only takes a document away that another block has
/// as well, it is enough to tell.
pub fn plan_destroy<P: Provider>(
    managed: &ResourceType<P>,
    provider: &P,
    run: &Run,
    prior: &Value,
    private: &[u8],
) -> Result<Destroy, Vec<Diagnostic>> {
    let nothing = || Destroy { private: private.to_owned(), warnings: Vec::new() };
    if private::mark(private) == Some(Mark::Taken) {
        // The destroy leaves the object in any case.
        return Ok(nothing());
    }
    let Some(object) = object(managed, provider, prior) else { return Ok(nothing()) };
    let id = object.text.clone();
    let Some(claim) = run.plans_destroy(object, name(managed, provider, prior)) else {
        return Ok(nothing());
    };
    let (verb, remedy) = match claim {
        Claim::Stays => ("keeps", ONE),
        Claim::Planned => ("creates", INSTEAD),
        // Core plans the destroy of what it has replaced within the apply, which remembers whose the
        // object is.
        Claim::Taken => return Ok(nothing()),
    };
    let error = Error::new(format!("this plan destroys it here and {verb} it at another address"));
    let told = |remedy: &str| {
        let error = error.clone().remedy(remedy);
        diagnostic("planning", managed.name, Some(&id), &error)
    };
    if !managed.attached {
        return Err(vec![told(&refused(remedy))]);
    }
    let warning = told("The destroy keeps it for the other block.");
    let warning = Diagnostic { severity: Severity::Warning, ..warning };
    let private = private::with_mark(private, Some(Mark::Planned));
    Ok(Destroy { private, warnings: vec![warning] })
}

/// What to do about a plan that is refused. `terraform destroy` begins with a plan like any other.
fn refused(remedy: &str) -> String {
    format!("{remedy} To destroy everything, use `destroy -refresh=false`.")
}

/// What a plan has to say and keep beyond itself: the same as a destroy, where that was planned
/// before.
pub fn with_claims<P: Provider>(
    managed: &ResourceType<P>,
    provider: &P,
    run: &Run,
    prior: &Value,
    private: &[u8],
    mut planned: PlanResponse,
) -> Result<PlanResponse, Vec<Diagnostic>> {
    if private::mark(private) == Some(Mark::Taken) {
        // Of a replacement, core hands the destroy what the plan of the creation keeps.
        planned.private = private::with_mark(&planned.private, Some(Mark::Taken));
    }
    let (id, verb, remedy) = match prior.is_null() {
        true => {
            let name = name(managed, provider, &planned.planned);
            (name.and_then(|it| run.plans_creation(it)), "creates", INSTEAD)
        }
        false => {
            let kept = object(managed, provider, prior).filter(|_| planned.replace.is_empty());
            let kept = kept.filter(|it| run.plans_to_keep(it.clone()));
            (kept.map(|it| it.text), "keeps", ONE)
        }
    };
    let Some(id) = id else { return Ok(planned) };
    let error = Error::new(format!("this plan {verb} it here and destroys it at another address"));
    let told = |error: &Error| diagnostic("planning", managed.name, Some(&id), error);
    if !managed.attached {
        return Err(vec![told(&error.remedy(refused(remedy)))]);
    }
    let warning = told(&error.remedy("It may not exist until the next apply."));
    planned.warnings.push(Diagnostic { severity: Severity::Warning, ..warning });
    Ok(planned)
}

/// The name of an object, of a plan or a state.
pub(crate) fn name<P: Provider>(
    managed: &ResourceType<P>,
    provider: &P,
    object: &Value,
) -> Option<Key> {
    let region = object.get("region").as_str().or_else(|| provider.region())?;
    let text = (managed.name_key)(object)?;
    Some(Key { type_name: managed.type_name, region: region.to_owned(), text })
}

/// The object of a state.
fn object<P: Provider>(managed: &ResourceType<P>, provider: &P, state: &Value) -> Option<Key> {
    let region = state.get("region").as_str().or_else(|| provider.region())?;
    let text = managed.identified(state)?.text;
    Some(Key { type_name: managed.type_name, region: region.to_owned(), text })
}

/// What is told of an object that two creations of a run were answered with.
pub(crate) fn shared() -> Error {
    Error::new("another block of this run created the same object").remedy(
        "Both blocks now manage it. Remove one of them, with a `removed` block or `terraform state \
         rm`, or name another object in it: destroying one is refused while both exist.",
    )
}

/// Why a creation is not begun.
pub(crate) fn kept() -> Error {
    Error::new("the object exists: it is managed at another address, whose destroy was refused")
        .remedy(INSTEAD)
}

/// Why a destroy is refused.
pub(crate) fn claimed(claim: Claim) -> Error {
    match claim {
        Claim::Taken => Error::new("a creation of this run was answered with this very object")
            .remedy(
                "It is not destroyed, because the new block now manages it: the next apply only \
                 removes it from the state here. A block with a new address requires a `moved` \
                 block, or an import there, before anything is created; a replacement with \
                 `create_before_destroy` requires another name.",
            ),
        Claim::Planned | Claim::Stays => {
            Error::new("this plan has it at another address as well: it is not destroyed")
                .remedy(INSTEAD)
        }
    }
}

/// Why a destroy leaves the object.
pub(crate) fn left() -> Error {
    Error::new("it is kept, because another block now manages it")
        .remedy("If no block manages it any more, delete it manually.")
}
