import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of this project's checkout. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Records of the liquidators that are deployed, unless the settings name another folder. */
export const DEPLOYMENTS_DIR = join(ROOT, "deployments");
