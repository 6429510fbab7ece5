// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.banyan.crypto.MerkleLog;
import network.banyan.crypto.MerkleTree;
import network.banyan.crypto.Sha256;
import network.banyan.device.DeviceSigner;
import network.banyan.device.NodePort;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Passport;
import network.banyan.evidence.Publication;
import network.banyan.evidence.RegistryContract;
import network.banyan.evidence.log.GatewayLogContract;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** A chain with the contracts' rules and a shelf, whose blocks are final at once, and that can be away. */
public final class FakeChain implements NodePort {
    private final DeviceSigner gateway;
    private final Map<Hash, GatewayLogContract.Latest> logs = new HashMap<>();
    private final List<GatewayLogContract.Anchoring> accepted = new ArrayList<>();
    private final Map<Hash, Boolean> outcomes = new HashMap<>();
    private final Map<Hash, Long> shelf = new HashMap<>();
    private boolean isRegistered;
    private boolean isAway;
    private int transactions;

    public FakeChain(DeviceSigner gateway) {
        this.gateway = gateway;
    }

    public synchronized void isAway(boolean away) {
        isAway = away;
    }

    public synchronized GatewayLogContract.Latest latest(Hash log) {
        answer();
        return logs.getOrDefault(log, new GatewayLogContract.Latest(Hash.ZERO, 0, 0));
    }

    public synchronized List<GatewayLogContract.Anchoring> accepted() {
        return List.copyOf(accepted);
    }

    private void answer() {
        if (isAway) {
            throw new Unavailable("the chain is away");
        }
    }

    @Override
    public synchronized long chainId() {
        answer();
        return 1;
    }

    @Override
    public Address payer() {
        return Address.ofNumber(7);
    }

    @Override
    public synchronized Optional<RegistryContract.Standing> standing(Hash device) {
        answer();
        return isRegistered
                ? Optional.of(new RegistryContract.Standing(payer(), Optional.of(gateway.key()), true))
                : Optional.empty();
    }

    /** It has declared already what its key is in; the registrar's own tests show how. */
    @Override
    public synchronized Passport passport(Hash device) {
        answer();
        return new Passport(device, payer(), gateway.key(), 1, true, new Passport.Attestation(1, device));
    }

    @Override
    public long registryNonce(Hash device) {
        throw new IllegalStateException("there is nothing to declare");
    }

    @Override
    public long nextSequence(Hash device) {
        throw new IllegalStateException("a gateway anchors logs, not devices");
    }

    @Override
    public synchronized long lastPublished(Hash device) {
        answer();
        return shelf.getOrDefault(device, 0L);
    }

    @Override
    public synchronized List<Publication> publish(List<Bytes> records) {
        answer();
        List<Publication> answers = new ArrayList<>();
        for (Bytes encoded : records) {
            DeviceRecord record = DeviceRecord.decode(encoded);
            long last = shelf.getOrDefault(record.device(), 0L);
            if (record.sequence() == last + 1) {
                shelf.put(record.device(), record.sequence());
                answers.add(new Publication.Accepted(record.id()));
            } else {
                answers.add(new Publication.Missing(last + 1, 1));
            }
        }
        return answers;
    }

    @Override
    public synchronized Hash send(Address to, Bytes data) {
        answer();
        Hash transaction = Sha256.hash(new byte[] {(byte) transactions, (byte) (transactions++ >> 8)});
        if (to.equals(RegistryContract.ADDRESS)) {
            isRegistered = true;
            outcomes.put(transaction, true);
            return transaction;
        }
        GatewayLogContract.Anchoring call = GatewayLogContract.anchoringOf(data).orElseThrow();
        Hash id = call.head().gateway();
        GatewayLogContract.Latest last = logs.getOrDefault(id, new GatewayLogContract.Latest(MerkleTree.EMPTY, 0, 0));
        boolean holds = MerkleLog.isConsistent(
                last.size(), last.root(), call.head().size(), call.head().root(), call.proof());
        if (holds && call.head().size() > last.size()) {
            logs.put(
                    id,
                    new GatewayLogContract.Latest(
                            call.head().root(), call.head().size(), transactions));
            accepted.add(call);
        }
        outcomes.put(transaction, holds);
        return transaction;
    }

    @Override
    public synchronized Optional<Boolean> outcome(Hash transaction) {
        answer();
        return Optional.of(outcomes.get(transaction));
    }
}
