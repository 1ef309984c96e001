/**
 * Kafka records as CloudEvents 1.0: written in binary mode; binary mode, structured mode and plain JSON are read.
 *
 * <p>These are lines of our own, and the CloudEvents SDK is their counterpart in the tests: its readers throw on headers
 * without a value, and its JSON format turns numbers into doubles.
 */
@NullMarked
package io.downlink.contracts.cloudevents;

import org.jspecify.annotations.NullMarked;
