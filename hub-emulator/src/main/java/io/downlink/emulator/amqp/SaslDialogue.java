package io.downlink.emulator.amqp;

import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.security.ConnectionAuthenticator;
import io.downlink.emulator.security.Grant;
import io.downlink.emulator.sockets.Introduction;
import io.vertx.core.Handler;
import io.vertx.core.net.NetSocket;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.sasl.ProtonSaslAuthenticator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.Sasl.SaslOutcome;
import org.apache.qpid.proton.engine.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The layer below AMQP, in which clients say who they are, or that they will say it later by a token. The mechanism PLAIN
 * brings the token right away; some clients leave out the whole layer.
 */
final class SaslDialogue implements ProtonSaslAuthenticator {
    /** Where the connection keeps what its password allows. */
    static final String GRANT = "grant";

    /** Where the connection keeps what it runs on. */
    static final String SOCKET = "socket";

    /** How long a client may take from its TLS to the end of its open performative. */
    private static final Duration INTRODUCTION_MAX = Duration.ofSeconds(30);

    private final ConnectionAuthenticator authenticator;
    private @Nullable Sasl sasl;
    private @Nullable ProtonConnection connection;
    private boolean succeeded;

    SaslDialogue(ConnectionAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public void init(NetSocket socket, ProtonConnection protonConnection, Transport transport) {
        connection = protonConnection;
        protonConnection.attachments().set(SOCKET, NetSocket.class, socket);
        Introduction.await(socket, INTRODUCTION_MAX);
        sasl = transport.sasl();
        sasl.server();
        sasl.allowSkip(true);
        sasl.setMechanisms("ANONYMOUS", "PLAIN", "EXTERNAL", "MSSBCBS");
    }

    @Override
    public void process(Handler<Boolean> completion) {
        Sasl present = sasl;
        if (present == null || connection == null) {
            throw new IllegalStateException("not initialized");
        }
        String[] chosen = present.getRemoteMechanisms();
        if (chosen.length > 0) {
            succeeded = admit(chosen[0], present);
            present.done(succeeded ? SaslOutcome.PN_SASL_OK : SaslOutcome.PN_SASL_AUTH);
            completion.handle(true);
        } else {
            // Its open performative is here, and no mechanism: the client has left out the layer.
            succeeded = connection.getRemoteContainer() != null;
            completion.handle(succeeded);
        }
    }

    @Override
    public boolean succeeded() {
        return succeeded;
    }

    private boolean admit(String mechanism, Sasl present) {
        return switch (mechanism) {
            case "ANONYMOUS", "EXTERNAL", "MSSBCBS" -> true;
            case "PLAIN" -> plain(present);
            default -> false;
        };
    }

    /** RFC 4616: authorization identity, user, password, with a zero between them. The password is the token, and a signature. */
    private boolean plain(Sasl present) {
        byte[] response = new byte[present.pending()];
        present.recv(response, 0, response.length);
        String[] parts = new String(response, StandardCharsets.UTF_8).split("\0", -1);
        if (parts.length != 3 || connection == null) {
            return false;
        }
        try {
            connection.attachments().set(GRANT, Grant.class, authenticator.ofPassword(parts[2]));
            return true;
        } catch (HubException refused) {
            return false;
        }
    }
}
