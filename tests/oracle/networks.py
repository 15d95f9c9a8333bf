#!/usr/bin/env python3
"""Edges of every kind of network over published tweets files, by brute force, for comparison with `starling network`.

    networks.py ZIP_OR_CSV... [--window SECONDS] > edges.json

It shares no code with the program and needs nothing but Python's standard library. For each kind it prints
`{kind: [[source, target, count, first, last], ...]}` in order; times are UTC milliseconds or null.
"""

import argparse
import csv
import itertools
import json
import sys
from collections import defaultdict

import oracle


def rows_of(paths):
    csv.field_size_limit(1 << 30)
    seen = set()
    for path in paths:
        for table in oracle.open_tables(path):
            for record in csv.DictReader(table):
                if record["tweetid"] not in seen:
                    seen.add(record["tweetid"])
                    yield oracle.Row(oracle.dataset_of(path), record)


def summed(ties):
    """One edge a pair."""
    times = defaultdict(list)
    for source, target, time in ties:
        times[source, target].append(time)
    return edges({pair: (len(of), of) for pair, of in times.items()})


def edges(found):
    printed = []
    for (source, target), (count, times) in sorted(found.items()):
        known = [time for time in times if time is not None]
        printed.append([source, target, count, min(known, default=None), max(known, default=None)])
    return printed


def direct(rows):
    authors = {row.id: row.account for row in rows}
    yield "retweet", summed((r.account, r.retweet_account, r.time) for r in rows if r.retweet_account)
    yield "reply", summed((r.account, r.reply_account, r.time) for r in rows if r.reply_account)
    quotes = ((r.account, authors.get(r.quote_tweet), r.time) for r in rows if r.quote_tweet)
    yield "quote", summed(quote for quote in quotes if quote[1])
    yield "mention", summed((r.account, other, r.time) for r in rows for other in r.mentions)
    tags = ((min(a, b), max(a, b), r.time) for r in rows for a, b in itertools.combinations(r.hashtags, 2))
    yield "hashtag", summed(tags)


def acts(rows, kind):
    """Account, thing, time and message of every act; retweets count for co-retweet alone."""
    for row in rows:
        if kind == "co-retweet":
            things = [row.retweet_tweet] if row.retweet_tweet else []
        else:
            things = {"co-hashtag": row.hashtags, "co-url": row.urls}[kind] if "retweet" not in row.kinds else []
        for thing in things:
            if row.time is not None:
                yield thing, row.time, row.account, row.id


def meetings(found, window):
    """Every ordered pair of acts of two accounts on one thing that lie near enough."""
    by_thing = defaultdict(list)
    for thing, time, account, message in found:
        by_thing[thing].append((time, account, message))
    for of in by_thing.values():
        of.sort()
        begin = 0
        for at, (time, account, message) in enumerate(of):
            while time - of[begin][0] > window:
                begin += 1
            for other in of[begin:at]:
                if other[1] != account:
                    yield (time, account, message), other
                    yield other, (time, account, message)


def projections(rows, window):
    for kind in ("co-retweet", "co-hashtag", "co-url"):
        messages, pairs = defaultdict(dict), defaultdict(list)
        for (time, account, message), (other_time, other, _) in meetings(acts(rows, kind), window):
            messages[account, other][message] = time
            if account < other:
                pairs[account, other].append((min(time, other_time), max(time, other_time)))
        yield f"{kind} messages", edges({p: (len(of), of.values()) for p, of in messages.items()})
        yield f"{kind} pairs", edges({p: (len(of), itertools.chain(*of)) for p, of in pairs.items()})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--window", type=float, default=60)
    words = parser.parse_args()
    rows = list(rows_of(words.files))
    window = round(words.window * 1000)
    json.dump(dict(itertools.chain(direct(rows), projections(rows, window))), sys.stdout)


if __name__ == "__main__":
    main()
