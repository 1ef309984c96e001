/** What every service does with topics: checks them, writes to them until Kafka has it, and keeps what cannot be read. */
@NullMarked
package io.downlink.service.topics;

import org.jspecify.annotations.NullMarked;
