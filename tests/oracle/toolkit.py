#!/usr/bin/env python3
"""Projections of published tweets files by the QUT toolkit (`coordination_network_toolkit`), for comparison.

    toolkit.py ZIP_OR_CSV... [--windows SECONDS...] [--limit SECONDS] > edges.json

Prints `{"60": {"co-retweet messages": [[source, target, count], ...], ...}, ...}` in order, by window. Hashtags are given
to the toolkit as addresses, which it compares in the same way; times are milliseconds, and so is its window.
What has not ended after the limit is killed with all its processes, and says so: the toolkit's joins grow with the square
of what falls into a window.
"""

import argparse
import contextlib
import json
import os
import signal
import sqlite3
import sys
import tempfile

import networks
from coordination_network_toolkit import compute_networks, preprocess


def messages(rows, things):
    for row in rows:
        if row.time is not None:
            # A retweet whose original is unknown is a retweet all the same, but of nothing that another may share.
            repost = row.retweet_tweet or (f"of {row.id}" if "retweet" in row.kinds else None)
            yield row.id, row.account, row.account, repost, None, "", row.time, things(row)


def edges(base, table):
    found = sqlite3.connect(base).execute(f"select user_1, user_2, weight from {table} where user_1 != user_2")
    return sorted([source, target, count] for source, target, count in found)


def projections(rows, windows):
    with tempfile.TemporaryDirectory() as folder:
        by_tag, by_url = os.path.join(folder, "tags.db"), os.path.join(folder, "urls.db")
        preprocess.preprocess_data(by_tag, messages(rows, lambda row: row.hashtags))
        preprocess.preprocess_data(by_url, messages(rows, lambda row: row.urls))
        for seconds in windows:
            window = round(seconds * 1000)
            compute_networks.compute_co_retweet_parallel(by_tag, window, n_threads=1)
            compute_networks.compute_co_link_network(by_tag, window, n_threads=1)
            compute_networks.compute_co_link_network(by_url, window, n_threads=1)
            yield f"{seconds:g}", {
                "co-retweet messages": edges(by_tag, "co_retweet_network"),
                "co-hashtag messages": edges(by_tag, "co_link_network"),
                "co-url messages": edges(by_url, "co_link_network"),
            }


def end_in_time(seconds):
    """The toolkit's workers would outlive their parent, so the whole group goes."""
    if os.getpgrp() != os.getpid():
        os.setpgrp()

    def late(*_):
        print(f"the toolkit did not end within {seconds} s", file=sys.stderr, flush=True)
        os.killpg(0, signal.SIGKILL)

    signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--windows", type=float, nargs="+", default=[60])
    parser.add_argument("--limit", type=int, default=900)
    words = parser.parse_args()
    end_in_time(words.limit)
    rows = list(networks.rows_of(words.files))
    # The toolkit speaks of its progress on standard output.
    with contextlib.redirect_stdout(sys.stderr):
        found = dict(projections(rows, words.windows))
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
