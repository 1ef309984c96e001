package io.downlink.emulator.faults;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which devices a fault befalls; a module is its device.
 *
 * @param text an id, or a pattern in which each {@code *} stands for any characters
 * @param isPattern which of both; a star is legal in an id
 */
public record Devices(String text, boolean isPattern) {
    /** Every device, and what is about none. */
    public static final Devices ALL = like("*");

    public Devices {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("devices: an empty text is no device; leave it out to mean all of them");
        }
    }

    /** The device of this id alone. */
    public static Devices one(String id) {
        return new Devices(id, false);
    }

    /** All whose ids match, for example {@code pump-*}. */
    public static Devices like(String pattern) {
        return new Devices(pattern, true);
    }

    /** Whether a device is one of them; null: something that is about no device. */
    boolean include(@Nullable String device) {
        if (isPattern && text.equals("*")) {
            return true;
        }
        return device != null && (isPattern ? matches(device) : text.equals(device));
    }

    private boolean matches(String device) {
        String regex = Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.matches(regex, device);
    }
}
