"""The query language, read anew: `query-language.md` turned into a tree of tuples.

`("and", [..])`, `("or", [..])`, `("not", x)`, `("all",)`, and leaves `("text", how, value)`, `(operator, how, value)`,
where `how` is `word`, `phrase:N`, `prefix`, `fuzzy:N` or `regex`.
"""

import re

OPERATORS = {
    "from", "to", "mentions", "retweets_of", "hashtag", "url", "domain", "lang", "account.lang", "client", "dataset",
    "is", "has", "since", "until", "likes", "retweets", "replies", "quotes", "account.followers", "account.following",
    "account.created", "bio", "location", "name", "tag", "tweet", "reply_to", "quote_of", "retweet_of", "media",
}


class Fault(ValueError):
    """The query cannot be understood."""


class _Reader:
    def __init__(self, text):
        self.text, self.at = text, 0

    def blanks(self):
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def peek(self, what=None):
        self.blanks()
        if what is None:
            return self.text[self.at : self.at + 1]
        if not self.text.startswith(what, self.at):
            return False
        after = self.text[self.at + len(what) : self.at + len(what) + 1]
        return not what.isalpha() or after == "" or after.isspace() or after in "()"

    def take(self, what):
        if not self.peek(what):
            return False
        self.at += len(what)
        return True

    def either(self, field):
        parts = [self.both(field)]
        while self.take("OR"):
            parts.append(self.both(field))
        return parts[0] if len(parts) == 1 else ("or", parts)

    def both(self, field):
        parts = []
        while True:
            self.take("AND")
            if self.peek() in ("", ")") or self.peek("OR"):
                break
            parts.append(self.one(field))
        if not parts:
            raise Fault(f"nothing at {self.at} of {self.text!r}")
        return parts[0] if len(parts) == 1 else ("and", parts)

    def one(self, field):
        if self.take("NOT") or self.take("-"):
            return ("not", self.one(field))
        if self.take("("):
            inside = self.either(field)
            if not self.take(")"):
                raise Fault(f"a bracket stays open in {self.text!r}")
            return inside
        named = re.compile(r"([a-z_.]+):(?=\S)").match(self.text, self.at)
        if field == "text" and named and named[1] in OPERATORS:
            self.at = named.end()
            if self.text[self.at] == "(":
                return self.one(named[1])
            return self.value(named[1])
        if field == "text" and self.peek() == "#":
            self.at += 1
            return self.value("hashtag")
        if field == "text" and self.peek() == "@":
            self.at += 1
            return self.value("mentions")
        return self.value(field)

    def value(self, field):
        quoted = re.compile(r'"((?:[^"\\]|\\.)*)"(?:~(\d+))?').match(self.text, self.at)
        if quoted:
            self.at = quoted.end()
            return (field, f"phrase:{quoted[2] or 0}", re.sub(r"\\(.)", r"\1", quoted[1]))
        regex = re.compile(r"/((?:[^/\\]|\\.)*)/").match(self.text, self.at)
        if regex and field in ("text", "bio", "location", "name"):
            self.at = regex.end()
            return (field, "regex", regex[1].replace("\\/", "/"))
        plain = re.compile(r'[^\s()"]+').match(self.text, self.at)
        if not plain:
            raise Fault(f"no value at {self.at} of {self.text!r}")
        self.at, value = plain.end(), plain[0]
        if value == "*" and field == "text":
            return ("all",)
        fuzzy = re.fullmatch(r"(.+)~([12])", value)
        if fuzzy:
            return (field, f"fuzzy:{fuzzy[2]}", fuzzy[1])
        if value.endswith("*") and len(value) > 1:
            return (field, "prefix", value[:-1])
        return (field, "word", value)


def parse(text):
    """The tree of a query."""
    if not text.strip():
        return ("all",)
    reader = _Reader(text)
    tree = reader.either("text")
    if reader.peek():
        raise Fault(f"something is left at {reader.at} of {text!r}")
    return tree
