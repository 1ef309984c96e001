/** How parked commands are read again when their turn comes. */
@NullMarked
package io.downlink.gateway.parking;

import org.jspecify.annotations.NullMarked;
