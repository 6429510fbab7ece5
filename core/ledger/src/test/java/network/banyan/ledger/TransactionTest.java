// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import network.banyan.crypto.Secp256k1;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Hex;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

class TransactionTest {
    @Test
    void theExampleOfEip155IsSignedToTheByte() {
        var body = new TransactionBody.Legacy(
                Optional.of(UInt256.ONE),
                9,
                UInt256.of(20_000_000_000L),
                21_000,
                Optional.of(Address.fromHex("0x" + "35".repeat(20))),
                UInt256.of(1_000_000_000_000_000_000L),
                Bytes.EMPTY);

        Transaction signed = Transaction.sign(body, Hash.fromHex("0x" + "46".repeat(32)));

        assertThat(signed.encoded().toHex())
                .isEqualTo("0xf86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025"
                        + "a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276"
                        + "a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83");
        assertThat(signed.sender()).contains(Address.fromHex("0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f"));
    }

    @Test
    void everyTypeComesBackWithItsSender() {
        Address sender = Secp256k1.addressOf(Samples.KEY);
        for (Transaction transaction : Samples.transactions()) {
            Transaction decoded = Transaction.decode(transaction.encoded().toArray());

            assertThat(decoded.body()).isEqualTo(transaction.body());
            assertThat(decoded.hash()).isEqualTo(transaction.hash());
            assertThat(decoded.sender()).contains(sender);
        }
    }

    @Test
    void aHighSHasNoSender() {
        Transaction transaction = Samples.transactions().getFirst();
        var signature = transaction.signature();
        var twisted =
                new Secp256k1.Signature(1 - signature.yParity(), signature.r(), Secp256k1.ORDER.minus(signature.s()));

        assertThat(Transaction.of(transaction.body(), twisted).sender()).isEmpty();
    }

    @Test
    void anAuthorizationNamesItsAuthority() {
        var authorization = Authorization.sign(UInt256.ZERO, Address.ofNumber(1), 0, Samples.KEY);

        assertThat(authorization.authority()).contains(Secp256k1.addressOf(Samples.KEY));
    }

    @Test
    void unknownTypesAndOversizedBytesAreRefused() {
        assertThatThrownBy(() -> Transaction.decode(Hex.decode("05c0")))
                .isInstanceOf(RlpException.class)
                .hasMessageContaining("not supported");
        assertThatThrownBy(() -> Transaction.decode(new byte[Transaction.MAX_BYTES + 1]))
                .isInstanceOf(RlpException.class);
        assertThatThrownBy(() -> Transaction.decode(new byte[0])).isInstanceOf(RlpException.class);
    }
}
