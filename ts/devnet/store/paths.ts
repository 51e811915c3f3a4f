import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the project. */
export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** Where compiled contracts and states live. Ignored by git: some of it is under the Business Source License. */
export const CACHE = join(ROOT, ".cache", "devnet");

/** Anvil's state, for `--load-state`. */
export const STATE_FILE = "state.json";

/** The same accounts, for Foundry's `vm.loadAllocs`. */
export const ALLOCS_FILE = "allocs.json";

/** Addresses, borrowers and time. */
export const INFO_FILE = "devnet.json";
