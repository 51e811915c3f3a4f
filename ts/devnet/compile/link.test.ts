import { describe, expect, it } from "vitest";
import { link } from "./link.ts";

const ADDRESS = "0xAbCdEf0123456789aBcDeF0123456789AbCdEf01";

describe("link", () => {
  it("writes the address over every placeholder and touches nothing else", () => {
    const hole = "_".repeat(40);
    const artifact = {
      bytecode: `0x6001${hole}6002${hole}60` as const,
      linkReferences: {
        "Lib.sol": {
          Lib: [
            { start: 2, length: 20 },
            { start: 24, length: 20 },
          ],
        },
      },
    };
    const bare = ADDRESS.slice(2).toLowerCase();
    expect(link(artifact, { Lib: ADDRESS })).toBe(`0x6001${bare}6002${bare}60`);
  });

  it("refuses to leave a placeholder", () => {
    const artifact = { bytecode: "0x" as const, linkReferences: { "Lib.sol": { Lib: [{ start: 0, length: 20 }] } } };
    expect(() => link(artifact, {})).toThrow("library Lib must be deployed first");
  });
});
