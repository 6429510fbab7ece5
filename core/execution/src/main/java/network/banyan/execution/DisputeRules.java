// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.nio.charset.StandardCharsets;
import network.banyan.crypto.Keccak;
import network.banyan.evm.Fork;
import network.banyan.ledger.ApplicationCode;
import network.banyan.ledger.Genesis;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;

/**
 * By which rules a chain of tier D lets its blocks be judged (docs/spec/disputes.md, rule 1).
 *
 * @param genesis hash of block 0
 * @param gasLimit of every block, 1,000,000 to {@value #GAS_LIMIT_MAX}
 */
public record DisputeRules(Hash genesis, long chainId, long blockIntervalMillis, long gasLimit, UInt256 minBaseFee) {
    /** What one transaction of the root can pay for together with the largest evidence. */
    public static final long GAS_LIMIT_MAX = 6_000_000;

    private static final Bytes NAME = Bytes.wrap("BANYAN-HUB-EVM-V1".getBytes(StandardCharsets.US_ASCII));

    /** Consensus alone asks for it. */
    private static final long ANY_TIMEOUT = 1_000;

    public DisputeRules {
        if (chainId < 1 || chainId > 1L << 52) {
            throw new IllegalArgumentException("chainId must lie between 1 and 2^52");
        }
        if (gasLimit > GAS_LIMIT_MAX) {
            throw new IllegalArgumentException(
                    "a chain of tier D has blocks of at most %d gas, not %d".formatted(GAS_LIMIT_MAX, gasLimit));
        }
        Genesis.Parameters.disputable(blockIntervalMillis, ANY_TIMEOUT, gasLimit, minBaseFee);
    }

    /**
     * Those of a chain.
     *
     * @param block0 its hash
     * @throws IllegalArgumentException if it cannot be one of tier D
     */
    public static DisputeRules of(Genesis genesis, Hash block0) {
        Genesis.Parameters parameters = genesis.parameters();
        if (!parameters.disputable()) {
            throw new IllegalArgumentException("genesis does not let the chain's blocks be judged");
        }
        boolean hasApplications = genesis.alloc().values().stream()
                .anyMatch(account -> ApplicationCode.nameIn(account.code()).isPresent());
        if (hasApplications) {
            throw new IllegalArgumentException("the judge runs no native applications");
        }
        if (parameters.epochs().isPresent()) {
            throw new IllegalArgumentException("the committee of a chain of tier D is that of genesis for good");
        }
        return new DisputeRules(
                block0,
                genesis.chainId(),
                parameters.blockIntervalMillis(),
                parameters.gasLimit(),
                parameters.minBaseFee());
    }

    /** What the charter's {@code verifier} is the Keccak-256 of. */
    public Bytes encode() {
        return Bytes.wrap(new RlpWriter(96)
                .beginList()
                .write(NAME)
                .write(genesis)
                .write(chainId)
                .write(blockIntervalMillis)
                .write(gasLimit)
                .write(minBaseFee)
                .endList()
                .toArray());
    }

    /** The charter's {@code verifier}. */
    public Hash hash() {
        return Keccak.hash(encode());
    }

    /**
     * @throws RlpException if the next item is no such rules
     */
    static DisputeRules read(RlpReader outer) {
        RlpReader in = outer.list();
        if (!in.bytes().equals(NAME)) {
            throw new RlpException("rules of another kind");
        }
        try {
            var rules = new DisputeRules(in.hash(), in.longNumber(), in.longNumber(), in.longNumber(), in.number());
            in.end();
            return rules;
        } catch (IllegalArgumentException noRules) {
            throw new RlpException(String.valueOf(noRules.getMessage()));
        }
    }

    Genesis.Parameters parameters() {
        return Genesis.Parameters.disputable(blockIntervalMillis, ANY_TIMEOUT, gasLimit, minBaseFee);
    }

    ChainRules chain() {
        return ChainRules.disputable(UInt256.of(chainId), Fork.OSAKA);
    }
}
