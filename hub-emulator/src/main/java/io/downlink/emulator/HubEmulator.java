package io.downlink.emulator;

import io.downlink.emulator.faults.Faults;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.Journal;
import io.downlink.emulator.hub.SymmetricKeys;
import io.downlink.emulator.jobs.JobThread;
import io.downlink.emulator.jobs.Jobs;
import io.downlink.emulator.security.DevelopmentCa;
import io.downlink.emulator.security.SharedAccessPolicy;
import io.downlink.emulator.state.SavedState;
import io.downlink.emulator.time.TwoClocks;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** A running local IoT Hub. */
public final class HubEmulator implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(HubEmulator.class);

    private final Hub hub;
    private final Jobs jobs;
    private final Faults faults;
    private final DevelopmentCa authority;
    private final TwoClocks time;
    private final JobThread jobThread;
    private final Memory memory;
    private final Listeners listeners;

    private HubEmulator(
            Hub hub,
            Jobs jobs,
            Faults faults,
            DevelopmentCa authority,
            TwoClocks time,
            JobThread jobThread,
            Memory memory,
            Listeners listeners) {
        this.hub = hub;
        this.jobs = jobs;
        this.faults = faults;
        this.authority = authority;
        this.time = time;
        this.jobThread = jobThread;
        this.memory = memory;
        this.listeners = listeners;
    }

    /**
     * Starts a hub with the five default policies and the device {@code device-1}; it can be used at once.
     *
     * @throws IllegalStateException with one line that names address and port, if a port cannot be had
     */
    public static HubEmulator start(EmulatorSettings settings) {
        return start(settings, UnaryOperator.identity());
    }

    /** The same, with something before its journal. */
    static HubEmulator start(EmulatorSettings settings, UnaryOperator<Journal> around) {
        DevelopmentCa authority = DevelopmentCa.open(settings.dataDir(), settings.hostNames(), Clock.systemUTC());
        Memory memory = Memory.open(settings.state(), around);
        JobThread jobThread = new JobThread();
        TwoClocks time = new TwoClocks(Clock.systemUTC(), jobThread::awaitIdle);
        Scale scale = null;
        try {
            SavedState saved = memory.takeSaved();
            scale = Scale.of(settings, time.hub());
            Faults faults = new Faults(time.hub());
            Hub hub = new Hub(
                    settings.address(),
                    time.hub(),
                    time.hub(),
                    settings.messaging(),
                    scale.virtualDevices(),
                    scale.admission(),
                    faults,
                    memory.journal(),
                    saved.hub());
            if (hub.registry().isNew()) {
                hub.registry().create(DevelopmentKeys.device1());
            }
            hub.registerVirtual();
            Jobs jobs = new Jobs(hub, time.hub(), time.hub(), jobThread, scale.jobs(), memory.journal(), saved.jobs());
            Listeners listeners = Listeners.open(settings, authority, hub, jobs, faults, time);
            LOGGER.infof(
                    "hub started bind=%s https=%s amqps=%d mqtts=%d",
                    settings.bind(), listeners.httpsPorts(), listeners.amqpsPort(), listeners.mqttsPort());
            return new HubEmulator(hub, jobs, faults, authority, time, jobThread, memory, listeners);
        } catch (RuntimeException e) {
            time.close();
            jobThread.close();
            if (scale != null) {
                scale.virtualDevices().close();
            }
            memory.close();
            throw e;
        }
    }

    /** The name that stands in connection strings: the address. */
    public String hostName() {
        return hub.hostName();
    }

    /** All HTTPS ports, in the order of the settings. */
    public List<Integer> httpsPorts() {
        return listeners.httpsPorts();
    }

    /** The first of the HTTPS ports. */
    public int httpsPort() {
        return listeners.httpsPorts().getFirst();
    }

    public int amqpsPort() {
        return listeners.amqpsPort();
    }

    public int mqttsPort() {
        return listeners.mqttsPort();
    }

    /**
     * The connection string of one of the five policies.
     *
     * @throws IllegalArgumentException if there is no such policy
     */
    public String connectionString(String policy) {
        SharedAccessPolicy found = listeners.authorizer().policy(policy);
        return "HostName=" + hostName() + ";SharedAccessKeyName=" + policy + ";SharedAccessKey="
                + found.keys().primary();
    }

    /**
     * Gives one of the five policies other keys, until the next start: what was signed with its earlier ones is refused from
     * now on. Connections that stand are left alone.
     *
     * @throws IllegalArgumentException if there is no such policy
     */
    public void regenerateKeys(String policy, SymmetricKeys keys) {
        listeners.authorizer().regenerate(policy, keys);
    }

    /** The development CA's certificate, PEM. */
    public Path caFile() {
        return authority.caFile();
    }

    /** PKCS#12 with the development CA and all that the JDK trusts; its password is {@code downlink}. */
    public Path trustStore() {
        return authority.trustStore();
    }

    /** The hub without its sockets. */
    public Hub hub() {
        return hub;
    }

    /** The hub's jobs. */
    public Jobs jobs() {
        return jobs;
    }

    /** The faults that can be asked for. */
    public Faults faults() {
        return faults;
    }

    /** The clocks, which a test can move. */
    public TwoClocks time() {
        return time;
    }

    /**
     * Has the reason, one line, when a change could not be written into the state directory, as on a full disk. Every later
     * change fails then; what was accepted before is there at the next start.
     */
    public CompletableFuture<String> stateLost() {
        return memory.lost();
    }

    /** Ends all connections and gives the ports and the state back. */
    @Override
    public void close() {
        listeners.close();
        time.close();
        jobThread.close();
        hub.virtual().close();
        memory.close();
    }
}
