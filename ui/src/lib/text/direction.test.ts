import { expect, test } from "vitest";
import { reading } from "./direction";

test("a text that begins with its own words is left to the web's rule", () => {
  for (const text of ["plain words", "صباح الخير", "#قطر هذا", "", "2019"])
    expect(reading(text)).toEqual({ dir: "auto", head: 0 });
});

test("names, addresses and RT at the head do not decide", () => {
  expect(reading("RT @XI2idS9Clpa+UuIGYUp9rPYp9KMk=: هذا نص").dir).toBe("rtl");
  expect(reading("@boston @other صباح الخير").dir).toBe("rtl");
  expect(reading("https://example.org/a שלום").dir).toBe("rtl");
  expect(reading("RT @sample_0: Явка на выборы").dir).toBe("ltr");
  expect(reading("@قطر good morning").dir).toBe("ltr");
});

test("the head is measured, so that it can be set apart", () => {
  const text = "RT @boston: صباح";
  expect(text.slice(reading(text).head)).toBe(" صباح");
});

test("a head with nothing behind it decides as ever", () => {
  expect(reading("@boston").dir).toBe("auto");
  expect(reading("RT @boston: 2019 🌞").dir).toBe("auto");
});
