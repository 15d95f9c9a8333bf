"""The oracle's own tests: `python3 -m unittest` in this folder."""

import unittest

import ask
import oracle
import words


class Words(unittest.TestCase):
    def found(self, text, query, slop=0):
        return words.Wanted(query).stands_in(words.places(text), slop)

    def test_words(self):
        for text, query, expected in [
            ("Café au lait", "CAFE", True),
            ("Trump's wall", "trump", True),
            ("Trump’s wall", "trump's", True),
            ("trump wall", "trump's", False),
            ("#MAGA now", "maga", True),
            ("#MAGA now", "#maga", True),
            ("MAGA now", "#maga", False),
            ("email@host", "@host", False),
            ("see https://t.co/Abc123 now", "abc123", False),
            ("see https://t.co/Abc123 now", "see now", True),
            ("see https://example.com/path", "example.com/path", True),
            ("covid-19", "covid 19", True),
            ("在望潮港", "望潮", True),
            ("望 潮", "望潮", False),
            ("ёлка", "елка", True),
            ("йод", "иод", False),
            ("كتــاب", "كتاب", True),
            ("a b c", "a c", False),
        ]:
            self.assertEqual(self.found(text, query), expected, f"{query!r} in {text!r}")
        self.assertTrue(self.found("a b c", "a c", 1))
        self.assertFalse(self.found("a b c", "c a", 5))

    def test_distance(self):
        self.assertTrue(words.distance_within("color", "colour", 1))
        self.assertFalse(words.distance_within("ab", "ba", 1))
        self.assertTrue(words.distance_within("ab", "ba", 2))


class Ask(unittest.TestCase):
    def test_trees(self):
        word = lambda value: ("text", "word", value)
        for query, expected in [
            ("", ("all",)),
            ("a b OR c", ("or", [("and", [word("a"), word("b")]), word("c")])),
            ("-a NOT b", ("and", [("not", word("a")), ("not", word("b"))])),
            ('"a b"~3', ("text", "phrase:3", "a b")),
            ("from:(a OR b)", ("or", [("from", "word", "a"), ("from", "word", "b")])),
            ("vacc*", ("text", "prefix", "vacc")),
            ("color~1", ("text", "fuzzy:1", "color")),
            ("/a(b|c)/", ("text", "regex", "a(b|c)")),
            ("#T", ("hashtag", "word", "T")),
            ("ORACLE NOTE", ("and", [word("ORACLE"), word("NOTE")])),
        ]:
            self.assertEqual(ask.parse(query), expected, query)
        with self.assertRaises(ask.Fault):
            ask.parse("(a")


class Values(unittest.TestCase):
    def test_lists(self):
        for text, expected in [
            ("[]", []),
            ("", []),
            ("['a', \"it's\"]", ["a", "it's"]),
            ("[a, b]", ["a", "b"]),
            ("['http://e.example/a,b']", ["http://e.example/a,b"]),
        ]:
            self.assertEqual(oracle.read_list(text), expected, text)

    def test_bounds(self):
        self.assertEqual(oracle.bounds(">5", int), (6, None))
        self.assertEqual(oracle.bounds("1..", int), (1, None))
        self.assertEqual(oracle.bounds("<2015-03-01", str), (None, "2015-02-28"))

    def test_hosts(self):
        self.assertEqual(oracle.host_of("https://www.Example.org:80/a?b"), "example.org")
        self.assertEqual(oracle.host_of("https://t.…"), "")


if __name__ == "__main__":
    unittest.main()
