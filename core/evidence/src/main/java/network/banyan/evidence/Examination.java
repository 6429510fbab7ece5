// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static network.banyan.evidence.DoesNotHold.unless;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.MerkleTree;
import network.banyan.crypto.OrderedTrie;
import network.banyan.crypto.PatriciaProof;
import network.banyan.election.Committee;
import network.banyan.evidence.log.GatewayLogContract;
import network.banyan.evidence.witness.Cosignature;
import network.banyan.evidence.witness.Witnessed;
import network.banyan.evidence.witness.Witnesses;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.ledger.Log;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Slot;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import org.jspecify.annotations.Nullable;

/**
 * One file on the verifier's table. Links are examined in the order of {@link Link.Name}; each builds on what the links
 * before it left here, gives the sentence that explains why it holds, or throws.
 */
final class Examination {
    private static final int SHOWN_READINGS = 8;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT);

    private final Genesis genesis;
    private final Terms terms;
    private final LightClient beginning;
    private final Reliance reliance;
    private final Optional<Witnesses> wanted;
    private final Bytes file;

    private @Nullable EvidenceBundle bundle;
    private @Nullable DeviceRecord record;
    private @Nullable Certificate certificate;
    private @Nullable Transaction transaction;
    private @Nullable Anchoring anchoring;
    private @Nullable LightClient client;
    private Optional<Checkpoint> waypoint = Optional.empty();
    private final List<BlockHeader> headers = new ArrayList<>();

    /**
     * @param beginning the light client that knows the committee of genesis
     * @param wanted whose word must be there, if anybody's
     */
    Examination(Genesis genesis, LightClient beginning, Reliance reliance, Optional<Witnesses> wanted, Bytes file) {
        this.genesis = genesis;
        this.terms = Terms.of(genesis);
        this.beginning = beginning;
        this.reliance = reliance;
        this.wanted = wanted;
        this.file = file;
    }

    DeviceRecord record() {
        return known(record);
    }

    ProvenKey key() {
        return new ProvenKey(
                known(anchoring).key(), known(anchoring).attestation(), Slot.timeMillis(headers.getFirst()));
    }

    Optional<Checkpoint> checkpoint() {
        return known(client).checkpoint();
    }

    /** @return why the link holds */
    String examine(Link.Name name) {
        return switch (name) {
            case FORM -> form();
            case CHAIN -> chain();
            case HEADERS -> headers();
            case TRANSACTION -> transaction();
            case RECEIPT -> receipt();
            case REGISTRATION -> registration();
            case INCLUSION -> inclusion();
            case SIGNATURE -> signature();
            case HANDOVERS -> handovers();
            case COMMITTEE -> committee();
            case FINALITY -> finality();
            case WITNESSES -> witnesses();
        };
    }

    /** Whether there is anything to say of witnesses, once the form is known. */
    boolean hasWitnesses() {
        return wanted.isPresent() || known(bundle).witnessed().isPresent();
    }

    private String form() {
        bundle = EvidenceBundle.parse(file);
        anchoring = Anchoring.of(bundle);
        record = DeviceRecord.decode(bundle.record());
        certificate = Certificate.decode(bundle.certificate().unsafeArray());
        for (Bytes header : bundle.headers()) {
            headers.add(BlockHeader.decode(header.unsafeArray()));
        }
        return "a %s of %d bytes with record %d of device %s: %s; measured %s by the device's clock"
                .formatted(
                        bundle.version().format(),
                        file.size(),
                        record.sequence(),
                        record.device(),
                        readings(),
                        time(record.timeMillis()));
    }

    /** A line is for people: of a record with hundreds of readings it shows the first. */
    private String readings() {
        List<Reading> all = known(record).readings();
        String shown = all.stream().limit(SHOWN_READINGS).map(Reading::toString).collect(Collectors.joining(", "));
        return all.size() <= SHOWN_READINGS ? shown : shown + " and %d more".formatted(all.size() - SHOWN_READINGS);
    }

    private String chain() {
        long chainId = known(bundle).chainId();
        unless(chainId == genesis.chainId(), "it speaks of chain %d, the genesis of %d", chainId, genesis.chainId());
        Hash registry = codeAt(RegistryContract.ADDRESS, "device registry");
        String name = known(anchoring).contractName();
        Hash anchor = codeAt(known(anchoring).contract(), name);
        return "chain %d (%s); its genesis holds the device registry, code %s, and the %s, code %s"
                .formatted(chainId, genesis.name(), registry, name, anchor);
    }

    private Hash codeAt(Address address, String what) {
        GenesisAccount account = genesis.alloc().get(address);
        if (account == null || account.code().isEmpty()) {
            throw new DoesNotHold("the genesis has no %s at %s".formatted(what, address));
        }
        return Keccak.hash(account.code());
    }

    private String headers() {
        List<Hash> hashes = headers.stream().map(BlockHeader::hash).toList();
        for (int i = 1; i < headers.size(); i++) {
            unless(
                    headers.get(i).parentHash().equals(hashes.get(i - 1))
                            && headers.get(i).number() == headers.get(i - 1).number() + 1,
                    "header %d of the bundle is not the child of the one before it",
                    i);
        }
        VoteSubject subject = known(certificate).subject();
        BlockHeader last = headers.getLast();
        Slot slot = Slot.of(last);
        unless(subject.type() == VoteType.FINALIZE, "the certificate is of type %s, not FINALIZE", subject.type());
        unless(
                subject.block().equals(hashes.getLast()) && subject.height() == last.number(),
                "the certificate is of block %d %s, the bundle leads to block %d %s",
                subject.height(),
                subject.block(),
                last.number(),
                hashes.getLast());
        // The last block of an epoch may have been proposed again, and voted for, in a later view than its own.
        unless(
                subject.epoch() == slot.epoch() && (subject.view() == slot.view() || terms.isLast(last.number())),
                "the certificate is of epoch %d view %d, its block stands in epoch %d view %d",
                subject.epoch(),
                subject.view(),
                slot.epoch(),
                slot.view());
        for (BlockHeader header : headers) {
            unless(
                    terms.epochOf(header.number()) == slot.epoch()
                            && Slot.of(header).epoch() == slot.epoch(),
                    "block %d is not of epoch %d, as its certificate is",
                    header.number(),
                    slot.epoch());
        }
        BlockHeader anchoring = headers.getFirst();
        unless(
                Long.compareUnsigned(anchoring.timestamp(), DeviceRecord.MAX_TIME_MILLIS / 1000) <= 0,
                "the block is of after the year 9999");
        return "anchored in block %d %s of %s, which the certificate %s"
                .formatted(
                        anchoring.number(),
                        hashes.getFirst(),
                        time(Slot.timeMillis(anchoring)),
                        headers.size() == 1
                                ? "names"
                                : "covers through its descendant, block %d %s"
                                        .formatted(last.number(), hashes.getLast()));
    }

    private String transaction() {
        var part = known(bundle).transaction();
        shows(headers.getFirst().transactionsRoot(), part.index(), part.proof(), part.raw(), "transaction");
        transaction = Transaction.decode(part.raw().unsafeArray());
        Optional<Address> to = transaction.body().to();
        unless(
                to.equals(Optional.of(known(anchoring).contract())),
                "transaction %s calls %s, not the %s",
                transaction.hash(),
                to.map(Address::toHex).orElse("nothing"),
                known(anchoring).contractName());
        String anchors = known(anchoring).called(transaction.body().data());
        return "transaction %s, number %d in the block, %s".formatted(transaction.hash(), part.index(), anchors);
    }

    private String receipt() {
        var part = known(bundle).receipt();
        long index = known(bundle).transaction().index();
        shows(headers.getFirst().receiptsRoot(), index, part.proof(), part.raw(), "receipt");
        Receipt receipt = Receipt.decode(part.raw().unsafeArray());
        unless(receipt.type() == known(transaction).type(), "the receipt is of another type than its transaction");
        unless(receipt.success(), "the anchoring transaction failed");
        unless(
                part.logIndex() < receipt.logs().size(),
                "the receipt has %d logs, none of number %d",
                receipt.logs().size(),
                part.logIndex());
        Log log = receipt.logs().get((int) part.logIndex());
        unless(
                log.address().equals(known(anchoring).contract()),
                "log %d is of contract %s, not of the %s",
                part.logIndex(),
                log.address(),
                known(anchoring).contractName());
        String whose = known(anchoring).left(log, part.logIndex());
        return "it succeeded, and its log %d is the %s's event %s"
                .formatted(part.logIndex(), known(anchoring).contractName(), whose);
    }

    private String registration() {
        return known(anchoring).registration(record(), headers.getFirst());
    }

    private String inclusion() {
        var part = known(bundle).inclusion();
        Hash root = known(anchoring).root(record(), part);
        Hash leaf = MerkleTree.leafHash(record().encoded());
        unless(
                MerkleTree.climb(leaf, part.index(), part.size(), part.path()).equals(Optional.of(root)),
                "the record and its path do not lead to the anchored root %s",
                root);
        return "the record, SHA-256 %s, is leaf %d of %d under the anchored root %s"
                .formatted(record().id(), part.index(), part.size(), root);
    }

    private String signature() {
        unless(record().isSignedBy(known(anchoring).key()), "the registered key did not sign this record");
        return "the registered key signed this record (ES256 in COSE_Sign1)";
    }

    private String handovers() {
        var part = known(bundle).handovers();
        long epoch = known(certificate).subject().epoch();
        waypoint = reliance.waypoint(genesis, epoch);
        LightClient reached = begin(part.firstEpoch(), epoch);
        Committee first = reached.committee();
        var codec = HandoverCodec.from(genesis, first.epoch(), first.members());
        for (Bytes encoded : part.chain()) {
            reached = follow(reached, codec, encoded);
            passesCheckpoint(reached);
        }
        long arrived = reached.committee().epoch();
        unless(arrived == epoch, "they lead to epoch %d, the block is of epoch %d", arrived, epoch);
        client = reached;
        String start = part.firstEpoch() == 0 ? "that of genesis" : "the checkpoint's";
        return part.chain().isEmpty()
                ? "none is needed: the committee of epoch %d is %s".formatted(epoch, start)
                : "committee of epoch %d vouched for by %d %s, the first by %s%s"
                        .formatted(
                                epoch,
                                part.chain().size(),
                                part.chain().size() == 1 ? "handover" : "handovers",
                                start,
                                waypoint.isPresent() && part.firstEpoch() == 0 ? "; they pass the checkpoint" : "");
    }

    /** The light client that the bundle's handovers start from. */
    private LightClient begin(long firstEpoch, long epoch) {
        if (waypoint.isEmpty()) {
            unless(
                    firstEpoch == 0,
                    "they begin with the committee of epoch %d, which genesis does not name; a checkpoint must",
                    firstEpoch);
            return beginning;
        }
        LightClient trusted = LightClient.of(genesis, waypoint.get());
        long checkpoint = trusted.committee().epoch();
        unless(
                checkpoint <= epoch,
                "the block is of epoch %d; the checkpoint, of epoch %d, vouches for nothing before itself",
                epoch,
                checkpoint);
        unless(
                firstEpoch == 0 || firstEpoch == checkpoint,
                "they begin with the committee of epoch %d, the checkpoint is of epoch %d",
                firstEpoch,
                checkpoint);
        return firstEpoch == 0 ? beginning : trusted;
    }

    private static LightClient follow(LightClient client, HandoverCodec codec, Bytes encoded) {
        long epoch = client.committee().epoch();
        try {
            return switch (client.follow(codec.read(encoded))) {
                case LightClient.Followed(LightClient next) -> next;
                case LightClient.Refused(LightClient.Flaw _, String reason) ->
                    throw new DoesNotHold("the handover from epoch %d to %d: %s".formatted(epoch, epoch + 1, reason));
            };
        } catch (EvidenceFormatException | RlpException malformed) {
            throw new DoesNotHold("the handover from epoch %d to %d is malformed: %s"
                    .formatted(epoch, epoch + 1, malformed.getMessage()));
        }
    }

    private void passesCheckpoint(LightClient reached) {
        waypoint.ifPresent(wanted -> unless(
                reached.committee().epoch() != wanted.committee().epoch()
                        || reached.checkpoint().map(Checkpoint::block).equals(Optional.of(wanted.block())),
                "they pass by the checkpoint: another block than %s starts epoch %d",
                wanted.block(),
                wanted.committee().epoch()));
    }

    private String committee() {
        Committee committee = known(client).committee();
        for (BlockHeader header : headers) {
            unless(
                    terms.isLast(header.number())
                            || header.parentBeaconBlockRoot().equals(committee.root()),
                    "block %d commits to committee %s, %s %s",
                    header.number(),
                    header.parentBeaconBlockRoot(),
                    committee.epoch() == 0 ? "the genesis names" : "that of epoch %d is".formatted(committee.epoch()),
                    committee.root());
        }
        String members = "the %d members that %s, %s"
                .formatted(
                        committee.size(),
                        committee.epoch() == 0 ? "the genesis names" : "the handovers lead to",
                        committee.root());
        return headers.size() == 1 && terms.isLast(headers.getFirst().number())
                ? "the block ends its epoch; it is final by " + members
                : "the headers commit to " + members;
    }

    private String finality() {
        Certificate proof = known(certificate);
        Committee committee = known(client).committee();
        switch (known(client).judge(headers.getLast(), proof)) {
            case LightClient.Final() -> {}
            case LightClient.Refused(LightClient.Flaw _, String reason) -> throw new DoesNotHold(reason);
        }
        String signers = proof.seats().stream()
                .mapToObj(seat -> "%d %s".formatted(seat, committee.member(seat).name()))
                .collect(Collectors.joining(", "));
        return "block %d is final: %d of %d seats signed it, a quorum is %d (%s)"
                .formatted(
                        proof.subject().height(),
                        proof.seats().cardinality(),
                        committee.size(),
                        committee.quorum(),
                        signers);
    }

    private String witnesses() {
        Optional<Witnessed> witnessed = known(bundle).witnessed();
        Optional<GatewayLogContract.Head> log = known(anchoring).log();
        if (witnessed.isEmpty() || log.isEmpty()) {
            throw new DoesNotHold("no witness saw it, and %d must"
                    .formatted(wanted.map(Witnesses::needed).orElse(0)));
        }
        Witnessed said = witnessed.get();
        Hash gateway = log.get().gateway();
        unless(
                said.extendsHead(log.get().size(), log.get().root()),
                "the log of %d records that witnesses saw does not extend the anchored one",
                said.size());
        String text = said.head(gateway).text();
        List<String> seen = new ArrayList<>();
        int named = 0;
        for (Cosignature cosignature : said.cosignatures()) {
            Optional<String> name = wanted.flatMap(witnesses -> witnesses.nameOf(cosignature.key()));
            named += name.isPresent() ? 1 : 0;
            String who = name.orElse("a witness that nobody here named, key " + cosignature.key());
            unless(cosignature.isOver(text), "%s did not sign this", who);
            seen.add("%s at %s".formatted(who, time(1000 * cosignature.timeSeconds())));
        }
        int needed = wanted.map(Witnesses::needed).orElse(0);
        unless(named >= needed, "%d of the named witnesses saw it, and %d must", named, needed);
        return "%d records in the log of gateway %s under root %s were seen by %s"
                .formatted(said.size(), gateway, said.root(), String.join(", ", seen));
    }

    private static void shows(Hash root, long index, List<Bytes> proof, Bytes raw, String what) {
        byte[] key = OrderedTrie.key((int) index).unsafeArray();
        switch (PatriciaProof.verify(root, key, proof)) {
            case PatriciaProof.Outcome.Present(Bytes value) ->
                unless(value.equals(raw), "the block holds another %s at place %d", what, index);
            case PatriciaProof.Outcome.Absent() ->
                throw new DoesNotHold("the block has no %s at place %d".formatted(what, index));
            case PatriciaProof.Outcome.Broken(String reason) ->
                throw new DoesNotHold("the %s's proof is broken: %s".formatted(what, reason));
        }
    }

    private static String time(long millis) {
        return LocalDateTime.ofEpochSecond(
                        Math.floorDiv(millis, 1000L), (int) Math.floorMod(millis, 1000L) * 1_000_000, ZoneOffset.UTC)
                .format(TIME);
    }

    /** What an earlier link has left. */
    private static <T> T known(@Nullable T value) {
        return Objects.requireNonNull(value, "links are examined in their order");
    }
}
