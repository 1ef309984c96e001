package io.downlink.localstack.demo;

import io.downlink.localstack.stack.Fleet;
import io.downlink.localstack.stack.HubApi;
import java.time.Clock;

/**
 * What a scenario works with.
 *
 * @param kafka the way in and out of Downlink
 * @param hub the hub, past Downlink
 * @param fleet the devices
 * @param devices what the devices wrote down
 */
record Stage(Conversation kafka, HubApi hub, Fleet fleet, DeviceRecords devices, Clock clock) {}
