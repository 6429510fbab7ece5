// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import java.util.List;

/** All files of hub/vectors. */
final class HubVectors {
    private HubVectors() {}

    static List<VectorFile> all() {
        return List.of(
                MessageVectors.all(),
                CheckpointVectors.all(),
                InboxVectors.all(),
                OutboxVectors.trees(),
                OutboxVectors.paths(),
                ListVectors.totalsFile(),
                ListVectors.exitsFile(),
                ExitVectors.trees(),
                ExitVectors.paths(),
                KeyVectors.keys(),
                KeyVectors.possessions(),
                CommitteeVectors.all(),
                CertificateVectors.all(),
                SubmissionVectors.all(),
                AnswerVectors.all(),
                ConflictVectors.all(),
                ShortVectors.all());
    }
}
