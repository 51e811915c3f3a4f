import type { SubmitterName } from "../core/names/names.ts";
import { publicMempool } from "./public/index.ts";
import type { Submitter } from "./submitter.ts";

/** Registry: a new way to send is one line here. */
export const SUBMITTERS: Readonly<Record<SubmitterName, Submitter>> = {
  public: publicMempool,
};
