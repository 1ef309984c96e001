/** What an operator can set. */
@NullMarked
package io.downlink.orchestrator.config;

import org.jspecify.annotations.NullMarked;
