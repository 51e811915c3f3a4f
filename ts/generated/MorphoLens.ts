// Written by script/generate-abis.mjs from the compiled contract. Do not edit.
export const morphoLensAbi = [
  {
    "type": "error",
    "name": "CandidatesMissing",
    "inputs": []
  },
  {
    "type": "function",
    "name": "markets",
    "inputs": [
      {
        "name": "morpho",
        "type": "address"
      },
      {
        "name": "ids",
        "type": "bytes32[]"
      }
    ],
    "outputs": [
      {
        "name": "done",
        "type": "uint256"
      },
      {
        "name": "timestamp",
        "type": "uint256"
      },
      {
        "name": "records",
        "type": "bytes"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "positions",
    "inputs": [
      {
        "name": "morpho",
        "type": "address"
      },
      {
        "name": "ids",
        "type": "bytes32[]"
      },
      {
        "name": "candidates",
        "type": "bytes"
      },
      {
        "name": "keys",
        "type": "uint256[]"
      }
    ],
    "outputs": [
      {
        "name": "done",
        "type": "uint256"
      },
      {
        "name": "timestamp",
        "type": "uint256"
      },
      {
        "name": "records",
        "type": "bytes"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "prices",
    "inputs": [
      {
        "name": "oracles",
        "type": "address[]"
      }
    ],
    "outputs": [
      {
        "name": "done",
        "type": "uint256"
      },
      {
        "name": "timestamp",
        "type": "uint256"
      },
      {
        "name": "records",
        "type": "bytes"
      }
    ],
    "stateMutability": "view"
  }
] as const;
