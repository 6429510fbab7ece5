// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reactivex.Flowable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import network.banyan.node.devnet.TestAccount;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthSendTransaction;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.protocol.exceptions.TransactionException;
import org.web3j.protocol.http.HttpService;
import org.web3j.protocol.websocket.WebSocketService;
import org.web3j.protocol.websocket.events.NewHead;
import org.web3j.tx.RawTransactionManager;
import org.web3j.tx.Transfer;
import org.web3j.tx.response.PollingTransactionReceiptProcessor;
import org.web3j.utils.Convert;

/** web3j 6, Ethereum's client for Java, against a running devnet. */
@ExtendWith(SharedDevnet.class)
class Web3jTest {
    private static final Path COUNTER =
            Path.of(System.getProperty("banyan.root", "../.."), "proof", "acceptance", "clients", "Counter.json");
    private static final long POLL_MILLIS = 100;
    private static final int POLLS_MAX = 200;
    private static final BigInteger GAS = BigInteger.valueOf(2_000_000);
    private static final BigInteger TIP = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger MOST = BigInteger.valueOf(20_000_000_000L);

    private final RunningDevnet devnet;
    private final Web3j web3j;
    private final PollingTransactionReceiptProcessor receipts;
    private final Credentials account =
            Credentials.create(TestAccount.all().get(7).privateKey().toHex());
    private long chainId;
    private RawTransactionManager sender;

    Web3jTest(RunningDevnet devnet) {
        this.devnet = devnet;
        this.web3j = Web3j.build(new HttpService(devnet.rpc().toString()));
        this.receipts = new PollingTransactionReceiptProcessor(web3j, POLL_MILLIS, POLLS_MAX);
        this.sender = new RawTransactionManager(web3j, account);
    }

    @BeforeEach
    void asksForTheChainId() throws IOException {
        chainId = web3j.ethChainId().send().getChainId().longValueExact();
        sender = new RawTransactionManager(web3j, account, chainId, receipts);
    }

    @AfterEach
    void shutDown() {
        web3j.shutdown();
    }

    @Test
    void readsTheChain() throws IOException {
        EthBlock.Block latest = web3j.ethGetBlockByNumber(DefaultBlockParameterName.LATEST, true)
                .send()
                .getBlock();
        EthBlock.Block parent =
                web3j.ethGetBlockByHash(latest.getParentHash(), false).send().getBlock();
        assertThat(parent.getNumber()).isEqualTo(latest.getNumber().subtract(BigInteger.ONE));
        assertThat(web3j.ethGetBalance(TestAccount.all().get(9).address().toHex(), DefaultBlockParameterName.LATEST)
                        .send()
                        .getBalance())
                .isEqualTo(TestAccount.BALANCE.toBigInteger());
        assertThat(web3j.ethGasPrice().send().getGasPrice()).isPositive();
        assertThat(web3j.web3ClientVersion().send().getWeb3ClientVersion()).startsWith("banyan/");
        var fees = web3j.ethFeeHistory(3, DefaultBlockParameterName.LATEST, List.of(50.0))
                .send()
                .getFeeHistory();
        assertThat(fees.getBaseFeePerGas()).hasSize(fees.getReward().size() + 1);
    }

    @Test
    void transfersCoins() throws Exception {
        String to = Credentials.create("0x" + "5a".repeat(32)).getAddress();

        TransactionReceipt receipt = new Transfer(web3j, sender)
                .sendFunds(to, BigDecimal.valueOf(25, 1), Convert.Unit.ETHER)
                .send();

        assertThat(receipt.isStatusOK()).isTrue();
        assertThat(web3j.ethGetBalance(to, DefaultBlockParameterName.LATEST)
                        .send()
                        .getBalance())
                .isEqualTo(Convert.toWei("2.5", Convert.Unit.ETHER).toBigIntegerExact());
    }

    @Test
    void deploysAndDrivesAContract() throws Exception {
        String bytecode =
                new ObjectMapper().readTree(COUNTER.toFile()).get("bytecode").asText();
        String start = FunctionEncoder.encodeConstructor(List.of(new Uint256(40)));
        String contract = mined(send(null, bytecode + start)).getContractAddress();

        TransactionReceipt added = mined(send(contract, add(2, "by web3j")));

        assertThat(call(contract, new Function("count", List.of(), List.of()))).isEqualTo(BigInteger.valueOf(42));
        assertThat(added.getLogs()).hasSize(1);
        var filter = new EthFilter(
                        DefaultBlockParameterName.EARLIEST, DefaultBlockParameterName.LATEST, List.of(contract))
                .addSingleTopic(EventEncoder.buildEventSignature("Counted(address,uint256,string)"));
        assertThat(web3j.ethGetLogs(filter).send().getLogs())
                .singleElement()
                .satisfies(found ->
                        assertThat(((Log) found.get()).getTransactionHash()).isEqualTo(added.getTransactionHash()));
        var reverted = web3j.ethCall(
                        Transaction.createEthCallTransaction(account.getAddress(), contract, add(0, "")),
                        DefaultBlockParameterName.LATEST)
                .send();
        assertThat(reverted.isReverted()).isTrue();
        assertThat(reverted.getRevertReason()).contains("nothing to add");
    }

    @Test
    void isToldWhyATransactionIsRefused() throws IOException {
        EthSendTransaction tooRich = sender.sendEIP1559Transaction(
                chainId,
                TIP,
                MOST,
                BigInteger.valueOf(21_000),
                account.getAddress(),
                "",
                Convert.toWei("1000000", Convert.Unit.ETHER).toBigIntegerExact());

        assertThat(tooRich.getError().getMessage()).startsWith("insufficient funds for gas * price + value");
    }

    @Test
    void followsBlocksByFilterAndByWebSocket() throws Exception {
        assertChained(
                web3j.blockFlowable(false).map(EthBlock::getBlock),
                EthBlock.Block::getHash,
                EthBlock.Block::getParentHash);
        var live = Web3j.build(connected());
        try {
            assertChained(
                    live.newHeadsNotifications().map(told -> told.getParams().getResult()),
                    NewHead::getHash,
                    NewHead::getParentHash);
        } finally {
            live.shutdown();
        }
    }

    private WebSocketService connected() throws IOException {
        var service = new WebSocketService(devnet.webSocket().toString(), false);
        service.connect();
        return service;
    }

    /** The next three blocks, each the child of the one before. */
    private static <T> void assertChained(
            Flowable<T> blocks,
            java.util.function.Function<T, String> hash,
            java.util.function.Function<T, String> parent) {
        List<T> three = blocks.take(3).timeout(20, TimeUnit.SECONDS).toList().blockingGet();
        assertThat(parent.apply(three.get(1))).isEqualTo(hash.apply(three.get(0)));
        assertThat(parent.apply(three.get(2))).isEqualTo(hash.apply(three.get(1)));
    }

    private static String add(long amount, String note) {
        return FunctionEncoder.encode(
                new Function("add", List.of(new Uint256(amount), new Utf8String(note)), List.of()));
    }

    private BigInteger call(String contract, Function function) throws IOException {
        String answer = sender.sendCall(contract, FunctionEncoder.encode(function), DefaultBlockParameterName.LATEST);
        return new BigInteger(answer.substring(2), 16);
    }

    private EthSendTransaction send(String to, String data) throws IOException {
        return sender.sendEIP1559Transaction(chainId, TIP, MOST, GAS, to, data, BigInteger.ZERO, to == null);
    }

    private TransactionReceipt mined(EthSendTransaction sent) throws IOException, TransactionException {
        assertThat(sent.hasError()).as(() -> sent.getError().getMessage()).isFalse();
        TransactionReceipt receipt = receipts.waitForTransactionReceipt(sent.getTransactionHash());
        assertThat(receipt.isStatusOK()).isTrue();
        return receipt;
    }
}
