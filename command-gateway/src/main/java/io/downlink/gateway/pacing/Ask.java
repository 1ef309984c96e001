package io.downlink.gateway.pacing;

import io.downlink.contracts.requests.Priority;
import java.time.Instant;

/**
 * A call that is to be made.
 *
 * @param partition that its command was read from
 * @param bytes of its payload
 * @param deadline from when on it is not made any more: it need not wait for longer
 */
public record Ask(OperationClass operation, int partition, int bytes, Priority priority, Instant deadline) {
    int cost() {
        return operation.cost(bytes);
    }

    boolean isLate(Instant now) {
        return !now.isBefore(deadline);
    }
}
