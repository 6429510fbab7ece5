// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.node.cli.Sentences;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;

/** What the vault's contract refuses, in sentences. */
final class DataRefusals {
    private static final Sentences SENTENCES = new Sentences(said());

    private DataRefusals() {}

    static Optional<String> sentence(Address called, Bytes revert) {
        return SENTENCES.of(revert);
    }

    private static SortedMap<String, String> said() {
        SortedMap<String, String> said = new TreeMap<>();
        said.put("NotOwner(bytes32,address)", "The device is not this account's, so its data is not either.");
        said.put(
                "NotGrown(bytes32,uint64,uint64)",
                "The chain has a longer list of segments: another process stored meanwhile. Do it again.");
        said.put(
                "NotConsistent(bytes32,uint64,uint64)",
                "The list of segments does not continue the one on the chain: is this the right store?");
        said.put(
                "WrongEpoch(bytes32,uint64,uint64)",
                "The keys were rotated meanwhile: a grant was revoked elsewhere. Do it again.");
        said.put("EmptyRange(uint64,uint64)", "That range is empty: --from must lie before --until.");
        said.put("NoSuchGrant(bytes32,uint256)", "There is no such grant; `banyan data list` shows them.");
        said.put("AlreadyRevoked(bytes32,uint256)", "That grant is revoked already.");
        sales(said);
        return said;
    }

    private static void sales(SortedMap<String, String> said) {
        said.put("NotActive(bytes32)", "The device is out of service: what it recorded is not sold any more.");
        said.put("NotItsKey(bytes32)", "That is no key of this device.");
        said.put("BadTerms()", "The contract takes no such terms: times are 10 seconds to 90 days, prices above zero.");
        said.put("NotFor(address)", "That sale is another account's.");
        said.put("WrongState(bytes32,uint8)", "The sale went on meanwhile: do it again to see where it stands.");
        said.put("TooLate(bytes32,uint64)", "The time for that is over.");
        said.put("TooEarly(bytes32,uint64)", "The time of the other side is not over yet.");
        said.put(
                "WrongPrice(uint256,uint256)",
                "The price did not arrive whole: a token that keeps a part of each transfer cannot pay.");
        said.put("RecordIsGood(bytes32,uint64)", "The device signed that record: there is nothing to dispute.");
        said.put("NothingToWithdraw()", "Nothing belongs to this account there.");
        said.put(
                "ERC20InsufficientBalance(address,uint256,uint256)", "The account does not have so much of the token.");
        said.put("SafeERC20FailedOperation(address)", "The token refuses the transfer.");
    }
}
