import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { deploymentsFile } from "../chains/deployments.ts";
import { ROOT } from "../core/root.ts";
import { holdRecords } from "./records.fixture.ts";

const DEMO = join(ROOT, ".cache", "demo");
const runs = () => (existsSync(DEMO) ? readdirSync(DEMO).filter((name) => /^\d+$/.test(name)) : []);

it("the story of npm start ends well and leaves the records of other local chains alone", { timeout: 300_000 }, async ({
  onTestFinished,
}) => {
  onTestFinished(await holdRecords(31337));
  const file = deploymentsFile(31337);
  const theirs = '{ "chainId": 31337,   "contracts": {} }';
  await mkdir(dirname(file), { recursive: true });
  writeFileSync(file, theirs);
  const before = runs();
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1" };
  const { stdout } = await promisify(execFile)(process.execPath, [join(ROOT, "script/start.mjs")], { env });
  expect(stdout).toMatch(/\nRecorded in \.cache\/demo\/\d+\/deployments\/31337\.json\.\n/);
  expect(stdout).toMatch(/\nLiquidated in block \d+, /);
  expect(stdout).not.toMatch(/ \n/);
  expect(readFileSync(file, "utf8")).toBe(theirs);
  expect(runs()).toEqual(before);
});
