/** The part of a trace that a command has here: from its record through the calls to the hub to its event. */
@NullMarked
package io.downlink.gateway.tracing;

import org.jspecify.annotations.NullMarked;
