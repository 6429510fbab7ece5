// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.chain;

import java.util.List;
import java.util.function.Supplier;
import network.banyan.contracts.AbiException;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.P256;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.vault.VaultException;

/** How to speak to the escrow for records that stands in every genesis (contracts/README.md). */
public final class DataSaleContract {
    public static final Address ADDRESS = Address.ofNumber(0x1013);

    /** So many offers are told at once. */
    public static final int MAX_PAGE = 64;

    /** The least and the longest time to reveal and to dispute, in seconds. */
    public static final long MIN_TIME = 10;

    public static final long MAX_TIME = 90 * 86_400L;

    private static final String OFFER = "offer((bytes32,bytes32,bytes32,bytes32,bytes32,uint256,address,uint64,address,"
            + "uint64,uint64,uint32,uint32))";
    private static final String CANCEL = "cancel(bytes32)";
    private static final String PAY = "pay(bytes32)";
    private static final String REVEAL = "reveal(bytes32,bytes32)";
    private static final String DISPUTE = "dispute(bytes32,uint64,bytes,bytes32[])";
    private static final String SETTLE = "settle(bytes32)";
    private static final String WITHDRAW = "withdraw(address,address)";
    private static final String SALE_OF = "saleOf(bytes32)";
    private static final String OWED = "owed(address,address)";
    private static final String OFFER_COUNT = "offerCount(address)";
    private static final String OFFERS_TO = "offersTo(address,uint256,uint256)";

    private DataSaleContract() {}

    /** Where a sale stands, in the contract's order. */
    public enum State {
        NONE,
        OFFERED,
        PAID,
        REVEALED,
        CANCELLED,
        REFUNDED,
        SOLD
    }

    /**
     * @param deadline ends the state; its last second belongs to it
     * @param key zero until it is revealed
     */
    public record Sale(SaleTerms terms, Address seller, State state, long deadline, Hash key) {}

    public static Bytes offer(SaleTerms terms) {
        return AbiValue.call(
                OFFER,
                new AbiValue.Tuple(terms.words().stream().map(AbiValue::of).toList()));
    }

    public static Bytes cancel(Hash sale) {
        return AbiValue.call(CANCEL, AbiValue.of(sale));
    }

    public static Bytes pay(Hash sale) {
        return AbiValue.call(PAY, AbiValue.of(sale));
    }

    public static Bytes reveal(Hash sale, Hash key) {
        return AbiValue.call(REVEAL, AbiValue.of(sale), AbiValue.of(key));
    }

    /**
     * @param index which ciphertext, from 0
     * @param path from the leaf's own sibling on
     */
    public static Bytes dispute(Hash sale, long index, Bytes ciphertext, List<Hash> path) {
        return AbiValue.call(
                DISPUTE,
                AbiValue.of(sale),
                AbiValue.of(index),
                AbiValue.of(ciphertext),
                new AbiValue.Items(path.stream().map(AbiValue::of).toList()));
    }

    public static Bytes settle(Hash sale) {
        return AbiValue.call(SETTLE, AbiValue.of(sale));
    }

    public static Bytes withdraw(Address token, Address to) {
        return AbiValue.call(WITHDRAW, AbiValue.of(token), AbiValue.of(to));
    }

    public static Bytes saleOf(Hash sale) {
        return AbiValue.call(SALE_OF, AbiValue.of(sale));
    }

    /**
     * Reads what {@code saleOf} returned; of an unknown sale all is zero.
     *
     * @throws VaultException if the bytes are no such answer
     */
    public static Sale sale(Bytes returned) {
        return reading(() -> {
            var in = AbiReader.ofOutput(returned);
            Hash device = in.word();
            var key = new P256.PublicKey(in.word(), in.word());
            Hash keyHash = in.word();
            Hash root = in.word();
            UInt256 amount = in.uint();
            Address buyer = in.address();
            long first = in.number(53);
            Address token = in.address();
            var terms = new SaleTerms(
                    new SaleTerms.Run(device, key, first, in.number(32)),
                    keyHash,
                    root,
                    new SaleTerms.Price(token, amount),
                    buyer,
                    new SaleTerms.Times(in.number(63), in.number(32), in.number(32)));
            return new Sale(terms, in.address(), state(in.number(8)), in.number(63), in.word());
        });
    }

    private static State state(long number) {
        if (number >= State.values().length) {
            throw new AbiException("a sale in state %d, which is none".formatted(number));
        }
        return State.values()[(int) number];
    }

    /** Call data that asks what belongs to an account, in a token or, for zero, in the coin. */
    public static Bytes owed(Address account, Address token) {
        return AbiValue.call(OWED, AbiValue.of(account), AbiValue.of(token));
    }

    public static Bytes offerCount(Address buyer) {
        return AbiValue.call(OFFER_COUNT, AbiValue.of(buyer));
    }

    /**
     * Reads one number: what {@code owed} and {@code offerCount} returned.
     *
     * @throws VaultException if the bytes are no such answer
     */
    public static UInt256 number(Bytes returned) {
        return reading(() -> AbiReader.ofOutput(returned).uint());
    }

    /** Call data that asks for a page of sales offered to an account, by number from {@code start}. */
    public static Bytes offersTo(Address buyer, long start) {
        return AbiValue.call(OFFERS_TO, AbiValue.of(buyer), AbiValue.of(start), AbiValue.of(MAX_PAGE));
    }

    /**
     * Reads what {@code offersTo} returned: names of sales.
     *
     * @throws VaultException if the bytes are no such answer
     */
    public static List<Hash> offers(Bytes returned) {
        return reading(() -> AbiReader.ofOutput(returned).list(MAX_PAGE, AbiReader::word));
    }

    private static <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (AbiException refused) {
            throw new VaultException("what the escrow's contract said: " + refused.getMessage(), refused);
        }
    }
}
