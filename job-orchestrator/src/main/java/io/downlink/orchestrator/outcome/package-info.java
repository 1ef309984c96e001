/** What is told of jobs: events, devices' outcomes, and the words for failures. */
@NullMarked
package io.downlink.orchestrator.outcome;

import org.jspecify.annotations.NullMarked;
