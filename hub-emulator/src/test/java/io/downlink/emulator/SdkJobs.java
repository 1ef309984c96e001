package io.downlink.emulator;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.service.jobs.ScheduledJobsClient;
import com.microsoft.azure.sdk.iot.service.query.QueryClient;
import java.time.Instant;

/** Makes clients of the unmodified service SDK for jobs and queries, with the rights of the policy {@code service}. */
final class SdkJobs {
    private SdkJobs() {}

    static ScheduledJobsClient jobs(HubEmulator emulator) {
        return new ScheduledJobsClient(TestHub.httpsHost(emulator), credential(emulator));
    }

    static QueryClient queries(HubEmulator emulator) {
        return new QueryClient(TestHub.httpsHost(emulator), credential(emulator));
    }

    private static AzureSasCredential credential(HubEmulator emulator) {
        return new AzureSasCredential(Tokens.ofPolicy(
                emulator.hostName(),
                "service",
                DevelopmentKeys.SERVICE,
                Instant.now().plusSeconds(600)));
    }
}
