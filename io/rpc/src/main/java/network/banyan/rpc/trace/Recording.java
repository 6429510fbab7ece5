// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.evm.Tracer;
import network.banyan.execution.LiveState;
import network.banyan.execution.Onlooker;
import network.banyan.execution.TransactionProcessor.Outcome.Applied;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import org.jspecify.annotations.Nullable;

/** Records some of the transactions that run. */
final class Recording implements Onlooker {
    private final Recorder.Maker maker;
    private final Address beneficiary;
    private final int first;
    private final TraceBudget budget = new TraceBudget();
    private final List<JsonNode> results = new ArrayList<>();
    private @Nullable Recorder recorder;

    /**
     * @param first index of the first transaction to record
     */
    Recording(Recorder.Maker maker, Address beneficiary, int first) {
        this.maker = maker;
        this.beneficiary = beneficiary;
        this.first = first;
    }

    /** One for each transaction, in their order. */
    List<JsonNode> results() {
        return results;
    }

    @Override
    public Optional<Tracer> before(int index, TransactionBody body, Address sender, LiveState state) {
        TraceBudget.checkWanted();
        recorder = index < first ? null : maker.of(new Recorder.Subject(body, sender, beneficiary, state, budget));
        return Optional.ofNullable(recorder);
    }

    @Override
    public void after(int index, Applied outcome, LiveState state) {
        if (recorder != null) {
            results.add(recorder.result(outcome));
        }
    }
}
