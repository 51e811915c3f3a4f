// Written by script/generate-abis.mjs from the compiled contract. Do not edit.
export const aaveV2LensAbi = [
  {
    "type": "function",
    "name": "accounts",
    "inputs": [
      {
        "name": "pool",
        "type": "address"
      },
      {
        "name": "users",
        "type": "address[]"
      },
      {
        "name": "others",
        "type": "uint256"
      }
    ],
    "outputs": [
      {
        "name": "done",
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
    "name": "market",
    "inputs": [
      {
        "name": "pool",
        "type": "address"
      },
      {
        "name": "fromReserve",
        "type": "uint256"
      }
    ],
    "outputs": [
      {
        "name": "nextReserve",
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
