/** Commands that are asked for again: what is remembered of those that have ended, and what a repeat is told. */
@NullMarked
package io.downlink.gateway.repeats;

import org.jspecify.annotations.NullMarked;
