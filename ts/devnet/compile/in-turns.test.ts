import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { inTurns } from "./in-turns.ts";

describe("inTurns", () => {
  it("runs so many at once and no more, and keeps the order of the results", async () => {
    let [running, most] = [0, 0];
    const task = (value: number) => async () => {
      most = Math.max(most, ++running);
      await sleep(value % 2 === 0 ? 10 : 1);
      running--;
      return value;
    };
    expect(await inTurns([0, 1, 2, 3, 4, 5, 6].map(task), 3)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(most).toBe(3);
  });

  it("begins nothing after a failure", async () => {
    const begun: string[] = [];
    const task = (name: string, fails: boolean) => async () => {
      begun.push(name);
      await sleep(1);
      if (fails) throw new Error(`${name} failed`);
    };
    await expect(inTurns([task("a", true), task("b", false), task("c", false)], 1)).rejects.toThrow("a failed");
    expect(begun).toEqual(["a"]);
  });
});
