package io.downlink.simulator.behaviour;

import java.time.Duration;

/** How a device takes one call. */
public sealed interface Conduct {

    /** It neither acts nor answers, whatever the response timeout. */
    record Hang() implements Conduct {}

    /** It says after a while that it failed, and has not acted. */
    record Fail(Duration after) implements Conduct {}

    /** It acts after a while, and answers. */
    record Act(Duration after) implements Conduct {}
}
