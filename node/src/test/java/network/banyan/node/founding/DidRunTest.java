// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.founding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.P256;
import network.banyan.crypto.Secp256k1;
import network.banyan.evidence.RegistryContract;
import network.banyan.identity.ChainSource;
import network.banyan.identity.Did;
import network.banyan.identity.DidRegistryContract;
import network.banyan.identity.DidRegistryContract.Key;
import network.banyan.identity.DidRegistryContract.Service;
import network.banyan.identity.DidResolver;
import network.banyan.identity.IdentityException;
import network.banyan.identity.MethodFinder;
import network.banyan.identity.PublicKey;
import network.banyan.identity.Relationship;
import network.banyan.identity.Resolution;
import network.banyan.identity.SecretKey;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** DID documents as the contracts make them on our own virtual machine. */
class DidRunTest {
    private static final Hash ALICE = Hash.fromHex("a1".repeat(32));
    private static final Hash BOB = Hash.fromHex("b0".repeat(32));
    private static final Address ALICES = Secp256k1.addressOf(ALICE);
    private static final Did ME = new Did.Account(SystemChain.CHAIN_ID, ALICES);
    private static final Hash DEVICE_KEY = Hash.fromHex("d1".repeat(32));
    private static final P256.PublicKey KEY = P256.publicKey(DEVICE_KEY);
    private static final Did DEVICE = new Did.Device(SystemChain.CHAIN_ID, RegistryContract.idOf(KEY));
    private static final PublicKey ISSUER =
            new SecretKey(SecretKey.Kind.ED25519, Bytes.fromHex("5a".repeat(32))).publicKey();

    private final SystemChain chain = new SystemChain();

    @Test
    void anAccountThatDidNothingHasADocument() {
        JsonNode document = document(ME);
        assertThat(document.path("id").asText()).isEqualTo(ME.toString());
        assertThat(document.has("controller")).isFalse();
        assertThat(document.path("verificationMethod")
                        .path(0)
                        .path("blockchainAccountId")
                        .asText())
                .isEqualTo("eip155:4690:" + ALICES.toHex());
        assertThat(document.path("assertionMethod").path(0).asText()).isEqualTo(ME + "#account");
    }

    @Test
    void keysDelegatesAndServicesStandInTheDocument() {
        Address delegate = Address.ofNumber(0xde1);
        send(ALICE, set(ISSUER, Relationship.ASSERTION.bit(), 0));
        send(
                ALICE,
                DidRegistryContract.setKey(ME.subject(), new Key(4, 8, chain.timestamp() + 100, delegate.toBytes())));
        send(ALICE, DidRegistryContract.setService(ME.subject(), new Service("status", "List", "https://a.example")));

        JsonNode document = document(ME);
        String url = ME + "#" + ISSUER.multikey();
        assertThat(document.path("assertionMethod"))
                .extracting(JsonNode::asText)
                .contains(url);
        assertThat(document.path("capabilityInvocation"))
                .extracting(JsonNode::asText)
                .contains(ME + "#delegate-" + delegate.toHex());
        assertThat(document.path("service").path(0).path("serviceEndpoint").asText())
                .isEqualTo("https://a.example");
        MethodFinder finder = MethodFinder.onChain(new DidResolver(source()));
        assertThat(finder.find(url).orElseThrow().key()).isEqualTo(ISSUER);

        send(ALICE, DidRegistryContract.removeKey(ME.subject(), ISSUER.chainKind(), ISSUER.chainBytes()));
        Assertions.assertThatThrownBy(() -> finder.find(url)).isInstanceOf(IdentityException.class);
    }

    @Test
    void whatIsPastItsTimeOrNoKeyIsLeftOut() {
        send(ALICE, set(ISSUER, Relationship.ASSERTION.bit(), chain.timestamp() + 1));
        byte[] offTheCurve = new byte[64];
        offTheCurve[63] = 1;
        send(ALICE, DidRegistryContract.setKey(ME.subject(), new Key(2, 2, 0, Bytes.wrap(offTheCurve))));
        assertThat(document(ME).path("verificationMethod")).hasSize(1);
    }

    @Test
    void aDeviceHasItsKeyAndItsOwnerUntilItIsRevoked() {
        assertThat(resolve(DEVICE).status()).isEqualTo(404);
        byte[] message = RegistryContract.registerMessage(SystemChain.CHAIN_ID, ALICES, KEY, "probe");
        send(RegistryContract.ADDRESS, RegistryContract.register(ALICES, KEY, "probe", P256.sign(DEVICE_KEY, message)));

        JsonNode document = document(DEVICE);
        String multikey = new PublicKey.P256Key(KEY).multikey();
        assertThat(document.path("controller").asText()).isEqualTo(ME.toString());
        assertThat(document.path("verificationMethod")
                        .path(0)
                        .path("publicKeyMultibase")
                        .asText())
                .isEqualTo(multikey);
        assertThat(document.path("authentication").path(0).asText()).isEqualTo(DEVICE + "#" + multikey);
        String version = version(DEVICE);
        send(ALICE, DidRegistryContract.setService(DEVICE.subject(), new Service("data", "Data", "https://g.example")));
        assertThat(version(DEVICE)).isNotEqualTo(version);

        Address bobs = Secp256k1.addressOf(BOB);
        send(
                RegistryContract.ADDRESS,
                AbiValue.call("transfer(bytes32,address)", AbiValue.of(DEVICE.subject()), AbiValue.of(bobs)));
        assertThat(document(DEVICE).has("service")).isFalse();
        assertThat(document(DEVICE).path("controller").asText()).endsWith(bobs.toHex());
        Bytes revoke = AbiValue.call("revoke(bytes32)", AbiValue.of(DEVICE.subject()));
        assertThat(chain.send(BOB, RegistryContract.ADDRESS, revoke).success()).isTrue();
        Resolution closed = resolve(DEVICE);
        assertThat(closed.status()).isEqualTo(410);
        assertThat(closed.toJson()
                        .path("didDocumentMetadata")
                        .path("deactivated")
                        .asBoolean())
                .isTrue();
        assertThat(closed.toJson().path("didDocument").has("verificationMethod"))
                .isFalse();
    }

    @Test
    void aDidHandedOverIsItsNewControllersAndOneClosedIsNobodys() {
        Address bobs = Secp256k1.addressOf(BOB);
        send(ALICE, set(ISSUER, 2, 0));
        send(ALICE, DidRegistryContract.changeController(ME.subject(), bobs));
        assertThat(document(ME).path("verificationMethod")).hasSize(1);
        assertThat(document(ME).path("controller").asText()).endsWith(bobs.toHex());
        assertThat(chain.send(ALICE, DidRegistryContract.ADDRESS, set(ISSUER, 2, 0))
                        .success())
                .isFalse();
        assertThat(chain.send(BOB, DidRegistryContract.ADDRESS, DidRegistryContract.deactivate(ME.subject()))
                        .success())
                .isTrue();
        assertThat(resolve(ME).status()).isEqualTo(410);
    }

    @Test
    void anotherChainsDidIsNotFoundHere() {
        assertThat(resolve(new Did.Account(1, ALICES)).status()).isEqualTo(404);
        assertThat(new DidResolver(source()).resolve("did:web:a").status()).isEqualTo(501);
        assertThat(new DidResolver(source()).resolve("nonsense").status()).isEqualTo(400);
    }

    private static Bytes set(PublicKey key, int purposes, long validUntil) {
        return DidRegistryContract.setKey(
                ME.subject(), new Key(key.chainKind(), purposes, validUntil, key.chainBytes()));
    }

    private void send(Hash key, Bytes call) {
        assertThat(chain.send(key, DidRegistryContract.ADDRESS, call).success()).isTrue();
    }

    private void send(Address contract, Bytes call) {
        assertThat(chain.send(ALICE, contract, call).success()).isTrue();
    }

    private JsonNode document(Did did) {
        return resolve(did).toJson().path("didDocument");
    }

    private String version(Did did) {
        return resolve(did)
                .toJson()
                .path("didDocumentMetadata")
                .path("versionId")
                .asText();
    }

    private Resolution resolve(Did did) {
        return new DidResolver(source()).resolve(did.toString());
    }

    private ChainSource source() {
        return new ChainSource() {
            @Override
            public long chainId() {
                return SystemChain.CHAIN_ID;
            }

            @Override
            public long timestamp() {
                return chain.timestamp();
            }

            @Override
            public Optional<Bytes> call(Address contract, Bytes data) {
                return chain.call(contract, data);
            }
        };
    }
}
