import type { Submitter } from "../submitter.ts";
import { send } from "./send.ts";
import { waitForInclusion } from "./wait-for-inclusion.ts";

/** The endpoint that is read from also takes the transaction, and everybody can see it. */
export const publicMempool: Submitter = { name: "public", send, wait: waitForInclusion };
