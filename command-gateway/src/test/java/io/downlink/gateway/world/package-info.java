/** What stands around the gateway in tests: its hub, and downstream. */
@NullMarked
package io.downlink.gateway.world;

import org.jspecify.annotations.NullMarked;
