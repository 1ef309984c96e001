/** The HTTPS front end: it decodes requests of the service clients, calls the hub and encodes its answers. */
@NullMarked
package io.downlink.emulator.http;

import org.jspecify.annotations.NullMarked;
