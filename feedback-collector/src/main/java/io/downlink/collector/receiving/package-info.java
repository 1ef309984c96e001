/** How a hub's receiver stands: connected, or why not. */
@NullMarked
package io.downlink.collector.receiving;

import org.jspecify.annotations.NullMarked;
