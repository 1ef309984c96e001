/** One command's way to its hub: attempts, pauses, the deadline, and how it ended. */
@NullMarked
package io.downlink.gateway.dispatch;

import org.jspecify.annotations.NullMarked;
