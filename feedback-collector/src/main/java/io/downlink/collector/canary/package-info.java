/** Messages that the collector sends itself, because their feedback shows that feedback comes. */
@NullMarked
package io.downlink.collector.canary;

import org.jspecify.annotations.NullMarked;
