/** A time left: whole minutes while there are some, minutes and seconds in the last two. */
export function clock(seconds: number): string {
  if (seconds > 120) return `${Math.ceil(seconds / 60)} min`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
