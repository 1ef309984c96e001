package io.downlink.emulator.junit;

import io.downlink.emulator.EmulatorSettings;
import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.Port443;
import java.net.BindException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * A hub at an address that it has to itself while it runs.
 *
 * @param hub for the tests
 * @param emulator to be ended
 * @param address to be given back
 */
record StartedHub(EmulatedHub hub, HubEmulator emulator, HubAddress address) implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(StartedHub.class);
    private static final int ATTEMPTS_MAX = 20;

    static StartedHub start(UnaryOperator<EmulatorSettings> changes) {
        for (int attempt = 1; ; attempt++) {
            HubAddress address = HubAddress.take();
            try {
                HubEmulator emulator = HubEmulator.start(changes.apply(settings(address)));
                return trusted(emulator, address);
            } catch (RuntimeException e) {
                address.close();
                if (!(e.getCause() instanceof BindException) || attempt == ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }

    private static StartedHub trusted(HubEmulator emulator, HubAddress address) {
        try {
            TrustedByThisJvm.from(emulator);
        } catch (RuntimeException e) {
            emulator.close();
            throw e;
        }
        LOGGER.infof("hub for tests address=%s https=%s", emulator.hostName(), emulator.httpsPorts());
        return new StartedHub(new EmulatedHub(emulator), emulator, address);
    }

    @Override
    public void close() {
        emulator.close();
        address.close();
    }

    private static EmulatorSettings settings(HubAddress address) {
        EmulatorSettings settings = EmulatorSettings.at(address.value(), DataDirectory.ofThisJvm());
        return Port443.free(address.value())
                ? settings.withPorts(
                        List.of(EmulatorSettings.HTTPS_PORT, Port443.NUMBER),
                        EmulatorSettings.AMQPS_PORT,
                        EmulatorSettings.MQTTS_PORT)
                : settings;
    }
}
