// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.banyan.bridge.Standing;
import network.banyan.bridge.Step;
import network.banyan.bridge.Transfer;
import network.banyan.hub.Message;

/** A transfer for scripts; amounts are in the asset's smallest unit and written as texts, times in seconds since 1970. */
final class TransferJson {
    private TransferJson() {}

    static ObjectNode of(Transfer transfer, Telling telling) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("tracking", transfer.tracking().toHex());
        ArrayNode steps = json.putArray("steps");
        transfer.steps().forEach(step -> steps.add(of(step, telling)));
        json.put("isFinal", transfer.standing() instanceof Standing.Final);
        json.set("standing", of(transfer.standing(), telling));
        return json;
    }

    private static ObjectNode of(Step step, Telling telling) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("step", name(step))
                .put("on", step.isOnRoot() ? 0 : step.chain())
                .put("chain", step.chain())
                .put("block", step.at().block())
                .put("time", step.at().seconds());
        switch (step) {
            case Step.Taken taken -> {
                json.put("index", taken.index());
                json.set("message", of(taken.message()));
            }
            case Step.Observed observed -> json.put("cursor", observed.cursor());
            case Step.Handled handled -> json.put("index", handled.index()).put("isDelivered", handled.isDelivered());
            case Step.Leaving leaving -> {
                json.put("run", leaving.run());
                json.set("message", of(leaving.message()));
            }
            case Step.Accepted accepted ->
                json.put("sequence", accepted.checkpoint().sequence())
                        .put("lastBlock", accepted.checkpoint().lastBlock());
            case Step.Drawn drawn ->
                json.put("drawn", drawn.drawn().toBigInteger().toString())
                        .put("amount", drawn.amount().toBigInteger().toString());
            case Step.Claimed claimed -> json.put("isPaid", claimed.isPaid());
            case Step.Forwarded forwarded -> json.put("to", forwarded.to()).put("place", forwarded.place());
        }
        return json.put("words", telling.words(step));
    }

    private static ObjectNode of(Message message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("from", message.from())
                .put("to", message.to())
                .put("kind", message.kind().number())
                .put("sender", message.sender().toHex())
                .put("recipient", message.recipient().toHex())
                .put("asset", message.asset().toHex())
                .put("amount", message.amount().toBigInteger().toString())
                .put("deadline", Long.toUnsignedString(message.deadline()))
                .put("refund", message.refund().toHex());
    }

    private static ObjectNode of(Standing standing, Telling telling) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("standing", name(standing));
        switch (standing) {
            case Standing.Unknown _ -> {}
            case Standing.OutOfSight seen -> json.put("chain", seen.chain());
            case Standing.ForQuorum waits -> json.put("chain", waits.chain()).put("index", waits.index());
            case Standing.ForHandling waits -> json.put("chain", waits.chain()).put("index", waits.index());
            case Standing.ForAnswer waits -> json.put("chain", waits.chain()).put("index", waits.index());
            case Standing.ForCheckpoint waits ->
                json.put("chain", waits.chain()).put("run", waits.run());
            case Standing.ForDelay waits ->
                json.put("chain", waits.chain())
                        .put("sequence", waits.sequence())
                        .put("payableAt", waits.payableAt())
                        .put("isClockRunning", waits.isClockRunning());
            case Standing.ForClaim waits -> json.put("chain", waits.chain()).put("sequence", waits.sequence());
            case Standing.ForLimit waits ->
                json.put("chain", waits.chain())
                        .put("sequence", waits.sequence())
                        .put("drawn", waits.drawn().toBigInteger().toString())
                        .put("amount", waits.message().amount().toBigInteger().toString());
            case Standing.Final done -> json.put("on", done.on());
        }
        return json.put("words", telling.words(standing));
    }

    private static String name(Step step) {
        return switch (step) {
            case Step.Taken _ -> "taken";
            case Step.Observed _ -> "observed";
            case Step.Handled _ -> "handled";
            case Step.Sent _ -> "sent";
            case Step.Answered _ -> "answered";
            case Step.Accepted _ -> "accepted";
            case Step.Drawn _ -> "drawn";
            case Step.Claimed _ -> "claimed";
            case Step.Forwarded _ -> "forwarded";
        };
    }

    private static String name(Standing standing) {
        return switch (standing) {
            case Standing.Unknown _ -> "unknown";
            case Standing.OutOfSight _ -> "out of sight";
            case Standing.ForQuorum _ -> "waits for a quorum";
            case Standing.ForHandling _ -> "waits for handling";
            case Standing.ForAnswer _ -> "waits for an answer";
            case Standing.ForCheckpoint _ -> "waits for a checkpoint";
            case Standing.ForDelay _ -> "waits its delay";
            case Standing.ForClaim _ -> "payable";
            case Standing.ForLimit _ -> "waits for the limit";
            case Standing.Delivered _ -> "delivered";
            case Standing.CameBack _ -> "came back";
            case Standing.Failed _ -> "failed";
        };
    }
}
