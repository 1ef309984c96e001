package io.downlink.emulator.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.emulator.hub.AckLevel;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.DeviceSpec;
import io.downlink.emulator.hub.FeedbackBatch;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.IfMatch;
import io.downlink.emulator.hub.MessageDelivery;
import io.downlink.emulator.hub.ModuleId;
import io.downlink.emulator.hub.ModuleSpec;
import io.downlink.emulator.hub.Subscription;
import io.downlink.emulator.hub.TwinChange;
import io.downlink.emulator.jobs.JobAction;
import io.downlink.emulator.jobs.JobId;
import io.downlink.emulator.jobs.JobSpec;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Whatever a hub did before it was killed: the next one is the same. */
class RestartTest {
    @Property(tries = 100)
    void shouldBeTheSameHubAfterItWasKilled(@ForAll("steps") List<Step> steps) {
        RestartedWorld world = new RestartedWorld();
        world.create("d0");
        world.create("d1");
        steps.forEach(step -> step.take(world));

        RestartedWorld restarted = world.copy();
        RestartedWorld compacted = world.copy();
        compacted.compact();
        compacted.restart();
        world.cutLinks();

        List<String> expected = world.seen();
        assertThat(restarted.seen()).isEqualTo(expected);
        assertThat(compacted.seen()).as("from a snapshot").isEqualTo(expected);
        assertThat(world.etags())
                .doesNotContain(
                        restarted.create("another").identity().etag(),
                        compacted.create("another").identity().etag());
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(Action.ALL),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.frequencyOf(
                                Tuple.of(9, Arbitraries.just(false)), Tuple.of(1, Arbitraries.just(true))))
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(80);
    }

    /**
     * One thing that happens.
     *
     * @param device which one: one of two devices, or a module of the first
     * @param full whether there is no place to write it down
     */
    record Step(Action action, int device, int value, boolean full) {
        void take(RestartedWorld world) {
            ClientId client = switch (device) {
                case 0 -> ClientId.of("d0", null);
                case 1 -> ClientId.of("d1", null);
                default -> ClientId.of("d0", "m");
            };
            if (full && action.refusable) {
                world.fillDisk();
            }
            try {
                action.what.accept(world, client, value);
            } catch (HubException | UncheckedIOException refused) {
                // and then it must not have happened
            }
            world.emptyDisk();
        }
    }

    /**
     * What can happen.
     *
     * @param refusable whether it is done or refused while somebody waits
     */
    record Action(String name, boolean refusable, What what) {
        static final List<Action> ALL = List.of(
                new Action("create", true, (world, client, value) -> {
                    if (client.module() == null) {
                        world.create(client.device().value());
                    } else {
                        world.create(new ModuleSpec(client.device(), new ModuleId("m"), null, "me"));
                    }
                }),
                new Action("update", true, (world, client, value) -> {
                    if (client.module() == null) {
                        world.update(new DeviceSpec(client.device(), null, value > 1, "reason " + value));
                    }
                }),
                new Action("delete", true, (world, client, value) -> {
                    if (value == 0) {
                        world.hub().registry().delete(client, IfMatch.ANY);
                    }
                }),
                new Action(
                        "tags",
                        true,
                        (world, client, value) -> world.hub()
                                .twins()
                                .change(
                                        client,
                                        new TwinChange(Samples.json(patch(value)), null, value == 1),
                                        IfMatch.ANY)),
                new Action(
                        "desired",
                        true,
                        (world, client, value) -> world.hub()
                                .twins()
                                .change(
                                        client,
                                        new TwinChange(null, Samples.json(patch(value)), value == 1),
                                        IfMatch.ANY)),
                new Action("report", true, (world, client, value) -> {
                    RestartedWorld.Live live = world.connected(client);
                    if (live != null) {
                        live.session().report(Samples.json(patch(value)), null);
                    }
                }),
                new Action("connect", false, (world, client, value) -> world.connect(client, value > 2)),
                new Action("disconnect", false, (world, client, value) -> world.disconnect(client)),
                new Action("subscribe", true, (world, client, value) -> subscription(world, client, value, true)),
                new Action("listen", true, (world, client, value) -> subscription(world, client, 3, true)),
                new Action("unsubscribe", true, (world, client, value) -> subscription(world, client, value, false)),
                new Action("send", true, Action::send),
                new Action("send again", true, Action::send),
                new Action(
                        "complete",
                        true,
                        (world, client, value) -> settle(
                                world, client, (live, message) -> live.session().complete(message.lock()))),
                new Action(
                        "abandon",
                        true,
                        (world, client, value) -> settle(
                                world, client, (live, message) -> live.session().abandon(message.lock()))),
                new Action(
                        "reject",
                        true,
                        (world, client, value) -> settle(
                                world, client, (live, message) -> live.session().reject(message.lock()))),
                new Action("purge", true, (world, client, value) -> {
                    if (value == 0 && client.module() == null) {
                        world.hub().messages().purge(client.device());
                    }
                }),
                new Action("take feedback", true, (world, client, value) -> {
                    FeedbackBatch batch = world.receiver().take();
                    if (batch != null) {
                        world.held.add(batch);
                    }
                }),
                new Action("complete feedback", true, (world, client, value) -> {
                    if (!world.held.isEmpty()) {
                        world.receiver().complete(world.held.removeFirst().lockToken());
                    }
                }),
                new Action("abandon feedback", true, (world, client, value) -> {
                    if (!world.held.isEmpty()) {
                        world.receiver().abandon(world.held.removeFirst().lockToken());
                    }
                }),
                new Action(
                        "schedule",
                        true,
                        (world, client, value) -> world.jobs()
                                .schedule(new JobSpec(
                                        new JobId("job-" + value),
                                        new JobAction.UpdateTwin(
                                                new TwinChange(Samples.json(patch(value)), null, false)),
                                        value == 4 ? "no condition (" : "*",
                                        value % 2 == 0
                                                ? null
                                                : world.time().instant().plusSeconds(60L * value),
                                        Duration.ofMinutes(10)))),
                new Action(
                        "cancel", true, (world, client, value) -> world.jobs().cancel(new JobId("job-" + value))),
                new Action(
                        "time passes",
                        false,
                        (world, client, value) -> world.move(Duration.ofSeconds(7L * value * value))),
                new Action("restart", false, (world, client, value) -> world.restart()),
                new Action("compact and restart", false, (world, client, value) -> {
                    world.compact();
                    world.restart();
                }));

        @Override
        public String toString() {
            return name;
        }

        private static String patch(int value) {
            return "{\"p" + value % 3 + "\":" + (value == 5 ? "null" : "{\"q\":" + value + "}") + "}";
        }

        private static void send(RestartedWorld world, ClientId client, int value) {
            AckLevel ack = List.of(AckLevel.values()).get(value % AckLevel.values().length);
            world.hub()
                    .messages()
                    .send(
                            client,
                            RestartedWorld.message(
                                    "m-" + value,
                                    ack,
                                    value < 3 ? null : world.time().instant().plusSeconds(30L * value)));
        }

        private static void subscription(RestartedWorld world, ClientId client, int value, boolean wanted) {
            RestartedWorld.Live live = world.connected(client);
            Subscription subscription = List.of(Subscription.values()).get(value % Subscription.values().length);
            if (live != null && wanted) {
                live.session().subscribe(subscription);
            } else if (live != null) {
                live.session().unsubscribe(subscription);
            }
        }

        private static void settle(
                RestartedWorld world, ClientId client, BiConsumer<RestartedWorld.Live, MessageDelivery> how) {
            RestartedWorld.@Nullable Live live = world.connected(client);
            if (live != null && !live.connection().messages.isEmpty()) {
                how.accept(live, live.connection().messages.removeFirst());
            }
        }
    }

    @FunctionalInterface
    interface What {
        void accept(RestartedWorld world, ClientId client, int value);
    }
}
