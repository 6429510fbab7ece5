// SPDX-License-Identifier: Apache-2.0
package network.banyan.readings;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import network.banyan.application.Application;
import network.banyan.application.ApplicationName;
import network.banyan.application.Call;
import network.banyan.application.Refused;
import network.banyan.application.Slots;
import network.banyan.application.Store;
import network.banyan.application.View;
import network.banyan.contracts.AbiException;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.P256;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.RegistryContract;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * A register of devices and what they measured. A device is registered by its key's signature; from then on anybody may bring its
 * records (docs/spec/evidence.md), each once and in their order. Kept are each device's newest record, and of each quantity how
 * often, the least, the most and the last. The records themselves stand in the transactions.
 */
public final class Readings implements Application {
    public static final ApplicationName NAME = new ApplicationName("readings/1");

    /** Most records of a batch. */
    public static final int RECORDS_MAX = 256;

    static final String REGISTER = "register(bytes32,bytes32,bytes)";
    static final String SUBMIT = "submit(bytes[])";
    static final String HEAD = "head(bytes32)";
    static final String QUANTITY = "quantity(bytes32,string)";
    static final Hash REGISTERED = AbiValue.topic("Registered(bytes32,address)");

    /** A P-256 signature takes 60 microseconds to check; EIP-7951 asks 6,900 for it. */
    private static final int SIGNATURE_GAS = 7_000;

    /** Decoding and hashing, for each 32 bytes of a record. */
    private static final int RECORD_WORD_GAS = 24;

    private static final int NAME_BYTES_MAX = 64;
    private static final Hash REGISTER_DOMAIN = AbiValue.topic("banyan.readings.register.v1");

    @Override
    public ApplicationName name() {
        return NAME;
    }

    @Override
    public boolean asks(Bytes input) {
        return AbiValue.isCall(input, HEAD) || AbiValue.isCall(input, QUANTITY);
    }

    @Override
    public Bytes answer(Call question, View view) {
        return understood(() -> {
            AbiReader in = AbiReader.ofArguments(question.input());
            Hash device = in.word();
            if (AbiValue.isCall(question.input(), HEAD)) {
                return known(Device.of(device, view)).encoded();
            }
            return Quantity.of(view.get(Quantity.slot(device, in.text(NAME_BYTES_MAX))))
                    .encoded();
        });
    }

    @Override
    public Bytes apply(Call call, Store store) {
        return understood(() -> {
            if (AbiValue.isCall(call.input(), REGISTER)) {
                return register(call, store);
            }
            if (AbiValue.isCall(call.input(), SUBMIT)) {
                return submit(call, store);
            }
            throw new Refused("readings/1 does: %s, %s, %s, %s".formatted(REGISTER, SUBMIT, HEAD, QUANTITY));
        });
    }

    /** Strangers' bytes that are not what they should be are refused; anything else that is thrown is a bug. */
    private static Bytes understood(Supplier<Bytes> work) {
        try {
            return work.get();
        } catch (AbiException | EvidenceFormatException malformed) {
            throw new Refused(String.valueOf(malformed.getMessage()));
        }
    }

    private static Device known(Device device) {
        if (!device.isRegistered()) {
            throw new Refused("the device %s is not registered".formatted(device.id()));
        }
        return device;
    }

    /** The sender becomes the owner of a device whose key says so. */
    private static Bytes register(Call call, Store store) {
        AbiReader in = AbiReader.ofArguments(call.input());
        var key = new P256.PublicKey(in.word(), in.word());
        Bytes proof = in.bytes(P256.SIGNATURE_SIZE);
        store.charge(SIGNATURE_GAS);
        if (!P256.verify(key, registration(call, key), proof)) {
            throw new Refused("the device's key did not sign its registration to the sender");
        }
        Hash id = RegistryContract.idOf(key);
        if (Device.of(id, store).isRegistered()) {
            throw new Refused("the device %s is registered".formatted(id));
        }
        Device.register(id, key, call.sender(), store);
        store.emit(List.of(REGISTERED, id), AbiValue.encoded(AbiValue.of(call.sender())));
        return id.toBytes();
    }

    private static byte[] registration(Call call, P256.PublicKey key) {
        return registration(call.chainId().toLongExact(), call.self(), call.sender(), key);
    }

    /** What a device signs (ES256) to be registered to an owner. */
    public static byte[] registration(long chainId, Address self, Address owner, P256.PublicKey key) {
        return AbiValue.encoded(
                        AbiValue.of(REGISTER_DOMAIN),
                        AbiValue.of(chainId),
                        AbiValue.of(self),
                        AbiValue.of(owner),
                        AbiValue.of(key.x()),
                        AbiValue.of(key.y()))
                .toArray();
    }

    /** All records of a batch or none. */
    private static Bytes submit(Call call, Store store) {
        List<Bytes> records = AbiReader.ofArguments(call.input()).list(RECORDS_MAX, in -> {
            store.charge(SIGNATURE_GAS);
            Bytes record = in.bytes(DeviceRecord.MAX_BYTES);
            store.charge((long) RECORD_WORD_GAS * ((record.size() + Hash.SIZE - 1) / Hash.SIZE));
            return record;
        });
        var batch = new Batch(store);
        for (int i = 0; i < records.size(); i++) {
            try {
                batch.add(DeviceRecord.decode(records.get(i)));
            } catch (EvidenceFormatException | Refused why) {
                throw new Refused("record %d of the batch: %s".formatted(i, why.getMessage()));
            }
        }
        batch.write();
        return AbiValue.encoded(AbiValue.of(records.size()));
    }

    /** Call data for {@link #registration}'s signature. */
    public static Bytes register(P256.PublicKey key, Bytes signature) {
        return AbiValue.call(REGISTER, AbiValue.of(key.x()), AbiValue.of(key.y()), AbiValue.of(signature));
    }

    /** Call data that brings records, any devices', each device's in their order. */
    public static Bytes submit(List<DeviceRecord> records) {
        List<AbiValue> values = new ArrayList<>();
        records.forEach(record -> values.add(AbiValue.of(record.encoded())));
        return AbiValue.call(SUBMIT, new AbiValue.Items(values));
    }

    /** Asks for (owner, sequence, time in ms, record's id) of a device. */
    public static Bytes head(Hash device) {
        return AbiValue.call(HEAD, AbiValue.of(device));
    }

    /** Asks for (count, least, most, last) of a device's quantity, the values in millionths of its unit. */
    public static Bytes quantity(Hash device, String name) {
        return AbiValue.call(QUANTITY, AbiValue.of(device), AbiValue.of(name));
    }

    /** Where the id of a device's newest record is stored, for a proof of it. */
    public static Hash headSlot(Hash device) {
        return Slots.of(Device.HEAD, device);
    }

    static Hash nameKey(String name) {
        return Keccak.hash(name.getBytes(StandardCharsets.UTF_8));
    }
}
