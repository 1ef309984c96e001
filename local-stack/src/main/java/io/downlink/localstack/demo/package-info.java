/** The demo: what Downlink promises, played on a running stack through Kafka alone, and what was seen. */
@NullMarked
package io.downlink.localstack.demo;

import org.jspecify.annotations.NullMarked;
