// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import network.banyan.contracts.AbiException;
import network.banyan.device.DeviceSigner;
import network.banyan.evidence.Passport;
import network.banyan.evidence.RegistryContract;
import network.banyan.identity.VendorBatch;
import network.banyan.identity.VendorContract;
import network.banyan.node.Declined;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.RpcFailure;
import network.banyan.sdk.Wallet;

/** Registers a batch's devices one after the other, some dozens of transactions ahead of the last final block. */
final class FleetRegistration {
    /** What nodes let one account have waiting, with room for others. */
    private static final int AHEAD = 32;

    private static final int BATCH_KIND = 5;
    private static final int REVERTED = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChainClient chain;
    private final Wallet owner;
    private final BatchFile file;
    private final VendorBatch tree;
    private final Deque<Hash> waiting = new ArrayDeque<>();
    private int registered;
    private int passedOver;
    private int refused;

    FleetRegistration(ChainClient chain, Wallet owner, BatchFile file, VendorBatch tree) {
        this.chain = chain;
        this.owner = owner;
        this.file = file;
        this.tree = tree;
    }

    /** Hears how far it is. */
    @FunctionalInterface
    interface Listener {
        void heard(int done, int of);
    }

    int registered() {
        return registered;
    }

    int passedOver() {
        return passedOver;
    }

    int refused() {
        return refused;
    }

    /**
     * @param keys opens a device's key
     * @throws Declined if the contract refuses a device
     */
    void run(Function<BatchFile.Device, DeviceSigner> keys, Listener listener) {
        long chainId = chain.chainId();
        ChainClient.GasPrice price = chain.gasPrice();
        long nonce = chain.nonce(owner.address());
        for (int i = 0; i < file.devices().size(); i++) {
            BatchFile.Device device = file.devices().get(i);
            if (isEndorsed(device.id())) {
                passedOver++;
                continue;
            }
            Bytes call = call(chainId, device, keys.apply(device), i);
            // Base fees move while a thousand transactions pass.
            price = i % AHEAD == 0 ? chain.gasPrice() : price;
            var fees = new Wallet.Fees(gas(device, call), price.tip(), price.maxFeePerGas());
            waiting.add(chain.send(
                    owner.sign(chainId, nonce++, fees, Optional.of(RegistryContract.ADDRESS), UInt256.ZERO, call)));
            if (waiting.size() == AHEAD) {
                settle();
                listener.heard(registered + passedOver, file.devices().size());
            }
        }
        while (!waiting.isEmpty()) {
            settle();
        }
    }

    private Bytes call(long chainId, BatchFile.Device device, DeviceSigner signer, int index) {
        if (!signer.key().equals(device.key())) {
            throw new Declined("The key in the folder of %s is not the one the batch names.".formatted(device.name()));
        }
        byte[] message = RegistryContract.registerMessage(chainId, owner.address(), device.key(), device.name());
        return VendorContract.registerFromBatch(
                device.key(), device.name(), signer.sign(message), file.vendor(), tree.root(), tree.proof(index));
    }

    private long gas(BatchFile.Device device, Bytes call) {
        try {
            long estimate =
                    chain.estimateGas(owner.address(), Optional.of(RegistryContract.ADDRESS), UInt256.ZERO, call);
            return estimate + estimate / 5;
        } catch (RpcFailure.Refused wouldFail) {
            String why = wouldFail.code() == REVERTED
                    ? wouldFail
                            .data()
                            .map(data -> Bytes.fromHex(data.asText()))
                            .flatMap(revert -> IdentityRefusals.sentence(RegistryContract.ADDRESS, revert))
                            .orElse("the contract refuses it")
                    : wouldFail.reason();
            throw new Declined("%s cannot be registered: %s".formatted(device.name(), why));
        }
    }

    private void settle() {
        if (chain.await(waiting.remove(), PATIENCE).success()) {
            registered++;
        } else {
            refused++;
        }
    }

    /** Whether a device is registered and has a batch on record. */
    private boolean isEndorsed(Hash device) {
        try {
            Bytes fields = chain.call(RegistryContract.ADDRESS, RegistryContract.passportFields(device));
            return Passport.ofFields(fields).attestation().kind() == BATCH_KIND;
        } catch (RpcFailure.Refused unknownDevice) {
            return false;
        } catch (AbiException | IllegalArgumentException notOurContract) {
            throw new Declined("This chain has no device registry of ours.");
        }
    }
}
