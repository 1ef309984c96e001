package io.downlink.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.azure.sdk.iot.device.twin.Twin;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;
import io.downlink.simulator.record.DeviceRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesiredPropertiesTest {
    @TempDir
    private Path directory;

    private final List<String> done = new ArrayList<>();
    private DeviceRecord record;
    private DesiredProperties properties;

    @BeforeEach
    void connect() throws IOException {
        record = DeviceRecord.open(directory, "pump-1", Clock.systemUTC());
        properties = new DesiredProperties(record, () -> done.add("asked"), changes -> done.add("reported " + changes));
        properties.connected();
    }

    @AfterEach
    void close() {
        record.close();
    }

    @Test
    void shouldApplyOnlyWhatDiffersFromWhatIsReported() {
        properties.whole(twin(
                "{\"a\":1,\"b\":{\"x\":1,\"y\":2},\"c\":[1,2],\"$version\":4}",
                "{\"a\":1,\"b\":{\"x\":1,\"z\":3},\"reboot\":{\"at\":\"…\"},\"$version\":9}"));

        assertThat(done).containsExactly("asked", "reported {\"b\":{\"y\":2,\"z\":null},\"c\":[1,2]}");
        assertThat(Records.lines(directory, "pump-1"))
                .singleElement()
                .asString()
                .contains(
                        "\"event\":\"desired-applied\",\"payload\":{\"b\":{\"y\":2,\"z\":null},\"c\":[1,2]},\"version\":4");
    }

    @Test
    void shouldDoNothingWhenAllIsReported() {
        properties.whole(twin("{\"a\":1,\"$version\":4}", "{\"a\":1,\"$version\":9}"));

        assertThat(done).containsExactly("asked");
        assertThat(Records.lines(directory, "pump-1")).isEmpty();
    }

    @Test
    void shouldApplyAChangeAndADeletion() {
        properties.changed(patch("{\"a\":2,\"b\":null,\"$version\":5}"));

        assertThat(done).containsExactly("asked", "reported {\"a\":2,\"b\":null}");
    }

    @Test
    void shouldNotApplyAChangeThatTheTwinHeldAlready() {
        properties.whole(twin("{\"a\":2,\"$version\":5}", "{\"$version\":1}"));
        properties.changed(patch("{\"a\":1,\"$version\":4}"));
        properties.changed(patch("{\"a\":2,\"$version\":5}"));

        assertThat(done).containsExactly("asked", "reported {\"a\":2}");
    }

    @Test
    void shouldAskAgainWhenAChangeHasOvertakenTheTwin() {
        properties.changed(patch("{\"a\":2,\"$version\":5}"));
        properties.whole(twin("{\"a\":1,\"$version\":4}", "{\"$version\":1}"));

        assertThat(done).containsExactly("asked", "reported {\"a\":2}", "asked");
    }

    @Test
    void shouldBelieveAHubThatBeganAnewWhileItWasAway() {
        properties.changed(patch("{\"a\":2,\"$version\":5}"));
        properties.connected();
        properties.whole(twin("{\"a\":1,\"$version\":1}", "{\"$version\":1}"));

        assertThat(done).endsWith("reported {\"a\":1}");
    }

    private static JsonObject twin(String desired, String reported) {
        JsonObject twin = new JsonObject();
        twin.add("desired", JsonParser.parseString(desired));
        twin.add("reported", JsonParser.parseString(reported));
        return twin;
    }

    /** As the SDK reads it from the wire. */
    private static TwinCollection patch(String json) {
        return Twin.createFromDesiredPropertyJson(json).getDesiredProperties();
    }
}
