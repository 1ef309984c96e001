/** When recurring jobs are run. */
@NullMarked
package io.downlink.orchestrator.recurrence;

import org.jspecify.annotations.NullMarked;
