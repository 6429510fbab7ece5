// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static network.banyan.evidence.Succession.CHAIN_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import network.banyan.election.CommitteeRoot;
import network.banyan.election.Member;
import network.banyan.evidence.LightClient.Flaw;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Slot;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

/** Random successions of committees with real keys; what is wrong with a handover is named, whatever the rest is like. */
class LightClientTest {
    private static final int SUCCESSIONS = 25;
    private static final int EPOCHS = 5;

    /** One thing done to an honest handover of an epoch that has others on both sides. */
    private interface Mutation {
        Handover of(Handover honest, int epoch, Succession world, Random random);
    }

    @Test
    void followsEveryHandoverAndKnowsWhatTheLastCommitteeMadeFinal() {
        for (Succession world : successions()) {
            LightClient client = world.client(EPOCHS);
            assertThat(client.committee().epoch()).isEqualTo(EPOCHS);
            assertThat(client.committee().members()).isEqualTo(Delegate.members(world.committees.getLast()));
            long height = Terms.of(world.genesis).last(EPOCHS - 1) + 1;
            BlockHeader child = world.header(
                    EPOCHS, height, Succession.TIME, client.committee().root());
            assertThat(client.judge(child, world.certify(child))).isEqualTo(new LightClient.Final());
            BlockHeader foreign = world.header(EPOCHS, height, Succession.TIME, Hash.ZERO);
            assertThat(client.judge(foreign, world.certify(foreign)))
                    .extracting("flaw")
                    .isEqualTo(Flaw.COMMITMENT);
        }
    }

    @Test
    void judgesTheLastBlockOfAnEpochWithoutKnowingWhoFollows() {
        for (Succession world : successions()) {
            Handover last = world.handovers.getLast();
            LightClient client = world.client(EPOCHS - 1);
            assertThat(client.judge(last.header(), last.certificate())).isEqualTo(new LightClient.Final());
            assertThat(world.client(EPOCHS).judge(last.header(), last.certificate()))
                    .extracting("flaw")
                    .isEqualTo(Flaw.EPOCH);
        }
    }

    @Test
    void aHandoverThatWasFollowedBefore() {
        refuses(Flaw.EPOCH, (honest, epoch, world, random) -> world.handovers.get(epoch - 1));
    }

    @Test
    void aSkippedEpoch() {
        refuses(Flaw.EPOCH, (honest, epoch, world, random) -> world.handovers.get(epoch + 1));
    }

    @Test
    void aBlockThatDoesNotEndItsEpoch() {
        refuses(Flaw.NOT_LAST, (honest, epoch, world, random) -> {
            BlockHeader h = honest.header();
            return world.handover(world.header(epoch, h.number() - 1, h.timestamp(), h.parentBeaconBlockRoot()));
        });
    }

    @Test
    void aNotarizedBlock() {
        refuses(
                Flaw.NOT_FINAL,
                (honest, epoch, world, random) ->
                        with(honest, world.certify(honest.header(), 5_000, VoteType.NOTARIZE, CHAIN_ID, 0)));
    }

    @Test
    void aCertificateOfAnotherEpoch() {
        refuses(
                Flaw.CERTIFICATE_EPOCH,
                (honest, epoch, world, random) -> with(
                        honest,
                        world.handovers
                                .get(epoch + (random.nextBoolean() ? 1 : -1))
                                .certificate()));
    }

    @Test
    void anEpochThatTheCommitteeDoesNotSitIn() {
        refuses(Flaw.CERTIFICATE_EPOCH, (honest, epoch, world, random) -> {
            BlockHeader h = honest.header();
            var subject = new VoteSubject(epoch + 1, 7, VoteType.FINALIZE, h.number(), h.hash());
            return with(honest, world.certify(subject, epoch, CHAIN_ID, 0));
        });
    }

    @Test
    void aCertificateOfAnotherBlock() {
        refuses(
                Flaw.CERTIFICATE_BLOCK,
                (honest, epoch, world, random) -> with(honest, world.certify(world.header(epoch))));
    }

    @Test
    void aMemberSwappedForAnother() {
        refuses(Flaw.COMMITMENT, (honest, epoch, world, random) -> {
            List<Member> members = new ArrayList<>(honest.members());
            members.set(
                    random.nextInt(members.size()),
                    Delegate.number(200, 1, "stranger").member());
            return new Handover(honest.header(), honest.certificate(), members);
        });
    }

    @Test
    void membersInAnotherOrder() {
        refuses(Flaw.COMMITMENT, (honest, epoch, world, random) -> {
            List<Member> members = new ArrayList<>(honest.members());
            Collections.rotate(members, 1);
            // A committee of one has no other order; one of nobody, then.
            return new Handover(
                    honest.header(),
                    honest.certificate(),
                    members.size() == 1 ? List.of(members.getFirst(), members.getFirst()) : members);
        });
    }

    @Test
    void theRootOfTheOldCommittee() {
        refuses(Flaw.COMMITMENT, (honest, epoch, world, random) -> {
            BlockHeader h = honest.header();
            List<Member> old = Delegate.members(world.committees.get(epoch));
            Handover stays =
                    world.handover(world.header(epoch, h.number(), h.timestamp(), CommitteeRoot.of(epoch, old)));
            return random.nextBoolean() ? stays : new Handover(stays.header(), stays.certificate(), old);
        });
    }

    @Test
    void oneSignatureLessThanAQuorum() {
        refuses(Flaw.QUORUM, (honest, epoch, world, random) -> {
            int size = world.committees.get(epoch).size();
            int missing = (size - 1) / 3 + 1;
            // Where a quorum is one, the next committee must do.
            return size == missing
                    ? signedByTheNext(honest, epoch, world)
                    : with(honest, world.certify(honest.header(), 5_000, VoteType.FINALIZE, CHAIN_ID, missing));
        });
    }

    @Test
    void aCommitteeThatNamesItself() {
        refuses(Flaw.QUORUM, (honest, epoch, world, random) -> signedByTheNext(honest, epoch, world));
    }

    @Test
    void aQuorumOfAnotherChain() {
        refuses(
                Flaw.QUORUM,
                (honest, epoch, world, random) ->
                        with(honest, world.certify(honest.header(), 5_000, VoteType.FINALIZE, CHAIN_ID + 1, 0)));
    }

    @Test
    void oneKeyOnTwoSeats() {
        refuses(Flaw.COMMITTEE, (honest, epoch, world, random) -> {
            BlockHeader h = honest.header();
            List<Member> twice = new ArrayList<>(honest.members());
            twice.add(twice.getFirst());
            BlockHeader header = world.header(epoch, h.number(), h.timestamp(), CommitteeRoot.of(epoch + 1, twice));
            return new Handover(header, world.certify(header), twice);
        });
    }

    @Test
    void nobodyAndTooMany() {
        refuses(
                Flaw.COMMITTEE,
                (honest, epoch, world, random) -> new Handover(
                        honest.header(),
                        honest.certificate(),
                        random.nextBoolean()
                                ? List.of()
                                : Collections.nCopies(257, honest.members().getFirst())));
    }

    @Test
    void aTimeThatNoCalendarKnows() {
        refuses(Flaw.TIME, (honest, epoch, world, random) -> {
            BlockHeader h = honest.header();
            return world.handover(world.header(
                    epoch,
                    h.number(),
                    random.nextBoolean() ? 253_402_300_800L : Long.MAX_VALUE,
                    h.parentBeaconBlockRoot()));
        });
    }

    @Test
    void noHandoverIsTakenWhereTheCommitteeSitsForEver() {
        TestChain chain = new TestChain();
        LightClient client = LightClient.of(chain.genesis);
        var block = chain.append(List.of(), 0, 1, 2);
        var handover = new Handover(
                block.header(),
                chain.certificate(1).orElseThrow(),
                client.committee().members());
        assertThat(client.follow(handover)).extracting("flaw").isEqualTo(Flaw.NOT_LAST);
        assertThat(client.judge(block.header(), handover.certificate())).isEqualTo(new LightClient.Final());
    }

    @Test
    void goesOnFromACheckpointAsIfItHadComeFromGenesis() {
        Succession world = successions().getFirst();
        Checkpoint checkpoint = world.client(2).checkpoint().orElseThrow();
        long now = checkpoint.timeMillis() + 1000;
        LightClient late = LightClient.of(
                world.genesis, new Trust(Checkpoint.parse(checkpoint.toJson()), Trust.DEFAULT_PERIOD_MILLIS, now));
        for (Handover handover : world.handovers.subList(2, EPOCHS)) {
            late = ((LightClient.Followed) late.follow(handover)).next();
        }
        assertThat(late.committee().root())
                .isEqualTo(world.client(EPOCHS).committee().root());
        assertThat(LightClient.of(world.genesis).checkpoint()).isEmpty();
    }

    @Test
    void trustsACheckpointForLessThanThePeriod() {
        Succession world = successions().getFirst();
        Checkpoint checkpoint = world.client(2).checkpoint().orElseThrow();
        long period = 3_600_000L * 24;
        long born = checkpoint.timeMillis();
        for (long now : new long[] {born - 60_000, born, born + period - 1}) {
            assertThat(LightClient.of(world.genesis, new Trust(checkpoint, period, now))
                            .committee()
                            .epoch())
                    .isEqualTo(2);
        }
        refusesTrust(world, new Trust(checkpoint, period, born + period), "24 h old", "get a newer one");
        refusesTrust(world, new Trust(checkpoint, period, born - 60_001), "after now");
    }

    @Test
    void aCheckpointIsOfThisChainAndStartsItsEpoch() {
        Succession world = successions().getFirst();
        Checkpoint good = world.client(2).checkpoint().orElseThrow();
        long now = good.timeMillis();
        refusesTrust(
                world,
                new Trust(
                        new Checkpoint(CHAIN_ID + 1, good.header(), good.committee()),
                        Trust.DEFAULT_PERIOD_MILLIS,
                        now),
                "of chain 4691");
        for (long number : new long[] {good.header().number() - 1, 0, Long.MAX_VALUE}) {
            BlockHeader elsewhere =
                    world.header(1, number, Succession.TIME, good.committee().root());
            refusesTrust(
                    world,
                    new Trust(new Checkpoint(CHAIN_ID, elsewhere, good.committee()), Trust.DEFAULT_PERIOD_MILLIS, now),
                    "does not start epoch 2");
        }
        assertThatThrownBy(() ->
                        new Checkpoint(CHAIN_ID, good.header(), good.committee().in(3)))
                .isInstanceOf(EvidenceFormatException.class)
                .hasMessageContaining("does not commit");
    }

    @Test
    void aCheckpointHasOneFile() {
        Checkpoint checkpoint = successions().getFirst().client(1).checkpoint().orElseThrow();
        byte[] file = checkpoint.toJson().toArray();
        assertThat(Checkpoint.parse(checkpoint.toJson()).block()).isEqualTo(checkpoint.block());
        for (int at = 0; at < file.length; at++) {
            byte[] bad = file.clone();
            bad[at] ^= (byte) (1 << (at % 7));
            try {
                // The name of a member, or a hash in the header that nothing else repeats: another checkpoint.
                assertThat(Checkpoint.parse(Bytes.wrap(bad)).toJson().toArray()).isEqualTo(bad);
            } catch (EvidenceFormatException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    private static void refusesTrust(Succession world, Trust trust, String... why) {
        assertThatThrownBy(() -> LightClient.of(world.genesis, trust))
                .isInstanceOf(Trust.Ended.class)
                .hasMessageContainingAll(why);
    }

    /** That a light client which takes the honest handover refuses the mutated one for this reason, in every epoch. */
    private static void refuses(Flaw flaw, Mutation mutation) {
        var random = new Random(3);
        for (Succession world : successions()) {
            int epoch = random.nextInt(1, EPOCHS - 1);
            LightClient client = world.client(epoch);
            Handover honest = world.handovers.get(epoch);
            assertThat(client.follow(honest)).isInstanceOf(LightClient.Followed.class);
            Handover mutated = mutation.of(honest, epoch, world, random);
            assertThat(client.follow(mutated)).isInstanceOfSatisfying(LightClient.Refused.class, refused -> {
                assertThat(refused.flaw()).as(refused.reason()).isEqualTo(flaw);
                assertThat(refused.reason()).isNotBlank();
            });
        }
    }

    private static List<Succession> successions() {
        var random = new Random(42);
        List<Succession> worlds = new ArrayList<>();
        for (int i = 0; i < SUCCESSIONS; i++) {
            worlds.add(Succession.ofAnySize(random, EPOCHS));
        }
        return worlds;
    }

    private static Handover with(Handover honest, Certificate certificate) {
        return new Handover(honest.header(), certificate, honest.members());
    }

    /** The header as it is, but by the committee that it names; it could not have been by both. */
    private static Handover signedByTheNext(Handover honest, int epoch, Succession world) {
        BlockHeader h = honest.header();
        var subject = new VoteSubject(epoch, Slot.of(h).view(), VoteType.FINALIZE, h.number(), h.hash());
        return with(honest, world.certify(subject, epoch + 1, CHAIN_ID, 0));
    }
}
