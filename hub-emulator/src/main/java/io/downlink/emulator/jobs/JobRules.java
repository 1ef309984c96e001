package io.downlink.emulator.jobs;

import io.downlink.emulator.throttling.ThrottlingRules;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the hub treats jobs: what depends on a hub's tier, and what a test may want to be different.
 *
 * @param activeMax jobs that are queued, scheduled or running at one time; S1 has 1, S2 5, S3 10
 * @param deviceOperationsAtOnce devices that one job works on at one time
 * @param deviceOperationsPerSecond of all jobs together; null: as many as can be done. S1 and S2 have 10, S3 50
 * @param retention how long a job is remembered after its end
 * @param resumption how long a job that ran when the hub ended waits at its next start, so that devices can come back
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling">Quotas of IoT Hub</a>
 */
public record JobRules(
        int activeMax,
        int deviceOperationsAtOnce,
        @Nullable Integer deviceOperationsPerSecond,
        Duration retention,
        Duration resumption) {

    /** The one slot of tier S1, and no limit to the speed. */
    public static final JobRules DEFAULT = new JobRules(1, 100, null, Duration.ofDays(30), Duration.ofSeconds(10));

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one of them is less than 1
     */
    public JobRules {
        checkPositive("activeMax", activeMax);
        checkPositive("deviceOperationsAtOnce", deviceOperationsAtOnce);
        if (deviceOperationsPerSecond != null) {
            checkPositive("deviceOperationsPerSecond", deviceOperationsPerSecond);
        }
    }

    /** The same with another number of slots. */
    public JobRules withActiveMax(int jobs) {
        return new JobRules(jobs, deviceOperationsAtOnce, deviceOperationsPerSecond, retention, resumption);
    }

    /** The same, but a job works on so many devices at one time. */
    public JobRules withDeviceOperationsAtOnce(int devices) {
        return new JobRules(activeMax, devices, deviceOperationsPerSecond, retention, resumption);
    }

    /** The same, but all jobs together work on so many devices in a second. */
    public JobRules withDeviceOperationsPerSecond(int devices) {
        return new JobRules(activeMax, deviceOperationsAtOnce, devices, retention, resumption);
    }

    /** The same with the slots and the speed of a hub's tier. */
    public JobRules as(ThrottlingRules hub) {
        return withActiveMax(hub.tier().activeJobs()).withDeviceOperationsPerSecond(hub.jobDeviceOperationsPerSecond());
    }

    private static void checkPositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
        }
    }
}
