#!/usr/bin/env python3
"""Compares what `starling` answers with what the oracle answers, query by query.

    compare.py STARLING VAULT PASSPHRASE_FILE ZIP_OR_CSV...
    compare.py STARLING VAULT PASSPHRASE_FILE --expected expected.json

The files must be those that the vault was filled from. Every query of the list is asked twice, by `count` and by
`facets` over all fifteen fields. Differences are printed; the exit status is 1 if there is any, and 2 if the program
could not be asked at all.
"""

import argparse
import json
import os
import queue
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import oracle

HERE = os.path.dirname(os.path.abspath(__file__))


class Starling:
    """The program and the vaults that it may be asked of at the same time, one process each."""

    def __init__(self, program, passphrase, vault):
        self.program, self.passphrase = program, passphrase
        self.vaults = queue.SimpleQueue()
        self.vaults.put(vault)

    def copy_vault(self, vault, folder):
        """A vault is open in one process at a time, so those that ask at the same time have a backup each."""
        _, failure = self.ask("vault", "backup", folder)
        if failure:
            raise SystemExit(f"no backup of {vault}: {failure}")
        self.vaults.put(folder)

    def ask(self, *words):
        """The JSON answer, or the failure as text."""
        vault = self.vaults.get()
        try:
            call = [self.program, "--vault", vault, "--passphrase-file", self.passphrase, "--quiet", "--json", *words]
            done = subprocess.run(call, capture_output=True, text=True, encoding="utf-8")
        finally:
            self.vaults.put(vault)
        if done.returncode != 0:
            return None, f"exit {done.returncode}: {(done.stdout or done.stderr).strip()[:300]}"
        try:
            return json.loads(done.stdout), None
        except ValueError:
            return None, f"no JSON: {done.stdout[:300]!r}"


def differences(starling, expected, top):
    """What is wrong with the answers to one query, in words."""
    query = expected["query"]
    # `--` ends the options: a query may begin with a minus.
    count, failure = starling.ask("count", "--", query)
    if failure:
        return [f"count: {failure}"]
    wrong = [
        f"count: {field} {count.get(field)}, expected {expected[field]}"
        for field in ("tweets", "accounts")
        if count.get(field) != expected[field]
    ]
    by = [word for facet in oracle.FACETS for word in ("--by", facet)]
    facets, failure = starling.ask("facets", *by, "--top", str(top), "--", query)
    if failure:
        return [*wrong, f"facets: {failure}"]
    if facets.get("total") != expected["tweets"]:
        wrong.append(f"facets: total {facets.get('total')}, expected {expected['tweets']}")
    for facet in oracle.FACETS:
        got = [(str(v["value"]), v["count"]) for v in facets.get("facets", {}).get(facet, [])]
        want = [(v["value"], v["count"]) for v in expected["facets"][facet][:top]]
        if got != want:
            wrong.append(f"facet {facet}: {first_difference(got, want)}")
    return wrong


def first_difference(got, want):
    for at in range(max(len(got), len(want))):
        a, b = (side[at] if at < len(side) else "nothing" for side in (got, want))
        if a != b:
            return f"{len(got)} values, expected {len(want)}; the {at + 1}th is {a}, expected {b}"
    return "no difference"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("starling")
    parser.add_argument("vault")
    parser.add_argument("passphrase")
    parser.add_argument("files", nargs="*")
    parser.add_argument("--expected", help="what `oracle.py --json` wrote, instead of the files")
    parser.add_argument("--queries", default=os.path.join(HERE, "queries.txt"))
    parser.add_argument("--dataset")
    parser.add_argument("--top", type=int, default=200, help="values of each facet that are compared")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    starling = Starling(args.starling, args.passphrase, args.vault)
    if args.expected:
        with open(args.expected, encoding="utf-8") as file:
            known = json.load(file)
        if args.top > known["top"]:
            parser.error(f"{args.expected} holds only {known['top']} values of each facet")
        expected = known["answers"]
    elif args.files:
        rows = oracle.Rows(args.files, args.dataset)
        fill = oracle.Places(rows).fill
        expected = [rows.answer(fill(template)) for template in oracle.queries_in(args.queries)]
    else:
        parser.error("neither files nor --expected")
    _, failure = starling.ask("count", "--", "*")
    if failure:
        print(f"the program cannot be asked: {failure}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        for nth in range(1, args.jobs):
            starling.copy_vault(args.vault, os.path.join(folder, str(nth)))
        return compare(starling, expected, args)


def compare(starling, expected, args):
    """Asks everything; 1 if anything differs."""
    wrong = 0
    with ThreadPoolExecutor(args.jobs) as pool:
        answers = pool.map(lambda one: (one, differences(starling, one, args.top)), expected)
        for one, found in answers:
            if found:
                wrong += 1
                print(f"DIFFERS  {one['query']}")
                for line in found:
                    print(f"         {line}")
    hits = sum(one["tweets"] > 0 for one in expected)
    print(f"{len(expected)} queries, {hits} of them with tweets; {len(expected) - wrong} agree, {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
