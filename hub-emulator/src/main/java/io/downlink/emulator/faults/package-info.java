/** Faults on demand: what goes wrong between the hub and its clients because somebody asked for it. */
@NullMarked
package io.downlink.emulator.faults;

import org.jspecify.annotations.NullMarked;
