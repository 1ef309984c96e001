package io.downlink.localstack.demo;

import io.downlink.localstack.stack.Stack;
import java.time.Clock;

/**
 * What a scenario works with.
 *
 * @param stack the processes
 * @param kafka the way in and out of Downlink
 * @param devices what the devices wrote down
 */
record Stage(Stack stack, Conversation kafka, DeviceRecords devices, Clock clock) {}
