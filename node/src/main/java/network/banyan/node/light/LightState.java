// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.light;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import network.banyan.light.KnownHeader;
import network.banyan.light.ProofFetch;
import network.banyan.light.ProvenState;
import network.banyan.light.StateAnswers;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView.CallRequest;
import network.banyan.state.AccountProof;

/** States after blocks, of which each piece is fetched with its proof. Codes are kept over blocks: their hash is their name. */
final class LightState {
    private static final long CODE_BYTES = 8L << 20;
    private static final int BATCH = 32;
    private static final int SLOTS_OF_ONE = 256;

    private final Sources sources;
    private final Recent<Hash, Bytes> codes = new Recent<>(CODE_BYTES);

    LightState(Sources sources) {
        this.sources = sources;
    }

    /** For one thread and one question. */
    ProvenState after(KnownHeader block) {
        return new ProvenState(new Fetch(block), ProvenState.Limits.OF_A_CALL);
    }

    AccountProof prove(Address address, List<UInt256> slots, KnownHeader block) {
        List<AccountProof> parts = new Fetch(block).proofs(List.of(new ProofFetch.Wanted(address, slots)));
        AccountProof first = parts.getFirst();
        return new AccountProof(
                address,
                first.account(),
                first.storageRoot(),
                first.nodes(),
                parts.stream().flatMap(part -> part.slots().stream()).toList());
    }

    /** Asks a source what a call will look at, which saves a question for each, and need not be true. */
    void guess(ProvenState state, CallRequest request, KnownHeader block) {
        List<ProofFetch.Wanted> looked = new ArrayList<>();
        looked.add(new ProofFetch.Wanted(request.from(), List.of()));
        looked.add(new ProofFetch.Wanted(block.header().beneficiary(), List.of()));
        request.to().ifPresent(to -> looked.add(new ProofFetch.Wanted(to, List.of())));
        if (request.to().isEmpty() || !request.data().isEmpty()) {
            try {
                looked.addAll(sources.ask(talk -> talk.guess(request, block.number())));
            } catch (Sources.NobodyAnswers notEvenAGuess) {
                // Then each piece is asked for when it is looked at.
            }
        }
        state.prefetch(looked);
    }

    private final class Fetch implements ProofFetch {
        private final KnownHeader block;

        Fetch(KnownHeader block) {
            this.block = block;
        }

        @Override
        public List<AccountProof> proofs(List<Wanted> wanted) {
            List<Wanted> parts = wanted.stream()
                    .flatMap(each -> IntStream.iterate(
                                    0, from -> from == 0 || from < each.slots().size(), from -> from + SLOTS_OF_ONE)
                            .mapToObj(from -> new Wanted(
                                    each.address(),
                                    each.slots()
                                            .subList(
                                                    from,
                                                    Math.min(
                                                            from + SLOTS_OF_ONE,
                                                            each.slots().size())))))
                    .toList();
            return IntStream.iterate(0, from -> from < parts.size(), from -> from + BATCH)
                    .mapToObj(from -> parts.subList(from, Math.min(from + BATCH, parts.size())))
                    .flatMap(batch -> batch(batch).stream())
                    .toList();
        }

        private List<AccountProof> batch(List<Wanted> batch) {
            return sources.ask(talk -> {
                List<AccountProof> told = talk.proofs(batch, block.number());
                return IntStream.range(0, batch.size())
                        .mapToObj(i -> StateAnswers.account(
                                block.header().stateRoot(),
                                batch.get(i).address(),
                                batch.get(i).slots(),
                                told.get(i)))
                        .toList();
            });
        }

        @Override
        public Bytes code(Address owner, Hash codeHash) {
            return codes.get(codeHash).orElseGet(() -> {
                Bytes code = sources.ask(talk -> StateAnswers.code(codeHash, talk.code(owner, block.number())));
                codes.put(codeHash, code, code.size());
                return code;
            });
        }
    }
}
