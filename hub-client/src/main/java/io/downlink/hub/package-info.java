/** The port to an Azure IoT Hub: what can be asked of it, and every way in which it can go wrong. */
@NullMarked
package io.downlink.hub;

import org.jspecify.annotations.NullMarked;
