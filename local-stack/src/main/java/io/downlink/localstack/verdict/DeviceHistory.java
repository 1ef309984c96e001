package io.downlink.localstack.verdict;

import io.downlink.localstack.verdict.Deed.What;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one device did, command by command. */
final class DeviceHistory {
    /** By command, the lines of each kind; commands in the order in which they first reached the device. */
    private final Map<String, Map<What, List<Long>>> commands = new LinkedHashMap<>();

    private final List<Long> linkChanges = new ArrayList<>();

    void add(Deed deed) {
        if (deed.what() == What.LINK_CHANGED) {
            linkChanges.add(deed.line());
            return;
        }
        commands.computeIfAbsent(deed.commandId(), _ -> new HashMap<>())
                .computeIfAbsent(deed.what(), _ -> new ArrayList<>())
                .add(deed.line());
    }

    /** Every command that reached it, in the order in which it first did. */
    Iterable<String> reached() {
        return commands.keySet();
    }

    /** The lines that say so. */
    List<Long> lines(String commandId, What what) {
        return commands.getOrDefault(commandId, Map.of()).getOrDefault(what, List.of());
    }

    boolean did(String commandId, What what) {
        return !lines(commandId, what).isEmpty();
    }

    /** Whether the device, or what stands for its queue, has got it at all. */
    boolean hasReached(String commandId) {
        return commands.containsKey(commandId);
    }

    /** The last line about a call that began at the given one; that one itself where the device never came to its end. */
    long end(String commandId, long received) {
        return lines(commandId, What.ANSWERED).stream()
                .filter(line -> line > received)
                .findFirst()
                .or(() -> lines(commandId, What.EXECUTED).stream()
                        .filter(line -> line > received)
                        .findFirst())
                .orElse(received);
    }

    /**
     * The line of a message that was put into the queue twice; -1 where there is none. A hub delivers a message again as
     * long as it has not heard of its completion, which can be lost only together with the link.
     */
    long enqueuedTwice(String commandId) {
        List<Long> completed = lines(commandId, What.MESSAGE_COMPLETED);
        for (long repeated : lines(commandId, What.MESSAGE_REPEATED)) {
            for (long before : completed) {
                if (before < repeated && linkChanges.stream().noneMatch(line -> before < line && line < repeated)) {
                    return repeated;
                }
            }
        }
        return -1;
    }
}
