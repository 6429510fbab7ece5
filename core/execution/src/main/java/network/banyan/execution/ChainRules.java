// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.List;
import network.banyan.application.ApplicationName;
import network.banyan.application.Applications;
import network.banyan.contracts.hub.DisputesContract;
import network.banyan.contracts.outpost.OutboxContract;
import network.banyan.evm.BlockContext;
import network.banyan.evm.Engine;
import network.banyan.evm.Evm;
import network.banyan.evm.Fork;
import network.banyan.evm.World;
import network.banyan.evm.precompile.Precompiles;
import network.banyan.ledger.ApplicationCode;
import network.banyan.ledger.Genesis;
import network.banyan.primitives.UInt256;

/**
 * By which rules a chain executes.
 *
 * @param requests whether blocks answer a consensus layer with requests (EIP-7685), as Ethereum's do and ours do not
 * @param outpost whether it is a sidechain of some root, whose runs the protocol closes (docs/spec/outpost.md)
 * @param precompiles the fork's, and on a root with disputes the {@link Judge}
 * @param applications those that stand in its genesis (docs/spec/application.md)
 */
public record ChainRules(
        UInt256 chainId,
        Fork fork,
        BlobSchedule blobs,
        boolean requests,
        boolean outpost,
        Precompiles precompiles,
        Applications applications) {
    /** Most blobs in one transaction from Osaka on (EIP-7594). */
    public static final int BLOBS_PER_TRANSACTION = 6;

    /** Rules of a chain without requests and outpost. */
    public ChainRules(UInt256 chainId, Fork fork, BlobSchedule blobs) {
        this(chainId, fork, blobs, false, false, Evm.precompiles(fork), Applications.NONE);
    }

    /** Rules of a chain as Ethereum's, whose blocks answer a consensus layer. */
    public static ChainRules answering(UInt256 chainId, Fork fork, BlobSchedule blobs) {
        return new ChainRules(chainId, fork, blobs, true, false, Evm.precompiles(fork), Applications.NONE);
    }

    /** Rules of a sidechain whose blocks another chain judges: it judges none itself, and runs no applications. */
    public static ChainRules disputable(UInt256 chainId, Fork fork) {
        return new ChainRules(chainId, fork, BlobSchedule.NONE, false, true, Evm.precompiles(fork), Applications.NONE);
    }

    /** Those of a chain by which nothing is run that a transaction may call. */
    public static ChainRules of(Genesis genesis) {
        return with(genesis, Applications.NONE);
    }

    /**
     * Those of a chain.
     *
     * @param installed what applications there are here
     * @throws Applications.Missing if genesis names one that is not there
     * @throws IllegalArgumentException if what it names is no application's name
     */
    public static ChainRules of(Genesis genesis, Applications installed) {
        List<ApplicationName> named = genesis.alloc().values().stream()
                .flatMap(account -> ApplicationCode.nameIn(account.code()).stream())
                .map(ApplicationName::new)
                .toList();
        return with(genesis, installed.only(named));
    }

    private static ChainRules with(Genesis genesis, Applications applications) {
        return new ChainRules(
                UInt256.of(genesis.chainId()),
                Fork.OSAKA,
                genesis.parameters().blobs() ? BlobSchedule.PRAGUE : BlobSchedule.NONE,
                false,
                genesis.alloc().containsKey(OutboxContract.ADDRESS),
                precompiles(genesis),
                applications);
    }

    /** A sidechain judges nobody: who would judge it must not need to judge what it judged (docs/spec/disputes.md, rule 4). */
    private static Precompiles precompiles(Genesis genesis) {
        Precompiles usual = Evm.precompiles(Fork.OSAKA);
        boolean judges = genesis.alloc().containsKey(DisputesContract.ADDRESS)
                && !genesis.alloc().containsKey(OutboxContract.ADDRESS);
        return judges ? Judge.among(usual) : usual;
    }

    /** The machine that runs by them. */
    Evm machine(World world, BlockContext block, Engine engine) {
        return machine(world, block, engine, precompiles);
    }

    /** @param pretended other precompiles than these, where somebody pretends so */
    Evm machine(World world, BlockContext block, Engine engine, Precompiles pretended) {
        return new Evm(fork, world, block, engine, pretended, applications);
    }
}
