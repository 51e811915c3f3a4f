import { readdirSync, readFileSync } from "node:fs";
import { dirname, posix } from "node:path";
import { describe, expect, it } from "vitest";

/** What the files of a folder may import besides their own folder. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  cli: [
    "aggregators",
    "watch",
    "flow",
    "protocols",
    "routing",
    "funding",
    "venues",
    "prices",
    "submitters",
    "simulators",
    "ledger",
    "chains",
    "core",
    "devnet",
  ],
  watch: ["flow", "protocols", "core"],
  flow: [
    "protocols",
    "routing",
    "funding",
    "routing",
    "aggregators",
    "venues",
    "prices",
    "submitters",
    "simulators",
    "ledger",
    "chains",
    "core",
    "generated",
  ],
  protocols: ["chains", "core", "generated"],
  funding: ["chains", "core", "generated"],
  venues: ["chains", "core", "generated"],
  aggregators: ["venues", "core"],
  routing: ["venues", "core"],
  prices: ["chains", "core", "generated"],
  submitters: ["chains", "core", "generated"],
  simulators: ["chains", "core", "generated"],
  ledger: ["chains", "core"],
  chains: ["core"],
  core: [],
  generated: [],
  // tools beside the tree
  devnet: [],
  vectors: ["protocols", "core"],
};

/** Single files that may import what their folder may not. */
const EXCEPTIONS: ReadonlySet<string> = new Set([
  "flow/simulate/simulate-on-fork.ts devnet/node/start-anvil.ts",
  "cli/program.ts ../package.json",
  "devnet/build-devnet.ts core/data/with-lock.ts",
]);

/** Folders in which every adapter has a folder of its own; what lies beside these is shared, but for the registry. */
const OF_ADAPTERS: ReadonlySet<string> = new Set([
  "protocols",
  "funding",
  "venues",
  "aggregators",
  "prices",
  "submitters",
]);
/** What an adapter says to `ts/vectors`: for that tool alone, and the only file of an adapter that may use it. */
const FOR_VECTORS = /^protocols\/[^/]+\/vectors\.ts$/;
/** Folders of no adapter: for the comparisons of all protocols with their contracts, for all versions of Aave, for all who ask over HTTP. */
const SHARED: ReadonlySet<string> = new Set(["differential", "aave", "http"]);
/** Makes the adapters of a family of forks, so that a fork is its addresses and its policy; what all of them compute alike. */
const FAMILY = /^(protocols|funding|venues)\/[^/]+\/(family\.ts$|math\/)/;

/** Where each adapter keeps its addresses. */
const ADDRESSES = /^(protocols|funding|venues|prices)\/[^/]+\/addresses\.ts$/;
/** Where it is computed from these what an adapter's factory creates. */
const CREATED = /^venues\/[^/]+\/(pool|pair)-address\.ts$/;
/** Who may look them up besides the folders that may import adapters anyway. */
const LOOK_UP: ReadonlySet<string> = new Set([...OF_ADAPTERS, "simulators"]);

/** Paths, from `ts`, of what a file imports or exports from this project. */
function importsOf(file: string, text: string): string[] {
  const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']*)["']/g);
  return Array.from(found, ([, path]) => posix.normalize(posix.join(dirname(file), path!)));
}

/** Why a file may not import another; null when it may. */
function objection(file: string, target: string): string | null {
  if (EXCEPTIONS.has(`${file} ${target}`)) return null;
  // Where an adapter's system is on each chain is data: whoever borrows from the same system, or sells there, may know it.
  if (ADDRESSES.test(file) && !target.startsWith("core/")) return "addresses are data, made of the core alone";
  if ((ADDRESSES.test(target) || CREATED.test(target)) && LOOK_UP.has(file.split("/")[0]!)) return null;
  if (FOR_VECTORS.test(target) && file !== "vectors/registry.ts") return "only the vectors' registry imports them";
  const [folder = "", adapter = ""] = file.split("/");
  const [toFolder = "", toAdapter = ""] = target.split("/");
  if (folder !== toFolder) {
    if (FOR_VECTORS.test(file) && toFolder === "vectors") return null;
    return ALLOWED[folder]?.includes(toFolder) ? null : `${folder} must not import ${toFolder}`;
  }
  if (!OF_ADAPTERS.has(folder) || file.split("/").length < 3) return null;
  if (toAdapter === "index.ts") return "an adapter must not import the registry";
  const isOwn = toAdapter === adapter || SHARED.has(toAdapter) || target.split("/").length < 3;
  return isOwn || FAMILY.test(target) ? null : `${adapter} must not import ${toAdapter}`;
}

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts") && !/\.(test|fixture)\.ts$/.test(file));

describe("imports", () => {
  it("go from the command line down to the core, and never between adapters", () => {
    const wrong = files.flatMap((file) =>
      importsOf(file, readFileSync(`${import.meta.dirname}/${file}`, "utf8")).flatMap((target) => {
        const why = objection(file, target);
        return why === null ? [] : [`${file} imports ${target}: ${why}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it("are all looked at", () => {
    expect(new Set(files.map((file) => file.split("/")[0]))).toEqual(new Set(Object.keys(ALLOWED)));
    const text = [
      'import a from "./a.ts";',
      'import "../b.ts";',
      'import {\n  type C,\n} from "../core/c.ts";',
      'export * from "./d.ts";',
      'const e = await import("../flow/e.ts");',
      'import viem from "viem";',
    ].join("\n");
    const found = ["funding/a.ts", "b.ts", "core/c.ts", "funding/d.ts", "flow/e.ts"];
    expect(importsOf("funding/x.ts", text)).toEqual(found);
  });

  it.each([
    ["core/rpc/rpc.ts", "chains/registry.ts"],
    ["chains/registry.ts", "protocols/index.ts"],
    ["protocols/morpho/pair.ts", "flow/plan/usd.ts"],
    ["protocols/morpho/pair.ts", "protocols/aave-v3/usd.ts"],
    ["protocols/morpho/pair.ts", "protocols/index.ts"],
    ["protocols/radiant/index.ts", "protocols/aave-v2/assess.ts"],
    ["protocols/aave/health.ts", "protocols/aave-v2/totals.ts"],
    ["venues/uniswap-v3/quote.ts", "funding/index.ts"],
    ["protocols/spark/index.ts", "protocols/aave-v3/assess.ts"],
    ["protocols/spark/index.ts", "funding/aave-v3/family.ts"],
    ["funding/aave-v3/index.ts", "protocols/aave-v3/read.ts"],
    ["funding/aave-v3/index.ts", "funding/wallet/index.ts"],
    ["funding/aave-v3/index.ts", "funding/index.ts"],
    ["protocols/morpho/addresses.ts", "protocols/morpho/market-id.ts"],
    ["protocols/morpho/addresses.ts", "protocols/aave-v3/addresses.ts"],
    ["protocols/morpho/addresses.ts", "chains/registry.ts"],
    ["chains/registry.ts", "protocols/aave-v3/addresses.ts"],
    ["core/context.ts", "protocols/aave-v3/addresses.ts"],
    ["prices/route/read.ts", "venues/index.ts"],
    ["prices/route/read.ts", "prices/chainlink/read.ts"],
    ["prices/chainlink/read.ts", "flow/plan/usd-prices.ts"],
    ["submitters/public/send.ts", "submitters/index.ts"],
    ["simulators/setup.ts", "protocols/index.ts"],
    ["flow/plan/plan.ts", "cli/host.ts"],
    ["flow/plan/plan.ts", "watch/watch.ts"],
    ["watch/watch.ts", "venues/index.ts"],
    ["flow/plan/plan.ts", "devnet/index.ts"],
    ["flow/plan/plan.ts", "devnet/node/start-anvil.ts"],
    ["elsewhere/a.ts", "core/math/math.ts"],
    ["protocols/morpho/pair.ts", "vectors/suite.ts"],
    ["protocols/morpho/index.ts", "protocols/morpho/vectors.ts"],
  ])("of %s from %s would be found", (file, target) => {
    expect(objection(file, target)).not.toBeNull();
  });

  it.each([
    ["cli/run.ts", "flow/deploy/deploy.ts"],
    ["flow/plan/plan.ts", "protocols/types.ts"],
    ["protocols/morpho/pair.ts", "protocols/types.ts"],
    ["protocols/morpho/pair.ts", "protocols/morpho/shares.ts"],
    ["protocols/morpho/check-book.ts", "chains/read-address.ts"],
    ["protocols/index.ts", "protocols/morpho/index.ts"],
    ["protocols/spark/index.ts", "protocols/aave-v3/family.ts"],
    ["protocols/radiant/index.ts", "protocols/aave-v2/family.ts"],
    ["protocols/aave-v2/totals.ts", "protocols/aave/health.ts"],
    ["protocols/morpho/addresses.ts", "core/adapter/define-addresses.ts"],
    ["funding/aave-v3/index.ts", "protocols/aave-v3/addresses.ts"],
    ["funding/aave-v3/index.ts", "funding/funding.ts"],
    ["simulators/setup.ts", "venues/uniswap-v3/addresses.ts"],
    ["flow/simulate/simulate-on-fork.ts", "devnet/node/start-anvil.ts"],
    ["protocols/morpho/vectors.ts", "vectors/suite.ts"],
    ["vectors/registry.ts", "protocols/morpho/vectors.ts"],
  ])("of %s from %s is allowed", (file, target) => {
    expect(objection(file, target)).toBeNull();
  });
});
