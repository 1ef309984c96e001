/** Downlink from outside: its packaged processes, its README, and the rules of the house. */
@NullMarked
package io.downlink.endtoend;

import org.jspecify.annotations.NullMarked;
