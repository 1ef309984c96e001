/** Records that no outcome can be told about: kept as they were, with the reason. */
@NullMarked
package io.downlink.gateway.deadletters;

import org.jspecify.annotations.NullMarked;
