/** The application that plays a fleet of devices on the Azure IoT device SDK. */
@NullMarked
package io.downlink.simulator;

import org.jspecify.annotations.NullMarked;
