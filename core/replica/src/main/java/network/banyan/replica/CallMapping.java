// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.List;
import network.banyan.execution.CallRequest;
import network.banyan.execution.Calls;
import network.banyan.primitives.Bytes;

/** Between what the outside asks ({@link ChainView}) and what execution runs ({@link Calls}). */
public final class CallMapping {
    private CallMapping() {}

    public static CallRequest request(ChainView.CallRequest request) {
        List<CallRequest.StateOverride> overrides = request.state().stream()
                .map(each -> new CallRequest.StateOverride(
                        each.address(),
                        each.balance(),
                        each.nonce(),
                        each.code(),
                        each.slots().stream()
                                .map(slot -> new CallRequest.SlotOverride(slot.slot(), slot.value()))
                                .toList()))
                .toList();
        return new CallRequest(
                request.from(),
                request.to(),
                request.gasLimit(),
                request.gasPrice(),
                request.value(),
                request.data(),
                request.accessList(),
                request.authorizations(),
                overrides,
                request.block());
    }

    public static ChainView.CallOutcome outcome(Calls.Outcome outcome) {
        return switch (outcome) {
            case Calls.Outcome.Returned(Bytes output, long gas) -> new ChainView.CallOutcome.Returned(output, gas);
            case Calls.Outcome.Reverted(Bytes output, long gas) -> new ChainView.CallOutcome.Reverted(output, gas);
            case Calls.Outcome.Halted(String reason, long gas) -> new ChainView.CallOutcome.Halted(reason, gas);
            case Calls.Outcome.Refused(String reason) -> new ChainView.CallOutcome.Refused(reason);
        };
    }

    public static ChainView.AccessListing listing(Calls.AccessListing listing) {
        return new ChainView.AccessListing(listing.accessList(), outcome(listing.outcome()));
    }

    public static ChainView.GasEstimate estimate(Calls.Estimate estimate) {
        return switch (estimate) {
            case Calls.Estimate.Enough enough -> new ChainView.GasEstimate.Enough(enough.gas());
            case Calls.Estimate.Fails fails -> new ChainView.GasEstimate.Fails(outcome(fails.outcome()));
        };
    }
}
