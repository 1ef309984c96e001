/** The command line: small tools against any Kafka. */
@NullMarked
package io.downlink.cli;

import org.jspecify.annotations.NullMarked;
