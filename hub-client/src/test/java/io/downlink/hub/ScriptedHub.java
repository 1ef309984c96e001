package io.downlink.hub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A TLS server that does with each connection and each request what a test says, byte by byte, and counts what comes: a
 * request that was silently repeated is seen here.
 */
final class ScriptedHub implements AutoCloseable {

    /** What comes as the answer to a request. */
    @FunctionalInterface
    interface Answer {
        void give(Connection to) throws IOException;
    }

    /** What happens to a connection before TLS; true to go on with the handshake. */
    @FunctionalInterface
    interface Greeting {
        boolean greet(Socket tcp) throws IOException;
    }

    record Request(String line, String head, String body) {}

    /** The two layers of a connection: answers go over TLS, an abrupt end needs the socket below. */
    record Connection(Socket tcp, SSLSocket tls) {
        void write(String bytes) throws IOException {
            tls.getOutputStream().write(bytes.getBytes(UTF_8));
            tls.getOutputStream().flush();
        }

        /** Without TLS's own farewell, as a process that dies. */
        void end() throws IOException {
            tcp.close();
        }

        void reset() throws IOException {
            tcp.setSoLinger(true, 0);
            tcp.close();
        }
    }

    static final Answer SILENCE = _ -> {};

    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?im)^content-length: (\\d+)");
    private static final Answer SUCCESS = json(200, "{\"status\":200,\"payload\":null}");

    private final SSLContext tls;
    private final ServerSocket server;
    private final Queue<Greeting> greetings = new ConcurrentLinkedQueue<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger ended = new AtomicInteger();

    /** Requests in the order of their coming. */
    final List<Request> requests = new CopyOnWriteArrayList<>();

    ScriptedHub(String address, int port, SSLContext tls) throws IOException {
        this.tls = tls;
        this.server = new ServerSocket(port, 50, InetAddress.getByName(address));
        Thread.ofVirtual().start(this::accept);
    }

    static Answer json(int status, String body) {
        return bytes("HTTP/1.1 " + status + " Reason\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(UTF_8).length + "\r\n\r\n" + body);
    }

    static Answer bytes(String bytes) {
        return to -> to.write(bytes);
    }

    /** Writes these bytes and lets the connection end. */
    static Answer cutAfter(String bytes) {
        return to -> {
            to.write(bytes);
            to.end();
        };
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.size();
    }

    /** How many connections have been ended by the client. */
    int ended() {
        return ended.get();
    }

    /** The next connection begins like this; those without a word of their own begin with TLS. */
    void nextConnection(Greeting greeting) {
        greetings.add(greeting);
    }

    /** The next request is answered like this; those without an answer of their own succeed. */
    void nextAnswer(Answer answer) {
        answers.add(answer);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket tcp = server.accept();
                connections.add(tcp);
                Thread.ofVirtual().start(() -> serve(tcp));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serve(Socket tcp) {
        Greeting greeting = greetings.poll();
        try {
            if (greeting != null && !greeting.greet(tcp)) {
                return;
            }
            SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(tcp, null, tcp.getPort(), true);
            socket.setUseClientMode(false);
            socket.startHandshake();
            answerRequests(new Connection(tcp, socket));
            ended.incrementAndGet();
        } catch (IOException _) {
            ended.incrementAndGet(); // refused, reset, or closed by this side: the test asks the client about it
        }
    }

    private void answerRequests(Connection connection) throws IOException {
        InputStream in = connection.tls().getInputStream();
        for (String head = head(in); !head.isEmpty(); head = head(in)) {
            Matcher length = CONTENT_LENGTH.matcher(head);
            int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
            String body = new String(in.readNBytes(bytes), UTF_8);
            requests.add(new Request(head.lines().findFirst().orElseThrow(), head, body));
            Answer answer = answers.poll();
            (answer == null ? SUCCESS : answer).give(connection);
        }
    }

    /** Up to the empty line; empty at the end of the stream. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            if (head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                return head.toString(ISO_8859_1);
            }
        }
        return "";
    }
}
