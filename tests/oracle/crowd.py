#!/usr/bin/env python3
"""Writes a tweets file, in the archive's published form, whose mention network has so many nodes.

    crowd.py NODES OUT.csv [--edges-each N] [--seed N]

A twentieth of the nodes write; each node is mentioned at least once, and further mentions go mostly to a few, within
communities of a thousand. The same seed gives the same file.
"""

import argparse
import csv
import datetime
import random

COLUMNS = (
    "tweetid userid user_display_name user_screen_name user_reported_location user_profile_description user_profile_url "
    "follower_count following_count account_creation_date account_language tweet_language tweet_text tweet_time "
    "tweet_client_name in_reply_to_userid in_reply_to_tweetid quoted_tweet_tweetid is_retweet retweet_userid "
    "retweet_tweetid latitude longitude quote_count reply_count like_count retweet_count hashtags urls user_mentions"
).split()
COMMUNITY = 1000
START = datetime.datetime(2016, 1, 1)
SNOWFLAKE_EPOCH = 1288834974657


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("nodes", type=int)
    parser.add_argument("out")
    parser.add_argument("--edges-each", type=float, default=3.0)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    dice = random.Random(words.seed)
    writers = max(1, words.nodes // 20)
    ties = int(words.nodes * words.edges_each)
    with open(words.out, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        told = 0
        number = 0
        while told < ties:
            # First everybody is mentioned once, then the few are.
            mentioned = []
            writer = dice.randrange(writers)
            home = writer * 20 // COMMUNITY * COMMUNITY
            for _ in range(dice.randrange(1, 5)):
                if told < words.nodes:
                    mentioned.append(told)
                elif dice.random() < 0.8:
                    mentioned.append(min(words.nodes - 1, home + int(COMMUNITY * dice.random() ** 3)))
                else:
                    mentioned.append(dice.randrange(words.nodes))
                told += 1
            at = START + datetime.timedelta(seconds=number * 20 + dice.randrange(20))
            ms = int(at.replace(tzinfo=datetime.timezone.utc).timestamp() * 1000)
            account = f"{100_000 + writer * 20}"
            ids = [str(100_000 + one) for one in mentioned]
            row = dict.fromkeys(COLUMNS, "")
            row.update(
                tweetid=(ms - SNOWFLAKE_EPOCH << 22) + number % (1 << 22), userid=account, user_display_name=f"Account {account}",
                user_screen_name=f"account{account}", follower_count=5, following_count=7,
                account_creation_date="2015-01-01", account_language="en", tweet_language="en",
                tweet_text=" ".join(f"@a{one}" for one in ids) + f" word{number % 5000}",
                tweet_time=at.strftime("%Y-%m-%d %H:%M"), tweet_client_name="Twitter Web Client", is_retweet="false",
                latitude="absent", longitude="absent", quote_count=0, reply_count=0, like_count=0, retweet_count=0,
                hashtags="[]", urls="[]", user_mentions=str(ids),
            )  # fmt: skip
            out.writerow(row.values())
            number += 1


if __name__ == "__main__":
    main()
