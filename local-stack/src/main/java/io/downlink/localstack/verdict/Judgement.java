package io.downlink.localstack.verdict;

import io.downlink.localstack.verdict.Asked.Kind;
import io.downlink.localstack.verdict.Deed.What;
import io.downlink.localstack.verdict.Violation.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds the evidence against the promises, one after the other. */
final class Judgement {
    /** Ends that say that the device has not acted, and will not. */
    private static final Set<String> NOT_DONE = Set.of("failed", "expired", "cancelled", "invalid");

    private static final DeviceHistory NOTHING = new DeviceHistory();

    private final Map<Identity, Asked> asked = new LinkedHashMap<>();
    private final Map<Identity, Told> ends = new HashMap<>();
    private final Map<String, DeviceHistory> devices = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();
    private int repeatedDeliveries;

    Judgement(Evidence evidence) {
        evidence.asked().forEach(command -> asked.putIfAbsent(command.identity(), command));
        // The first final event counts; a later one only if the first was in doubt.
        evidence.told()
                .forEach(event ->
                        ends.merge(event.identity(), event, (first, later) -> first.isInDoubt() ? later : first));
        evidence.deeds()
                .forEach(deed -> devices.computeIfAbsent(deed.deviceId(), _ -> new DeviceHistory())
                        .add(deed));
    }

    Verdict verdict() {
        asked.values().forEach(this::judge);
        devices.forEach(this::judgeOrder);
        int inDoubt = (int) asked.keySet().stream()
                .map(ends::get)
                .filter(end -> end != null && end.isInDoubt())
                .count();
        return new Verdict(asked.size(), inDoubt, repeatedDeliveries, violations);
    }

    private void judge(Asked command) {
        DeviceHistory device = devices.getOrDefault(command.deviceId(), NOTHING);
        judgeEnd(command, ends.get(command.identity()), device);
        switch (command.kind()) {
            case METHOD -> judgeCalls(command, device.lines(command.commandId(), What.RECEIVED));
            case MESSAGE -> judgeEnqueuings(command, device);
        }
    }

    private void judgeEnd(Asked command, @Nullable Told end, DeviceHistory device) {
        String id = command.commandId();
        if (end == null) {
            broken(Promise.ENDED, command, "no final event");
        } else if (end.event().equals("completed") && !device.did(id, What.EXECUTED)) {
            broken(Promise.TRUE, command, "completed, but its device did not execute it");
        } else if (end.event().equals("enqueued") && !device.did(id, What.MESSAGE_RECEIVED)) {
            broken(Promise.TRUE, command, "enqueued, but it has not come to its device");
        } else if (NOT_DONE.contains(end.event()) && device.hasReached(id)) {
            broken(
                    Promise.NOT_DONE,
                    command,
                    "%s %s, but it has reached its device".formatted(end.event(), end.reason()));
        }
    }

    private void judgeCalls(Asked command, List<Long> received) {
        if (received.size() < 2) {
            return;
        }
        if (command.atMostOnce()) {
            broken(Promise.ONCE, command, "has reached its device in lines %s of its record".formatted(received));
        } else {
            repeatedDeliveries += received.size() - 1;
        }
    }

    private void judgeEnqueuings(Asked command, DeviceHistory device) {
        long line = device.enqueuedTwice(command.commandId());
        if (command.atMostOnce() && line >= 0) {
            broken(Promise.ONCE, command, "was enqueued again, see line %d of its device's record".formatted(line));
        }
        repeatedDeliveries +=
                device.lines(command.commandId(), What.MESSAGE_REPEATED).size();
    }

    private void judgeOrder(String deviceId, DeviceHistory device) {
        Map<Kind, Asked> newest = new HashMap<>();
        for (String commandId : device.reached()) {
            Asked command = asked.get(new Identity(deviceId, commandId));
            if (command == null) {
                violations.add(
                        new Violation(Promise.ASKED, new Identity(deviceId, commandId), -1, -1, "stands on no topic"));
                continue;
            }
            // A message waits in the hub for as long as the hub likes: the order holds among messages, and among calls.
            Asked before = newest.get(command.kind());
            if (before != null && before.offset() > command.offset()) {
                broken(
                        Promise.IN_ORDER,
                        command,
                        "came first to its device after %s at offset %d"
                                .formatted(before.commandId(), before.offset()));
            } else {
                newest.put(command.kind(), command);
            }
        }
        judgeOverlaps(deviceId, device);
    }

    /** Two calls that must not be repeated never meet at their device. */
    private void judgeOverlaps(String deviceId, DeviceHistory device) {
        long busyUntil = -1;
        @Nullable String busyWith = null;
        for (String commandId : device.reached()) {
            Asked command = asked.get(new Identity(deviceId, commandId));
            if (command == null || command.kind() != Kind.METHOD || !command.atMostOnce()) {
                continue;
            }
            for (long received : device.lines(commandId, What.RECEIVED)) {
                if (received < busyUntil && !commandId.equals(busyWith)) {
                    broken(Promise.IN_ORDER, command, "came to its device while that was busy with " + busyWith);
                }
                long end = device.end(commandId, received);
                if (end > busyUntil) {
                    busyUntil = end;
                    busyWith = commandId;
                }
            }
        }
    }

    private void broken(Promise promise, Asked command, String detail) {
        violations.add(new Violation(promise, command.identity(), command.partition(), command.offset(), detail));
    }
}
