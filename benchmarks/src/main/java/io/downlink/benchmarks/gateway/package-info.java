/** What the command gateway takes, as a process of its own at a broker in this one. */
@NullMarked
package io.downlink.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
