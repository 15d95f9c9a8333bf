//! Files to import: invented ones, and the real ones where they lie.

use starling_demo::{Order, generate};
use starling_model::{Cancel, Progress};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::UNIX_EPOCH;

/// When this build of the test binary was made. Another build may write another campaign; this tells them apart.
/// Looked up once: a build in another terminal may take the file away while the tests run.
static STAMP: LazyLock<u128> = LazyLock::new(|| {
    let exe = std::env::current_exe().and_then(|exe| exe.metadata());
    let built = exe.and_then(|file| file.modified()).unwrap_or(UNIX_EPOCH);
    built.duration_since(UNIX_EPOCH).unwrap().as_millis()
});

/// A demo campaign of so many tweets under `tmp`, written once for each build of the test binary.
pub fn campaign(tmp: &Path, tweets: u64) -> PathBuf {
    let dir = tmp.join(format!("campaign-{tweets}-{}", *STAMP));
    if dir.exists() {
        return dir;
    }
    std::fs::create_dir_all(tmp).unwrap();
    let fresh = tempfile::Builder::new()
        .prefix("campaign-")
        .tempdir_in(tmp)
        .unwrap();
    let order = Order {
        out: fresh.path().join("files"),
        tweets,
        seed: 7,
        media: true,
    };
    generate(&order, &Progress::none(), &Cancel::new()).unwrap();
    // Tests run side by side; whoever comes second finds the folder full and takes it.
    let _ = std::fs::rename(&order.out, &dir);
    assert!(dir.exists(), "the campaign stands where it was asked for");
    dir
}

/// The real data beside the project (`STARLING_DATA` says where else); without it the test says that it was skipped.
pub fn real_data(test: &str) -> Option<PathBuf> {
    let named = std::env::var_os("STARLING_DATA").map(PathBuf::from);
    let dir = named.or_else(|| {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).canonicalize().ok()?;
        here.ancestors()
            .map(|above| above.join("../shared/data"))
            .find(|dir| dir.is_dir())
    });
    let found = dir.filter(|dir| dir.join("ira-sample").is_dir());
    if found.is_none() {
        eprintln!("SKIPPED {test}: the real data is not here; set STARLING_DATA");
    }
    found
}
