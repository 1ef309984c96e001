package io.downlink.emulator.hub;

/**
 * Every refusal the hub knows, with the six digits and the symbolic name of the service.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes">Error codes of IoT Hub</a>
 */
public enum HubError {
    INVALID_PROTOCOL_VERSION(400001, "InvalidProtocolVersion"),
    ARGUMENT_INVALID(400004, "ArgumentInvalid"),
    FORMAT_ERROR(400006, "IotHubFormatError"),
    DEVICE_DEFINED_MULTIPLE_TIMES(400011, "DeviceDefinedMultipleTimes"),
    BULK_REGISTRY_OPERATION_FAILURE(400013, "BulkRegistryOperationFailure"),
    UNAUTHORIZED(401002, "IotHubUnauthorizedAccess"),
    QUOTA_EXCEEDED(403002, "IotHubQuotaExceeded"),
    DEVICE_MAXIMUM_QUEUE_DEPTH_EXCEEDED(403004, "DeviceMaximumQueueDepthExceeded"),
    INVALID_MESSAGE_EXPIRY_TIME(403009, "InvalidMessageExpiryTime"),
    NOT_AVAILABLE_IN_TIER(403010, "OperationNotAvailableInCurrentTier"),
    DEVICE_NOT_FOUND(404001, "DeviceNotFound"),
    JOB_NOT_FOUND(404002, "JobNotFound"),
    MODULE_NOT_FOUND(404010, "ModuleNotFound"),
    DEVICE_NOT_ONLINE(404103, "DeviceNotOnline"),
    DEVICE_CONNECTION_CLOSED(404104, "DeviceConnectionClosedRemotely"),
    OPERATION_NOT_ALLOWED(405102, "OperationNotAllowedInCurrentState"),
    DEVICE_ALREADY_EXISTS(409001, "DeviceAlreadyExists"),
    JOB_ALREADY_EXISTS(409104, "JobAlreadyExists"),
    MODULE_ALREADY_EXISTS(409301, "ModuleAlreadyExistsOnDevice"),
    PRECONDITION_FAILED(412001, "PreconditionFailed"),
    DEVICE_MESSAGE_LOCK_LOST(412002, "DeviceMessageLockLost"),
    JOB_RUN_PRECONDITION_FAILED(412003, "JobRunPreconditionFailed"),
    MESSAGE_TOO_LARGE(413001, "MessageTooLarge"),
    TOO_MANY_DEVICES(413002, "TooManyDevices"),
    TOO_MANY_MODULES(413003, "TooManyModulesOnDevice"),
    THROTTLING(429001, "ThrottlingException"),
    THROTTLE_BACKLOG_LIMIT_EXCEEDED(429002, "ThrottleBacklogLimitExceeded"),
    THROTTLING_BACKLOG_TIMEOUT(429003, "ThrottlingBacklogTimeout"),
    THROTTLING_MAX_ACTIVE_JOB_COUNT(429004, "ThrottlingMaxActiveJobCountExceeded"),
    DEVICE_THROTTLING_LIMIT_EXCEEDED(429005, "DeviceThrottlingLimitExceeded"),
    SERVER_ERROR(500001, "ServerError"),
    GENERIC_TIMEOUT(500008, "GenericTimeout"),
    /** Not one of the service's: the emulator lacks the operation. */
    NOT_IMPLEMENTED(501000, "NotImplemented"),
    SERVICE_UNAVAILABLE(503001, "ServiceUnavailable"),
    PARTITION_NOT_FOUND(503003, "PartitionNotFound"),
    SERVER_BUSY(503005, "ServerBusy"),
    RECEIVE_LINK_OPENS_THROTTLED(503008, "ReceiveLinkOpensThrottled"),
    DEVICE_UNAVAILABLE(503102, "DeviceUnavailable"),
    GATEWAY_TIMEOUT(504101, "GatewayTimeout");

    private final int code;
    private final String symbol;

    HubError(int code, String symbol) {
        this.code = code;
        this.symbol = symbol;
    }

    /** The six digits, for example 404103. */
    public int code() {
        return code;
    }

    /** The HTTP status: the first three of the six digits. */
    public int status() {
        return code / 1000;
    }

    /** The name that travels in the header {@code iothub-errorcode}. */
    public String symbol() {
        return symbol;
    }
}
