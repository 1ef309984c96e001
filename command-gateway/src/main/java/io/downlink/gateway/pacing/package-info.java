/** Which of the calls that wait for a hub starts next, and when: places, rates, priorities, the day's messages, outages. */
@NullMarked
package io.downlink.gateway.pacing;

import org.jspecify.annotations.NullMarked;
