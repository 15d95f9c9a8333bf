import { describe, expect, it } from "vitest";
import { language, langAttribute, shortId } from "./names";
import { bytes, count, counted, figure, left, percent, span } from "./number";
import { bucketEnd, bucketName, clock, day, exact, idTime, minute, period, queryTime, years } from "./time";

function check(got: unknown, wanted: unknown, why: string) {
  expect(got, why).toEqual(wanted);
}

describe("numbers", () => {
  it("groups by threes", () => check(count(9418207), "9,418,207", "as every count is shown"));
  it("names what is counted", () => {
    check(counted(1, "tweet"), "1 tweet", "one is not plural");
    check(counted(0, "tweet"), "0 tweets", "none is plural");
    check(counted(2, "query", "queries"), "2 queries", "irregular plurals are given");
  });
  it("tells a missing figure from nought", () => {
    check(figure(null), "–", "not published");
    check(figure(0), "0", "published as nought");
    check(figure(-1), "-1", "the archive's -1 is shown as it is");
  });
  it("never says done before it is", () => {
    check(percent(999, 1000), "99 %", "99.9 is not rounded up to 100");
    check(percent(1, 1000), "1 %", "begun is not nought");
    check(percent(1000, 1000), "100 %", "done is done");
    check(percent(0, 0), "0 %", "nothing to do is no division by nought");
  });
  it("writes sizes in powers of ten", () => {
    check(bytes(999), "999 B", "below a thousand");
    check(bytes(1_000), "1.0 kB", "a thousand");
    check(bytes(999_999), "1.0 MB", "rounding carries into the next unit");
    check(bytes(3_240_000_000), "3.2 GB", "one figure behind the point");
  });
  it("says the time left roughly", () => {
    check(left(3), "a few seconds", "no false exactness");
    check(left(41), "about 40 s", "to five seconds");
    check(left(200), "about 3 min", "minutes");
    check(left(7800), "about 2 h 10 min", "hours and tens of minutes");
    check(left(7199), "about 2 h", "sixty minutes are an hour");
  });
  it("writes gaps", () => {
    check(span(417), "417 ms", "below a second");
    check(span(4170), "4.2 s", "below ten seconds");
    check(span(86_400_000 * 5), "5 d", "days");
  });
});

describe("times", () => {
  const at = "2014-07-17T15:08:22.417Z";
  it("is UTC and ISO", () => {
    check(minute(at), "2014-07-17 15:08", "lists show the minute");
    check(exact(at), "2014-07-17 15:08:22.417", "the detail shows what is known");
    check(exact("2014-07-17T15:08:00Z"), "2014-07-17 15:08:00", "no false milliseconds");
    check(day(null), "no date", "a tweet without a time says so");
  });
  it("reads the id's clock", () => {
    check(idTime("877919995476496385"), 1_498_147_412_543, "(id >> 22) + 1288834974657");
    check(idTime("20"), null, "ids before November 2010 carry no time");
    check(idTime("1.2e18"), null, "a ruined id carries no time");
    check(
      clock("877919995476496385", new Date(1_498_147_412_543).toISOString()),
      "id",
      "filed under the id's millisecond",
    );
    check(clock("877919995476496385", "2017-06-22T16:03:00Z"), "file", "filed under the file's minute");
    check(clock("1", null), "none", "no time at all");
  });
  it("ends a bucket where the next begins", () => {
    check(bucketEnd(Date.UTC(2016, 1, 1), "month"), Date.UTC(2016, 2, 1), "a leap February");
    check(bucketEnd(Date.UTC(2016, 11, 1), "month"), Date.UTC(2017, 0, 1), "over the year's end");
    check(bucketName(Date.UTC(2014, 6, 14), "week"), "week of 2014-07-14", "weeks are named by their Monday");
  });
  it("names periods", () => {
    check(period(Date.UTC(2014, 6, 14), Date.UTC(2014, 7, 4), "week"), "14 Jul – 3 Aug 2014", "the end is exclusive");
    check(
      period(Date.UTC(2014, 11, 29), Date.UTC(2015, 0, 5), "week"),
      "29 Dec 2014 – 4 Jan 2015",
      "over the year's end",
    );
    check(period(Date.UTC(2014, 6, 14), Date.UTC(2014, 6, 15), "day"), "14 Jul 2014", "one day");
    check(years(Date.UTC(2014, 0, 1), Date.UTC(2018, 0, 1)), "2014–2018", "a span of years");
  });
  it("writes query times as the language reads them", () => {
    check(queryTime(Date.UTC(2014, 6, 14)), "2014-07-14", "a day");
    check(queryTime(Date.UTC(2014, 6, 14, 13, 5)), "2014-07-14T13:05", "a minute");
  });
});

describe("names", () => {
  it("knows languages and the archive's old codes", () => {
    check(language("ru"), "Russian", "a plain code");
    check(language("in"), language("id"), "Indonesian's old code");
    check(language("iw"), "Hebrew", "Hebrew's old code");
    check(language("und"), "undetermined", "und is no language");
    check(language("not a code!"), "not a code!", "what is no code is shown as it is");
  });
  it("gives `lang` only what a browser may read", () => {
    check(langAttribute("zh-cn"), "zh-cn", "a region stays: it picks the Han shapes");
    check(langAttribute("und"), undefined, "und says nothing");
    check(langAttribute('x" onload="'), undefined, "a stranger's text is no attribute");
  });
  it("cuts ids in the middle", () => {
    check(shortId("7be2aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa41="), "7be2…41", "the = of base64 tells nothing");
    check(shortId("boston_sample"), "bost…le", "long names too");
    check(shortId("short"), "short", "short ones stay");
  });
});
