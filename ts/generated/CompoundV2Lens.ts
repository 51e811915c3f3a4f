// Written by script/generate-abis.mjs from the compiled contract. Do not edit.
export const compoundV2LensAbi = [
  {
    "type": "function",
    "name": "accounts",
    "inputs": [
      {
        "name": "comptroller",
        "type": "address"
      },
      {
        "name": "cTokens",
        "type": "address[]"
      },
      {
        "name": "users",
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
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "market",
    "inputs": [
      {
        "name": "comptroller",
        "type": "address"
      },
      {
        "name": "native",
        "type": "address"
      },
      {
        "name": "wrapped",
        "type": "address"
      },
      {
        "name": "from",
        "type": "uint256"
      }
    ],
    "outputs": [
      {
        "name": "next",
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
