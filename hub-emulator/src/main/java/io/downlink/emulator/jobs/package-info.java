/** Jobs without sockets: one operation on many devices, now or later, in the slots that a hub has for them. */
@NullMarked
package io.downlink.emulator.jobs;

import org.jspecify.annotations.NullMarked;
