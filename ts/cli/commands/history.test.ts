import { describe, expect, it } from "vitest";
import { UsageError } from "../../core/errors/errors.ts";
import { parseHistory, parseSince } from "./history.ts";

const options = { color: true, limit: "50" };

describe("history", () => {
  it.each([
    ["2026-11-20", { at: Date.UTC(2026, 10, 20) }],
    ["2026-11-20T08:30", { at: Date.UTC(2026, 10, 20, 8, 30) }],
    ["2026-11-20T08:30:15+02:00", { at: Date.UTC(2026, 10, 20, 6, 30, 15) }],
    ["90m", { ago: 90 * 60_000 }],
    ["36h", { ago: 36 * 3_600_000 }],
    ["7d", { ago: 7 * 86_400_000 }],
  ])("begins at %s", (text, since) => {
    expect(parseSince(text)).toEqual(since);
  });

  it.each(["", "yesterday", "2026-02-30", "2026-13-01", "7w", "-1d", "20.11.2026", "2026-11-20 08:00"])(
    "does not begin at %j",
    (text) => {
      expect(() => parseSince(text)).toThrow(UsageError);
    },
  );

  it("adds up by what is known, and takes no other limit than a number", () => {
    expect(parseHistory([], { ...options, by: "Day" })).toEqual({ by: "day", since: null, limit: 50, offline: false });
    expect(() => parseHistory([], { ...options, by: "week" })).toThrow("unknown --by");
    expect(() => parseHistory([], { ...options, limit: "0" })).toThrow("--limit");
  });
});
