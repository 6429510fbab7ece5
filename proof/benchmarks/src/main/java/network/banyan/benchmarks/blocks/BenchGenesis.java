// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks.blocks;

import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Ed25519;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.ledger.Validator;
import network.banyan.node.SystemContracts;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** A genesis in which everybody is rich, in coins and tokens, beside the system contracts that any chain of ours has. */
final class BenchGenesis {
    static final Address BENEFICIARY = Address.ofNumber(0xfee);

    private static final UInt256 COINS = UInt256.of(BigInteger.TEN.pow(21));
    private static final Hash TOKENS = UInt256.of(BigInteger.TEN.pow(21)).toHash();
    private static final long CHAIN_ID = 468_999;
    private static final long GAS_LIMIT = 1_000_000_000;
    private static final long TIMESTAMP = 1_750_000_000;

    private BenchGenesis() {}

    static Genesis of(Population population, Token token) {
        SortedMap<Address, GenesisAccount> alloc = new TreeMap<>(SystemContracts.accounts());
        SortedMap<Hash, Hash> balances = new TreeMap<>();
        for (Address address : population.addresses()) {
            alloc.put(address, GenesisAccount.withBalance(COINS));
            balances.put(Token.balanceSlot(address), TOKENS);
        }
        alloc.put(token.address(), new GenesisAccount(UInt256.ZERO, 1, token.code(), balances));
        var parameters = new Genesis.Parameters(0, 1_000, GAS_LIMIT, UInt256.of(1_000_000_000L), false);
        return new Genesis(CHAIN_ID, "Bench", "IOTX", TIMESTAMP, parameters, List.of(validator()), alloc);
    }

    /** Certifies nothing here: a certificate covers a run of blocks, and its check does not grow with them. */
    private static Validator validator() {
        Bytes seed = Keccak.hash(new byte[] {1}).toBytes();
        Bls.SecretKey bls = Bls.SecretKey.ofSeed(seed.toArray());
        return new Validator(
                "Bench",
                BENEFICIARY,
                bls.publicKey(),
                bls.provePossession(),
                Ed25519.KeyPair.fromSeed(seed).publicKey());
    }
}
