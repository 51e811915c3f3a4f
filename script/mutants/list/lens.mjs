// lens/: what packs an answer and what asks. The lenses themselves have no Solidity test: those of ts/protocols and ts/venues judge them.

/** @type {Record<string, Omit<import("../all.mjs").Mutant, "file">[]>} */
export const LENS = {
  "lens/Packer.sol": [
    { breaks: "the last byte that fits does not", snippet: "end + size > CAPACITY", by: "end + size >= CAPACITY" },
    { breaks: "what does not fit is not said", snippet: "buffer.full = true;", by: "" },
    { breaks: "what is taken back is full yet", snippet: "buffer.full = false;", by: "" },
    {
      breaks: "what is written costs nothing to return",
      snippet: "(buffer.length + bytesAhead)",
      by: "bytesAhead",
    },
    { breaks: "what is ahead costs nothing to return", snippet: "(buffer.length + bytesAhead)", by: "buffer.length" },
    { breaks: "a text is written in whole words", snippet: "Math.min(value.length - i, 32)", by: "32" },
    { breaks: "zero has one byte", snippet: "value == 0 ? 0 : ", by: "" },
    { breaks: "a number loses its first byte", snippet: "Math.log256(value) + 1", by: "Math.log256(value)" },
    { breaks: "an address has 32 bytes", snippet: "uint160(value), 20", by: "uint160(value), 32" },
  ],
  "lens/Probe.sol": [
    { breaks: "half a word is an answer", snippet: "gt(returndatasize(), 0x1f)", by: "1" },
    { breaks: "a failure has a value", snippet: "if ok { value := mload(0x00) }", by: "value := mload(0x00)" },
    {
      breaks: "whoever is asked may burn all",
      snippet: "staticcall(gasLimit, target, add(data, 0x20), mload(data), 0x00, 0x20)",
      by: "staticcall(gas(), target, add(data, 0x20), mload(data), 0x00, 0x20)",
    },
    {
      breaks: "whoever is asked for a text may burn all",
      snippet: "staticcall(gasLimit, target, add(data, 0x20), mload(data), 0x00, 0x00)",
      by: "staticcall(gas(), target, add(data, 0x20), mload(data), 0x00, 0x00)",
    },
    { breaks: "a failure is a text", snippet: "!ok || size < 0x20", by: "size < 0x20" },
    { breaks: "a text may begin anywhere", snippet: "size < 0x40 || offset != 0x20", by: "size < 0x40" },
    { breaks: "a text may be of any length", snippet: "if (length > MAX_TEXT) length = MAX_TEXT;", by: "" },
    { breaks: "a huge answer is copied", snippet: "if gt(copied, mload(answer)) { copied := mload(answer) }", by: "" },
    { breaks: "a text is as long as it says", snippet: "if (length > size - 0x40) length = size - 0x40;", by: "" },
  ],
};
