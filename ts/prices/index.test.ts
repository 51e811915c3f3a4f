import { expect, it } from "vitest";
import { PRICE_SOURCE_NAMES } from "../core/names/names.ts";
import { PRICE_SOURCES } from "./index.ts";

it("sources are asked in the order of their names, what a pool says last", () => {
  expect(Object.keys(PRICE_SOURCES)).toEqual(PRICE_SOURCE_NAMES);
  expect(Object.values(PRICE_SOURCES).map(({ name }) => name)).toEqual(PRICE_SOURCE_NAMES);
  expect(PRICE_SOURCE_NAMES.at(-1)).toBe("route");
});
