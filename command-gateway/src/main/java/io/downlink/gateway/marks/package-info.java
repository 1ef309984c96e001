/** What the gateway notes on {@code downlink.command-log} for whoever takes a partition over. */
@NullMarked
package io.downlink.gateway.marks;

import org.jspecify.annotations.NullMarked;
