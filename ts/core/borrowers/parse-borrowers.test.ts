import { describe, expect, it } from "vitest";
import { parseBorrowers } from "./parse-borrowers.ts";

const A = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const B = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const lower = A.toLowerCase();

describe("a list of borrowers", () => {
  it.each([
    ["one a line", `${lower}\n${B}\n`],
    ["with remarks, empty lines and the line ends of another system", `# mine\r\n\r\n${A}\r\n${B}\r\n${lower}\r\n`],
    ["a CSV with a header", `block,account,debt\n1,${A},5\n2,"${B}",7\n`],
    ["a CSV without one, by semicolons", `1;${A}\n2;${B}`],
    ["a JSON array", JSON.stringify([lower, B, A])],
    ["objects, as subgraphs give them", JSON.stringify([{ id: lower }, { id: "x-1", user: { id: B } }])],
    ["objects with other names", JSON.stringify([{ account: A, debt: 3 }, { borrower: B }, { address: A }])],
  ])("can be %s", (_, text) => {
    expect(parseBorrowers(text, "list")).toEqual([A, B]);
  });

  it.each([
    ["nothing", "", "list names no account"],
    ["an empty array", "[]", "list names no account"],
    ["a header alone", "account\n", "list names no account"],
    ["half of JSON", `["${A}"`, "list is not valid JSON"],
    ["an object", `{"users":[]}`, "list is no JSON array of accounts"],
    ["numbers", "[1]", "list is no JSON array of accounts"],
    ["objects without an account", `[{"id":"7"}]`, "list is no JSON array of accounts"],
    ["a word after accounts", `${A}\nnobody`, "line 2 of list has no address"],
    ["two words before them", `nobody\nno one\n${A}`, "line 2 of list has no address"],
    ["a wrong checksum", `0x70997970c51812dc3A010C7d01b50e0d17dc79C8`, "names an account that is no address"],
    ["an address that was cut", `${A}\n${B.slice(0, 40)}`, "names an account that is no address"],
  ])("cannot be %s", (_, text, message) => {
    expect(() => parseBorrowers(text, "list")).toThrow(message);
  });
});
