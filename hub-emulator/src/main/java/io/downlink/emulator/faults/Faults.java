package io.downlink.emulator.faults;

import io.downlink.emulator.hub.DeviceId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The faults that are asked for at present. Any thread may use it. */
public final class Faults {
    private final Map<String, Planned> planned = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();

    /** Asks for a fault; returns the id to remove it by. */
    public String add(Fault fault) {
        String id = Long.toString(lastId.incrementAndGet());
        planned.put(id, new Planned(fault));
        return id;
    }

    /** Removes a fault; false: there is none with this id, or it has happened often enough. */
    public boolean remove(String id) {
        return planned.remove(id) != null;
    }

    /** The faults still to happen, by id. */
    public Map<String, Fault> all() {
        Map<String, Fault> faults = new LinkedHashMap<>();
        planned.forEach((id, plan) -> faults.put(id, plan.fault()));
        return faults;
    }

    /** Whether the answer of this device is to be lost; each yes counts as one time. */
    public boolean closesInsteadOfAnswering(DeviceId device) {
        if (planned.isEmpty()) { // nearly always, and every answer asks
            return false;
        }
        boolean happens = planned.values().stream().anyMatch(plan -> plan.closesInsteadOfAnswering(device));
        if (happens) {
            planned.values().removeIf(Planned::isSpent);
        }
        return happens;
    }

    private static final class Planned {
        private final Fault fault;
        private final @Nullable AtomicInteger left;

        Planned(Fault fault) {
            this.fault = fault;
            this.left = fault.times() == null ? null : new AtomicInteger(fault.times());
        }

        Fault fault() {
            return fault;
        }

        boolean closesInsteadOfAnswering(DeviceId device) {
            return switch (fault) {
                case Fault.ExecuteThenClose close -> befalls(close, device) && take();
            };
        }

        private static boolean befalls(Fault fault, DeviceId device) {
            return fault.device() == null || fault.device().equals(device);
        }

        /** Uses one time up, if one is left. */
        private boolean take() {
            return left == null || left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        }

        boolean isSpent() {
            return left != null && left.get() == 0;
        }
    }
}
