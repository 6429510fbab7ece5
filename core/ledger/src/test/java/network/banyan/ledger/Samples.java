// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.TransactionBody.AccessListEntry;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** One of everything the ledger knows. */
final class Samples {
    static final Hash KEY = Keccak.hash(new byte[] {1});
    private static final Optional<UInt256> CHAIN = Optional.of(UInt256.of(468_900));
    private static final Optional<Address> TO = Optional.of(Address.ofNumber(0x1002));
    private static final UInt256 FEE = UInt256.of(2_000_000_000L);
    private static final Bytes DATA = Bytes.wrap(new byte[100]);
    private static final List<AccessListEntry> ACCESS =
            List.of(new AccessListEntry(Address.ofNumber(5), List.of(new Hash(1, 2, 3, 4), Hash.ZERO)));

    private Samples() {}

    static List<Transaction> transactions() {
        var authorization = Authorization.sign(UInt256.ONE, Address.ofNumber(7), 3, KEY);
        return List.of(
                sign(new TransactionBody.Legacy(Optional.empty(), 0, FEE, 21_000, TO, UInt256.ONE, Bytes.EMPTY)),
                sign(new TransactionBody.Legacy(CHAIN, 1, FEE, 21_000, Optional.empty(), UInt256.ZERO, DATA)),
                sign(new TransactionBody.AccessList(CHAIN, 2, FEE, 50_000, TO, UInt256.MAX, DATA, ACCESS)),
                sign(new TransactionBody.DynamicFee(CHAIN, 3, UInt256.ONE, FEE, 50_000, TO, UInt256.ONE, DATA, ACCESS)),
                sign(new TransactionBody.Blob(
                        CHAIN, 4, UInt256.ONE, FEE, 50_000, TO, UInt256.ONE, DATA, ACCESS, FEE, List.of(Hash.ZERO))),
                sign(new TransactionBody.SetCode(
                        CHAIN, 5, UInt256.ONE, FEE, 90_000, TO, UInt256.ONE, DATA, List.of(), List.of(authorization))));
    }

    private static Transaction sign(TransactionBody body) {
        return Transaction.sign(body, KEY);
    }

    static List<Receipt> receipts() {
        Log log = new Log(Address.ofNumber(9), List.of(Hash.ZERO, new Hash(1, 1, 1, 1)), DATA);
        return List.of(Receipt.of(0, true, 21_000, List.of()), Receipt.of(2, false, 1L << 40, List.of(log, log)));
    }

    static Genesis genesis() {
        var validator = new Validator(
                "Validator 1",
                Address.ofNumber(1),
                Bytes.wrap(new byte[48]),
                Bytes.wrap(new byte[96]),
                Bytes.wrap(new byte[32]));
        var alloc = new TreeMap<Address, Genesis.GenesisAccount>();
        alloc.put(Address.ofNumber(3), Genesis.GenesisAccount.withBalance(UInt256.MAX));
        var storage = new TreeMap<Hash, Hash>();
        storage.put(Hash.ZERO, new Hash(4, 3, 2, 1));
        alloc.put(Address.ofNumber(4), new Genesis.GenesisAccount(UInt256.ZERO, 1, DATA, storage));
        return new Genesis(
                468_900,
                "Samples",
                "IOTX",
                1_700_000_000,
                new Genesis.Parameters(500, 500, 30_000_000, UInt256.ONE, false),
                List.of(validator),
                alloc);
    }

    static Block block() {
        return new Block(genesis().header(Hash.ZERO, new Hash(8, 8, 8, 8)), transactions());
    }

    static Certificate certificate() {
        return new Certificate(
                new VoteSubject(1, 2, VoteType.FINALIZE, 3, new Hash(5, 6, 7, 8)),
                Bytes.wrap(new byte[] {0x0b}),
                Bytes.wrap(new byte[96]));
    }
}
