/** Measures Downlink's programs from outside, as processes of their own. */
@NullMarked
package io.downlink.benchmarks;

import org.jspecify.annotations.NullMarked;
