/** How the collector is put together, checks its surroundings, starts and stops. */
@NullMarked
package io.downlink.collector.startup;

import org.jspecify.annotations.NullMarked;
