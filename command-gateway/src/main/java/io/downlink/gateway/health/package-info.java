/** What the gateway says of itself to whoever runs it: alive, ready. */
@NullMarked
package io.downlink.gateway.health;

import org.jspecify.annotations.NullMarked;
