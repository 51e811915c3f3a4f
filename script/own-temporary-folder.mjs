// A temporary folder of its own for a run of tests, so that what they leave behind is seen. Also vitest's global setup.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The TypeScript loader keeps what it has translated for whoever comes next. */
const MAY_STAY = /^tsx-\d+$/;

export function ownTemporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "fliq-run-"));
  return {
    /** For the processes that are to use it. */
    env: { TMPDIR: folder, TMP: folder, TEMP: folder },
    /**
     * Removes it.
     * @throws naming what was left in it
     */
    close() {
      const left = readdirSync(folder).filter((name) => !MAY_STAY.test(name));
      rmSync(folder, { recursive: true, force: true });
      if (left.length === 0) return;
      throw new Error(`the tests left ${left.length} in the temporary folder: ${left.sort().join(", ")}`);
    },
  };
}

/** The workers inherit the environment, and so does what they start. */
export default function setup() {
  const own = ownTemporaryFolder();
  Object.assign(process.env, own.env);
  return () => {
    try {
      own.close();
    } catch (error) {
      // vitest prints it and ends as if nothing were wrong
      process.exitCode = 1;
      throw error;
    }
  };
}
