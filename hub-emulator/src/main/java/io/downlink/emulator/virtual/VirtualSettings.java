package io.downlink.emulator.virtual;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The virtual devices of a hub at its start.
 *
 * @param rules of which the first that fits a device counts
 * @param record the file that keeps what they execute; null: nothing does
 */
public record VirtualSettings(
        List<VirtualRule> rules, @Nullable Path record) {
    /** None. */
    public static final VirtualSettings DEFAULT = new VirtualSettings(List.of(), null);

    public VirtualSettings {
        rules = List.copyOf(rules);
    }

    /**
     * The same and these devices.
     *
     * @param rule as {@link VirtualRule#parse} reads it
     * @throws IllegalArgumentException with one line that says what is wrong
     */
    public VirtualSettings with(String rule) {
        List<VirtualRule> more = new ArrayList<>(rules);
        more.add(VirtualRule.parse(rule));
        return new VirtualSettings(more, record);
    }

    /** The same, but what they execute is kept in a file, to which it is appended. */
    public VirtualSettings recordingTo(Path file) {
        return new VirtualSettings(rules, file);
    }
}
