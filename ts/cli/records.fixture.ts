import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deploymentsFile } from "../chains/deployments.ts";
import { withLock } from "../core/data/with-lock.ts";
import { ROOT } from "../core/root.ts";

/**
 * Takes the record of the local chain's deployments away, for a test file whose processes write their own; whoever else
 * asks for it waits.
 * @returns puts back what was there
 */
export async function holdRecords(chainId: number): Promise<() => Promise<void>> {
  const file = deploymentsFile(chainId);
  let release = () => {};
  const done = new Promise<void>((resolve) => {
    release = resolve;
  });
  let lock: Promise<void> = Promise.resolve();
  await new Promise<void>((taken) => {
    lock = withLock(join(ROOT, ".cache", `deployments-${chainId}.lock`), async () => {
      taken();
      await done;
    });
  });
  const before = existsSync(file) ? readFileSync(file) : null;
  rmSync(file, { force: true });
  return async () => {
    if (before === null) rmSync(file, { force: true });
    else writeFileSync(file, before);
    release();
    await lock;
  };
}
