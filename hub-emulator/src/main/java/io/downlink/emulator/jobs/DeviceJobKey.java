package io.downlink.emulator.jobs;

import org.jspecify.annotations.Nullable;

/** Finds a row of {@code devices.jobs}: the number of its job, and its device; null: before the first one. */
record DeviceJobKey(long job, @Nullable String device) {
    static final DeviceJobKey FIRST = new DeviceJobKey(0, null);

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException if it is none
     */
    static DeviceJobKey parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not the key of a job's device");
        }
        return new DeviceJobKey(Long.parseLong(text.substring(0, slash)), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return job + "/" + device;
    }
}
