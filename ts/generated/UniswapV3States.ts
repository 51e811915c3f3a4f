// Written by script/generate-abis.mjs from the compiled contract. Do not edit.
export const uniswapV3StatesAbi = [
  {
    "type": "function",
    "name": "feeTiers",
    "inputs": [
      {
        "name": "factory",
        "type": "address"
      },
      {
        "name": "fees",
        "type": "bytes"
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
    "name": "states",
    "inputs": [
      {
        "name": "origins",
        "type": "tuple[]",
        "components": [
          {
            "name": "factory",
            "type": "address"
          },
          {
            "name": "initCodeHash",
            "type": "bytes32"
          },
          {
            "name": "lookup",
            "type": "bytes4"
          }
        ]
      },
      {
        "name": "tokens",
        "type": "address[]"
      },
      {
        "name": "keys",
        "type": "bytes"
      },
      {
        "name": "walk",
        "type": "tuple",
        "components": [
          {
            "name": "distance",
            "type": "uint24"
          },
          {
            "name": "ticks",
            "type": "uint16"
          },
          {
            "name": "words",
            "type": "uint16"
          }
        ]
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
  }
] as const;
