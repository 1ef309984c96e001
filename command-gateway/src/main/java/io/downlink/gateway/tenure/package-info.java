/** The partitions that this replica owns: taking over, recognising what was carried out before, letting go. */
@NullMarked
package io.downlink.gateway.tenure;

import org.jspecify.annotations.NullMarked;
