import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { mapConcurrent } from "./map-concurrent.ts";

describe("mapConcurrent", () => {
  it("keeps the order and never works on more than the limit", async () => {
    let [now, most] = [0, 0];
    const doubled = await mapConcurrent([5, 1, 4, 2, 3], 2, async (item, index) => {
      most = Math.max(most, ++now);
      await sleep(item);
      now--;
      return `${index}:${item * 2}`;
    });
    expect(doubled).toEqual(["0:10", "1:2", "2:8", "3:4", "4:6"]);
    expect(most).toBe(2);
    expect(await mapConcurrent([], 4, async () => 1)).toEqual([]);
  });

  it("begins nothing after a failure", async () => {
    const begun: number[] = [];
    const failing = mapConcurrent([0, 1, 2, 3, 4, 5], 2, async (item) => {
      begun.push(item);
      await sleep(1);
      if (item === 1) throw new Error("one failed");
    });
    await expect(failing).rejects.toThrow("one failed");
    await sleep(10);
    expect(begun.length).toBeLessThan(4);
  });
});
