// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.evm.Fork;
import network.banyan.execution.BlobSchedule;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.CallRequest;
import network.banyan.execution.Calls;
import network.banyan.execution.ChainRules;
import network.banyan.node.SystemContracts;
import network.banyan.node.UserError;
import network.banyan.node.founding.Allocation;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * A sidechain's coin, and how it stands on the root: as a wrapper of 18 decimals (docs/spec/hub.md, rule 14).
 *
 * @param symbol 1 to 11 letters and digits; the wrapper's name, too
 * @param cap the most that is ever outside of the chain, in wei; 0 if it stays at home
 */
record OwnToken(String symbol, UInt256 cap) {
    static final int DECIMALS = 18;

    private static final Address WRAPPERS = Address.ofNumber(0x1029);
    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9]{1,11}");

    /**
     * @throws UserError if the symbol is none
     */
    OwnToken {
        if (!SYMBOL.matcher(symbol).matches()) {
            throw new UserError("--token is 1 to 11 letters and digits, not \"%s\".".formatted(symbol));
        }
    }

    /** As the root is told of it. */
    ChainsContract.Export export() {
        return new ChainsContract.Export(Hash.ZERO, cap, DECIMALS, symbol, symbol);
    }

    /** Where the wrapper of this chain's coin stands on the root, or would; zero if the coin stays at home. */
    Address wrapper(long chainId) {
        if (cap.isZero()) {
            return Address.ZERO;
        }
        var rules = new ChainRules(UInt256.ONE, Fork.OSAKA, BlobSchedule.NONE);
        var asked = new CallRequest(
                Address.ZERO,
                Optional.of(WRAPPERS),
                Optional.empty(),
                Optional.empty(),
                UInt256.ZERO,
                AbiValue.call(
                        "predict(uint64,(bytes32,uint128,uint8,string,string))",
                        AbiValue.of(chainId),
                        export().toAbi()),
                List.of(),
                List.of(),
                List.of());
        var genesis = new Calls.Setting(
                new BlockEnvironment(
                        Hash.ZERO, 1, 1, 30_000_000, Address.ZERO, Hash.ZERO, UInt256.ZERO, UInt256.ONE, Hash.ZERO),
                new Allocation(SystemContracts.accounts()),
                _ -> Hash.ZERO);
        return switch (new Calls(rules).call(asked, genesis)) {
            case Calls.Outcome.Returned returned ->
                AbiReader.ofOutput(returned.output()).address();
            case Calls.Outcome refused -> throw new IllegalStateException("HubWrappers.predict: " + refused);
        };
    }
}
