package io.downlink.emulator.jobs;

import io.downlink.emulator.hub.Journal;
import io.downlink.emulator.hub.Timers;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * What every job works with.
 *
 * @param targets finds a job's devices
 * @param work does something with one of them
 * @param executor where jobs do their work, so that neither timers nor connections wait for it
 */
record JobTools(
        Targets targets,
        DeviceWork work,
        Pace pace,
        Clock clock,
        Timers timers,
        Executor executor,
        JobRules rules,
        Journal journal) {}
