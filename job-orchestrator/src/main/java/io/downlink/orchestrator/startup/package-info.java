/** Puts the orchestrator together, starts and stops it. */
@NullMarked
package io.downlink.orchestrator.startup;

import org.jspecify.annotations.NullMarked;
