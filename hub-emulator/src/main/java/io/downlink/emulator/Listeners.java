package io.downlink.emulator;

import io.downlink.emulator.admin.AdminApi;
import io.downlink.emulator.admin.ClockApi;
import io.downlink.emulator.admin.FaultApi;
import io.downlink.emulator.admin.StatusApi;
import io.downlink.emulator.admin.VirtualApi;
import io.downlink.emulator.amqp.AmqpFrontEnd;
import io.downlink.emulator.amqp.AmqpGate;
import io.downlink.emulator.faults.Faults;
import io.downlink.emulator.faults.FrontEnd;
import io.downlink.emulator.http.DeviceApi;
import io.downlink.emulator.http.HttpFrontEnd;
import io.downlink.emulator.http.PatienceRules;
import io.downlink.emulator.http.Route;
import io.downlink.emulator.http.ServiceApi;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.Transport;
import io.downlink.emulator.jobs.Jobs;
import io.downlink.emulator.mqtt.MqttFrontEnd;
import io.downlink.emulator.security.AnyCertificate;
import io.downlink.emulator.security.ConnectionAuthenticator;
import io.downlink.emulator.security.DevelopmentCa;
import io.downlink.emulator.security.DeviceAuthenticator;
import io.downlink.emulator.security.HostNames;
import io.downlink.emulator.security.ServiceAuthorizer;
import io.downlink.emulator.sockets.UnreadTotal;
import io.downlink.emulator.time.MovableTime;
import io.downlink.emulator.time.TwoClocks;
import io.downlink.emulator.websocket.Subprotocol;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.proton.ProtonServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The hub's sockets: HTTPS, AMQP and MQTT over TLS, each on every event loop. */
final class Listeners implements AutoCloseable {
    private static final int EVENT_LOOPS = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);

    /** Thousands of devices may come at once. */
    private static final int ACCEPT_BACKLOG = 4_096;

    private final Vertx vertx;
    private final ServiceAuthorizer authorizer;
    private final List<Integer> httpsPorts;
    private final int amqpsPort;
    private final int mqttsPort;

    private Listeners(
            Vertx vertx, ServiceAuthorizer authorizer, List<Integer> httpsPorts, int amqpsPort, int mqttsPort) {
        this.vertx = vertx;
        this.authorizer = authorizer;
        this.httpsPorts = List.copyOf(httpsPorts);
        this.amqpsPort = amqpsPort;
        this.mqttsPort = mqttsPort;
    }

    static Listeners open(
            EmulatorSettings settings, DevelopmentCa authority, Hub hub, Jobs jobs, Faults faults, TwoClocks time) {
        MovableTime clock = time.wall();
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            PemKeyCertOptions identity = new PemKeyCertOptions()
                    .setCertValue(Buffer.buffer(authority.server().certificate()))
                    .setKeyValue(Buffer.buffer(authority.server().privateKey()));
            HostNames hostNames = new HostNames(settings.hostNames());
            ServiceAuthorizer authorizer =
                    new ServiceAuthorizer(hostNames, DevelopmentKeys.policies(), settings.access(), clock);
            DeviceAuthenticator authenticator =
                    new DeviceAuthenticator(hub, hostNames, authorizer, settings.access(), clock);
            List<Route> routes = Stream.of(
                            ServiceApi.routes(hub, jobs, faults),
                            DeviceApi.routes(hub, authenticator),
                            new AdminApi(hub).routes(),
                            new FaultApi(faults).routes(),
                            new ClockApi(time).routes(),
                            new VirtualApi(hub).routes(),
                            new StatusApi(hub, jobs, faults, time).routes())
                    .flatMap(List::stream)
                    .toList();
            Gates gates = new Gates();
            faults.reach(gates);
            int further = settings.httpsPorts().size();
            ProtonServerOptions amqp = secured(
                    new ProtonServerOptions(), settings.bind(), shared(settings.amqpsPort(), further), identity);
            MqttServerOptions mqtt = secured(
                    new MqttServerOptions(), settings.bind(), shared(settings.mqttsPort(), further + 1), identity);
            AmqpGate gate =
                    new AmqpGate(hub, new ConnectionAuthenticator(authenticator, authorizer, clock), faults, clock);
            UnreadTotal unread = UnreadTotal.ofThisJvm();
            BiFunction<Transport, IntConsumer, Supplier<AbstractVerticle>> amqpFrontEnd =
                    (transport, bound) -> () -> new AmqpFrontEnd(amqp, gate, transport, unread, bound);
            BiFunction<Transport, IntConsumer, Supplier<AbstractVerticle>> mqttFrontEnd = (transport, bound) ->
                    () -> new MqttFrontEnd(mqtt, hub, authenticator, clock, transport, unread, bound);
            List<Subprotocol> subprotocols = List.of(
                    new Subprotocol("mqtt", mqttFrontEnd.apply(Transport.MQTT_WS, _ -> {})),
                    new Subprotocol("AMQPWSB10", amqpFrontEnd.apply(Transport.AMQP_WS, _ -> {})));
            List<Integer> httpsPorts = new ArrayList<>();
            for (int port : settings.httpsPorts()) {
                HttpServerOptions options =
                        secured(new HttpServerOptions(), settings.bind(), shared(port, httpsPorts.size()), identity);
                httpsPorts.add(listen(
                        vertx,
                        gates,
                        FrontEnd.HTTPS,
                        options,
                        port,
                        bound -> () -> new HttpFrontEnd(
                                options,
                                routes,
                                authorizer,
                                hub,
                                faults.requests(),
                                subprotocols,
                                PatienceRules.DEFAULT,
                                clock,
                                bound)));
            }
            int amqpsPort = listen(
                    vertx,
                    gates,
                    FrontEnd.AMQPS,
                    amqp,
                    settings.amqpsPort(),
                    bound -> amqpFrontEnd.apply(Transport.AMQP, bound));
            int mqttsPort = listen(
                    vertx,
                    gates,
                    FrontEnd.MQTTS,
                    mqtt,
                    settings.mqttsPort(),
                    bound -> mqttFrontEnd.apply(Transport.MQTT, bound));
            return new Listeners(vertx, authorizer, httpsPorts, amqpsPort, mqttsPort);
        } catch (RuntimeException e) {
            await(vertx.close());
            throw e;
        }
    }

    /** Who decides whether services are let in. */
    ServiceAuthorizer authorizer() {
        return authorizer;
    }

    List<Integer> httpsPorts() {
        return httpsPorts;
    }

    int amqpsPort() {
        return amqpsPort;
    }

    int mqttsPort() {
        return mqttsPort;
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static int listen(
            Vertx vertx,
            Gates gates,
            FrontEnd kind,
            NetServerOptions options,
            int port,
            Function<IntConsumer, Supplier<AbstractVerticle>> frontEnd) {
        AtomicInteger bound = new AtomicInteger();
        Gate gate = new Gate(vertx, options, frontEnd.apply(bound::set)::get, EVENT_LOOPS);
        try {
            await(gate.open());
            gates.add(kind, gate);
            options.setPort(bound.get()); // after an outage it is the same one
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(
                    "cannot listen on " + options.getHost() + ":" + port + ": " + cause.getMessage(), cause);
        }
        return bound.get();
    }

    private static <T extends NetServerOptions> T secured(
            T options, String address, int port, PemKeyCertOptions identity) {
        options.setHost(address)
                .setPort(port)
                .setAcceptBacklog(ACCEPT_BACKLOG)
                .setSsl(true)
                .setKeyCertOptions(identity)
                // Who has no certificate shows a token later.
                .setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(TrustOptions.wrap(new AnyCertificate()));
        return options;
    }

    /** To Vert.x a negative port is a free one that all instances share, each number another. */
    private static int shared(int port, int index) {
        return port == 0 ? -1 - index : port;
    }

    private static <T> void await(Future<T> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }
}
