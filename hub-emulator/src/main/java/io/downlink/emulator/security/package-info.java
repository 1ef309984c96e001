/** SAS tokens, shared access policies with their rights, and the development certificate authority. */
@NullMarked
package io.downlink.emulator.security;

import org.jspecify.annotations.NullMarked;
