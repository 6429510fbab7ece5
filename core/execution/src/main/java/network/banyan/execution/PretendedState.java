// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.state.StateView;

/** A state seen through overrides. */
final class PretendedState implements StateView {
    private final StateView real;
    private final SortedMap<Address, CallRequest.StateOverride> overrides = new TreeMap<>();
    private final SortedMap<Hash, Bytes> codes = new TreeMap<>();

    PretendedState(StateView real, List<CallRequest.StateOverride> overrides) {
        this.real = real;
        for (CallRequest.StateOverride override : overrides) {
            this.overrides.put(override.address(), override);
            override.code().ifPresent(code -> codes.put(Keccak.hash(code), code));
        }
    }

    @Override
    public Optional<Account> account(Address address) {
        CallRequest.StateOverride override = overrides.get(address);
        if (override == null) {
            return real.account(address);
        }
        Account account = real.account(address).orElse(Account.EMPTY);
        return Optional.of(new Account(
                override.nonce().orElse(account.nonce()),
                override.balance().orElse(account.balance()),
                override.code().map(Keccak::hash).orElse(account.codeHash())));
    }

    @Override
    public UInt256 storage(Address address, UInt256 slot) {
        CallRequest.StateOverride override = overrides.get(address);
        if (override != null) {
            for (CallRequest.SlotOverride pretended : override.slots()) {
                if (pretended.slot().equals(slot)) {
                    return pretended.value();
                }
            }
        }
        return real.storage(address, slot);
    }

    @Override
    public Bytes code(Hash codeHash) {
        Bytes pretended = codes.get(codeHash);
        return pretended != null ? pretended : real.code(codeHash);
    }
}
