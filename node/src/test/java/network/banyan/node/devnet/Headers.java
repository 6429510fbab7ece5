// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import network.banyan.ledger.BlockHeader;
import network.banyan.primitives.Hash;

/** Headers with one thing changed. */
final class Headers {
    private Headers() {}

    static BlockHeader withCommittee(BlockHeader header, Hash root) {
        return new BlockHeader(
                header.parentHash(),
                header.ommersHash(),
                header.beneficiary(),
                header.stateRoot(),
                header.transactionsRoot(),
                header.receiptsRoot(),
                header.bloom(),
                header.difficulty(),
                header.number(),
                header.gasLimit(),
                header.gasUsed(),
                header.timestamp(),
                header.extraData(),
                header.mixHash(),
                header.nonce(),
                header.baseFeePerGas(),
                header.withdrawalsRoot(),
                header.blobGasUsed(),
                header.excessBlobGas(),
                root,
                header.requestsHash());
    }
}
