//! Forms of which no real file is at hand, written after the publisher's documentation.

use crate::support::{Folder, member};
use starling_import::{Layout, MemberKind};
use starling_model::{Geo, Reference, TweetId};

/// A retweet as API v1.1 gives it; the number beside the text of the id was ruined by a double.
const OLD: &str = r#"{
  "created_at": "Thu Jun 22 16:03:57 +0000 2017", "id": 877919995476496400, "id_str": "877919995476496385",
  "text": "RT @ab: cut\u2026", "source": "<a href=\"http://twitter.com\" rel=\"nofollow\">Twitter Web Client</a>",
  "extended_tweet": {"full_text": "RT @ab: cut no more &amp; whole", "entities": {
    "hashtags": [{"text": "One"}, {"text": "one"}],
    "urls": [{"url": "https://t.co/x", "expanded_url": "https://example.org/a,b"}],
    "user_mentions": [{"screen_name": "ab", "id": 2948609403, "id_str": "2948609403"}]}},
  "in_reply_to_status_id_str": null, "in_reply_to_user_id_str": null, "lang": "en",
  "user": {"id": 12345678, "id_str": "12345678", "name": "A B", "screen_name": "a_b", "location": "", "url": null,
    "description": "x", "followers_count": 5, "friends_count": 7, "created_at": "Wed Jan 07 04:38:02 +0000 2009"},
  "coordinates": {"type": "Point", "coordinates": [30.31, 59.93]},
  "retweeted_status": {"id_str": "877919995476496000", "user": {"id_str": "2948609403"}},
  "quote_count": 1, "reply_count": 2, "retweet_count": 3, "favorite_count": 4
}"#;

#[test]
fn tweets_of_the_first_interface() {
    let folder = Folder::new();
    let line = OLD.replace('\n', " ");
    let forms = [
        format!("{line}\n{line}\n"),
        format!("[{OLD},\n{OLD}]"),
        format!("{OLD}\n{OLD}"),
        format!("{{\"statuses\": [{OLD}, {OLD}], \"search_metadata\": {{}}}}"),
    ];
    for form in forms {
        let found = member(&folder.file("x.json", &form));
        assert_eq!(
            (found.layout, found.kind),
            (Some(Layout::TwitterV1), MemberKind::Tweets)
        );
        let all = folder.read("x.json", &form);
        assert_eq!((all.tweets.len(), all.problems.len()), (2, 0), "{form}");
        let row = &all.tweets[1];
        assert_eq!(
            row.id, 877_919_995_476_496_385,
            "the text of the id is taken, not the number"
        );
        assert_eq!(row.text, "RT @ab: cut no more &amp; whole");
        assert_eq!(row.client, "Twitter Web Client");
        assert_eq!(row.published.unwrap().rfc3339(), "2017-06-22T16:03:57Z");
        assert_eq!(
            (row.author.followers, row.author.following),
            (Some(5), Some(7))
        );
        assert_eq!(row.author.created.unwrap().iso(), "2009-01-07");
        assert_eq!(row.hashtags, ["One", "one"]);
        assert_eq!(row.urls, ["https://example.org/a,b"]);
        assert_eq!(row.mentions, ["2948609403"]);
        assert!(row.is_retweet && row.reply_to_tweet == Reference::None);
        assert_eq!(
            row.retweet_tweet,
            Reference::Exact(TweetId(877_919_995_476_496_000))
        );
        assert_eq!(row.retweet_account, "2948609403");
        assert_eq!(
            (&row.longitude, &row.latitude),
            (&Geo::Degrees(30.31), &Geo::Degrees(59.93))
        );
        assert_eq!(
            (row.quotes, row.replies, row.retweets, row.likes),
            (Some(1), Some(2), Some(3), Some(4))
        );
    }
}

#[test]
fn pages_without_rows_are_no_rows() {
    let folder = Folder::new();
    let tweet = |id: u32| format!("{{\"id\": \"{id}\", \"text\": \"a\", \"author_id\": \"7\"}}");
    let page =
        |items: &str| format!("{{\"data\": [{items}], \"meta\": {{\"result_count\": 1}}}}\n");
    let lines = format!(
        "{}{{\"meta\": {{\"result_count\": 0}}}}\n{}{}",
        page(&tweet(1)),
        page(""),
        page(&format!(
            "{}, {{\"id\": \"x\", \"text\": \"a\", \"author_id\": \"7\"}}, {}",
            tweet(2),
            tweet(3)
        ))
    );
    let all = folder.read("x.jsonl", lines);
    assert_eq!(
        all.tweets.iter().map(|row| row.id).collect::<Vec<_>>(),
        [1, 2, 3]
    );
    assert_eq!(all.problems.len(), 1);
    assert_eq!(
        (all.problems[0].place.record, all.problems[0].reason.word()),
        (3, "bad-tweet-id")
    );
}
