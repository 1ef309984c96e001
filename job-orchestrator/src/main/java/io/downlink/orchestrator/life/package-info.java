/** The life of a job as values: where it can be, what can be seen of it, and what follows from that. No input or output. */
@NullMarked
package io.downlink.orchestrator.life;

import org.jspecify.annotations.NullMarked;
