//! One tweet as a function of the seed and its number.
//!
//! A retweet or an answer may name an earlier tweet of the same set: that tweet is then made once more
//! from its own number, so nothing has to be kept.

use crate::cast::{Cast, base64_hash, short_code, write_client};
use crate::dice::Dice;
use crate::plot::{Cue, Form, Plan, Plot, Scheme};
use crate::rhythm::{HOUR_MS, Rhythm, snowflake};
use crate::sheet::List;
use crate::speech::{EMOJI, ENGLISH, Tongue, push_number};

// What a stream of random numbers is for.
const HEAD: u64 = 0x4845;
const BODY: u64 = 0x424f;
const REST: u64 = 0x5245;
const EVENT: u64 = 0x4554;
const HOST: u64 = 0x484f;
const OUTSIDE: u64 = 0x4f57;

/// A tweet's fields, in buffers that are used again.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub id: u64,
    pub at: i64,
    pub author: usize,
    pub language: &'static str,
    pub text: String,
    pub client: String,
    pub answered_account: String,
    pub answered_tweet: u64,
    pub quoted_tweet: u64,
    pub retweeted_account: String,
    pub retweeted_tweet: u64,
    pub latitude: String,
    pub longitude: String,
    /// Quotes, replies, likes, retweets.
    pub counts: [u64; 4],
    pub hashtags: List,
    pub urls: List,
    pub mentions: List,
    pub poll: List,
    spare: String,
}

impl Draft {
    fn clear(&mut self) {
        for text in [
            &mut self.text,
            &mut self.client,
            &mut self.answered_account,
            &mut self.retweeted_account,
            &mut self.latitude,
            &mut self.longitude,
        ] {
            text.clear();
        }
        for list in [
            &mut self.hashtags,
            &mut self.urls,
            &mut self.mentions,
            &mut self.poll,
        ] {
            list.clear();
        }
        (self.answered_tweet, self.quoted_tweet, self.retweeted_tweet) = (0, 0, 0);
        self.counts = [0; 4];
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Post,
    Answer,
    Quote,
    Retweet,
}

/// What is known of a tweet before its words are made.
#[derive(Debug, Clone, Copy)]
struct Head {
    id: u64,
    at: i64,
    author: usize,
    tongue: usize,
    act: Act,
    cue: Option<Cue>,
}

/// Somebody else's tweet.
#[derive(Debug, Clone, Copy)]
struct Outside {
    id: u64,
    at: i64,
    author: u64,
    tongue: usize,
    key: u64,
}

/// A set with all that its tweets are made from.
#[derive(Debug)]
pub(crate) struct Scene<'a> {
    pub plan: &'static Plan,
    pub tweets: u64,
    pub cast: Cast,
    pub plot: Plot,
    pub rhythm: Rhythm,
    tongues: &'a [Tongue],
    seed: u64,
    hosts: u64,
    /// Much-read tweets an hour and language that come from outside.
    outside_an_hour: u64,
    /// Every so many tweets there is a picture.
    picture_stride: u64,
}

impl<'a> Scene<'a> {
    /// Sets the scene for `tweets` tweets, of which at most `pictures` carry a picture.
    pub(crate) fn new(
        seed: u64,
        plan: &'static Plan,
        tweets: u64,
        pictures: u64,
        tongues: &'a [Tongue],
    ) -> Self {
        let cast = Cast::new(seed, plan, tweets, tongues);
        let rhythm = Rhythm::new(seed ^ plan.number, plan.start(), plan.days, plan.zone);
        Self {
            plan,
            tweets,
            plot: Plot::new(seed, plan.number, tweets, cast.founders),
            hosts: 120 + 6 * (tweets as f64).powf(0.45) as u64,
            outside_an_hour: 3 + tweets / rhythm.hours() / 12,
            picture_stride: (tweets / pictures.max(1)).max(1),
            cast,
            rhythm,
            tongues,
            seed: Dice::new(seed, 0x5345, plan.number).bits(),
        }
    }

    /// When about the tweet of that number is written.
    pub(crate) fn moment(&self, number: u64) -> i64 {
        self.rhythm.at(number as f64 / self.tweets as f64)
    }

    fn head(&self, number: u64) -> Head {
        let mut dice = Dice::new(self.seed, HEAD, number);
        if let Some(cue) = self.plot.cue(number) {
            return self.planted_head(number, cue);
        }
        let at = self
            .rhythm
            .at((number as f64 + dice.unit()) / self.tweets as f64);
        let author = self.author(&mut dice, at);
        let account = &self.cast.accounts[author];
        let tongue = account.tongues[usize::from(dice.permille(180))];
        let act = match dice.below(100) {
            0..=42 => Act::Retweet,
            43..=57 => Act::Answer,
            58..=62 => Act::Quote,
            _ => Act::Post,
        };
        // Tweets of one millisecond have neighbouring numbers; real ids mostly end in a small number as well.
        let low = self.plan.number << 20 | dice.below(128) << 12 | (number & 15);
        Head {
            id: snowflake(at, low),
            at,
            author,
            tongue,
            act,
            cue: None,
        }
    }

    fn planted_head(&self, number: u64, cue: Cue) -> Head {
        let scheme = self.plot.groups[cue.group].scheme;
        let mut at = self.moment(cue.first);
        let mut gaps = Dice::new(self.seed, EVENT, cue.event);
        for _ in 0..=cue.turn {
            at += 1 + gaps.below(scheme.gap()) as i64;
        }
        let tongue = self.cast.accounts[self.plot.groups[cue.group].members[0]].tongues[0];
        let act = if scheme == Scheme::FastRetweet {
            Act::Retweet
        } else {
            Act::Post
        };
        // The nineteenth bit sets planted tweets apart, and the event's number those of different events.
        let low = self.plan.number << 20 | 1 << 19 | (number & 127) << 12 | (cue.event & 4_095);
        Head {
            id: snowflake(at, low),
            at,
            author: cue.member,
            tongue,
            act,
            cue: Some(cue),
        }
    }

    fn author(&self, dice: &mut Dice, at: i64) -> usize {
        let accounts = &self.cast.accounts;
        // The loudest change from season to season.
        let season = (at - self.rhythm.start()) / (HOUR_MS * 24 * 60);
        for _ in 0..6 {
            let rank = if dice.permille(500) {
                dice.zipf(accounts.len() as u64) as usize
            } else {
                dice.index(accounts.len())
            };
            let author = (rank + season as usize * 7) % accounts.len();
            if accounts[author].created < at {
                return author;
            }
        }
        dice.index(self.cast.founders)
    }

    /// Makes the tweet of that number.
    pub(crate) fn compose(&self, number: u64, draft: &mut Draft) {
        draft.clear();
        let head = self.head(number);
        let mut dice = Dice::new(self.seed, REST, number);
        draft.id = head.id;
        draft.at = head.at;
        draft.author = head.author;
        draft.language = self.tongues[head.tongue].lexicon.code;
        let account = &self.cast.accounts[head.author];
        let client = account.clients[usize::from(dice.permille(200))];
        write_client(client, &self.tongues[ENGLISH], &mut draft.client);
        self.place(&mut dice, draft);
        match head.act {
            Act::Retweet => {
                self.retweet(number, &head, &mut dice, draft);
                return;
            }
            Act::Answer => self.answer(number, &head, &mut dice, draft),
            Act::Quote | Act::Post => {}
        }
        self.body(number, &head, draft);
        if head.act == Act::Quote {
            self.quote(number, &head, &mut dice, draft);
        }
        if self.has_picture(number, &head) {
            draft.text.push_str(" https://t.co/");
            draft.text.push_str(&short_code(&mut dice));
        }
        if head.act == Act::Post && dice.permille(4) && self.plan.form != Form::Late {
            for _ in 0..2 + dice.index(3) {
                let tongue = &self.tongues[head.tongue];
                draft
                    .poll
                    .push_with(|choice| tongue.word(&mut dice, choice));
            }
        }
        let reach = (dice.unit() * 7.0).exp2() as u64 * u64::from(dice.permille(600));
        draft.counts = [
            reach / 19,
            reach / 11 + u64::from(dice.permille(80)),
            reach,
            reach / 3,
        ];
    }

    fn place(&self, dice: &mut Dice, draft: &mut Draft) {
        match dice.below(400) {
            0 => {
                draft.latitude = format!("{:.6}", dice.unit() * 120.0 - 60.0);
                draft.longitude = format!("{:.6}", dice.unit() * 360.0 - 180.0);
            }
            1..=3 => {
                draft.latitude.push_str("present");
                draft.longitude.push_str("present");
            }
            _ => {
                draft.latitude.push_str("absent");
                draft.longitude.push_str("absent");
            }
        }
    }

    fn has_picture(&self, number: u64, head: &Head) -> bool {
        head.act == Act::Post
            && head.cue.is_none()
            && number % self.picture_stride == self.picture_stride / 2
    }

    /// The numbers of tweets that may have a picture; those that do have an account and an id.
    pub(crate) fn pictured(&self) -> impl Iterator<Item = (u64, &str, u64)> {
        (0..self.tweets)
            .skip((self.picture_stride / 2) as usize)
            .step_by(self.picture_stride as usize)
            .filter_map(|number| {
                let head = self.head(number);
                self.has_picture(number, &head)
                    .then(|| (head.id, self.cast.accounts[head.author].id.as_str(), number))
            })
    }

    /// The words of a tweet, its hashtags, addresses and mentions.
    fn body(&self, number: u64, head: &Head, draft: &mut Draft) {
        match head.cue {
            Some(cue) => self.planted_body(number, cue, head, draft),
            None => self.speak(
                Dice::new(self.seed, BODY, number),
                head.tongue,
                head.at,
                draft,
            ),
        }
    }

    fn speak(&self, mut dice: Dice, tongue: usize, at: i64, draft: &mut Draft) {
        let tongue = &self.tongues[tongue];
        let text = &mut draft.text;
        if dice.permille(8) {
            for _ in 0..1 + dice.index(4) {
                text.push_str(dice.pick(EMOJI));
            }
            draft.language = "und";
            return;
        }
        if dice.permille(90) {
            // Somebody is addressed in passing: mostly an outsider, now and then one of their own, hash and all.
            text.push('@');
            if dice.permille(250) {
                let other = &self.cast.accounts[dice.index(self.cast.accounts.len())];
                text.push_str(&other.handle);
                draft.mentions.push(&other.id);
            } else {
                let outsider = self
                    .cast
                    .outsider(dice.zipf(self.cast.outsiders), &self.tongues[ENGLISH]);
                text.push_str(&outsider.handle);
                draft.mentions.push_with(|id| push_number(id, outsider.id));
            }
            text.push(' ');
        }
        let from = text.len();
        tongue.sentence(&mut dice, text);
        let wanted = if dice.permille(300) { 2 } else { 1 };
        for _ in 1..wanted {
            text.push_str(if dice.permille(100) {
                "\n\n"
            } else {
                tongue.lexicon.gap
            });
            tongue.sentence(&mut dice, text);
        }
        match dice.below(100) {
            0 | 1 => {
                text.insert(from, '"');
                text.push('"');
            }
            2 => text.push_str(" &amp; "),
            3 => text.push('!'),
            4 => text.push_str("..."),
            5 => text.push_str(" &amp;amp;"),
            _ => {}
        }
        if dice.permille(140) {
            text.push(' ');
            for _ in 0..1 + dice.index(3) {
                text.push_str(dice.pick(EMOJI));
            }
        }
        if dice.permille(330) {
            for _ in 0..1 + dice.index(3) {
                text.push_str(" #");
                let tag = draft.hashtags.push_with(|tag| {
                    let from = tag.len();
                    tongue.tag(&mut dice, tag);
                    // People write the same tag in different cases.
                    if dice.permille(100) {
                        tag[from..].make_ascii_lowercase();
                    }
                });
                text.push_str(tag);
            }
        }
        if dice.permille(280) {
            text.push_str(" https://t.co/");
            text.push_str(&short_code(&mut dice));
            let month = (at / (HOUR_MS * 24 * 30)) as u64;
            let (host, page) = (dice.zipf(self.hosts), dice.zipf(60));
            let odd = dice.below(400);
            draft
                .urls
                .push_with(|url| self.address(host, month * 64 + page, odd, url));
        }
    }

    /// An invented address; hosts end in `.example`, which is reserved and nobody's.
    fn address(&self, host: u64, page: u64, odd: u64, url: &mut String) {
        let english = &self.tongues[ENGLISH];
        let mut dice = Dice::new(self.seed, HOST, host);
        url.push_str(if dice.permille(600) {
            "https://"
        } else {
            "http://"
        });
        if odd == 0 && self.plan.form != Form::First {
            // The archive replaced names by hashes blindly, in hosts as well.
            url.push_str(&base64_hash(&mut dice));
        } else {
            if dice.permille(450) {
                url.push_str("www.");
            }
            english.word_of_rank(host, url);
            if dice.permille(350) {
                url.push_str(dice.pick(&["-news", "post", "24", "-today", "blog"]));
            }
        }
        url.push_str(".example/");
        let mut dice = Dice::new(self.seed, HOST ^ host, page);
        if dice.permille(80) {
            return;
        }
        push_number(url, 2013 + page / 64 % 9);
        url.push('/');
        for _ in 0..2 {
            english.word_of_rank(dice.zipf(9_000), url);
            url.push('-');
        }
        push_number(url, page);
        match odd {
            1..=3 if self.plan.form != Form::First => url.push_str("?at=54.1,12.7"),
            4 if self.plan.form != Form::First => url.push_str("/it's-here"),
            5..=40 => url.push_str("?utm_source=twitter&utm_medium=social"),
            41..=80 => url.push_str(".html"),
            _ => {}
        }
    }

    fn planted_body(&self, number: u64, cue: Cue, head: &Head, draft: &mut Draft) {
        let tongue = &self.tongues[head.tongue];
        let mut own = Dice::new(self.seed, BODY, number);
        let mut shared = Dice::new(self.seed, EVENT ^ 1, cue.event);
        let text = &mut draft.text;
        match self.plot.groups[cue.group].scheme {
            Scheme::FastRetweet => unreachable!("BUG: retweets have no words of their own"),
            Scheme::CoUrl => {
                tongue.sentence(&mut own, text);
                text.push_str(" https://t.co/");
                text.push_str(&short_code(&mut own));
                let (host, page) = (shared.below(self.hosts), 1_000_000 + cue.event);
                draft
                    .urls
                    .push_with(|url| self.address(host, page, 399, url));
            }
            Scheme::HashtagSequence => {
                tongue.sentence(&mut own, text);
                for _ in 0..3 + shared.index(3) {
                    text.push_str(" #");
                    text.push_str(draft.hashtags.push_with(|tag| tongue.tag(&mut shared, tag)));
                }
            }
            Scheme::SimilarText => {
                for _ in 0..2 {
                    tongue.sentence(&mut shared, text);
                    text.push_str(tongue.lexicon.gap);
                }
                // The word that differs.
                tongue.word(&mut own, text);
                if own.permille(400) {
                    text.push_str(own.pick(&["!", "!!", " 👉", "..."]));
                }
            }
        }
    }

    fn retweet(&self, number: u64, head: &Head, dice: &mut Dice, draft: &mut Draft) {
        let inside = if head.cue.is_none() && dice.permille(330) {
            self.earlier(number, dice)
        } else {
            None
        };
        draft.text.push_str("RT @");
        if let Some((earlier, of)) = inside {
            let author = &self.cast.accounts[of.author];
            draft.text.push_str(&author.handle);
            draft.text.push_str(": ");
            draft.mentions.push(&author.id);
            draft.retweeted_account.push_str(&author.id);
            draft.retweeted_tweet = of.id;
            draft.language = self.tongues[of.tongue].lexicon.code;
            self.body(earlier, &of, draft);
        } else {
            let outside = match head.cue {
                Some(cue) => self.outside_of_event(cue, head.tongue),
                None => self.outside(head, dice),
            };
            let author = self.cast.outsider(outside.author, &self.tongues[ENGLISH]);
            draft.text.push_str(&author.handle);
            draft.text.push_str(": ");
            draft.mentions.push_with(|id| push_number(id, author.id));
            push_number(&mut draft.retweeted_account, author.id);
            draft.retweeted_tweet = outside.id;
            self.speak(
                Dice::new(self.seed, OUTSIDE, outside.key),
                outside.tongue,
                outside.at,
                draft,
            );
        }
        // Old retweets are cut at 140 characters.
        if let Some((cut, _)) = draft.text.char_indices().nth(139) {
            draft.text.truncate(cut);
            draft.text.push('…');
        }
    }

    /// A much-read tweet from outside of the hours before.
    fn outside(&self, head: &Head, dice: &mut Dice) -> Outside {
        let hour = head.at / HOUR_MS - 1 - dice.zipf(96) as i64;
        let rank = dice.zipf(self.outside_an_hour);
        let key = (hour as u64) << 24 | rank << 4 | head.tongue as u64;
        let mut of = Dice::new(self.seed, OUTSIDE, !key);
        let at = hour * HOUR_MS + of.below(HOUR_MS as u64) as i64;
        // Tweets of the files stay below 16 in these bits, or have the nineteenth set.
        let id = snowflake(
            at,
            self.plan.number << 20 | of.below(128) << 12 | (16 + of.below(16)),
        );
        Outside {
            id,
            at,
            author: of.zipf(self.cast.outsiders),
            tongue: head.tongue,
            key,
        }
    }

    fn outside_of_event(&self, cue: Cue, tongue: usize) -> Outside {
        let mut of = Dice::new(self.seed, EVENT ^ 2, cue.event);
        let at = self.moment(cue.first) - 5_000 - of.below(60_000) as i64;
        let id = snowflake(
            at,
            self.plan.number << 20 | of.below(128) << 12 | (32 + of.below(16)),
        );
        Outside {
            id,
            at,
            author: of.zipf(self.cast.outsiders),
            tongue,
            key: 1 << 60 | cue.event,
        }
    }

    /// An earlier tweet of the set with words of its own, the nearer the likelier.
    fn earlier(&self, number: u64, dice: &mut Dice) -> Option<(u64, Head)> {
        for _ in 0..3 {
            let back = 20 + dice.zipf(self.tweets / 2 + 1);
            let earlier = number.checked_sub(back)?;
            let head = self.head(earlier);
            // A planted tweet may be later than its number says.
            if matches!(head.act, Act::Post | Act::Quote) && head.cue.is_none() {
                return Some((earlier, head));
            }
        }
        None
    }

    fn answer(&self, number: u64, head: &Head, dice: &mut Dice, draft: &mut Draft) {
        draft.text.push('@');
        let inside = if dice.permille(300) {
            self.earlier(number, dice)
        } else {
            None
        };
        if let Some((_, of)) = inside {
            let author = &self.cast.accounts[of.author];
            draft.text.push_str(&author.handle);
            draft.mentions.push(&author.id);
            draft.answered_account.push_str(&author.id);
            draft.answered_tweet = of.id;
        } else {
            let outside = self.outside(head, dice);
            let author = self.cast.outsider(outside.author, &self.tongues[ENGLISH]);
            draft.text.push_str(&author.handle);
            draft.mentions.push_with(|id| push_number(id, author.id));
            push_number(&mut draft.answered_account, author.id);
            // Of some answers only the account is known.
            draft.answered_tweet = if dice.permille(900) { outside.id } else { 0 };
        }
        draft.text.push(' ');
    }

    fn quote(&self, number: u64, head: &Head, dice: &mut Dice, draft: &mut Draft) {
        let inside = if dice.permille(300) {
            self.earlier(number, dice)
        } else {
            None
        };
        let mut handle = std::mem::take(&mut draft.spare);
        handle.clear();
        if let Some((_, of)) = inside {
            handle.push_str(&self.cast.accounts[of.author].handle);
            draft.quoted_tweet = of.id;
        } else {
            let outside = self.outside(head, dice);
            handle.push_str(
                &self
                    .cast
                    .outsider(outside.author, &self.tongues[ENGLISH])
                    .handle,
            );
            draft.quoted_tweet = outside.id;
        }
        draft.text.push_str(" https://t.co/");
        draft.text.push_str(&short_code(dice));
        let quoted = draft.quoted_tweet;
        draft.urls.push_with(|url| {
            url.push_str("https://twitter.com/");
            url.push_str(&handle);
            url.push_str("/status/");
            push_number(url, quoted);
        });
        draft.spare = handle;
    }
}
