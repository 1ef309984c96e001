/** The AMQP front end: services send messages to devices and receive feedback through it. */
@NullMarked
package io.downlink.emulator.amqp;

import org.jspecify.annotations.NullMarked;
