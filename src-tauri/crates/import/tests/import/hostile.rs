//! Files that are broken, or made to do harm. None of them may cost more than itself.

use crate::support::{Folder, HEADER, gzip_of, look, member, read_from, row, rows, tar_of, zip_of};
use starling_import::{
    Catalogue, Container, Error, Inside, MemberKind, Reason, Record, dry_run, read,
};
use starling_model::{Cancel, Progress, Tier};
use std::io::{Seek, SeekFrom, Write};
use std::ops::ControlFlow;

const ID: u64 = 877_919_995_476_496_385;

fn ids(all: &crate::support::All) -> Vec<u64> {
    all.tweets.iter().map(|tweet| tweet.id - ID).collect()
}

#[test]
fn a_bad_row_costs_only_itself() {
    let folder = Folder::new();
    let mut content = HEADER.as_bytes().to_vec();
    content.extend_from_slice(row(ID, "good").as_bytes());
    content.extend_from_slice(b"\"1\",\"2\",\"3\"\n");
    content.extend_from_slice(
        row(ID + 1, "broken \u{1}")
            .replace('\u{1}', "\u{2}")
            .as_bytes(),
    );
    let broken = row(ID + 2, "mark").into_bytes();
    let at = broken
        .windows(4)
        .position(|window| window == b"mark")
        .unwrap();
    let mut broken = broken;
    broken[at] = 0xff;
    content.extend_from_slice(&broken);
    content.extend_from_slice(
        row(ID + 3, "good")
            .replace(&(ID + 3).to_string(), "9.06E+17")
            .as_bytes(),
    );
    content.extend_from_slice(
        row(ID + 4, "good")
            .replace("\"12345678\"", "\"\"")
            .as_bytes(),
    );
    content.extend_from_slice(
        row(ID + 5, "good")
            .replace(&(ID + 5).to_string(), "")
            .as_bytes(),
    );
    content.extend_from_slice(row(ID + 6, "nul \0 kept").as_bytes());
    let all = folder.read("x_tweets.csv", content);
    assert_eq!(ids(&all), [0, 1, 6]);
    assert_eq!(all.tweets[2].text, "nul \0 kept");
    let problems: Vec<_> = all
        .problems
        .iter()
        .map(|problem| {
            (
                problem.place.record,
                problem.place.line,
                problem.reason.word(),
            )
        })
        .collect();
    assert_eq!(
        problems,
        [
            (2, 3, "field-count"),
            (4, 5, "broken-utf8"),
            (5, 6, "bad-tweet-id"),
            (6, 7, "no-user-id"),
            (7, 8, "no-tweet-id")
        ]
    );
    assert_eq!(all.problems[0].raw, b"\"1\",\"2\",\"3\"");
    assert_eq!(all.problems[1].reason, Reason::BrokenUtf8 { at: at as u64 });
    assert_eq!(all.problems[1].raw, broken.strip_suffix(b"\n").unwrap());
}

#[test]
fn an_unclosed_quote_does_not_swallow_the_file() {
    let folder = Folder::new();
    let mut content = HEADER.to_owned();
    content.push_str(&row(ID, "first"));
    content.push_str(&row(ID + 1, "second").replace("second\"", "second"));
    for id in 2..2000 {
        content.push_str(&row(ID + id, "later\nwith a line"));
    }
    content.push_str(row(ID + 2000, "last").split_once("last\"").unwrap().0);
    let all = folder.read("x_tweets.csv", content);
    assert_eq!(all.tweets.len(), 1999);
    assert_eq!(all.problems.len(), 2);
    assert_eq!(all.problems[0].place.record, 2);
    assert!(
        all.problems[0].raw_text().contains("second"),
        "the raw row is kept"
    );
    assert_eq!(all.problems[1].reason, Reason::UnclosedQuote);
}

#[test]
fn a_field_of_two_gigabytes_is_refused_in_bounded_memory() {
    let folder = Folder::new();
    let path = folder.file("x_tweets.csv", HEADER);
    let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.seek(SeekFrom::End(0)).unwrap();
    file.write_all(row(ID, "first").as_bytes()).unwrap();
    file.write_all(format!("\"{}\",\"", ID + 1).as_bytes())
        .unwrap();
    // A hole: two gigabytes of zeros that take no room on the disk.
    file.seek(SeekFrom::Current(2 << 30)).unwrap();
    file.write_all(format!("\"\n{}", row(ID + 2, "after")).as_bytes())
        .unwrap();
    drop(file);
    let all = crate::support::read_all(&path);
    assert_eq!(ids(&all), [0, 2]);
    assert_eq!(all.problems[0].reason.word(), "oversize");
    assert!(all.problems[0].raw_length > 2 << 30);
    assert!(all.problems[0].raw.len() <= starling_import::Problem::RAW_LIMIT);
}

#[test]
fn headers_in_the_middle_are_no_rows() {
    let folder = Folder::new();
    // The second file was of 2018: two columns in another order, and one more.
    let old = HEADER.replace(
        "\"in_reply_to_userid\",\"in_reply_to_tweetid\"",
        "\"in_reply_to_tweetid\",\"in_reply_to_userid\"",
    );
    let old = old.replace("\"user_mentions\"", "\"user_mentions\",\"poll_choices\"");
    let old_row = row(ID + 2, "old")
        .replace("Client\",\"\",\"\"", "Client\",\"55\",\"66\"")
        .replace("\"[]\"\n", "\"[]\",\"Yes|No\"\n");
    let content = format!(
        "{HEADER}{}{HEADER}{}\u{feff}{old}{old_row}",
        row(ID, "a"),
        row(ID + 1, "b")
    );
    let all = folder.read("x_tweets.csv", content);
    assert_eq!((ids(&all), all.problems.len()), (vec![0, 1, 2], 0));
    assert_eq!(all.tweets[2].reply_to_account, "66");
    assert_eq!(
        all.tweets[2].reply_to_tweet.exact().map(|id| id.0),
        Some(55)
    );
    assert_eq!(all.tweets[2].poll_choices, ["Yes", "No"]);
}

#[test]
fn copies_that_went_through_other_hands() {
    let folder = Folder::new();
    let content = "\u{feff},tweetid,userid,user_screen_name,follower_count,tweet_text,tweet_time,is_retweet,hashtags,in_reply_to_tweetid,retweet_userid,latitude\r\n\
        0,877919995476496385,12345678,ab,0.0,\"a, b\r\nc\",7/3/2018 16:03,True,,nan,nan,nan\r\n\
        \r\n\
        1,877919995476496386,1.01421E+18,ab,-1,d,2018-07-03 16:03:00,False,\"['it''s', 'x]\",1.2E+18,2948609403.0,absent\r\n";
    let path = folder.file("x_tweets.csv", content);
    let found = member(&path);
    assert_eq!(found.unused_columns, [""]);
    assert!(found.missing_columns.contains(&"urls".to_owned()));
    let all = folder.read("x_tweets.csv", content);
    assert_eq!((ids(&all), all.problems.len()), (vec![0, 1], 0));
    let first = &all.tweets[0];
    assert_eq!(first.text, "a, b\r\nc");
    assert_eq!((first.author.followers, first.is_retweet), (Some(0), true));
    assert_eq!(first.published.unwrap().rfc3339(), "2018-07-03T16:03:00Z");
    assert!(
        first.hashtags.is_empty()
            && first.retweet_account.is_empty()
            && !first.reply_to_tweet.is_some()
    );
    let odd = |row: &starling_model::TweetRow| {
        row.oddities
            .iter()
            .map(|oddity| (oddity.column, oddity.raw.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        odd(first),
        [
            ("follower_count", "0.0".to_owned()),
            ("tweet_time", "7/3/2018 16:03".to_owned()),
            ("in_reply_to_tweetid", "nan".to_owned()),
            ("is_retweet", "True".to_owned()),
            ("retweet_userid", "nan".to_owned()),
            ("latitude", "nan".to_owned()),
            ("hashtags", String::new()),
        ]
    );
    let second = &all.tweets[1];
    assert_eq!(
        second.author.account, "1.01421E+18",
        "a ruined account id is kept, and flagged"
    );
    assert_eq!(second.retweet_account, "2948609403");
    assert!(
        second.hashtags.is_empty(),
        "a malformed list does not cost the row"
    );
    assert!(odd(second).contains(&("hashtags", "['it''s', 'x]".to_owned())));
    assert!(odd(second).contains(&("userid", "1.01421E+18".to_owned())));
}

#[test]
fn every_container_gives_the_same_rows() {
    let folder = Folder::new();
    let table = rows(700);
    let bytes = table.as_bytes();
    let name = "foo_tweets_csv_hashed.csv";
    let bare = folder.read(name, bytes);
    assert_eq!(bare.tweets.len(), 700);
    let zstd = |content: &[u8]| zstd::encode_all(content, 1).unwrap();
    let halves = [gzip_of(&bytes[..1000]), gzip_of(&bytes[1000..])].concat();
    for (file, content, container) in [
        (
            "foo_tweets_csv_hashed.zip",
            zip_of(&[
                ("__MACOSX/._x.csv", b"junk"),
                ("dir/.DS_Store", b"junk"),
                (name, bytes),
            ]),
            Container::Zip,
        ),
        ("foo_tweets.csv.gz", gzip_of(bytes), Container::Gzip),
        ("foo_tweets_two.csv.gz", halves, Container::Gzip),
        ("foo_tweets.csv.zst", zstd(bytes), Container::Zstd),
        (
            "foo_tweets.tar",
            tar_of(&[("._junk.csv", b"x"), (name, bytes)]),
            Container::Tar,
        ),
        (
            "foo_tweets.tar.gz",
            gzip_of(&tar_of(&[(name, bytes)])),
            Container::TarGzip,
        ),
        (
            "foo_tweets.tgz",
            gzip_of(&tar_of(&[(name, bytes)])),
            Container::TarGzip,
        ),
        (
            "foo_tweets.tar.zst",
            zstd(&tar_of(&[(name, bytes)])),
            Container::TarZstd,
        ),
        (
            "foo_tweets_inner.zip",
            zip_of(&[("foo_tweets.csv.gz", &gzip_of(bytes))]),
            Container::Zip,
        ),
    ] {
        let path = folder.file(file, content);
        let found = look(&[&path]);
        assert_eq!(found[0].container, container, "{file}");
        assert_eq!(found[0].members.len(), 1, "{file}: {:?}", found[0].members);
        assert_eq!(found[0].members[0].dataset.name, "foo", "{file}");
        assert_eq!(
            crate::support::read_all(&path).tweets,
            bare.tweets,
            "{file}"
        );
    }
}

#[test]
fn a_zip_holds_several_tables_and_media() {
    let folder = Folder::new();
    let users = "userid,user_screen_name,follower_count\n12345678,ab,5\n";
    let path = folder.file(
        "ira_everything.zip",
        zip_of(&[
            ("ira_tweets_csv_hashed_2017.csv", rows(3).as_bytes()),
            ("ira_tweets_csv_hashed_2018.csv", HEADER.as_bytes()),
            ("ira_users_csv_hashed.csv", users.as_bytes()),
            ("readme.txt", b"hello there, this is a text\n"),
            (
                "12345678/images/877919995476496385-DC8Z.jpg",
                b"\xff\xd8\xff",
            ),
            ("12345678_banner.png", b"\x89PNG"),
        ]),
    );
    let found = look(&[&path]);
    let kinds: Vec<_> = found[0]
        .members
        .iter()
        .map(|member| (member.kind, member.has_rows(), member.dataset.name.as_str()))
        .collect();
    assert_eq!(
        kinds,
        [
            (MemberKind::Tweets, true, "ira"),
            (MemberKind::Tweets, true, "ira"),
            (MemberKind::Users, true, "ira"),
            (MemberKind::Unknown, false, "readme"),
            (MemberKind::Media, false, "ira_everything"),
        ]
    );
    assert_eq!(found[0].members[1].notes, ["it has a header and no rows"]);
    let media = found[0].members[4].media.unwrap();
    assert_eq!((media.of_tweets, media.of_profiles, media.other), (1, 1, 0));
    let keys: Vec<_> = found[0].members.iter().map(|member| member.key()).collect();
    assert_eq!(keys[0], "zip:0:ira_tweets_csv_hashed_2017.csv");
    assert_eq!(read_from(&found[0].members[0], 0).0.tweets.len(), 3);
    assert_eq!(read_from(&found[0].members[2], 0).0.users.len(), 1);
}

#[test]
fn a_cut_file_says_how_far_it_went() {
    let folder = Folder::new();
    // Random-looking text, so that the packed form is long enough to be cut.
    let mut table = HEADER.to_owned();
    let mut state = 1u64;
    for id in 0..20_000 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        table.push_str(&row(
            ID + id,
            &format!("{state:x}{:x}", state.rotate_left(17)),
        ));
    }
    let packed = gzip_of(table.as_bytes());
    let path = folder.file("x_tweets.csv.gz", &packed[..packed.len() / 2]);
    let (all, outcome) = read_from(&member(&path), 0);
    let Err(Error::Damaged { file, rows, .. }) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(file, path);
    assert_eq!(
        rows,
        all.numbers.len() as u64,
        "the error counts the rows that were given"
    );
    assert!(
        (5_000..15_000).contains(&rows),
        "every whole row before the cut is given: {rows}"
    );

    let zip = zip_of(&[("x_tweets.csv", table.as_bytes())]);
    let path = folder.file("cut.zip", &zip[..zip.len() / 2]);
    assert_eq!(
        look(&[&path])[0]
            .refusal
            .as_ref()
            .map(|refusal| refusal.word),
        Some("damaged")
    );

    let mut zip = zip;
    let middle = zip.len() / 2;
    zip[middle..middle + 64].fill(0x55);
    let path = folder.file("corrupt.zip", zip);
    let (all, outcome) = read_from(&member(&path), 0);
    let Err(Error::Damaged {
        member: name, rows, ..
    }) = outcome
    else {
        panic!("{outcome:?}")
    };
    assert_eq!(
        (name.as_str(), rows),
        ("x_tweets.csv", all.numbers.len() as u64)
    );
    assert!(rows > 1000);
}

#[test]
fn an_encrypted_zip_says_so() {
    let folder = Folder::new();
    let mut zip = zip_of(&[("x_tweets.csv", rows(3).as_bytes())]);
    // Bit 0 of the flags, in the local header and in the directory.
    zip[6] |= 1;
    let directory = zip
        .windows(4)
        .rposition(|window| window == b"PK\x01\x02")
        .unwrap();
    zip[directory + 8] |= 1;
    let path = folder.file("x_tweets.zip", zip);
    let found = member(&path);
    assert_eq!(
        found.refusal.as_ref().map(|refusal| refusal.word),
        Some("encrypted")
    );
    let (_, outcome) = read_from(&found, 0);
    assert!(matches!(outcome, Err(Error::Refused { .. })), "{outcome:?}");
}

#[test]
fn bombs_are_refused() {
    let folder = Folder::new();
    let mut bomb = HEADER.as_bytes().to_vec();
    bomb.resize(300 << 20, b'\n');
    let path = folder.file("declared.zip", zip_of(&[("x_tweets.csv", &bomb)]));
    assert_eq!(
        member(&path).refusal.as_ref().map(|refusal| refusal.word),
        Some("bomb")
    );

    // With a row before it the head is innocent, and the reading stops.
    let bomb = [
        HEADER.as_bytes(),
        row(ID, "a").as_bytes(),
        &bomb[HEADER.len()..],
    ]
    .concat();
    for (name, content) in [
        ("x_tweets.csv.gz", gzip_of(&bomb)),
        ("x_tweets.csv.zst", zstd::encode_all(&bomb[..], 1).unwrap()),
    ] {
        let (all, outcome) = read_from(&member(&folder.file(name, content)), 0);
        assert!(
            matches!(outcome, Err(Error::Bomb { .. })),
            "{name}: {outcome:?}"
        );
        assert_eq!(ids(&all), [0], "what stands before it was given");
    }

    // Two entries over the same bytes.
    let mut zip = zip_of(&[
        ("a_tweets.csv", rows(3).as_bytes()),
        ("b_tweets.csv", rows(3).as_bytes()),
    ]);
    let directory = zip
        .windows(4)
        .rposition(|window| window == b"PK\x01\x02")
        .unwrap();
    zip[directory + 42..directory + 46].fill(0);
    let path = folder.file("overlap.zip", zip);
    assert_eq!(
        look(&[&path])[0]
            .refusal
            .as_ref()
            .map(|refusal| refusal.word),
        Some("bomb")
    );
}

#[test]
fn a_size_that_is_not_what_was_declared_is_damage() {
    let folder = Folder::new();
    let mut zip = zip_of(&[("x_tweets.csv", rows(3000).as_bytes())]);
    let directory = zip
        .windows(4)
        .rposition(|window| window == b"PK\x01\x02")
        .unwrap();
    // It is said to inflate to 5,000 bytes.
    zip[directory + 24..directory + 28].copy_from_slice(&5000u32.to_le_bytes());
    let path = folder.file("lies.zip", zip);
    let found = look(&[&path]);
    let refused = found[0].refusal.is_some() || found[0].members[0].refusal.is_some();
    let outcome = (!refused).then(|| read_from(&found[0].members[0], 0).1);
    assert!(
        refused || matches!(outcome, Some(Err(Error::Damaged { .. }))),
        "{outcome:?}"
    );
}

#[test]
fn names_that_climb_are_shown_flat_and_never_written() {
    let folder = Folder::new();
    let zip = zip_of(&[
        ("../../evil_tweets.csv", rows(2).as_bytes()),
        ("/abs_tweets.csv", rows(2).as_bytes()),
    ]);
    let path = folder.file("in/x.zip", zip);
    let found = look(&[&path]);
    let names: Vec<_> = found[0]
        .members
        .iter()
        .map(|member| (member.name.as_str(), member.notes.len()))
        .collect();
    assert_eq!(names, [("evil_tweets.csv", 1), ("abs_tweets.csv", 1)]);
    assert_eq!(read_from(&found[0].members[0], 0).0.tweets.len(), 2);
    let path = folder.file(
        "in/x.tar",
        tar_of(&[("../evil_tweets.csv", rows(2).as_bytes())]),
    );
    assert_eq!(member(&path).name, "evil_tweets.csv");
    let files: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(files, ["in"], "nothing was unpacked");
}

#[test]
fn folders_links_and_empty_files() {
    let folder = Folder::new();
    folder.file("set/x.csv/y_tweets.csv", rows(1));
    folder.file("set/empty.csv", "");
    folder.file("set/blank.csv", "\n\n  \n");
    folder.file("set/.DS_Store", "junk");
    folder.file("set/._y_tweets.csv", "junk");
    let outside = folder.file("outside_tweets.csv", rows(1));
    std::os::unix::fs::symlink(&outside, folder.path().join("set/link.csv")).unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("set/loop")).unwrap();
    let set = folder.path().join("set");
    let found = look(&[&set, &set.join("x.csv/y_tweets.csv")]);
    let shown: Vec<_> = found
        .iter()
        .map(|file| {
            let member = file.members.first();
            let refusal = file
                .refusal
                .as_ref()
                .or(member.and_then(|member| member.refusal.as_ref()));
            (
                file.path.strip_prefix(&set).unwrap().to_str().unwrap(),
                refusal.map(|refusal| refusal.word),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("blank.csv", Some("empty")),
            ("empty.csv", Some("empty")),
            ("link.csv", Some("link")),
            ("loop", Some("link")),
            ("x.csv/y_tweets.csv", None),
        ]
    );
    // A link that the user names is followed.
    assert_eq!(
        look(&[&set.join("link.csv")])[0].members[0].kind,
        MemberKind::Tweets
    );
    let missing = look(&[&folder.path().join("none.csv")]);
    assert_eq!(
        missing[0].refusal.as_ref().map(|refusal| refusal.word),
        Some("unreadable")
    );
}

#[test]
fn a_layout_that_is_not_known_says_what_there_is_and_what_was_looked_for() {
    let folder = Folder::new();
    let refusal = |name: &str, content: &[u8]| member(&folder.file(name, content)).refusal.unwrap();
    let found = refusal(
        "a.csv",
        b"tweetid,tweet_text,tweet_time,like_count\n1,a,b,0\n",
    );
    assert_eq!(found.word, "unknown-layout");
    assert!(
        found
            .text
            .contains("it has the columns `tweetid`, `tweet_text`, `tweet_time`, `like_count`"),
        "{}",
        found.text
    );
    assert!(
        found
            .text
            .contains("the nearest layout is the archive's tweets"),
        "{}",
        found.text
    );
    assert!(found.text.contains("`userid`"), "{}", found.text);
    assert_eq!(refusal("b.json", b"{\"a\": 1}").word, "unknown-layout");
    assert_eq!(refusal("c.json", b"[]").word, "empty");
    assert_eq!(refusal("d.csv", b"\xff\xfet\0w\0e\0").word, "encoding");
    assert_eq!(refusal("e.csv", b"\x80\x81\x82,\x83\n").word, "encoding");
    assert_eq!(
        look(&[&folder.file("f.7z", b"7z\xbc\xaf\x27\x1c....")])[0]
            .refusal
            .as_ref()
            .unwrap()
            .word,
        "packing"
    );
    let control = refusal("g.csv", b"a\x07b,c\n1,2\n");
    assert!(
        !control.text.contains('\x07'),
        "a strange file's words are shown without control characters"
    );
}

#[test]
fn broken_json_costs_only_itself() {
    let folder = Folder::new();
    let good = |id: u64| {
        format!("{{\"tweetid\": \"{id}\", \"userid\": \"12345678\", \"tweet_text\": \"t {{x}}\"}}")
    };
    let lines = format!(
        "{}\n{{\"tweetid\": \"1\", \"userid\": \n{}\n{{\"tweetid\": \"2\", \"userid\": \"x\ny\"}}\n{}\nnot json\n{}\n42\n{}",
        good(ID),
        good(ID + 1),
        good(ID + 2),
        good(ID + 3),
        good(ID + 4)
    );
    let all = folder.read("x_tweets.jsonl", lines);
    assert_eq!(ids(&all), [0, 1, 2, 3, 4]);
    let words: Vec<_> = all
        .problems
        .iter()
        .map(|problem| (problem.place.line, problem.reason.word()))
        .collect();
    assert_eq!(
        words,
        [
            (2, "broken-json"),
            (4, "broken-json"),
            (7, "broken-json"),
            (9, "not-a-row")
        ]
    );

    let array = format!(
        "[{},\n {{\"tweetid\": \"1\", \"userid\" \"2\"}},\n {}, {}, {{\"tweetid\": \"9",
        good(ID),
        good(ID + 1),
        good(ID + 2)
    );
    let all = folder.read("y_tweets.json", array);
    assert_eq!(ids(&all), [0, 1, 2]);
    assert_eq!(all.problems.len(), 2, "{:?}", all.problems);

    let mut bytes = good(ID).into_bytes();
    bytes.push(b'\n');
    bytes.extend_from_slice(b"{\"tweetid\": \"5\", \"userid\": \"\xff\"}\n");
    bytes.extend_from_slice(good(ID + 1).as_bytes());
    let all = folder.read("z_tweets.jsonl", bytes);
    assert_eq!(
        (ids(&all), all.problems[0].reason.word()),
        (vec![0, 1], "broken-utf8")
    );
}

#[test]
fn an_endless_object_is_refused_in_bounded_memory() {
    let folder = Folder::new();
    let path = folder.file(
        "x_tweets.jsonl",
        format!("{{\"tweetid\": \"{ID}\", \"userid\": \"12345678\"}}\n{{\"tweetid\": \""),
    );
    let mut file = std::fs::OpenOptions::new()
        .append(true)
        .open(&path)
        .unwrap();
    let megabyte = vec![b'x'; 1 << 20];
    for _ in 0..100 {
        file.write_all(&megabyte).unwrap();
    }
    file.write_all(
        format!(
            "\"}}\n{{\"tweetid\": \"{}\", \"userid\": \"12345678\"}}\n",
            ID + 1
        )
        .as_bytes(),
    )
    .unwrap();
    let all = crate::support::read_all(&path);
    assert_eq!(
        (ids(&all), all.problems[0].reason.word()),
        (vec![0, 1], "oversize")
    );
}

#[test]
fn reading_stops_when_asked() {
    let folder = Folder::new();
    let found = member(&folder.file("x_tweets.csv", rows(5000)));
    let cancel = Cancel::new();
    let mut seen = 0;
    let outcome = read(&found, 0, &cancel, &mut |batch| {
        seen += batch.records.len();
        cancel.set();
        ControlFlow::Continue(())
    });
    assert!(
        matches!(outcome, Err(Error::Cancelled)) || seen <= 5000,
        "{outcome:?}"
    );
    let mut batches = 0;
    let summary = read(&found, 0, &Cancel::new(), &mut |_| {
        batches += 1;
        ControlFlow::Break(())
    })
    .unwrap();
    assert!(summary.stopped);
    assert_eq!((batches, summary.rows), (1, 512));
    let cancelled = Cancel::new();
    cancelled.set();
    assert!(matches!(
        read(&found, 0, &cancelled, &mut |_| ControlFlow::Continue(())),
        Err(Error::Cancelled)
    ));
}

#[test]
fn a_dry_run_counts_and_tells_the_tier() {
    let folder = Folder::new();
    let hash = "7WTYPcAGruW7ZtKtLorAsQoBkPdRwCt0vtm6931MVE=";
    let other = "L0KNstd0TIoRFvRi3V019doV0bqSCl0EdU1pFAa7T4=";
    let mut content = HEADER.to_owned();
    for id in 0..10 {
        let leaking =
            row(ID + id, &format!("@{other} hi")).replace("\"12345678\"", &format!("\"{hash}\""));
        content.push_str(&leaking.replace("\"[]\"\n", "\"['2948609403']\"\n"));
    }
    content.push_str("\"1\",\"2\"\n");
    let path = folder.file("china_082019_2_tweets_csv_hashed.csv", content);
    let found = dry_run(
        &[path],
        Catalogue::shipped(),
        &Progress::none(),
        &Cancel::new(),
    )
    .unwrap();
    let tally = found[0].members[0].tally.as_ref().unwrap();
    assert_eq!((tally.rows, tally.tweets, tally.rejected), (11, 10, 1));
    assert_eq!(tally.rejected_by.get("field-count"), Some(&1));
    assert_eq!(tally.examples[0].raw_text(), "\"1\",\"2\"");
    assert_eq!(tally.tier.tier, Tier::Leaking);
    assert_eq!(tally.tier.counts.leaks, 10);
}

#[test]
fn a_file_that_was_exchanged_is_noticed() {
    let folder = Folder::new();
    let found = member(&folder.file("x.zip", zip_of(&[("a_tweets.csv", rows(2).as_bytes())])));
    assert!(matches!(&found.inside[..], [Inside::Zip { index: 0, .. }]));
    folder.file("x.zip", zip_of(&[("b_tweets.csv", rows(2).as_bytes())]));
    assert!(matches!(read_from(&found, 0).1, Err(Error::Changed { .. })));
    std::fs::remove_file(&found.file).unwrap();
    assert!(matches!(
        read_from(&found, 0).1,
        Err(Error::Unreadable { .. })
    ));
}

#[test]
fn progress_is_in_bytes_of_the_file() {
    let folder = Folder::new();
    let found = member(&folder.file(
        "x_tweets.zip",
        zip_of(&[("x_tweets.csv", rows(20_000).as_bytes())]),
    ));
    let mut last = 0;
    read(&found, 0, &Cancel::new(), &mut |batch| {
        assert!(batch.bytes_read >= last && batch.bytes_read <= batch.bytes_total);
        assert!(
            batch
                .records
                .iter()
                .all(|numbered| matches!(numbered.record, Record::Tweet(_)))
        );
        last = batch.bytes_read;
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(last, found.packed_bytes, "all of it was read");
}

#[test]
fn a_stray_quote_is_kept_as_it_stands() {
    let folder = Folder::new();
    let content = format!(
        "{HEADER}{}",
        row(ID, "said HI there").replace("HI", "\"hi\"")
    );
    let all = folder.read("x_tweets.csv", content);
    assert_eq!(all.tweets[0].text, "said hi\" there\"");
    let oddity = &all.tweets[0].oddities[0];
    assert_eq!(
        (oddity.column, oddity.raw.as_str()),
        ("tweet_text", "\"said \"hi\" there\"")
    );
}
