package io.downlink.emulator.testcontainers;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * A local Azure IoT Hub in a container.
 *
 * <p>Azure's SDKs choose the ports themselves, so they are published under their own numbers, at a loopback address that only
 * this container has; where the system has 127.0.0.1 alone, as macOS does, one container can run at a time. The Docker
 * engine has to be on this machine.
 */
public final class HubEmulatorContainer extends GenericContainer<HubEmulatorContainer> {
    /** What {@code ./downlink images} builds. */
    public static final DockerImageName DEFAULT_IMAGE = DockerImageName.parse("downlink/hub-emulator:0.1.0-SNAPSHOT");

    /** Of {@link #copyTrustStore}; nothing secret is in it. */
    public static final String TRUST_STORE_PASSWORD = "downlink";

    /** The hub's port for each port of the host; 8443 is for those who may not publish 443. */
    private static final Map<Integer, Integer> PORTS = Map.of(443, 8443, 8443, 8443, 5671, 5671, 8883, 8883);

    private static final String TRUST_STORE = "/data/trust.p12";
    private static final String LAST_LINE = "(?s).*-Djavax\\.net\\.ssl\\.trustStorePassword=.*";

    private final String address = freeAddress();

    /** From the image that this version belongs to. */
    public HubEmulatorContainer() {
        this(DEFAULT_IMAGE);
    }

    /** From another image, which does what {@link #DEFAULT_IMAGE} does. */
    public HubEmulatorContainer(DockerImageName image) {
        super(image);
        withExposedPorts(PORTS.values().stream().distinct().toArray(Integer[]::new));
        withOptions();
        publish(PORTS.keySet().stream());
        waitingFor(Wait.forLogMessage(LAST_LINE, 1));
    }

    /** Leaves port 443 alone, which a Docker engine without root cannot publish; then connection strings lead nowhere on HTTPS. */
    public HubEmulatorContainer withoutPort443() {
        return publish(PORTS.keySet().stream().filter(port -> port != 443));
    }

    /** Options of the emulator besides those that it has already, such as {@code "--state", "/data/state"}. */
    public HubEmulatorContainer withOptions(String... options) {
        return withCommand(Stream.concat(Stream.of("--address", address), Stream.of(options))
                .toArray(String[]::new));
    }

    /** The hub's name and address. */
    public String hostName() {
        return address;
    }

    /** For service clients that may do everything. */
    public String ownerConnectionString() {
        return printed("owner");
    }

    /** For service clients that send commands. */
    public String serviceConnectionString() {
        return printed("service");
    }

    /** For {@code device-1}, which is registered from the start. */
    public String deviceConnectionString() {
        return printed("device");
    }

    /** Trusts what the JDK trusts, and the hub. */
    public SSLContext sslContext() {
        return copyFileFromContainer(TRUST_STORE, HubEmulatorContainer::trusting);
    }

    /** For {@code javax.net.ssl.trustStore}, from which Azure's service SDK takes whom its HTTPS clients trust: PKCS#12. */
    public void copyTrustStore(Path target) {
        copyFileFromContainer(TRUST_STORE, target.toString());
    }

    private HubEmulatorContainer publish(Stream<Integer> hostPorts) {
        List<PortBinding> bindings = hostPorts
                .map(port -> new PortBinding(
                        Binding.bindIpAndPort(address, port), ExposedPort.tcp(PORTS.getOrDefault(port, port))))
                .toList();
        return withCreateContainerCmdModifier(
                create -> Objects.requireNonNull(create.getHostConfig()).withPortBindings(bindings));
    }

    /** From what the emulator prints when it is ready. */
    private String printed(String what) {
        return getLogs()
                .lines()
                .filter(line -> line.startsWith(what + " "))
                .map(line -> line.substring(line.indexOf("HostName=")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The emulator has not printed its " + what + " line"));
    }

    private static SSLContext trusting(InputStream trustStore) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(trustStore, TRUST_STORE_PASSWORD.toCharArray());
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static String freeAddress() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String candidate =
                "127.%d.%d.%d".formatted(random.nextInt(128, 255), random.nextInt(256), random.nextInt(1, 255));
        try (ServerSocket _ = new ServerSocket(0, 1, InetAddress.getByName(candidate))) {
            return candidate;
        } catch (IOException unknownToTheSystem) {
            return "127.0.0.1";
        }
    }
}
