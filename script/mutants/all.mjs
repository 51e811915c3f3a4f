// Every mutant, in the order of a liquidation.
import { BASE } from "./list/base.mjs";
import { FUNDING } from "./list/funding.mjs";
import { GUARDS } from "./list/guards.mjs";
import { LENS } from "./list/lens.mjs";
import { PROTOCOLS } from "./list/protocols.mjs";
import { SELLER } from "./list/seller.mjs";
import { SELLER_VENUES } from "./list/seller-venues.mjs";
import { TYPES } from "./list/types.mjs";
import { VENUES } from "./list/venues.mjs";

/**
 * One place of a contract, broken.
 * @typedef {object} Mutant
 * @property {string} file
 * @property {string} breaks A few words.
 * @property {string} snippet Stands in the file once.
 * @property {string} by What stands there instead.
 * @property {string} [equivalent] Why no test can notice. It is run all the same.
 */

/** @type {Mutant[]} */
export const MUTANTS = [BASE, GUARDS, FUNDING, PROTOCOLS, VENUES, SELLER, SELLER_VENUES, TYPES, LENS].flatMap(
  (folder) =>
    Object.entries(folder).flatMap(([file, mutants]) => mutants.map((one) => ({ file: `contracts/${file}`, ...one }))),
);
