// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import java.util.ArrayList;
import java.util.List;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.MerkleLog;
import network.banyan.crypto.MerkleTree;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.vault.chain.DataVaultContract.Grant;
import network.banyan.vault.chain.DataVaultContract.Head;
import network.banyan.vault.chain.VaultLedger;

/** The contract's rules once more, for one stream and in memory; it reads the very call data that the chain would get. */
final class FakeLedger implements VaultLedger {
    private final Hash stream;
    private final List<Grant> grants = new ArrayList<>();
    private Hash root = Hash.ZERO;
    private long size;
    private long epoch;
    private int sendsUntilOutage = Integer.MAX_VALUE;

    FakeLedger(Hash stream) {
        this.stream = stream;
    }

    /** From then on, nothing is sent any more: as if the process were killed. */
    void breakAfter(int sends) {
        sendsUntilOutage = sends;
    }

    @Override
    public long chainId() {
        return 4242;
    }

    @Override
    public Head head(Hash of) {
        return of.equals(stream)
                ? new Head(Address.ofNumber(7), 0, root, size, epoch, grants.size())
                : new Head(Address.ZERO, 0, Hash.ZERO, 0, 0, 0);
    }

    @Override
    public List<Grant> grants(Hash of) {
        return of.equals(stream) ? List.copyOf(grants) : List.of();
    }

    @Override
    public void send(Bytes call) {
        if (sendsUntilOutage-- <= 0) {
            throw new IllegalStateException("killed");
        }
        var in = AbiReader.ofArguments(call);
        must(in.word().equals(stream), "another stream");
        if (AbiValue.isCall(call, "commit(bytes32,bytes32,uint64,uint64,bytes32[])")) {
            Hash next = in.word();
            long longer = in.number(63);
            must(in.number(63) == epoch, "WrongEpoch");
            must(longer > size, "NotGrown");
            List<Hash> proof = in.list(200, AbiReader::word);
            must(
                    MerkleLog.isConsistent(size, size == 0 ? MerkleTree.EMPTY : root, longer, next, proof),
                    "NotConsistent");
            root = next;
            size = longer;
        } else if (AbiValue.isCall(call, "grant(bytes32,bytes32,uint64,uint64,uint64,bytes32)")) {
            Hash grantee = in.word();
            long from = in.number(63);
            long until = in.number(63);
            must(in.number(63) == epoch && from < until, "WrongEpoch");
            grants.add(new Grant(grantee, in.word(), from, until, epoch, false));
        } else if (AbiValue.isCall(call, "renew(bytes32,uint256,uint64,bytes32)")) {
            int index = (int) in.number(31);
            must(in.number(63) == epoch, "WrongEpoch");
            Grant old = standing(index);
            grants.set(index, new Grant(old.grantee(), in.word(), old.from(), old.until(), epoch, false));
        } else if (AbiValue.isCall(call, "revoke(bytes32,uint256)")) {
            int index = (int) in.number(31);
            Grant old = standing(index);
            grants.set(index, new Grant(old.grantee(), old.envelope(), old.from(), old.until(), old.epoch(), true));
            epoch++;
        } else {
            throw new IllegalStateException("no such method");
        }
    }

    private Grant standing(int index) {
        must(!grants.get(index).revoked(), "AlreadyRevoked");
        return grants.get(index);
    }

    private static void must(boolean holds, String error) {
        if (!holds) {
            throw new IllegalStateException(error);
        }
    }
}
