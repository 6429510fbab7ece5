// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import network.banyan.crypto.Bls;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

/** Rule 3's proof of possession. */
class MemberStatementTest {
    private static final Bls.SecretKey SECRET = Bls.SecretKey.ofScalar(Given.word(7));
    private static final MemberStatement STATEMENT =
            new MemberStatement(Given.ROOT, 9, Address.ofNumber(0xaa), Given.key(SECRET));

    @Test
    void theMessageNamesEverything() {
        assertThat(STATEMENT.message().toHex())
                .isEqualTo("0x42414e59414e2d4855422d4d454d4245522d5631" + "0000000000001092" + "00".repeat(18) + "1020"
                        + "0000000000000009" + "00".repeat(19) + "aa"
                        + SECRET.publicKey().toHex().substring(2));
        assertThat(STATEMENT.message().size()).isEqualTo(124);
    }

    @Test
    void aCopiedProofIsWorthNothing() {
        Bytes proof = SECRET.sign(STATEMENT.message().toArray());
        Bls.PublicKey key = STATEMENT.key();
        Address account = STATEMENT.account();

        assertThat(STATEMENT.isProvenBy(proof)).isTrue();
        assertThat(new MemberStatement(HubDomain.of(4243), 9, account, key).isProvenBy(proof))
                .isFalse();
        assertThat(new MemberStatement(Given.ROOT, 10, account, key).isProvenBy(proof))
                .isFalse();
        assertThat(new MemberStatement(Given.ROOT, 9, Address.ofNumber(0xab), key).isProvenBy(proof))
                .isFalse();
        Bls.PublicKey other = Given.key(Bls.SecretKey.ofScalar(Given.word(8)));
        assertThat(new MemberStatement(Given.ROOT, 9, account, other).isProvenBy(proof))
                .isFalse();
    }

    @Test
    void theProofOfAnotherSuiteIsNone() {
        assertThat(STATEMENT.isProvenBy(SECRET.provePossession())).isFalse();
        assertThat(STATEMENT.isProvenBy(Bytes.EMPTY)).isFalse();
        assertThatThrownBy(() -> new MemberStatement(Given.ROOT, 0, Address.ofNumber(1), STATEMENT.key()))
                .isInstanceOf(HubException.class);
    }
}
