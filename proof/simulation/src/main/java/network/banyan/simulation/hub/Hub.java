// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import java.util.List;
import network.banyan.bridge.RootHub;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.hub.Certificate;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.CommitteeKeys;
import network.banyan.hub.Message;
import network.banyan.hub.Totals;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** What is said to the hub's contracts here and nowhere else, and asked of them. */
record Hub(TrialRoot root) {
    static final Address PROOFS = Address.ofNumber(0x1025);
    static final Address EXITS = Address.ofNumber(0x1028);

    private static final String MESSAGE =
            "(uint64,uint64,uint64,uint8,address,address,address,uint256,uint64,uint64,address,bytes)";
    private static final String CHECKPOINT =
            "(uint64,uint64,bytes32,uint64,uint64,uint64,bytes32,bytes32,bytes32,uint64,bytes32,bytes32,uint32,"
                    + "bytes32,bytes32,bytes32,bytes32)";
    private static final String LEAF =
            "((address,bytes32,uint256,uint32)[],uint256,address,uint256,(bytes32,uint256,bool)[])";

    ChainsContract.State state(long chain) {
        return ChainsContract.state(root.ask(ChainsContract.ADDRESS, ChainsContract.stateOf(chain)));
    }

    UInt256 escrow(long chain, Address asset) {
        return number(RootHub.ESCROW, "escrow(uint64,address)", AbiValue.of(chain), AbiValue.of(asset));
    }

    UInt256 pending(long chain, Address asset) {
        return number(RootHub.ESCROW, "pending(uint64,address)", AbiValue.of(chain), AbiValue.of(asset));
    }

    boolean isMature(long chain, long sequence) {
        return !number(RootHub.CHECKPOINTS, "isMature(uint64,uint64)", AbiValue.of(chain), AbiValue.of(sequence))
                .isZero();
    }

    /** The last checkpoint by which an ended chain's users are paid, and from where on its inbox is paid back. */
    record Ending(long last, long cursor) {}

    Ending ending(long chain) {
        AbiReader in = AbiReader.ofOutput(root.ask(EXITS, AbiValue.call("endingOf(uint64)", AbiValue.of(chain))));
        return new Ending(in.number(63), in.number(63));
    }

    UInt256 tokens(Address token, Address account) {
        return number(token, "balanceOf(address)", AbiValue.of(account));
    }

    UInt256 supply(Address token) {
        return number(token, "totalSupply()");
    }

    private UInt256 number(Address contract, String function, AbiValue... arguments) {
        return AbiReader.ofOutput(root.ask(contract, AbiValue.call(function, arguments)))
                .uint();
    }

    static Bytes force(long chain, Address asset, UInt256 amount) {
        return AbiValue.call(
                "force(uint64,address,uint256)", AbiValue.of(chain), AbiValue.of(asset), AbiValue.of(amount));
    }

    static Bytes reportSilence(long chain) {
        return AbiValue.call("reportSilence(uint64)", AbiValue.of(chain));
    }

    static Bytes beginExit(long chain) {
        return AbiValue.call("beginExit(uint64)", AbiValue.of(chain));
    }

    static Bytes payBack(long chain, long index, Message message) {
        return AbiValue.call(
                "payBack(uint64,uint64," + MESSAGE + ")", AbiValue.of(chain), AbiValue.of(index), message.toAbi());
    }

    static Bytes exit(Checkpoint checkpoint, Child.Leaf leaf) {
        return AbiValue.call("exit(" + CHECKPOINT + "," + LEAF + ")", checkpoint.toAbi(), abi(leaf));
    }

    private static AbiValue abi(Child.Leaf leaf) {
        return AbiValue.tuple(
                leaf.exits().toAbi(),
                AbiValue.of(leaf.which()),
                AbiValue.of(leaf.holding().account()),
                AbiValue.of(leaf.holding().value()),
                new AbiValue.Items(leaf.path().stream()
                        .map(beside -> AbiValue.tuple(
                                AbiValue.of(beside.hash()), AbiValue.of(beside.sum()), AbiValue.of(beside.isLeft())))
                        .toList()));
    }

    static Bytes proveConflict(
            Checkpoint first,
            Certificate firstSigned,
            Checkpoint second,
            Certificate secondSigned,
            CommitteeKeys keys) {
        return AbiValue.call(
                "proveConflict(" + CHECKPOINT + ",(uint64,bytes)," + CHECKPOINT + ",(uint64,bytes),bytes)",
                first.toAbi(),
                abi(firstSigned),
                second.toAbi(),
                abi(secondSigned),
                AbiValue.of(keys.encode()));
    }

    private static AbiValue abi(Certificate certificate) {
        return AbiValue.tuple(AbiValue.of(certificate.signers()), AbiValue.of(certificate.encodedSignature()));
    }

    static Bytes proveShortTotals(
            Checkpoint checkpoint, Totals totals, List<Message> outbox, Address asset, CommitteeKeys keys) {
        return AbiValue.call(
                "proveShortTotals(" + CHECKPOINT + ",(address,uint256)[],(address,uint256)[]," + MESSAGE
                        + "[],address,bytes)",
                checkpoint.toAbi(),
                totals.totalsAbi(),
                totals.tokensAbi(),
                new AbiValue.Items(outbox.stream().map(Message::toAbi).toList()),
                AbiValue.of(asset),
                AbiValue.of(keys.encode()));
    }

    /** That a checkpoint passed a request without any answer: there is no such message in its outbox, so none is shown. */
    static Bytes proveIgnored(Checkpoint checkpoint, long index, Message request, Child.Leaf leaf) {
        return AbiValue.call(
                "proveIgnored(" + CHECKPOINT + ",uint64," + MESSAGE + "," + MESSAGE + ",bytes32[]," + LEAF + ")",
                checkpoint.toAbi(),
                AbiValue.of(index),
                request.toAbi(),
                request.toAbi(),
                new AbiValue.Items(List.<Hash>of().stream().map(AbiValue::of).toList()),
                abi(leaf));
    }
}
