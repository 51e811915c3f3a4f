import { fileURLToPath } from "node:url";

/** Folder of this project's checkout. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
