/** What an operator sets, and what each setting means. */
@NullMarked
package io.downlink.gateway.config;

import org.jspecify.annotations.NullMarked;
