package io.downlink.emulator.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends an HTTP connection whose client is too slow, however it spends its time: byte by byte or with nothing at all. One
 * that asks far ahead is not read until it has read its answers.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells an outcome by the promise; without one nobody asked
final class Patience extends ChannelDuplexHandler {
    private static final Logger LOGGER = Logger.getLogger(Patience.class);
    /** Clients that ask ahead at all do so by a few. */
    static final int UNANSWERED_MAX = 100;

    private static final long NEVER = Long.MAX_VALUE;

    private final PatienceRules rules;
    private final LongSupplier nanos;
    private int unanswered;
    private int answersOnTheirWay;
    private boolean readingHeld;
    private long headerDue = NEVER;
    private long bodyDue = NEVER;
    private long readerDue = NEVER;
    private @Nullable ScheduledFuture<?> checks;

    /**
     * For one connection.
     *
     * @param nanos a clock that begins near 0
     */
    Patience(PatienceRules rules, LongSupplier nanos) {
        this.rules = rules;
        this.nanos = nanos;
    }

    /** One timer looks at all that is due: requests come and go too fast for a timer each. */
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        headerDue = in(rules.header());
        long period = rules.shortest().toNanos();
        checks = context.executor().scheduleAtFixedRate(() -> check(context), period, period, TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (checks != null) {
            checks.cancel(false);
        }
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (unanswered < UNANSWERED_MAX) {
            context.read();
        } else {
            readingHeld = true;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            unanswered++;
            headerDue = NEVER;
            bodyDue = in(rules.body());
        }
        if (message instanceof LastHttpContent) {
            bodyDue = NEVER;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (isUpgrade(message)) {
            context.pipeline().remove(this);
            context.write(message, promise);
        } else if (endsAnAnswer(message)) {
            answersOnTheirWay++;
            readerDue = in(rules.answer());
            context.write(message, promise.unvoid().addListener(_ -> answered(context)));
        } else {
            context.write(message, promise);
        }
    }

    private void answered(ChannelHandlerContext context) {
        unanswered--;
        answersOnTheirWay--;
        readerDue = answersOnTheirWay == 0 ? NEVER : in(rules.answer());
        if (unanswered == 0) {
            headerDue = in(rules.header());
        }
        if (readingHeld) {
            readingHeld = false;
            bodyDue = bodyDue == NEVER ? NEVER : in(rules.body());
            read(context);
        }
    }

    private void check(ChannelHandlerContext context) {
        long clientDue = readingHeld ? NEVER : bodyDue; // of a body that is not read its client is not to blame
        if (nanos.getAsLong() >= Math.min(headerDue, Math.min(clientDue, readerDue))) {
            LOGGER.debug("connection closed reason=the client is too slow");
            context.close();
        }
    }

    private long in(Duration time) {
        return nanos.getAsLong() + time.toNanos();
    }

    private static boolean isUpgrade(Object message) {
        return message instanceof HttpResponse response
                && response.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }

    /** "100 Continue" is whole, too, but no answer. */
    private static boolean endsAnAnswer(Object message) {
        return message instanceof LastHttpContent
                && !(message instanceof HttpResponse response
                        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL);
    }
}
