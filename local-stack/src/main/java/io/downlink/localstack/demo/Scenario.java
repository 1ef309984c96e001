package io.downlink.localstack.demo;

import io.downlink.localstack.stack.StackException;
import java.io.IOException;

/** One thing that Downlink promises, and how to see that it holds. */
interface Scenario {

    /** The letter that stands in front of it. */
    String id();

    /** At most 28 characters. */
    String title();

    /**
     * Plays it.
     *
     * @return what was seen, at most 68 characters
     * @throws UnexpectedException if something else was seen
     * @throws StackException if a process that it starts does not get ready
     * @throws IOException if a part of the stack does not answer
     */
    String play(Stage stage) throws UnexpectedException, StackException, IOException, InterruptedException;
}
