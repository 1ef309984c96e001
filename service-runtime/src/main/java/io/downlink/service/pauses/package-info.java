/** How long a service waits before it tries again. */
@NullMarked
package io.downlink.service.pauses;

import org.jspecify.annotations.NullMarked;
