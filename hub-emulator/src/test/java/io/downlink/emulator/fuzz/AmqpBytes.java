package io.downlink.emulator.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.message.Message;

/**
 * What a client of AMQP sends that puts its token, sends a message to a device, speaks for that device, and listens. A real
 * engine writes it, talking to another one in memory that agrees to everything.
 */
final class AmqpBytes {
    private static final EnumSet<EndpointState> NEW = EnumSet.of(EndpointState.UNINITIALIZED);
    private static final EnumSet<EndpointState> OPEN = EnumSet.of(EndpointState.ACTIVE);
    private static final byte[] SASL_HEADER = {'A', 'M', 'Q', 'P', 3, 1, 0, 0};

    private final Connection client = Proton.connection();
    private final Connection server = Proton.connection();
    private final Transport clientSide = Proton.transport();
    private final Transport serverSide = Proton.transport();
    private final List<byte[]> steps = new ArrayList<>(List.of(SASL_HEADER, saslInit()));

    private AmqpBytes(String host) {
        clientSide.bind(client);
        serverSide.bind(server);
        client.setContainer("client");
        client.setHostname(host);
        server.setContainer("hub");
    }

    static List<byte[]> conversation(String host, String device, String token) {
        AmqpBytes bytes = new AmqpBytes(host);
        bytes.client.open();
        Session session = bytes.client.session();
        session.open();
        bytes.pump();
        Sender cbs = bytes.sender(session, "$cbs");
        bytes.receiver(session, "$cbs");
        bytes.pump();
        bytes.send(cbs, putToken(host, device, token));
        for (String address : List.of(
                "/messages/devicebound",
                "/devices/" + device + "/messages/events",
                "/devices/" + device + "/methods/devicebound",
                "/devices/" + device + "/twin")) {
            Sender sender = bytes.sender(session, address);
            bytes.receiver(session, address.replace("/events", "/devicebound"));
            bytes.pump();
            bytes.send(sender, message("/devices/" + device + "/messages/devicebound"));
        }
        bytes.receiver(session, "/messages/servicebound/feedback").flow(10);
        bytes.pump();
        session.close();
        bytes.client.close();
        bytes.pump();
        return bytes.steps;
    }

    private static Message putToken(String host, String device, String token) {
        Message request = Proton.message();
        request.setMessageId("1");
        request.setApplicationProperties(new ApplicationProperties(Map.of(
                "operation", "put-token", "type", "azure-devices.net:sastoken", "name", host + "/devices/" + device)));
        request.setBody(new AmqpValue(token));
        return request;
    }

    private static Message message(String to) {
        Message message = Proton.message();
        message.setMessageId("2");
        message.setCorrelationId("3");
        message.setAddress(to);
        message.setApplicationProperties(new ApplicationProperties(Map.of("iothub-ack", "full", "operation", "GET")));
        message.setBody(new Data(new Binary("{\"a\":1}".getBytes(UTF_8))));
        return message;
    }

    private Sender sender(Session session, String address) {
        Sender sender = session.sender("to " + address);
        Target target = new Target();
        target.setAddress(address);
        sender.setTarget(target);
        sender.setSource(new Source());
        sender.open();
        return sender;
    }

    private Receiver receiver(Session session, String address) {
        Receiver receiver = session.receiver("from " + address);
        Source source = new Source();
        source.setAddress(address);
        receiver.setSource(source);
        receiver.setTarget(new Target());
        receiver.open();
        receiver.flow(10);
        return receiver;
    }

    private void send(Sender sender, Message message) {
        byte[] buffer = new byte[4096];
        int length = message.encode(buffer, 0, buffer.length);
        sender.delivery(new byte[] {(byte) steps.size()});
        sender.send(buffer, 0, length);
        sender.advance();
        pump();
    }

    /** Lets both talk until nothing is left to say; what the client says is one step. */
    private void pump() {
        byte[] step = new byte[0];
        for (boolean talking = true; talking; ) {
            byte[] said = drain(clientSide);
            step = concat(step, said);
            feed(serverSide, said);
            agree();
            byte[] answered = drain(serverSide);
            feed(clientSide, answered);
            talking = said.length > 0 || answered.length > 0;
        }
        if (step.length > 0) {
            steps.add(step);
        }
    }

    private void agree() {
        if (server.getLocalState() == EndpointState.UNINITIALIZED) {
            server.open();
        }
        for (Session session = server.sessionHead(NEW, OPEN);
                session != null;
                session = server.sessionHead(NEW, OPEN)) {
            session.open();
        }
        for (Link link = server.linkHead(NEW, OPEN); link != null; link = server.linkHead(NEW, OPEN)) {
            link.setSource(link.getRemoteSource());
            link.setTarget(link.getRemoteTarget());
            link.open();
            if (link instanceof Receiver receiver) {
                receiver.flow(100);
            }
        }
    }

    private static byte[] drain(Transport transport) {
        int pending = Math.max(0, transport.pending());
        byte[] bytes = new byte[pending];
        if (pending > 0) {
            transport.head().get(bytes);
            transport.pop(pending);
        }
        return bytes;
    }

    private static void feed(Transport transport, byte[] bytes) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining() && transport.capacity() > 0) {
            ByteBuffer tail = transport.tail();
            int length = Math.min(tail.remaining(), rest.remaining());
            tail.put(rest.slice().limit(length));
            rest.position(rest.position() + length);
            transport.process();
        }
    }

    private static byte[] saslInit() {
        byte[] mechanism = "ANONYMOUS".getBytes(US_ASCII);
        ByteBuffer frame = ByteBuffer.allocate(8 + 3 + 3 + 2 + mechanism.length);
        frame.putInt(frame.capacity()).put((byte) 2).put((byte) 1).putShort((short) 0); // a SASL frame
        frame.put((byte) 0).put((byte) 0x53).put((byte) 0x41); // sasl-init
        frame.put((byte) 0xc0).put((byte) (3 + mechanism.length)).put((byte) 1); // a list of one
        return frame.put((byte) 0xa3)
                .put((byte) mechanism.length)
                .put(mechanism)
                .array(); // symbol
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
