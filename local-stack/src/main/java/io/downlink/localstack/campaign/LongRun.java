package io.downlink.localstack.campaign;

import io.downlink.localstack.stack.StackException;
import java.io.IOException;

/** A campaign, from its start to its verdict. */
public interface LongRun<R> {

    /** What is going on, for a person; may be asked on any thread. */
    String phase();

    /** @throws StackException if it hangs; the message says where */
    R run() throws StackException, IOException, InterruptedException;
}
