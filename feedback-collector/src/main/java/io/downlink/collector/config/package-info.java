/** What an operator can set. */
@NullMarked
package io.downlink.collector.config;

import org.jspecify.annotations.NullMarked;
