import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collectSources } from "./collect-sources.ts";
import { readBelow } from "./read-source.ts";

const FILES = {
  "src/A.sol": 'import {B} from "./lib/B.sol";\nimport "far/C.sol";\n// import "./Nowhere.sol";\n',
  "src/lib/B.sol": "import {\n  D,\n  E\n} from '../D.sol';\nimport * as A from \"../A.sol\";\n",
  "src/D.sol": "contract D {}",
  "src/Unused.sol": "contract Unused {}",
  "packages/far/C.sol": 'import {X} from "npm/X.sol";',
  "node_modules/npm/X.sol": 'string constant IMPORT = "import";',
};

describe("collectSources", () => {
  let root: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "sources-"));
    for (const [path, content] of Object.entries(FILES)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    }
  });

  afterAll(() => rm(root, { recursive: true }));

  it("follows relative, remapped and package imports, once each and in circles", async () => {
    const sources = await collectSources(readBelow(root), ["src/A.sol"], { "far/": "packages/far/" });
    const { "src/Unused.sol": _, ...wanted } = FILES;
    expect(Object.fromEntries(Object.entries(sources).map(([name, { content }]) => [name, content]))).toEqual(wanted);
  });

  it("fails on an import that does not exist", async () => {
    await expect(collectSources(readBelow(root), ["src/Missing.sol"], {})).rejects.toThrow("Missing.sol");
  });
});
