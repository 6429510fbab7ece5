// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.devices;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.P256;
import network.banyan.evidence.DeviceDirectory;
import network.banyan.evidence.RegistryContract;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView;
import network.banyan.replica.ChainView.CallOutcome;
import network.banyan.replica.ChainView.CallRequest;

/** Asks the device registry contract, on the state after the last final block. Any thread. */
public final class RegistryReader implements DeviceDirectory {
    /** The most devices one listing names; the newest ones. */
    static final int LISTED_MAX = 500;

    private static final int WORD = 32;
    private static final long GAS = 1_000_000;
    private static final Bytes DEVICE = selector("device(bytes32)");
    private static final Bytes DEVICE_AT = selector("deviceAt(uint256)");
    private static final Bytes DEVICE_COUNT = selector("deviceCount()");

    private final ChainView chain;

    public RegistryReader(ChainView chain) {
        this.chain = chain;
    }

    /**
     * @param registeredAt seconds since 1970
     * @param name hostile text: whatever the owner chose
     */
    record Device(Hash id, Address owner, Hash keyX, Hash keyY, boolean active, long registeredAt, String name) {}

    @Override
    public Optional<P256.PublicKey> key(Hash device) {
        return call(RegistryContract.standing(device, Address.ZERO))
                .flatMap(RegistryContract::standing)
                .flatMap(RegistryContract.Standing::key);
    }

    /** The newest devices, newest first. */
    List<Device> newest() {
        long count =
                call(DEVICE_COUNT).map(answer -> word(answer, 0).toLongExact()).orElse(0L);
        List<Device> devices = new ArrayList<>();
        for (long index = count - 1; index >= 0 && devices.size() < LISTED_MAX; index--) {
            Bytes question = concat(DEVICE_AT, UInt256.of(index).toArray());
            call(question)
                    .map(answer -> word(answer, 0).toHash())
                    .flatMap(this::device)
                    .ifPresent(devices::add);
        }
        return devices;
    }

    Optional<Device> device(Hash id) {
        return call(concat(DEVICE, id.toArray())).map(answer -> {
            int nameAt = (int) word(answer, 5).toLongExact();
            int nameSize = (int) UInt256.at(answer.unsafeArray(), nameAt).toLongExact();
            String name = new String(
                    answer.slice(nameAt + WORD, nameAt + WORD + nameSize).unsafeArray(), StandardCharsets.UTF_8);
            return new Device(
                    id,
                    Address.ofWord(word(answer, 0)),
                    word(answer, 1).toHash(),
                    word(answer, 2).toHash(),
                    !word(answer, 3).isZero(),
                    word(answer, 4).toLongExact(),
                    name);
        });
    }

    /** What the contract answers; empty if it reverts, as it does for an unknown device. */
    private Optional<Bytes> call(Bytes data) {
        var request = new CallRequest(
                Address.ZERO,
                Optional.of(RegistryContract.ADDRESS),
                Optional.of(GAS),
                Optional.empty(),
                UInt256.ZERO,
                data,
                List.of(),
                List.of());
        return chain.call(request, chain.height())
                .filter(CallOutcome.Returned.class::isInstance)
                .map(outcome -> ((CallOutcome.Returned) outcome).output())
                .filter(output -> output.size() >= WORD);
    }

    private static UInt256 word(Bytes answer, int index) {
        return UInt256.at(answer.unsafeArray(), WORD * index);
    }

    private static Bytes selector(String signature) {
        return Keccak.hash(signature.getBytes(StandardCharsets.US_ASCII))
                .toBytes()
                .slice(0, 4);
    }

    private static Bytes concat(Bytes first, byte[] second) {
        byte[] both = new byte[first.size() + second.length];
        System.arraycopy(first.unsafeArray(), 0, both, 0, first.size());
        System.arraycopy(second, 0, both, first.size(), second.length);
        return Bytes.wrap(both);
    }
}
