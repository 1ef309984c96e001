/** What a device does when it is called, and how often it does not; no SDK and no thread here. */
@NullMarked
package io.downlink.simulator.behaviour;

import org.jspecify.annotations.NullMarked;
