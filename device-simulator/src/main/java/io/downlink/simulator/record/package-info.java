/** Each device's own account of what reached it and what it did, as a file that outlives the process. */
@NullMarked
package io.downlink.simulator.record;

import org.jspecify.annotations.NullMarked;
