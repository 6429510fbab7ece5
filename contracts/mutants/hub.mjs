// SPDX-License-Identifier: Apache-2.0
// Bugs that the hub could have. Each is one line of it said otherwise, and a test that must notice: a suite that lets one of them
// live proves less than it seems to.
const bug = (name, file, from, to, test) => ({ name, file: `src/hub/${file}.sol`, from, to, test: `test/${test}.test.mjs` });

export const group = 'HubChains';
export const bugs = [
  // Escrow: nothing leaves that did not enter.
  bug('an overdraw is paid', 'HubEscrow', 'areThere(chain, cursor, totals) && ', '', 'hub-checkpoints'),
  bug('what the chain has not handled counts as its own', 'HubEscrow', 'return escrow[chain][asset] - (t.latest() - below);',
    'return below > t.latest() ? 0 : escrow[chain][asset];', 'hub-checkpoints'),
  bug('a token leaves twice', 'HubEscrow', 'p.leaving != 0 || p.arrived >= cursor) return false;', 'p.arrived >= cursor) return false;', 'hub-checkpoints'),
  bug('exits promise what leaves', 'HubEscrow', 'handled(chain, asset, cursor) - leaves) return false;', 'handled(chain, asset, cursor) - 0 * leaves) return false;', 'hub-checkpoints'),
  bug('a checkpoint pays with another one’s totals', 'HubEscrow', 'left[chain][sequence][asset] = there - amount;', '', 'hub-claims'),
  bug('a limit refills too fast', 'HubEscrow', '(block.timestamp - b.drawnAt) * perHour;', '(block.timestamp - b.drawnAt) * perHour * 2;', 'hub-claims'),
  bug('what is fetched stays owed', 'HubEscrow', 'owed[msg.sender][asset] = 0;', '', 'hub-claims'),
  // Claims: once, in time, what stands in the outbox.
  bug('a message is claimed twice', 'HubClaims', 'if (p.isDone) revert AlreadyClaimed(c.chainId, c.sequence, index);', '', 'hub-claims'),
  bug('a message is claimed at once', 'HubClaims', 'if (!CHECKPOINTS.isMature(c.chainId, c.sequence)) revert NotMature(c.chainId, c.sequence);', '', 'hub-claims'),
  bug('a chain speaks for another one', 'HubClaims', 'm.from != c.chainId || ', '', 'hub-claims'),
  bug('a stranger’s checkpoint is paid', 'HubClaims', 'if (!CHECKPOINTS.isAccepted(c)) revert NotAccepted();', '', 'hub-claims'),
  // Checkpoints: in line, of this inbox, signed by a quorum.
  bug('a quorum is one less', 'Committee', 'return n - (n - 1) / 3;', 'return n - (n - 1) / 3 - 1;', 'hub-checkpoints'),
  bug('an inbox is what a chain says', 'HubCheckpoints', 'c.inboxHash != INBOX.hashAt(c.chainId, c.inboxCursor) || ', '', 'hub-checkpoints'),
  bug('a checkpoint follows on anything', 'HubCheckpoints', 'if (c.previous != line.digest) revert OutOfLine("previous");', '', 'hub-checkpoints'),
  bug('a chain goes back in its inbox', 'HubCheckpoints', 'if (c.inboxCursor < line.cursor) revert OutOfLine("inboxCursor");', '', 'hub-checkpoints'),
  bug('lists are not those that were signed', 'HubCheckpoints', 'Lists.hashTotals(s.totals, s.tokens) == c.totals && ', '', 'hub-checkpoints'),
  bug('an asset is counted twice', 'Lists', 'if (totals[i].asset <= totals[i - 1].asset) return false;', '', 'hub-checkpoints'),
  // Proofs against those who lie, and against nobody else.
  bug('two sequences contradict each other', 'HubProofs', ' || a.sequence != b.sequence', '', 'hub-checkpoints'),
  bug('who signed one of two pays, too', 'HubProofs', 'signedA.signers & signedB.signers', 'signedA.signers | signedB.signers', 'hub-checkpoints'),
  // Leaving: once, in full, when the chain has ended.
  bug('a leaf is paid twice', 'HubExits', 'exited[chain][asset][account] = true;', '', 'hub-exits'),
  bug('what was handled is paid back', 'HubExits', 'if (index < e.cursor) revert WasHandled(index);', '', 'hub-exits'),
  bug('a message is paid back twice', 'HubExits', 'paidBack[chain][index] = true;', '', 'hub-exits'),
  bug('a chain ends before its day of grace', 'HubExits', 'if (block.timestamp < s.since + CHAINS.patience()) revert TooEarly(chain);', '', 'hub-exits'),
  bug('an honest answer ends a chain', 'HubExits', 'if (isEnough(request, answer)) revert Answered();', '', 'hub-exits'),
  // Disputes: whoever lied is convicted, and nobody else (docs/spec/disputes.md).
  bug('a true block convicts', 'HubDisputes', 'if (f.verdict != Judge.FALSE) return', 'if (f.verdict == 0) return', 'hub-disputes'),
  bug('a chain is judged by another one’s rules', 'HubDisputes', 'f.rules != CHAINS.charterOf(c.chainId).verifier || ', '', 'hub-disputes'),
  bug('a block convicts who did not sign it', 'HubDisputes', ' || f.blockHash != hashAt(k, number)) {', ') {', 'hub-disputes'),
  bug('what is paid is disputed', 'HubDisputes', ' || CHECKPOINTS.isMature(c.chainId, c.sequence)', '', 'hub-disputes'),
  bug('a state of another block speaks', 'HubDisputes', 'if (f.blockHash != hashAt(k, c.lastBlock)) revert', 'if (f.blockHash == 0) revert', 'hub-disputes'),
  bug('an accusation costs nothing', 'HubDisputes', 'burnCoins(BOND);', 'owed[msg.sender] += BOND;', 'hub-disputes'),
  bug('a deposit is paid twice', 'HubDisputes', 'delete demands[c.chainId][c.sequence][number];', '', 'hub-disputes'),
  bug('a block is withheld at once', 'HubDisputes', '* 2 / 3) revert TooEarly();', '* 0 / 3) revert TooEarly();', 'hub-disputes'),
  bug('blocks are not those that were signed', 'HubDisputes', ' || keccak256(blocks) != c.data) {', ') {', 'hub-disputes'),
  bug('a checkpoint of tier D comes without its blocks', 'HubCheckpoints', 'if (CHAINS.tierOf(s.checkpoint.chainId) == DISPUTABLE) revert OnlyFor(HUB_DISPUTES);', '', 'hub-disputes'),
  bug('who leaves is paid by any state', 'HubExits', 'if (f.blockHash != c.blockHash) revert', 'if (f.blockHash == 0) revert', 'hub-disputes'),
  // States and the clock.
  bug('a chain’s clock goes on while it stands', 'HubChains', '- s.stopped;', ';', 'hub-chains'),
  bug('a deposit comes to a chain without rent', 'HubChains', ' && block.timestamp <= rentUntil[chain]', '', 'hub-chains'),
  bug('a raised limit holds at once', 'HubChains', '(l.burst > burst || l.perHour > perHour ? RAISE_DELAY : 0)', '0', 'hub-chains'),
];
