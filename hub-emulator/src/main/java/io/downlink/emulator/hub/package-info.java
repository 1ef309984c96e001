/** The hub without sockets: devices, their sessions, direct methods and twins; Java and a clock. */
@NullMarked
package io.downlink.emulator.hub;

import org.jspecify.annotations.NullMarked;
