/** The jobs of this orchestrator, in memory and on {@code downlink.job-state}, from which they come back. */
@NullMarked
package io.downlink.orchestrator.state;

import org.jspecify.annotations.NullMarked;
