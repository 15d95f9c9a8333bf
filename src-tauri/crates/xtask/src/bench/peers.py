"""What the peers need a process of their own for. `peers.py choose|fts|duck-import|duck|forget ...`, JSON on stdout."""

import json
import os
import re
import resource
import statistics
import sys
import time
from collections import Counter

# The tokens of FTS5 and ours differ only where words are not plain; those are compared by nobody here.
PLAIN = re.compile("[a-z]{4,9}")


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def timed(ask, runs):
    walls, cpus, total = [], [], None
    for nth in range(runs):
        wall_began, cpu_began = time.perf_counter(), cpu()
        total = ask(nth)
        walls.append((time.perf_counter() - wall_began) * 1000)
        cpus.append((cpu() - cpu_began) * 1000)
    # The first run reads what the others find in memory.
    return {"median_ms": statistics.median(walls[1:]), "cpu_ms": statistics.median(cpus[1:]), "total": total}


def opened(path):
    import sqlite3

    base = sqlite3.connect(path)
    base.execute("PRAGMA mmap_size=17179869184")
    base.execute("PRAGMA cache_size=-262144")
    return base


def choose(path):
    """Words, a phrase and a piece of a word of the wanted frequencies."""
    base = opened(path)
    rows = base.execute("SELECT count(*) FROM tweets").fetchone()[0]
    base.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, fts, row)")
    # More than a few hundred thousand terms stand in one tweet only.
    terms = [(doc, t) for t, doc in base.execute("SELECT term, doc FROM terms WHERE doc > 2") if PLAIN.fullmatch(t)]

    def near(share):
        return min(terms, key=lambda term: (abs(term[0] - share * rows), term[1]))[1]

    pairs = Counter()
    for (text,) in base.execute(f"SELECT tweet_text FROM tweets WHERE rowid % {max(rows // 20000, 1)} = 0"):
        found = re.findall("[A-Za-z]+", text.split("http")[0])
        pairs.update((a.lower(), b.lower()) for a, b in zip(found, found[1:]) if len(a) > 2 and len(b) > 2)
    phrase = min(pairs.items(), key=lambda item: (abs(item[1] - 200), item[0]))[0]
    inner = near(0.002)
    return {
        "rows": rows,
        "word_12": near(0.12),
        "word_5": near(0.05),
        "word_05": near(0.005),
        "rare": [near(0.003), near(0.02)],
        "phrase": " ".join(phrase),
        "prefix": near(0.003)[:4],
        "infix": inner[1:],
    }


def fts(path, asks):
    """Counts and the newest 50, as anybody would write it; and by rowid, which is right only in a sorted file."""
    base = opened(path)
    count = "SELECT count(*) FROM fts WHERE fts MATCH ?"
    newest = (
        "SELECT t.* FROM fts JOIN tweets t ON t.rowid = fts.rowid WHERE fts MATCH ? ORDER BY t.tweet_time DESC LIMIT 50"
    )
    by_row = "SELECT t.* FROM fts JOIN tweets t ON t.rowid = fts.rowid WHERE fts MATCH ? ORDER BY fts.rowid DESC LIMIT 50"

    def answer(one, nth):
        match = one["matches"][nth % len(one["matches"])]
        total = base.execute(count, (match,)).fetchone()[0]
        if one["kind"] == "count_newest50":
            base.execute(newest, (match,)).fetchall()
        elif one["kind"] == "count_rowid50":
            base.execute(by_row, (match,)).fetchall()
        return total

    return {one["name"]: timed(lambda nth: answer(one, nth), one["repeat"]) for one in asks}


def duck_import(path, files):
    import duckdb

    base = duckdb.connect(path)
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)

    def a_list(column):
        return f"[trim(x, '''\"') FOR x IN string_split(trim({column}, '[]'), ', ') IF x <> '']"

    base.execute(
        f"""CREATE TABLE tweets AS SELECT * EXCLUDE (tweet_time, hashtags, urls, user_mentions),
            CAST(tweet_time AS TIMESTAMP) AS tweet_time, {a_list('hashtags')} AS hashtags, {a_list('urls')} AS urls,
            {a_list('user_mentions')} AS user_mentions
            FROM read_csv([{listed}], header = true, all_varchar = true, quote = '"', escape = '"', delim = ',')"""
    )
    base.execute("CHECKPOINT")
    return {"rows": base.execute("SELECT count(*) FROM tweets").fetchone()[0], "bytes": os.path.getsize(path)}


def duck(path, runs):
    import duckdb

    base = duckdb.connect(path, read_only=True)
    asks = {
        "day histogram": "SELECT date_trunc('day', tweet_time) d, count(*) FROM tweets GROUP BY d ORDER BY d",
        "top accounts": "SELECT userid v, count(*) n FROM tweets GROUP BY v ORDER BY n DESC LIMIT 10",
        "top mentions": "SELECT v, count(*) n FROM (SELECT unnest(list_distinct(user_mentions)) v FROM tweets) "
        "WHERE v <> '0' GROUP BY v ORDER BY n DESC LIMIT 10",
        "top hashtags": "SELECT v, count(*) n FROM (SELECT unnest(list_distinct([lower(x) FOR x IN hashtags])) v "
        "FROM tweets) GROUP BY v ORDER BY n DESC LIMIT 10",
    }
    return {name: timed(lambda nth: len(base.execute(ask).fetchall()), runs) for name, ask in asks.items()}


def forget(folder):
    """Asks the system to drop a folder's files from its memory."""
    files = 0
    for top, _, names in os.walk(folder):
        for name in names:
            handle = os.open(os.path.join(top, name), os.O_RDONLY)
            os.fsync(handle)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(handle)
            files += 1
    return {"files": files}


def main():
    what, rest = sys.argv[1], sys.argv[2:]
    if what == "choose":
        answer = choose(rest[0])
    elif what == "fts":
        with open(rest[1], encoding="utf-8") as file:
            answer = fts(rest[0], json.load(file))
    elif what == "duck-import":
        answer = duck_import(rest[0], rest[1:])
    elif what == "duck":
        answer = duck(rest[0], int(rest[1]))
    elif what == "forget":
        answer = forget(rest[0])
    else:
        raise SystemExit(f"no such task: {what}")
    json.dump(answer, sys.stdout)


main()
