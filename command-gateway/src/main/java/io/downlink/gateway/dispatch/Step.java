package io.downlink.gateway.dispatch;

import io.downlink.contracts.commands.CommandEvent;

/** What one attempt led to. */
sealed interface Step {

    /** The command has ended. */
    record Ended(CommandEvent event) implements Step {}

    /** It is tried again. */
    record Again() implements Step {}
}
