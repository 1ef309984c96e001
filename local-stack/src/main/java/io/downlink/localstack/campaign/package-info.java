/** The gateway under faults: real processes that are killed and paused at random while commands go on, and what the verdict is about it. */
@NullMarked
package io.downlink.localstack.campaign;

import org.jspecify.annotations.NullMarked;
