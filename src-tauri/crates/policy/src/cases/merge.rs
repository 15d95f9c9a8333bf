//! Laying one JSON value over another.

use serde_json::{Map, Value};

/// Objects are merged key by key, everything else is replaced.
pub(super) fn into(base: &mut Map<String, Value>, over: &Map<String, Value>) {
    for (key, value) in over {
        match (base.get_mut(key), value) {
            (Some(Value::Object(base)), Value::Object(over)) => into(base, over),
            _ => {
                base.insert(key.clone(), value.clone());
            }
        }
    }
}
