package io.downlink.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // what was written is seen in the channel
class PatienceTest {
    private static final PatienceRules RULES =
            new PatienceRules(Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(10));

    private long nanos;
    private final Reads reads = new Reads();
    private final EmbeddedChannel channel = new EmbeddedChannel(reads, new Patience(RULES, () -> nanos));

    @Test
    void shouldEndAConnectionWithoutARequest() {
        pass(29);
        assertThat(channel.isOpen()).isTrue();

        pass(10);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldEndARequestWhoseBodyTrickles() {
        header();
        for (int i = 0; i < 20; i++) {
            channel.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[] {1})));
            pass(1);
        }
        pass(10);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldWaitForAnOperationWithoutEnd() {
        request();

        pass(3_600);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void shouldEndAClientThatDoesNotReadItsAnswer() {
        request();
        channel.write(response(HttpResponseStatus.OK)); // and never flushed

        pass(21);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldBeginAnewWithEachAnswer() {
        for (int i = 0; i < 10; i++) {
            pass(25);
            request();
            answer();
        }
        assertThat(channel.isOpen()).isTrue();

        pass(40);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldWaitForTheSecondOperationOnceTheFirstIsAnswered() {
        request();
        request();
        answer();

        pass(3_600);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void shouldNotReadAClientThatAsksFarAheadUntilItHasReadAnAnswer() {
        for (int i = 0; i < Patience.UNANSWERED_MAX + 5; i++) {
            request();
        }
        int before = reads.count;
        for (int i = 0; i < 5; i++) {
            answer();
        }
        assertThat(reads.count).isEqualTo(before);

        answer();

        assertThat(reads.count).isEqualTo(before + 1);
    }

    @Test
    void shouldNotBlameAClientForABodyThatIsNotRead() {
        for (int i = 1; i < Patience.UNANSWERED_MAX; i++) {
            request();
        }
        header();

        pass(3_600);
        assertThat(channel.isOpen()).isTrue();

        answer(); // the body is read from here on
        pass(15);
        assertThat(channel.isOpen()).isTrue();
        pass(25);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldNotTakeContinueForAnAnswer() {
        header();
        channel.writeOutbound(response(HttpResponseStatus.CONTINUE));
        channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);

        pass(3_600);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void shouldLeaveAWebSocketAlone() {
        request();
        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS));

        pass(3_600);

        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.pipeline().get(Patience.class)).isNull();
    }

    private void header() {
        channel.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/"));
    }

    private void request() {
        header();
        channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void answer() {
        channel.writeOutbound(response(HttpResponseStatus.OK));
    }

    private static DefaultFullHttpResponse response(HttpResponseStatus status) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            nanos += TimeUnit.SECONDS.toNanos(1);
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runPendingTasks();
        }
    }

    /** How often the socket is asked to read. */
    private static final class Reads extends ChannelOutboundHandlerAdapter {
        private int count;

        @Override
        public void read(ChannelHandlerContext context) {
            count++;
        }
    }
}
