// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import java.util.List;
import java.util.Optional;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** What an account signs. Prices and values are in wei; {@code to} is empty for a contract creation. */
public sealed interface TransactionBody {
    int LEGACY = 0;
    int ACCESS_LIST = 1;
    int DYNAMIC_FEE = 2;
    int BLOB = 3;
    int SET_CODE = 4;

    /** The EIP-2718 type; 0 for a legacy transaction. */
    int type();

    /** The chain this was signed for; empty only for a legacy transaction from before EIP-155. */
    Optional<UInt256> chainId();

    /** Below 2^64 - 1 for any valid transaction (EIP-2681); kept as an unsigned long. */
    long nonce();

    long gasLimit();

    Optional<Address> to();

    UInt256 value();

    Bytes data();

    /** The most the sender pays for a unit of gas, base fee included. */
    UInt256 maxFeePerGas();

    /** The most of it that goes to the proposer. */
    UInt256 maxPriorityFeePerGas();

    List<AccessListEntry> accessList();

    /** EIP-2930: an account and the slots of it that the transaction announces it will touch. */
    record AccessListEntry(Address address, List<Hash> slots) {
        public AccessListEntry {
            slots = List.copyOf(slots);
        }
    }

    /** Type 0. */
    record Legacy(
            Optional<UInt256> chainId,
            long nonce,
            UInt256 gasPrice,
            long gasLimit,
            Optional<Address> to,
            UInt256 value,
            Bytes data)
            implements TransactionBody {
        @Override
        public int type() {
            return LEGACY;
        }

        @Override
        public UInt256 maxFeePerGas() {
            return gasPrice;
        }

        @Override
        public UInt256 maxPriorityFeePerGas() {
            return gasPrice;
        }

        @Override
        public List<AccessListEntry> accessList() {
            return List.of();
        }
    }

    /** Type 1, EIP-2930. */
    record AccessList(
            Optional<UInt256> chainId,
            long nonce,
            UInt256 gasPrice,
            long gasLimit,
            Optional<Address> to,
            UInt256 value,
            Bytes data,
            List<AccessListEntry> accessList)
            implements TransactionBody {
        public AccessList {
            accessList = List.copyOf(accessList);
        }

        @Override
        public int type() {
            return ACCESS_LIST;
        }

        @Override
        public UInt256 maxFeePerGas() {
            return gasPrice;
        }

        @Override
        public UInt256 maxPriorityFeePerGas() {
            return gasPrice;
        }
    }

    /** Type 2, EIP-1559. */
    record DynamicFee(
            Optional<UInt256> chainId,
            long nonce,
            UInt256 maxPriorityFeePerGas,
            UInt256 maxFeePerGas,
            long gasLimit,
            Optional<Address> to,
            UInt256 value,
            Bytes data,
            List<AccessListEntry> accessList)
            implements TransactionBody {
        public DynamicFee {
            accessList = List.copyOf(accessList);
        }

        @Override
        public int type() {
            return DYNAMIC_FEE;
        }
    }

    /** Type 3, EIP-4844, without its sidecar. Our own chains refuse it by configuration. */
    record Blob(
            Optional<UInt256> chainId,
            long nonce,
            UInt256 maxPriorityFeePerGas,
            UInt256 maxFeePerGas,
            long gasLimit,
            Optional<Address> to,
            UInt256 value,
            Bytes data,
            List<AccessListEntry> accessList,
            UInt256 maxFeePerBlobGas,
            List<Hash> blobVersionedHashes)
            implements TransactionBody {
        public Blob {
            accessList = List.copyOf(accessList);
            blobVersionedHashes = List.copyOf(blobVersionedHashes);
        }

        @Override
        public int type() {
            return BLOB;
        }
    }

    /** Type 4, EIP-7702. */
    record SetCode(
            Optional<UInt256> chainId,
            long nonce,
            UInt256 maxPriorityFeePerGas,
            UInt256 maxFeePerGas,
            long gasLimit,
            Optional<Address> to,
            UInt256 value,
            Bytes data,
            List<AccessListEntry> accessList,
            List<Authorization> authorizations)
            implements TransactionBody {
        public SetCode {
            accessList = List.copyOf(accessList);
            authorizations = List.copyOf(authorizations);
        }

        @Override
        public int type() {
            return SET_CODE;
        }
    }
}
