/** Which of the jobs that wait for a hub is next. */
@NullMarked
package io.downlink.orchestrator.queue;

import org.jspecify.annotations.NullMarked;
