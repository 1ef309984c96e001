/** Where a command is: not looked at, held, or ended. */
@NullMarked
package io.downlink.gateway.standing;

import org.jspecify.annotations.NullMarked;
