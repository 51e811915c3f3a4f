// Written by script/generate-abis.mjs from the compiled contract. Do not edit.
export const sellerAbi = [
  {
    "type": "constructor",
    "inputs": [
      {
        "name": "routers",
        "type": "address[]"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "error",
    "name": "ATokenUnknown",
    "inputs": [
      {
        "name": "pool",
        "type": "address"
      },
      {
        "name": "aToken",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "AddressEmptyCode",
    "inputs": [
      {
        "name": "target",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "AssetsMismatch",
    "inputs": [
      {
        "name": "expected",
        "type": "address"
      },
      {
        "name": "actual",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "CallbackMissing",
    "inputs": []
  },
  {
    "type": "error",
    "name": "CallbackPending",
    "inputs": []
  },
  {
    "type": "error",
    "name": "CallbackUnexpected",
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "EtherStranded",
    "inputs": [
      {
        "name": "amount",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "EtherUnexpected",
    "inputs": [
      {
        "name": "sender",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "FailedCall",
    "inputs": []
  },
  {
    "type": "error",
    "name": "HookNotAllowed",
    "inputs": [
      {
        "name": "hooks",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "InsufficientBalance",
    "inputs": [
      {
        "name": "balance",
        "type": "uint256"
      },
      {
        "name": "needed",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "Loss",
    "inputs": [
      {
        "name": "actual",
        "type": "uint256"
      },
      {
        "name": "required",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "PoolMissing",
    "inputs": [
      {
        "name": "pool",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "RedemptionRefused",
    "inputs": [
      {
        "name": "code",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "ReentrancyGuardReentrantCall",
    "inputs": []
  },
  {
    "type": "error",
    "name": "RouteInvalid",
    "inputs": [
      {
        "name": "rest",
        "type": "bytes"
      }
    ]
  },
  {
    "type": "error",
    "name": "RouterUnknown",
    "inputs": [
      {
        "name": "router",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "RoutersTooMany",
    "inputs": [
      {
        "name": "count",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "SafeCastOverflowedIntToUint",
    "inputs": [
      {
        "name": "value",
        "type": "int256"
      }
    ]
  },
  {
    "type": "error",
    "name": "SafeCastOverflowedUintToInt",
    "inputs": [
      {
        "name": "value",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "SafeERC20FailedOperation",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "SaleIncomplete",
    "inputs": [
      {
        "name": "sold",
        "type": "uint256"
      },
      {
        "name": "offered",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "SwapOverpaid",
    "inputs": [
      {
        "name": "asked",
        "type": "uint256"
      },
      {
        "name": "offered",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "SwapUnpaid",
    "inputs": [
      {
        "name": "amount0Delta",
        "type": "int256"
      },
      {
        "name": "amount1Delta",
        "type": "int256"
      }
    ]
  },
  {
    "type": "error",
    "name": "VenueParametersInvalid",
    "inputs": [
      {
        "name": "parameters",
        "type": "bytes"
      }
    ]
  },
  {
    "type": "error",
    "name": "VenueUnsupported",
    "inputs": [
      {
        "name": "venue",
        "type": "uint8"
      }
    ]
  },
  {
    "type": "function",
    "name": "isRouter",
    "inputs": [
      {
        "name": "router",
        "type": "address"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "pancakeV3SwapCallback",
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
        "name": "data",
        "type": "bytes"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "sell",
    "inputs": [
      {
        "name": "tokenIn",
        "type": "address"
      },
      {
        "name": "amount",
        "type": "uint256"
      },
      {
        "name": "tokenOut",
        "type": "address"
      },
      {
        "name": "route",
        "type": "bytes"
      }
    ],
    "outputs": [],
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
        "name": "data",
        "type": "bytes"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "unlockCallback",
    "inputs": [
      {
        "name": "data",
        "type": "bytes"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "bytes"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "receive",
    "stateMutability": "payable"
  }
] as const;
