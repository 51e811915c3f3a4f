import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../../core/root.ts";
import { shownPath } from "./shown-path.ts";

it.each([
  [join(ROOT, "deployments", "1.json"), join("deployments", "1.json")],
  [join(ROOT, "..", "records", "1.json"), join(ROOT, "..", "records", "1.json")],
  ["/records/1.json", "/records/1.json"],
])("shows %s as %s", (path, shown) => {
  expect(shownPath(path)).toBe(shown);
});
