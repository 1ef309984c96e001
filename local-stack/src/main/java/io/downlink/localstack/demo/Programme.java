package io.downlink.localstack.demo;

import io.downlink.localstack.stack.Fleet;
import java.util.List;

/**
 * What is played.
 *
 * @param scenarios one after the other
 * @param meanwhile beside them: they mostly wait, because a hub tells of messages only every 15 seconds
 */
record Programme(List<Scenario> scenarios, List<Scenario> meanwhile) {

    /** Each scenario has devices of its own, but for those that need many. */
    static Programme with(Fleet fleet) {
        return new Programme(
                List.of(
                        new Reboot(fleet.device(1)),
                        new DoorsLocked(fleet.connected().subList(0, 10)),
                        new BuildingTagged(fleet.connected().subList(0, 12)),
                        new OfflineDevice(fleet.away()),
                        new ManyMethods(fleet.connected()),
                        new PastDeadline(fleet.device(7)),
                        new BadRecords(fleet.device(6)),
                        new BrokenLink(fleet.device(3)),
                        new UnknownMethod(fleet.device(5)),
                        new MisspeltField(fleet.device(4)),
                        new UnreadableCondition(),
                        new LinksDropped(fleet.connected())),
                List.of(new MessageDelivered(fleet.device(2)), new MessageToAnAbsentee(fleet.alsoAway())));
    }
}
