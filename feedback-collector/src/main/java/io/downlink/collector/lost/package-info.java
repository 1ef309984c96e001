/** Messages whose outcome nobody has told yet, and never will. */
@NullMarked
package io.downlink.collector.lost;

import org.jspecify.annotations.NullMarked;
