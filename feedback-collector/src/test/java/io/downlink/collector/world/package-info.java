/** What stands around the collector in tests: its hubs, and downstream. */
@NullMarked
package io.downlink.collector.world;

import org.jspecify.annotations.NullMarked;
