package io.downlink.emulator;

import io.downlink.emulator.hub.Authentication;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.SymmetricKeys;
import io.downlink.emulator.security.Right;
import io.downlink.emulator.security.SharedAccessPolicy;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The keys of every emulator. They are published, protect nothing, and must never be used for a real hub. */
public final class DevelopmentKeys {
    /** The device that is there from the start. */
    public static final DeviceId DEVICE_1 = new DeviceId("device-1");

    /** Policy {@code iothubowner}: may do everything. */
    public static final String IOTHUBOWNER = "LQZsiD6bCVGWTF3ftH9dLYWLjphlOjhSV40ns1drFHo=";

    /** Policy {@code service}: calls devices. */
    public static final String SERVICE = "MRtcGGQRDkdtzXmkEgbdPr4PjIpLZP75rTddrR8hsFY=";

    /** Policy {@code device}: connects devices. */
    public static final String DEVICE = "mJHmuYk2GdBi/luBN7CqC21vfRoaUeel+UGh6G3yecY=";

    /** Policy {@code registryRead}: reads the registry. */
    public static final String REGISTRY_READ = "P0Gzwn1qw+V+XzgunIHHBrj8wm2kXYWIb6q3PmDgRuE=";

    /** Policy {@code registryReadWrite}: reads and writes the registry. */
    public static final String REGISTRY_READ_WRITE = "w+kwfHMNimxRyuW20KaMz75HQYXoN0iGwQwUrOK1KCk=";

    /** Primary key of {@link #DEVICE_1}. */
    public static final String DEVICE_1_KEY = "DXQhNz8y1soyGAfAHoDbACnRaueC61JfQhyRiwqN/mU=";

    private static final String SECONDARY = "NtPUh6g+wtbSjO/a/kQzsOGYv3YgKPxenhj1eET51BI=";

    private DevelopmentKeys() {}

    /** The five policies of a new hub, with the rights they have there. */
    public static List<SharedAccessPolicy> policies() {
        return List.of(
                policy("iothubowner", IOTHUBOWNER, EnumSet.allOf(Right.class)),
                policy("service", SERVICE, Set.of(Right.SERVICE_CONNECT)),
                policy("device", DEVICE, Set.of(Right.DEVICE_CONNECT)),
                policy("registryRead", REGISTRY_READ, Set.of(Right.REGISTRY_READ)),
                policy("registryReadWrite", REGISTRY_READ_WRITE, Set.of(Right.REGISTRY_READ, Right.REGISTRY_WRITE)));
    }

    static DeviceSpec device1() {
        return new DeviceSpec(DEVICE_1, new Authentication.Sas(new SymmetricKeys(DEVICE_1_KEY, SECONDARY)), true, null);
    }

    private static SharedAccessPolicy policy(String name, String key, Set<Right> rights) {
        return new SharedAccessPolicy(name, new SymmetricKeys(key, key), rights);
    }
}
