import { expect, test } from "vitest";
import { readingDirection } from "./direction";

test("a text that begins with its own words is left to the web's rule", () => {
  for (const text of ["plain words", "صباح الخير", "#قطر هذا", "", "2019"]) expect(readingDirection(text)).toBe("auto");
});

test("names, addresses and RT at the head do not decide", () => {
  expect(readingDirection("RT @XI2idS9Clpa+UuIGYUp9rPYp9KMk=: هذا نص")).toBe("rtl");
  expect(readingDirection("@boston @other صباح الخير")).toBe("rtl");
  expect(readingDirection("https://example.org/a שלום")).toBe("rtl");
  expect(readingDirection("RT @sample_0: Явка на выборы")).toBe("ltr");
  expect(readingDirection("@قطر good morning")).toBe("ltr");
});

test("a head with nothing behind it decides as ever", () => {
  expect(readingDirection("@boston")).toBe("auto");
  expect(readingDirection("RT @boston: 2019 🌞")).toBe("auto");
});
