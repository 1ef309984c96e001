package io.downlink.emulator.faults;

import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.DeviceConnection;
import io.downlink.emulator.hub.DirectMethods;
import io.downlink.emulator.hub.FeedbackRecord;
import io.downlink.emulator.hub.Interference;
import io.downlink.emulator.hub.SessionEnd;
import io.downlink.emulator.hub.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The faults in force. Whoever stands where one can strike asks with what is happening there, and is told what is to go
 * wrong; nearly always none is in force, and then that is all it costs. Any thread may use it.
 */
public final class Faults implements Interference {
    private static final Logger LOGGER = Logger.getLogger(Faults.class);

    private final Timers timers;
    private final List<FaultInForce> inForce = new CopyOnWriteArrayList<>(); // in the order they were asked for
    private final AtomicLong lastId = new AtomicLong();
    private final DeviceLinks deviceLinks = new DeviceLinks();
    private final RequestFaults requests;
    private volatile @Nullable FrontEnds frontEnds;

    /**
     * None at first.
     *
     * @param timers of the hub: durations and latencies are by its clock
     */
    public Faults(Timers timers) {
        this.timers = timers;
        this.requests = new RequestFaults(this, timers);
    }

    /** Asks for a fault; returns the id to remove it by. */
    public String add(Fault wanted) {
        FaultInForce fault = new FaultInForce(Long.toString(lastId.incrementAndGet()), wanted);
        inForce.add(fault);
        if (wanted.duration() != null) {
            fault.endsWith(timers.after(wanted.duration(), () -> remove(fault.id())));
        }
        LOGGER.infof("fault in force id=%s kind=%s", fault.id(), wanted.kind());
        happenAtOnce(fault);
        return fault.id();
    }

    /** Removes a fault; false: there is none with this id, or it is over. */
    public boolean remove(String id) {
        Optional<FaultInForce> removed = inForce.stream()
                .filter(fault -> fault.id().equals(id))
                .findFirst()
                .filter(inForce::remove); // one of two who remove it at once
        removed.ifPresent(FaultInForce::end);
        return removed.isPresent();
    }

    /** Removes all of them. */
    public void clear() {
        all().forEach(fault -> remove(fault.id()));
    }

    /** The faults in force, oldest first. */
    public List<FaultReport> all() {
        return inForce.stream().map(FaultInForce::report).toList();
    }

    /** How many steps wait for the end of a fault. */
    int stepsKept() {
        return inForce.stream().mapToInt(fault -> fault.aftermath().size()).sum();
    }

    /** Whether none is in force. */
    public boolean none() {
        return inForce.isEmpty();
    }

    /** What goes wrong with requests of services. */
    public RequestFaults requests() {
        return requests;
    }

    /** What goes wrong with direct methods. */
    public CallFaults calls(DirectMethods methods) {
        return new CallFaults(this, methods, timers);
    }

    /** What an outage closes. */
    public void reach(FrontEnds theHubs) {
        frontEnds = theHubs;
    }

    /**
     * What strikes an event; each counts as one time. One fault is enough for an event, but those that
     * {@link Kind#joins() join} others come on top.
     *
     * @param place the kinds that can strike there
     * @param device null: the event is about none
     */
    public <K extends Kind> List<Strike<K>> strikes(Class<K> place, Operation operation, @Nullable String device) {
        if (inForce.isEmpty()) {
            return List.of();
        }
        List<Strike<K>> strikes = new ArrayList<>();
        for (FaultInForce fault : inForce) {
            if (place.isInstance(fault.kind()) && fault.strikes(operation, device)) {
                LOGGER.debugf("fault strikes id=%s operation=%s deviceId=%s", fault.id(), operation, device);
                strikes.add(new Strike<>(place.cast(fault.kind()), fault));
                endIfSpent(fault);
                if (!fault.kind().joins()) {
                    break;
                }
            }
        }
        return strikes;
    }

    /** The one fault that strikes an event; null: none. */
    public <K extends Kind> @Nullable Strike<K> strike(Class<K> place, Operation operation, @Nullable String device) {
        List<Strike<K>> strikes = strikes(place, operation, device);
        return strikes.isEmpty() ? null : strikes.getFirst();
    }

    @Override
    public DeviceConnection link(ClientId client, DeviceConnection connection) {
        DeviceLink link = new DeviceLink(client.device().value(), connection, this, deviceLinks);
        deviceLinks.add(link);
        return link;
    }

    @Override
    public void unlink(DeviceConnection link) {
        deviceLinks.remove(link);
    }

    @Override
    public int copies(FeedbackRecord record) {
        Strike<Kind.OnFeedback> strike = strike(
                Kind.OnFeedback.class,
                Operation.FEEDBACK,
                record.target().device().value());
        return switch (strike == null ? null : strike.kind()) {
            case null -> 1;
            case Kind.LoseFeedback _ -> 0;
            case Kind.DoubleFeedback _ -> 2;
        };
    }

    private void happenAtOnce(FaultInForce fault) {
        switch (fault.kind()) {
            case Kind.DropLink _ -> {
                deviceLinks.strike(fault, link -> link.close(SessionEnd.CUT));
                remove(fault.id());
            }
            case Kind.HalfOpenDeviceLink _ ->
                deviceLinks.strike(fault, link -> {
                    link.mute();
                    fault.aftermath().add(link::gone, () -> link.close(SessionEnd.CUT));
                });
            case Kind.Outage outage -> breakDown(fault, outage);
            case Kind.OnRequest _,
                    Kind.OnAnswer _,
                    Kind.OnCall _,
                    Kind.OnDelivery _,
                    Kind.OnFeedback _,
                    Kind.OnFeedbackBatch _,
                    Kind.OnServiceLink _ -> {}
        }
    }

    private void breakDown(FaultInForce fault, Kind.Outage outage) {
        FrontEnds reached = frontEnds;
        if (reached != null && fault.strikes(null)) {
            reached.close(outage.frontEnds(), outage.connections());
            fault.aftermath().add(() -> false, () -> reached.open(outage.frontEnds()));
        }
    }

    /** What lasts is in force until its time is over, although it can strike nothing more. */
    private void endIfSpent(FaultInForce fault) {
        if (fault.isSpent() && !fault.kind().lasts()) {
            remove(fault.id());
        }
    }
}
