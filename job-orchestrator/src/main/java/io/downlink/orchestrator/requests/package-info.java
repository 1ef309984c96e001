/** The way of a record on {@code downlink.jobs}. */
@NullMarked
package io.downlink.orchestrator.requests;

import org.jspecify.annotations.NullMarked;
