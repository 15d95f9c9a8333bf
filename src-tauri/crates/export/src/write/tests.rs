//! Files are whole and logged, or not there at all.

use super::*;
use crate::{Covering, Escapes, Kind, partial_name, verify};
use starling_audit::{LogKey, Verifier};
use starling_model::TweetId;
use std::path::PathBuf;

struct Signing(LogKey);

impl Signer for Signing {
    fn sign(&self, text: &str) -> String {
        self.0.signature(text)
    }

    fn verifier(&self) -> Verifier {
        self.0.verifier()
    }
}

fn columns() -> Vec<Column> {
    [
        ("tweetid", Kind::Text),
        ("tweet_text", Kind::Text),
        ("like_count", Kind::Integer),
        ("is_retweet", Kind::Boolean),
        ("hashtags", Kind::List),
    ]
    .map(|(name, kind)| Column {
        name: name.to_owned(),
        kind,
        meaning: "as it says",
    })
    .to_vec()
}

fn rows(text: &str, n: u64) -> Vec<Vec<Cell>> {
    (0..n)
        .map(|id| {
            vec![
                Cell::Tweet(TweetId(1_000_000_000_000_000_000 + id)),
                Cell::text(text),
                Cell::count((id % 3 > 0).then_some(id as i64)),
                Cell::Boolean(id % 2 == 0),
                Cell::List(vec!["a'b".into(), "\"q\", x".into()]),
            ]
        })
        .collect()
}

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.0.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn write(
        &self,
        name: &str,
        (form, wrapping): (Form, Wrapping),
        rows: &[Vec<Cell>],
        protected: &Protected,
        seal_to: &[String],
        log: &mut dyn FnMut(&Written) -> Result<()>,
    ) -> Result<Written> {
        let target = self.file(name);
        let partial = partial_name(&target, "0011223344556677");
        let covering = Covering {
            name: "starling-export-1".into(),
            title: "Rows".into(),
            agreement: "plain words\n".into(),
            countersign: "I accept\n".into(),
            made: "2023-03-01T12:00:00Z".into(),
            datasets: vec!["ira".into()],
            ..Covering::default()
        };
        let manifest = json!({
            "ledger": 1,
            "decision": "00",
            "wrapping": if wrapping == Wrapping::Package { "package" } else { "bare" },
        });
        let signer = Signing(LogKey::from_seed("starling/test", &[5; 32]));
        let order = Order {
            target: &target,
            partial: &partial,
            wrapping,
            seal_to,
            covering: &covering,
            manifest: &manifest,
            signer: &signer,
            protected,
        };
        let columns = columns();
        let mut each =
            |take: &mut dyn FnMut(&[Cell]) -> Result<()>| rows.iter().try_for_each(|row| take(row));
        let each: &mut Rows<'_> = &mut each;
        put(
            &order,
            Content::Table {
                form,
                columns: &columns,
                rows: each,
            },
            log,
        )
    }
}

#[test]
fn rows_leave_as_each_form_writes_them() {
    let place = Place::new();
    let rows = rows("=1+1, \"quoted\"\nline", 2);
    for (form, wanted) in [
        (
            Form::Csv,
            "tweetid,tweet_text,like_count,is_retweet,hashtags\r\n\
             1000000000000000000,\"'=1+1, \"\"quoted\"\"\nline\",,True,\"[\"\"a'b\"\", '\"\"q\"\", x']\"\r\n\
             1000000000000000001,\"'=1+1, \"\"quoted\"\"\nline\",1,False,\"[\"\"a'b\"\", '\"\"q\"\", x']\"\r\n",
        ),
        (
            Form::JsonLines,
            "{\"tweetid\":\"1000000000000000000\",\"tweet_text\":\"=1+1, \\\"quoted\\\"\\nline\",\"like_count\":null,\"is_retweet\":true,\"hashtags\":[\"a'b\",\"\\\"q\\\", x\"]}\n\
             {\"tweetid\":\"1000000000000000001\",\"tweet_text\":\"=1+1, \\\"quoted\\\"\\nline\",\"like_count\":1,\"is_retweet\":false,\"hashtags\":[\"a'b\",\"\\\"q\\\", x\"]}\n",
        ),
        (Form::Ids, "1000000000000000000\n1000000000000000001\n"),
    ] {
        let name = form.extension();
        place
            .write(
                name,
                (form, Wrapping::Bare),
                &rows,
                &Protected::none(),
                &[],
                &mut |_| Ok(()),
            )
            .unwrap();
        assert_eq!(std::fs::read_to_string(place.file(name)).unwrap(), wanted);
        assert_eq!(
            verify(&place.file(name)).unwrap().problems,
            Vec::<String>::new()
        );
    }
}

#[test]
fn no_entry_no_file_and_nothing_is_left() {
    let place = Place::new();
    for wrapping in [Wrapping::Bare, Wrapping::Package] {
        let refused = place.write(
            "out",
            (Form::Csv, wrapping),
            &rows("x", 3),
            &Protected::none(),
            &[],
            &mut |_| Err(Error::Log("no".into())),
        );
        assert!(refused.is_err());
        assert_eq!(place.names(), Vec::<String>::new());
    }
}

#[test]
fn a_protected_name_stops_every_form_and_nothing_is_left() {
    let place = Place::new();
    let mut protected = Protected::none();
    protected.name("Anna_K1");
    for form in [Form::Csv, Form::JsonLines, Form::Parquet] {
        for text in [
            "hi @anna_k1",
            "x\nANNA_K1",
            "ａｎｎａ＿ｋ１",
            "an\u{200b}na_k1",
        ] {
            let mut all = rows("harmless", 2_000);
            all[1_500][1] = Cell::text(text);
            let stopped = place.write(
                "out",
                (form, Wrapping::Bare),
                &all,
                &protected,
                &[],
                &mut |_| panic!("nothing is logged"),
            );
            assert!(
                matches!(stopped, Err(Error::Protected { hits: 1 })),
                "{form:?} {text}"
            );
            assert_eq!(place.names(), Vec::<String>::new());
        }
    }
    let mut listed = rows("harmless", 1);
    listed[0][4] = Cell::List(vec!["olga".into(), "Anna_K1".into()]);
    for form in [Form::Csv, Form::JsonLines, Form::Parquet] {
        let wrapping = (form, Wrapping::Bare);
        let stopped = place.write("out", wrapping, &listed, &protected, &[], &mut |_| Ok(()));
        assert!(matches!(stopped, Err(Error::Protected { .. })), "{form:?}");
    }
}

#[test]
fn a_package_is_whole_and_any_flipped_byte_of_it_or_its_manifest_is_noticed() {
    let place = Place::new();
    let written = place
        .write(
            "out.zip",
            (Form::Csv, Wrapping::Package),
            &rows("x", 4),
            &Protected::none(),
            &[],
            &mut |_| Ok(()),
        )
        .unwrap();
    let package = place.file("out.zip");
    let checked = verify(&package).unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
    assert!(checked.files >= 10, "{}", checked.files);
    let flip = |path: &Path, step: usize| {
        let whole = std::fs::read(path).unwrap();
        for at in (0..whole.len()).step_by(step) {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            #[expect(clippy::disallowed_methods, reason = "the test flips a byte")]
            std::fs::write(path, &bytes).unwrap();
            let checked = verify(&package);
            let noticed = checked.map_or(true, |checked| !checked.problems.is_empty());
            assert!(noticed, "byte {at} of {} goes unnoticed", path.display());
        }
        #[expect(clippy::disallowed_methods, reason = "the test puts it back")]
        std::fs::write(path, &whole).unwrap();
    };
    flip(&package, 7);
    flip(&written.manifest, 3);
    assert_eq!(verify(&package).unwrap().problems, Vec::<String>::new());
}

#[test]
fn a_changed_file_inside_an_unpacked_package_is_named() {
    let place = Place::new();
    place
        .write(
            "out.zip",
            (Form::JsonLines, Wrapping::Package),
            &rows("x", 4),
            &Protected::none(),
            &[],
            &mut |_| Ok(()),
        )
        .unwrap();
    let folder = place.file("unpacked");
    let file = std::fs::File::open(place.file("out.zip")).unwrap();
    zip::ZipArchive::new(file)
        .unwrap()
        .extract(&folder)
        .unwrap();
    let bag = folder.join("starling-export-1");
    assert_eq!(verify(&bag).unwrap().problems, Vec::<String>::new());
    for name in [
        "data/rows.jsonl",
        "data/datapackage.json",
        "AGREEMENT.txt",
        "COUNTERSIGN.txt",
        "dua-manifest.json",
        "ro-crate-metadata.json",
        "bag-info.txt",
        "bagit.txt",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
    ] {
        let path = bag.join(name);
        let whole = std::fs::read(&path).unwrap();
        let mut bytes = whole.clone();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        #[expect(clippy::disallowed_methods, reason = "the test flips a byte")]
        std::fs::write(&path, &bytes).unwrap();
        let problems = verify(&bag).unwrap().problems;
        assert!(
            problems.iter().any(|problem| problem.contains(name)),
            "{name}: {problems:?}"
        );
        #[expect(clippy::disallowed_methods, reason = "the test puts it back")]
        std::fs::write(&path, &whole).unwrap();
    }
}

#[test]
fn a_sealed_package_is_opened_by_its_recipient_and_shows_nothing() {
    let place = Place::new();
    let identity = age::x25519::Identity::generate();
    let key = identity.to_public().to_string();
    place
        .write(
            "out.age",
            (Form::Csv, Wrapping::Package),
            &rows("the secret words", 50),
            &Protected::none(),
            &[key],
            &mut |_| Ok(()),
        )
        .unwrap();
    let sealed = std::fs::read(place.file("out.age")).unwrap();
    assert!(!sealed.windows(6).any(|window| window == b"secret"));
    let checked = verify(&place.file("out.age")).unwrap();
    assert!(checked.sealed && checked.problems.is_empty(), "{checked:?}");
    let plain = age::decrypt(&identity, &sealed).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(plain)).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(
        &mut zip.by_name("starling-export-1/data/rows.csv").unwrap(),
        &mut text,
    )
    .unwrap();
    assert_eq!(text.matches("the secret words").count(), 50);
    assert!(matches!(
        crate::recipients(&["age1nonsense".into()]),
        Err(Error::AgeRecipient(_))
    ));
    let _ = Escapes::None;
}

#[test]
fn the_same_rows_have_the_same_digest_again() {
    let place = Place::new();
    for form in [Form::Csv, Form::JsonLines, Form::Parquet] {
        let rows = rows("x", 9_000);
        let name = form.extension();
        let written = place
            .write(
                name,
                (form, Wrapping::Bare),
                &rows,
                &Protected::none(),
                &[],
                &mut |_| Ok(()),
            )
            .unwrap();
        let columns = columns();
        let mut each =
            |take: &mut dyn FnMut(&[Cell]) -> Result<()>| rows.iter().try_for_each(|row| take(row));
        let each: &mut Rows<'_> = &mut each;
        let again = payload_again(
            Content::Table {
                form,
                columns: &columns,
                rows: each,
            },
            &Protected::none(),
        );
        assert_eq!(again.unwrap(), written.payload, "{form:?}");
    }
}
