/** What the collector says of itself to whoever runs it: alive, ready. */
@NullMarked
package io.downlink.collector.health;

import org.jspecify.annotations.NullMarked;
