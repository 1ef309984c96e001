/** What following jobs costs the hub, and how late they are told of. */
@NullMarked
package io.downlink.benchmarks.jobs;

import org.jspecify.annotations.NullMarked;
