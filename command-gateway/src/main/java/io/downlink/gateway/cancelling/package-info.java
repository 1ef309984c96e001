/** Taking commands back: which ones are held here, and which of them may still end without a call. */
@NullMarked
package io.downlink.gateway.cancelling;

import org.jspecify.annotations.NullMarked;
