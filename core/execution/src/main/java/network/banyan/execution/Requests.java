// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.banyan.crypto.Sha256;
import network.banyan.ledger.Log;
import network.banyan.ledger.Receipt;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * What a block of Ethereum asks of its consensus layer (EIP-7685): deposits from the logs of the deposit contract
 * (EIP-6110), then what the contracts for withdrawals (EIP-7002) and consolidations (EIP-7251) answer to a system call.
 */
final class Requests {
    static final Address DEPOSITS = Address.fromHex("0x00000000219ab540356cbb839cbe05303d7705fa");
    static final Address WITHDRAWALS = Address.fromHex("0x00000961ef480eb55e80d19ad83579a64c007002");
    static final Address CONSOLIDATIONS = Address.fromHex("0x0000bbddc7ce488642fb579f8b00f3a590007251");

    private static final Hash DEPOSIT_EVENT =
            Hash.fromHex("0x649bbc62d0e31342afea4e5cd82d4049e7e1ee912fc0889aa790803be39038c5");
    private static final int DEPOSIT_EVENT_SIZE = 576;

    /** Sizes of the five fields of a deposit: key, withdrawal credentials, amount, signature, index. */
    private static final int[] FIELDS = {48, 32, 8, 96, 8};

    private Requests() {}

    /** A log of the deposit contract that is not laid out as the contract does it. */
    static final class BadDeposit extends Exception {
        private static final long serialVersionUID = 1;

        BadDeposit(String why) {
            super("invalid deposit event layout: " + why);
        }
    }

    /** SHA-256 over the SHA-256 of every request that is not empty; its type goes before its data. */
    static Hash hash(List<Bytes> dataByType) {
        byte[] hashes = new byte[dataByType.size() * Hash.SIZE];
        int size = 0;
        for (int type = 0; type < dataByType.size(); type++) {
            Bytes data = dataByType.get(type);
            if (!data.isEmpty()) {
                byte[] request = new byte[1 + data.size()];
                request[0] = (byte) type;
                System.arraycopy(data.unsafeArray(), 0, request, 1, data.size());
                Sha256.hash(request).writeTo(hashes, size);
                size += Hash.SIZE;
            }
        }
        return Sha256.hash(Arrays.copyOf(hashes, size));
    }

    /** The deposits of a block, one after another. */
    static Bytes deposits(List<Receipt> receipts) throws BadDeposit {
        List<byte[]> deposits = new ArrayList<>();
        for (Receipt receipt : receipts) {
            for (Log log : receipt.logs()) {
                if (log.address().equals(DEPOSITS)
                        && !log.topics().isEmpty()
                        && log.topics().getFirst().equals(DEPOSIT_EVENT)) {
                    deposits.add(deposit(log.data().unsafeArray()));
                }
            }
        }
        byte[] all =
                new byte[deposits.stream().mapToInt(deposit -> deposit.length).sum()];
        int at = 0;
        for (byte[] deposit : deposits) {
            System.arraycopy(deposit, 0, all, at, deposit.length);
            at += deposit.length;
        }
        return Bytes.wrap(all);
    }

    /** The five fields without their padding; each has an offset in the head and its size before it. */
    private static byte[] deposit(byte[] data) throws BadDeposit {
        if (data.length != DEPOSIT_EVENT_SIZE) {
            throw new BadDeposit(data.length + " bytes");
        }
        byte[] deposit = new byte[48 + 32 + 8 + 96 + 8];
        int from = FIELDS.length * 32;
        int to = 0;
        for (int field = 0; field < FIELDS.length; field++) {
            int size = FIELDS[field];
            if (!word(data, field * 32).equals(UInt256.of(from))
                    || !word(data, from).equals(UInt256.of(size))) {
                throw new BadDeposit("field " + field);
            }
            System.arraycopy(data, from + 32, deposit, to, size);
            from += 32 + (size + 31) / 32 * 32;
            to += size;
        }
        return deposit;
    }

    private static UInt256 word(byte[] data, int offset) {
        return UInt256.at(data, offset);
    }
}
