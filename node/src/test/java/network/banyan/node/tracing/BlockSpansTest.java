// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.banyan.contracts.staking.StakingContract;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.Block;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Slot;
import network.banyan.node.GrownChain;
import network.banyan.node.founding.Founder;
import network.banyan.primitives.Hash;
import network.banyan.replica.ChainState;
import network.banyan.replica.ChainView.FinalizedBlock;
import network.banyan.replica.Stage;
import network.banyan.replica.Stages;
import network.banyan.state.StateChain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of blocks that a true chain executes. */
class BlockSpansTest {
    private static final BigInteger COIN = BigInteger.TEN.pow(18);
    private static final Founder.Terms TERMS = new Founder.Terms(
            COIN.multiply(BigInteger.valueOf(100)),
            COIN.multiply(BigInteger.valueOf(1_500_000)),
            new StakingContract.Term(91, true),
            1_000,
            COIN);

    @TempDir
    Path folder;

    private final KeptSpans kept = new KeptSpans();
    private final TraceIds ids = new TraceIds();
    private Instant now = Instant.ofEpochSecond(2_000_000_000);
    private final BlockSpans blocks = new BlockSpans(
            SdkTracerProvider.builder()
                    .setIdGenerator(ids)
                    .addSpanProcessor(SimpleSpanProcessor.create(kept))
                    .build()
                    .get("test"),
            ids,
            InstantSource.system());

    @Test
    void aBlockIsOneTraceWithItsStagesInside() {
        Block block;
        try (GrownChain chain = chain()) {
            block = chain.grow(1);
        }
        blocks.finalized(finalized(block));

        SpanData whole = kept.spans.getLast();
        assertThat(whole.getName()).isEqualTo("block");
        assertThat(whole.getTraceId()).isEqualTo(block.hash().toHex().substring(2, 34));
        assertThat(whole.getParentSpanId()).isEqualTo("0000000000000000");
        assertThat(whole.getAttributes().asMap().toString())
                .contains(
                        "banyan.block.number=1",
                        "banyan.block.hash=" + block.hash().toHex(),
                        "banyan.view=1");
        List<SpanData> stages = kept.spans.subList(0, kept.spans.size() - 1);
        assertThat(stages)
                .extracting(SpanData::getName)
                .containsExactly("body", "execution", "state_root", "receipts", "commit");
        assertThat(stages).allSatisfy(stage -> {
            assertThat(stage.getParentSpanId()).isEqualTo(whole.getSpanId());
            assertThat(stage.getTraceId()).isEqualTo(whole.getTraceId());
            assertThat(stage.getStartEpochNanos()).isGreaterThanOrEqualTo(whole.getStartEpochNanos());
            assertThat(stage.getEndEpochNanos()).isGreaterThanOrEqualTo(stage.getStartEpochNanos());
        });
    }

    @Test
    void blocksThatNeverBecomeFinalAreForgotten() {
        Stages timed = blocks.around(Stages.UNTIMED);
        List<Hash> many = IntStream.range(0, 200)
                .mapToObj(i -> Keccak.hash(new byte[] {(byte) i}))
                .toList();
        many.forEach(hash -> timed.run(Stage.BODY, hash, () -> hash));

        assertThat(blocks.pending()).isEqualTo(64);
    }

    private GrownChain chain() {
        Genesis genesis = GrownChain.genesis(77, GrownChain.founders(4), TERMS, Optional.of(new Genesis.Epochs(8, 4)));
        return GrownChain.open(
                folder.resolve("data"),
                genesis,
                StateChain.Limits.DEFAULT,
                new ChainState.Extras(Optional.empty(), blocks.around(Stages.UNTIMED)));
    }

    private static FinalizedBlock finalized(Block block) {
        return new FinalizedBlock(block, List.of(), GrownChain.certificate(block));
    }

    /** A proposer's clock may be ahead; a span still begins before it ends. */
    @Test
    void aBlockFromTheFutureBeginsWhenItWasSeen() {
        try (GrownChain chain = chain()) {
            Block block = chain.grow(1);
            now = Instant.ofEpochMilli(Slot.timeMillis(block.header())).minusSeconds(60);
            var behind = new BlockSpans(
                    SdkTracerProvider.builder()
                            .setIdGenerator(ids)
                            .addSpanProcessor(SimpleSpanProcessor.create(kept))
                            .build()
                            .get("test"),
                    ids,
                    () -> now);
            behind.finalized(finalized(block));
            SpanData whole = kept.spans.getLast();
            assertThat(whole.getEndEpochNanos()).isEqualTo(whole.getStartEpochNanos());
        }
    }
}
