/** Carries jobs through their lives: asks the hub, writes the state, tells, and does what follows. */
@NullMarked
package io.downlink.orchestrator.work;

import org.jspecify.annotations.NullMarked;
