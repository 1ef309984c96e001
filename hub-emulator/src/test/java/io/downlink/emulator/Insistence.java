package io.downlink.emulator;

import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import java.util.ArrayList;
import java.util.List;

/** The device SDK loses one answer in a hundred, when it comes before it has noted down the question: ask again. */
final class Insistence {
    static final int MILLISECONDS_OF_AN_ATTEMPT = 5_000;

    private static final int ATTEMPTS = 4;

    private Insistence() {}

    /** Sends the request until it is answered, four times at most. */
    static <T> T insist(Request<T> request) throws Exception {
        List<IotHubClientException> failures = new ArrayList<>();
        while (failures.size() < ATTEMPTS) {
            try {
                return request.send();
            } catch (IotHubClientException lost) {
                failures.add(lost);
            }
        }
        throw failures.getLast();
    }

    interface Request<T> {
        T send() throws Exception;
    }
}
