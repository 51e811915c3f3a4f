import { beforeAll, describe, expect, it } from "vitest";
import { PROTOCOL_NAMES } from "../../core/names/names.ts";
import { buildDevnet, type DevnetInfo } from "../../devnet/index.ts";
import { LENDING_PARTS } from "../../devnet/parts/for-people.ts";
import { PARTS } from "../../devnet/parts/index.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { colorsFor } from "../print/colors.ts";
import { devnetText } from "./devnet-text.ts";

describe("devnetText", () => {
  let info: DevnetInfo;
  beforeAll(async () => {
    ({ info } = await buildDevnet());
  }, BUILD_TIMEOUT);

  const text = () => {
    const devnet = { ...info, rpcUrl: "http://127.0.0.1:8545", accounts: [] };
    return devnetText(devnet, ["devnet", "inspect"], { colors: colorsFor(process.stdout, {}, false), width: 400 });
  };

  it("names the contracts of every part and every borrower", () => {
    const own: Readonly<Record<string, unknown>> = { ...info.addresses };
    for (const [what, address] of PARTS.flatMap((part) => part.contracts(own[part.key]))) {
      expect(text()).toMatch(new RegExp(`${what} +${address}\n`));
    }
    for (const { address, about } of Object.values(info.borrowers).flat()) {
      expect(text()).toMatch(new RegExp(`${address} .*${about.replaceAll(/[().]/g, "\\$&")}`));
    }
  });

  it("tells the story of the first part", () => {
    const user = info.borrowers.aave.find(({ label }) => label === "reference")!.address;
    expect(text()).toContain("  npx fliq devnet price WETH 2600\n");
    expect(text()).toContain(`  npx fliq inspect ${user} --chain devnet`);
  });
});

it("every protocol of the command line has borrowers on the local chain", () => {
  expect(LENDING_PARTS.map(({ name }) => name).sort()).toEqual([...PROTOCOL_NAMES].sort());
});
