// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import network.banyan.ledger.BlockHeader;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** The same header but for one field. */
record ChangedHeader(BlockHeader of) {
    BlockHeader number(long number) {
        return with(number, of.timestamp(), of.extraData(), of.parentBeaconBlockRoot());
    }

    BlockHeader timestamp(long timestamp) {
        return with(of.number(), timestamp, of.extraData(), of.parentBeaconBlockRoot());
    }

    BlockHeader extraData(Bytes extraData) {
        return with(of.number(), of.timestamp(), extraData, of.parentBeaconBlockRoot());
    }

    /** To the committee. */
    BlockHeader commitment(Hash commitment) {
        return with(of.number(), of.timestamp(), of.extraData(), commitment);
    }

    private BlockHeader with(long number, long timestamp, Bytes extraData, Hash commitment) {
        return new BlockHeader(
                of.parentHash(),
                of.ommersHash(),
                of.beneficiary(),
                of.stateRoot(),
                of.transactionsRoot(),
                of.receiptsRoot(),
                of.bloom(),
                of.difficulty(),
                number,
                of.gasLimit(),
                of.gasUsed(),
                timestamp,
                extraData,
                of.mixHash(),
                of.nonce(),
                of.baseFeePerGas(),
                of.withdrawalsRoot(),
                of.blobGasUsed(),
                of.excessBlobGas(),
                commitment,
                of.requestsHash());
    }
}
