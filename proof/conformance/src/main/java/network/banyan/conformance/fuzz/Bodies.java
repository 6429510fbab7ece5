// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import java.util.List;
import java.util.Optional;
import network.banyan.ledger.Authorization;
import network.banyan.ledger.TransactionBody;
import network.banyan.ledger.TransactionBody.AccessList;
import network.banyan.ledger.TransactionBody.AccessListEntry;
import network.banyan.ledger.TransactionBody.Blob;
import network.banyan.ledger.TransactionBody.DynamicFee;
import network.banyan.ledger.TransactionBody.Legacy;
import network.banyan.ledger.TransactionBody.SetCode;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/** Transactions that differ from another in one thing. */
final class Bodies {
    private Bodies() {}

    static TransactionBody withGas(TransactionBody body, long gas) {
        return with(body, gas, body.to(), body.value(), body.data(), body.accessList());
    }

    static TransactionBody withValue(TransactionBody body, UInt256 value) {
        return with(body, body.gasLimit(), body.to(), value, body.data(), body.accessList());
    }

    static TransactionBody withData(TransactionBody body, Bytes data) {
        return with(body, body.gasLimit(), body.to(), body.value(), data, body.accessList());
    }

    static TransactionBody withTo(TransactionBody body, Address to) {
        return with(body, body.gasLimit(), Optional.of(to), body.value(), body.data(), body.accessList());
    }

    /** As it is if it is of the type that has none. */
    static TransactionBody withAccessList(TransactionBody body, List<AccessListEntry> entries) {
        return with(body, body.gasLimit(), body.to(), body.value(), body.data(), entries);
    }

    /** As it is if it is not of the type that has them. */
    static TransactionBody withAuthorizations(TransactionBody body, List<Authorization> authorizations) {
        return body instanceof SetCode it
                ? new SetCode(
                        it.chainId(),
                        it.nonce(),
                        it.maxPriorityFeePerGas(),
                        it.maxFeePerGas(),
                        it.gasLimit(),
                        it.to(),
                        it.value(),
                        it.data(),
                        it.accessList(),
                        authorizations)
                : body;
    }

    /** Of the first type, at the price it would have paid at most. */
    static TransactionBody plain(TransactionBody body) {
        return new Legacy(
                body.chainId(),
                body.nonce(),
                body.maxFeePerGas(),
                body.gasLimit(),
                body.to(),
                body.value(),
                body.data());
    }

    private static TransactionBody with(
            TransactionBody body,
            long gas,
            Optional<Address> to,
            UInt256 value,
            Bytes data,
            List<AccessListEntry> entries) {
        return switch (body) {
            case Legacy it -> new Legacy(it.chainId(), it.nonce(), it.gasPrice(), gas, to, value, data);
            case AccessList it ->
                new AccessList(it.chainId(), it.nonce(), it.gasPrice(), gas, to, value, data, entries);
            case DynamicFee it ->
                new DynamicFee(
                        it.chainId(),
                        it.nonce(),
                        it.maxPriorityFeePerGas(),
                        it.maxFeePerGas(),
                        gas,
                        to,
                        value,
                        data,
                        entries);
            case Blob it ->
                new Blob(
                        it.chainId(),
                        it.nonce(),
                        it.maxPriorityFeePerGas(),
                        it.maxFeePerGas(),
                        gas,
                        to,
                        value,
                        data,
                        entries,
                        it.maxFeePerBlobGas(),
                        it.blobVersionedHashes());
            case SetCode it ->
                new SetCode(
                        it.chainId(),
                        it.nonce(),
                        it.maxPriorityFeePerGas(),
                        it.maxFeePerGas(),
                        gas,
                        to,
                        value,
                        data,
                        entries,
                        it.authorizations());
        };
    }
}
