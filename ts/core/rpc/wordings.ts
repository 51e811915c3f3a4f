/**
 * What nodes, gateways and providers say, by what it means for the call. No protocol fixes these words, so a list can only
 * be of what is known: whoever uses one decides what becomes of words that stand in none.
 */

/** How an execution ended, or a transaction that no block would take: a property of the call. */
export const REVERTED =
  /revert|invalid ?(fe)?opcode|stack (under|over)flow|invalid ?jump|insufficient (funds|balance)|nonce too (low|high)|less than block base fee/i;

/** A block that this node has not heard of: behind a gateway another one named it a moment ago. */
export const NOT_YET =
  /\b(block|header)s?\b(?! range).{0,60}(not yet|not (be )?found|unknown|does(n.?t| not) exist|out of range)|unknown (block|header)|BlockOutOfRange|(beyond|ahead of|(greater|higher|later) than|after|past|above) .{0,20}\b(head|latest|tip|current)\b/i;

/** More than the provider gives in one answer, or the node computes in one call. Any refusal that speaks of a range is one. */
export const TOO_LARGE =
  /(?<!out of )\branges?\b|(more than|max(imum)?|exceed\w*|over|limit of) .{0,20}\b(results|logs)|too many (results|logs|blocks)|(response|result|body)( (body|set))?( size)?( is)? ?(exceed|too (large|big))|(entity|payload|query|request)( is)? too (large|big|wide)|limited to .{0,20}block|(number of|requested) .{0,20}blocks|blocks distance|smaller than size|out of gas|gas (limit|allowance|required)|intrinsic gas|initcode|code size/i;

/** Took too long: for its size, where it can be divided, else for a load that may pass. */
export const TOO_SLOW = /timed? ?out|deadline|execution aborted/i;

/** Too often, or more than the key's plan allows in a span of time. */
export const TOO_OFTEN =
  /\brate\b|rate ?limit|too many requests|requests? (per|limit)|compute units?|\bcu\b|throughput|capacity|daily request/i;

/** Never answered by this endpoint, or not with this key. */
export const FORBIDDEN =
  /unauthori[sz]ed|forbidden|access denied|authenticat|api[- ]?key|project id|unsupported method|(method|\beth_\w+).{0,60}(not (available|supported|found|allowed|enabled)|does not exist|disabled)|not (available|supported|allowed|included) .{0,30}(tier|plan|subscription)/i;

/** A request that no node would understand. */
export const MALFORMED = /invalid (argument|param|request|json)|cannot unmarshal/i;

/** A transaction that the node, or the chain, has already: these very bytes. */
export const TAKEN =
  /already (known|imported|exists|in (the )?(pool|mempool|chain|cache|block))|known transaction|alreadyknown|(tx|transaction) with (the )?same hash/i;

/** A transaction that no node would take as it is, whoever wraps the words in an error of his own. */
export const REFUSED =
  /nonce|underpriced|insufficient|intrinsic gas|exceeds|less than block base fee|fee (cap|too low)|invalid (sender|signature|chain)|chain id|rlp|not supported/i;

/** A gateway without a node, or a node in trouble: what was asked of it may have been done. */
export const TROUBLED =
  /timed? ?out|deadline|time limit|internal|unavailable|upstream|gateway|busy|overload|no (backend|healthy|available)|try again|aborted|connection|^$/i;
