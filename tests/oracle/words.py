"""What is a word, and when do words stand in a text: an own reading of the rules that
`src-tauri/crates/index/src/text.rs` documents, with Python's Unicode tables and regular expressions.

A text becomes a list of places. A place holds a word in all its forms (`trump's`, `trump`, `#maga`), or one
character of a script that is written without blanks, which then belongs to a numbered run.
"""

import re
import unicodedata
from functools import lru_cache

LONGEST = 128
APOSTROPHES = "'\u2018\u2019\u02bb\u02bc\uff07"


def _spans(*spans):
    return {c for first, last in spans for c in range(first, last + 1)}


FORMAT = _spans(
    (0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E), (0x200C, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064),
    (0x2066, 0x206F), (0xFEFF, 0xFEFF), (0xFE00, 0xFE0F), (0xE0001, 0xE007F), (0xE0100, 0xE01EF),
)
HAN = _spans(
    (0x3005, 0x3007), (0x3021, 0x3029), (0x3031, 0x3035), (0x3038, 0x303C), (0x3041, 0x3096), (0x309D, 0x309F),
    (0x30A1, 0x30FA), (0x30FC, 0x30FF), (0x3105, 0x312F), (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0xFF66, 0xFF9F), (0x16FE0, 0x16FE3), (0x17000, 0x18D8F),
    (0x1AFF0, 0x1B16F), (0x20000, 0x3FFFF),
)
SOUTH_EAST = _spans(
    (0x0E01, 0x0E3A), (0x0E40, 0x0E4E), (0x0E50, 0x0E59), (0x1000, 0x1049), (0x1050, 0x109F), (0xA9E0, 0xA9FE),
    (0xAA60, 0xAA7F), (0x1780, 0x17D3), (0x17D7, 0x17D7), (0x17DC, 0x17E9),
)
CIRCLED = _spans((0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189))
EMOJI = _spans(
    (0x203C, 0x203C), (0x2049, 0x2049), (0x2122, 0x2122), (0x3030, 0x3030), (0x303D, 0x303D), (0x3297, 0x3297),
    (0x3299, 0x3299), (0x2190, 0x21FF), (0x2300, 0x23FF), (0x25A0, 0x27BF), (0x2900, 0x297F), (0x2B00, 0x2BFF),
    (0x1F000, 0x1FAFF),
)
FLAGS = _spans((0x1F1E6, 0x1F1FF))
# Marks of scripts that are searched without them; all other marks are vowels or change the sound.
STRIPPED = _spans(
    (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670),
    (0x06D6, 0x06ED), (0x0711, 0x0711), (0x0730, 0x074A), (0x0897, 0x089F), (0x08CA, 0x08FF), (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFB1E, 0xFB1E), (0xFE00, 0xFE2F), (0xE0100, 0xE01EF),
)
UNSEEN = (FORMAT - _spans((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))) | {0x640, 0x115F, 0x1160, 0x3164, 0xFFA0}
LETTERS_WITH_MARKS = {
    "и\u0306", "И\u0306", "у\u0306", "У\u0306", "і\u0308", "І\u0308", "г\u0301", "Г\u0301", "к\u0301", "К\u0301",
}
LETTERS = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "ʻ": "'", "ʼ": "'", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h",
        "æ": "ae", "œ": "oe", "ٱ": "ا", "ى": "ي", "ی": "ي", "ے": "ي", "ک": "ك",
        "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ه",
        **{chr(0x660 + n): str(n) for n in range(10)}, **{chr(0x6F0 + n): str(n) for n in range(10)},
    }
)


@lru_cache(maxsize=1 << 18)
def fold(text):
    """One form for all ways of writing a word."""
    if text.isascii():
        return text.lower()
    kept, base = [], ""
    for c in unicodedata.normalize("NFKD", text):
        if unicodedata.category(c)[0] == "M":
            if ord(c) in STRIPPED and base + c not in LETTERS_WITH_MARKS:
                continue
        elif ord(c) in UNSEEN:
            continue
        else:
            base = c
        kept.append(c)
    return unicodedata.normalize("NFC", "".join(kept).casefold().translate(LETTERS))


def fold_hashtag(tag):
    """Case and width."""
    if tag.isascii():
        return tag.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", tag).casefold())


def _class_of(code):
    c = chr(code)
    if code in FORMAT:
        return "I"
    if code in HAN:
        return "H"
    category = unicodedata.category(c)
    if code in SOUTH_EAST or (0x0E81 <= code <= 0x0EDF and (c.isalnum() or category[0] == "M")):
        return "S"
    if code in FLAGS:
        return "R"
    if 0x1F3FB <= code <= 0x1F3FF:
        return "E"
    if c in "_\uff3f" or c.isalnum() or code in CIRCLED:
        return "W"
    if category[0] == "M":
        return "I"
    return "E" if code in EMOJI else None


def _sets():
    """The characters of each class, as the inside of a regular expression's brackets."""
    ranges, last = {}, (None, None)
    for code in range(0x110000):
        if 0xD800 <= code < 0xE000:
            continue
        kind = _class_of(code)
        if kind is None:
            continue
        spans = ranges.setdefault(kind, [])
        if spans and spans[-1][1] == code - 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return {
        kind: "".join(re.escape(chr(a)) + (f"-{re.escape(chr(b))}" if a != b else "") for a, b in spans)
        for kind, spans in ranges.items()
    }


_SETS = _sets()
W, I, H, S, E, R = (_SETS[kind] for kind in "WIHSER")
A = APOSTROPHES
HASHED = r"[A-Za-z0-9+]{35,43}=(?![A-Za-z0-9_=+])"
SHORT_LINK = r"(?:https?://)?t\.co(?![A-Za-z0-9_\u0080-\U0010ffff])(?![.\-][A-Za-z0-9_])(?:/[A-Za-z0-9]*)?"
_hashed = re.compile(HASHED)
_link = re.compile(f"{SHORT_LINK}|https?://", re.IGNORECASE)
_word = re.compile(f"[{W}][{W}{I}]*(?:[{A}][{W}][{W}{I}]*)*")
_ascii_word = re.compile("[A-Za-z0-9_]+")
_name = re.compile(f"[{W}{I}]+")
_tag = re.compile(f"[{W}{H}{S}{I}]+(?:[·・･][{W}{H}{S}{I}]+)*")
_run = {"H": re.compile(f"[{H}][{H}{I}]*"), "S": re.compile(f"[{S}][{S}{I}]*")}
_next = re.compile(
    f"(?P<W>[{W}])|(?P<H>[{H}])|(?P<S>[{S}])|(?P<I>[{I}])|(?P<R>[{R}][{R}]?)|(?P<E>[{E}])"
    "|(?P<HASH>[#\uff03\ufe5f])|(?P<AT>[@\uff20\ufe6b])|(?P<PLUS>\\+)|(?P<B>.)",
    re.DOTALL,
)
_begins_well = re.compile(f"[{W}{H}{S}]")
_clusters = re.compile(f".[{I}\uff9e\uff9f]*", re.DOTALL)
_split = re.compile(f"[{A}]")


class Place:
    """A position of a text: a word, or one character of a run.

    `forms` are the words under which it is found, `char` and `run` the character and the number of its run.
    `wanted` are the forms that a query with this place asks for: the sign counts, pieces do not.
    """

    __slots__ = ("forms", "char", "run", "pairs_only", "wanted")

    def __init__(self, forms, wanted, char=None, run=None, pairs_only=False):
        self.forms, self.wanted, self.char, self.run, self.pairs_only = forms, wanted, char, run, pairs_only


def places(text):
    """The places of a text."""
    out, at, after_word, runs = [], 0, False, 0
    # The form with a sign, and whether the sign's form is all that a query means; for the next place.
    signed = None

    def add(form, others=(), **char):
        nonlocal signed
        forms = {form, *others} if form else set()
        wanted = [form] if form else []
        if signed is not None:
            sign, alone = signed
            signed = None
            forms.add(sign)
            wanted = [sign] if alone else [sign, *wanted]
        out.append(Place(forms, wanted, **char))

    while at < len(text):
        found = _next.match(text, at)
        kind = found.lastgroup
        if kind == "W" or kind == "PLUS":
            hashed = None if after_word else _hashed.match(text, at)
            if hashed and (kind == "PLUS" or _may_be_hashed(text, at)):
                token = fold(hashed.group())[:LONGEST]
                add(token)
                at, after_word = hashed.end(), True
                continue
            if kind == "PLUS":
                at, after_word = at + 1, False
                continue
            ascii_word = _ascii_word.match(text, at)
            if not after_word and ascii_word and ascii_word.end() - at <= 5 and text[ascii_word.end() : ascii_word.end() + 1] in (":", "."):
                link = _link.match(text, at)
                if link:
                    at, after_word = link.end(), False
                    continue
            found = _word.match(text, at)
            pieces = [fold(piece) for piece in _split.split(found.group())]
            whole = "'".join(pieces).strip("'")
            at, after_word = found.end(), True
            if whole:
                whole = whole[:LONGEST]
                add(whole, (piece[:LONGEST] for piece in pieces if len(piece) > 1))
        elif kind in "HS" and kind in _run:
            found = _run[kind].match(text, at)
            runs += 1
            for cluster in _clusters.findall(found.group()):
                for c in fold(cluster):
                    add(None, char=c, run=runs, pairs_only=kind == "S")
            at, after_word = found.end(), False
        elif kind in ("HASH", "AT"):
            body, starts_word = at + 1, not after_word
            at, after_word = body, False
            if not starts_word or _link.match(text, body):
                continue
            hashed = _hashed.match(text, body) if kind == "AT" else None
            if hashed:
                end = hashed.end()
            else:
                found = (_name if kind == "AT" else _tag).match(text, body)
                end = found.end() if found else body
            if end == body or not (_begins_well.match(text, body) or hashed):
                continue
            sign = (("@" if kind == "AT" else "#") + fold(text[body:end]))[:LONGEST]
            if len(sign) == 1:
                continue
            # A query's `#tag` means the form with the sign; where it is one word and no more, only that.
            name = _name.match(text, body)
            goes_on = end < len(text) and text[end] in APOSTROPHES and re.match(f"[{W}]", text[end + 1 : end + 2])
            single = (hashed or (name and name.end() == end)) and not goes_on
            signed = (sign, bool(single))
        elif kind in ("E", "R"):
            end = found.end()
            add(found.group())
            while end < len(text) and re.match(f"[{I}]", text[end]):
                end += 1
            at, after_word = end, False
        elif kind == "I":
            at += 1
        else:
            at, after_word = at + 1, found.group() == "&"
    return out


def _may_be_hashed(text, at):
    """A hashed id is looked for where the word that begins it is plain ASCII and goes on into `+` or `=`."""
    ascii_word = _ascii_word.match(text, at)
    return ascii_word is not None and text[ascii_word.end() : ascii_word.end() + 1] in ("+", "=")


class Wanted:
    """A query's words: parts that have to stand directly behind each other.

    A part is a list of forms that one place has to have, and a stretch of characters that begins there.
    """

    def __init__(self, words):
        self.parts, run = [], None
        for place in places(words):
            if place.run is not None and place.run == run and not place.wanted:
                forms, stretch = self.parts[-1]
                self.parts[-1] = (forms, stretch + place.char)
            else:
                self.parts.append((place.wanted, place.char or ""))
            run = place.run

    def __bool__(self):
        return bool(self.parts)

    def single(self):
        """The only form, where there is one and nothing else."""
        if len(self.parts) == 1 and len(self.parts[0][0]) == 1 and not self.parts[0][1]:
            return self.parts[0][0][0]
        return None

    def needed(self):
        """Tokens without which no text can match."""
        for forms, stretch in self.parts:
            yield from forms
            yield from (stretch[n : n + 2] for n in range(len(stretch) - 1))
            if len(stretch) == 1:
                yield stretch

    def stands_in(self, text, slop=0):
        """Whether the parts stand in these places in order, with at most `slop` other words between them in all."""

        def fits(part, at):
            forms, stretch = part
            if at + (len(stretch) or 1) > len(text) or not text[at].forms.issuperset(forms):
                return False
            return all(text[at + n].char == c and text[at + n].run == text[at].run for n, c in enumerate(stretch))

        def rest(nth, at, spare):
            if nth == len(self.parts):
                return True
            part = self.parts[nth]
            return any(
                fits(part, at + gap) and rest(nth + 1, at + gap + (len(part[1]) or 1), spare - gap)
                for gap in range((spare if nth else 0) + 1)
            )

        return any(rest(0, at, slop) for at in range(len(text)))


def tokens(text):
    """Every single token of a text, as prefixes, fuzzy words and expressions see them: forms, characters and pairs.

    The dictionary's words of Thai and its kin are not among them, since Python has no such dictionary.
    """
    found, before = set(), None
    for place in text:
        found.update(place.forms)
        if place.char is not None:
            if not place.pairs_only:
                found.add(place.char)
            if before is not None and before.run == place.run:
                found.add(before.char + place.char)
        before = place if place.char is not None else None
    return found


def distance_within(a, b, most):
    """Levenshtein's distance, no transpositions."""
    if abs(len(a) - len(b)) > most:
        return False
    row = list(range(len(b) + 1))
    for i, x in enumerate(a):
        diagonal, row[0] = row[0], i + 1
        for j, y in enumerate(b):
            diagonal, row[j + 1] = row[j + 1], min(diagonal + (x != y), row[j + 1] + 1, row[j] + 1)
        if min(row) > most:
            return False
    return row[-1] <= most
