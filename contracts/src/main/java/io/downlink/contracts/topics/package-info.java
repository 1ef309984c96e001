/** The topics that Downlink reads and writes, and what each needs from the broker. */
@NullMarked
package io.downlink.contracts.topics;

import org.jspecify.annotations.NullMarked;
