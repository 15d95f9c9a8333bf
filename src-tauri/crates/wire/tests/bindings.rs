//! Whether the committed TypeScript is what the types would be written as.
//!
//! With `STARLING_WRITE_BINDINGS=1` (as `cargo xtask bindings` sets it) the files are written instead.

use std::path::Path;

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "writes source files of the project when asked to, no user's data"
)]
fn the_committed_bindings_are_fresh() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/bindings");
    let write = std::env::var_os("STARLING_WRITE_BINDINGS").is_some();
    for (name, text) in starling_wire::bindings::files() {
        let path = dir.join(name);
        if write {
            std::fs::create_dir_all(&dir).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            committed, text,
            "{name} is stale: run `cargo xtask bindings`"
        );
    }
}
