/** How a service refuses to start. */
@NullMarked
package io.downlink.service.startup;

import org.jspecify.annotations.NullMarked;
