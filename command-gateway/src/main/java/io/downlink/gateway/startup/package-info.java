/** How the gateway is put together, checks its surroundings, starts and stops. */
@NullMarked
package io.downlink.gateway.startup;

import org.jspecify.annotations.NullMarked;
