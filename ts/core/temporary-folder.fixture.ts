import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

const folders: string[] = [];

/** A new folder outside the project, removed with all that is in it after the last test of the file that asks for it. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `fliq-${name}-`));
  folders.push(folder);
  return folder;
}

// after the hooks of the file itself, which was loaded later: what still runs may write until then
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
