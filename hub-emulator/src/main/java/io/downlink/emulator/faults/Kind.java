package io.downlink.emulator.faults;

import static io.downlink.emulator.faults.Operation.CLOUD_TO_DEVICE;
import static io.downlink.emulator.faults.Operation.FEEDBACK;
import static io.downlink.emulator.faults.Operation.METHODS;
import static io.downlink.emulator.faults.Operation.TWINS;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** What goes wrong. The kinds are grouped by where they strike, so that whoever stands there deals with all of them. */
public sealed interface Kind {
    /** What it can strike. */
    Set<Operation> operations();

    /** Whether it is about devices, so that it can befall some of them. */
    default boolean concernsDevices() {
        return true;
    }

    /** Whether it leaves room for another fault at the same event. */
    default boolean joins() {
        return false;
    }

    /** Whether what it struck stays so until the fault is over, even when it can strike nothing more. */
    default boolean lasts() {
        return false;
    }

    /** A request of a service, over HTTPS or AMQP, before the hub executes it. */
    sealed interface OnRequest extends Kind {
        @Override
        default Set<Operation> operations() {
            return EnumSet.allOf(Operation.class);
        }
    }

    /** The answer to a request that was executed, and not refused. */
    sealed interface OnAnswer extends Kind {
        @Override
        default Set<Operation> operations() {
            return EnumSet.allOf(Operation.class);
        }
    }

    /** A direct method that a service calls. */
    sealed interface OnCall extends Kind {
        @Override
        default Set<Operation> operations() {
            return Set.of(METHODS);
        }
    }

    /** Something on its way to a connected device. */
    sealed interface OnDelivery extends Kind {
        @Override
        default Set<Operation> operations() {
            return Set.of(METHODS, CLOUD_TO_DEVICE, TWINS);
        }
    }

    /** One feedback record. */
    sealed interface OnFeedback extends Kind {
        @Override
        default Set<Operation> operations() {
            return Set.of(FEEDBACK);
        }
    }

    /** One delivery of a feedback batch to a service; it befalls the whole batch if a record in it is about such a device. */
    sealed interface OnFeedbackBatch extends Kind {
        @Override
        default Set<Operation> operations() {
            return Set.of(FEEDBACK);
        }
    }

    /** The links of devices that are connected when the fault is asked for. */
    sealed interface OnDeviceLinks extends Kind {
        @Override
        default Set<Operation> operations() {
            return Set.of();
        }
    }

    /** A link of a service, whatever devices it is about, for as long as the fault is in force. */
    sealed interface OnServiceLink extends Kind {
        @Override
        default boolean concernsDevices() {
            return false;
        }

        @Override
        default boolean lasts() {
            return true;
        }
    }

    /** The hub does not execute the request, and says why. */
    record Refuse(Refusal refusal) implements OnRequest {}

    /** The hub executes the request later. */
    record Delay(Latency latency) implements OnRequest {
        @Override
        public boolean joins() {
            return true;
        }
    }

    /** The hub neither executes the request nor answers it; the connection goes on. */
    record NoAnswer() implements OnRequest {}

    /** The hub keeps the connection, reads and says nothing any more, as behind a network that fails without a word. */
    record HalfOpenServiceLink() implements OnRequest {
        @Override
        public boolean lasts() {
            return true;
        }
    }

    /** The hub executes the request, and says that it failed. */
    record ExecuteThenRefuse(Refusal refusal) implements OnAnswer {}

    /** The hub executes the request, and answers later. */
    record ExecuteThenDelay(Latency latency) implements OnAnswer {
        @Override
        public boolean joins() {
            return true;
        }
    }

    /** The hub executes the request, and closes the caller's connection instead of answering. */
    record ExecuteThenClose() implements OnAnswer {}

    /** The hub executes the request and does not answer it; a cloud-to-device message gets no disposition. */
    record ExecuteThenNoAnswer() implements OnAnswer {}

    /** The hub sends the head of its answer and half of the body, and no more; AMQP: no disposition. */
    record ExecuteThenStallBody() implements OnAnswer {}

    /** The hub sends the head of its answer and half of the body, and closes the connection. */
    record ExecuteThenCutBody() implements OnAnswer {}

    /**
     * The hub lets a call's caller go, and delivers the call to the device all the same.
     *
     * @param delay from the caller's end to the delivery
     * @param ending how the caller's end looks to him
     */
    record LateDelivery(Duration delay, CallerEnding ending) implements OnCall {
        public LateDelivery {
            if (delay.isNegative()) {
                throw new IllegalArgumentException("delay " + delay + ": it must not be negative");
            }
        }
    }

    /** How a call ends for its caller before it is delivered. */
    enum CallerEnding {
        /** His connection is cut at once. */
        CUT("cut"),
        /** He is told at the response timeout that the device did not answer in time. */
        TIMED_OUT("timed-out");

        private final String text;

        CallerEnding(String text) {
            this.text = text;
        }

        /** The word of the admin API. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** The device's answer comes, and is held back until the caller was told that it did not come in time. */
    record LateAnswer() implements OnCall {}

    /** A sender is attached, and gets no credit while the fault is in force. */
    record NoCredit() implements OnServiceLink {
        @Override
        public Set<Operation> operations() {
            return Set.of(CLOUD_TO_DEVICE);
        }
    }

    /** The device's link is cut instead of the delivery. */
    record DropLinkBeforeDelivery() implements OnDelivery {}

    /** The device gets what is delivered, and then its link is cut. */
    record DropLinkAfterDelivery() implements OnDelivery {}

    /** A feedback record is never told. */
    record LoseFeedback() implements OnFeedback {}

    /** A feedback record is told twice. */
    record DoubleFeedback() implements OnFeedback {}

    /** A feedback batch comes with a body that is not as it should be. */
    record BreakFeedback(FeedbackBreak how) implements OnFeedbackBatch {}

    /** What is wrong with the body of a feedback batch. */
    enum FeedbackBreak {
        /** It ends in the middle, and is no JSON. */
        CUT("cut"),
        /** Its records have their time, and no other field. */
        BARE("bare");

        private final String text;

        FeedbackBreak(String text) {
            this.text = text;
        }

        /** The word of the admin API. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** A feedback link stays attached, and no batch comes while the fault is in force. */
    record MuteFeedbackLink() implements OnServiceLink {
        @Override
        public Set<Operation> operations() {
            return Set.of(FEEDBACK);
        }
    }

    /** The links are cut. */
    record DropLink() implements OnDeviceLinks {}

    /** The hub keeps the links, and neither says nor hears anything on them until the fault is over and they are cut. */
    record HalfOpenDeviceLink() implements OnDeviceLinks {
        @Override
        public boolean lasts() {
            return true;
        }
    }

    /**
     * The hub cannot be reached.
     *
     * @param frontEnds what of it
     * @param connections what becomes of new connections; those that exist are cut
     */
    record Outage(Set<FrontEnd> frontEnds, Connections connections) implements Kind {
        public Outage {
            if (frontEnds.isEmpty()) {
                throw new IllegalArgumentException("frontEnds: name at least one of https, amqps, mqtts");
            }
            frontEnds = Set.copyOf(frontEnds);
        }

        @Override
        public Set<Operation> operations() {
            return Set.of();
        }

        @Override
        public boolean concernsDevices() {
            return false;
        }
    }

    /** What becomes of connections to a hub that cannot be reached. */
    enum Connections {
        /** Nobody listens. */
        REFUSED("refused"),
        /** They are accepted and closed at once. */
        CLOSED("closed"),
        /** They are accepted, and nobody says anything: not even TLS. */
        SILENT("silent");

        private final String text;

        Connections(String text) {
            this.text = text;
        }

        /** The word of the admin API. */
        @Override
        public String toString() {
            return text;
        }
    }
}
