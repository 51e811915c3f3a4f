import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder.fixture.ts";
import { makeFolder } from "./make-folder.ts";

const isFolder = (path: string) => statSync(path).isDirectory();

describe("makeFolder", () => {
  it("makes what is missing, and leaves what is there", async () => {
    const folder = join(temporaryFolder("make"), "a", "b", "c");
    await makeFolder(folder);
    expect(isFolder(folder)).toBe(true);
    writeFileSync(join(folder, "kept"), "");
    await Promise.all([makeFolder(folder), makeFolder(join(folder, "d")), makeFolder(join(folder, "d", "e"))]);
    expect(statSync(join(folder, "kept")).isFile()).toBe(true);
    expect(isFolder(join(folder, "d", "e"))).toBe(true);
  });

  it.skipIf(process.platform !== "linux").each(["/proc/nothing", "/proc/nothing/there", "/proc/self/task/x/y"])(
    "fails at once where the system makes no folder: %s",
    async (path) => {
      await expect(makeFolder(path)).rejects.toMatchObject({
        code: "file",
        message: expect.stringMatching(/^cannot make the folder \/proc\S+: the system allows none in \/proc/),
        exitCode: 1,
      });
    },
  );

  it("says what the system says where a file is in the way", async () => {
    const folder = temporaryFolder("make");
    mkdirSync(join(folder, "a"));
    writeFileSync(join(folder, "a", "file"), "");
    await expect(makeFolder(join(folder, "a", "file"))).rejects.toMatchObject({ code: "EEXIST" });
    await expect(makeFolder(join(folder, "a", "file", "b"))).rejects.toMatchObject({ code: "ENOTDIR" });
  });
});
