/** The guide's words. */

interface Part {
  title: string;
  words: readonly string[];
  /** Its name, and what it shows, for who cannot see it. */
  pictures?: readonly (readonly [string, string])[];
  /** Written, and what it means; each opens as a search. */
  table?: readonly (readonly [string, string])[];
}

export const GUIDE: readonly Part[] = [
  {
    title: "From files to an answer",
    words: [
      "Drop a release’s files anywhere in the window, or press Import. Starling says what it takes each file for, how many rows it holds and how many cannot be read, before anything is stored.",
      "Rows that cannot be read are kept aside with the reason. The rest is in; the Library shows what was found against what was published.",
      "Everything is kept in the vault, encrypted. Starling asks the network for nothing.",
    ],
    pictures: [
      [
        "import",
        "The import panel: two files, what each is taken for, their rows and bad rows, and the agreement they fall under.",
      ],
    ],
  },
  {
    title: "One query, many views",
    words: [
      "The query drives the list, the facets, the timeline and the accounts alike; moving between them changes nothing. Every filter is a part of the query, shown as a pill: press its text to turn it into its contrary, ✕ to take it out.",
      "In a facet, Space adds a value, Enter keeps to it alone, x excludes it. On the timeline drag, or hold Shift with the arrows, and press Enter. Ctrl Z takes the last step back.",
      "Counts are always of tweets and always of all that match, not of what is shown.",
    ],
    pictures: [
      [
        "explore",
        "Explore: the query and its pills, facets with their counts on the left, the timeline with a selected period, and the tweets.",
      ],
    ],
  },
  {
    title: "What a query can say",
    words: ["Parts beside each other must all hold. Press one to try it."],
    table: [
      ["election", "the text holds the word, in any script and without regard to case, width or accents"],
      ['"polling station"~3', "the words in this order, at most three others between"],
      ["vacc*", "words that begin so"],
      ["vote~1", "one letter may differ"],
      ["cats OR dogs", "either; brackets group"],
      ["-is:retweet", "no retweets; a minus or NOT excludes anything"],
      ["from:sample_0", "by this account, by name or id"],
      ["#news", "this hashtag"],
      ["domain:example.org", "links to this host or a part of it"],
      ["lang:(ru OR fa)", "tweets in Russian or Persian"],
      ["since:2016-01-01 until:2016-11-08", "from the first moment on, before the second, UTC"],
      ["likes:>=100", "at least so many; also <, <=, >, N and A..B"],
      ["account.followers:<5000", "the author’s figure on the tweet’s own row"],
      ["has:link", "also hashtag, mention, media, geo, poll"],
      ["tag:checked", "what you have tagged, or whose author you have"],
    ],
  },
  {
    title: "Which clock",
    words: [
      "Files give a tweet’s time to the minute. Ids given since November 2010 carry their millisecond; where the two agree, the id’s is shown. The detail says which.",
      "Likes and retweets do not count accounts that were suspended or deleted by the time of the release.",
    ],
    pictures: [
      [
        "tweet",
        "An Arabic tweet open beside the list: its text from right to left, its facts, and which clock it has.",
      ],
    ],
  },
  {
    title: "Hashed accounts",
    words: [
      "Small accounts are published under a hash in place of their name. Starling shows the hash and the word “hashed”; it never tries to undo it.",
      "The same account has one hash in the files of 2018 and another in later ones: the two do not match.",
    ],
    pictures: [
      [
        "account",
        "An account: who it said it was, its tweets by month and by weekday and hour, and its tweets beside that.",
      ],
    ],
  },
  {
    title: "Who acts with whom",
    words: [
      "A network ties accounts by retweets, replies, mentions or quotes, or by the same link or hashtag within a time. It is made of the same search, and whatever the drawing shows stands in the tables beside it.",
      "Words stay with what was seen: the same link within a minute, so many times. Who did it, Starling does not say.",
    ],
    pictures: [
      [
        "network",
        "A network of accounts that posted the same link: seven communities, their legend, and a time brush.",
      ],
    ],
  },
  {
    title: "What leaves",
    words: [
      "A file leaves by one door. The review shows the agreement clause by clause, worst first, what is changed on the way, five rows as they will look, and what the log will say.",
      "Refused is final. Where something would mend it, the press for that stands beside the clause.",
    ],
    pictures: [
      [
        "export",
        "The review of an export: each clause with its state and reason, and on the right purpose, recipient and what the log will say.",
      ],
    ],
  },
];
