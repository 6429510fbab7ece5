// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.IntStream;
import network.banyan.election.CertificateCheck;
import network.banyan.ledger.Certificate;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

/** Four machines with real BLS keys, passing messages on at once. */
class RealSignaturesTest {
    private static final long CHAIN = 4690;
    private static final BlsScheme SCHEME = new BlsScheme(Committees.FOUR, CHAIN);

    private record Parcel(int to, Input input) {}

    private final List<Simplex> machines =
            IntStream.range(0, 4).mapToObj(RealSignaturesTest::machine).toList();
    private final Queue<Parcel> parcels = new ArrayDeque<>();
    private final List<Certificate> finalised = new ArrayList<>();

    private static Simplex machine(int seat) {
        return new Simplex(
                Term.endless(Committees.FOUR),
                SCHEME,
                Optional.of(new BlsScheme.Signer(seat, Committees.secret(seat), CHAIN, 0)),
                Bench.PACING);
    }

    @Test
    void fourMembersFinaliseBlocksThatAnyoneCanCheck() {
        for (int seat = 0; seat < 4; seat++) {
            step(seat, new Input.Start(Bench.GENESIS, Optional.empty(), List.of()));
        }
        while (finalised.size() < 12) {
            Parcel next = parcels.remove();
            step(next.to, next.input);
        }

        assertThat(finalised)
                .allSatisfy(certificate -> assertThat(CertificateCheck.verify(certificate, Committees.FOUR, CHAIN))
                        .isEqualTo(new CertificateCheck.Outcome.Valid()));
    }

    @Test
    void aForgedSignatureIsFoundByHalving() {
        var book = new VoteBook(Committees.SEVEN, new BlsScheme(Committees.SEVEN, CHAIN), new Suspects(7));
        var block = Bench.child(Bench.GENESIS, 1);
        List<VoteBook.Finding> findings = new ArrayList<>();
        for (int seat = 0; seat < 7; seat++) {
            Bytes own = Committees.secret(seat).sign(block.notarize().message(CHAIN));
            Bytes stolen = Committees.secret(0).sign(block.notarize().message(CHAIN));
            findings.addAll(book.add(new SignedVote(seat, block.notarize(), seat == 2 || seat == 4 ? stolen : own)));
        }

        assertThat(findings.subList(0, 2))
                .containsExactly(new VoteBook.Finding.Forged(2), new VoteBook.Finding.Forged(4));
        assertThat(findings).hasSize(3).last().isInstanceOfSatisfying(VoteBook.Finding.Certified.class, certified -> {
            assertThat(certified.certificate().seats()).hasToString("{0, 1, 3, 5, 6}");
            assertThat(new BlsScheme(Committees.SEVEN, CHAIN).refusal(certified.certificate()))
                    .isEmpty();
        });
    }

    private void step(int seat, Input input) {
        for (Effect effect : machines.get(seat).step(input)) {
            switch (effect) {
                case Effect.Broadcast broadcast ->
                    IntStream.range(0, 4)
                            .filter(other -> other != seat)
                            .forEach(other -> deliver(seat, other, broadcast.message()));
                case Effect.Send send -> deliver(seat, send.seat(), send.message());
                case Effect.Build build ->
                    parcels.add(new Parcel(seat, new Input.BlockBuilt(Bench.child(build.parent(), build.view()))));
                case Effect.Verify verify -> parcels.add(new Parcel(seat, new Input.BlockJudged(verify.block(), true)));
                case Effect.Finalized last -> finalised.add(last.certificate());
                case Effect.Persist ignored -> {}
                case Effect.StartTimer ignored -> {}
                case Effect.Notarized ignored -> {}
                case Effect.Report report -> throw new AssertionError(report.toString());
                case Effect.Distrust distrust -> throw new AssertionError(distrust.toString());
                case Effect.Halt halt -> throw new AssertionError(halt.toString());
            }
        }
    }

    private void deliver(int from, int to, Message message) {
        Message carried = MessageCodec.decode(MessageCodec.encode(message));
        parcels.add(new Parcel(to, new Input.Received(from, carried)));
    }
}
