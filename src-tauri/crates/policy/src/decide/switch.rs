//! Rules by name, so that tests can switch one off and see that something fails.

/// Whether a rule holds. Outside of this crate's own tests every rule always does.
#[cfg(not(test))]
pub(super) const fn is_on(_: &str) -> bool {
    true
}

#[cfg(test)]
pub(crate) use for_tests::{is_on, without};

/// Every rule that can be switched off.
#[cfg(test)]
pub(crate) fn rules() -> Vec<&'static str> {
    let codes = crate::Code::ALL.iter().map(|code| code.word());
    let obligations = crate::Obligation::ALL
        .iter()
        .map(|obligation| obligation.word());
    let others = [
        "forced",
        "lineage",
        "inherits",
        "unpublished",
        "permission",
        "same key",
        "same orcid",
        "same entity",
        "public objects",
        "future entries",
        "reserved entries",
    ];
    codes.chain(obligations).chain(others).collect()
}

#[cfg(test)]
mod for_tests {
    use std::cell::Cell;

    thread_local! {
        static OFF: Cell<Option<&'static str>> = const { Cell::new(None) };
    }

    pub(crate) fn is_on(rule: &str) -> bool {
        OFF.get() != Some(rule)
    }

    /// Runs something without one rule.
    pub(crate) fn without<T>(rule: &'static str, run: impl FnOnce() -> T) -> T {
        OFF.set(Some(rule));
        let done = run();
        OFF.set(None);
        done
    }
}
