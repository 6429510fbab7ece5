// SPDX-License-Identifier: Apache-2.0
/**
 * {@code banyan doctor}: looks at the folder of a node that does not run. Each {@link network.banyan.node.doctor.Finding} is
 * about one part, and says what is wrong with it; what follows from that is the command's to say.
 */
@NullMarked
package network.banyan.node.doctor;

import org.jspecify.annotations.NullMarked;
