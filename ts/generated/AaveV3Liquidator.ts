// Written by script/generate-abis.mjs from the compiled contract. Do not edit.
export const aaveV3LiquidatorAbi = [
  {
    "type": "constructor",
    "inputs": [
      {
        "name": "setup",
        "type": "tuple",
        "components": [
          {
            "name": "owner",
            "type": "address"
          },
          {
            "name": "receiver",
            "type": "address"
          },
          {
            "name": "wrappedNative",
            "type": "address"
          },
          {
            "name": "minBonusShareBps",
            "type": "uint16"
          },
          {
            "name": "maxTipBps",
            "type": "uint16"
          },
          {
            "name": "seller",
            "type": "address"
          },
          {
            "name": "operators",
            "type": "address[]"
          },
          {
            "name": "markets",
            "type": "address[]"
          },
          {
            "name": "lenders",
            "type": "address[]"
          },
          {
            "name": "deployments",
            "type": "tuple",
            "components": [
              {
                "name": "uniswapV3Factory",
                "type": "address"
              },
              {
                "name": "uniswapV3PoolInitCodeHash",
                "type": "bytes32"
              }
            ]
          }
        ]
      }
    ],
    "stateMutability": "nonpayable"
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
    "name": "BonusShareBelowLimit",
    "inputs": [
      {
        "name": "asked",
        "type": "uint256"
      },
      {
        "name": "limit",
        "type": "uint256"
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
    "name": "DeadlinePassed",
    "inputs": [
      {
        "name": "deadline",
        "type": "uint256"
      },
      {
        "name": "timestamp",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "EtherTransferFailed",
    "inputs": [
      {
        "name": "to",
        "type": "address"
      },
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
    "name": "FundingUnsupported",
    "inputs": [
      {
        "name": "source",
        "type": "uint8"
      }
    ]
  },
  {
    "type": "error",
    "name": "GasBelowLimit",
    "inputs": [
      {
        "name": "available",
        "type": "uint256"
      },
      {
        "name": "limit",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "InitiatorUnexpected",
    "inputs": [
      {
        "name": "initiator",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "LenderNotAllowed",
    "inputs": [
      {
        "name": "lender",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "LimitInvalid",
    "inputs": [
      {
        "name": "bps",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "LoansInvalid",
    "inputs": []
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
    "name": "MarketNotAllowed",
    "inputs": [
      {
        "name": "market",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "MinProfitZero",
    "inputs": []
  },
  {
    "type": "error",
    "name": "NotOperator",
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "NotSelf",
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "OraclePriceZero",
    "inputs": [
      {
        "name": "asset",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "OwnableInvalidOwner",
    "inputs": [
      {
        "name": "owner",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "OwnableUnauthorizedAccount",
    "inputs": [
      {
        "name": "account",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "OwnerNeeded",
    "inputs": []
  },
  {
    "type": "error",
    "name": "Paused",
    "inputs": []
  },
  {
    "type": "error",
    "name": "PlanMalformed",
    "inputs": []
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
    "name": "ProfitBelowMinimum",
    "inputs": [
      {
        "name": "left",
        "type": "uint256"
      },
      {
        "name": "minimum",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "ProfitBelowOracleFloor",
    "inputs": [
      {
        "name": "left",
        "type": "uint256"
      },
      {
        "name": "floor",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "ReceiverInvalid",
    "inputs": [
      {
        "name": "receiver",
        "type": "address"
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
    "name": "SellerInvalid",
    "inputs": [
      {
        "name": "seller",
        "type": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "SellerMissing",
    "inputs": [
      {
        "name": "seller",
        "type": "address"
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
    "name": "TipAboveLimit",
    "inputs": [
      {
        "name": "asked",
        "type": "uint256"
      },
      {
        "name": "limit",
        "type": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "TipRecipientInvalid",
    "inputs": [
      {
        "name": "recipient",
        "type": "address"
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
    "type": "event",
    "name": "LegFailed",
    "inputs": [
      {
        "name": "index",
        "type": "uint256",
        "indexed": true
      },
      {
        "name": "borrower",
        "type": "address",
        "indexed": true
      },
      {
        "name": "revertData",
        "type": "bytes",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "LenderSet",
    "inputs": [
      {
        "name": "lender",
        "type": "address",
        "indexed": true
      },
      {
        "name": "allowed",
        "type": "bool",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "LimitsSet",
    "inputs": [
      {
        "name": "minBonusShareBps",
        "type": "uint16",
        "indexed": false
      },
      {
        "name": "maxTipBps",
        "type": "uint16",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "Liquidated",
    "inputs": [
      {
        "name": "market",
        "type": "address",
        "indexed": true
      },
      {
        "name": "borrower",
        "type": "address",
        "indexed": true
      },
      {
        "name": "caller",
        "type": "address",
        "indexed": true
      },
      {
        "name": "collateral",
        "type": "address",
        "indexed": false
      },
      {
        "name": "debt",
        "type": "address",
        "indexed": false
      },
      {
        "name": "outcome",
        "type": "tuple",
        "indexed": false,
        "components": [
          {
            "name": "repaid",
            "type": "uint256"
          },
          {
            "name": "premium",
            "type": "uint256"
          },
          {
            "name": "seized",
            "type": "uint256"
          },
          {
            "name": "debtGain",
            "type": "uint256"
          },
          {
            "name": "collateralGain",
            "type": "uint256"
          },
          {
            "name": "profit",
            "type": "uint256"
          },
          {
            "name": "tip",
            "type": "uint256"
          }
        ]
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "MarketSet",
    "inputs": [
      {
        "name": "market",
        "type": "address",
        "indexed": true
      },
      {
        "name": "allowed",
        "type": "bool",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "OperatorSet",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "indexed": true
      },
      {
        "name": "allowed",
        "type": "bool",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "OwnershipTransferStarted",
    "inputs": [
      {
        "name": "previousOwner",
        "type": "address",
        "indexed": true
      },
      {
        "name": "newOwner",
        "type": "address",
        "indexed": true
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "OwnershipTransferred",
    "inputs": [
      {
        "name": "previousOwner",
        "type": "address",
        "indexed": true
      },
      {
        "name": "newOwner",
        "type": "address",
        "indexed": true
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "PausedSet",
    "inputs": [
      {
        "name": "paused",
        "type": "bool",
        "indexed": false
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "ReceiverSet",
    "inputs": [
      {
        "name": "receiver",
        "type": "address",
        "indexed": true
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "SellerSet",
    "inputs": [
      {
        "name": "seller",
        "type": "address",
        "indexed": true
      }
    ],
    "anonymous": false
  },
  {
    "type": "fallback",
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "UNISWAP_V3_FACTORY",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "UNISWAP_V3_POOL_INIT_CODE_HASH",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "WRAPPED_NATIVE",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "acceptOwnership",
    "inputs": [],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "executeLeg",
    "inputs": [
      {
        "name": "plan",
        "type": "tuple",
        "components": [
          {
            "name": "target",
            "type": "tuple",
            "components": [
              {
                "name": "market",
                "type": "address"
              },
              {
                "name": "borrower",
                "type": "address"
              },
              {
                "name": "collateral",
                "type": "address"
              },
              {
                "name": "debt",
                "type": "address"
              },
              {
                "name": "amount",
                "type": "uint256"
              },
              {
                "name": "data",
                "type": "bytes"
              }
            ]
          },
          {
            "name": "funding",
            "type": "tuple",
            "components": [
              {
                "name": "source",
                "type": "uint8"
              },
              {
                "name": "lender",
                "type": "address"
              },
              {
                "name": "amount",
                "type": "uint256"
              }
            ]
          },
          {
            "name": "selling",
            "type": "uint8"
          },
          {
            "name": "route",
            "type": "bytes"
          },
          {
            "name": "terms",
            "type": "tuple",
            "components": [
              {
                "name": "minProfit",
                "type": "uint256"
              },
              {
                "name": "minBonusShareBps",
                "type": "uint16"
              },
              {
                "name": "tipBps",
                "type": "uint16"
              },
              {
                "name": "tipRecipient",
                "type": "address"
              },
              {
                "name": "deadline",
                "type": "uint48"
              }
            ]
          }
        ]
      },
      {
        "name": "caller",
        "type": "address"
      }
    ],
    "outputs": [
      {
        "name": "outcome",
        "type": "tuple",
        "components": [
          {
            "name": "repaid",
            "type": "uint256"
          },
          {
            "name": "premium",
            "type": "uint256"
          },
          {
            "name": "seized",
            "type": "uint256"
          },
          {
            "name": "debtGain",
            "type": "uint256"
          },
          {
            "name": "collateralGain",
            "type": "uint256"
          },
          {
            "name": "profit",
            "type": "uint256"
          },
          {
            "name": "tip",
            "type": "uint256"
          }
        ]
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "isLender",
    "inputs": [
      {
        "name": "lender",
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
    "name": "isMarket",
    "inputs": [
      {
        "name": "market",
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
    "name": "isOperator",
    "inputs": [
      {
        "name": "operator",
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
    "name": "liquidate",
    "inputs": [
      {
        "name": "plan",
        "type": "tuple",
        "components": [
          {
            "name": "target",
            "type": "tuple",
            "components": [
              {
                "name": "market",
                "type": "address"
              },
              {
                "name": "borrower",
                "type": "address"
              },
              {
                "name": "collateral",
                "type": "address"
              },
              {
                "name": "debt",
                "type": "address"
              },
              {
                "name": "amount",
                "type": "uint256"
              },
              {
                "name": "data",
                "type": "bytes"
              }
            ]
          },
          {
            "name": "funding",
            "type": "tuple",
            "components": [
              {
                "name": "source",
                "type": "uint8"
              },
              {
                "name": "lender",
                "type": "address"
              },
              {
                "name": "amount",
                "type": "uint256"
              }
            ]
          },
          {
            "name": "selling",
            "type": "uint8"
          },
          {
            "name": "route",
            "type": "bytes"
          },
          {
            "name": "terms",
            "type": "tuple",
            "components": [
              {
                "name": "minProfit",
                "type": "uint256"
              },
              {
                "name": "minBonusShareBps",
                "type": "uint16"
              },
              {
                "name": "tipBps",
                "type": "uint16"
              },
              {
                "name": "tipRecipient",
                "type": "address"
              },
              {
                "name": "deadline",
                "type": "uint48"
              }
            ]
          }
        ]
      }
    ],
    "outputs": [
      {
        "name": "outcome",
        "type": "tuple",
        "components": [
          {
            "name": "repaid",
            "type": "uint256"
          },
          {
            "name": "premium",
            "type": "uint256"
          },
          {
            "name": "seized",
            "type": "uint256"
          },
          {
            "name": "debtGain",
            "type": "uint256"
          },
          {
            "name": "collateralGain",
            "type": "uint256"
          },
          {
            "name": "profit",
            "type": "uint256"
          },
          {
            "name": "tip",
            "type": "uint256"
          }
        ]
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "liquidateBatch",
    "inputs": [
      {
        "name": "legs",
        "type": "tuple[]",
        "components": [
          {
            "name": "plan",
            "type": "tuple",
            "components": [
              {
                "name": "target",
                "type": "tuple",
                "components": [
                  {
                    "name": "market",
                    "type": "address"
                  },
                  {
                    "name": "borrower",
                    "type": "address"
                  },
                  {
                    "name": "collateral",
                    "type": "address"
                  },
                  {
                    "name": "debt",
                    "type": "address"
                  },
                  {
                    "name": "amount",
                    "type": "uint256"
                  },
                  {
                    "name": "data",
                    "type": "bytes"
                  }
                ]
              },
              {
                "name": "funding",
                "type": "tuple",
                "components": [
                  {
                    "name": "source",
                    "type": "uint8"
                  },
                  {
                    "name": "lender",
                    "type": "address"
                  },
                  {
                    "name": "amount",
                    "type": "uint256"
                  }
                ]
              },
              {
                "name": "selling",
                "type": "uint8"
              },
              {
                "name": "route",
                "type": "bytes"
              },
              {
                "name": "terms",
                "type": "tuple",
                "components": [
                  {
                    "name": "minProfit",
                    "type": "uint256"
                  },
                  {
                    "name": "minBonusShareBps",
                    "type": "uint16"
                  },
                  {
                    "name": "tipBps",
                    "type": "uint16"
                  },
                  {
                    "name": "tipRecipient",
                    "type": "address"
                  },
                  {
                    "name": "deadline",
                    "type": "uint48"
                  }
                ]
              }
            ]
          },
          {
            "name": "mayFail",
            "type": "bool"
          },
          {
            "name": "gasLimit",
            "type": "uint32"
          }
        ]
      }
    ],
    "outputs": [
      {
        "name": "results",
        "type": "tuple[]",
        "components": [
          {
            "name": "success",
            "type": "bool"
          },
          {
            "name": "outcome",
            "type": "tuple",
            "components": [
              {
                "name": "repaid",
                "type": "uint256"
              },
              {
                "name": "premium",
                "type": "uint256"
              },
              {
                "name": "seized",
                "type": "uint256"
              },
              {
                "name": "debtGain",
                "type": "uint256"
              },
              {
                "name": "collateralGain",
                "type": "uint256"
              },
              {
                "name": "profit",
                "type": "uint256"
              },
              {
                "name": "tip",
                "type": "uint256"
              }
            ]
          },
          {
            "name": "revertData",
            "type": "bytes"
          }
        ]
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "owner",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "pendingOwner",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "renounceOwnership",
    "inputs": [],
    "outputs": [],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "rescue",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      },
      {
        "name": "amount",
        "type": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "seller",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "setLender",
    "inputs": [
      {
        "name": "lender",
        "type": "address"
      },
      {
        "name": "allowed",
        "type": "bool"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "setLimits",
    "inputs": [
      {
        "name": "minBonusShareBps",
        "type": "uint16"
      },
      {
        "name": "maxTipBps",
        "type": "uint16"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "setMarket",
    "inputs": [
      {
        "name": "market",
        "type": "address"
      },
      {
        "name": "allowed",
        "type": "bool"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "setOperator",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      },
      {
        "name": "allowed",
        "type": "bool"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "setPaused",
    "inputs": [
      {
        "name": "paused",
        "type": "bool"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "setReceiver",
    "inputs": [
      {
        "name": "receiver",
        "type": "address"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "setSeller",
    "inputs": [
      {
        "name": "newSeller",
        "type": "address"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "settings",
    "inputs": [],
    "outputs": [
      {
        "name": "receiver",
        "type": "address"
      },
      {
        "name": "minBonusShareBps",
        "type": "uint16"
      },
      {
        "name": "maxTipBps",
        "type": "uint16"
      },
      {
        "name": "paused",
        "type": "bool"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "transferOwnership",
    "inputs": [
      {
        "name": "newOwner",
        "type": "address"
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
    "type": "receive",
    "stateMutability": "payable"
  }
] as const;
