/** A job's step in words: rate, then the time left once it is steady. */
import type { Progress } from "../../host";
import { bytes, count, left } from "../../lib/format/number";
import { S } from "../../lib/strings";

export function amount(n: number, unit: string): string {
  return unit === "bytes" ? bytes(n) : `${count(Math.round(n))} ${unit}`;
}

export function progressWords(step: Progress): string {
  const parts: string[] = [];
  if (step.rate !== null && step.rate > 0) {
    parts.push(
      step.rate_unit === "bytes"
        ? `${bytes(step.rate)} a second`
        : S.import.rate(count(Math.round(step.rate)), step.rate_unit),
    );
  }
  if (step.seconds_left !== null) parts.push(S.import.left(left(step.seconds_left)));
  if (step.rejected > 0) parts.push(S.import.badSoFar(step.rejected));
  return parts.length > 0 ? `· ${parts.join(" · ")}` : "";
}
