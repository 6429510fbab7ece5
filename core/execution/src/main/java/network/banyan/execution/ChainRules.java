// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import network.banyan.contracts.hub.DisputesContract;
import network.banyan.contracts.outpost.OutboxContract;
import network.banyan.evm.Evm;
import network.banyan.evm.Fork;
import network.banyan.evm.precompile.Precompiles;
import network.banyan.ledger.Genesis;
import network.banyan.primitives.UInt256;

/**
 * By which rules a chain executes.
 *
 * @param requests whether blocks answer a consensus layer with requests (EIP-7685), as Ethereum's do and ours do not
 * @param outpost whether it is a sidechain of some root, whose runs the protocol closes (docs/spec/outpost.md)
 * @param precompiles the fork's, and on a root with disputes the {@link Judge}
 */
public record ChainRules(
        UInt256 chainId, Fork fork, BlobSchedule blobs, boolean requests, boolean outpost, Precompiles precompiles) {
    /** Most blobs in one transaction from Osaka on (EIP-7594). */
    public static final int BLOBS_PER_TRANSACTION = 6;

    /** Rules of a chain without requests and outpost. */
    public ChainRules(UInt256 chainId, Fork fork, BlobSchedule blobs) {
        this(chainId, fork, blobs, false, false, Evm.precompiles(fork));
    }

    /** Rules of a chain as Ethereum's, whose blocks answer a consensus layer. */
    public static ChainRules answering(UInt256 chainId, Fork fork, BlobSchedule blobs) {
        return new ChainRules(chainId, fork, blobs, true, false, Evm.precompiles(fork));
    }

    /** Rules of a sidechain whose blocks another chain judges: it judges none itself. */
    public static ChainRules disputable(UInt256 chainId, Fork fork) {
        return new ChainRules(chainId, fork, BlobSchedule.NONE, false, true, Evm.precompiles(fork));
    }

    public static ChainRules of(Genesis genesis) {
        return new ChainRules(
                UInt256.of(genesis.chainId()),
                Fork.OSAKA,
                genesis.parameters().blobs() ? BlobSchedule.PRAGUE : BlobSchedule.NONE,
                false,
                genesis.alloc().containsKey(OutboxContract.ADDRESS),
                precompiles(genesis));
    }

    /** A sidechain judges nobody: who would judge it must not need to judge what it judged (docs/spec/disputes.md, rule 4). */
    private static Precompiles precompiles(Genesis genesis) {
        Precompiles usual = Evm.precompiles(Fork.OSAKA);
        boolean judges = genesis.alloc().containsKey(DisputesContract.ADDRESS)
                && !genesis.alloc().containsKey(OutboxContract.ADDRESS);
        return judges ? Judge.among(usual) : usual;
    }
}
