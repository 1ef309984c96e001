/** The command line: sends commands, follows what becomes of them, looks after topics; it needs Kafka and nothing else. */
@NullMarked
package io.downlink.cli;

import org.jspecify.annotations.NullMarked;
