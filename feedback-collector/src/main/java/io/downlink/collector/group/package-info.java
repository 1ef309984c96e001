/** Which replica works, while the others stand by. */
@NullMarked
package io.downlink.collector.group;

import org.jspecify.annotations.NullMarked;
