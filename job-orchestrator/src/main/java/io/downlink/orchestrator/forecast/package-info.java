/** What a job would come to, reckoned before it is run. */
@NullMarked
package io.downlink.orchestrator.forecast;

import org.jspecify.annotations.NullMarked;
