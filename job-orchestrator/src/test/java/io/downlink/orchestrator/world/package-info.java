/** What stands around the orchestrator in tests: its hub, and downstream. */
@NullMarked
package io.downlink.orchestrator.world;

import org.jspecify.annotations.NullMarked;
