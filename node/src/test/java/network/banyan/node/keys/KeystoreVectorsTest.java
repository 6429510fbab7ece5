// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import network.banyan.crypto.Secp256k1;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values of EIP-2335's test cases, and of the published ones of Web3 Secret Storage. */
class KeystoreVectorsTest {
    /** "testpassword" in mathematical letters, and a key: NFKD makes plain letters of them. */
    private static final Password FANCY = Password.of("𝔱𝔢𝔰𝔱𝔭𝔞𝔰𝔰𝔴𝔬𝔯𝔡🔑");

    private static final String SECRET = "0x000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f";
    private static final String PUBLIC_KEY =
            "9612d7a727c9d0a22e185a1c768478dfe919cada9266988cb32359c11f2b7b27f4ae4040902382ae2910c15e2b420d07";

    private static final String SALT = "d4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3";

    static final String SCRYPT = voting(
            "scrypt",
            "\"n\":262144,\"p\":1,\"r\":8",
            "d2217fe5f3e9a1e34581ef8a78f7c9928e436d36dacc5e846690a5581e8ea484",
            "06ae90d55fe0a6e9c5c3bc5b170827b2e5cce3929ed3f116c2811e6366dfe20f");

    static final String PBKDF2 = voting(
            "pbkdf2",
            "\"c\":262144,\"prf\":\"hmac-sha256\"",
            "8a9f5d9912ed7e75ea794bc5a89bca5f193721d30868ade6f73043c6ea6febf1",
            "cee03fde2af33149775b7223e7845e4fb2c8ae1792e5f99fe9ecf474cc8c16ad");

    static String voting(String function, String parameters, String checksum, String message) {
        return """
                {"crypto":{
                  "kdf":{"function":"%s","params":{"dklen":32,%s,"salt":"%s"},"message":""},
                  "checksum":{"function":"sha256","params":{},"message":"%s"},
                  "cipher":{"function":"aes-128-ctr","params":{"iv":"264daa3f303d7259501c93d997d84fe6"},"message":"%s"}},
                 "description":"a test","pubkey":"%s","path":"m/12381/60/0/0",
                 "uuid":"64625def-3331-4eea-ab6f-782f3ed16a83","version":4}
                """.formatted(function, parameters, SALT, checksum, message, PUBLIC_KEY);
    }

    @Test
    void thePasswordIsReadAsTheStandardSays() {
        assertThat(Bytes.wrap(FANCY.normalised()).toHex()).isEqualTo("0x7465737470617373776f7264f09f9491");
        assertThat(Password.of("a\u0000b\u001f \u007f\u0080c\u009f").normalised())
                .isEqualTo(Password.of("ab c").raw());
    }

    @Test
    void theStandardsKeystoresOpen() {
        for (String keystore : new String[] {SCRYPT, PBKDF2}) {
            assertThat(VotingKeystore.open(keystore, FANCY).scalar().toHex()).isEqualTo(SECRET);
            assertThat(VotingKeystore.open(keystore, Password.of("testpassword\u007f🔑"))
                            .publicKey()
                            .toHex())
                    .isEqualTo("0x" + PUBLIC_KEY);
        }
        assertThatThrownBy(() -> VotingKeystore.open(PBKDF2, Password.of("testpassword")))
                .isInstanceOf(BadKeystore.class)
                .hasMessageContaining("password");
    }

    @ParameterizedTest
    @CsvSource({
        "testpassword, 7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d,"
                + " 6087dab2f9fdbbfaddc31a909735c1e6,"
                + " 5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46, 262144,"
                + " ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd,"
                + " 517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2",
        "bar, 0202020202020202020202020202020202020202020202020202020202020202,"
                + " ffffffffffffffffffffffffffffffff,"
                + " d69313b6470ac1942f75d72ebf8818a0d484ac78478a132ee081cd954d6bd7a9, 262144,"
                + " c82ef14476014cbf438081a42709e2ed,"
                + " cf6bfbcc77142a22c4a908784b4a16f1023a1d0e2aff404c20158fa4f1587177",
    })
    void publishedAccountsOpen(
            String password, String secret, String iv, String ciphertext, String rounds, String salt, String mac) {
        String keystore = """
                {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"%s"},"ciphertext":"%s","kdf":"pbkdf2",
                  "kdfparams":{"dklen":32,"c":%s,"prf":"hmac-sha256","salt":"%s"},"mac":"%s"},
                 "id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
                """.formatted(iv, ciphertext, rounds, salt, mac);

        assertThat(AccountKeystore.open(keystore, Password.of(password)).toHex())
                .isEqualTo("0x" + secret);
        assertThatThrownBy(() -> AccountKeystore.open(keystore, Password.of(password + " ")))
                .isInstanceOf(BadKeystore.class)
                .hasMessageContaining("password");
    }

    /** One of go-ethereum's own test files; its address tells that the key is right. */
    @Test
    void anAccountThatScryptSealedOpens() {
        String keystore = """
                {"address":"45dea0fb0bba44f4fcf290bba71fd57d7117cbb8","crypto":{"cipher":"aes-128-ctr",
                 "ciphertext":"b87781948a1befd247bff51ef4063f716cf6c2d3481163e9a8f42e1f9bb74145",
                 "cipherparams":{"iv":"dc4926b48a105133d2f16b96833abf1e"},"kdf":"scrypt",
                 "kdfparams":{"dklen":32,"n":2,"p":1,"r":8,
                   "salt":"004244bbdc51cadda545b1cfa43cff9ed2ae88e08c61f1479dbb45410722f8f0"},
                 "mac":"39990c1684557447940d4c69e06b1b82b2aceacb43f284df65c956daf3046b85"},
                 "id":"ce541d8d-c79b-40f8-9f8c-20f59616faba","version":3}
                """;

        assertThat(Secp256k1.addressOf(AccountKeystore.open(keystore, Password.of("")))
                        .toHex())
                .isEqualTo("0x45dea0fb0bba44f4fcf290bba71fd57d7117cbb8");
        assertThatThrownBy(() -> AccountKeystore.open(keystore.replace("45dea0fb", "45dea0fc"), Password.of("")))
                .isInstanceOf(BadKeystore.class)
                .hasMessageContaining("another account");
    }
}
