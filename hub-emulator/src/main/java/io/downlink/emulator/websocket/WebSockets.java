package io.downlink.emulator.websocket;

import static java.util.Objects.requireNonNull;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The WebSocket endpoint of one instance of an HTTPS listener. The connection stays what it is, with its TLS and its
 * event loop; only its HTTP gives way to frames, and it is handed to the front end of the subprotocol, which cannot tell
 * it from one of its own port. So back-pressure, keep-alives and client certificates are the front end's, too.
 */
public final class WebSockets {
    private static final Logger LOGGER = Logger.getLogger(WebSockets.class);

    /** Far above what the SDKs put into one frame (the device SDK: 256 KB); a frame is held until it is whole. */
    private static final int FRAME_BYTES_MAX = 1024 * 1024;

    private static final WebSocketDecoderConfig FRAMES = WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(true)
            .maxFramePayloadLength(FRAME_BYTES_MAX)
            .withUTF8Validator(false) // text is refused whatever it says
            .closeOnProtocolViolation(false) // FramedBytes closes with the right status
            .build();

    private final Map<String, HandedServer> servers;

    private WebSockets(Map<String, HandedServer> servers) {
        this.servers = servers;
    }

    /** Starts a front end for each subprotocol on the present event loop. */
    public static Future<WebSockets> open(List<Subprotocol> subprotocols, Vertx vertx, Context context) {
        Map<String, HandedServer> servers = new LinkedHashMap<>();
        List<Future<Void>> started = new ArrayList<>();
        for (Subprotocol subprotocol : subprotocols) {
            HandedServer server = new HandedServer();
            servers.put(subprotocol.name(), server);
            started.add(start(subprotocol.frontEnd().get(), new HandedVertx(vertx, server), context));
        }
        return Future.all(started).map(_ -> new WebSockets(servers));
    }

    private static Future<Void> start(AbstractVerticle frontEnd, Vertx vertx, Context context) {
        Promise<Void> started = Promise.promise();
        frontEnd.init(vertx, context);
        try {
            frontEnd.start(started);
        } catch (Exception e) {
            started.fail(e);
        }
        return started.future();
    }

    /** Whether a request is for the endpoint. */
    public boolean takes(HttpServerRequest request) {
        return Handshake.isPath(request.path());
    }

    /** Answers a request for the endpoint. */
    public void open(HttpServerRequest request) {
        switch (Handshake.of(request, servers.keySet())) {
            case Handshake.Agreed agreed -> upgrade(request, agreed);
            case Handshake.Refused refused -> refuse(request, refused);
        }
    }

    private void upgrade(HttpServerRequest request, Handshake.Agreed agreed) {
        request.response()
                .putHeader("Upgrade", "websocket")
                .putHeader("Connection", "Upgrade")
                .putHeader("Sec-WebSocket-Accept", agreed.accept())
                .putHeader("Sec-WebSocket-Protocol", agreed.subprotocol());
        request.toNetSocket()
                .onSuccess(socket -> hand(socket, agreed.subprotocol()))
                .onFailure(failure -> LOGGER.debugf("WebSocket not opened reason=%s", failure.getMessage()));
    }

    private void hand(NetSocket socket, String subprotocol) {
        ChannelPipeline pipeline =
                ((NetSocketInternal) socket).channelHandlerContext().pipeline();
        pipeline.addBefore("handler", "webSocketEncoder", new WebSocket13FrameEncoder(false))
                .addBefore("handler", "webSocketDecoder", new WebSocket13FrameDecoder(FRAMES))
                .addBefore("handler", "framedBytes", new FramedBytes());
        requireNonNull(servers.get(subprotocol), subprotocol).hand(socket);
    }

    private static void refuse(HttpServerRequest request, Handshake.Refused refused) {
        LOGGER.infof("WebSocket refused reason=%s", refused.reason());
        request.response()
                .setStatusCode(refused.status())
                .putHeader("Sec-WebSocket-Version", Handshake.VERSION)
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .end(new JsonObject().put("Message", refused.reason()).toBuffer());
    }
}
