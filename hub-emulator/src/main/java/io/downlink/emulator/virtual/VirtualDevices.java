package io.downlink.emulator.virtual;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules in force, of which the first that fits a device counts, and what the devices did. Any thread may use it. */
public final class VirtualDevices implements AutoCloseable {
    private final List<VirtualRule> rules = new CopyOnWriteArrayList<>();
    private final ExecutionRecord executions;
    private final DoubleSupplier dice;
    private final VirtualStatistics statistics = new VirtualStatistics();

    public VirtualDevices(List<VirtualRule> rules, ExecutionRecord executions) {
        this(rules, executions, () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * The same with another chance.
     *
     * @param dice tells a number from 0 to below 1 each time it is asked
     */
    public VirtualDevices(List<VirtualRule> rules, ExecutionRecord executions, DoubleSupplier dice) {
        this.rules.addAll(rules);
        this.executions = executions;
        this.dice = dice;
    }

    /** None at first. */
    public static VirtualDevices none() {
        return new VirtualDevices(List.of(), ExecutionRecord.NONE);
    }

    public List<VirtualRule> rules() {
        return List.copyOf(rules);
    }

    /** Adds a rule behind the others, or changes the one that has the same ids. */
    public synchronized void put(VirtualRule rule) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).ids().equals(rule.ids())) {
                rules.set(i, rule);
                return;
            }
        }
        rules.add(rule);
    }

    /** Takes the rule with these ids away, and tells whether there was one. What was registered stays. */
    public synchronized boolean remove(VirtualIds ids) {
        return rules.removeIf(rule -> rule.ids().equals(ids));
    }

    /** Whether a device is virtual. */
    public boolean contains(String device) {
        return rule(device) != null;
    }

    /** Whether a device is virtual, and there. */
    public boolean isOnline(String device) {
        VirtualRule rule = rule(device);
        return rule != null && !rule.isOffline(device);
    }

    /**
     * What a device does with a method, which counts as executed from now on.
     *
     * @param payload JSON text
     * @return nothing if it is not virtual
     */
    public Optional<Reaction> call(String device, String method, String payload) {
        Optional<Reaction> reaction = react(device);
        reaction.ifPresent(does -> {
            statistics.called(does);
            if (!(does instanceof Reaction.Offline)) {
                executions.executed(device, method, payload);
            }
        });
        return reaction;
    }

    /**
     * What a device does with a message.
     *
     * @return nothing if it is not virtual
     */
    public Optional<Reaction> message(String device) {
        Optional<Reaction> reaction = react(device);
        reaction.ifPresent(statistics::sent);
        return reaction;
    }

    public VirtualStatistics statistics() {
        return statistics;
    }

    /** All ids that the rules list. */
    public Stream<String> listed() {
        return rules.stream().flatMap(rule -> rule.ids().listed());
    }

    /** Closes the record of executions. */
    @Override
    public void close() {
        executions.close();
    }

    private Optional<Reaction> react(String device) {
        VirtualRule rule = rule(device);
        return rule == null ? Optional.empty() : Optional.of(rule.reaction(device, dice));
    }

    private @Nullable VirtualRule rule(String device) {
        for (VirtualRule rule : rules) {
            if (rule.ids().matches(device)) {
                return rule;
            }
        }
        return null;
    }
}
