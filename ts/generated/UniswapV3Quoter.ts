// Written by script/generate-abis.mjs from the compiled contract. Do not edit.
export const uniswapV3QuoterAbi = [
  {
    "type": "error",
    "name": "HopQuoted",
    "inputs": [
      {
        "name": "amount0Delta",
        "type": "int256"
      },
      {
        "name": "amount1Delta",
        "type": "int256"
      },
      {
        "name": "sqrtPriceX96After",
        "type": "uint160"
      }
    ]
  },
  {
    "type": "function",
    "name": "liquidity",
    "inputs": [
      {
        "name": "pools",
        "type": "tuple",
        "components": [
          {
            "name": "factory",
            "type": "address"
          },
          {
            "name": "initCodeHash",
            "type": "bytes32"
          }
        ]
      },
      {
        "name": "keys",
        "type": "tuple[]",
        "components": [
          {
            "name": "tokenA",
            "type": "address"
          },
          {
            "name": "tokenB",
            "type": "address"
          },
          {
            "name": "fee",
            "type": "uint24"
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
  },
  {
    "type": "function",
    "name": "quote",
    "inputs": [
      {
        "name": "pools",
        "type": "tuple",
        "components": [
          {
            "name": "factory",
            "type": "address"
          },
          {
            "name": "initCodeHash",
            "type": "bytes32"
          }
        ]
      },
      {
        "name": "paths",
        "type": "bytes[]"
      },
      {
        "name": "requests",
        "type": "tuple[]",
        "components": [
          {
            "name": "path",
            "type": "uint256"
          },
          {
            "name": "amount",
            "type": "int256"
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
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "uniswapV3SwapCallback",
    "inputs": [
      {
        "name": "amount0Delta",
        "type": "int256"
      },
      {
        "name": "amount1Delta",
        "type": "int256"
      },
      {
        "name": "",
        "type": "bytes"
      }
    ],
    "outputs": [],
    "stateMutability": "view"
  }
] as const;
