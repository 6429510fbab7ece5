// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Optional;
import network.banyan.crypto.Secp256k1;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

class WalletTest {
    // The first account of the well-known test mnemonic of Hardhat and Anvil.
    private static final Hash KEY = Hash.fromHex("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

    @Test
    void knowsItsAddress() {
        assertThat(Wallet.of(KEY).address()).isEqualTo(Address.fromHex("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"));
    }

    @Test
    void keepsItsKeyToItself() {
        assertThat(Wallet.of(KEY)).hasToString("wallet of 0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266");
    }

    @Test
    void refusesKeysThatAreNone() {
        assertThatThrownBy(() -> Wallet.of(Hash.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Wallet.of(Secp256k1.ORDER.toHash())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void makesNewAccounts() {
        var random = new SecureRandom();

        assertThat(Wallet.random(random).address())
                .isNotEqualTo(Wallet.random(random).address());
    }

    @Test
    void signsWhatAnyNodeCanRead() {
        Wallet wallet = Wallet.of(KEY);
        var fees = new Wallet.Fees(100_000, UInt256.ONE, UInt256.of(100));

        Transaction signed = wallet.sign(1, 3, fees, Optional.empty(), UInt256.of(7), Bytes.fromHex("0x6001"));

        Transaction read = Transaction.decode(signed.encoded().toArray());
        assertThat(read.sender()).contains(wallet.address());
        assertThat(read.body()).isEqualTo(signed.body());
        assertThat(read.type()).isEqualTo(2);
    }
}
