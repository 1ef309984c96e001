/** Kafka and the hub for tests. */
@NullMarked
package io.downlink.testsupport;

import org.jspecify.annotations.NullMarked;
