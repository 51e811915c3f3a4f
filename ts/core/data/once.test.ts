import { describe, expect, it } from "vitest";
import { createOnce } from "./once.ts";

describe("once", () => {
  it("reads each key once, also for readers at the same time", async () => {
    const once = createOnce();
    let reads = 0;
    const read = async () => ++reads;
    expect(await Promise.all([once("a", read), once("a", read), once("b", read)])).toEqual([1, 1, 2]);
    expect(await once("a", read)).toBe(1);
  });

  it("does not remember a failure", async () => {
    const once = createOnce();
    await expect(once("a", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
    expect(await once("a", async () => 7)).toBe(7);
  });
});
