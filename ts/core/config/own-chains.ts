import { z } from "zod";
import { addressField } from "../adapter/address-fields.ts";
import { ConfigError } from "../errors/errors.ts";
import { GWEI_DECIMALS } from "../math/decimal.ts";
import { chainNameOf, isKnownName } from "../names/chain-names.ts";
import { decimal } from "./setting-shapes.ts";

const chainSchema = z.strictObject({
  chainId: z.int().min(1).optional(),
  wrappedNative: addressField.optional(),
  routeTokens: z.array(addressField).default([]),
  /** Of the native token. */
  nativeSymbol: z.string().min(1).max(12).optional(),
  /** Between two blocks, milliseconds. */
  blockTimeMs: z.int().min(1).max(600_000).optional(),
  leastPriorityFeeGwei: decimal(GWEI_DECIMALS).optional(),
  /** By adapter, which alone knows the shape. */
  addresses: z.record(z.string(), z.json()).default({}),
});

/** Facts that only a chain of the user's own may have: those of the others are known. */
const FACTS = ["chainId", "wrappedNative", "nativeSymbol", "blockTimeMs", "leastPriorityFeeGwei"] as const;

/** The setting `chains`: chains by name, and what is added to the known ones. */
export const ownChainsSchema = z.record(
  z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, { error: "a chain's name is of lower-case letters, digits and hyphens" }),
  chainSchema,
);

/** What the settings say of one chain. */
export type OwnChain = z.output<typeof chainSchema>;
export type OwnChains = Readonly<Record<string, OwnChain>>;

/** As far as it goes without the adapters. */
export interface ChainsSetting {
  readonly byName: OwnChains;
  /** Where they stand, for whoever has to correct them. */
  readonly file: string;
}

export const NO_CHAINS: ChainsSetting = { byName: {}, file: "" };

/** Ids of the chains that the settings add, by name. */
export function ownIds({ byName }: ChainsSetting): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(byName).flatMap(([name, { chainId }]) => (chainId === undefined ? [] : [[name, chainId]])),
  );
}

/**
 * Refuses what contradicts what is known, and a chain that lacks what every chain must have. Facts are added, never replaced.
 * @throws ConfigError that names the key
 */
export function checkOwnChains({ byName, file }: ChainsSetting): void {
  const refused = (name: string, key: string, why: string, hint: string) =>
    new ConfigError(`"chains.${name}${key && `.${key}`}" in ${file} ${why}`, { hint });
  const names = new Map<number, string>();
  for (const [name, chain] of Object.entries(byName)) {
    if (isKnownName(name)) {
      const fact = FACTS.find((key) => chain[key] !== undefined);
      if (fact === undefined) continue;
      throw refused(name, fact, `would replace what is known of ${name}`, "leave it out: only addresses can be added");
    }
    for (const key of ["chainId", "wrappedNative"] as const) {
      if (chain[key] === undefined) throw refused(name, key, "is missing", "a chain of your own needs it");
    }
    const known = chainNameOf(chain.chainId!) ?? names.get(chain.chainId!);
    if (known !== undefined) {
      throw refused(name, "chainId", `is the id of ${known}`, `add what is missing to "chains.${known}"`);
    }
    names.set(chain.chainId!, name);
  }
}
