import { existsSync } from "node:fs";
import { mkdir, rename, rm, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { LiquidatorName } from "../../core/names/names.ts";
import { temporaryFolder } from "../../core/temporary-folder.fixture.ts";
import {
  type DeployJournal,
  dropJournal,
  journalFile,
  journalsOf,
  openJournal,
  refuseSecondRun,
} from "./deploy-journal.ts";

/** No chain's id. */
const CHAIN = 2 ** 40;
/** Nobody's. */
const deploymentsDir = temporaryFolder("journals");
afterAll(() => rm(journalsOf({ deploymentsDir }), { recursive: true, force: true }));
const of = (contract: LiquidatorName, chainId = CHAIN) => ({ chainId, contract, deploymentsDir });
const journals: DeployJournal[] = [];
afterEach(() => Promise.all(journals.splice(0).map(dropJournal)));

/** As another process would have opened it. */
async function openedBy(pid: number, chainId: number): Promise<void> {
  const journal = await openJournal(of("AaveV3Liquidator", chainId));
  const folder = journal.folder.replace(`-${process.pid}-`, `-${pid}-`);
  await rename(journal.folder, folder);
  journals.push({ ...journal, folder });
}

it("removes what a killed run has left, unless it may have sent something, runs on or was there just now", async () => {
  const over = 2 ** 22 + 1;
  for (const pid of [over, over, process.ppid, over]) await openedBy(pid, CHAIN);
  const [, sent] = journals;
  await mkdir(dirname(journalFile(sent!)), { recursive: true });
  await writeFile(journalFile(sent!), "{}");
  for (const { folder } of journals.slice(0, 3)) await utimes(folder, 1, 1);
  await dropJournal(await openJournal(of("MorphoLiquidator")));
  expect(journals.map(({ folder }) => existsSync(folder))).toEqual([false, true, true, true]);
});

describe("a second run", () => {
  it("is refused while another process deploys the same contract on the same chain, and says which", async () => {
    await openedBy(process.ppid, CHAIN);
    await expect(refuseSecondRun(of("AaveV3Liquidator"))).rejects.toMatchObject({
      code: "deployment-running",
      message: `process ${process.ppid} deploys AaveV3Liquidator on chain ${CHAIN} just now`,
      hint: expect.stringContaining(journals[0]!.folder),
      exitCode: 1,
    });
    await refuseSecondRun(of("MorphoLiquidator"));
    await refuseSecondRun(of("AaveV3Liquidator", CHAIN + 1));
  });

  it("is not refused for what a run that is over has left, nor on a local chain", async () => {
    await openedBy(2 ** 22 + 1, CHAIN);
    await openedBy(process.ppid, 31337);
    await refuseSecondRun(of("AaveV3Liquidator"));
    await refuseSecondRun(of("AaveV3Liquidator", 31337));
    expect(existsSync(journals[0]!.folder)).toBe(true);
  });

  it("is nobody's who records elsewhere", async () => {
    await openedBy(process.ppid, CHAIN);
    await refuseSecondRun({ ...of("AaveV3Liquidator"), deploymentsDir: join(deploymentsDir, "others") });
  });
});
