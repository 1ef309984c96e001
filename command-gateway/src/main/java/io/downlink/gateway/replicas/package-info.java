/** Which replica has a device's commands, and how it is asked by HTTP. */
@NullMarked
package io.downlink.gateway.replicas;

import org.jspecify.annotations.NullMarked;
