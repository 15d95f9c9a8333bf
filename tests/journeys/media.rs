//! Images and videos: indexed where they lie, copied only when asked, found, read, and taken out again.

use crate::{starling, tmp};
use serde_json::Value;
use starling_model::{Cancel, Progress, TweetId};
use starling_query::ask::Sort;
use starling_session::{ImportOrder, MediaChoice, MediaState, Session, Unlock};
use starling_testkit::TestVault;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A copy of the campaign that may be moved and changed.
fn own_campaign(vault: &TestVault) -> PathBuf {
    let own = vault.home().join("campaign");
    copy(&starling_testkit::campaign(tmp(), 2_000), &own);
    own
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Every picture in the campaign's zips, by its name; read by another way than the app's.
fn pictures(campaign: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for zip in crate::files_below(campaign)
        .iter()
        .filter(|path| path.to_string_lossy().contains("_tweet_media_"))
    {
        let mut archive = zip::ZipArchive::new(std::fs::File::open(zip).unwrap()).unwrap();
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).unwrap();
            let name = entry.name().unwrap().rsplit('/').next().unwrap().to_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            all.insert(name, bytes);
        }
    }
    assert!(all.len() > 20, "the demo has pictures: {}", all.len());
    all
}

fn tweet_of(name: &str) -> TweetId {
    TweetId::parse(name.split_once('-').unwrap().0).unwrap()
}

fn import(
    session: &Session,
    paths: &[PathBuf],
    media: MediaChoice,
) -> starling_session::ImportReport {
    let order = ImportOrder {
        paths: paths.to_vec(),
        media,
        ..ImportOrder::default()
    };
    session
        .import(&order, &Progress::none(), &Cancel::new())
        .unwrap()
}

#[test]
fn the_demo_s_pictures_come_back_as_they_were_from_where_they_lie() {
    let vault = TestVault::new();
    let campaign = own_campaign(&vault);
    let pictures = pictures(&campaign);
    let session = vault.open();
    let report = import(&session, std::slice::from_ref(&campaign), MediaChoice::Link);
    assert_eq!(report.media, pictures.len() as u64);
    for file in report.files.iter().filter(|file| file.kind == "media") {
        let media = file.media;
        assert_eq!(media.read, media.new + media.duplicate + media.rejected);
    }
    let again = import(&session, std::slice::from_ref(&campaign), MediaChoice::Link);
    assert_eq!(again.media, 0, "the same archives again add nothing");
    let info = session.info().unwrap();
    assert_eq!(
        (info.media, info.media_bytes),
        (report.media, 0),
        "nothing is copied unasked"
    );
    let listed: u64 = session
        .datasets()
        .unwrap()
        .iter()
        .map(|set| set.media)
        .sum();
    assert_eq!(listed, report.media);

    // Every tweet that has some is found, and none besides.
    let mut tweets: Vec<TweetId> = pictures.keys().map(|name| tweet_of(name)).collect();
    tweets.dedup();
    let found = session.count("has:media").unwrap().tweets;
    assert_eq!(found, tweets.len() as u64);
    assert_eq!(
        session.count("-has:media").unwrap().tweets + found,
        session.count("*").unwrap().tweets
    );
    let page = session.search("has:media", Sort::Newest, 0, 100).unwrap();
    assert!(
        page.tweets.iter().all(|view| !view.media.is_empty()),
        "each names its files"
    );
    let (name, _) = pictures.first_key_value().unwrap();
    let key = name
        .split_once('-')
        .unwrap()
        .1
        .strip_suffix(".png")
        .unwrap();
    for by in [name.as_str(), key] {
        let page = session
            .search(&format!("media:\"{by}\""), Sort::Newest, 0, 10)
            .unwrap();
        assert_eq!(page.total, 1, "media:{by}");
        assert_eq!(page.tweets[0].tweet.id, tweet_of(name).0);
    }
    for tweet in tweets {
        for file in session.media_of_tweet(tweet).unwrap() {
            assert_eq!(file.state, MediaState::Here);
            let shown = session.picture(file.id).unwrap();
            assert_eq!(shown.bytes, pictures[&file.name], "{}", file.name);
        }
    }
}

#[test]
fn media_left_out_are_nowhere_and_the_report_says_so() {
    let vault = TestVault::new();
    let campaign = own_campaign(&vault);
    let session = vault.open();
    let report = import(&session, &[campaign], MediaChoice::None);
    assert_eq!(report.media, 0);
    let left_out = report.files.iter().filter(|file| file.kind == "ignored");
    assert!(left_out.count() > 0);
    assert_eq!(session.count("has:media").unwrap().tweets, 0);
    assert_eq!(session.info().unwrap().media, 0);
}

#[test]
fn copies_outlive_the_archives_and_are_sealed() {
    let vault = TestVault::new();
    let campaign = own_campaign(&vault);
    let pictures = pictures(&campaign);
    let session = vault.open();
    let linked = import(&session, std::slice::from_ref(&campaign), MediaChoice::Link);
    let copied = import(&session, std::slice::from_ref(&campaign), MediaChoice::Copy);
    assert_eq!(
        (linked.media, copied.media),
        (pictures.len() as u64, 0),
        "known, and copied now"
    );
    assert!(
        session.info().unwrap().media_bytes
            > pictures.values().map(|p| p.len() as u64).sum::<u64>()
    );
    let bytes = session.info().unwrap().media_bytes;
    import(&session, std::slice::from_ref(&campaign), MediaChoice::Copy);
    assert_eq!(
        session.info().unwrap().media_bytes,
        bytes,
        "nothing is copied twice"
    );
    std::fs::remove_dir_all(&campaign).unwrap();
    drop(session);
    for file in crate::files_below(&vault.dir().join("media")) {
        let sealed = std::fs::read(&file).unwrap();
        assert!(
            !sealed.windows(8).any(|eight| eight == b"\x89PNG\r\n\x1a\n"),
            "no picture can be read in {}",
            file.display()
        );
    }
    let session = vault.open();
    for (name, bytes) in &pictures {
        let files = session.media_of_tweet(tweet_of(name)).unwrap();
        let file = files.iter().find(|file| file.name == *name).unwrap();
        assert_eq!(file.state, MediaState::Copied);
        assert_eq!(session.picture(file.id).unwrap().bytes, *bytes);
    }
}

/// Programs that other tests start hold the vault's lock between fork and exec.
fn verified(vault: &TestVault) -> starling_session::Verification {
    for _ in 0..500 {
        let by = Unlock::Passphrase(starling_testkit::PASSPHRASE.to_owned());
        match Session::verify(&vault.dir(), by, &Progress::none(), &Cancel::new()) {
            Err(starling_session::Error::InUse { .. }) => {
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            verified => return verified.unwrap(),
        }
    }
    panic!("the vault stays locked");
}

#[test]
fn a_pack_that_was_changed_or_put_back_is_named() {
    let vault = TestVault::new();
    let campaign = own_campaign(&vault);
    let session = vault.open();
    import(&session, &[campaign], MediaChoice::Copy);
    drop(session);
    let pack = crate::files_below(&vault.dir().join("media")).remove(0);
    let whole = std::fs::read(&pack).unwrap();
    let mut changed = whole.clone();
    changed[200] ^= 1;
    for (what, bytes) in [("flipped", Some(changed)), ("gone", None)] {
        match bytes {
            Some(bytes) => std::fs::write(&pack, bytes).unwrap(),
            None => std::fs::remove_file(&pack).unwrap(),
        }
        let found = verified(&vault);
        let name = pack.file_name().unwrap().to_str().unwrap();
        assert!(
            found.problems.iter().any(|problem| problem.contains(name)),
            "{what}: {:?}",
            found.problems
        );
    }
}

#[test]
fn an_archive_that_is_gone_or_changed_is_said_file_by_file_and_found_again_where_it_went() {
    let vault = TestVault::new();
    let campaign = own_campaign(&vault);
    let pictures = pictures(&campaign);
    let session = vault.open();
    import(&session, std::slice::from_ref(&campaign), MediaChoice::Link);
    let (name, bytes) = pictures.first_key_value().unwrap();
    let file = session.media_of_tweet(tweet_of(name)).unwrap().remove(0);

    let moved = vault.home().join("elsewhere");
    std::fs::rename(&campaign, &moved).unwrap();
    let gone = session.media_of_tweet(tweet_of(name)).unwrap().remove(0);
    assert_eq!(gone.state, MediaState::Missing);
    let error = session.picture(file.id).unwrap_err().to_string();
    assert!(error.contains("no longer there"), "{error}");
    assert!(
        session.count("has:media").unwrap().tweets > 0,
        "the index still knows them"
    );

    let again = import(&session, std::slice::from_ref(&moved), MediaChoice::Link);
    assert_eq!(again.media, 0);
    assert_eq!(
        session.picture(file.id).unwrap().bytes,
        *bytes,
        "found at its new place"
    );

    let archive = session.media_of_tweet(tweet_of(name)).unwrap()[0]
        .path
        .clone();
    let mut other = std::fs::read(&archive).unwrap();
    let at = other.windows(4).position(|four| four == b"IDAT").unwrap();
    other[at + 6] ^= 0xff;
    std::fs::write(&archive, &other).unwrap();
    let first = pictures
        .iter()
        .find(|(name, _)| {
            let files = session.media_of_tweet(tweet_of(name)).unwrap();
            files.iter().any(|file| session.picture(file.id).is_err())
        })
        .map(|(name, _)| name);
    assert!(first.is_some(), "a checksum that does not fit is noticed");
    other.truncate(other.len() / 2);
    std::fs::write(&archive, &other).unwrap();
    let changed = session.media_of_tweet(tweet_of(name)).unwrap().remove(0);
    assert_eq!(changed.state, MediaState::Changed);
}

#[test]
fn loose_files_are_one_heap_and_their_folders_say_whose() {
    let vault = TestVault::new();
    let loose = vault.home().join("ira_tweet_media_hashed/ira_hashed_001");
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x01\x08\x02\0\0\0";
    for (path, bytes) in [
        ("55/images/1100000000000000001-AAA.png", &png[..]),
        (
            "55/images/1100000000000000001-BBB.png",
            b"<svg onload='x()'></svg>",
        ),
        (
            "66/videos/1100000000000000002-CCC.mp4",
            b"\0\0\0\x18ftypmp42",
        ),
        ("66/66_image.png", png),
        ("66/holiday.jpg", png),
    ] {
        let path = loose.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let session = vault.open();
    let report = import(
        &session,
        &[vault.home().join("ira_tweet_media_hashed")],
        MediaChoice::Link,
    );
    let [heap] = report.files.as_slice() else {
        panic!("{:?}", report.files)
    };
    assert_eq!(heap.dataset.as_deref(), Some("ira"));
    assert_eq!((heap.media.read, heap.media.new), (4, 4));
    assert!(
        heap.problem
            .as_ref()
            .unwrap()
            .contains("1 images and videos are left out")
    );
    let files = session
        .media_of_tweet(TweetId(1_100_000_000_000_000_001))
        .unwrap();
    assert_eq!(files.len(), 2);
    assert_eq!(session.picture(files[0].id).unwrap().picture.width, 2);
    let error = session.picture(files[1].id).unwrap_err().to_string();
    assert!(
        error.contains("no image of a format"),
        "by its content: {error}"
    );
    let profile = session.media_of_account("66").unwrap();
    assert_eq!(profile.len(), 1);
    assert_eq!(session.picture(profile[0].id).unwrap().bytes, png);
}

#[test]
fn a_removed_dataset_and_withdrawn_tweets_leave_no_media_behind() {
    let vault = TestVault::new();
    let campaign = own_campaign(&vault);
    let pictures = pictures(&campaign);
    let session = vault.open();
    import(&session, &[campaign], MediaChoice::Copy);
    let before = session.info().unwrap();
    let campaign = vault.home().join("campaign");
    let (name, _) = pictures.first_key_value().unwrap();
    let withdrawn = tweet_of(name);
    let n = session.media_of_tweet(withdrawn).unwrap().len() as u64;
    let notice = starling_session::subjects::Notice {
        kind: None,
        id: withdrawn.to_string(),
        becomes: starling_session::subjects::Becomes::Noted(
            starling_session::subjects::SubjectState::Withdrawn,
        ),
    };
    session
        .withdraw(&[notice], &Progress::none(), &Cancel::new())
        .unwrap();
    let after = session.info().unwrap();
    assert_eq!(after.media, before.media - n);
    assert!(
        after.media_bytes < before.media_bytes,
        "the copy is not in the new pack"
    );
    assert_eq!(
        session
            .count(&format!("has:media tweet:{withdrawn}"))
            .unwrap()
            .tweets,
        0
    );
    for (name, bytes) in pictures
        .iter()
        .filter(|(name, _)| tweet_of(name) != withdrawn)
    {
        let files = session.media_of_tweet(tweet_of(name)).unwrap();
        let file = files.iter().find(|file| file.name == *name).unwrap();
        assert_eq!(
            session.picture(file.id).unwrap().bytes,
            *bytes,
            "the others are as before"
        );
    }
    let again = import(&session, &[campaign], MediaChoice::Copy);
    assert_eq!(again.media, 0, "an import does not bring them back");
    assert!(session.media_of_tweet(withdrawn).unwrap().is_empty());
    for set in session.datasets().unwrap() {
        session.remove_dataset(&set.name).unwrap();
    }
    let info = session.info().unwrap();
    assert_eq!((info.media, info.media_bytes), (0, 0));
    drop(session);
    assert!(crate::files_below(&vault.dir().join("media")).is_empty());
}

#[test]
fn the_command_line_names_media_too() {
    let vault = TestVault::new();
    let campaign = own_campaign(&vault);
    drop(vault.open());
    let path = campaign.to_str().unwrap();
    let run = |words: &[&str]| -> Value { starling(&vault).json(words) };
    let report = run(&["import", path, "--media", "copy", "--quiet"]);
    let media = report["media"].as_u64().unwrap();
    assert!(media > 0);
    let info = run(&["vault", "info"]);
    assert_eq!(info["media"], media);
    assert!(info["bytes"]["media"].as_u64().unwrap() > 0);
    let found = run(&["search", "has:media", "--limit", "1"]);
    let tweet = &found["tweets"][0];
    let id = tweet["id"].as_str().unwrap();
    let thread = run(&["tweet", id]);
    assert_eq!(thread["tweet"]["media"], tweet["media"]);
    assert_eq!(thread["files"][0]["name"], tweet["media"][0]);
    assert_eq!(thread["files"][0]["state"], "copied");
}

#[test]
fn a_profile_s_image_stands_on_its_account_s_page() {
    let vault = TestVault::new();
    let campaign = own_campaign(&vault);
    let (_, png) = pictures(&campaign).pop_first().unwrap();
    let session = vault.open();
    import(&session, &[campaign], MediaChoice::None);
    let page = session
        .accounts("*", Default::default(), false, 0, 1)
        .unwrap();
    let account = page.accounts[0].id.clone();
    let loose = vault.home().join("demo_profile_media_hashed");
    std::fs::create_dir_all(&loose).unwrap();
    std::fs::write(loose.join(format!("{account}_image.png")), &png).unwrap();
    import(&session, std::slice::from_ref(&loose), MediaChoice::Link);
    drop(session);

    let starling = starling(&vault);
    let detail = starling.json(&["account", &account]);
    let [file] = detail["files"].as_array().unwrap().as_slice() else {
        panic!("{detail}")
    };
    assert_eq!(file["name"], format!("{account}_image.png"));
    assert_eq!(file["state"], "here");
    let said = starling.run(&["account", &account]).stdout;
    assert!(said.contains("_image.png"), "{said}");

    let host = crate::ipc::Host::on(&vault);
    let key = serde_json::json!({ "dir": vault.dir(), "passphrase": starling_testkit::PASSPHRASE });
    host.answer("vault_unlock", key);
    let shown = host.answer("account", serde_json::json!({ "id": account }));
    assert_eq!(shown["files"], detail["files"], "window and command line");
}
