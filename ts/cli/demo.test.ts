import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { deploymentsFile } from "../chains/deployments.ts";
import { IS_DEEP } from "../core/is-deep.fixture.ts";
import { PROTOCOL_NAMES } from "../core/names/names.ts";
import { DEPLOYMENTS_DIR, ROOT } from "../core/root.ts";

const DEMO = join(ROOT, ".cache", "demo");
const TOLD = `import("./ts/cli/demo.ts").then(async ({ demo }) => { process.exitCode = await demo(process.argv.slice(1)); })`;
const runs = () => (existsSync(DEMO) ? readdirSync(DEMO).filter((name) => /^\d+$/.test(name)) : []);

/** What is recorded of the chain that fliq devnet runs; null when nothing is. */
function recorded(): string | null {
  const file = deploymentsFile(31337, DEPLOYMENTS_DIR);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

it("nobody's story is not told: the names are", async () => {
  const run = promisify(execFile)(process.execPath, ["--import", "tsx", "-e", TOLD, "--", "--protocol", "nobody"], {
    cwd: ROOT,
  });
  await expect(run).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /^error: the demo does not know "--protocol nobody"; use --protocol aave-v3, .* or \S+, and /,
    ),
  });
});

const STORIES: readonly (readonly [string, readonly string[]])[] = [
  ["npm start", []],
  ...(IS_DEEP ? PROTOCOL_NAMES : []).map((name) => [`the demo of ${name}`, ["--protocol", name]] as const),
];

it.each(STORIES)(
  "the story of %s ends well and leaves the records of other local chains alone",
  {
    timeout: 300_000,
  },
  async (_, args) => {
    const theirs = recorded();
    const before = runs();
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1" };
    const { stdout } = await promisify(execFile)(process.execPath, [join(ROOT, "script/start.mjs"), ...args], { env });
    expect(stdout).toMatch(/\nRecorded in \.cache\/demo\/\d+\/deployments\/31337\.json\.\n/);
    expect(stdout).toMatch(/\nLiquidated in block \d+, /);
    expect(stdout).not.toMatch(/ \n/);
    expect(recorded()).toBe(theirs);
    expect(runs()).toEqual(before);
  },
);
