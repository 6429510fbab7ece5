// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.Message;
import network.banyan.hub.member.Holdings;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;

/** Leaving a chain without it, as the root's contracts let everybody (docs/spec/hub.md, rules 43 to 47). */
public final class RootExits {
    public static final Address CONTRACT = Address.ofNumber(0x1028);

    private static final String LEAF =
            "((address,bytes32,uint256,uint32)[],uint256,address,uint256,(bytes32,uint256,bool)[])";

    private RootExits() {}

    /**
     * By what an ended chain's users are paid.
     *
     * @param last the last checkpoint that counts; 0 for none
     * @param cursor messages of the inbox from there on are paid back
     */
    public record Ending(long last, long cursor) {}

    /** Both zero of a chain that has not ended. */
    public static Ending ending(ChainClient root, long chainId) {
        AbiReader in = AbiReader.ofOutput(root.call(CONTRACT, AbiValue.call("endingOf(uint64)", AbiValue.of(chainId))));
        return new Ending(in.number(63), in.number(63));
    }

    /** Whether an amount was paid to an account. Of tokens the contract itself refuses what was paid. */
    public static boolean isPaid(ChainClient root, long chainId, Address asset, Address account) {
        return AbiReader.ofOutput(root.call(
                        CONTRACT,
                        AbiValue.call(
                                "exited(uint64,address,address)",
                                AbiValue.of(chainId),
                                AbiValue.of(asset),
                                AbiValue.of(account))))
                .flag();
    }

    /**
     * The call of {@link #CONTRACT} that pays what an account of a chain of tier D held after its last checkpoint that counts.
     *
     * @param id of an ERC-721 token; of another asset it does not matter
     * @param evidence of {@link ChainOutpost#heldBy}
     */
    public static Bytes exitByState(
            Checkpoint checkpoint, Address asset, Address account, UInt256 id, RootDisputes.Laid evidence) {
        return AbiValue.call(
                "exitByState(" + RootHub.CHECKPOINT + ",address,address,uint256," + RootDisputes.EVIDENCE + ")",
                checkpoint.toAbi(),
                AbiValue.of(asset),
                AbiValue.of(account),
                AbiValue.of(id),
                evidence.toAbi());
    }

    /** The call of {@link #CONTRACT} that pays a leaf of an ended chain's last checkpoint. */
    public static Bytes exit(Checkpoint checkpoint, Holdings.Leaf leaf) {
        return AbiValue.call(
                "exit(" + RootHub.CHECKPOINT + "," + LEAF + ")",
                checkpoint.toAbi(),
                AbiValue.tuple(
                        leaf.exits().toAbi(),
                        AbiValue.of(leaf.which()),
                        AbiValue.of(leaf.holding().account()),
                        AbiValue.of(leaf.holding().value()),
                        new AbiValue.Items(leaf.path().stream()
                                .map(beside -> AbiValue.tuple(
                                        AbiValue.of(beside.hash()),
                                        AbiValue.of(beside.sum()),
                                        AbiValue.of(beside.isLeft())))
                                .toList())));
    }

    /** The call of {@link #CONTRACT} that pays back a message which an ended chain never handled. */
    public static Bytes payBack(long chainId, long index, Message message) {
        return AbiValue.call(
                "payBack(uint64,uint64," + RootHub.MESSAGE + ")",
                AbiValue.of(chainId),
                AbiValue.of(index),
                message.toAbi());
    }

    /** The call of {@link #CONTRACT} that suspends a chain which leaves its inbox (rule 43). */
    public static Bytes reportSilence(long chainId) {
        return AbiValue.call("reportSilence(uint64)", AbiValue.of(chainId));
    }

    /** The call of {@link #CONTRACT} that ends a chain whose grace is over (rule 43). */
    public static Bytes beginExit(long chainId) {
        return AbiValue.call("beginExit(uint64)", AbiValue.of(chainId));
    }

    /** What the hub owes an account, whose receiver refused it (rule 10). */
    public static UInt256 owed(ChainClient root, Address account, Address asset) {
        return AbiReader.ofOutput(root.call(
                        RootHub.ESCROW,
                        AbiValue.call("owed(address,address)", AbiValue.of(account), AbiValue.of(asset))))
                .uint();
    }

    /** The call of {@link RootHub#ESCROW} that pays what is owed to its sender. */
    public static Bytes fetch(Address asset, Address to) {
        return AbiValue.call("fetch(address,address)", AbiValue.of(asset), AbiValue.of(to));
    }
}
