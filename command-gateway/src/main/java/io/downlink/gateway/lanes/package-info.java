/** Order: one command of a device at a time, in the order they came, while devices never wait for each other. */
@NullMarked
package io.downlink.gateway.lanes;

import org.jspecify.annotations.NullMarked;
