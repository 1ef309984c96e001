/** What the orchestrator says of itself to whoever runs it: alive, ready. */
@NullMarked
package io.downlink.orchestrator.health;

import org.jspecify.annotations.NullMarked;
