#!/usr/bin/env python3
"""Projections of published tweets files by the QUT toolkit (`coordination_network_toolkit`), for comparison.

    toolkit.py ZIP_OR_CSV... [--window SECONDS] > edges.json

Prints `{"co-retweet messages": [[source, target, count], ...], ...}` in order. Hashtags are given to the toolkit as
addresses, which it compares in the same way; times are milliseconds, and so is its window.
"""

import argparse
import contextlib
import json
import os
import sqlite3
import sys
import tempfile

import networks
from coordination_network_toolkit import compute_networks, preprocess


def messages(rows, things):
    for row in rows:
        if row.time is not None:
            repost = row.retweet_tweet or ("retweet" if "retweet" in row.kinds else None)
            yield row.id, row.account, row.account, repost, None, "", row.time, things(row)


def edges(rows, things, compute, table):
    with tempfile.TemporaryDirectory() as folder:
        base = os.path.join(folder, "toolkit.db")
        preprocess.preprocess_data(base, messages(rows, things))
        compute(base)
        found = sqlite3.connect(base).execute(f"select user_1, user_2, weight from {table} where user_1 != user_2")
        return sorted([source, target, count] for source, target, count in found)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--window", type=float, default=60)
    words = parser.parse_args()
    rows = list(networks.rows_of(words.files))
    window = round(words.window * 1000)

    def link(base):
        compute_networks.compute_co_link_network(base, window, n_threads=1)

    def retweet(base):
        retweets = [row for row in rows if row.retweet_tweet]
        assert retweets, "the toolkit takes a retweet by its original's id"
        compute_networks.compute_co_retweet_parallel(base, window, n_threads=1)

    # The toolkit speaks of its progress on standard output.
    with contextlib.redirect_stdout(sys.stderr):
        found = {
            "co-retweet messages": edges(rows, lambda row: [], retweet, "co_retweet_network"),
            "co-hashtag messages": edges(rows, lambda row: row.hashtags, link, "co_link_network"),
            "co-url messages": edges(rows, lambda row: row.urls, link, "co_link_network"),
        }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
