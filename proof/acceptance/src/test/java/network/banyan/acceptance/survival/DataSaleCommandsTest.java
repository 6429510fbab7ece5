// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.crypto.X25519;
import network.banyan.device.RpcNodePort;
import network.banyan.device.SoftwareKey;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.evidence.RegistryContract;
import network.banyan.gateway.mqtt.Topics;
import network.banyan.node.Banyan;
import network.banyan.node.devnet.TestAccount;
import network.banyan.node.identity.Documents;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.Wallet;
import network.banyan.vault.chain.DataSaleContract;
import network.banyan.vault.chain.DataSaleContract.State;
import network.banyan.vault.chain.SaleTerms;
import network.banyan.vault.sale.Ciphertexts;
import network.banyan.vault.sale.Parcel;
import network.banyan.vault.sale.SaleCipher;
import network.banyan.vault.store.FolderStore;
import network.banyan.vault.store.SegmentStore.Name;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code banyan data sell}, {@code offers}, {@code buy} and {@code deliver} on a devnet: honest sides, cheats, and who walks away. */
class DataSaleCommandsTest {
    /** The start of an hour, in milliseconds. */
    private static final long HOUR = 1_763_683_200_000L;

    private static final int SELLER = 4;
    private static final int BUYER = 5;
    private static final UInt256 PRICE = UInt256.of(1_500_000_000_000_000_000L);

    @TempDir
    private static Path dir;

    private static Cli.Running devnet;
    private static Cli.Running gateway;
    private static String rpc;
    private static String web;
    private static ChainClient chain;
    private static int mqttPort;
    private static Thing meter;

    /** A device at the gateway, and what it measured. */
    private record Thing(SoftwareKey key, Mqtt5BlockingClient mqtt, List<DeviceRecord> records) {
        static Thing registered(String name) {
            var key = newKey(name);
            var owner = new RpcNodePort(
                    new JsonRpcClient(URI.create(rpc)), account(SELLER).privateKey());
            Registration.of(key, name, owner);
            Mqtt5BlockingClient mqtt = Mqtt5Client.builder()
                    .identifier(key.device().toHex())
                    .serverHost("127.0.0.1")
                    .serverPort(mqttPort)
                    .buildBlocking();
            mqtt.connect();
            return new Thing(key, mqtt, new ArrayList<>());
        }

        private List<DeviceRecord> sign(int hour, int count, SoftwareKey by) {
            for (int i = 0; i < count; i++) {
                long sequence = records.size() + 1;
                records.add(DeviceRecord.sign(
                        key.device(),
                        sequence,
                        records.isEmpty() ? Hash.ZERO : records.getLast().id(),
                        HOUR + 3_600_000L * hour + sequence,
                        List.of(Reading.of("temperature", "Cel", "21." + sequence % 10)),
                        by));
            }
            return records.subList(records.size() - count, records.size());
        }

        /** The gateway acknowledges each, so they are in its log when this returns. */
        void measure(int hour, int count) {
            sign(hour, count, key)
                    .forEach(record -> mqtt.publishWith()
                            .topic(Topics.records(key.device()))
                            .qos(MqttQos.AT_LEAST_ONCE)
                            .payload(record.encoded().toArray())
                            .send());
        }

        /** To the node, not to the gateway. */
        void publish(int hour, int count, SoftwareKey by) {
            List<String> published = sign(hour, count, by).stream()
                    .map(record -> record.encoded().toHex())
                    .toList();
            chain.rpc()
                    .call("banyan_publishRecords", published)
                    .forEach(answer -> assertThat(answer.toString()).contains("accepted"));
        }

        List<Bytes> bytes() {
            return records.stream().map(DeviceRecord::encoded).toList();
        }
    }

    private static SoftwareKey newKey(String name) {
        return SoftwareKey.openOrCreate(dir.resolve(name + ".p12"), dir.resolve(name + ".password"));
    }

    @BeforeAll
    static void startADevnetWithAGateway() {
        devnet = Cli.start(dir, "devnet", "--dir", dir.resolve("net").toString(), "--rpc-port", "0", "--no-device");
        rpc = devnet.says("RPC +(http://\\S+)");
        chain = ChainClient.connect(rpc);
        gateway = Cli.start(
                dir,
                "gateway",
                "--account",
                "2",
                "--plaintext",
                "--dir",
                dir.resolve("gateway").toString(),
                "--node",
                rpc,
                "--mqtt-port",
                "0",
                "--http-port",
                "0");
        mqttPort = Integer.parseInt(gateway.says("127\\.0\\.0\\.1:([0-9]+), HTTP"));
        web = gateway.says("HTTP (http://127\\.0\\.0\\.1:[0-9]+)");
        meter = Thing.registered("meter");
        meter.measure(0, 6);
        well(seller("data", "store", "meter", "--gateway", web));
        String multikey = well(Cli.run(dir, "did", "new-key", openingKey(), "--type", "x25519"))
                .strip();
        well(run("did", "add-key", did(), multikey, "--account", "" + BUYER));
    }

    @AfterAll
    static void end() {
        meter.mqtt().disconnect();
        gateway.close();
        chain.close();
        devnet.close();
    }

    private static TestAccount account(int number) {
        return TestAccount.all().get(number - 1);
    }

    private static String did() {
        return "did:banyan:468900:account:" + account(BUYER).address().toHex();
    }

    private static String openingKey() {
        return dir.resolve("x25519").toString();
    }

    private static String cloud() {
        return dir.resolve("cloud").toString();
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }

    private static String[] toNode(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--node", rpc));
        return all.toArray(String[]::new);
    }

    private static Cli.Outcome run(String... arguments) {
        return Cli.run(dir, toNode(arguments));
    }

    private static String[] asSeller(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--account", "" + SELLER, "--vault", dir.resolve("vault").toString(), "--store", cloud()));
        return toNode(all.toArray(String[]::new));
    }

    private static Cli.Outcome seller(String... arguments) {
        return Cli.run(dir, asSeller(arguments));
    }

    private static String[] asBuyer(String sale, String... more) {
        List<String> all = new ArrayList<>(List.of("data", "buy", sale, "--account", "" + BUYER, "--store", cloud()));
        all.addAll(List.of("--opening-key", openingKey()));
        all.addAll(List.of("--purchases", dir.resolve("purchases").toString()));
        all.addAll(List.of(more));
        if (!all.contains("--least-dispute")) {
            all.addAll(List.of("--least-dispute", "10s"));
        }
        return toNode(all.toArray(String[]::new));
    }

    private static Cli.Outcome buy(String sale, String... more) {
        return Cli.run(dir, asBuyer(sale, more));
    }

    private static String well(Cli.Outcome outcome) {
        assertThat(outcome.exit()).as(outcome.out() + outcome.err()).isZero();
        return outcome.out();
    }

    private static State state(String sale) {
        return DataSaleContract.sale(chain.call(DataSaleContract.ADDRESS, DataSaleContract.saleOf(Hash.fromHex(sale))))
                .state();
    }

    private static UInt256 escrowed() {
        return chain.balance(DataSaleContract.ADDRESS);
    }

    @Test
    void anHonestSaleInCoinGoesOnAfterEitherSideIsKilled() {
        // The seller is killed once it has offered; the buyer once it has paid.
        String sale;
        try (Cli.Running selling = Cli.start(
                dir, asSeller("data", "sell", "meter", did(), "--price", "1.5", "--dispute-within", "10s", "--wait"))) {
            sale = selling.says("sale +(0x[0-9a-f]{64}): waits");
        }
        assertThat(seller("data", "sell", "meter", did(), "--price", "1.5", "--dispute-within", "10s")
                        .out())
                .contains(sale + ": waits for the buyer to pay");
        assertThat(well(run("data", "offers", did()))).contains(sale, "price        1.5 coins", "offered, until");
        assertThat(well(buy(sale, "--look"))).contains("6 ciphertexts are here", "nothing is paid");
        assertThat(buy(sale, "--look", "--least-dispute", "11s").err()).contains("10 seconds to dispute");
        assertThat(state(sale)).isEqualTo(State.OFFERED);
        try (Cli.Running buying = Cli.start(dir, asBuyer(sale))) {
            assertThat(buying.says("(waits +for the seller to reveal)")).isNotEmpty();
        }
        assertThat(state(sale)).isEqualTo(State.PAID);

        assertThat(well(seller("data", "deliver"))).contains("the key is revealed");
        UInt256 before = chain.balance(account(SELLER).address());
        String got = well(buy(sale, "--records", dir.resolve("bought.cbor").toString()));
        assertThat(got).contains("6 records, each signed by the device; nothing is bad", "temperature 21.6 Cel");
        assertThat(dir.resolve("bought.cbor")).isNotEmptyFile();
        assertThat(well(seller("data", "deliver", "--wait"))).contains("the money is in the account", ": sold");
        assertThat(state(sale)).isEqualTo(State.SOLD);
        UInt256 earned = chain.balance(account(SELLER).address()).minus(before);
        assertThat(earned).isGreaterThan(UInt256.of(1_490_000_000_000_000_000L)).isLessThan(PRICE);
        assertThat(well(seller("data", "deliver"))).contains("no sale");
        // What was bought can be had again.
        well(buy(sale));
    }

    @Test
    void anHonestSaleInATokenPaysTheSellerInIt() throws IOException {
        Address token = deployACoin();
        String sale = found(
                well(seller(
                        "data",
                        "sell",
                        "meter",
                        did(),
                        "--price",
                        "20.25",
                        "--token",
                        token.toHex(),
                        "--dispute-within",
                        "10s",
                        "--until",
                        "2025-11-21T00:00:00.004Z")),
                "buy (0x[0-9a-f]{64})");
        try (Cli.Running delivering = Cli.start(dir, asSeller("data", "deliver", sale, "--wait"))) {
            assertThat(well(buy(sale))).contains("20.25 SALE", "3 records, each signed by the device; nothing is bad");
            Cli.Outcome delivered = delivering.await();
            assertThat(well(delivered)).contains(": sold");
        }
        assertThat(tokens(token, account(SELLER).address())).isEqualTo(UInt256.of(20_250_000));
        assertThat(tokens(token, DataSaleContract.ADDRESS)).isEqualTo(UInt256.ZERO);
    }

    /** All of it the buyer's. */
    private static Address deployACoin() throws IOException {
        try (InputStream in = DataSaleCommandsTest.class.getResourceAsStream("/acceptance/SaleCoin.json")) {
            Bytes code = Bytes.fromHex(new ObjectMapper()
                    .readTree(Objects.requireNonNull(in))
                    .path("bytecode")
                    .asText());
            return transact(BUYER, Optional.empty(), code).contract().orElseThrow();
        }
    }

    private static UInt256 tokens(Address token, Address owner) {
        return AbiReader.ofOutput(chain.call(token, AbiValue.call("balanceOf(address)", AbiValue.of(owner))))
                .uint();
    }

    private static ChainClient.Outcome transact(int account, Optional<Address> to, Bytes data) {
        Wallet wallet = Wallet.of(account(account).privateKey());
        ChainClient.Outcome outcome =
                chain.await(chain.send(wallet.prepare(chain, to, UInt256.ZERO, data)), Duration.ofSeconds(60));
        assertThat(outcome.success()).isTrue();
        return outcome;
    }

    /** A seller that does not use our commands, and puts a record of its own making among the others. */
    @Test
    void aCheatLosesToTheDispute() {
        Hash stranger = Sha256.hash(new byte[] {9});
        DeviceRecord third = meter.records().get(2);
        List<Bytes> forged = new ArrayList<>(meter.bytes());
        forged.set(
                2,
                DeviceRecord.sign(
                                meter.key().device(),
                                3,
                                third.previous(),
                                third.timeMillis(),
                                List.of(Reading.of("temperature", "Cel", "-40.0")),
                                message -> P256.sign(stranger, message))
                        .encoded());
        Hash key = Sha256.hash(new byte[] {7});
        SaleTerms terms = terms(Ciphertexts.of(key, forged), key, 60);
        Hash sale = terms.id(chain.chainId(), account(SELLER).address());
        offer(terms, Ciphertexts.of(key, forged));
        UInt256 before = escrowed();

        try (Cli.Running buying = Cli.start(dir, asBuyer(sale.toHex()))) {
            Deadline.until("it is paid", () -> state(sale.toHex()) == State.PAID);
            transact(SELLER, Optional.of(DataSaleContract.ADDRESS), DataSaleContract.reveal(sale, key));
            Cli.Outcome bought = buying.await();
            assertThat(bought.exit()).isEqualTo(Banyan.FAILED);
            assertThat(bought.out())
                    .contains("disputed     ciphertext 2: the device's key did not sign it", "money back");
        }
        assertThat(state(sale.toHex())).isEqualTo(State.REFUNDED);
        assertThat(escrowed()).isEqualTo(before);
    }

    @Test
    void aSellerThatNeverRevealsGivesTheMoneyBack() {
        Hash key = Sha256.hash(new byte[] {8});
        Ciphertexts texts = Ciphertexts.of(key, meter.bytes());
        SaleTerms terms = terms(texts, key, 10);
        Hash sale = terms.id(chain.chainId(), account(SELLER).address());
        offer(terms, texts);
        UInt256 before = escrowed();

        Cli.Outcome bought = buy(sale.toHex());
        assertThat(bought.exit()).isEqualTo(Banyan.FAILED);
        assertThat(bought.out()).contains("paid         the price is in escrow", "the time to reveal is over", "money");
        assertThat(state(sale.toHex())).isEqualTo(State.REFUNDED);
        assertThat(escrowed()).isEqualTo(before);
    }

    @Test
    void aBuyerThatWalksAwayLeavesTheSellerItsMoney() {
        String sale = found(
                well(seller("data", "sell", "meter", did(), "--price", "0.75", "--dispute-within", "10s")),
                "buy (0x[0-9a-f]{64})");
        well(buy(sale, "--no-wait"));
        assertThat(well(seller("data", "deliver", sale, "--wait")))
                .contains("the key is revealed", "the money is in the account");
        assertThat(state(sale)).isEqualTo(State.SOLD);
    }

    @Test
    void anOfferIsTakenBack() {
        String sale = found(well(seller("data", "sell", "meter", did(), "--price", "3")), "buy (0x[0-9a-f]{64})");
        assertThat(well(seller("data", "deliver", sale, "--cancel"))).contains("taken back");
        assertThat(buy(sale).out()).contains("the seller took the offer back");
    }

    @Test
    void aReplacedKeysRecordsAreFetchedAndSold() {
        Thing thermo = Thing.registered("thermo");
        thermo.mqtt().disconnect();
        thermo.publish(0, 3, thermo.key());
        assertThat(well(seller("data", "store", "thermo"))).contains("sealed       3 records in 1 segments");
        SoftwareKey next = newKey("next");
        rotate(thermo.key(), next);
        thermo.publish(1, 2, next);
        assertThat(well(seller("data", "store", "thermo"))).contains("sealed       2 records in 1 segments");
        assertThat(well(seller("data", "store", "thermo"))).contains("sealed       0 records");

        // The list was on the chain before the key was replaced: that shows how old the first records are.
        assertThat(well(run(
                        "data",
                        "fetch",
                        "thermo",
                        "--vault",
                        dir.resolve("vault").toString(),
                        "--store",
                        cloud())))
                .contains("5 records", "nothing is missing")
                .doesNotContain("the owner's word");
        assertThat(seller("data", "sell", "thermo", did(), "--price", "1").err())
                .contains("record 4 has another: sell what lies before it apart");
        String old = found(
                well(seller(
                        "data",
                        "sell",
                        "thermo",
                        did(),
                        "--price",
                        "1",
                        "--dispute-within",
                        "10s",
                        "--until",
                        "2025-11-21T01:00:00Z")),
                "buy (0x[0-9a-f]{64})");
        Cli.Outcome refused = buy(old);
        assertThat(refused.exit()).isEqualTo(Banyan.FAILED);
        assertThat(refused.err()).contains("a key that was replaced");
        try (Cli.Running delivering = Cli.start(dir, asSeller("data", "deliver", old, "--wait"))) {
            assertThat(well(buy(old, "--accept-old-key"))).contains("3 records", "nothing is bad");
            assertThat(well(delivering.await())).contains(": sold");
        }
    }

    private static void rotate(SoftwareKey from, SoftwareKey to) {
        Bytes message = AbiReader.ofOutput(chain.call(
                        RegistryContract.ADDRESS,
                        AbiValue.call(
                                "messageRotate(bytes32,bytes32,bytes32)",
                                AbiValue.of(from.device()),
                                AbiValue.of(to.key().x()),
                                AbiValue.of(to.key().y()))))
                .bytes(1_024);
        transact(
                SELLER,
                Optional.of(RegistryContract.ADDRESS),
                AbiValue.call(
                        "rotateKey(bytes32,bytes32,bytes32,(bytes32,bytes32),(bytes32,bytes32))",
                        AbiValue.of(from.device()),
                        AbiValue.of(to.key().x()),
                        AbiValue.of(to.key().y()),
                        signature(from, message),
                        signature(to, message)));
    }

    private static AbiValue signature(SoftwareKey key, Bytes message) {
        byte[] both = key.sign(message.toArray()).toArray();
        return AbiValue.tuple(AbiValue.of(Hash.at(both, 0)), AbiValue.of(Hash.at(both, Hash.SIZE)));
    }

    /** Anybody may offer anything: it must not hide what else is offered. */
    @Test
    void anOfferForWhatIsNoTokenIsListedAsSuch() {
        Hash key = Sha256.hash(new byte[] {11});
        SaleTerms terms = terms(Ciphertexts.of(key, meter.bytes()), key, 60);
        var odd = new SaleTerms(
                terms.run(),
                terms.keyHash(),
                terms.root(),
                new SaleTerms.Price(Address.ofNumber(0xabcdef), UInt256.of(5)),
                terms.buyer(),
                terms.times());
        transact(SELLER, Optional.of(DataSaleContract.ADDRESS), DataSaleContract.offer(odd));
        assertThat(well(run("data", "offers", did()))).contains("which is no ERC-20 token");
    }

    private static SaleTerms terms(Ciphertexts texts, Hash key, long revealSeconds) {
        long now = UInt256.fromHex(chain.rpc()
                        .call("eth_getBlockByNumber", "latest", false)
                        .path("timestamp")
                        .asText())
                .toLongExact();
        return new SaleTerms(
                new SaleTerms.Run(
                        meter.key().device(),
                        meter.key().key(),
                        1,
                        texts.texts().size()),
                SaleCipher.keyHash(key),
                texts.root(),
                new SaleTerms.Price(Address.ZERO, PRICE),
                account(BUYER).address(),
                new SaleTerms.Times(now + 600, revealSeconds, 60));
    }

    private static void offer(SaleTerms terms, Ciphertexts texts) {
        Hash sale = terms.id(chain.chainId(), account(SELLER).address());
        Bytes receiver =
                X25519.publicKey(Documents.agreementKey(Path.of(openingKey())).secret());
        new FolderStore(Path.of(cloud()))
                .put(
                        Name.parcel(sale),
                        Parcel.seal(
                                        chain.chainId(),
                                        sale,
                                        texts,
                                        receiver,
                                        Sha256.hash(sale.toBytes()).toBytes())
                                .encode());
        transact(SELLER, Optional.of(DataSaleContract.ADDRESS), DataSaleContract.offer(terms));
    }

    @Test
    void wrongRequestsAreAnsweredWithASentence() {
        seller("data", "sell", "meter", did(), "--price", "nothing").isASentenceAbout("--price takes an amount");
        seller("data", "sell", "meter", did(), "--price", "1", "--token", "0x" + "12".repeat(20))
                .isASentenceAbout("no ERC-20 token");
        seller("data", "sell", "meter", did(), "--price", "1", "--reveal-within", "9s")
                .isASentenceAbout("--reveal-within takes 10s");
        seller("data", "deliver", "--cancel").isASentenceAbout("which offer");
        buy("0x12").isASentenceAbout("a sale is named by");
        assertThat(buy("0x" + "12".repeat(32)).err()).contains("The chain knows no sale");
        assertThat(seller("data", "sell", "meter", did(), "--price", "1", "--from", "2030-01-01")
                        .err())
                .contains("no records of that time");
    }
}
