// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.chain;

import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.P256;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * What is sold to whom (docs/spec/vault.md, rule 20).
 *
 * @param keyHash Keccak-256 of the key the records are encrypted with
 * @param root that of RFC 9162 over the ciphertexts
 */
public record SaleTerms(Run run, Hash keyHash, Hash root, Price price, Address buyer, Times times) {
    /** Words of the terms in the contract's struct. */
    static final int WORDS = 13;

    /**
     * Records of a device, one after the other.
     *
     * @param key by which all of them are signed
     * @param first the number of the first, from 1
     * @param count from 1
     */
    public record Run(Hash device, P256.PublicKey key, long first, long count) {
        public long last() {
            return first + count - 1;
        }
    }

    /**
     * @param token an ERC-20; zero for the chain's coin
     * @param amount in the token's least units, or wei
     */
    public record Price(Address token, UInt256 amount) {
        public boolean isCoin() {
            return token.equals(Address.ZERO);
        }
    }

    /**
     * @param buyBy seconds since 1970
     * @param revealSeconds from the payment on
     * @param disputeSeconds from the key on
     */
    public record Times(long buyBy, long revealSeconds, long disputeSeconds) {}

    /** The sale's name: who knows it knows which terms belong to it, whatever anybody says. */
    public Hash id(long chainId, Address seller) {
        List<Hash> words = new ArrayList<>();
        words.add(UInt256.of(chainId).toHash());
        words.add(DataSaleContract.ADDRESS.toWord().toHash());
        words.add(seller.toWord().toHash());
        words.addAll(words());
        byte[] all = new byte[words.size() * Hash.SIZE];
        for (int i = 0; i < words.size(); i++) {
            words.get(i).writeTo(all, i * Hash.SIZE);
        }
        return Keccak.hash(all);
    }

    /** In the order of the contract's struct. */
    List<Hash> words() {
        return List.of(
                run.device(),
                run.key().x(),
                run.key().y(),
                keyHash,
                root,
                price.amount().toHash(),
                buyer.toWord().toHash(),
                number(run.first()),
                price.token().toWord().toHash(),
                number(run.count()),
                number(times.buyBy()),
                number(times.revealSeconds()),
                number(times.disputeSeconds()));
    }

    private static Hash number(long number) {
        return UInt256.of(number).toHash();
    }
}
