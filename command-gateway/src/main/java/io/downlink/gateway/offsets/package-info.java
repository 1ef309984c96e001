/** Which offsets of a partition are finished, in little memory. */
@NullMarked
package io.downlink.gateway.offsets;

import org.jspecify.annotations.NullMarked;
