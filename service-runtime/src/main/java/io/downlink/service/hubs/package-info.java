/** The hubs that a service is configured with. */
@NullMarked
package io.downlink.service.hubs;

import org.jspecify.annotations.NullMarked;
