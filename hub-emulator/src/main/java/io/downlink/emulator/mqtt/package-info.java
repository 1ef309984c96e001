/** The MQTT front end: it decodes packets of devices, calls the hub and encodes its answers. */
@NullMarked
package io.downlink.emulator.mqtt;

import org.jspecify.annotations.NullMarked;
