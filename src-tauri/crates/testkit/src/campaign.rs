//! Files to import: invented ones, and the real ones where they lie.

use starling_demo::{Order, generate};
use starling_model::{Cancel, Progress};
use std::path::{Path, PathBuf};

/// A demo campaign of so many tweets under `tmp`, written once for each build of the test binary.
pub fn campaign(tmp: &Path, tweets: u64) -> PathBuf {
    // Another build may write another campaign; its time tells them apart.
    let built = std::env::current_exe()
        .and_then(|exe| exe.metadata())
        .and_then(|file| file.modified())
        .unwrap();
    let stamp = built
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_millis();
    let dir = tmp.join(format!("campaign-{tweets}-{stamp}"));
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
