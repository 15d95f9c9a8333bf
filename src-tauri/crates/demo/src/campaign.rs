//! Lays the sets into files: parts, years, zips, users files, pictures, and the list of what was planted.

use crate::dice::Dice;
use crate::error::{Error, Result};
use crate::plot::{Form, Layout, PLANS, Plan};
use crate::rhythm::{DAY_MS, civil};
use crate::sheet::{tweet_row, tweets_header, users_header};
use crate::speech::{Tongue, tongues};
use crate::tweet::{Draft, Scene};
use crate::{Kind, LEAST_TWEETS, Order, Summary, Written, picture};
use starling_model::{Cancel, Progress, Stage, Step};
use std::fs::File;
use std::io::{BufWriter, Seek, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use zip::write::SimpleFileOptions;

/// Rows that are made at once by one thread: about a megabyte.
const CHUNK: u64 = 2_048;
/// Rows in one part of a set that is split.
const PART: u64 = 4_000_000;
/// Pictures in one zip.
const PICTURES: usize = 500;

/// Where the job stands, over all files.
struct Told<'a> {
    progress: &'a Progress,
    cancel: &'a Cancel,
    rows: u64,
    total: u64,
}

impl Told<'_> {
    fn say(&self, subject: &str) -> Result<()> {
        self.progress.say(Step {
            stage: Stage::Generating,
            subject: subject.to_owned(),
            done: self.rows,
            total: Some(self.total),
            unit: "rows",
            rows: self.rows,
            rejected: 0,
        });
        Ok(self.cancel.check()?)
    }
}

pub(crate) fn write(order: &Order, progress: &Progress, cancel: &Cancel) -> Result<Summary> {
    if order.tweets < LEAST_TWEETS {
        return Err(Error::TooFew {
            asked: order.tweets,
            least: LEAST_TWEETS,
        });
    }
    make_empty(&order.out)?;
    let tongues = tongues();
    let scenes = scenes(order, &tongues);
    let mut told = Told {
        progress,
        cancel,
        rows: 0,
        total: order.tweets,
    };
    let mut summary = Summary::default();
    for scene in &scenes {
        users(&order.out, scene, &mut summary)?;
        tweets(&order.out, scene, &mut told, &mut summary)?;
    }
    if order.media {
        for scene in &scenes {
            pictures(&order.out, order.seed, scene, &told, &mut summary)?;
        }
    }
    let planted = order.out.join("planted.json");
    let mut file = create(&planted)?;
    file.write_all(planted_json(order, &scenes).as_bytes())
        .map_err(Error::writing(&planted))?;
    let groups = scenes
        .iter()
        .map(|scene| scene.plot.groups.len() as u64)
        .sum();
    summary.groups = groups;
    finish(file, planted, Kind::Planted, groups, &mut summary)?;
    Ok(summary)
}

pub(crate) fn write_tables(
    order: &Order,
    parts: u64,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Summary> {
    make_empty(&order.out)?;
    let tongues = tongues();
    let scene = Scene::new(order.seed, &PLANS[0], order.tweets, 0, &tongues);
    let mut told = Told {
        progress,
        cancel,
        rows: 0,
        total: order.tweets,
    };
    let mut summary = Summary::default();
    in_parts(&order.out, &scene, parts, &mut told, &mut summary)?;
    Ok(summary)
}

fn scenes<'a>(order: &Order, tongues: &'a [Tongue]) -> Vec<Scene<'a>> {
    let mut left = order.tweets;
    let mut scenes = Vec::new();
    for plan in PLANS.iter().rev() {
        let share = if plan.number == 0 {
            left
        } else {
            order.tweets * plan.percent / 100
        };
        left -= share;
        scenes.push(Scene::new(
            order.seed,
            plan,
            share,
            (share / 40).clamp(6, 750),
            tongues,
        ));
    }
    scenes.reverse();
    scenes
}

fn users(out: &Path, scene: &Scene<'_>, summary: &mut Summary) -> Result<()> {
    let Plan { name, .. } = scene.plan;
    let suffix = scene.plan.suffix();
    let path = out.join(format!("{name}_users_csv_{suffix}.csv"));
    let mut file = create(&path)?;
    let mut write = |bytes: &[u8]| file.write_all(bytes).map_err(Error::writing(&path));
    write(&users_header())?;
    for account in &scene.cast.accounts {
        write(account.last_profile())?;
        write(b"\n")?;
    }
    let accounts = scene.cast.accounts.len() as u64;
    summary.accounts += accounts;
    finish(file, path, Kind::Users, accounts, summary)
}

fn tweets(out: &Path, scene: &Scene<'_>, told: &mut Told<'_>, summary: &mut Summary) -> Result<()> {
    let name = scene.plan.name;
    let suffix = scene.plan.suffix();
    let stem = format!("{name}_tweets_csv_{suffix}");
    match scene.plan.layout {
        Layout::Single => csv(
            out.join(stem + ".csv"),
            scene,
            0..scene.tweets,
            told,
            summary,
        ),
        Layout::Parts => in_parts(
            out,
            scene,
            scene.tweets.div_ceil(PART).max(2),
            told,
            summary,
        ),
        Layout::Years => {
            let mut from = 0;
            let last_year = year_of(scene, scene.tweets - 1);
            for year in year_of(scene, 0)..=last_year {
                let until = if year == last_year {
                    scene.tweets
                } else {
                    first_of_year(scene, year + 1)
                };
                csv(
                    out.join(format!("{stem}_{year}.csv")),
                    scene,
                    from..until,
                    told,
                    summary,
                )?;
                from = until;
            }
            Ok(())
        }
        Layout::Zipped => {
            let path = out.join(format!("{stem}.zip"));
            let mut zip = zip::ZipWriter::new(create(&path)?);
            let options = SimpleFileOptions::default()
                .compression_method(zip::CompressionMethod::Deflated)
                .compression_level(Some(1))
                .large_file(scene.tweets > 2_000_000)
                .last_modified_time(dated());
            let member = format!("demo_c_linked_tweets_csv_{suffix}.csv");
            zip.start_file(member, options)
                .map_err(Error::zipping(&path))?;
            rows(&mut zip, &path, scene, 0..scene.tweets, told)?;
            // What a Mac leaves in a zip, and no reader may take for a table.
            let stored = options
                .compression_method(zip::CompressionMethod::Stored)
                .compression_level(None)
                .large_file(false);
            zip.start_file(
                format!("__MACOSX/._demo_c_linked_tweets_csv_{suffix}.csv"),
                stored,
            )
            .map_err(Error::zipping(&path))?;
            zip.write_all(&[0, 5, 22, 7])
                .map_err(Error::writing(&path))?;
            let file = zip.finish().map_err(Error::zipping(&path))?;
            summary.tweets += scene.tweets;
            finish(file, path, Kind::Tweets, scene.tweets, summary)
        }
    }
}

fn in_parts(
    out: &Path,
    scene: &Scene<'_>,
    parts: u64,
    told: &mut Told<'_>,
    summary: &mut Summary,
) -> Result<()> {
    let (name, suffix) = (scene.plan.name, scene.plan.suffix());
    for part in 0..parts {
        let range = scene.tweets * part / parts..scene.tweets * (part + 1) / parts;
        let path = out.join(format!("{name}_tweets_csv_{suffix}_{}.csv", part + 1));
        csv(path, scene, range, told, summary)?;
    }
    Ok(())
}

fn csv(
    path: PathBuf,
    scene: &Scene<'_>,
    range: Range<u64>,
    told: &mut Told<'_>,
    summary: &mut Summary,
) -> Result<()> {
    let mut file = create(&path)?;
    let n_rows = range.end - range.start;
    rows(&mut file, &path, scene, range, told)?;
    summary.tweets += n_rows;
    finish(file, path, Kind::Tweets, n_rows, summary)
}

/// Writes the header and the tweets of a range, made by as many threads as there are cores and joined in order.
fn rows(
    file: &mut impl Write,
    path: &Path,
    scene: &Scene<'_>,
    range: Range<u64>,
    told: &mut Told<'_>,
) -> Result<()> {
    let form = scene.plan.form;
    let subject = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    file.write_all(&tweets_header(form))
        .map_err(Error::writing(path))?;
    let n_chunks = (range.end - range.start).div_ceil(CHUNK);
    let n_threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(8)) as u64;
    std::thread::scope(|scope| {
        let made: Vec<_> = (0..n_threads.min(n_chunks))
            .map(|thread| {
                // One chunk waits while the next is made; more would only take memory.
                let (send, receive) = sync_channel(1);
                let range = range.clone();
                scope.spawn(move || {
                    let mut draft = Draft::default();
                    for chunk in (thread..n_chunks).step_by(n_threads as usize) {
                        let from = range.start + chunk * CHUNK;
                        let rows =
                            chunk_rows(scene, from..(from + CHUNK).min(range.end), &mut draft);
                        if send.send(rows).is_err() {
                            // Whoever wrote them has stopped.
                            return;
                        }
                    }
                });
                receive
            })
            .collect();
        for chunk in 0..n_chunks {
            told.say(&subject)?;
            let rows = made[(chunk % n_threads) as usize]
                .recv()
                .expect("BUG: each thread makes every chunk that is its turn");
            file.write_all(&rows).map_err(Error::writing(path))?;
            told.rows += CHUNK.min(range.end - range.start - chunk * CHUNK);
        }
        told.say(&subject)
    })
}

fn chunk_rows(scene: &Scene<'_>, range: Range<u64>, draft: &mut Draft) -> Vec<u8> {
    let mut rows = Vec::with_capacity(600 * CHUNK as usize);
    let len = range.end - range.start;
    for nth in 0..len {
        // The releases of 2018 and 2021 are in no order; 769 is prime and no factor of a chunk.
        let nth = match scene.plan.form {
            Form::Full => nth,
            Form::First | Form::Late if !len.is_multiple_of(769) => nth * 769 % len,
            Form::First | Form::Late => len - 1 - nth,
        };
        scene.compose(range.start + nth, draft);
        let author = &scene.cast.accounts[draft.author];
        tweet_row(&mut rows, draft, author.profile(draft.at), scene.plan.form);
    }
    rows
}

fn year_of(scene: &Scene<'_>, number: u64) -> i64 {
    civil(scene.moment(number).div_euclid(DAY_MS)).0
}

/// The number of the first tweet of a year.
fn first_of_year(scene: &Scene<'_>, year: i64) -> u64 {
    let (mut low, mut high) = (0, scene.tweets);
    while low < high {
        let middle = low + (high - low) / 2;
        if year_of(scene, middle) < year {
            low = middle + 1
        } else {
            high = middle
        }
    }
    low
}

fn pictures(
    out: &Path,
    seed: u64,
    scene: &Scene<'_>,
    told: &Told<'_>,
    summary: &mut Summary,
) -> Result<()> {
    let Plan { name, .. } = scene.plan;
    let suffix = scene.plan.suffix();
    let folder = out.join(format!("{name}_tweet_media_{suffix}"));
    std::fs::create_dir(&folder).map_err(Error::writing(&folder))?;
    let stored = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored)
        .last_modified_time(dated());
    let pictured: Vec<_> = scene.pictured().collect();
    for (nth, pictured) in pictured.chunks(PICTURES).enumerate() {
        let top = format!("{name}_{suffix}_{:03}", nth + 1);
        let path = folder.join(format!("{top}.zip"));
        told.say(&top)?;
        let mut zip = zip::ZipWriter::new(create(&path)?);
        let mut n_files = 0;
        for &(tweet, account, number) in pictured {
            let mut dice = Dice::new(seed ^ scene.plan.number, 0x4d45, number);
            // Now and then a tweet has several.
            for _ in 0..if dice.permille(150) {
                2 + dice.below(3)
            } else {
                1
            } {
                let key: String = (0..15).map(|_| dice.pick(MEDIA_KEY) as char).collect();
                zip.start_file(format!("{top}/{account}/images/{tweet}-{key}.png"), stored)
                    .map_err(Error::zipping(&path))?;
                let file = picture::png(seed ^ scene.plan.number, dice.bits())?;
                zip.write_all(&file).map_err(Error::writing(&path))?;
                n_files += 1;
            }
        }
        let file = zip.finish().map_err(Error::zipping(&path))?;
        summary.media += n_files;
        finish(file, path, Kind::Media, n_files, summary)?;
    }
    Ok(())
}

/// Media keys are base64 for URLs.
const MEDIA_KEY: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What was planted, so that a search for coordination can be judged by it.
fn planted_json(order: &Order, scenes: &[Scene<'_>]) -> String {
    let mut json = format!(
        "{{\n  \"seed\": {},\n  \"tweets\": {},\n  \"groups\": [",
        order.seed, order.tweets
    );
    let mut nth_group = 0;
    for scene in scenes {
        for (nth, group) in scene.plot.groups.iter().enumerate() {
            // Ids hold nothing that JSON escapes: digits, letters, `+` and `=`.
            let members: Vec<String> = group
                .members
                .iter()
                .map(|&member| format!("\"{}\"", scene.cast.accounts[member].id))
                .collect();
            json.push_str(if nth_group == 0 { "\n" } else { ",\n" });
            nth_group += 1;
            let longest = group.scheme.gap().div_ceil(1_000) * group.members.len() as u64;
            json.push_str(&format!(
                "    {{\"id\": {nth_group}, \"dataset\": \"{}\", \"kind\": \"{}\", \"events\": {}, \"gap_seconds\": {}, \
                 \"event_seconds\": {longest}, \"members\": [{}]}}",
                scene.plan.name,
                group.scheme.word(),
                scene.plot.events_of(nth),
                group.scheme.gap().div_ceil(1_000),
                members.join(", "),
            ));
        }
    }
    json.push_str("\n  ]\n}\n");
    json
}

/// The date of every zip member: a clock would make the bytes differ.
fn dated() -> zip::DateTime {
    zip::DateTime::from_date_and_time(2021, 12, 2, 12, 0, 0).expect("BUG: a date that exists")
}

fn make_empty(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(Error::writing(folder))?;
    let mut entries = std::fs::read_dir(folder).map_err(Error::writing(folder))?;
    if entries.next().is_some() {
        return Err(Error::NotEmpty(folder.to_owned()));
    }
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the demo's files hold nothing of a vault"
)]
fn create(path: &Path) -> Result<BufWriter<File>> {
    let file = File::create_new(path).map_err(Error::writing(path))?;
    Ok(BufWriter::with_capacity(1 << 20, file))
}

/// Ends a file and enters it into the summary.
fn finish(
    mut file: BufWriter<File>,
    path: PathBuf,
    kind: Kind,
    rows: u64,
    summary: &mut Summary,
) -> Result<()> {
    file.flush().map_err(Error::writing(&path))?;
    let bytes = file
        .get_mut()
        .stream_position()
        .map_err(Error::writing(&path))?;
    summary.bytes += bytes;
    summary.files.push(Written {
        path,
        kind,
        rows,
        bytes,
    });
    Ok(())
}
