package io.downlink.emulator.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.downlink.emulator.query.Document;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {
    private static final int MANY = 5_000;

    private final ManualTime time = new ManualTime();
    private final Hub hub = new Hub("127.0.0.1", time, time);

    @Test
    void shouldGoOnAfterAnIdThatIsGone() {
        create("a", "b", "c", "B");
        hub.registry().delete(new DeviceId("b"), IfMatch.ANY);

        assertThat(devicesAfter(null)).containsExactly("B", "a", "c");
        assertThat(devicesAfter("a")).containsExactly("c");
        assertThat(devicesAfter("b")).containsExactly("c");
        assertThat(devicesAfter("c")).isEmpty();
    }

    @Test
    void shouldGoThroughModulesDeviceByDevice() {
        create("a", "a-b", "b"); // the hyphen comes before the slash between a device and its module
        module("a", "m");
        module("a", "n");
        module("a-b", "m");
        module("b", "m");

        List<String> all = List.of("a/m", "a/n", "a-b/m", "b/m");
        assertThat(modulesAfter(null)).containsExactlyElementsOf(all);
        for (int i = 0; i < all.size(); i++) {
            assertThat(modulesAfter(all.get(i))).containsExactlyElementsOf(all.subList(i + 1, all.size()));
        }
        hub.registry().delete(ClientId.of("a", "m"), IfMatch.ANY);
        assertThat(modulesAfter("a/m")).containsExactly("a/n", "a-b/m", "b/m");
        hub.registry().delete(new DeviceId("a"), IfMatch.ANY);
        assertThat(modulesAfter("a/m")).containsExactly("a-b/m", "b/m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a", "//"})
    void shouldTakeWhatIsNoModule(String key) {
        create("a");
        module("a", "m");

        assertThat(modulesAfter(key)).as("it comes before all modules").containsExactly("a/m");
    }

    @Test
    void shouldNotHaveADeviceWhoseAdditionFails() {
        Hub failing = new Hub(
                "127.0.0.1",
                time,
                time,
                MessagingRules.DEFAULT,
                change -> {
                    throw new IllegalStateException("the disk is full");
                },
                new HubState());

        assertThatIllegalStateException().isThrownBy(() -> failing.registry().create(spec("a")));
        assertThat(failing.registry().counts().total()).isZero();
        assertThat(failing.registry().list(10)).isEmpty();
    }

    @Test
    void shouldForgetADeviceEverywhereThatIsDeletedAsItComes() {
        CompletableFuture<Void> deleting = CompletableFuture.runAsync(() -> forEachId(this::deleteWhenThere));
        forEachId(this::create);
        deleting.join();

        assertThat(hub.registry().counts().total()).isZero();
        assertThat(devicesAfter(null)).isEmpty();
    }

    @Test
    void shouldHaveADeviceEverywhereThatComesBackAsItGoes() {
        forEachId(this::create);
        CompletableFuture<Void> creating = CompletableFuture.runAsync(() -> forEachId(this::createWhenGone));
        forEachId(this::deleteWhenThere);
        creating.join();

        assertThat(devicesAfter(null)).isSorted().hasSize(MANY);
    }

    private static void forEachId(Consumer<String> action) {
        IntStream.range(0, MANY).mapToObj(i -> "d-" + i).forEach(action);
    }

    private void deleteWhenThere(String id) {
        insist(HubError.DEVICE_NOT_FOUND, () -> hub.registry().delete(new DeviceId(id), IfMatch.ANY));
    }

    private void createWhenGone(String id) {
        insist(HubError.DEVICE_ALREADY_EXISTS, () -> create(id));
    }

    private static void insist(HubError early, Runnable action) {
        boolean done = false;
        while (!done) {
            try {
                action.run();
                done = true;
            } catch (HubException refused) {
                assertThat(refused.error()).isEqualTo(early);
                Thread.onSpinWait();
            }
        }
    }

    private List<String> devicesAfter(@Nullable String id) {
        return hub.twins().documents().after(id).map(Document::key).toList();
    }

    private List<String> modulesAfter(@Nullable String id) {
        return hub.twins().moduleDocuments().after(id).map(Document::key).toList();
    }

    private void create(String... ids) {
        for (String id : ids) {
            hub.registry().create(spec(id));
        }
    }

    private void module(String device, String module) {
        hub.registry().create(new ModuleSpec(new DeviceId(device), new ModuleId(module), null, null));
    }

    private static DeviceSpec spec(String id) {
        return new DeviceSpec(new DeviceId(id), null, true, null);
    }
}
