// types/: what carries a plan, what reads a route.

/** @type {Record<string, Omit<import("../all.mjs").Mutant, "file">[]>} */
export const TYPES = {
  "types/Loans.sol": [
    {
      breaks: "there is one loan",
      snippet: "add(add(route.offset, COUNT), mul(index, LOAN))",
      by: "add(route.offset, COUNT)",
    },
    {
      breaks: "what lies behind the list is a loan",
      snippet: "lt(index, byte(0, calldataload(route.offset)))",
      by: "1",
    },
    {
      breaks: "what lies behind the route is a loan",
      snippet: "and(isLoan, lt(mul(add(index, 1), LOAN), route.length))",
      by: "isLoan",
    },
    {
      breaks: "the last byte of a loan lies behind the route",
      snippet: "lt(mul(add(index, 1), LOAN), route.length)",
      by: "lt(mul(add(index, 1), LOAN), add(route.length, 1))",
    },
    {
      breaks: "a pair is paid for what others lend",
      snippet: "and(isLoan, iszero(eq(source, SWAP)))",
      by: "isLoan",
    },
    {
      breaks: "a loan's amount is another's",
      snippet: "calldataload(add(place, 21))",
      by: "calldataload(add(place, 5))",
    },
    {
      breaks: "the loans are sold along",
      snippet: "return route[COUNT + uint256(uint8(bytes1(route))) * LOAN:];",
      by: "return route;",
    },
  ],
  "types/PlanData.sol": [
    { breaks: "a leg is cut short", snippet: "and(add(route.length, 0x1f), not(0x1f))", by: "0" },
    {
      breaks: "a part may begin anywhere",
      snippet: "require(_pointsForward(plan), PlanMalformed());",
      by: "_pointsForward(plan);",
    },
    { breaks: "the target may begin before the plan", snippet: "or(slt(target, plan), ", by: "or(0, " },
    { breaks: "the route may begin before the plan", snippet: "slt(route.offset, add(plan, 0x20))", by: "0" },
    {
      breaks: "the route's length may stand before the plan",
      snippet: "slt(route.offset, add(plan, 0x20))",
      by: "slt(route.offset, plan)",
    },
    { breaks: "the leaf's data may begin before its target", snippet: "slt(data.offset, add(target, 0x20))", by: "0" },
    {
      breaks: "the length of the leaf's data may stand before its target",
      snippet: "slt(data.offset, add(target, 0x20))",
      by: "slt(data.offset, target)",
    },
    {
      breaks: "the plan begins where its offset stands",
      snippet: "add(data.offset, calldataload(data.offset))",
      by: "data.offset",
    },
  ],
  "types/Route.sol": [
    { breaks: "a route may end behind its head", snippet: "route.length > SPLIT && ", by: "" },
    { breaks: "a split may have no hops", snippet: " && hops != 0", by: "" },
    { breaks: "a hop may end outside", snippet: "require(route.length >= end, RouteInvalid(route));", by: "" },
    {
      breaks: "a route that ends with its hop is cut",
      snippet: "require(route.length >= end,",
      by: "require(route.length > end,",
    },
    { breaks: "a share has one byte", snippet: "(head >> 8, uint8(head))", by: "(uint8(head >> 8), uint8(head))" },
  ],
};
