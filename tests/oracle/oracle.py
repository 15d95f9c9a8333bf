#!/usr/bin/env python3
"""Answers queries over published tweets files by brute force, for comparison with what `starling` answers.

    oracle.py ZIP_OR_CSV... --queries queries.txt --json > expected.json

It shares no code with the program and needs nothing but Python's standard library. Queries are templates: `{author:0}`
is the most active account of whatever files are given, so that the same list fits any of them. See `--help-templates`.
"""

import argparse
import csv
import datetime
import io
import json
import os
import re
import sys
import zipfile
from array import array
from collections import Counter, defaultdict

import ask
import words

FACETS = [
    "dataset", "lang", "account", "client", "hashtag", "domain", "url", "mention", "retweeted", "kind", "account_lang",
    "location", "year", "weekday", "hour",
]
KINDS = ("retweet", "reply", "quote", "original")
EPOCH = datetime.datetime(1970, 1, 1)
SNOWFLAKE_EPOCH = 1288834974657
FIRST_SNOWFLAKE = 29_700_000_000


def millis(text):
    """`2017-06-22 16:03`, `2017-06-22` and their like, as UTC milliseconds."""
    text = text.strip().replace("T", " ").removesuffix("Z")
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S.%f"):
        try:
            return (datetime.datetime.strptime(text, form) - EPOCH) // datetime.timedelta(milliseconds=1)
        except ValueError:
            continue
    raise ValueError(f"no time: {text!r}")


def read_list(text):
    """`['a', "it's"]`, `[a, b]`, `[]` or nothing."""
    text = text.strip()
    if not text.startswith("["):
        return []
    inside = text[1:-1]
    if not inside.strip():
        return []
    if inside.lstrip()[0] in "'\"":
        return [a or b for a, b in re.findall(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""", inside)]
    return inside.split(", ")


def number(text):
    return int(float(text)) if text.strip() else None


def host_of(url):
    """Lower-case host without `www.`, read leniently; empty where it was cut off."""
    rest = url.strip().split("://", 1)[-1]
    rest = re.split(r"[?#]", rest, maxsplit=1)[0].split("/", 1)[0].rsplit("@", 1)[-1]
    rest = re.sub(r":\d*$", "", rest).lower()
    return "" if "…" in rest else rest.removeprefix("www.").rstrip(".")


def reference(text):
    """An id of another tweet, where it is whole."""
    return text if text.isascii() and text.isdigit() else None


class Row:
    __slots__ = (
        "id time dataset account screen display location bio followers following created account_lang lang text client "
        "reply_account reply_tweet quote_tweet retweet_account retweet_tweet kinds likes retweets replies quotes "
        "hashtags urls hosts mentions geo poll values"
    ).split()

    def __init__(self, dataset, d):
        self.id, self.dataset = d["tweetid"], dataset
        published = millis(d["tweet_time"]) if d["tweet_time"].strip() else None
        number_of_id = int(self.id)
        by_id = (number_of_id >> 22) + SNOWFLAKE_EPOCH if number_of_id >= FIRST_SNOWFLAKE else None
        agree = by_id is not None and (published is None or by_id // 60000 == published // 60000)
        self.time = by_id if agree else published
        self.account, self.screen, self.display = d["userid"], d["user_screen_name"], d["user_display_name"]
        self.location, self.bio = d["user_reported_location"], d["user_profile_description"]
        self.followers, self.following = number(d["follower_count"]), number(d["following_count"])
        self.created = d["account_creation_date"].strip()[:10]
        self.account_lang, self.lang = d["account_language"], d["tweet_language"]
        self.text, self.client = d["tweet_text"], d["tweet_client_name"]
        self.reply_account, self.retweet_account = d["in_reply_to_userid"], d["retweet_userid"]
        self.reply_tweet = reference(d["in_reply_to_tweetid"])
        self.quote_tweet = reference(d["quoted_tweet_tweetid"])
        self.retweet_tweet = reference(d["retweet_tweetid"])
        kinds = set()
        if d["is_retweet"].lower() == "true" or d["retweet_tweetid"] or self.retweet_account:
            kinds.add("retweet")
        if d["in_reply_to_tweetid"] or self.reply_account:
            kinds.add("reply")
        if d["quoted_tweet_tweetid"]:
            kinds.add("quote")
        self.kinds = frozenset(kinds or {"original"})
        self.likes, self.retweets = number(d["like_count"]), number(d["retweet_count"])
        self.replies, self.quotes = number(d["reply_count"]), number(d["quote_count"])
        self.hashtags = list(dict.fromkeys(words.fold_hashtag(tag) for tag in read_list(d["hashtags"])))
        self.urls = list(dict.fromkeys(read_list(d["urls"])))
        self.hosts = list(dict.fromkeys(filter(None, map(host_of, self.urls))))
        self.mentions = list(dict.fromkeys(m for m in read_list(d["user_mentions"]) if m not in ("0", "")))
        self.geo = any(d[c].strip().lower() not in ("", "absent") for c in ("latitude", "longitude"))
        self.poll = bool(d.get("poll_choices", "").strip().strip("[]"))
        self.values = tuple((f, sys.intern(v)) for f, values in values_of(self) for v in values if v != "")


def dataset_of(path):
    """`ira_sample` of `ira_sample_tweets_csv_hashed.zip`."""
    name = os.path.basename(path)
    return re.split(r"_tweets_|\.", name, maxsplit=1)[0]


def open_tables(path):
    """Every table in a file."""
    if path.endswith(".zip"):
        with zipfile.ZipFile(path) as archive:
            for member in archive.namelist():
                if member.endswith(".csv") and not member.startswith("__MACOSX"):
                    yield io.TextIOWrapper(archive.open(member), encoding="utf-8", newline="")
    else:
        yield open(path, encoding="utf-8", newline="")


class Rows:
    """All rows, and for each token the rows that hold it."""

    def __init__(self, paths, dataset=None):
        csv.field_size_limit(1 << 30)
        self.rows, seen = [], set()
        for path in paths:
            name = dataset or dataset_of(path)
            for table in open_tables(path):
                for record in csv.DictReader(table):
                    # The same tweet twice in one dataset is one tweet.
                    if (name, record["tweetid"]) not in seen:
                        seen.add((name, record["tweetid"]))
                        self.rows.append(Row(name, record))
        self.all = (1 << len(self.rows)) - 1
        holders = defaultdict(lambda: array("I"))
        for nth, row in enumerate(self.rows):
            for token in words.tokens(words.places(row.text)):
                holders[token].append(nth)
        self.holders = dict(holders)
        self.screens = defaultdict(set)
        for row in self.rows:
            self.screens[row.screen.lower()].add(row.account)

    def mask(self, numbers):
        """Rows as the bits of one number, which Python combines quickly."""
        bits = bytearray((len(self.rows) + 7) // 8)
        for n in numbers:
            bits[n >> 3] |= 1 << (n & 7)
        return int.from_bytes(bits, "little")

    def numbers(self, mask):
        data = mask.to_bytes((len(self.rows) + 7) // 8, "little")
        return [at * 8 + bit for at, byte in enumerate(data) if byte for bit in range(8) if byte >> bit & 1]

    def where(self, passes):
        return self.mask(n for n, row in enumerate(self.rows) if passes(row))

    def accounts_named(self, name):
        """An account id exactly, or a screen name in any case."""
        return self.screens.get(name.lower(), set()) | {name}

    # Text

    def holding(self, fits):
        found = set()
        for token, rows in self.holders.items():
            if fits(token):
                found.update(rows)
        return self.mask(found)

    def text(self, how, value):
        wanted = words.Wanted(value)
        if how == "regex":
            return self.holding(re.compile(value).fullmatch)
        if how.startswith("fuzzy") and wanted.single():
            word, most = wanted.single(), int(how[6:])
            return self.holding(lambda token: words.distance_within(word, token, most))
        if how == "prefix" and wanted.single():
            begins = beginning(value, wanted)
            return self.holding(lambda token: token.startswith(begins))
        slop = int(how[7:]) if how.startswith("phrase") else 0
        if not wanted:
            return 0
        holders = sorted((self.holders.get(token, array("I")) for token in wanted.needed()), key=len)
        if wanted.single():
            return self.mask(holders[0])
        common = set(holders[0]).intersection(*holders[1:])
        return self.mask(n for n in common if wanted.stands_in(words.places(self.rows[n].text), slop))

    def profile(self, how, value, fields):
        """Words in the author's own texts, each looked at by itself."""
        wanted = words.Wanted(value)
        known = {}

        def fits(text):
            if text not in known:
                places = words.places(text)
                tokens = words.tokens(places)
                if how == "regex":
                    known[text] = any(re.fullmatch(value, token) for token in tokens)
                elif how == "prefix":
                    known[text] = any(token.startswith(beginning(value, wanted)) for token in tokens)
                elif how.startswith("fuzzy"):
                    known[text] = any(words.distance_within(wanted.single(), t, int(how[6:])) for t in tokens)
                else:
                    slop = int(how[7:]) if how.startswith("phrase") else 0
                    known[text] = bool(wanted) and wanted.stands_in(places, slop)
            return known[text]

        return self.where(lambda row: any(fits(getattr(row, field)) for field in fields))

    # Operators

    def leaf(self, operator, how, value):
        lower = value.lower()
        match operator:
            case "text":
                return self.text(how, value)
            case "bio" | "location":
                return self.profile(how, value, [operator])
            case "name":
                return self.profile(how, value, ["display", "screen"])
            case "from":
                accounts = self.accounts_named(value)
                return self.where(lambda row: row.account in accounts)
            case "to":
                accounts = self.accounts_named(value)
                return self.where(lambda row: row.reply_account in accounts)
            case "mentions":
                accounts = self.accounts_named(value)
                listed = self.where(lambda row: any(m in accounts for m in row.mentions))
                # Names of outsiders are published nowhere but in texts.
                known = self.screens.get(lower) or any(value in self.named(row) for row in self.rows)
                return listed if known else self.text("word", "@" + value)
            case "retweets_of":
                accounts = self.accounts_named(value)
                return self.where(lambda row: row.retweet_account in accounts)
            case "hashtag":
                tag = words.fold_hashtag(value)
                if how == "prefix":
                    return self.where(lambda row: any(t.startswith(tag) for t in row.hashtags))
                return self.where(lambda row: tag in row.hashtags)
            case "url":
                part = lower.split("://", 1)[-1]
                whole = "?" in part or "#" in part

                def place(url):
                    rest = url.lower().split("://", 1)[-1]
                    return rest if whole else re.split(r"[?#]", rest, maxsplit=1)[0]

                return self.where(lambda row: any(part in place(url) for url in row.urls))
            case "domain":
                host = lower.removeprefix("www.")
                return self.where(lambda row: any(h == host or h.endswith("." + host) for h in row.hosts))
            case "lang":
                return self.where(lambda row: row.lang.lower() == lower)
            case "account.lang":
                return self.where(lambda row: row.account_lang.lower() == lower)
            case "client":
                return self.where(lambda row: row.client.lower() == lower)
            case "dataset":
                return self.where(lambda row: row.dataset.lower() == lower)
            case "is":
                return self.where(lambda row: lower in row.kinds)
            case "has":
                return self.where(
                    {
                        "link": lambda row: bool(row.urls),
                        "hashtag": lambda row: bool(row.hashtags),
                        "mention": lambda row: bool(row.mentions),
                        "geo": lambda row: row.geo,
                        "poll": lambda row: row.poll,
                        "media": lambda row: False,
                    }[lower]
                )
            case "since":
                moment = millis(value)
                return self.where(lambda row: row.time is not None and row.time >= moment)
            case "until":
                moment = millis(value)
                return self.where(lambda row: row.time is not None and row.time < moment)
            case "likes" | "retweets" | "replies" | "quotes":
                least, most = bounds(value, int)
                return self.where(lambda row: within(getattr(row, operator), least, most))
            case "account.followers" | "account.following":
                field = operator.split(".")[1]
                least, most = bounds(value, int)
                return self.where(lambda row: within(getattr(row, field), least, most))
            case "account.created":
                least, most = bounds(value, str)
                return self.where(lambda row: row.created != "" and within(row.created, least, most))
            case "tweet":
                return self.where(lambda row: row.id == value)
            case "reply_to":
                return self.where(lambda row: row.reply_tweet == value)
            case "quote_of":
                return self.where(lambda row: row.quote_tweet == value)
            case "retweet_of":
                return self.where(lambda row: row.retweet_tweet == value)
            case "tag" | "media":
                # A fresh vault has neither.
                return 0
        raise ask.Fault(f"unknown operator {operator}")

    @staticmethod
    def named(row):
        return (row.account, row.reply_account, row.retweet_account, *row.mentions)

    def find(self, tree):
        match tree:
            case ("all",):
                return self.all
            case ("and", parts):
                found = self.all
                for part in parts:
                    found &= self.find(part)
                return found
            case ("or", parts):
                found = 0
                for part in parts:
                    found |= self.find(part)
                return found
            case ("not", inner):
                return self.all & ~self.find(inner)
            case (operator, how, value):
                return self.leaf(operator, how, value)
        raise AssertionError(tree)

    # Answers

    def answer(self, query):
        numbers = self.numbers(self.find(ask.parse(query)))
        counts = Counter(pair for n in numbers for pair in self.rows[n].values)
        facets = {facet: [] for facet in FACETS}
        for (facet, value), count in sorted(counts.items(), key=lambda item: (-item[1], item[0][1])):
            facets[facet].append({"value": value, "count": count})
        authors = {self.rows[n].account for n in numbers}
        return {"query": query, "tweets": len(numbers), "accounts": len(authors), "facets": facets}


def values_of(row):
    """The values of a tweet in every facet, each once."""
    yield "dataset", (row.dataset,)
    yield "lang", (row.lang,)
    yield "account", (row.account,)
    yield "client", (row.client,)
    yield "hashtag", row.hashtags
    yield "domain", row.hosts
    yield "url", row.urls
    yield "mention", row.mentions
    yield "retweeted", (row.retweet_account,)
    yield "kind", row.kinds
    yield "account_lang", (row.account_lang,)
    yield "location", (row.location,)
    if row.time is not None:
        at = EPOCH + datetime.timedelta(milliseconds=row.time)
        yield "year", (f"{at.year:04}",)
        yield "weekday", (str(at.isoweekday()),)
        yield "hour", (str(at.hour),)


def beginning(value, wanted):
    """What a prefix's tokens begin with; an apostrophe at its end is part of it."""
    return wanted.single() + ("'" if value[-1] in words.APOSTROPHES else "")


def bounds(value, of):
    """`>=1`, `<5`, `7`, `1..5` as inclusive ends; for days, strings compare as dates do."""
    shift = (lambda v, by: v + by) if of is int else _day
    if ".." in value:
        least, most = value.split("..")
        return (of(least) if least else None), (of(most) if most else None)
    for sign in (">=", "<=", ">", "<"):
        if value.startswith(sign):
            v = of(value[len(sign) :])
            return {">=": (v, None), "<=": (None, v), ">": (shift(v, 1), None), "<": (None, shift(v, -1))}[sign]
    return of(value), of(value)


def _day(day, by):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=by)).isoformat()


def within(value, least, most):
    return value is not None and (least is None or value >= least) and (most is None or value <= most)


TEMPLATES = """Placeholders, by rank in the given files (0 is the most frequent):
  {author:N} {hashed:N} {screen:N}   account ids; of hashed ones only; screen names of accounts that are not hashed
  {mention:N} {replied:N} {retweeted:N}   account ids in those fields
  {hashtag:N} {host:N} {client:N} {lang:N} {acclang:N} {location:N}   values
  {retweet_of:N} {reply_to:N} {quote_of:N}   tweet ids in those fields
  {tweet:N}   the id of the Nth row (modulo their number)
  {day:F} {minute:F}   the date, or the minute, before which that share of all tweets was written
  {word:F} {word:F:N}   the word that stands in about that share of tweets, and its Nth neighbour
  {prefix:F}   the first letters of such a word
  {pair:N} {triple:N}   the Nth most frequent two or three words in a row
  {likes:F} {followers:F}   numbers at that quantile
  {emoji:N} {han:N}   the Nth most frequent emoji, or pair of Han or Kana"""


class Places:
    """What placeholders stand for."""

    def __init__(self, rows):
        self.all = rows
        self.cache = {}

    def ranked(self, name, values):
        if name not in self.cache:
            counted = Counter(v for v in values() if v not in ("", None))
            self.cache[name] = [v for v, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]
        return self.cache[name]

    def fill(self, template):
        return re.sub(r"\{(\w+):([\d.]+)(?::(\d+))?\}", lambda m: self.one(m[1], m[2], int(m[3] or 0)), template)

    def one(self, name, at, neighbour):
        rows = self.all.rows
        each = {
            "author": lambda: (r.account for r in rows),
            "hashed": lambda: (r.account for r in rows if not r.account.isdigit()),
            "screen": lambda: (r.screen for r in rows if r.screen != r.account),
            "mention": lambda: (m for r in rows for m in r.mentions),
            "replied": lambda: (r.reply_account for r in rows),
            "retweeted": lambda: (r.retweet_account for r in rows),
            "hashtag": lambda: (t for r in rows for t in r.hashtags),
            "host": lambda: (h for r in rows for h in r.hosts),
            "client": lambda: (r.client for r in rows),
            "lang": lambda: (r.lang for r in rows),
            "acclang": lambda: (r.account_lang for r in rows),
            "location": lambda: (r.location for r in rows),
            "retweet_of": lambda: (r.retweet_tweet for r in rows),
            "reply_to": lambda: (r.reply_tweet for r in rows),
            "quote_of": lambda: (r.quote_tweet for r in rows),
        }
        if name in each:
            ranked = self.ranked(name, each[name])
            # Files without any such value leave a query that matches nothing, which is a query as well.
            return ranked[int(at) % len(ranked)] if ranked else "0"
        match name:
            case "tweet":
                return rows[int(at) % len(rows)].id
            case "day" | "minute":
                times = self.sorted("time", lambda: (r.time for r in rows if r.time is not None))
                at = EPOCH + datetime.timedelta(milliseconds=self.quantile(times, at))
                return at.strftime("%Y-%m-%d" if name == "day" else "%Y-%m-%dT%H:%M")
            case "likes":
                return str(self.quantile(self.sorted("likes", lambda: (r.likes for r in rows if r.likes is not None)), at))
            case "followers":
                each = lambda: (r.followers for r in rows if r.followers is not None)
                return str(self.quantile(self.sorted("followers", each), at))
            case "word":
                return self.word(float(at), neighbour)
            case "prefix":
                return self.word(float(at), neighbour)[:4]
            case "pair" | "triple":
                return self.ranked(name, lambda: self.neighbours(2 if name == "pair" else 3))[int(at)]
            case "emoji":
                return self.tokens_like("emoji", lambda t: len(t) == 1 and ord(t) >= 0x1F300)[int(at)]
            case "han":
                han = self.tokens_like("han", lambda t: len(t) == 2 and all(0x3041 <= ord(c) <= 0x9FFF for c in t))
                return han[int(at) % len(han)] if han else "港口"
        raise SystemExit(f"unknown placeholder {{{name}:…}}")

    def sorted(self, name, values):
        if name not in self.cache:
            self.cache[name] = sorted(values())
        return self.cache[name]

    @staticmethod
    def quantile(values, at):
        return values[min(int(float(at) * len(values)), len(values) - 1)]

    def word(self, share, neighbour):
        if "words" not in self.cache:
            plain = re.compile("[a-z]{3,}").fullmatch
            self.cache["words"] = sorted((len(n), t) for t, n in self.all.holders.items() if plain(t))
        listed = self.cache["words"]
        wanted = share * len(self.all.rows)
        nearest = min(range(len(listed)), key=lambda n: abs(listed[n][0] - wanted))
        return listed[max(nearest - neighbour, 0)][1]

    def neighbours(self, n):
        for row in self.all.rows[:: max(len(self.all.rows) // 20000, 1)]:
            plain = re.findall(r"[a-z]+", row.text.lower().split("http")[0])
            for at in range(len(plain) - n + 1):
                yield " ".join(plain[at : at + n])

    def tokens_like(self, name, fits):
        if name not in self.cache:
            found = [(len(n), t) for t, n in self.all.holders.items() if fits(t)]
            self.cache[name] = [t for _, t in sorted(found, reverse=True)]
        return self.cache[name]


def queries_in(path):
    """One a line; empty lines and those that begin with `##` are for the reader."""
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file]
    return [line for line in lines if line.strip() and not line.startswith("##")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--queries", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "queries.txt"))
    parser.add_argument("--query", action="append", help="instead of the list; may be given several times")
    parser.add_argument("--dataset", help="the dataset's name, where it is not to be read off the file names")
    parser.add_argument("--top", type=int, default=1000, help="values of each facet that are printed")
    parser.add_argument("--json", action="store_true", help="everything; without it one line a query")
    parser.add_argument("--help-templates", action="store_true")
    args = parser.parse_args()
    if args.help_templates:
        return print(TEMPLATES)
    if not args.files:
        parser.error("no files")
    rows = Rows(args.files, args.dataset)
    fill = Places(rows).fill
    answers = []
    for template in args.query or queries_in(args.queries):
        answer = rows.answer(fill(template))
        answer["facets"] = {facet: values[: args.top] for facet, values in answer["facets"].items()}
        if args.json:
            answers.append(answer)
        else:
            print(f"{answer['tweets']:9} {answer['accounts']:7}  {answer['query']}", flush=True)
    if args.json:
        json.dump({"rows": len(rows.rows), "top": args.top, "answers": answers}, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
