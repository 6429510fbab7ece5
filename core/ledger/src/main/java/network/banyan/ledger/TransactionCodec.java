// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.Secp256k1;
import network.banyan.ledger.TransactionBody.AccessList;
import network.banyan.ledger.TransactionBody.AccessListEntry;
import network.banyan.ledger.TransactionBody.Blob;
import network.banyan.ledger.TransactionBody.DynamicFee;
import network.banyan.ledger.TransactionBody.Legacy;
import network.banyan.ledger.TransactionBody.SetCode;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;

/** The wire form of transactions: EIP-155, 2718, 2930, 1559, 4844 and 7702. */
final class TransactionCodec {
    /** y parity or v, r, s. */
    private static final int SIGNATURE_FIELDS = 3;

    private static final UInt256 EIP155_OFFSET = UInt256.of(35);

    private TransactionCodec() {}

    static Transaction decode(byte[] encoded, int bytesMax) {
        if (encoded.length == 0) {
            throw new RlpException("no bytes");
        }
        if (encoded.length > bytesMax) {
            throw new RlpException("transaction over " + bytesMax + " bytes");
        }
        int first = encoded[0] & 0xff;
        if (first >= 0xc0) {
            return decodeLegacy(encoded);
        }
        if (first < TransactionBody.ACCESS_LIST || first > TransactionBody.SET_CODE) {
            throw new RlpException("transaction type not supported: " + first);
        }
        byte[] payload = new byte[encoded.length - 1];
        System.arraycopy(encoded, 1, payload, 0, payload.length);
        RlpReader outer = new RlpReader(payload);
        RlpReader fields = outer.list();
        outer.end();
        TransactionBody body = decodeTyped(first, fields);
        UInt256 yParity = fields.number();
        var signature = new Secp256k1.Signature(parity(yParity), fields.number(), fields.number());
        fields.end();
        return new Transaction(body, signature, Bytes.copyOf(encoded));
    }

    private static int parity(UInt256 value) {
        if (!value.fitsLong() || value.d() > 1) {
            throw new RlpException("y parity is neither 0 nor 1");
        }
        return (int) value.d();
    }

    private static Transaction decodeLegacy(byte[] encoded) {
        RlpReader outer = new RlpReader(encoded);
        RlpReader in = outer.list();
        outer.end();
        long nonce = nonce(in);
        UInt256 gasPrice = in.number();
        long gasLimit = gas(in, gasPrice);
        Optional<Address> to = to(in);
        UInt256 value = in.number();
        Bytes data = in.bytes();
        UInt256 v = in.number();
        UInt256 r = in.number();
        UInt256 s = in.number();
        in.end();
        Optional<UInt256> chainId;
        int yParity;
        if (v.compareTo(EIP155_OFFSET) >= 0) {
            UInt256 rest = v.minus(EIP155_OFFSET);
            yParity = (int) (rest.d() & 1);
            chainId = Optional.of(half(rest));
        } else if (v.fitsLong() && (v.d() == 27 || v.d() == 28)) {
            yParity = (int) v.d() - 27;
            chainId = Optional.empty();
        } else {
            throw new RlpException("v is neither 27, 28 nor of EIP-155");
        }
        var body = new Legacy(chainId, nonce, gasPrice, gasLimit, to, value, data);
        return new Transaction(body, new Secp256k1.Signature(yParity, r, s), Bytes.copyOf(encoded));
    }

    private static TransactionBody decodeTyped(int type, RlpReader in) {
        Optional<UInt256> chainId = Optional.of(in.number());
        long nonce = nonce(in);
        if (type == TransactionBody.ACCESS_LIST) {
            UInt256 price = in.number();
            return new AccessList(
                    chainId, nonce, price, gas(in, price), to(in), in.number(), in.bytes(), accessList(in));
        }
        UInt256 tip = in.number();
        UInt256 fee = in.number();
        long gasLimit = gas(in, fee);
        Optional<Address> to = to(in);
        UInt256 value = in.number();
        Bytes data = in.bytes();
        List<AccessListEntry> accessList = accessList(in);
        if (type == TransactionBody.DYNAMIC_FEE) {
            return new DynamicFee(chainId, nonce, tip, fee, gasLimit, to, value, data, accessList);
        }
        if (to.isEmpty()) {
            throw new RlpException("a transaction of type " + type + " cannot create a contract");
        }
        if (type == TransactionBody.BLOB) {
            UInt256 blobFee = in.number();
            return new Blob(
                    chainId, nonce, tip, fee, gasLimit, to, value, data, accessList, blobFee, in.list(RlpReader::hash));
        }
        return new SetCode(
                chainId,
                nonce,
                tip,
                fee,
                gasLimit,
                to,
                value,
                data,
                accessList,
                in.list(TransactionCodec::authorization));
    }

    private static long nonce(RlpReader in) {
        UInt256 nonce = in.number();
        if (nonce.bitLength() > 64 || nonce.d() == -1) {
            throw new RlpException("nonce over 2^64 - 2");
        }
        return nonce.d();
    }

    /**
     * A gas limit no block can hold is kept as the largest long: validation refuses it by name.
     *
     * @param price nobody can pay a product of more than 256 bits
     */
    private static long gas(RlpReader in, UInt256 price) {
        UInt256 gas = in.number();
        if (gas.bitLength() > 64) {
            throw new RlpException("gas limit over 64 bits");
        }
        if (price.bitLength() + gas.bitLength() > 256
                && price.toBigInteger().multiply(gas.toBigInteger()).bitLength() > 256) {
            throw new RlpException("gas limit times price over 256 bits");
        }
        return gas.fitsLong() ? gas.d() : Long.MAX_VALUE;
    }

    private static Optional<Address> to(RlpReader in) {
        byte[] to = in.array();
        if (to.length != 0 && to.length != Address.SIZE) {
            throw new RlpException("recipient of " + to.length + " bytes");
        }
        return to.length == 0 ? Optional.empty() : Optional.of(Address.of(to));
    }

    private static List<AccessListEntry> accessList(RlpReader in) {
        return in.list(entry -> {
            RlpReader fields = entry.list();
            var read = new AccessListEntry(fields.address(), fields.list(RlpReader::hash));
            fields.end();
            return read;
        });
    }

    private static Authorization authorization(RlpReader in) {
        RlpReader fields = in.list();
        UInt256 chainId = fields.number();
        Address address = fields.address();
        UInt256 nonce = fields.number();
        UInt256 yParity = fields.number();
        if (nonce.bitLength() > 64 || yParity.bitLength() > 8) {
            throw new RlpException("authorization out of range");
        }
        var read = new Authorization(chainId, address, nonce.d(), (int) yParity.d(), fields.number(), fields.number());
        fields.end();
        return read;
    }

    static byte[] encode(TransactionBody body, Secp256k1.Signature signature) {
        RlpWriter out = new RlpWriter(body.data().size() + 256).beginList();
        writeFields(out, body);
        if (body instanceof Legacy legacy) {
            out.write(legacyV(legacy.chainId(), signature.yParity()));
        } else {
            out.write(signature.yParity());
        }
        out.write(signature.r()).write(signature.s()).endList();
        return envelope(body.type(), out.toArray());
    }

    static Hash signingHash(TransactionBody body) {
        RlpWriter out = new RlpWriter(body.data().size() + 128).beginList();
        writeFields(out, body);
        if (body instanceof Legacy legacy && legacy.chainId().isPresent()) {
            out.write(legacy.chainId().get()).write(0).write(0);
        }
        return Keccak.hash(envelope(body.type(), out.endList().toArray()));
    }

    /** The same from a signed transaction's own bytes, whose gas limit may be more than a body holds. */
    static Hash signingHash(Bytes signed, TransactionBody body) {
        boolean legacy = body instanceof Legacy;
        byte[] bytes = signed.unsafeArray();
        RlpReader in = new RlpReader(legacy ? bytes : Arrays.copyOfRange(bytes, 1, bytes.length)).list();
        List<byte[]> fields = new ArrayList<>();
        while (in.hasMore()) {
            fields.add(in.raw());
        }
        RlpWriter out = new RlpWriter(bytes.length).beginList();
        fields.subList(0, fields.size() - SIGNATURE_FIELDS).forEach(out::writeRaw);
        if (legacy && body.chainId().isPresent()) {
            out.write(body.chainId().get()).write(0).write(0);
        }
        return Keccak.hash(envelope(body.type(), out.endList().toArray()));
    }

    private static void writeFields(RlpWriter out, TransactionBody body) {
        if (body.type() != TransactionBody.LEGACY) {
            out.write(body.chainId().orElseThrow());
        }
        out.write(new UInt256(0, 0, 0, body.nonce()));
        if (body.type() >= TransactionBody.DYNAMIC_FEE) {
            out.write(body.maxPriorityFeePerGas());
        }
        out.write(body.maxFeePerGas()).write(body.gasLimit());
        body.to().ifPresentOrElse(out::write, () -> out.write(Bytes.EMPTY));
        out.write(body.value()).write(body.data());
        switch (body) {
            case Legacy _ -> {}
            case AccessList _, DynamicFee _ -> writeAccessList(out, body.accessList());
            case Blob blob -> {
                writeAccessList(out, blob.accessList());
                out.write(blob.maxFeePerBlobGas()).beginList();
                blob.blobVersionedHashes().forEach(out::write);
                out.endList();
            }
            case SetCode setCode -> {
                writeAccessList(out, setCode.accessList());
                out.beginList();
                setCode.authorizations().forEach(authorization -> writeAuthorization(out, authorization));
                out.endList();
            }
        }
    }

    private static void writeAccessList(RlpWriter out, List<AccessListEntry> accessList) {
        out.beginList();
        for (AccessListEntry entry : accessList) {
            out.beginList().write(entry.address()).beginList();
            entry.slots().forEach(out::write);
            out.endList().endList();
        }
        out.endList();
    }

    private static void writeAuthorization(RlpWriter out, Authorization authorization) {
        out.beginList()
                .write(authorization.chainId())
                .write(authorization.address())
                .write(new UInt256(0, 0, 0, authorization.nonce()))
                .write(authorization.yParity())
                .write(authorization.r())
                .write(authorization.s())
                .endList();
    }

    /** v of a legacy signature: 27 or 28, or 35 + 2 x chain id + parity (EIP-155). */
    static UInt256 legacyV(Optional<UInt256> chainId, int yParity) {
        UInt256 parity = UInt256.of(yParity);
        return chainId.map(id -> id.plus(id).plus(EIP155_OFFSET).plus(parity))
                .orElseGet(() -> UInt256.of(27).plus(parity));
    }

    private static UInt256 half(UInt256 value) {
        return UInt256.of(value.toBigInteger().shiftRight(1));
    }

    private static byte[] envelope(int type, byte[] list) {
        if (type == TransactionBody.LEGACY) {
            return list;
        }
        byte[] typed = new byte[1 + list.length];
        typed[0] = (byte) type;
        System.arraycopy(list, 0, typed, 1, list.length);
        return typed;
    }
}
