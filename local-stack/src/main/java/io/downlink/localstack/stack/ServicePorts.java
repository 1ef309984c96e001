package io.downlink.localstack.stack;

import io.downlink.contracts.topics.Service;

/** Where the services answer for health and metrics. */
public record ServicePorts(int commandGateway, int feedbackCollector, int jobOrchestrator) {

    /** Ports that are free now. */
    public static ServicePorts free() {
        return new ServicePorts(Ports.free(), Ports.free(), Ports.free());
    }

    int of(Service service) {
        return switch (service) {
            case COMMAND_GATEWAY -> commandGateway;
            case FEEDBACK_COLLECTOR -> feedbackCollector;
            case JOB_ORCHESTRATOR -> jobOrchestrator;
        };
    }
}
