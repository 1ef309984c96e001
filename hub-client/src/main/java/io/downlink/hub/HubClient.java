package io.downlink.hub;

/**
 * What Downlink asks of one IoT Hub. Nothing else in Downlink reads an Azure SDK's type or exception.
 *
 * <p>Who needs only a part of it takes the part.
 */
public interface HubClient extends HubCommands, HubFeedback, HubJobs {

    @Override
    void close();
}
