// SPDX-License-Identifier: Apache-2.0
// Fills the ranking without keys and coins, by contracts that stand for a moment where Staking and Delegates do: a
// thousand true registrations would take minutes, and the ranking cannot tell the difference.
import { ethers } from 'ethers';
import { artifact, compileForTest } from './dpos.mjs';
import { done } from './chain.mjs';

const source = `
pragma solidity ^0.8.37;
interface IElection {
  function changeVotes(uint32, uint128, uint32, uint128) external;
  function enter(uint32) external;
  function quit(uint32) external;
}
contract Player {
  IElection constant ELECTION = IElection(0x0000000000000000000000000000000000001007);
  function votes(uint32 first, uint128[] calldata list) external {
    for (uint256 i = 0; i < list.length; i++) ELECTION.changeVotes(0, 0, uint32(first + i), list[i]);
  }
  function change(uint32 id, uint128 from, uint128 to) external { ELECTION.changeVotes(id, from, id, to); }
  function enter(uint32 first, uint32 last) external {
    for (uint32 id = first; id <= last; id++) ELECTION.enter(id);
  }
  function quit(uint32 id) external { ELECTION.quit(id); }
}`;

/** The most a transaction may take (EIP-7825), said outright: to search for less would run each call twenty times. */
export const limit = { gasLimit: 16_777_216 };

export async function electors({ provider, signers, election }) {
  const { abi, deployed } = compileForTest(source, 'Player', signers[0]);
  const addresses = { Staking: artifact('Staking').address, Delegates: artifact('Delegates').address };
  /** Lets the player stand in for a contract during a call. */
  const as = async (name, call) => {
    await provider.send('anvil_setCode', [addresses[name], deployed]);
    const receipt = await done(call(new ethers.Contract(addresses[name], abi, signers[0])));
    await provider.send('anvil_setCode', [addresses[name], artifact(name).deployedBytecode]);
    return receipt;
  };
  return {
    /** Gives votes to the delegates of a range, then puts them on the board. */
    async enter(first, last, votesOf) {
      for (let from = first; from <= last; from += 50) {
        const to = Math.min(last, from + 49);
        const list = Array.from({ length: to - from + 1 }, (_, i) => votesOf(from + i));
        await as('Staking', (player) => player.votes(from, list, limit));
        await as('Delegates', (player) => player.enter(from, to, limit));
      }
    },
    reenter: (id) => as('Delegates', (player) => player.enter(id, id, limit)),
    quit: (id) => as('Delegates', (player) => player.quit(id, limit)),
    async setVotes(id, to) {
      const from = await election.votes(id);
      return as('Staking', (player) => player.change(id, from, to, limit));
    },
  };
}
