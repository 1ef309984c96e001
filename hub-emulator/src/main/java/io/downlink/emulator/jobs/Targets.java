package io.downlink.emulator.jobs;

import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.Twins;
import io.downlink.emulator.query.Condition;
import io.downlink.emulator.query.Document;
import io.downlink.emulator.query.QuerySyntaxException;
import java.util.List;

/** Finds the devices that a job is for. */
record Targets(Twins twins) {
    /**
     * Those for which the condition is true now.
     *
     * @throws QuerySyntaxException if it is none
     */
    List<DeviceId> of(String queryCondition) {
        Condition condition = Condition.parse(queryCondition);
        return twins.documents()
                .after(null)
                .filter(condition::holds)
                .map(Document::key)
                .map(DeviceId::new)
                .toList();
    }
}
